"""Copies a checkpoint with its weights in bfloat16, for the way home from another machine; --back makes them float32 again.

usage: halve.py FROM TO [--back]
"""
import argparse
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

WEIGHTS = "model.safetensors"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--back", action="store_true")
    arguments = parser.parse_args()
    arguments.target.mkdir(parents=True, exist_ok=True)
    for file in arguments.source.iterdir():
        if file.name != WEIGHTS:
            shutil.copy(file, arguments.target / file.name)
    kind = torch.float32 if arguments.back else torch.bfloat16
    tensors = load_file(arguments.source / WEIGHTS)
    save_file({name: tensor.to(kind) if tensor.is_floating_point() else tensor for name, tensor in tensors.items()}, arguments.target / WEIGHTS, metadata={"format": "pt"})


if __name__ == "__main__":
    main()
