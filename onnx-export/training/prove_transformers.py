"""Loads a checkpoint folder in transformers and compares its logits with those of our own module, to 1e-3. Exit code 1 if they differ.

usage: prove_transformers.py CHECKPOINT_FOLDER [--length N]
"""
import argparse
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from transformers import DeepseekV4ForCausalLM

from checkpoint import shape_of
from model import Model


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--length", type=int, default=700)
    arguments = parser.parse_args()
    reference = DeepseekV4ForCausalLM.from_pretrained(arguments.folder, dtype=torch.float32, attn_implementation="eager").eval()
    tensors = load_file(arguments.folder / "model.safetensors")
    shape = shape_of(arguments.folder)
    ids = torch.randint(16, shape.vocab_size, (2, arguments.length), generator=torch.Generator().manual_seed(7))
    with torch.no_grad():
        expected = reference(input_ids=ids, use_cache=False).logits
        actual = Model(shape, compiled=False, longest=arguments.length + shape.sliding_window).logits(ids, tensors, tensors)
    difference = (expected - actual).abs().max().item()
    print(f"logits: standard deviation {expected.std():.4f}, largest difference {difference:.2e} over {arguments.length} tokens")
    return int(not difference < 1e-3)


if __name__ == "__main__":
    sys.exit(main())
