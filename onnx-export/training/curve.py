"""Draws the curve of a run: training loss, and bits per character and exact match on held-out projects, over tokens.

Where the rates have fallen to zero more than once, a power law through the last of these ends says what more tokens would bring.

usage: curve.py RUN.csv CURVE.png
"""
import csv
import sys

import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt

FITTED = 3         # ends of runs; earlier ones lie on a steeper curve
FURTHEST = 200     # million tokens; beyond that a model this small will have flattened


def project(panel, rows: list[dict[str, str]]) -> None:
    """Goes on with the held-out bits per character, from the ends of runs, and prints what it comes to."""
    all_ends = [(float(row["tokens"]) / 1e6, float(row["valid_bits_per_character"]))
                for row in rows if row["valid_bits_per_character"] and float(row["rate"]) == 0]
    # A run too short for what its rates cost ends above an earlier one, and says nothing of what tokens bring.
    ends = [end for i, end in enumerate(all_ends) if all(end[1] < earlier[1] for earlier in all_ends[:i])][-FITTED:]
    if len(ends) < FITTED:
        return
    slope, level = np.polyfit(*np.log(ends).T, 1)
    a, b = np.exp(level), -slope
    x = np.geomspace(ends[0][0], FURTHEST)
    panel.plot(x, a * x ** -b, "--", label=f"{a:.2f} · (million tokens)^-{b:.2f}, through the last {FITTED} ends")
    panel.plot(*zip(*ends), "o", color="tab:orange")
    panel.set(xscale="log")
    panel.legend(fontsize=8)
    for tokens in (100, FURTHEST):
        print(f"{tokens} million tokens: {a * tokens ** -b:.3f} bits a character")


def main(log: str, picture: str) -> None:
    rows = list(csv.DictReader(open(log, encoding="utf-8")))
    figure, panels = plt.subplots(1, 3, figsize=(13, 3.6), constrained_layout=True)
    for panel, column, title in zip(panels, ("loss", "valid_bits_per_character", "rest_of_line_exact"),
                                    ("training loss, nats a token", "held-out bits per character", "held-out rest of line, teacher-forced exact match")):
        points = [(float(row["tokens"]) / 1e6, float(row[column])) for row in rows if row[column]]
        panel.plot(*zip(*points), marker="." if len(points) < 50 else "")
        panel.set(title=title, xlabel="million tokens")
        panel.grid(alpha=0.3)
    project(panels[1], rows)
    figure.savefig(picture, dpi=110)


if __name__ == "__main__":
    main(*sys.argv[1:])
