"""A checkpoint in two files: the harvest grows line by line, the state says how much of it counts."""

import asyncio
import os
from pathlib import Path
from typing import Any

import msgspec

from vestnik.audit.crawl.checkpoint import CrawlState, Harvest
from vestnik.audit.model import Finding, Trouble
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_


class _Kept(msgspec.Struct):
    """The state file: ``length`` bytes of the harvest file belong to it."""

    length: int
    state: dict[str, Any]


class _Line(msgspec.Struct):
    findings: list[Finding]
    troubles: list[Trouble]
    read: list[str]


class FileCheckpoint:
    """``PATH`` holds the state, ``PATH.found`` the harvest; both are readable by their owner alone.

    The state is replaced by renaming after the harvest has reached the disk. A kill in between leaves a
    longer harvest than the old state counts: the surplus is cut off, and its pages are read again.
    """

    def __init__(self, path: Path) -> None:
        """Name the files; nothing is opened yet."""
        self._path = path
        self._found = path.with_name(path.name + ".found")
        self._length = 0

    async def load(self) -> tuple[CrawlState, Harvest] | None:
        """See ``Checkpoint.load``.

        Raises:
            InvalidInput: the files are damaged or of another version.
            OSError: they cannot be read.
        """
        return await asyncio.to_thread(self._load)

    async def save(self, state: CrawlState, new: Harvest) -> None:
        """See ``Checkpoint.save``.

        Raises:
            OSError: the disk is full or the folder cannot be written to.
        """
        line = msgspec.json.encode(_Line(new.findings, new.troubles, new.read)) + b"\n"
        plain = msgspec.to_builtins(state)
        await asyncio.to_thread(self._save, line, plain)

    async def clear(self) -> None:
        """See ``Checkpoint.clear``."""
        for path in (self._path, self._found):
            path.unlink(missing_ok=True)
        self._length = 0

    def _load(self) -> tuple[CrawlState, Harvest] | None:
        if not self._path.exists():
            self._found.unlink(missing_ok=True)
            return None
        harvest = Harvest()
        try:
            kept = msgspec.json.decode(self._path.read_bytes(), type=_Kept)
            state = CrawlState.of(kept.state)
            with self._found.open("r+b") as file:
                _cut(file.fileno(), kept.length)
                for raw in file:
                    line = msgspec.json.decode(raw, type=_Line)
                    harvest.findings += line.findings
                    harvest.troubles += line.troubles
                    harvest.read += line.read
        except (ValueError, msgspec.MsgspecError, FileNotFoundError) as error:
            raise InvalidInput(
                N_("Продолжить обход нельзя: файл с его состоянием повреждён или от другой версии."),
                field="resume",
                hint=N_("Удалите этот файл и начните обход заново."),
            ) from error
        self._length = kept.length
        return state, harvest

    def _save(self, line: bytes, state: dict[str, Any]) -> None:
        with open(self._found, "r+b" if self._found.exists() else "x+b", opener=_private) as file:
            file.seek(self._length)
            file.truncate()
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        self._length += len(line)
        fresh = self._path.with_name(self._path.name + ".new")
        with open(fresh, "wb", opener=_private) as file:
            file.write(msgspec.json.encode(_Kept(self._length, state)))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)


def _cut(number: int, length: int) -> None:
    if os.fstat(number).st_size < length:
        raise ValueError("the harvest is shorter than its state says")
    os.ftruncate(number, length)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
