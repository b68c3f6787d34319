"""Figures on held-out projects: bits per character of plain text, and exact match of rest-of-line holes by argmax, teacher-forced."""
import math
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from data import RowFile
from documents import END_WEIGHT, MIDDLE_WEIGHT
from model import Model, on

END = 1


@dataclass(frozen=True)
class Counts:
    """Sums that workers can add up."""
    nats: float
    characters: float
    exact: float     # every token of the middle is the most likely one
    stopped: float   # and then <|end|>, or a line break, is
    cases: float

    @property
    def bits_per_character(self) -> float:
        return self.nats / math.log(2) / self.characters


class Validation:
    def __init__(self, folder: Path, length: int, line_breaks: Tensor, device: str = "cpu"):
        """`line_breaks` [V] is true for tokens that begin with a line break."""
        self._plain, self._holes = RowFile.open(folder, "valid-plain", length), RowFile.open(folder, "valid-rest_of_line", length)
        self._line_breaks, self._device = line_breaks.to(device), device

    def counts(self, model: Model, w: dict[str, Tensor], tables: dict[str, Tensor], rank: int, workers: int, rows: int = 8) -> Counts:
        nats = characters = exact = stopped = cases = 0.0
        batches = range(rank * rows, len(self._plain.tokens) - rows + 1, workers * rows)
        for start in batches:
            ids, weights = on(self._device, self._plain.rows(start, rows))
            losses, _ = scored(model, ids, w, tables)
            nats += losses[weights[:, 1:] > 0].sum().item()
            characters += sum(self._plain.characters[start:start + rows])
        for start in batches:
            ids, weights = on(self._device, self._holes.rows(start, rows))
            _, best = scored(model, ids, w, tables)
            weights = weights[:, 1:]
            right = (best == ids[:, 1:]) | (weights != MIDDLE_WEIGHT)
            ends = torch.where(weights == END_WEIGHT, (best == END) | self._line_breaks[best], True)
            exact += right.all(1).sum().item()
            stopped += (right & ends).all(1).sum().item()
            cases += rows
        return Counts(nats, characters, exact, stopped, cases)


def scored(model: Model, ids: Tensor, w: dict[str, Tensor], tables: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
    """The loss of each token given what precedes it, and the most likely token there, both [B, T - 1]."""
    state = model.hidden(ids, w, tables)[0].detach().view(*ids.shape, -1)
    losses, best = [], []
    with torch.no_grad():
        for row, targets in zip(state, ids):
            logits = (row[:-1] @ w["lm_head.weight"].t()).float()
            losses.append(logits.logsumexp(-1) - logits.gather(1, targets[1:, None])[:, 0])
            best.append(logits.argmax(-1))
    return torch.stack(losses), torch.stack(best)
