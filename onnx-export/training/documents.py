"""The document format: plain text, several files, and the two fill-in-the-middle orders, with the loss weight of each token.

suffix-prefix-middle   <|begin|>[files, each followed by <|file_separator|>]<|path|>p\n<|fim_suffix|>SUFFIX<|fim_prefix|>PREFIX MIDDLE<|end|>
prefix-suffix-middle   <|begin|><|path|>p\n<|fim_prefix|>PREFIX<|fim_suffix|>SUFFIX<|fim_middle|>MIDDLE<|end|>
PREFIX and MIDDLE of the first are one text, so that a cursor inside a word or a run of signs is ordinary ground.
"""
import random
import re
from dataclasses import dataclass

from tokenizers import Encoding

BEGIN, END, FIM_SUFFIX, FIM_PREFIX, FIM_MIDDLE, SEPARATOR, PATH = (
    "<|begin|>", "<|end|>", "<|fim_suffix|>", "<|fim_prefix|>", "<|fim_middle|>", "<|file_separator|>", "<|path|>")
FIM_PREFIX_ID, SPECIAL_IDS = 3, 16
CHARACTERS_A_TOKEN = 4.1
SUFFIX_TOKENS = 192
MIDDLE_WEIGHT, END_WEIGHT = 2, 4
CLOSERS = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True)
class Mix:
    """Shares of the document kinds, then of the holes."""
    spm: float = 0.70
    psm: float = 0.07
    several: float = 0.50                 # of the other documents: a neighbour file first
    holes: tuple[tuple[str, float], ...] = (("rest_of_line", 0.35), ("lines", 0.25), ("brackets", 0.25), ("span", 0.15))


MIXES: dict[str | None, Mix] = {
    None: Mix(), "plain": Mix(spm=0, psm=0, several=0), "spm": Mix(spm=1, psm=0), "psm": Mix(spm=0, psm=1),
    "rest_of_line": Mix(spm=1, psm=0, several=0, holes=(("rest_of_line", 1),)), "lines": Mix(spm=1, psm=0, several=0, holes=(("lines", 1),))}


@dataclass
class Draft:
    kind: str
    text: str
    middle: tuple[int, int] | None   # characters of `text`
    silent: tuple[int, int]          # characters that are not learned: the path


@dataclass
class Row:
    kind: str
    tokens: list[int]
    weights: list[int]
    characters: int


