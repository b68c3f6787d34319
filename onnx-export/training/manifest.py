"""Adds the number of tokens to the corpus manifest, and writes it where the model card is.

usage: manifest.py --corpus FOLDER --tokenizer FILE --out MANIFEST.json
"""
import argparse
import json
from collections import Counter
from pathlib import Path

from tokenizers import Tokenizer

from rows import read

BATCH = 256


def tokens(corpus: Path, tokenizer: Tokenizer) -> Counter:
    counts: Counter = Counter()
    for part in ("train", "valid", "test"):
        documents = read(corpus, part)
        for start in range(0, len(documents), BATCH):
            batch = documents[start:start + BATCH]
            for document, encoding in zip(batch, tokenizer.encode_batch([d["text"] for d in batch], add_special_tokens=False)):
                counts[document["repository"]] += len(encoding.ids)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    manifest = json.loads((arguments.corpus / "manifest.json").read_text())
    counts = tokens(arguments.corpus, Tokenizer.from_file(str(arguments.tokenizer)))
    for row in manifest["repositories"]:
        row["tokens"] = counts[row["repository"]]
        row["removed"] = dict(sorted(row["removed"].items()))
    manifest["tokens"] = {part: sum(row["tokens"] for row in manifest["repositories"] if row["split"] == part) for part in ("train", "valid", "test")}
    arguments.out.write_text(json.dumps(manifest, indent=1) + "\n")
    print(manifest["tokens"])


if __name__ == "__main__":
    main()
