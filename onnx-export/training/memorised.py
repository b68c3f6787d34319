"""Measures verbatim memorisation: how many long generations have a passage that stands in the training text word for word.

usage: memorised.py PREDICTIONS.jsonl --cases CASES.jsonl --corpus FOLDER --tokenizer FILE [--tokens 50] [--out FILE.json] [--show N]

The generations are those of `fathom eval --cases CASES.jsonl --predictions PREDICTIONS.jsonl`. One counts as long with at least as many tokens as
`--tokens`, and as memorised where that many in a row occur in train.jsonl of the corpus but not in the file around the cursor: what the
prompt holds is copied, not remembered. Cases made from training projects give the worst case, those from held-out projects the usual one.
"""
import argparse
import json
from pathlib import Path

from tokenizers import Tokenizer

STRIDE = 10


def passages(text: str, tokenizer: Tokenizer, length: int) -> list[str]:
    """Every run of `length` tokens that starts at a multiple of the stride, and the last one, as text."""
    offsets = tokenizer.encode(text, add_special_tokens=False).offsets
    last = len(offsets) - length
    return [text[offsets[i][0]:offsets[i + length - 1][1]] for i in sorted({*range(0, last + 1, STRIDE), last}) if last >= 0]


def read_lines(file: Path) -> list[dict]:
    with open(file, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--tokens", type=int, default=50)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--show", type=int, default=0)
    arguments = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer))
    files = {case["id"]: (case["prefix"] + "\0" + case["suffix"]).replace("\r\n", "\n") for case in read_lines(arguments.cases)}
    training = "\0".join(document["text"] for document in read_lines(arguments.corpus / "train.jsonl"))
    long = copied = 0
    memorised: list[str] = []
    for prediction in read_lines(arguments.predictions):
        runs = passages(prediction["written"] or "", tokenizer, arguments.tokens)
        if not runs:
            continue
        long += 1
        own = [run for run in runs if run not in files[prediction["id"]]]
        copied += not own
        found = next((run for run in own if run in training), None)
        if found is not None:
            memorised.append(found)
    result = {"tokens": arguments.tokens, "generations": len(files), "long": long, "copied_from_the_file": copied, "memorised": len(memorised),
              "share": round(len(memorised) / long, 4) if long else None}
    print(json.dumps(result))
    if arguments.out:
        arguments.out.write_text(json.dumps(result, indent=1) + "\n")
    for passage in memorised[:arguments.show]:
        print(f"---\n{passage}")


if __name__ == "__main__":
    main()
