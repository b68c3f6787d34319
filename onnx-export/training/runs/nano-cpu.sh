#!/bin/sh
# A first run in one piece: everything from clones to a checkpoint, on a CPU with two cores. README.md says how the weights that ship went on from one.
#   runs/nano-cpu.sh CLONES CACHE [MINUTES]
# CLONES holds bare Git clones named OWNER+NAME (repositories.csv); CACHE receives 2 GB. Needs Python with torch,
# transformers, tokenizers, safetensors, numpy and, for torch.compile, a C++ compiler and what README.md says of sleef.
set -eu
mkdir -p "$2"
clones=$(cd "$1" && pwd) cache=$(cd "$2" && pwd) minutes=${3:-97}
cd "$(dirname "$0")/.."
export OMP_NUM_THREADS=1 TORCHINDUCTOR_CACHE_DIR="$cache/inductor"
# Memory and kernels that stay: README.md, Why it is fast.
export GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=17179869184 ONEDNN_PRIMITIVE_CACHE_CAPACITY=20000

python3 corpus.py --clones "$clones" --out "$cache/corpus"
python3 tokenizer.py --corpus "$cache/corpus" --out "$cache/tokenizer"
tokenizer=$cache/tokenizer/tokenizer.json
python3 rows.py --corpus "$cache/corpus" --tokenizer "$tokenizer" --out "$cache/rows" --part train --tokens 10000000
for kind in plain rest_of_line; do
    python3 rows.py --corpus "$cache/corpus" --tokenizer "$tokenizer" --out "$cache/rows" --part valid --only $kind --tokens 102400 --lengths 512
done
nice -n 10 python3 train.py --rows "$cache/rows" --tokenizer "$tokenizer" --run "$cache/run" --minutes "$minutes"
python3 prove_transformers.py "$cache/run/final"
python3 curve.py "$cache/run/run.csv" "$cache/run/curve.png"
