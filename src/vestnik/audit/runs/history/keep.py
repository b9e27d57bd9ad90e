"""Carry an audit's findings into the history of its site; tell which contact points changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from vestnik.audit.contact_points import group
from vestnik.audit.model import ContactPoint, Finding, Role
from vestnik.audit.runs.history import store
from vestnik.audit.runs.history.advance import advance
from vestnik.audit.runs.history.model import (
    Change,
    Coverage,
    Moment,
    PointChange,
    PointHistory,
    point_key,
    site_key,
)
from vestnik.audit.runs.history.store import PlaceHistory
from vestnik.kernel.core import Tx


def keep(
    tx: Tx, workspace_id: str, target: str, now: Moment, findings: Iterable[Finding], coverage: Coverage
) -> list[PointChange]:
    """Write the history of ``target`` forward by one audit whose findings are stored already.

    A contact point is open while any of its places is; so it is closed only by an audit that looked at
    every place it was last known at. Returns what changed, contact points that stayed as they were aside.
    """
    every = list(findings)
    site = site_key(target)
    known = store.places(tx, workspace_id, site)
    step = _places(known, _seen(every), now, coverage)
    store.save_places(tx, workspace_id, site, step.new, step.changed)
    store.see_again(tx, workspace_id, site, now)
    changes = _points(store.points(tx, workspace_id, site), group(every), step.open_points, now)
    store.save_points(tx, workspace_id, site, [one.history for one in changes])
    return [PointChange(one.change, one.history) for one in changes if one.change is not None]


@dataclass(slots=True)
class _Step:
    new: list[PlaceHistory] = field(default_factory=list)
    changed: list[PlaceHistory] = field(default_factory=list)
    open_points: set[str] = field(default_factory=set)
    """Contact points of which a place is open after this audit."""


@dataclass(frozen=True, slots=True)
class _Moved:
    change: Change | None
    history: PointHistory


def _seen(findings: Sequence[Finding]) -> dict[str, Finding]:
    """Return the weightiest finding of each fingerprint; without one a place has no history."""
    seen: dict[str, Finding] = {}
    for finding in findings:
        other = seen.get(finding.fingerprint)
        if finding.fingerprint and (other is None or finding.severity > other.severity):
            seen[finding.fingerprint] = finding
    return seen


def _places(
    known: dict[str, PlaceHistory], seen: dict[str, Finding], now: Moment, coverage: Coverage
) -> _Step:
    step = _Step()
    for fingerprint, finding in seen.items():
        before = known.get(fingerprint)
        standing, change = advance(before.standing if before else None, now, present=True, looked=True)
        if standing is None:  # what is present stands
            continue
        after = PlaceHistory(
            fingerprint,
            _point_of(finding),
            finding.severity,
            finding.place.path,
            finding.rendered is not None,
            standing,
        )
        if before is None:
            step.new.append(after)
        elif change is not None or replace(after, standing=before.standing) != before:
            step.changed.append(after)
        step.open_points.add(after.point)
    for fingerprint, before in known.items():
        if fingerprint in seen or not before.standing.open:
            continue
        looked = coverage.holds(before.path, by_browser=before.by_browser)
        standing, change = advance(before.standing, now, present=False, looked=looked)
        if change is not None and standing is not None:
            step.changed.append(replace(before, standing=standing))
        else:
            step.open_points.add(before.point)
    step.open_points.discard("")
    return step


def _points(
    known: dict[str, PointHistory], found: Sequence[ContactPoint], still_open: set[str], now: Moment
) -> list[_Moved]:
    moved: list[_Moved] = []
    here = {point_key(point.platform, point.target): point for point in found}
    for key, point in here.items():
        before = known.get(key)
        standing, change = advance(before.standing if before else None, now, present=True, looked=True)
        if standing is not None:
            history = PointHistory(
                key, point.platform, point.target, point.severity, point.places, point.files, standing
            )
            moved.append(_Moved(change, history))
    for key, gone in known.items():
        if key in here:
            continue
        standing, change = advance(gone.standing, now, present=False, looked=key not in still_open)
        if change is not None and standing is not None:
            moved.append(_Moved(change, replace(gone, standing=standing)))
    return moved


def _point_of(finding: Finding) -> str:
    """Return the key of the contact point a finding belongs to, as ``contact_points.group`` sees it."""
    if finding.role is not Role.CONTACT or not finding.actionable:
        return ""
    return point_key(finding.platform, finding.target or "")
