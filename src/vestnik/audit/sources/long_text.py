"""A text too long for memory → its findings, as if it had been read at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from vestnik.audit.documents import Kind, looks_broken, read_document
from vestnik.audit.inspect import Inspector
from vestnik.audit.model import Finding, Place, Span
from vestnik.audit.sources.model import OpenLimits, Readable
from vestnik.audit.sources.standing import Standing
from vestnik.audit.sources.windows import Window, windows

_CORE = 2_000_000
"""Bytes of a window; decoding and reading one takes some ten times as much."""


@dataclass(slots=True)
class LongText:
    """What a long text gave."""

    findings: list[Finding] = field(default_factory=list)
    bytes: int = 0
    cut: bool = False
    """There was more than is looked at."""
    broken: str = ""
    """The encoding taken, when many letters did not decode."""


def examine_long(
    path: str, stream: Readable, inspector: Inspector, limits: OpenLimits, kind: Kind | None = None
) -> LongText:
    """Inspect a text in windows; spans, lines and columns are those of the whole text."""
    given = LongText()
    standing = Standing(path)
    for number, window in enumerate(windows(stream, min(limits.window, _CORE))):
        given.bytes = window.core[1]
        if not inspector.survives(window.data):
            continue
        document = read_document(path, window.data, f"; charset={window.encoding}" if number else None)
        kind = kind or document.kind
        document = document if document.kind is kind else replace(document, kind=kind)
        if looks_broken(document.text):
            given.broken = document.encoding
        inspection = inspector.examine(document)
        given.cut |= inspection.cut
        given.findings += standing.put(_own(window, inspection.findings))
        if len(given.findings) >= limits.findings:
            given.cut = True
            del given.findings[limits.findings :]
            break
    return given


def _own(window: Window, findings: list[Finding]) -> Iterator[Finding]:
    """Yield what begins in the window's core, at its place in the whole text."""
    for item in findings:
        place = item.place
        if not window.core[0] <= place.span.start + window.offset < window.core[1]:
            continue
        first = place.line == 1
        yield replace(
            item,
            place=Place(
                path=place.path,
                line=place.line + window.line,
                column=place.column + (window.column if first else 0),
                span=_shifted(place.span, window.offset),
                element=_shifted(place.element, window.offset) if place.element else None,
            ),
        )


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
