"""What the source said of a page and what a browser saw there, put together. Pure."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from vestnik.audit.model import Carrier, Finding, State
from vestnik.audit.render.look import hidden
from vestnik.audit.render.model import Looked
from vestnik.audit.render.sights import Key, key_of

_FOR_PEOPLE = frozenset({Carrier.LINK, Carrier.BUTTON, Carrier.TEXT, Carrier.SHARE})
"""Carriers a visitor looks at; a script or a tag for machines is never seen, and that says nothing."""
_AT_WORK = frozenset({*_FOR_PEOPLE, Carrier.WIDGET, Carrier.SCRIPT, Carrier.DATA})
"""Carriers of which a browser shows the effect."""
_LIVING = frozenset({State.LIVE, State.DYNAMIC, State.PLACEHOLDER, State.VENDOR})


def enrich(findings: Sequence[Finding], looked: Looked) -> list[Finding]:
    """Return the findings with what the browser saw; new are those that no source of the same page holds.

    The same contact in the same page stays at its places in the source.
    """
    drawn: defaultdict[tuple[str, Key], list[Finding]] = defaultdict(list)
    for one in looked.findings:
        drawn[one.place.path, key_of(one)].append(one)
    places: defaultdict[tuple[str, Key], list[Finding]] = defaultdict(list)
    for one in findings:
        if _is_at_work(one):
            places[one.place.path, key_of(one)].append(one)
    whole = frozenset(looked.pages)
    owners: dict[tuple[str, str], Finding] = {}
    merged = []
    for finding in findings:
        done = finding
        if _is_at_work(finding):
            at = (finding.place.path, key_of(finding))
            done = _seen(finding, _same_place(finding, places[at], drawn.get(at, ())), whole)
            owners[finding.place.path, finding.group] = done
        merged.append(done)
    # An icon or a label shares the fate of the address it belongs to.
    merged = [_like(one, owners.get((one.place.path, one.group))) if one.part else one for one in merged]
    return merged + [one for at, seen in drawn.items() if at not in places for one in seen]


def _is_at_work(finding: Finding) -> bool:
    return not finding.part and finding.carrier in _AT_WORK and finding.state in _LIVING


def _same_place(finding: Finding, places: Sequence[Finding], drawn: Sequence[Finding]) -> Finding | None:
    """Return what was drawn of this very place; when that cannot be told, the first that somebody sees."""
    people = [one for one in places if one.carrier in _FOR_PEOPLE]
    if finding.carrier in _FOR_PEOPLE and len(people) == len(drawn):
        return drawn[people.index(finding)]
    return next((one for one in drawn if one.rendered and one.rendered.viewports), next(iter(drawn), None))


def _seen(finding: Finding, drawn: Finding | None, whole: Collection[str]) -> Finding:
    if drawn is None:
        gone = finding.place.path in whole and finding.carrier in _FOR_PEOPLE and finding.target is not None
        return hidden(finding) if gone else finding
    rendered = drawn.rendered
    if rendered and finding.carrier in _FOR_PEOPLE and not rendered.after_click:
        rendered = replace(rendered, requests=())  # it stands in the source: nobody was asked for it
    finding = replace(finding, rendered=rendered)
    return hidden(finding) if drawn.state is State.HIDDEN and finding.carrier in _FOR_PEOPLE else finding


def _like(part: Finding, owner: Finding | None) -> Finding:
    if owner is None:
        return part
    part = replace(part, rendered=owner.rendered)
    return hidden(part) if owner.state is State.HIDDEN else part
