"""Makes a checkpoint deeper: copies of layers, put in behind the layers they are copies of, that change nothing yet. Their sublayers give zero and their streams hardly mix,
so the grown model begins where the other one ended, and a copy learns faster than random weights (block expansion, arXiv 2401.02415).

usage: grow.py CHECKPOINT GROWN --layers 0 1 2 3 2 3 4 5 4 5 --tokenizer FILE
"""
import argparse
from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

import checkpoint
from shape import Shape

SILENT = ("o_b_proj.weight", "experts.down_proj", "shared_experts.down_proj.weight")
UNMIXED = 6.0   # log-odds that a stream stays what it is


def grown(tensors: dict[str, Tensor], shape: Shape, layers: list[int]) -> tuple[dict[str, Tensor], Shape]:
    """`layers` names the layer that each layer of the grown model is, or where it was named before, is a silent copy of."""
    result = {name: tensor for name, tensor in tensors.items() if not name.startswith("model.layers.")}
    for i, source in enumerate(layers):
        prefix = f"model.layers.{source}."
        for name, tensor in tensors.items():
            if name.startswith(prefix):
                part = name[len(prefix):]
                result[f"model.layers.{i}.{part}"] = silent(part, tensor, shape.hc_mult) if source in layers[:i] else tensor
    return result, replace(shape, compress_ratios=tuple(shape.compress_ratios[source] for source in layers))


def silent(part: str, tensor: Tensor, streams: int) -> Tensor:
    copy = tensor.clone()
    if part.endswith(SILENT):
        copy.zero_()
    elif part.endswith("_hc.fn"):
        copy[2 * streams:] = 0
    elif part.endswith("_hc.base"):
        copy[2 * streams:] = UNMIXED * torch.eye(streams).flatten()
    return copy


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("grown", type=Path)
    parser.add_argument("--layers", type=int, nargs="+", required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    arguments = parser.parse_args()
    tensors, shape = grown(load_file(arguments.checkpoint / "model.safetensors"), checkpoint.shape_of(arguments.checkpoint), arguments.layers)
    checkpoint.write(arguments.grown, shape, tensors, arguments.tokenizer)


if __name__ == "__main__":
    main()
