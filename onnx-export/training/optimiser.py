"""Muon for matrices, each expert its own; AdamW for embedding, head, norms, router and hyper-connections. Work is shared between the workers."""
from dataclasses import dataclass

import torch
from torch import Tensor

from store import Store
from weights import Weight

COEFFICIENTS = [(3.4445, -4.7750, 2.0315)] * 4 + [(2.0, -1.5, 0.5)]


@dataclass(frozen=True)
class Rates:
    matrix: float = 0.015
    embedding: float = 0.01
    head: float = 0.003
    vector: float = 0.003
    router: float = 0.0005   # and the hyper-connections' matrices
    momentum: float = 0.95
    decay: float = 0.05
    adam_matrix: float | None = None   # AdamW for the hidden matrices too, at this rate: what Muon is compared with
    betas: tuple[float, float] = (0.9, 0.97)


def orthogonal(update: Tensor, kind: torch.dtype) -> Tensor:
    """Newton-Schulz in the type `kind`: [M, rows, columns] with rows <= columns -> nearly orthogonal rows."""
    x = update.to(kind)
    x = x / (x.float().flatten(1).norm(dim=1)[:, None, None] + 1e-7).to(x.dtype)
    for a, b, c in COEFFICIENTS:
        gram = x @ x.transpose(1, 2)
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.float()


def matrices(weight: Weight, flat: Tensor, shape_groups: int) -> Tensor:
    """The weight as separate matrices [M, rows, columns]: experts, gate and up, output groups."""
    rows, columns = weight.shape[-2:]
    if weight.name.endswith("gate_up_proj"):
        return flat.view(-1, rows // 2, columns)
    if weight.name.endswith("o_a_proj.weight"):
        return flat.view(shape_groups, -1, columns)
    return flat.view(-1, rows, columns)


class Optimiser:
    """Updates the part of the weights that belongs to this worker."""

    def __init__(self, store: Store, rank: int, rates: Rates, groups: int):
        self._store, self._rates, self._groups = store, rates, groups
        stops = torch.tensor([weight.numel for weight in store.weights]).cumsum(0).tolist()
        self._spans = {weight.name: slice(stop - weight.numel, stop) for weight, stop in zip(store.weights, stops)}
        load = [0] * store.workers
        owned: list[Weight] = []
        for weight in sorted(store.weights, key=lambda w: -w.numel):
            owner = load.index(min(load))
            load[owner] += weight.numel
            if owner == rank:
                owned.append(weight)
        self._adam = [weight for weight in owned if not weight.is_matrix or rates.adam_matrix]
        self._muon: dict[tuple[int, int], list[Weight]] = {}
        for weight in owned:
            if weight.is_matrix and not rates.adam_matrix:
                size = matrices(weight, store.master[self._spans[weight.name]], groups).shape[1:]
                self._muon.setdefault((min(size), max(size)), []).append(weight)
        self._owned = owned

    def step(self, number: int, factor: float) -> None:
        """`number` counts from 1; `factor` scales every rate."""
        self._adam_step(number, factor)
        for weights in self._muon.values():
            self._muon_step(weights, factor)
        for weight in self._owned:
            span = self._spans[weight.name]
            self._store.average[span].lerp_(self._store.master[span], max(0.01, 1 / (number + 1)))

    def _rate(self, weight: Weight) -> float:
        if "embed_tokens" in weight.name:
            return self._rates.embedding
        if "lm_head" in weight.name:
            return self._rates.head
        if weight.is_matrix:
            return self._rates.adam_matrix
        return self._rates.vector if len(weight.shape) == 1 or "position_bias" in weight.name else self._rates.router

    def _gradient(self, span: slice) -> Tensor:
        return self._store.gradients[:, span].mean(0)

    def _adam_step(self, number: int, factor: float) -> None:
        low, high = self._rates.betas
        for weight in self._adam:
            span = self._spans[weight.name]
            gradient, first, second = self._gradient(span), self._store.first[span], self._store.second[span]
            first.lerp_(gradient, 1 - low)
            second.lerp_(gradient.square_(), 1 - high)
            rate = factor * self._rate(weight)
            update = (first / (1 - low ** number)) / ((second / (1 - high ** number)).sqrt_() + 1e-9)
            decay = self._rates.decay if weight.is_matrix else 0
            self._store.master[span].mul_(1 - rate * decay).add_(update, alpha=-rate)

    def _muon_step(self, weights: list[Weight], factor: float) -> None:
        updates = []
        for weight in weights:
            span = self._spans[weight.name]
            gradient, momentum = self._gradient(span), self._store.first[span]
            momentum.lerp_(gradient, 1 - self._rates.momentum)
            update = matrices(weight, gradient.lerp_(momentum, self._rates.momentum), self._groups)
            updates.append(update if update.shape[1] <= update.shape[2] else update.transpose(1, 2))
        results = orthogonal(torch.cat(updates), self._store.products).split([len(update) for update in updates])
        rate = factor * self._rates.matrix
        for weight, result in zip(weights, results):
            target = matrices(weight, self._store.master[self._spans[weight.name]], self._groups)
            tall = target.shape[1] > target.shape[2]
            scale = max(1.0, target.shape[1] / target.shape[2]) ** 0.5
            target.mul_(1 - rate * self._rates.decay).add_(result.transpose(1, 2) if tall else result, alpha=-rate * scale)
