"""Builds the corpus from local Git clones (bare is enough) named OWNER+NAME inside one folder.

Writes train.jsonl, valid.jsonl and test.jsonl ({"repository", "path", "text"} a line) and manifest.json into OUT.
Repositories that are missing, or whose licence is not a permissive one, are named and left out.

usage: corpus.py --clones FOLDER --out FOLDER [--workers N]
"""
import argparse
import csv
import hashlib
import json
import random
import re
import subprocess
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

import cleaning
from minhash import NearDuplicates, signature

SIZES = {".cs": (200, 200_000), ".csproj": (200, 20_000), ".props": (200, 20_000), ".json": (200, 20_000), ".md": (400, 40_000)}
OTHER_SHARE = 0.04        # of the C# bytes of a repository, for everything that is not C#
REPOSITORY_SHARE = 0.08   # of the C# bytes of the training part, at most, for one repository
TEST_SHARE = 0.30         # of the C# bytes of a repository, at most, for its tests
TEST_PATH = re.compile(r"(^|/)[^/]*(tests?|specs?|benchmarks?|fixtures?)([./]|$)", re.I)
LICENCES = [("GPL", None), ("MOZILLA PUBLIC", None), ("MICROSOFT PUBLIC LICENSE", None), ("APACHE LICENSE", "Apache-2.0"),
            ("POSTGRESQL LICENSE", "PostgreSQL"), ("PERMISSION TO USE, COPY, MODIFY, AND DISTRIBUTE", "PostgreSQL"),
            ("PERMISSION IS HEREBY GRANTED, FREE OF CHARGE", "MIT"), ("REDISTRIBUTION AND USE IN SOURCE AND BINARY FORMS", "BSD"),
            ("THE MIT LICENSE", "MIT")]


@dataclass
class Document:
    repository: str
    path: str
    text: str
    minima: np.ndarray


@dataclass
class Harvest:
    repository: str
    split: str
    commit: str
    licence: str
    documents: list[Document] = field(default_factory=list)
    removed: Counter = field(default_factory=Counter)


def git(clone: Path, *arguments: str, stdin: bytes | None = None) -> bytes:
    return subprocess.run(["git", "-c", "safe.directory=*", "-C", str(clone), *arguments], input=stdin, stdout=subprocess.PIPE, check=True).stdout


def blobs(clone: Path, ids: list[str]) -> list[bytes]:
    data = git(clone, "cat-file", "--batch", stdin="\n".join(ids).encode() + b"\n")
    contents, position = [], 0
    for _ in ids:
        line_end = data.index(b"\n", position)
        header = data[position:line_end].split()
        if header[1] == b"missing":
            contents.append(b"")
            position = line_end + 1
            continue
        size = int(header[2])
        contents.append(data[line_end + 1:line_end + 1 + size])
        position = line_end + size + 2
    return contents


def licence_of(clone: Path) -> str | None:
    names = [name for name in git(clone, "ls-tree", "--name-only", "HEAD").decode().split("\n")
             if re.match(r"(licen[cs]e|copying)", name, re.I)]
    for name in sorted(names):
        text = git(clone, "show", f"HEAD:{name}").decode("utf-8", "replace").upper()
        text = re.sub(r"\s+", " ", text)
        for phrase, licence in LICENCES:
            if phrase in text:
                return licence
    return None


def harvest(clone: Path, repository: str, split: str, licence: str) -> Harvest:
    result = Harvest(repository, split, git(clone, "rev-parse", "HEAD").decode().strip(), licence)
    entries: dict[str, str] = {}
    for row in git(clone, "ls-tree", "-r", "-l", "-z", "HEAD").decode("utf-8", "replace").split("\0"):
        match = re.match(r"100\d+ blob (\w+) +(\d+)\t(.+)", row)
        if not match:
            continue
        low, high = SIZES.get(Path(match[3]).suffix, (1, 0))
        if low <= int(match[2]) <= high and cleaning.wanted_path(match[3]):
            entries.setdefault(match[1], match[3])
    for (blob, path), data in zip(entries.items(), blobs(clone, list(entries))):
        text = cleaning.decode(data)
        reason = "encoding" if text is None else cleaning.rejection(path, text)
        if reason:
            result.removed[reason] += 1
            continue
        text = cleaning.without_secrets(cleaning.without_header(path, text))
        if len(text) >= 150:
            result.documents.append(Document(repository, path, text, signature(text)))
    return result


