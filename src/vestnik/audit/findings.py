"""Sightings → findings: one place gives one finding, secrets are masked, fingerprints outlive edits."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from vestnik.audit.documents import Document
from vestnik.audit.marks import Sighting
from vestnik.audit.model import Carrier, Finding, Place, Severity, State

_SECRET = re.compile(r"\b(\d{8,10}):[A-Za-z0-9_-]{30,}|(?<=bot)(\d{8,10}):[A-Za-z0-9_-]{30,}")
_WEBHOOK = re.compile(r"(webhooks/\d+/)[\w-]{20,}")
_DOCUMENTS = re.compile(
    r"(?:^|/)(?:readme|changelog|changes|contributing|authors|license|code_of_conduct|security|support)[\w.-]*$|(?:^|/)(?:package(?:-lock)?\.json|composer\.(?:json|lock)|yarn\.lock|pnpm-lock\.yaml)$|(?:^|/)\.github/",
    re.IGNORECASE,
)
_MATCHED = 200
_EXCERPT = 240


def finish(document: Document, sightings: Iterable[Sighting]) -> list[Finding]:
    """Return findings in source order."""
    kept = sorted(distinct(list(sightings)), key=lambda item: (item.start, item.end, item.rule))
    counted: Counter[tuple[str, str]] = Counter()
    findings: list[Finding] = []
    for item in kept:
        matched = mask_secrets(document.text[item.start : item.end])[:_MATCHED]
        target = mask_secrets(item.target) if item.target else None
        identity = (item.rule, target or matched.lower())
        counted[identity] += 1
        findings.append(_finding(document, item, matched, target, counted[identity]))
    return findings


def _finding(document: Document, item: Sighting, matched: str, target: str | None, ordinal: int) -> Finding:
    state, severity = _weigh(document, item)
    line, column = document.line_and_column(item.start)
    return Finding(
        rule=item.rule,
        platform=item.platform,
        carrier=item.carrier,
        channel_kind=item.kind,
        role=item.role,
        state=state,
        severity=severity,
        confidence=item.confidence,
        place=Place(
            path=document.path,
            line=line,
            column=column,
            span=document.span(item.start, item.end),
            element=document.span(*item.element) if item.element else None,
        ),
        matched=_clean(matched),
        target=target,
        excerpt=_excerpt(document, item),
        fingerprint=fingerprint(item.rule, target or matched.lower(), document.path, ordinal),
    )


def _weigh(document: Document, item: Sighting) -> tuple[State, Severity]:
    """What stands in a comment, a vendor's file or a test is not what a visitor meets."""
    if item.state is State.COMMENTED:
        return State.COMMENTED, Severity.INFO
    if document.vendor:
        return State.VENDOR, Severity.INFO
    if document.test:
        return State.TEST, Severity.INFO
    if _DOCUMENTS.search(document.path) and item.carrier is not Carrier.API:
        return item.state, Severity.INFO  # it speaks to developers, not to visitors
    return item.state, item.severity


def fingerprint(rule: str, target: str, path: str, ordinal: int) -> str:
    """Identity of a place: the rule, what it leads to, the file, and which of equals it is."""
    return hashlib.sha256(
        "\0".join(("vestnik/v1", rule, target, path, str(ordinal))).encode("utf-8", "replace")
    ).hexdigest()


def distinct(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Keep one sighting per place: the weightier owns what it overlaps and what stands inside its element."""
    ordered = sorted(
        sightings,
        key=lambda item: (-item.weight, item.state is State.COMMENTED, item.start, item.start - item.end),
    )
    kept: list[Sighting] = []
    for item in ordered:
        if not any(_speaks_for(other, item) for other in kept):
            kept.append(item)
    return kept


def _speaks_for(owner: Sighting, item: Sighting) -> bool:
    if owner.start < item.end and item.start < owner.end:
        return True
    if owner.weight < item.weight or owner.platform != item.platform:
        return False
    return any(start <= item.start and item.end <= end for start, end in owner.owns)


def mask_secrets(text: str) -> str:
    """Hide bot tokens and webhook keys; an account number before a token stays, it is no secret."""
    text = _SECRET.sub(lambda found: f"{found[1] or found[2]}:***", text)
    return _WEBHOOK.sub(r"\1***", text)


def _excerpt(document: Document, item: Sighting) -> str:
    start, line = document.line_text(item.start)
    at = item.start - start
    masked = mask_secrets(line[max(0, at - 1_000) : at + 1_000])
    if len(masked) > _EXCERPT:
        at = min(at, 1_000)
        begin = max(0, min(at - _EXCERPT // 3, len(masked) - _EXCERPT))
        masked = masked[begin : begin + _EXCERPT]
    return _clean(masked).strip()[:_EXCERPT]


def _clean(text: str) -> str:
    """Control characters and lone surrogates would break a terminal or JSON."""
    return "".join(char if char.isprintable() else " " for char in text)
