"""Makes a checkpoint deeper, or gives it more experts, so that the grown model begins near where the other one ended.

Deeper: copies of layers, put in behind the layers they are copies of, that change nothing yet. Their sublayers give zero and their streams hardly mix,
and a copy learns faster than random weights (block expansion, arXiv 2401.02415).
More experts: every expert several times (sparse upcycling, arXiv 2212.05055). A token id of the hash layers takes any copy of its experts; elsewhere noise on the rows of the gate tells
copies apart, and a token that meets two copies of one expert where it met two experts costs a little at first.

usage: grow.py CHECKPOINT GROWN --tokenizer FILE [--layers 0 1 2 3 2 3 4 5 4 5] [--copies 4]
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
GATE_NOISE = 0.7   # standard deviations of the gate's own numbers


def deeper(tensors: dict[str, Tensor], shape: Shape, layers: list[int]) -> tuple[dict[str, Tensor], Shape]:
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


def wider_choice(tensors: dict[str, Tensor], shape: Shape, copies: int) -> tuple[dict[str, Tensor], Shape]:
    """Copy c of expert e has the number c · n_routed_experts + e."""
    generator = torch.Generator().manual_seed(1)
    hashed = {f"model.layers.{i}.mlp.gate.weight" for i in range(shape.num_hash_layers)}
    result = dict(tensors)
    for name, tensor in tensors.items():
        if name.endswith("tid2eid"):
            result[name] = tensor + shape.n_routed_experts * torch.randint(copies, tensor.shape, generator=generator, dtype=tensor.dtype)
        elif ".mlp.experts." in name or name.endswith(("mlp.gate.weight", "e_score_correction_bias")):
            result[name] = tensor.repeat(copies, *[1] * (tensor.dim() - 1))
            if name.endswith("gate.weight") and name not in hashed:
                result[name] += GATE_NOISE * tensor.std() * torch.randn(result[name].shape, generator=generator)
    return result, replace(shape, n_routed_experts=copies * shape.n_routed_experts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("grown", type=Path)
    parser.add_argument("--layers", type=int, nargs="+")
    parser.add_argument("--copies", type=int, default=1, help="of every expert")
    parser.add_argument("--tokenizer", type=Path, required=True)
    arguments = parser.parse_args()
    tensors, shape = load_file(arguments.checkpoint / "model.safetensors"), checkpoint.shape_of(arguments.checkpoint)
    if arguments.layers:
        tensors, shape = deeper(tensors, shape, arguments.layers)
    if arguments.copies > 1:
        tensors, shape = wider_choice(tensors, shape, arguments.copies)
    checkpoint.write(arguments.grown, shape, tensors, arguments.tokenizer)


if __name__ == "__main__":
    main()
