#!/bin/sh
# The larger model on one GPU of a machine that is lent for minutes, takes at most 64 MB a call and gives back as much; README.md, On a GPU, says how the calls go.
# STORE, RUN and BACK are folders of that machine outside this tree, where they stay from call to call.
#   runs/nano-gpu.sh pack CORPUS PARTS                         here: train.jsonl and valid.jsonl as parts of 15 MB
#   runs/nano-gpu.sh take PARTS STORE                          there, once for every call that brings some of the parts
#   runs/nano-gpu.sh rows STORE TOKENIZER RUN                  there, once: the corpus and the rows
#   runs/nano-gpu.sh train TOKENIZER RUN MINUTES FALL [DEVICE] there, once or often; FALL is the share of these minutes over which the rates fall
#   runs/nano-gpu.sh parts RUN BACK                            there, after the last: the weights in bfloat16 as parts of 15 MB
#   runs/nano-gpu.sh give BACK OUT FIRST COUNT                 there, once a call: so many of the parts, from that number on
#   runs/nano-gpu.sh join OUT CHECKPOINT                       here: the parts to a checkpoint in float32
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)

fail() {
    echo "$1" >&2
    exit 2
}

step=${1:-}
[ $# -eq 0 ] || shift
case $step in
pack)
    python3 "$here/parts.py" pack "$1" "$2" train.jsonl valid.jsonl
    ;;
take)
    mkdir -p "$2"
    cp "$1"/part-* "$2/"
    ls -l "$2"
    ;;
rows)
    store=$1 tokenizer=$2 run=$3
    mkdir -p "$run/corpus"
    python3 "$here/parts.py" unpack "$store" "$run/corpus"
    make() {
        python3 "$here/rows.py" --corpus "$run/corpus" --tokenizer "$tokenizer" --out "$run/rows" --processes "$(nproc)" "$@"
    }
    make --part train --tokens "${FATHOM_ROWS_TOKENS:-200000000}" --lengths 512 1024 2048
    for kind in plain rest_of_line; do
        make --part valid --only $kind --tokens 102400 --lengths 512
    done
    touch "$run/rows/done"
    ;;
train)
    tokenizer=$1 run=$2 minutes=$3 fall=$4 device=${5:-cuda}
    [ -e "$run/rows/done" ] || fail "$run has no complete rows; run the step rows first."
    resume=
    if [ -e "$run/state.pt" ]; then resume=--resume; fi
    # exec, so that the signal at the end of a call reaches the trainer, which then ends and writes what it has.
    exec python3 "$here/train.py" --rows "$run/rows" --tokenizer "$tokenizer" --run "$run" --minutes "$minutes" --fall "$fall" $resume --device "$device" \
        --shape "${FATHOM_SHAPE:-$here/runs/nano-gpu.json}" --worker-tokens "${FATHOM_WORKER_TOKENS:-65536}" --warm-up "${FATHOM_WARM_UP:-100}" \
        --lengths 512:0.2 1024:0.5 2048:0.3 --save-minutes 2 --validate-minutes "${FATHOM_VALIDATE_MINUTES:-3}"
    ;;
parts)
    python3 "$here/halve.py" "$1/final" "$1/half"
    python3 "$here/parts.py" pack "$1/half" "$2" config.json model.safetensors shape.json tokenizer.json
    ls -l "$2"
    ;;
give)
    back=$1 out=$2 first=$3 count=$4
    [ -e "$back/part-$(printf %03d "$first")" ] || fail "$back has no part $first; it holds $(ls "$back" | wc -l), numbered from 0."
    mkdir -p "$out"
    for number in $(seq "$first" $((first + count - 1))); do
        part=$back/part-$(printf %03d "$number")
        if [ -e "$part" ]; then cp "$part" "$out/"; fi
    done
    ;;
join)
    python3 "$here/parts.py" unpack "$1" "$2.half"
    python3 "$here/halve.py" "$2.half" "$2" --back
    rm -r "$2.half"
    ;;
*)
    fail "There is no step '$step'; the steps are pack, take, rows, train, parts, give and join."
    ;;
esac
