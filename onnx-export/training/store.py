"""All trained numbers as flat float32 tensors in shared memory, with named views: both worker processes see one set of weights."""
import time

import torch
from torch import Tensor

from shape import Shape
from weights import INDEXER, Weight, all_weights, initialise, routing_tables

class Store:
    """`master` weights, their `average`, the optimiser's `first` and `second` moments, and a gradient for each worker. In shared memory on a CPU."""

    def __init__(self, shape: Shape, seed: int, workers: int, device: str):
        self.workers = workers
        self.products = faster_type(device)
        self.weights: list[Weight] = [weight for weight in all_weights(shape) if INDEXER not in weight.name]
        size = sum(weight.numel for weight in self.weights)
        self.master, self.average, self.first, self.second = (torch.zeros(size, device=device).share_memory_() for _ in range(4))
        self.gradients = torch.zeros(workers, size, device=device).share_memory_()
        self.fixed = {weight.name: torch.empty(weight.shape, device=device) for weight in all_weights(shape) if INDEXER in weight.name}
        self.tables = {name: table.to(device) for name, table in routing_tables(shape, seed).items()}
        self.loads = torch.zeros(workers, shape.num_hidden_layers, shape.n_routed_experts, device=device).share_memory_()
        for tensor in self.tables.values():
            tensor.share_memory_()
        initialise(shape, {**self.views(self.master), **self.fixed}, seed)
        self.average.copy_(self.master)

    def views(self, flat: Tensor) -> dict[str, Tensor]:
        parts = flat.split([weight.numel for weight in self.weights])
        return {weight.name: part.view(weight.shape) for weight, part in zip(self.weights, parts)}

    def checkpoint(self, flat: Tensor) -> dict[str, Tensor]:
        """Everything that transformers expects, with `flat` as the trained part."""
        return {**self.views(flat), **self.fixed, **self.tables}

    def state(self) -> dict:
        return {"master": self.master, "average": self.average, "first": self.first, "second": self.second, "fixed": self.fixed, "tables": self.tables}

    def load(self, tensors: dict[str, Tensor]) -> None:
        """Weights of a checkpoint; the optimiser's moments stay zero."""
        for name, target in self.checkpoint(self.master).items():
            target.copy_(tensors[name])
        self.average.copy_(self.master)

    def restore(self, state: dict) -> None:
        for name in ("master", "average", "first", "second"):
            getattr(self, name).copy_(state[name])
        for target, source in ((self.fixed, state["fixed"]), (self.tables, state["tables"])):
            for name, tensor in source.items():
                target[name].copy_(tensor)


def faster_type(device: str) -> torch.dtype:
    """bfloat16, half the memory to move, unless products of it are clearly slower: so on some processors that have bfloat16 but not its tiles (AMX)."""
    return torch.bfloat16 if device == "cuda" or seconds(torch.bfloat16) < 1.2 * seconds(torch.float32) else torch.float32


def seconds(kind: torch.dtype) -> float:
    left, right, out = torch.ones(4096, 256, dtype=kind), torch.ones(256, 1024, dtype=kind), torch.empty(4096, 1024, dtype=kind)
    times = []
    for _ in range(9):
        start = time.perf_counter()
        torch.mm(left, right, out=out)   # fresh memory would be measured instead of the product
        times.append(time.perf_counter() - start)
    return min(times)


def working_copy(views: dict[str, Tensor], store: Store) -> dict[str, Tensor]:
    """Leaves for one step: the store's type of products for the matrices of large ones, float32 for everything else."""
    leaves = {}
    for weight in store.weights:
        low = weight.is_matrix or weight.name == "lm_head.weight"
        leaves[weight.name] = views[weight.name].to(store.products if low else torch.float32, copy=True).requires_grad_()
    return leaves
