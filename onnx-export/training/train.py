"""Trains a model. On a CPU two processes of one thread each share the weights in memory and meet twice a step; on a GPU there is one.

The end is a time of the clock: the rates fall to zero over the last part of the run, whatever the speed was. A file
named `finish` in RUN, with a number of minutes in it, ends a running training that much later, falling from then on;
SIGTERM ends it after the step it is at. A `finish` that lies there before the start is removed.
RUN receives run.csv, state.pt (to go on from), averaged/ and, at the end, final/: checkpoints in transformers' form.

usage: train.py --rows FOLDER --tokenizer FILE --run FOLDER --minutes N [--resume | --start CHECKPOINT] [--device cuda --worker-tokens 65536]
"""
import argparse
import csv
import json
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.multiprocessing as multiprocessing
from safetensors.torch import load_file

import checkpoint
from data import Stream
from model import Model
from optimiser import Optimiser, Rates
from shape import Shape
from store import Store, working_copy
from validation import Counts, Validation

LENGTHS = ("1024:0.7", "2048:0.3")
BALANCE_RATE = 0.003
COLUMNS = ["step", "tokens", "loss", "rate", "tokens_per_second", "imbalance", "seconds", "valid_bits_per_character", "rest_of_line_exact", "rest_of_line_exact_and_stop"]


@dataclass
class Settings:
    rows: Path
    tokenizer: Path
    run: Path
    minutes: float
    resume: bool
    start: Path | None
    seed: int
    worker_tokens: int
    warm_up: int
    fall: float
    peak: float
    save_minutes: float
    validate_minutes: float
    matrix_rate: float
    adam_rate: float | None
    lengths: dict[int, float]
    shape: Shape
    device: str
    workers: int


class Clock:
    """The factor of the learning rates: up over the first steps to its peak, constant, down to zero at the end."""

    def __init__(self, settings: Settings, first_step: int):
        self._settings = settings
        self.start = time.time()
        self.end = self.start + 60 * settings.minutes
        self._first_step = first_step
        self._peak = settings.peak
        self._fall = settings.fall * 60 * settings.minutes

    def factor(self, step: int) -> float:
        falling = (self.end - time.time()) / self._fall if self._fall else 1.0
        return self._peak * max(0.0, min(1.0, (step - self._first_step) / self._settings.warm_up, falling))

    def obey(self, file: Path) -> None:
        minutes = file.read_text().strip() if file.exists() else ""
        if minutes:   # it is empty while it is being written
            self._fall = 60 * float(minutes)
            self.end = time.time() + self._fall
            file.unlink()


def line_breaks(tokenizer: Path) -> torch.Tensor:
    vocabulary = json.loads(tokenizer.read_text())["model"]["vocab"]
    breaks = torch.zeros(len(vocabulary), dtype=torch.bool)
    breaks[[index for text, index in vocabulary.items() if text[0] in "ĊČ"]] = True
    return breaks


