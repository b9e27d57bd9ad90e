"""Find candidate places in bytes at memory speed, so that most files are never decoded.

Hyperscan when its wheel is there (x86-64), else Aho-Corasick over folded bytes. Compiling costs tens of
milliseconds: make one ``Prefilter`` and keep it. An instance serves one thread at a time.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from vestnik.law.signatures import SEVERAL, Literal, LiteralKind, Signatures

_LETTER = rb"[^<>\s]{1,2}</(?:span|i|b|em)>\s?<(?:span|i|b|em)[^<>]{0,60}>"


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What no fixed bytes give away; ``head`` is what the portable engine looks for first."""

    literal: Literal
    expression: bytes
    head: bytes
    reach: int
    """Bytes around the head that may hold the whole."""


def _pattern(kind: LiteralKind, name: str, expression: bytes, head: bytes, reach: int = 90) -> _Pattern:
    platform = "telegram" if kind is LiteralKind.CREDENTIAL else SEVERAL
    return _Pattern(Literal(head, kind, platform, name, caseless=False), expression, head, reach)


_PATTERNS = (
    _pattern(LiteralKind.CREDENTIAL, "bot token", rb"\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}", b":aa", 50),
    _pattern(LiteralKind.ENCODED, "entity", rb"(?:&#(?:[0-9]{2,3}|[xX][2-7][0-9a-fA-F]);){4}", b";&#"),
    _pattern(LiteralKind.ENCODED, "escape", rb"(?:\\x[2-7][0-9a-fA-F]){6}", rb"\x"),
    _pattern(LiteralKind.ENCODED, "escape", rb"(?:\\u00[2-7][0-9a-fA-F]){6}", rb"\u00"),
    _pattern(LiteralKind.SPELLED, "letters", _LETTER + _LETTER + rb"[^<>\s]{1,2}</", b"</", 300),
)
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
        literals = signatures.literals()
        self._engine: _Engine = (hyperscan and _hyperscan(literals)) or _AhoCorasick(literals)

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


def _hyperscan(literals: Sequence[Literal]) -> "_Hyperscan | None":
    try:
        import hyperscan
    except ImportError:
        return None
    return _Hyperscan(hyperscan, literals)


class _Hyperscan:
    """Intel's engine, through its Python binding."""

    def __init__(self, engine: Any, literals: Sequence[Literal]) -> None:
        self._literals = (*literals, *(item.literal for item in _PATTERNS))
        self._first_pattern = len(literals)
        self._stop = engine.error
        patterns = [_escape(item.data) for item in literals] + [item.expression for item in _PATTERNS]
        single = engine.HS_FLAG_SOM_LEFTMOST
        flags = [single | (engine.HS_FLAG_CASELESS if item.caseless else 0) for item in literals]
        flags += [single] * len(_PATTERNS)
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
        reached: dict[int, int] = {}

        def on_match(number: int, start: int, end: int, flags: int, context: object) -> bool:
            del flags, context
            if number >= self._first_pattern:
                if start < reached.get(number, 0):
                    return False  # a long run is one place
                reached[number] = end
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

    def __init__(self, literals: Sequence[Literal]) -> None:
        import ahocorasick_rs

        self._literals, self._first_pattern = literals, len(literals)
        self._expressions = [re.compile(item.expression) for item in _PATTERNS]
        heads = [item.head.lower() for item in _PATTERNS]
        self._search = ahocorasick_rs.BytesAhoCorasick([*(item.data.lower() for item in literals), *heads])

    def any(self, data: bytes) -> bool:
        return bool(self.hits(data))

    def hits(self, data: bytes) -> list[Hit]:
        found: list[Hit] = []
        reached = [0] * len(_PATTERNS)
        for number, start, end in self._search.find_matches_as_indexes(data.lower(), overlapping=True):
            if number >= self._first_pattern:
                hit = self._confirmed(number - self._first_pattern, data, start, reached)
                if hit is not None:
                    found.append(hit)
            elif self._literals[number].caseless or data[start:end] == self._literals[number].data:
                found.append(Hit(start, end, self._literals[number]))
            if len(found) >= 2 * MAX_HITS:
                break
        return found

    def _confirmed(self, number: int, data: bytes, start: int, reached: list[int]) -> Hit | None:
        """Look around a head for its whole pattern, once for every run."""
        if start < reached[number]:
            return None
        pattern = _PATTERNS[number]
        low = max(reached[number], start - pattern.reach)
        match = self._expressions[number].search(data, low, start + pattern.reach)
        if match is None:
            return None
        reached[number] = match.end()
        return Hit(match.start(), match.end(), pattern.literal)


def _escape(data: bytes) -> bytes:
    return b"".join(rb"\x%02x" % byte for byte in data)
