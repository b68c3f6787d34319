"""Trains a multi-token prediction block for a finished checkpoint, everything else frozen, and says how often its drafts are the model's own next token.

The block is that of the published V4 checkpoints, one more window layer with a learned router and streams of its own, which shares embedding and output matrix. From the
streams X_i that the last layer leaves at position i, and the token t_{i+1} that came of them, it tells the token of position i + 2:
Y[k] = e_proj · RMSNorm(enorm, Embed[t_{i+1}]) + h_proj · RMSNorm(hnorm, X_i[k]); logits = Head · RMSNorm(norm, Collapse(Layer(Y))).
OUT is the checkpoint with the block as `mtp.0.…`, which transformers passes over.

usage: mtp.py CHECKPOINT OUT --rows ROWS [--tokens N] [--length 1024]
"""
import argparse
import dataclasses
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

import checkpoint
from data import RowFile
from documents import MIDDLE_WEIGHT
from loss import weighted_cross_entropy
from model import Model, rms, sliced
from shape import Shape
from train import BALANCE_RATE
from weights import all_weights, initialise

PREFIX = "mtp.0."
BIAS = "mlp.gate.e_score_correction_bias"
ROWS_A_STEP, WARM_UP = 4, 40


def first_values(shape: Shape, w: dict[str, Tensor], seed: int) -> dict[str, Tensor]:
    """A layer of its own from random numbers; it begins with what the model's last state is read by."""
    one = dataclasses.replace(shape, compress_ratios=(0,), num_hash_layers=0)
    fresh = {weight.name: torch.empty(weight.shape) for weight in all_weights(one)}
    initialise(one, fresh, seed)
    hidden = shape.hidden_size
    return {**sliced(fresh, "model.layers.0."), **{f"hc_head.{name}": tensor.clone() for name, tensor in sliced(w, "model.hc_head.").items()},
            "norm.weight": w["model.norm.weight"].clone(), "enorm.weight": torch.ones(hidden), "hnorm.weight": torch.ones(hidden),
            "e_proj.weight": torch.randn(hidden, hidden, generator=torch.Generator().manual_seed(seed)) * hidden ** -0.5, "h_proj.weight": torch.eye(hidden)}


def drafted(model: Model, x: Tensor, ids: Tensor, w: dict[str, Tensor], block: dict[str, Tensor], bias: Tensor) -> tuple[Tensor, Tensor]:
    """X [N, n, d] and ids [B, T] -> the state that tells the token after the next of each position [N, d], and the load of the experts; the last two of a row tell nothing."""
    following, eps = F.pad(ids[:, 1:], (0, 1)), model.shape.rms_norm_eps
    e = rms(F.embedding(following.reshape(-1), w["model.embed_tokens.weight"]).to(x.dtype), eps, block["enorm.weight"]) @ block["e_proj.weight"].t()
    y = e[:, None] + rms(x, eps, block["hnorm.weight"]) @ block["h_proj.weight"].t()
    y, load = model.layer(y, following, block, bias, 0, False)
    return model.state(y, sliced(block, "hc_head."), block["norm.weight"]), load


def train(model: Model, w: dict[str, Tensor], tables: dict[str, Tensor], block: dict[str, Tensor], bias: Tensor, rows: RowFile, tokens: int, rate: float) -> None:
    optimiser = torch.optim.AdamW([tensor.requires_grad_() for tensor in block.values()], lr=rate, betas=(0.9, 0.97), weight_decay=0.01)
    steps, printed, losses = tokens // (ROWS_A_STEP * rows.length), time.time(), []
    for step in range(steps):
        optimiser.param_groups[0]["lr"] = rate * min(1, (step + 1) / WARM_UP, 2 * (1 - step / steps))
        ids, weights = rows.rows(step * ROWS_A_STEP, ROWS_A_STEP)
        with torch.no_grad():
            x, _ = model.streams(ids, w, tables)
        state, load = drafted(model, x, ids, w, block, bias)
        loss = weighted_cross_entropy(state, w["lm_head.weight"], F.pad(ids[:, 2:], (0, 2)).reshape(-1), F.pad(weights[:, 2:], (0, 2)).reshape(-1))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        bias.add_(torch.sign(load.float().mean() - load), alpha=BALANCE_RATE)
        losses.append(loss.item())
        if time.time() - printed > 30 or step + 1 == steps:
            print(f"{step + 1} of {steps} steps, {sum(losses) / len(losses):.3f} nats, fullest expert {load.max() / load.float().mean():.2f} of its share", flush=True)
            printed, losses = time.time(), []
    for tensor in block.values():
        tensor.requires_grad_(False)


@torch.no_grad()
def judge(model: Model, w: dict[str, Tensor], tables: dict[str, Tensor], block: dict[str, Tensor], bias: Tensor, rows: RowFile) -> None:
    """In the holes of held-out rows, where the model's own token is the one that stands there: is the draft what the model says next?"""
    right = drafts = 0
    for row in range(len(rows.tokens)):
        ids, weights = rows.rows(row, 1)
        x, _ = model.streams(ids, w, tables)
        own = (model.state(x, sliced(w, "model.hc_head."), w["model.norm.weight"]) @ w["lm_head.weight"].t()).argmax(-1)
        draft = (drafted(model, x, ids, w, block, bias)[0] @ w["lm_head.weight"].t()).argmax(-1)
        asked = (weights[0, 1:-1] == MIDDLE_WEIGHT) & (own[:-2] == ids[0, 1:-1])
        right, drafts = right + (draft[:-2] == own[1:-1])[asked].sum().item(), drafts + asked.sum().item()
    print(f"{right} of {drafts} drafts are the model's own next token, {100 * right / drafts:.1f} %", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--tokens", type=int, default=2_000_000)
    parser.add_argument("--length", type=int, default=1024)
    parser.add_argument("--rate", type=float, default=0.003)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    shape, w, tables = checkpoint.read(arguments.checkpoint)
    block, bias = first_values(shape, w, arguments.seed), torch.zeros(shape.n_routed_experts)
    held_out = RowFile.open(arguments.rows, "valid-rest_of_line", 512)
    model = Model(shape, compiled=True, longest=max(arguments.length, held_out.length))
    train(model, w, tables, block, bias, RowFile.open(arguments.rows, "train", arguments.length), arguments.tokens, arguments.rate)
    judge(model, w, tables, block, bias, held_out)
    checkpoint.write(arguments.out, shape, {**w, **tables, **{PREFIX + name: tensor for name, tensor in {**block, BIAS: bias}.items()}}, arguments.checkpoint / "tokenizer.json")


if __name__ == "__main__":
    main()
