"""Containers that are recognised and not read: each says so, and how to go on."""

from collections.abc import Iterator

from vestnik.audit.sources.budget import Budget, Reader
from vestnik.audit.sources.model import Given, Note, Source


def refuse(sentence: str) -> Reader:
    """Return a reader that yields nothing but the sentence."""

    def read(source: Source, budget: Budget) -> Iterator[Given]:
        del source, budget
        yield Note("unreadable", sentence)

    return read
