"""Completes texts with the cursor written as `|` (files, or standard input).

usage: complete.py CHECKPOINT_FOLDER [--path NAME.cs] [--one-line] [FILE...]
"""
import argparse
import sys
from pathlib import Path

from decode import Decoder, prompt


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--path", default="src/Program.cs")
    parser.add_argument("--one-line", action="store_true")
    arguments = parser.parse_args()
    decoder = Decoder(arguments.folder)
    for text in [file.read_text() for file in arguments.files] or [sys.stdin.read()]:
        prefix, suffix = text.rsplit("|", 1)
        print(f"{prefix}⟦{decoder.complete(prompt(arguments.path, prefix, suffix), 64, arguments.one_line)}⟧{suffix}")


if __name__ == "__main__":
    main()
