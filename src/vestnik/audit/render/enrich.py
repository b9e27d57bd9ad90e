"""What the source said of a page and what a browser saw there, put together. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from vestnik.audit.model import Carrier, Finding, State
from vestnik.audit.render.look import hidden
from vestnik.audit.render.model import Looked
from vestnik.audit.render.sights import Key, key_of

_FOR_PEOPLE = frozenset({Carrier.LINK, Carrier.BUTTON, Carrier.TEXT, Carrier.SHARE})
"""Carriers a visitor looks at; a script or a tag for machines is never seen, and that says nothing."""


def enrich(findings: Sequence[Finding], looked: Looked) -> list[Finding]:
    """Return the findings with what the browser saw; new are those that no source of the same page holds.

    The same contact in the same page stays one finding, at its place in the source.
    """
    drawn: dict[tuple[str, Key], Finding] = {(one.place.path, key_of(one)): one for one in looked.findings}
    whole = frozenset(looked.pages)
    told: set[tuple[str, Key]] = set()
    owners: dict[tuple[str, str], Finding] = {}
    merged = []
    for finding in findings:
        if finding.part:
            merged.append(finding)
            continue
        at = (finding.place.path, key_of(finding))
        told.add(at)
        merged.append(_seen(finding, drawn.get(at), whole))
        owners[finding.place.path, finding.group] = merged[-1]
    # An icon or a label shares the fate of the address it belongs to.
    merged = [_like(one, owners.get((one.place.path, one.group))) if one.part else one for one in merged]
    return merged + [one for at, one in drawn.items() if at not in told]


def _like(part: Finding, owner: Finding | None) -> Finding:
    if owner is None:
        return part
    part = replace(part, rendered=owner.rendered)
    return hidden(part) if owner.state is State.HIDDEN else part


def _seen(finding: Finding, drawn: Finding | None, whole: Collection[str]) -> Finding:
    if drawn is not None:
        return _with(finding, drawn)
    gone = finding.place.path in whole and _should_be_drawn(finding)
    return hidden(finding) if gone else finding


def _with(finding: Finding, seen: Finding) -> Finding:
    finding = replace(finding, rendered=seen.rendered)
    if seen.state is State.HIDDEN and finding.carrier in _FOR_PEOPLE:
        return hidden(finding)
    return finding


def _should_be_drawn(finding: Finding) -> bool:
    """Whether the finding stands in the page for people, so that a browser without it means something."""
    return finding.carrier in _FOR_PEOPLE and finding.target is not None and finding.state is State.LIVE