class Worker:
    """One of the processes. Rank 0 also keeps the clock, the log and the checkpoints."""

    def __init__(self, rank: int, settings: Settings, store: Store, control: torch.Tensor, barrier, step: int, taken: dict[int, int]):
        torch.set_num_threads(1)
        torch._dynamo.config.recompile_limit = 64
        self.rank, self.settings, self.store, self.control, self.barrier, self.step = rank, settings, store, control, barrier, step
        self.model = Model(settings.shape, compiled=True, longest=max(settings.lengths), device=settings.device)
        self.stream = Stream(settings.rows, settings.lengths, settings.worker_tokens, settings.seed)
        self.stream.taken.update({length: count for length, count in taken.items() if length in settings.lengths})
        self.optimiser = Optimiser(store, rank, Rates(matrix=settings.matrix_rate, adam_matrix=settings.adam_rate), settings.shape.o_groups)
        self.validation = Validation(settings.rows, 512, line_breaks(settings.tokenizer), settings.device)

    def run(self) -> None:
        """control: [rate factor, stop, validate, loss of each of two workers, tokens of each, counts of each]"""
        if self.rank:
            self.barrier.wait()  # rank 0 compiles first and fills the cache
        clock = Clock(self.settings, self.step)
        log = Log(self.settings, clock) if self.rank == 0 else None
        while True:
            self.gradients()
            if self.rank == 0 and not log.started:
                self.barrier.wait()
                log.started = True
            self.barrier.wait()
            self.optimiser.step(self.step, float(self.control[0]))
            if self.rank == 0:
                self.balance()
                clock.obey(self.settings.run / "finish")
                self.control[0] = clock.factor(self.step + 1)
                self.control[1] = float(time.time() > clock.end)
                self.control[2] = float(log.due_validation() or bool(self.control[1]))
            self.barrier.wait()
            self.validate()
            if self.rank == 0:
                log.after_step(self)
            if self.control[1]:   # rank 0 sets it between the barriers, so here both see the same
                break

    def gradients(self) -> None:
        self.step += 1
        ids, weights = (part.to(self.settings.device) for part in self.stream.next(self.step, self.rank, self.settings.workers))
        leaves = working_copy(self.store.views(self.store.master), self.store)
        loss, loads = self.model.loss(ids, weights, leaves, self.store.tables)
        loss.backward()
        for name, gradient in self.store.views(self.store.gradients[self.rank]).items():
            gradient.copy_(leaves[name].grad)
        self.store.loads[self.rank].copy_(torch.stack(loads))
        self.control[3 + self.rank] = loss.item()
        self.control[5 + self.rank] = (ids != 2).sum().item()

    def balance(self) -> None:
        """Experts with less than their share of the load become a little more likely, and the other way round."""
        load = self.store.loads.sum(0)
        for i in range(self.settings.shape.num_hash_layers, self.settings.shape.num_hidden_layers):
            self.store.tables[f"model.layers.{i}.mlp.gate.e_score_correction_bias"].add_(torch.sign(load[i].mean() - load[i]), alpha=BALANCE_RATE)

    def validate(self) -> None:
        if not self.control[2]:
            return
        falling = self.control[0] < 0.5 * self.settings.peak
        leaves = working_copy(self.store.views(self.store.master if falling else self.store.average), self.store)
        counts = self.validation.counts(self.model, leaves, self.store.tables, self.rank, self.settings.workers)
        self.control[7 + 5 * self.rank:12 + 5 * self.rank] = torch.tensor([counts.nats, counts.characters, counts.exact, counts.stopped, counts.cases])
        self.barrier.wait()


