#!/bin/sh
# The larger model on one GPU, in several calls of at most ten minutes on a machine that may be taken away between them.
#   runs/nano-gpu.sh pack CORPUS OUT                 here: train.jsonl and valid.jsonl as parts of 15 MB
#   runs/nano-gpu.sh train PARTS TOKENIZER RUN MINUTES FALL [DEVICE]   there, once or often; FALL is the share of these minutes over which the rates fall
#   runs/nano-gpu.sh parts RUN OUT                   there, after the last: the weights in bfloat16 as parts of 15 MB
#   runs/nano-gpu.sh join OUT CHECKPOINT             here: the parts to a checkpoint in float32
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
case $1 in
pack)
    python3 "$here/parts.py" pack "$2" "$3" train.jsonl valid.jsonl
    ;;
train)
    parts=$2 tokenizer=$3 run=$4 minutes=$5 fall=$6 device=${7:-cuda}
    rows=$run/rows
    if [ ! -e "$rows/done" ]; then
        mkdir -p "$run/corpus" "$rows"
        python3 "$here/parts.py" unpack "$parts" "$run/corpus"
        make="python3 $here/rows.py --corpus $run/corpus --tokenizer $tokenizer --out $rows --processes $(nproc)"
        $make --part train --tokens "${FATHOM_ROWS_TOKENS:-200000000}" --lengths 512 1024 2048
        for kind in plain rest_of_line; do
            $make --part valid --only $kind --tokens 102400 --lengths 512
        done
        touch "$rows/done"
    fi
    resume=
    if [ -e "$run/state.pt" ]; then resume=--resume; fi
    cd "$here" && python3 train.py --rows "$rows" --tokenizer "$tokenizer" --run "$run" --minutes "$minutes" --fall "$fall" $resume --device "$device" \
        --shape "${FATHOM_SHAPE:-runs/nano-gpu.json}" --worker-tokens "${FATHOM_WORKER_TOKENS:-65536}" --warm-up 100 \
        --lengths 512:0.2 1024:0.5 2048:0.3 --save-minutes 100 --validate-minutes "${FATHOM_VALIDATE_MINUTES:-3}"
    ;;
parts)
    python3 "$here/halve.py" "$2/final" "$2/half"
    python3 "$here/parts.py" pack "$2/half" "$3" config.json model.safetensors shape.json tokenizer.json
    ;;
join)
    python3 "$here/parts.py" unpack "$2" "$3.half"
    python3 "$here/halve.py" "$3.half" "$3" --back
    ;;
*)
    echo "There is no step '$1'; the steps are pack, train, parts and join." >&2
    exit 2
    ;;
esac