def draft(source: list[dict[str, str]], index: int, length: int, generator: random.Random, mix: Mix) -> Draft:
    document = source[index]
    budget = int(length * generator.uniform(0.95, 1.25) * CHARACTERS_A_TOKEN)
    order = generator.random()
    if order >= mix.spm + mix.psm:
        return plain(source, index, budget, generator, mix)
    hole = find_hole(document["text"], generator, mix)
    if hole is None:
        return plain(source, index, budget, generator, mix)
    kind, start, stop = hole
    text, path = document["text"], document["path"]
    suffix = cut_right(text[stop:], min(int(SUFFIX_TOKENS * generator.random() * CHARACTERS_A_TOKEN), budget // 3))
    head = f"{BEGIN}{PATH}{path}\n"
    room = budget - len(suffix) - (stop - start)
    if room < 40:
        return plain(source, index, budget, generator, mix)
    if order < mix.spm:
        neighbour, room = neighbour_file(source, index, room, generator, mix)
        prefix = cut_left(text[:start], room)
        before = f"{BEGIN}{neighbour}{PATH}{path}\n{FIM_SUFFIX}{suffix}{FIM_PREFIX}{prefix}"
        return Draft(f"spm {kind}", before + text[start:stop] + END, (len(before), len(before) + stop - start),
                     (0, before.index(FIM_SUFFIX)) if not neighbour else (0, 0))
    prefix = cut_left(text[:start], room)
    before = f"{head}{FIM_PREFIX}{prefix}{FIM_SUFFIX}{suffix}{FIM_MIDDLE}"
    return Draft(f"psm {kind}", before + text[start:stop] + END, (len(before), len(before) + stop - start), (0, len(head)))


def plain(source: list[dict[str, str]], index: int, budget: int, generator: random.Random, mix: Mix) -> Draft:
    """A whole file where it fits, else a part that starts at a line; it ends with <|end|> only where the file ends."""
    neighbour, budget = neighbour_file(source, index, budget, generator, mix)
    text = source[index]["text"]
    head = f"{BEGIN}{neighbour}{PATH}{source[index]['path']}\n"
    start = 0
    if len(text) > budget and generator.random() < 0.75:
        start = text.rfind("\n", 0, generator.randrange(len(text) - budget // 2)) + 1
    part = text[start:start + budget + 400]
    return Draft("plain", head + part + (END if start + len(part) == len(text) else ""), None, (0, 0) if neighbour else (0, len(head)))


def neighbour_file(source: list[dict[str, str]], index: int, budget: int, generator: random.Random, mix: Mix) -> tuple[str, int]:
    """The beginning of a file next to this one, in the several-files form, and the room that is left."""
    other = source[index + generator.choice((-1, 1))] if 0 < index < len(source) - 1 else None
    spare = budget - len(source[index]["text"])
    share = mix.several if spare < budget // 3 else min(1.0, 2.7 * mix.several)
    if other is None or other["repository"] != source[index]["repository"] or budget < 800 or generator.random() > share:
        return "", budget
    part = cut_right(other["text"], max(spare, budget // 2))
    return f"{PATH}{other['path']}\n{part}{SEPARATOR}", budget - len(part)


def cut_right(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return text[:text.rfind("\n", 0, limit) + 1]


def cut_left(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    start = text.find("\n", len(text) - limit) + 1
    return text[start:] if start else text[len(text) - limit:]


def find_hole(text: str, generator: random.Random, mix: Mix) -> tuple[str, int, int] | None:
    kinds, shares = zip(*mix.holes)
    for _ in range(8):
        kind = generator.choices(kinds, shares)[0]
        place = generator.randrange(len(text))
        hole = {"rest_of_line": rest_of_line, "lines": whole_lines, "brackets": brackets, "span": span}[kind](text, place, generator)
        if hole and hole[1] > hole[0] and text[hole[0]:hole[1]].strip():
            return kind, *hole
    return None


def rest_of_line(text: str, place: int, generator: random.Random) -> tuple[int, int] | None:
    start, stop = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    stop = len(text) if stop < 0 else stop
    first = start + len(text[start:stop]) - len(text[start:stop].lstrip())
    if stop - first < 4:
        return None
    if generator.random() < 0.6:  # at the start of a word or sign, where people pause
        starts = [first + m.start() for m in re.finditer(r"\w+|[^\w\s]", text[first:stop])]
        return generator.choice(starts), stop
    return generator.randrange(first, stop), stop


def whole_lines(text: str, place: int, generator: random.Random) -> tuple[int, int] | None:
    """One to six lines, with or without the indentation of the first."""
    start = text.rfind("\n", 0, place) + 1
    stop = place
    for _ in range(generator.choice((1, 1, 1, 2, 2, 3, 4, 6))):
        stop = text.find("\n", stop + 1)
        if stop < 0:
            stop = len(text)
            break
    if generator.random() < 0.7:
        start += len(text[start:stop]) - len(text[start:stop].lstrip())
    return (start, stop) if stop - start <= 500 else None


def brackets(text: str, place: int, generator: random.Random) -> tuple[int, int] | None:
    """What stands between two brackets, sometimes with the closing one."""
    opening = re.compile(r"[(\[{]").search(text, place, place + 400)
    if not opening:
        return None
    open_sign, close_sign = opening[0], CLOSERS[opening[0]]
    depth = 0
    for i in range(opening.start(), min(opening.start() + 500, len(text))):
        depth += (text[i] == open_sign) - (text[i] == close_sign)
        if depth == 0:
            return opening.end(), i + (generator.random() < 0.3)
    return None


def span(text: str, place: int, generator: random.Random) -> tuple[int, int] | None:
    return place, min(len(text), place + int(generator.choice((8, 20, 60, 150)) * generator.uniform(0.3, 1.5)) + 1)


def finish(draft: Draft, encoding: Encoding, length: int) -> Row | None:
    """Cuts a document to the length: a plain one at its end, one with a hole at the beginning of the prefix, after a line break."""
    tokens, offsets = encoding.ids, encoding.offsets
    if len(tokens) > length:
        kept = range(length) if draft.middle is None else without_early_prefix(draft, tokens, offsets, len(tokens) - length)
        if kept is None:
            return None
        tokens, offsets = [tokens[i] for i in kept], [offsets[i] for i in kept]
    weights = [0 if i == 0 or draft.silent[0] <= start < draft.silent[1] else 1 for i, (start, _) in enumerate(offsets)]
    if draft.middle is not None:
        for i, (_, stop) in enumerate(offsets):
            if stop > draft.middle[0]:
                weights[i] = MIDDLE_WEIGHT
        weights[-1] = END_WEIGHT
    learned = [offset for offset, weight in zip(offsets, weights) if weight]
    return Row(draft.kind, tokens, weights, sum(stop - start for start, stop in learned))


def without_early_prefix(draft: Draft, tokens: list[int], offsets: list[tuple[int, int]], excess: int) -> list[int] | None:
    """The indices to keep when at least `excess` tokens of the prefix go, up to and with a line break; none if it has no such place."""
    first = tokens.index(FIM_PREFIX_ID) + 1
    for i in range(first + excess - 1, len(tokens)):
        if offsets[i][1] > draft.middle[0] or tokens[i] < SPECIAL_IDS:
            return None
        if draft.text[offsets[i][0]] == "\n":
            return [*range(first), *range(i + 1, len(tokens))]
    return None
