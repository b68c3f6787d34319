"""Rows of fixed lengths, read in order; which length a step takes is drawn by the step's number."""
import json
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor


@dataclass
class RowFile:
    tokens: np.ndarray   # [rows, length] uint16
    weights: np.ndarray  # [rows, length] uint8
    characters: list[int]
    length: int

    @staticmethod
    def open(folder: Path, name: str, length: int) -> "RowFile":
        tokens, weights = (np.memmap(folder / f"{name}-{length}.{kind}", dtype=type_, mode="r").reshape(-1, length)
                           for kind, type_ in (("tokens", np.uint16), ("weights", np.uint8)))
        return RowFile(tokens, weights, json.loads((folder / f"{name}-{length}.json").read_text())["characters"], length)

    def rows(self, start: int, count: int) -> tuple[Tensor, Tensor]:
        index = np.arange(start, start + count) % len(self.tokens)
        return torch.from_numpy(self.tokens[index].astype(np.int64)), torch.from_numpy(self.weights[index].astype(np.float32))


class Stream:
    """The training rows: `shares` of the tokens come from each length."""

    def __init__(self, folder: Path, shares: dict[int, float], tokens: int, seed: int):
        self._files = {length: RowFile.open(folder, "train", length) for length in shares}
        self._shares, self._tokens, self._seed = shares, tokens, seed
        self.taken = {length: 0 for length in shares}

    def next(self, step: int, rank: int, workers: int) -> tuple[Tensor, Tensor]:
        """This worker's rows of the step, `tokens` in all; every worker calls it with the same step."""
        length = random.Random(f"{self._seed}-{step}").choices(list(self._shares), list(self._shares.values()))[0]
        count = self._tokens // length
        start = self.taken[length] + rank * count
        self.taken[length] += workers * count
        return self._files[length].rows(start, count)
