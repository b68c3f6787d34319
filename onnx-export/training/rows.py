"""Turns documents into training rows of fixed lengths and writes them as flat binary files.

For each length L: PART-L.tokens (uint16) and PART-L.weights (uint8, the loss weight of predicting that token), row
after row of L entries, padded with <|pad|> at weight 0. A row to train on has as many documents as fit, each of any length, so that how much precedes says nothing about
where a document ends. There is no mask between them: that what stands before <|begin|> does not matter is soon learned. A row to validate on is one document of its length.

usage: rows.py --corpus FOLDER --tokenizer FILE --out FOLDER --part train --tokens N --lengths 1024 2048 [--seed N] [--processes N]
"""
import argparse
import itertools
import json
import math
import random
from collections.abc import Iterator
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
SHORTEST_PACKED, OPEN_ROWS = 64, 32


@dataclass
class Rows:
    tokens: np.ndarray   # [rows, length] uint16
    weights: np.ndarray  # [rows, length] uint8
    kinds: list[str]
    characters: list[int]


def read(corpus: Path, part: str) -> list[dict[str, str]]:
    with open(corpus / f"{part}.jsonl", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def make(seed: str, count: int, length: int, corpus: Path, part: str, tokenizer_file: Path, mix: documents.Mix, packed: bool) -> Rows:
    """`count` rows of `length`: a document is drawn by its size, then a window and a hole in it."""
    generator = random.Random(f"{seed}-{part}-{length}")
    rows = Rows(np.full((count, length), PAD, np.uint16), np.zeros((count, length), np.uint8), [], [])
    drawn = finished(read(corpus, part), Tokenizer.from_file(str(tokenizer_file)), length, generator, mix, packed)
    for filled, parts in enumerate(itertools.islice(together(drawn, length) if packed else ([row] for row in drawn), count)):
        tokens = [token for row in parts for token in row.tokens]
        rows.tokens[filled, :len(tokens)] = tokens
        rows.weights[filled, :len(tokens)] = [weight for row in parts for weight in row.weights]
        rows.kinds.append(" + ".join(row.kind for row in parts))
        rows.characters.append(sum(row.characters for row in parts))
    return rows


def finished(source: list[dict[str, str]], tokenizer: Tokenizer, length: int, generator: random.Random, mix: documents.Mix, packed: bool) -> Iterator[documents.Row]:
    """Documents without end. Packed ones are of any length between the shortest and the row's, the logarithm of it evenly."""
    weights = [min(len(d["text"]), 40_000) for d in source]
    while True:
        drawn = generator.choices(range(len(source)), weights, k=1024)
        lengths = [int(math.exp(generator.uniform(math.log(SHORTEST_PACKED), math.log(length)))) if packed else length for _ in drawn]
        drafts = [documents.draft(source, index, limit, generator, mix) for index, limit in zip(drawn, lengths)]
        encodings = tokenizer.encode_batch([draft.text for draft in drafts], add_special_tokens=False)
        for draft, encoding, limit in zip(drafts, encodings, lengths):
            row = documents.finish(draft, encoding, limit)
            if row is not None and (packed or len(row.tokens) >= length * generator.choice(SHORTEST)):
                yield row


def together(drawn: Iterator[documents.Row], length: int) -> Iterator[list[documents.Row]]:
    """Each document goes where the least room is left that it fits in; where it fits nowhere, the fullest row is done."""
    rows, room = [[] for _ in range(OPEN_ROWS)], [length] * OPEN_ROWS
    for row in drawn:
        fitting = [i for i in range(OPEN_ROWS) if room[i] >= len(row.tokens)]
        i = min(fitting or range(OPEN_ROWS), key=lambda i: room[i])
        if not fitting:
            yield rows[i]
            rows[i], room[i] = [], length
        rows[i].append(row)
        room[i] -= len(row.tokens)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", default="train")
    parser.add_argument("--tokens", type=int, required=True, help="of each length")
    parser.add_argument("--lengths", type=int, nargs="+", default=[1024, 2048])
    parser.add_argument("--only", choices=["plain", "spm", "psm", "rest_of_line", "lines"], help="rows of one document of one kind, for evaluation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    name = arguments.part + (f"-{arguments.only}" if arguments.only else "")
    build = partial(make, corpus=arguments.corpus, part=arguments.part, tokenizer_file=arguments.tokenizer, mix=documents.MIXES[arguments.only], packed=arguments.only is None)
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
