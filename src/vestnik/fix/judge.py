"""Patches on trial: what a rewritten file shows when it is audited again. Pure."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from vestnik.audit.documents import Document, Kind, read_document
from vestnik.audit.model import Finding
from vestnik.fix.diff import rewritten
from vestnik.fix.model import Patch
from vestnik.kernel.text import N_, Text

Inspect = Callable[[Document], list[Finding]]
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """The bytes that may be written, and what was left out of them."""

    data: bytes
    patches: tuple[Patch, ...]
    dropped: tuple[Patch, ...]
    remaining: tuple[Finding, ...]
    """Actionable findings of the new bytes."""
    reason: Text | None = None
    """Why patches were left out."""


def judge(document: Document, patches: tuple[Patch, ...], inspect: Inspect) -> Judged:
    """Rewrite in memory until the audit agrees: fixed findings are gone and no new one has appeared.

    A patch that leaves its finding standing, or brings a new one, is left out, and the rest is judged again.
    """
    before = _places(inspect(document))
    chosen = patches
    reason: Text | None = None
    while True:
        data = rewritten(document.data, chosen)
        after = _places(inspect(read_document(document.path, data))) if chosen else before
        wrong = _wrong(before, after, chosen)
        if not _still_reads(document, data):
            reason = N_("После правки файл перестал бы читаться как JSON.")
            chosen = ()
            continue
        if not wrong:
            dropped = tuple(patch for patch in patches if patch not in chosen)
            remaining = tuple(finding for finding in after if finding.actionable)
            return Judged(data, chosen, dropped, remaining, reason)
        reason = N_("Повторная проверка нашла: %(matched)s.", matched=wrong[0].matched)
        guilty = {_key(finding) for finding in wrong}
        known = {finding.fingerprint: finding for finding in before}
        wrote = _written(chosen)
        innocent = tuple(
            patch
            for patch in chosen
            if not _speaks_of(patch, known, guilty)
            and not any(_meet(finding, start, end) for finding in wrong for start, end in wrote[id(patch)])
        )
        chosen = innocent if len(innocent) < len(chosen) else ()


def _places(findings: list[Finding]) -> list[Finding]:
    """An icon and a label go with the address they belong to."""
    return [finding for finding in findings if not finding.part]


def _still_reads(document: Document, data: bytes) -> bool:
    """Tell whether JSON that could be read can be read still; other kinds have no such judge."""
    return document.kind is not Kind.JSON or _is_json(data) or not _is_json(document.data)


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _wrong(before: list[Finding], after: list[Finding], chosen: Iterable[Patch]) -> list[Finding]:
    fixed = {fingerprint for patch in chosen for fingerprint in patch.fingerprints}
    allowed = Counter(_key(finding) for finding in before if finding.fingerprint not in fixed)
    wrong = []
    for finding in after:
        key = _key(finding)
        allowed[key] -= 1
        if allowed[key] < 0 and finding.actionable:
            wrong.append(finding)
    return wrong


def _key(finding: Finding) -> _Key:
    return finding.rule, finding.platform, finding.target or finding.matched.lower()


def _speaks_of(patch: Patch, known: dict[str, Finding], guilty: set[_Key]) -> bool:
    return any(_key(known[one]) in guilty for one in patch.fingerprints if one in known)


def _written(chosen: Iterable[Patch]) -> dict[int, list[tuple[int, int]]]:
    """Return where the bytes that each patch put in stand in the new file, by the patch's ``id``."""
    places: dict[int, list[tuple[int, int]]] = {id(patch): [] for patch in chosen}
    shift = 0
    for one, owner in sorted((one, id(patch)) for patch in chosen for one in patch.edits):
        start = one.span.start + shift
        places[owner].append((start, start + len(one.replacement)))
        shift += len(one.replacement) - (one.span.end - one.span.start)
    return places


def _meet(finding: Finding, start: int, end: int) -> bool:
    return finding.place.span.start < end and start < finding.place.span.end
