#!/bin/sh
# Fits a model's weights of the cache and its show filter on the validation projects and measures it on 400 cases of the test projects.
# usage: nano-measure.sh MODEL_FOLDER CLONES OUT [more options of `fathom eval`, such as --baseline DIR or --ngram CORPUS/train.jsonl]
# CLONES holds bare Git clones in folders named OWNER+NAME (or OWNER+NAME/repo). FATHOM names the server's executable.
set -eu
model=$1 clones=$2 out=$3
shift 3
fathom=${FATHOM:-fathom}
valid='App-vNext+Polly spectreconsole+spectre.console npgsql+npgsql nunit+nunit castleproject+Core'
test='quartznet+quartznet jstedfast+MimeKit open-telemetry+opentelemetry-dotnet dotnet+BenchmarkDotNet serilog+serilog'

sources() {
    for project in $2; do
        [ -d "$out/$1/$project" ] && continue
        clone=$clones/$project
        [ -d "$clone/repo" ] && clone=$clone/repo
        # In place only once it is whole, so that a broken extraction is not taken for a project the next time.
        rm -rf "$out/$1/$project.new"
        mkdir -p "$out/$1/$project.new"
        git -C "$clone" archive HEAD -- '*.cs' | tar x -C "$out/$1/$project.new"
        mv "$out/$1/$project.new" "$out/$1/$project"
    done
}

sources valid "$valid"
sources test "$test"

# usage: make FILE COUNT SEED; half of the cases in finished files, half as typed
make() {
    "$fathom" cases "$out/valid" --out "$out/finished.jsonl" --count $(($2 / 2)) --seed "$3"
    "$fathom" cases "$out/valid" --out "$out/typed.jsonl" --count $(($2 - $2 / 2)) --seed $(($3 + 1)) --as-typed
    cat "$out/finished.jsonl" "$out/typed.jsonl" > "$1"
}

make "$out/fit.jsonl" "${FIT_CASES:-2000}" 11
"$fathom" calibrate-cache --cases "$out/fit.jsonl" --repository "$out/valid" --model "$model" --out "$out/cache-weights.json"
cp "$out/cache-weights.json" "$model/"
make "$out/valid.jsonl" "${CALIBRATION_CASES:-4000}" 2
"$fathom" cases "$out/test" --out "$out/test.jsonl" --count "${TEST_CASES:-400}" --seed 1
"$fathom" calibrate --cases "$out/valid.jsonl" --model "$model" --out "$out/show-filter.json" --diagram "$out/reliability.svg"
cp "$out/show-filter.json" "$out/reliability.svg" "$model/"
"$fathom" eval --cases "$out/test.jsonl" --model "$model" --predictions "$out/test-predictions.jsonl" "$@"
