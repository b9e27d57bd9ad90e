"""Builds a ``Signal`` from a place in a document: positions, excerpt, fingerprint, norms. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from vestnik.audit.documents import Document
from vestnik.audit.findings import fingerprint, mask_secrets
from vestnik.audit.model import Claim, Confidence, Finding, Place, Severity, Signal, Span
from vestnik.audit.pages.catalogue import CHECKS

_MATCHED = 200
_EXCERPT = 240
_NAMES: Final = {
    "name": "имя",
    "phone": "телефон",
    "email": "электронную почту",
    "address": "адрес",
    "birth_date": "дату рождения",
    "passport": "данные паспорта",
    "snils": "СНИЛС",
    "messenger": "имя в мессенджере",
    "file": "файл",
    "inn": "ИНН",
    "free_text": "текст",
}


@dataclass(frozen=True, slots=True)
class Sign:
    """What a check saw: characters ``start`` up to ``end`` of the document and two sentences about them."""

    check: str
    start: int
    end: int
    observed: str
    inferred: str
    identity: str
    """What makes two signs of one check the same thing, wherever they stand."""
    severity: Severity | None = None
    """None: as the catalogue has it."""
    confidence: Confidence = Confidence.MEDIUM
    claim: Claim = Claim.INFERRED
    norms: tuple[str, ...] | None = None
    """None: as the catalogue has it."""


def build(document: Document, signs: Iterable[Sign]) -> list[Signal]:
    """Return signals in the order of the text; equal things of one page differ by their ordinal."""
    counted: Counter[tuple[str, str]] = Counter()
    signals: list[Signal] = []
    for sign in sorted(signs, key=lambda item: (item.start, item.end, item.check)):
        counted[sign.check, sign.identity] += 1
        signals.append(_signal(document, sign, counted[sign.check, sign.identity]))
    return signals


def place_of(document: Document, start: int, end: int) -> Place:
    """Return the place of characters ``start`` up to ``end``."""
    end = max(start, end)
    line, column = document.line_and_column(start)
    return Place(document.path, line, column, document.span(start, end))


def signal_at(path: str, sign: Sign, place: Place | None = None) -> Signal:
    """Return a signal about a whole page or a whole site."""
    check = CHECKS[sign.check]
    return Signal(
        check=sign.check,
        severity=check.severity if sign.severity is None else sign.severity,
        confidence=sign.confidence,
        claim=sign.claim,
        place=place or Place(path, 1, 1, Span(0, 0)),
        observed=sign.observed,
        inferred=sign.inferred,
        group=group_of(sign),
        fingerprint=fingerprint(sign.check, sign.identity, path, 1),
        norm_ids=check.norms if sign.norms is None else sign.norms,
    )


def group_of(sign: Sign) -> str:
    """Return what the same sign on other pages shares."""
    return fingerprint(sign.check, sign.identity, "", 0)[:16]


def tied(signals: Iterable[Signal], findings: Iterable[Finding]) -> list[Signal]:
    """Give a signal about where a form sends the group of the finding at the same address.

    An address of a messenger in a form's ``action`` is one place: a finding of the API rules and PD-FORM-07.
    Whoever counts or shows places counts a group once.
    """
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.place.path, []).append(finding)
    return [_tied(signal, found) if signal.check == "PD-FORM-07" else signal for signal in signals]


def _tied(signal: Signal, found: Mapping[str, Sequence[Finding]]) -> Signal:
    span = signal.place.span
    for finding in found.get(signal.place.path, ()):
        if finding.place.span.start < span.end and span.start < finding.place.span.end:
            return replace(signal, group=finding.group or finding.fingerprint[:16])
    return signal


def kinds_in_words(data: Sequence[str]) -> str:
    """Name kinds of data in the accusative: ``имя, телефон и файл``."""
    order = sorted((kind for kind in data if kind in _NAMES and kind != "free_text"), key=list(_NAMES).index)
    names = [_NAMES[kind] for kind in order]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} и {names[-1]}" if names else "данные"


def quoted(text: str, limit: int = 120) -> str:
    """Quote a piece of a page: one line, no secrets, not too long."""
    text = " ".join(mask_secrets(text).split())
    line = text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _signal(document: Document, sign: Sign, ordinal: int) -> Signal:
    check = CHECKS[sign.check]
    begun, line = document.line_text(sign.start)
    at = max(0, sign.start - begun - _EXCERPT // 4)
    end = min(sign.end, sign.start + 2 * _MATCHED)
    return Signal(
        check=sign.check,
        severity=check.severity if sign.severity is None else sign.severity,
        confidence=sign.confidence,
        claim=sign.claim,
        place=place_of(document, sign.start, sign.end),
        observed=sign.observed,
        inferred=sign.inferred,
        matched=quoted(document.text[sign.start : end], _MATCHED),
        excerpt=quoted(line[at : at + 2 * _EXCERPT], _EXCERPT),
        group=group_of(sign),
        fingerprint=fingerprint(sign.check, sign.identity, document.path, ordinal),
        norm_ids=check.norms if sign.norms is None else sign.norms,
    )
