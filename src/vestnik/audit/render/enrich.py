"""What the source said of a page and what a browser saw there, put together. Pure."""

from collections.abc import Sequence
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
    merged = []
    for finding in findings:
        at = (finding.place.path, key_of(finding))
        seen = drawn.get(at)
        if seen is not None:
            told.add(at)
            merged.append(_with(finding, seen))
        elif finding.place.path in whole and _should_be_drawn(finding):
            merged.append(hidden(finding))
        else:
            merged.append(finding)
    return merged + [one for at, one in drawn.items() if at not in told]


def _with(finding: Finding, seen: Finding) -> Finding:
    finding = replace(finding, rendered=seen.rendered)
    if seen.state is State.HIDDEN and finding.carrier in _FOR_PEOPLE:
        return hidden(finding)
    return finding


def _should_be_drawn(finding: Finding) -> bool:
    """Whether the finding stands in the page for people, so that a browser without it means something."""
    return finding.carrier in _FOR_PEOPLE and finding.target is not None and finding.state is State.LIVE
