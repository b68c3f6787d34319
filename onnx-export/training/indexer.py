"""Trains the lightning indexers of a finished checkpoint, everything else frozen, and says what they choose is worth.

Rows of training are short enough that every compressed entry is attended to, so the indexers learn nothing on the way. Here each learns to
give, of all visible entries, the highest scores to those that its layer attends to most: cross-entropy between the attention of all heads,
each with its share of the weight, and the softmax of the scores (the dense warm-up of DeepSeek-V3.2). The scores are those of section 2.3.1
of the V4 report: I(t, i) = sum over heads h of weight_h(t) · max(0, q_h(t) · k_i).

usage: indexer.py CHECKPOINT OUT --rows ROWS [--tokens N] [--length 2048] [--judged-length 4096]
"""
import argparse
import dataclasses
import math
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

import checkpoint
from data import RowFile
from model import Masks, Model, compress, far, near, projected, query, rms, rotate
from shape import Shape
from validation import scored
from weights import INDEXER

RATIO = 4
PART = "compressor.indexer"
WARM_UP = 20


def latent_of(x: Tensor, w: dict[str, Tensor], batch: int, eps: float) -> Tensor:
    return rms(projected(x, w, ["q_a_proj"], batch)[0], eps, w["q_a_norm.weight"])


def index_scores(x: Tensor, w: dict[str, Tensor], cos: Tensor, sin: Tensor, batch: int, shape: Shape) -> Tensor:
    """x [N, d], the layer's normalised input -> [B, T, entries]."""
    heads, dim, eps = shape.index_n_heads, shape.index_head_dim, shape.rms_norm_eps
    keys = compress(*projected(x, w, [f"{PART}.kv_proj", f"{PART}.gate_proj"], batch), w, PART, cos, sin, RATIO, eps)
    q = (latent_of(x, w, batch, eps) @ w[f"{PART}.q_b_proj.weight"].t()).view(batch, -1, heads, dim)
    weights = projected(x, w, [f"{PART}.scorer.weights_proj"], batch)[0] * (dim * heads) ** -0.5
    return (torch.einsum("bthd,bed->bthe", rotate(q, cos[:, None], sin[:, None]), keys).relu() * weights[..., None]).sum(2)


def attended(x: Tensor, w: dict[str, Tensor], cos: Tensor, sin: Tensor, masks: Masks, batch: int, shape: Shape) -> Tensor:
    """What the heads together give to each compressed entry, of 1 in all where there is one, [B, T, entries]."""
    eps = shape.rms_norm_eps
    keys, *series = projected(x, w, ["kv_proj", "compressor.kv_proj", "compressor.gate_proj"], batch)
    q = query(latent_of(x, w, batch, eps), w, cos, sin, shape)
    _, total = near(q, rotate(rms(keys, eps, w["kv_norm.weight"]), cos, sin), w["sinks"], masks.near, shape.sliding_window)
    p = far(q, compress(*series, w, "compressor", cos, sin, RATIO, eps), masks.visible)
    given = (p / (total + p.sum(-1))[..., None]).sum(2)
    return given / (given.sum(-1, keepdim=True) + 1e-9)


def distillation(x: Tensor, w: dict[str, Tensor], cos: Tensor, sin: Tensor, masks: Masks, batch: int, shape: Shape) -> Tensor:
    """Mean cross-entropy over the positions that see an entry."""
    with torch.no_grad():
        target = attended(x, w, cos, sin, masks, batch, shape)
    visible = masks.visible[:, 0] > 0
    logits = index_scores(x, w, cos, sin, batch, shape).masked_fill(~visible, -1e4)
    return -(target * F.log_softmax(logits, -1)).sum(-1)[:, RATIO - 1:].mean()


class Layers:
    """The layers with an indexer, seen while a frozen model reads: `at` gets the number, the input and the weights of each, and gives the masks to attend with."""

    def __init__(self, model: Model, w: dict[str, Tensor], shape: Shape, at):
        self._attend, self._at = model._attention, at
        self._parts = [{name.removeprefix(f"model.layers.{i}.self_attn."): tensor for name, tensor in w.items() if name.startswith(f"model.layers.{i}.self_attn.")}
                       for i, ratio in enumerate(shape.compress_ratios) if ratio == RATIO]
        self._next = 0
        model._attention = self

    def __call__(self, x: Tensor, w: dict[str, Tensor], cos: Tensor, sin: Tensor, masks: Masks, ratio: int, batch: int, shape: Shape) -> Tensor:
        if ratio == RATIO:
            masks = self._at(x, self._parts[self._next], cos, sin, masks, batch, shape) or masks
            self._next = (self._next + 1) % len(self._parts)
        return self._attend(x, w, cos, sin, masks, ratio, batch, shape)