def balanced(documents: list[Document], limit: float) -> list[Document]:
    """Keeps whole folders at random, so that related files stay together: C# up to `limit` bytes, tests and other languages up to their shares."""
    folders: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        folders[str(Path(document.path).parent)].append(document)
    names = sorted(folders)
    random.Random(documents[0].repository).shuffle(names)
    size = {"code": sum(len(d.text) for d in documents if kind(d) == "code")}
    code = min(size["code"], limit * (1 - TEST_SHARE))
    limits = {"code": code, "test": min(code * TEST_SHARE / (1 - TEST_SHARE), limit * TEST_SHARE), "other": code * OTHER_SHARE}
    taken: Counter = Counter()
    kept = []
    for name in names:
        for document in folders[name]:
            if taken[kind(document)] < limits[kind(document)]:
                taken[kind(document)] += len(document.text)
                kept.append(document)
    return kept


def kind(document: Document) -> str:
    if not document.path.endswith(".cs"):
        return "other"
    return "test" if TEST_PATH.search(document.path) else "code"


def without_duplicates(harvests: list[Harvest]) -> None:
    """Held-out repositories come first, so that a training file near one of theirs is the one that goes."""
    exact, near = set(), NearDuplicates()
    for part in sorted(harvests, key=lambda h: ("test", "valid", "train").index(h.split)):
        kept = []
        for document in part.documents:
            key = hashlib.sha1(re.sub(r"\s+", "", document.text).encode()).digest()
            if key in exact:
                part.removed["exact duplicate"] += 1
            elif near.seen(document.minima):
                part.removed["near duplicate"] += 1
            else:
                exact.add(key)
                kept.append(document)
        part.documents = kept


def balance(harvests: list[Harvest]) -> None:
    training = [h for h in harvests if h.split == "train"]
    limit = REPOSITORY_SHARE * sum(len(d.text) for h in training for d in h.documents if kind(d) != "other")
    for part in training:
        before = len(part.documents)
        part.documents = balanced(part.documents, limit)
        part.removed["balance"] += before - len(part.documents)


def write(harvests: list[Harvest], missing: list[str], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for split in ("train", "valid", "test"):
        with open(out / f"{split}.jsonl", "w", encoding="utf-8") as file:
            for document in (d for h in harvests if h.split == split for d in h.documents):
                file.write(json.dumps({"repository": document.repository, "path": document.path, "text": document.text}, ensure_ascii=False) + "\n")
    rows = [{"repository": h.repository, "split": h.split, "commit": h.commit, "licence": h.licence, "files": len(h.documents),
             "bytes": sum(len(d.text.encode()) for d in h.documents),
             "bytes_by_kind": {k: sum(len(d.text.encode()) for d in h.documents if kind(d) == k) for k in ("code", "test", "other")},
             "removed": dict(h.removed)} for h in harvests]
    (out / "manifest.json").write_text(json.dumps({"repositories": rows, "left_out": missing}, indent=1) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clones", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    missing, jobs = [], []
    for row in csv.DictReader(open(Path(__file__).with_name("repositories.csv"), encoding="utf-8")):
        clone = arguments.clones / row["repository"].replace("/", "+")
        licence = licence_of(clone) if clone.exists() else None
        if licence is None:
            missing.append(f"{row['repository']}: {'no permissive licence found' if clone.exists() else 'no clone'}")
        else:
            jobs.append((clone, row["repository"], row["split"], licence))
    with ProcessPoolExecutor(arguments.workers) as pool:
        harvests = list(pool.map(harvest, *zip(*jobs)))
    without_duplicates(harvests)
    balance(harvests)
    write(harvests, missing, arguments.out)
    print("left out:", missing or "nothing")
    for part in harvests:
        print(part.split, part.repository, part.licence, len(part.documents), "files", dict(part.removed))


if __name__ == "__main__":
    main()