class Log:
    """run.csv and the checkpoints, in rank 0."""

    def __init__(self, settings: Settings, clock: Clock):
        self.started = False
        self._settings, self._clock = settings, clock
        self._file = settings.run / "run.csv"
        self._tokens, self._seconds_before = 0, 0.0
        rows = list(csv.DictReader(self._file.open())) if (settings.resume or settings.start) and self._file.exists() else []
        if rows:
            self._tokens, self._seconds_before = int(rows[-1]["tokens"]), float(rows[-1]["seconds"])
        else:
            self._write(COLUMNS, "w")
        self._losses: list[float] = []
        self._saved = self._validated = self._printed = time.time()
        self._tokens_printed = self._tokens

    def due_validation(self) -> bool:
        return time.time() - self._validated > 60 * self._settings.validate_minutes

    def after_step(self, worker: Worker) -> None:
        control = worker.control
        self._tokens += int(control[5:7].sum())
        self._losses.append(control[3:3 + worker.settings.workers].mean().item())
        validated = bool(control[2])
        if validated or time.time() - self._printed > 30:
            now = time.time()
            speed = (self._tokens - self._tokens_printed) / (now - self._printed)
            load = worker.store.loads.sum(0)
            row = [worker.step, self._tokens, f"{sum(self._losses) / len(self._losses):.4f}", f"{control[0]:.3f}", f"{speed:.0f}",
                   f"{(load.max(1).values / load.mean(1)).mean():.2f}", f"{now - self._clock.start + self._seconds_before:.0f}", *self._figures(control, validated)]
            self._write(row, "a")
            self._printed, self._tokens_printed, self._losses = now, self._tokens, []
        if validated:
            self._validated = time.time()
        if control[1] or time.time() - self._saved > 60 * self._settings.save_minutes:
            self._save(worker)
            self._saved = time.time()

    @staticmethod
    def _figures(control: torch.Tensor, validated: bool) -> list[str]:
        if not validated:
            return ["", "", ""]
        counts = Counts(*(control[7:12] + control[12:17]).tolist())
        return [f"{counts.bits_per_character:.4f}", f"{counts.exact / counts.cases:.3f}", f"{counts.stopped / counts.cases:.3f}"]

    def _write(self, row: list, mode: str) -> None:
        with self._file.open(mode, newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(row)
        print(*row, flush=True)

    def _save(self, worker: Worker) -> None:
        store, run = worker.store, self._settings.run
        torch.save({"step": worker.step, "taken": worker.stream.taken, **store.state()}, run / "state.new")
        (run / "state.new").rename(run / "state.pt")
        checkpoint.write(run / "averaged", self._settings.shape, store.checkpoint(store.average), self._settings.tokenizer)
        if worker.control[1]:
            checkpoint.write(run / "final", self._settings.shape, store.checkpoint(store.master), self._settings.tokenizer)


def work(rank: int, *arguments) -> None:
    """One of several processes, in a group of its own, so that a signal to the group reaches only the first one, which ends the run in good order."""
    os.setpgrp()
    Worker(rank, *arguments).run()


def parse() -> Settings:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--start", type=Path, help="a checkpoint of the same size to take the first weights from; a run.csv that lies in RUN goes on")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worker-tokens", type=int, default=4096, help="of each process and step")
    parser.add_argument("--warm-up", type=int, default=40, help="steps")
    parser.add_argument("--fall", type=float, default=0.45, help="share of the time over which the rates fall")
    parser.add_argument("--peak", type=float, default=1, help="what all rates are multiplied with; less than 1 to go on from a model whose rates had fallen")
    parser.add_argument("--save-minutes", type=float, default=5)
    parser.add_argument("--validate-minutes", type=float, default=12)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--workers", type=int, choices=[1, 2], help="processes; 2 on a CPU, 1 on a GPU")
    parser.add_argument("--matrix-rate", type=float, default=Rates.matrix)
    parser.add_argument("--adam-rate", type=float, help="train the hidden matrices with AdamW at this rate instead of Muon, to compare them")
    parser.add_argument("--lengths", nargs="+", default=LENGTHS, help="of the rows, each with its share of the tokens")
    parser.add_argument("--shape", type=Path, help="a file of sizes; the default is the size in shape.py")
    values = vars(parser.parse_args())
    values["lengths"] = {int(length): float(share) for length, share in (pair.split(":") for pair in values["lengths"])}
    values["shape"] = Shape.read(values["shape"]) if values["shape"] else Shape()
    values["workers"] = values["workers"] or (1 if values["device"] == "cuda" else 2)
    return Settings(**values)


def warn_of_scalar_kernels() -> None:
    """torch.compile says nothing when it cannot build vector code, where sleef is missing for one, and the run is half as fast."""
    from torch._inductor.cpu_vec_isa import pick_vec_isa
    if not pick_vec_isa():
        print("warning: torch.compile finds no vector instructions to use, so training will be half as fast; README.md, What is needed, says what it lacks.", file=sys.stderr)


def main() -> None:
    settings = parse()
    settings.run.mkdir(parents=True, exist_ok=True)
    finish = settings.run / "finish"
    finish.unlink(missing_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: finish.write_text("0"))
    if settings.device == "cpu":
        warn_of_scalar_kernels()
    store, step, taken = Store(settings.shape, settings.seed, settings.workers, settings.device), 0, {}
    if settings.resume:
        state = torch.load(settings.run / "state.pt", map_location=settings.device)
        step, taken = state["step"], state["taken"]
        store.restore(state)
    elif settings.start:
        store.load(load_file(settings.start / "model.safetensors"))
    control = torch.zeros(17).share_memory_()
    barrier = multiprocessing.get_context("spawn").Barrier(settings.workers)
    if settings.workers == 1:
        Worker(0, settings, store, control, barrier, step, taken).run()
        return
    multiprocessing.spawn(work, (settings, store, control, barrier, step, taken), nprocs=settings.workers, daemon=True)


if __name__ == "__main__":
    main()
