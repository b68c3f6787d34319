"""Weighs two checkpoints of the same size against each other: validates (1 - w) A + w B for some w and writes the best of them. It pays between an end of a run and an
earlier end that the run went on from: the mean of both is often better than either.

usage: mean.py A B OUT --rows ROWS --tokenizer FILE [--shares 0 0.2 0.4 0.6]
"""
import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

import checkpoint
from model import Model
from store import Store, working_copy
from train import line_breaks
from validation import Validation


def mean(left: dict[str, Tensor], right: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """Numbers that are no weights, the experts of the hash layers, are those of the left one."""
    return {name: torch.lerp(tensor, right[name], share) if tensor.is_floating_point() else tensor for name, tensor in left.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("left", type=Path)
    parser.add_argument("right", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--shares", type=float, nargs="+", default=[0, 0.2, 0.4, 0.6])
    arguments = parser.parse_args()
    shape = checkpoint.shape_of(arguments.left)
    left, right = (load_file(folder / "model.safetensors") for folder in (arguments.left, arguments.right))
    store = Store(shape, 1, 1, "cpu")
    model = Model(shape, compiled=False, longest=512, device="cpu")
    validation = Validation(arguments.rows, 512, line_breaks(arguments.tokenizer))
    bits = {}
    for share in arguments.shares:
        store.load(mean(left, right, share))
        with torch.no_grad():
            counts = validation.counts(model, working_copy(store.views(store.master), store), store.tables, 0, 1)
        bits[share] = counts.bits_per_character
        print(f"{share:.2f}: {counts.bits_per_character:.4f} bits a character, {100 * counts.exact / counts.cases:.1f} % of the lines", flush=True)
    best = min(bits, key=bits.get)
    checkpoint.write(arguments.out, shape, mean(left, right, best), arguments.tokenizer)


if __name__ == "__main__":
    main()
