"""Writes what transformers computes for a checkpoint, as the file that `fathom model verify --expected` replays.

usage: expected.py CHECKPOINT_FOLDER OUT.safetensors [--length N] [--decode N]

The prompt is random, with a fixed seed; logits are those of one pass over it and of greedy decoding with a cache.
"""
import argparse
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import DeepseekV4ForCausalLM, DynamicCache


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--length", type=int, default=420)
    parser.add_argument("--decode", type=int, default=24)
    arguments = parser.parse_args()
    model = DeepseekV4ForCausalLM.from_pretrained(arguments.folder, dtype=torch.float32, attn_implementation="eager").eval()
    ids = torch.randint(16, model.config.vocab_size, (1, arguments.length), generator=torch.Generator().manual_seed(7))
    with torch.no_grad():
        prefill = model(input_ids=ids, use_cache=False).logits[0]
        cache = DynamicCache(config=model.config)
        token = model(input_ids=ids, past_key_values=cache, use_cache=True).logits[:, -1].argmax(-1)
        decoded: list[int] = []
        logits: list[torch.Tensor] = []
        for _ in range(arguments.decode):
            decoded.append(int(token))
            logits.append(model(input_ids=token[:, None], past_key_values=cache, use_cache=True).logits[0, -1])
            token = logits[-1].argmax(-1, keepdim=True)
    save_file({
        "input_ids": ids[0].to(torch.int32),
        "prefill_logits": prefill.contiguous(),
        "decoded_ids": torch.tensor(decoded, dtype=torch.int32),
        "decode_logits": torch.stack(logits).contiguous(),
    }, str(arguments.out))


if __name__ == "__main__":
    main()