def train(w: dict[str, Tensor], tables: dict[str, Tensor], shape: Shape, rows: RowFile, tokens: int, rate: float) -> None:
    learned = [w[name].requires_grad_() for name in w if INDEXER in name]
    optimiser = torch.optim.AdamW(learned, lr=rate, betas=(0.9, 0.98), weight_decay=0.01)
    losses: list[Tensor] = []
    compiled = torch.compile(distillation, dynamic=False)

    def at(x, part, cos, sin, masks, batch, shape):
        with torch.enable_grad():
            losses.append(compiled(x.detach().float(), part, cos, sin, masks, batch, shape))

    model = Model(shape, compiled=True, longest=rows.length)
    Layers(model, w, shape, at)
    steps, printed = tokens // rows.length, time.time()
    for step in range(steps):
        optimiser.param_groups[0]["lr"] = rate * min(1, (step + 1) / WARM_UP, 2 * (1 - step / steps))
        losses.clear()
        with torch.no_grad():
            model.hidden(rows.rows(step, 1)[0], w, tables)
        optimiser.zero_grad()
        sum(losses).backward()
        optimiser.step()
        if time.time() - printed > 20 or step + 1 == steps:
            print(f"{step + 1} of {steps} rows, cross-entropy {', '.join(f'{loss.item():.3f}' for loss in losses)}", flush=True)
            printed = time.time()
    for tensor in learned:
        tensor.requires_grad_(False)


def chosen(x: Tensor, part: dict[str, Tensor], cos: Tensor, sin: Tensor, masks: Masks, batch: int, shape: Shape) -> Masks:
    """Only the `index_topk` entries of the highest scores are visible."""
    visible = masks.visible[:, 0] > 0
    scores = index_scores(x.float(), part, cos, sin, batch, shape).masked_fill(~visible, float("-inf"))
    top = scores.topk(min(shape.index_topk, scores.shape[-1]), -1).indices
    return Masks(masks.near, (torch.zeros_like(scores).scatter_(-1, top, 1.0) * visible)[:, :, None])


def bits_per_token(w: dict[str, Tensor], tables: dict[str, Tensor], shape: Shape, rows: RowFile, topk: int | None) -> float:
    """On the last quarter of each row, where most entries are visible; None for all of them."""
    model = Model(shape, compiled=False, longest=rows.length)
    Layers(model, w, shape, lambda *a: chosen(*a[:-1], dataclasses.replace(shape, index_topk=topk)) if topk else None)
    sums = counts = 0.0
    for row in range(len(rows.tokens)):
        ids, weights = rows.rows(row, 1)
        with torch.no_grad():
            losses, _ = scored(model, ids, w, tables)
        late = (weights[:, 1:] > 0) & (torch.arange(ids.shape[1] - 1) >= 3 * ids.shape[1] // 4)
        sums, counts = sums + losses[late].sum().item(), counts + late.sum().item()
    return sums / counts / math.log(2)


def judge(w: dict[str, Tensor], tables: dict[str, Tensor], shape: Shape, rows: RowFile, title: str) -> None:
    entries = rows.length // RATIO
    for topk in (None, shape.index_topk, entries // 8):
        print(f"{title}, rows of {rows.length}, {topk or 'all'} of {entries} entries: {bits_per_token(w, tables, shape, rows, topk):.4f} bits a token", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--tokens", type=int, default=1_200_000)
    parser.add_argument("--length", type=int, default=2048)
    parser.add_argument("--judged-length", type=int, default=4096)
    parser.add_argument("--rate", type=float, default=0.002)
    arguments = parser.parse_args()
    torch.manual_seed(1)
    shape, w, tables = checkpoint.read(arguments.checkpoint)
    held_out = RowFile.open(arguments.rows, "valid-plain", arguments.judged_length)
    judge(w, tables, shape, held_out, "before")
    train(w, tables, shape, RowFile.open(arguments.rows, "train", arguments.length), arguments.tokens, arguments.rate)
    judge(w, tables, shape, held_out, "after")
    checkpoint.write(arguments.out, shape, {**w, **tables}, arguments.checkpoint / "tokenizer.json")


if __name__ == "__main__":
    main()
