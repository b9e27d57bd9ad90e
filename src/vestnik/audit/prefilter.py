"""Find candidate places in bytes at memory speed, so that most files are never decoded.

Hyperscan when its wheel is there (x86-64), else Aho-Corasick over folded bytes. Compiling costs tens of
milliseconds: make one ``Prefilter`` and keep it. An instance serves one thread at a time.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from vestnik.law.signatures import Literal, LiteralKind, Signatures

_TOKEN = rb"\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}"
_TOKEN_HEAD = b":aa"
MAX_HITS: Final = 5_000
"""Candidate places that are looked at in one file."""


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """Bytes ``start`` up to ``end`` that may begin a finding, and the literal that stands there."""

    start: int
    end: int
    literal: Literal


class _Engine(Protocol):
    def any(self, data: bytes) -> bool: ...

    def hits(self, data: bytes) -> list[Hit]: ...


class Prefilter:
    """A compiled search for the literals of one ``Signatures``."""

    def __init__(self, signatures: Signatures, *, hyperscan: bool = True) -> None:
        """Compile; ``hyperscan=False`` asks for the portable engine."""
        token = Literal(_TOKEN_HEAD, LiteralKind.CREDENTIAL, "telegram", "bot token", caseless=False)
        literals = signatures.literals()
        self._engine: _Engine = (hyperscan and _hyperscan(literals, token)) or _AhoCorasick(literals, token)

    @property
    def engine(self) -> str:
        """Which engine answers: ``hyperscan`` or ``ahocorasick``."""
        return "hyperscan" if isinstance(self._engine, _Hyperscan) else "ahocorasick"

    def survives(self, data: bytes) -> bool:
        """Whether the file is worth reading at all."""
        return self._engine.any(data)

    def hits(self, data: bytes) -> list[Hit]:
        """Every candidate place in order, at most one more than ``MAX_HITS``."""
        return sorted(self._engine.hits(data))[: MAX_HITS + 1]


def _hyperscan(literals: Sequence[Literal], token: Literal) -> "_Hyperscan | None":
    try:
        import hyperscan
    except ImportError:
        return None
    return _Hyperscan(hyperscan, literals, token)


class _Hyperscan:
    """Intel's engine, through its Python binding."""

    def __init__(self, engine: Any, literals: Sequence[Literal], token: Literal) -> None:
        self._literals = (*literals, token)
        self._stop = engine.error
        patterns = [_escape(item.data) for item in literals] + [_TOKEN]
        single = engine.HS_FLAG_SOM_LEFTMOST
        flags = [single | (engine.HS_FLAG_CASELESS if item.caseless else 0) for item in literals] + [single]
        self._database = engine.Database(mode=engine.HS_MODE_BLOCK)
        self._database.compile(
            expressions=patterns, ids=list(range(len(patterns))), elements=len(patterns), flags=flags
        )

    def any(self, data: bytes) -> bool:
        found: list[int] = []

        def on_match(number: int, start: int, end: int, flags: int, context: object) -> bool:
            del start, end, flags, context
            found.append(number)
            return True

        self._scan(data, on_match)
        return bool(found)

    def hits(self, data: bytes) -> list[Hit]:
        found: list[Hit] = []

        def on_match(number: int, start: int, end: int, flags: int, context: object) -> bool:
            del flags, context
            found.append(Hit(start, end, self._literals[number]))
            return len(found) >= 2 * MAX_HITS

        self._scan(data, on_match)
        return found

    def _scan(self, data: bytes, on_match: Any) -> None:
        if not data:
            return
        try:
            self._database.scan(data, match_event_handler=on_match)
        except self._stop as error:
            if "terminated" not in str(error).lower() and "-3" not in str(error):
                raise


class _AhoCorasick:
    """The portable engine; folds ASCII letters and checks the case afterwards."""

    def __init__(self, literals: Sequence[Literal], token: Literal) -> None:
        import ahocorasick_rs

        self._literals = (*literals, token)
        self._search = ahocorasick_rs.BytesAhoCorasick([item.data.lower() for item in self._literals])
        self._token = re.compile(_TOKEN)

    def any(self, data: bytes) -> bool:
        return bool(self.hits(data))

    def hits(self, data: bytes) -> list[Hit]:
        found: list[Hit] = []
        for number, start, end in self._search.find_matches_as_indexes(data.lower(), overlapping=True):
            literal = self._literals[number]
            if literal.kind is LiteralKind.CREDENTIAL:
                if match := self._token.search(data, max(0, start - 12), end + 40):
                    found.append(Hit(match.start(), match.end(), literal))
            elif literal.caseless or data[start:end] == literal.data:
                found.append(Hit(start, end, literal))
            if len(found) >= 2 * MAX_HITS:
                break
        return found


def _escape(data: bytes) -> bytes:
    return b"".join(rb"\x%02x" % byte for byte in data)
