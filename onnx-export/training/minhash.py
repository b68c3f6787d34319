"""Near-duplicate detection: MinHash over 5-token shingles, 128 permutations in 16 bands of 8."""
import re
import zlib

import numpy as np

PERMUTATIONS, BANDS, SHINGLE = 128, 16, 5
_WORD = re.compile(r"\w+|[^\w\s]")
_numbers = np.random.default_rng(20260424)
_A = _numbers.integers(1, 2**63, PERMUTATIONS, dtype=np.uint64) | np.uint64(1)
_B = _numbers.integers(0, 2**63, PERMUTATIONS, dtype=np.uint64)


def signature(text: str) -> np.ndarray:
    """128 minima [uint32] over every shingle: a file of which only a sample counted would be like no file that counts whole."""
    tokens = np.fromiter((zlib.crc32(word.encode()) for word in _WORD.findall(text)), dtype=np.uint64)
    if len(tokens) < SHINGLE:
        return np.zeros(PERMUTATIONS, dtype=np.uint32)
    shingles = np.zeros(len(tokens) - SHINGLE + 1, dtype=np.uint64)
    for i in range(SHINGLE):
        shingles = shingles * np.uint64(0x9E3779B97F4A7C15) + tokens[i:len(tokens) - SHINGLE + 1 + i]
    shingles = np.unique(shingles ^ (shingles >> np.uint64(29)))
    minima = np.full(PERMUTATIONS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for part in np.array_split(shingles, max(1, len(shingles) // 512)):
        minima = np.minimum(minima, (part[:, None] * _A + _B).min(0))
    return (minima >> np.uint64(32)).astype(np.uint32)


class NearDuplicates:
    """Remembers signatures; `seen` says whether one of them is at least 0.7 alike."""

    def __init__(self, threshold: float = 0.7):
        self._threshold = threshold
        self._bands: list[dict[bytes, list[int]]] = [{} for _ in range(BANDS)]
        self._signatures: list[np.ndarray] = []

    def seen(self, minima: np.ndarray) -> bool:
        rows = PERMUTATIONS // BANDS
        keys = [minima[i * rows:(i + 1) * rows].tobytes() for i in range(BANDS)]
        near = {index for key, band in zip(keys, self._bands) for index in band.get(key, ())}
        if any((self._signatures[index] == minima).mean() >= self._threshold for index in near):
            return True
        for key, band in zip(keys, self._bands):
            band.setdefault(key, []).append(len(self._signatures))
        self._signatures.append(minima)
        return False
