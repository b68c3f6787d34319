"""Turns documents into training rows of fixed lengths and writes them as flat binary files.

For each length L: PART-L.tokens (uint16) and PART-L.weights (uint8, the loss weight of predicting that token), row
after row of L entries, padded with <|pad|> at weight 0. Every row is one document, so rows need no mask between them.

usage: rows.py --corpus FOLDER --tokenizer FILE --out FOLDER --part train --tokens N --lengths 256 512 1024 [--seed N] [--processes N]
"""
import argparse
import json
import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

import documents

PAD = 2
PIECE = 4_000_000   # tokens that one process makes at a time
SHORTEST = (0.85, 0.85, 0.85, 0.85, 0.3)   # of the length: mostly full rows, and a few short documents


@dataclass
class Rows:
    tokens: np.ndarray   # [rows, length] uint16
    weights: np.ndarray  # [rows, length] uint8
    kinds: list[str]
    characters: list[int]


def read(corpus: Path, part: str) -> list[dict[str, str]]:
    with open(corpus / f"{part}.jsonl", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def make(seed: str, count: int, length: int, corpus: Path, part: str, tokenizer_file: Path, mix: documents.Mix) -> Rows:
    """`count` rows of `length`: a document is drawn by its size, then a window and a hole in it."""
    source = read(corpus, part)
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    generator = random.Random(f"{seed}-{part}-{length}")
    weights = [min(len(d["text"]), 40_000) for d in source]
    rows = Rows(np.full((count, length), PAD, np.uint16), np.zeros((count, length), np.uint8), [], [])
    filled = 0
    while filled < count:
        drawn = generator.choices(range(len(source)), weights, k=1024)
        drafts = [documents.draft(source, index, length, generator, mix) for index in drawn]
        encodings = tokenizer.encode_batch([draft.text for draft in drafts], add_special_tokens=False)
        for draft, encoding in zip(drafts, encodings):
            row = documents.finish(draft, encoding, length)
            if row is None or filled == count or len(row.tokens) < length * generator.choice(SHORTEST):
                continue
            rows.tokens[filled, :len(row.tokens)] = row.tokens
            rows.weights[filled, :len(row.tokens)] = row.weights
            rows.kinds.append(draft.kind)
            rows.characters.append(row.characters)
            filled += 1
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", default="train")
    parser.add_argument("--tokens", type=int, required=True, help="of each length")
    parser.add_argument("--lengths", type=int, nargs="+", default=[256, 512, 1024])
    parser.add_argument("--only", choices=["plain", "spm", "psm", "rest_of_line", "lines"], help="rows of one kind, for evaluation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    name = arguments.part + (f"-{arguments.only}" if arguments.only else "")
    build = partial(make, corpus=arguments.corpus, part=arguments.part, tokenizer_file=arguments.tokenizer, mix=documents.MIXES[arguments.only])
    with ProcessPoolExecutor(arguments.processes) as pool:
        jobs = {length: [pool.submit(build, f"{arguments.seed}-{start}", min(PIECE, arguments.tokens - start) // length, length)
                         for start in range(0, arguments.tokens, PIECE)] for length in arguments.lengths}
        for length, pieces in jobs.items():
            rows = joined([job.result() for job in pieces])
            rows.tokens.tofile(arguments.out / f"{name}-{length}.tokens")
            rows.weights.tofile(arguments.out / f"{name}-{length}.weights")
            (arguments.out / f"{name}-{length}.json").write_text(json.dumps({"characters": rows.characters, "kinds": rows.kinds}))
            print(f"{name}-{length}: {len(rows.tokens)} rows, {100 * (rows.tokens == PAD).mean():.1f} % padding")


def joined(pieces: list[Rows]) -> Rows:
    return Rows(np.concatenate([rows.tokens for rows in pieces]), np.concatenate([rows.weights for rows in pieces]),
                [kind for rows in pieces for kind in rows.kinds], [count for rows in pieces for count in rows.characters])


if __name__ == "__main__":
    main()
