"""Packs files into parts small enough to be carried between machines, and unpacks them.

usage: parts.py pack FOLDER PARTS NAME... | parts.py unpack PARTS FOLDER
"""
import io
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
    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._written = folder, 0

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        data = bytes(data)
        while data:
            part, room = divmod(self._written, PART_BYTES)
            piece, data = data[:PART_BYTES - room], data[PART_BYTES - room:]
            with (self._folder / f"part-{part:03}").open("ab") as file:
                file.write(piece)
            self._written += len(piece)
        return self._written


def main() -> None:
    match sys.argv[1:]:
        case ["pack", folder, parts, *names] if names:
            with tarfile.open(fileobj=PartsWriter(Path(parts)), mode="w|xz", preset=9) as archive:
                for name in names:
                    archive.add(Path(folder) / name, arcname=name)
        case ["unpack", parts, folder]:
            with tarfile.open(fileobj=io.BufferedReader(PartsReader(Path(parts))), mode="r|xz") as archive:
                archive.extractall(folder, filter="data")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
