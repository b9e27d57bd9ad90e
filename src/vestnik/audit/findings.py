"""Sightings → findings: one place gives one finding, secrets are masked, fingerprints outlive edits."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from vestnik.audit.documents import Document
from vestnik.audit.marks import Sighting
from vestnik.audit.model import Carrier, Finding, Place, Severity, State
from vestnik.audit.parts import parts_of
from vestnik.audit.readers.reading import Reading
from vestnik.audit.stretches import Stretches

_SECRET = re.compile(r"\b(\d{8,10}):[A-Za-z0-9_-]{30,}|(?<=bot)(\d{8,10}):[A-Za-z0-9_-]{30,}")
_WEBHOOK = re.compile(r"(webhooks/\d+/)[\w-]{20,}")
_DOCUMENTS = re.compile(
    r"(?:^|/)(?:readme|changelog|changes|contributing|authors|license|code_of_conduct|security|support)"
    r"(?:[.-]?[\w-]*\.(?:md|txt|rst|adoc))?$"
    r"|(?:^|/)(?:package(?:-lock)?\.json|composer\.(?:json|lock)|yarn\.lock|pnpm-lock\.yaml)$|(?:^|/)\.github/"
    r"|(?:^|/)(?:docs?|documentation)/.*\.(?:md|rst|txt|adoc)$|(?:^|/)(?-i:[A-Z][A-Z_-]+)\.md$",
    re.IGNORECASE,
)
"""Files that speak to developers."""
_ENGINE = re.compile(
    r"(?:^|/)admin(?:istrator)?/(?:view|language|templates?|controller|model)s?/", re.IGNORECASE
)
"""Pages of an engine for its owner: contacts there are those of its authors."""
_STAFF_PAGES = re.compile(r"(?:^|/)(?:wp-)?admin|theme[-_]?options", re.IGNORECASE)
_MATCHED = 200
_EXCERPT = 240
_GROUP = 16


def finish(reading: Reading, sightings: Iterable[Sighting]) -> list[Finding]:
    """Return findings in source order, every icon and label in the group of the address it belongs to."""
    document = reading.document
    kept = distinct(list(sightings))
    parts = list(parts_of(reading, kept))
    taken = {(part.start, part.end) for part, _ in parts}
    kept = [item for item in kept if item.severity > Severity.INFO or (item.start, item.end) not in taken]
    owner_of = {id(part): owner for part, owner in parts}
    ordered = sorted(
        (*kept, *(part for part, _ in parts)), key=lambda item: (item.start, item.end, item.rule)
    )
    counted: Counter[tuple[str, str]] = Counter()
    made: dict[int, Finding] = {}
    for item in ordered:
        matched = mask_secrets(document.text[item.start : item.end])[:_MATCHED]
        target = mask_secrets(item.target) if item.target else None
        identity = (item.rule, target or matched.lower())
        counted[identity] += 1
        made[id(item)] = _finding(document, item, matched, target, counted[identity])
    return [_grouped(item, made, owner_of) for item in ordered]


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


def _grouped(item: Sighting, made: Mapping[int, Finding], owner_of: Mapping[int, Sighting]) -> Finding:
    found, owner = made[id(item)], owner_of.get(id(item))
    if owner is not None:
        return replace(found, group=group_of(made[id(owner)].fingerprint), part=True)
    return replace(found, group=group_of(found.fingerprint))


def group_of(mark: str) -> str:
    """The group that the finding with this fingerprint leads."""
    return mark[:_GROUP]


def _weigh(document: Document, item: Sighting) -> tuple[State, Severity]:
    """What stands in a comment, a vendor's file or a test is not what a visitor meets."""
    state = _state(document, item)
    if state is not item.state or state is State.COMMENTED:
        return state, Severity.INFO
    told = _DOCUMENTS.search(document.path) and item.carrier is not Carrier.API  # it speaks to developers
    own = item.rule == "DA-003" and _STAFF_PAGES.search(document.path)
    return state, Severity.INFO if told or own else item.severity


def _state(document: Document, item: Sighting) -> State:
    if item.state is State.COMMENTED:
        return State.COMMENTED
    if document.vendor or _ENGINE.search(document.path):
        return State.VENDOR
    if document.test:
        return State.TEST
    return State.DEAD if document.dead else item.state


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
    taken = Stretches()
    owned: defaultdict[str, Stretches] = defaultdict(Stretches)
    for item in ordered:  # the weightiest first: whoever is there already may speak for what comes
        if taken.meets(item.start, item.end) or owned[item.platform].holds(item.start, item.end):
            continue
        kept.append(item)
        taken.add(item.start, item.end)
        for start, end in item.owns:
            owned[item.platform].add(start, end)
    return kept


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
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " for char in text)
