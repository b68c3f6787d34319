"""Packs files into parts small enough to be carried between machines, and unpacks them.

usage: parts.py pack FOLDER PARTS NAME... | parts.py unpack PARTS FOLDER
"""
import io
import lzma
import sys
import tarfile
from pathlib import Path

PART_BYTES = 15_000_000


class PartsReader(io.RawIOBase):
    """The parts of a folder, one after the other, as one stream."""

    def __init__(self, folder: Path):
        self._files = sorted(folder.glob("part-*"))
        self._open = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        while self._open or self._files:
            self._open = self._open or self._files.pop(0).open("rb")
            count = self._open.readinto(buffer)
            if count:
                return count
            self._open.close()
            self._open = None
        return 0


class PartsWriter(io.RawIOBase):
    """What is written, cut into parts."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.glob("part-*")):
            sys.exit(f"{folder} holds parts already; remove them or name another folder.")
        self._folder, self._written = folder, 0

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        data = bytes(data)
        count = len(data)
        while data:
            part, room = divmod(self._written, PART_BYTES)
            piece, data = data[:PART_BYTES - room], data[PART_BYTES - room:]
            with (self._folder / f"part-{part:03}").open("ab") as file:
                file.write(piece)
            self._written += len(piece)
        return count


def pack(folder: Path, parts: Path, names: list[str]) -> None:
    with lzma.LZMAFile(PartsWriter(parts), "w", preset=9) as packed, tarfile.open(fileobj=packed, mode="w|") as archive:
        for name in names:
            archive.add(folder / name, arcname=name)


def unpack(parts: Path, folder: Path) -> None:
    try:
        with lzma.LZMAFile(io.BufferedReader(PartsReader(parts))) as packed, tarfile.open(fileobj=packed, mode="r|") as archive:
            archive.extractall(folder, filter="data")
    except (lzma.LZMAError, tarfile.ReadError, EOFError):
        sys.exit(f"The parts in {parts} ({len(list(parts.glob('part-*')))} of them) make no whole archive; bring the missing or damaged one again.")


def main() -> None:
    match sys.argv[1:]:
        case ["pack", folder, parts, *names] if names:
            pack(Path(folder), Path(parts), names)
        case ["unpack", parts, folder]:
            unpack(Path(parts), Path(folder))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
