"""Measures a checkpoint on held-out projects: bits per character, and greedy completions of fixed holes.

usage: eval.py CHECKPOINT_FOLDER --corpus FOLDER [--part valid|test] [--cases N] [--windows N] [--out FILE.json] [--show N]
"""
import argparse
import json
import math
import random
from pathlib import Path

import torch

import documents
from decode import Decoder
from rows import read

LENGTH = 512
LONGEST = {"rest_of_line": 48, "lines": 64}


def edit_similarity(a: str, b: str) -> float:
    """One less the Levenshtein distance over the longer length."""
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (left != right))
    return 1 - row[-1] / max(len(a), len(b), 1)


def drafts(source: list[dict[str, str]], kind: str, count: int) -> list[documents.Draft]:
    """The same holes on every run: drawn with a fixed seed, C# only."""
    generator = random.Random(f"eval-{kind}")
    source = [document for document in source if document["path"].endswith(".cs")]
    weights = [min(len(document["text"]), 40_000) for document in source]
    chosen: list[documents.Draft] = []
    while len(chosen) < count:
        index = generator.choices(range(len(source)), weights)[0]
        draft = documents.draft(source, index, LENGTH, generator, documents.MIXES[kind])
        if (draft.middle is None) == (kind == "plain"):
            chosen.append(draft)
    return chosen


@torch.no_grad()
def bits_per_character(decoder: Decoder, source: list[dict[str, str]], windows: int) -> float:
    nats = characters = 0.0
    for draft in drafts(source, "plain", windows):
        row = documents.finish(draft, decoder.tokenizer.encode(draft.text, add_special_tokens=False), LENGTH)
        ids = torch.tensor([row.tokens])
        losses = torch.nn.functional.cross_entropy(decoder.model(input_ids=ids, use_cache=False).logits[0, :-1], ids[0, 1:], reduction="none")
        nats += losses[torch.tensor(row.weights[1:]) > 0].sum().item()
        characters += row.characters
    return nats / math.log(2) / characters


def completions(decoder: Decoder, source: list[dict[str, str]], kind: str, count: int, show: int) -> dict[str, float]:
    exact = similar = 0.0
    for number, draft in enumerate(drafts(source, kind, count)):
        start, stop = draft.middle
        expected = draft.text[start:stop].rstrip()
        actual = decoder.complete(draft.text[:start], LONGEST[kind], one_line=kind == "rest_of_line").rstrip()
        exact += actual == expected
        similar += edit_similarity(actual, expected)
        if number < show:
            print(f"{draft.text[:start].rsplit(chr(10), 1)[-1]}⟦{actual}⟧ expected ⟦{expected}⟧")
    return {"cases": count, "exact_match": exact / count, "edit_similarity": similar / count}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--part", default="valid", choices=["valid", "test"])
    parser.add_argument("--cases", type=int, default=150)
    parser.add_argument("--windows", type=int, default=100)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--show", type=int, default=0)
    arguments = parser.parse_args()
    decoder, source = Decoder(arguments.folder), read(arguments.corpus, arguments.part)
    result = {"part": arguments.part, "bits_per_character": bits_per_character(decoder, source, arguments.windows), "windows": arguments.windows,
              **{kind: completions(decoder, source, kind, arguments.cases, arguments.show) for kind in LONGEST}}
    text = json.dumps(result, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text + "\n")


if __name__ == "__main__":
    main()
