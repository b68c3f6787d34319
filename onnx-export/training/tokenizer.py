"""Trains the byte-level BPE vocabulary: 8,192 entries, special tokens first.

usage: tokenizer.py --corpus FOLDER --out FOLDER [--megabytes N]
"""
import argparse
import json
import random
from pathlib import Path
from typing import Iterator

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

VOCABULARY = 8192
SPECIAL_TOKENS = ["<|begin|>", "<|end|>", "<|pad|>", "<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", "<|file_separator|>", "<|path|>",
                  *(f"<|reserved_{i}|>" for i in range(8))]
# Line breaks with the indentation after them; a word; one digit; up to six punctuation marks; white space. Every
# character belongs to exactly one alternative, and only classes that all regular expression engines share are used.
PIECES = r"[\r\n]+[ \t]*| ?[\p{L}\p{M}_]+| ?\p{N}| ?[^ \t\r\n\p{L}\p{M}\p{N}_]{1,6}|[ \t]+"


def sample(corpus: Path, size: int) -> Iterator[str]:
    """Random documents of the training part, about `size` bytes."""
    lines = open(corpus / "train.jsonl", encoding="utf-8").readlines()
    random.Random(1).shuffle(lines)
    for line in lines:
        document = json.loads(line)
        text = f"{document['path']}\n{document['text']}"
        size -= len(text)
        if size < 0:
            return
        yield text


def train(corpus: Path, megabytes: int) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(PIECES), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=VOCABULARY, special_tokens=SPECIAL_TOKENS, show_progress=False, max_token_length=64,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(sample(corpus, megabytes << 20), trainer)
    return tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--megabytes", type=int, default=60)
    arguments = parser.parse_args()
    tokenizer = train(arguments.corpus, arguments.megabytes)
    assert [tokenizer.token_to_id(token) for token in SPECIAL_TOKENS] == list(range(16))
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(arguments.out / "tokenizer.json"))
    text = "".join(json.loads(line)["text"] for line in open(arguments.corpus / "valid.jsonl", encoding="utf-8").readlines()[::20])
    tokens = tokenizer.encode(text).ids
    assert tokenizer.decode(tokens, skip_special_tokens=False) == text
    print(f"{tokenizer.get_vocab_size()} entries, {len(text) / len(tokens):.3f} characters a token on held-out projects")


if __name__ == "__main__":
    main()
