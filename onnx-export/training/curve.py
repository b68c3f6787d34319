"""Draws the curve of a run: training loss, and bits per character and exact match on held-out projects, over tokens.

usage: curve.py RUN.csv CURVE.png
"""
import csv
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def main(log: str, picture: str) -> None:
    rows = list(csv.DictReader(open(log, encoding="utf-8")))
    figure, panels = plt.subplots(1, 3, figsize=(13, 3.6), constrained_layout=True)
    for panel, column, title in zip(panels, ("loss", "valid_bits_per_character", "rest_of_line_exact"),
                                    ("training loss, nats a token", "held-out bits per character", "held-out rest of line, teacher-forced exact match")):
        points = [(float(row["tokens"]) / 1e6, float(row[column])) for row in rows if row[column]]
        panel.plot(*zip(*points), marker="." if len(points) < 50 else "")
        panel.set(title=title, xlabel="million tokens")
        panel.grid(alpha=0.3)
    figure.savefig(picture, dpi=110)


if __name__ == "__main__":
    main(*sys.argv[1:])
