"""Rows of history ↔ nouns. Every query names its workspace and its site."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from vestnik.audit.model import Severity
from vestnik.audit.runs.history.model import Moment, PointHistory, Standing
from vestnik.audit.tables import contact_point_history, finding_history, findings
from vestnik.kernel.core import Tx

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class PlaceHistory:
    """One place of a site over time, as its row holds it."""

    fingerprint: str
    point: str
    """Key of the contact point it belonged to when last seen; empty for none."""
    severity: Severity
    path: str
    by_browser: bool
    """Whether a browser saw it: then only a run with one can see it gone."""
    standing: Standing


def places(tx: Tx, workspace_id: str, site: str) -> dict[str, PlaceHistory]:
    """Return every place of a site ever seen, by fingerprint."""
    query = sa.select(finding_history).where(_of(finding_history, workspace_id, site))
    return {row.fingerprint: _place(row) for row in tx.execute(query)}


def points(tx: Tx, workspace_id: str, site: str) -> dict[str, PointHistory]:
    """Return every contact point of a site ever seen, by its key."""
    query = sa.select(contact_point_history).where(_of(contact_point_history, workspace_id, site))
    return {row.point: _point(row) for row in tx.execute(query)}


def places_by_fingerprint(
    tx: Tx, workspace_id: str, site: str, fingerprints: Sequence[str]
) -> dict[str, PlaceHistory]:
    """Return the history of some places."""
    found: dict[str, PlaceHistory] = {}
    for start in range(0, len(fingerprints), _AT_ONCE):
        query = sa.select(finding_history).where(
            _of(finding_history, workspace_id, site),
            finding_history.c.fingerprint.in_(fingerprints[start : start + _AT_ONCE]),
        )
        found |= {row.fingerprint: _place(row) for row in tx.execute(query)}
    return found


def save_places(
    tx: Tx, workspace_id: str, site: str, new: Sequence[PlaceHistory], changed: Sequence[PlaceHistory]
) -> None:
    """Add the new places and replace the changed ones."""
    _replace(tx, finding_history, workspace_id, site, "fingerprint", [one.fingerprint for one in changed])
    rows = [
        {
            "workspace_id": workspace_id,
            "site": site,
            "fingerprint": one.fingerprint,
            "point": one.point,
            "severity": int(one.severity),
            "path": _plain(one.path),
            "by_browser": one.by_browser,
            **_standing_row(one.standing),
        }
        for one in (*new, *changed)
    ]
    if rows:
        tx.execute(sa.insert(finding_history), rows)


def see_again(tx: Tx, workspace_id: str, site: str, now: Moment) -> None:
    """Move ``last`` of every open place that the audit ``now`` has stored findings of."""
    seen = sa.select(findings.c.fingerprint).where(
        findings.c.workspace_id == workspace_id, findings.c.audit_id == now.audit_id
    )
    tx.execute(
        sa.update(finding_history)
        .where(
            _of(finding_history, workspace_id, site),
            finding_history.c.closed_audit.is_(None),
            finding_history.c.fingerprint.in_(seen),
        )
        .values(last_audit=now.audit_id, last_at=now.at)
    )


def save_points(tx: Tx, workspace_id: str, site: str, changed: Sequence[PointHistory]) -> None:
    """Write contact points in place of their rows, if they have any."""
    _replace(tx, contact_point_history, workspace_id, site, "point", [one.point for one in changed])
    rows = [
        {
            "workspace_id": workspace_id,
            "site": site,
            "point": one.point,
            "platform": one.platform,
            "address": _plain(one.address),
            "severity": int(one.severity),
            "places": one.places,
            "files": one.files,
            **_standing_row(one.standing),
        }
        for one in changed
    ]
    if rows:
        tx.execute(sa.insert(contact_point_history), rows)


def forget(tx: Tx, workspace_id: str, site: str) -> None:
    """Erase all history of a site."""
    for table in (finding_history, contact_point_history):
        tx.execute(sa.delete(table).where(_of(table, workspace_id, site)))


def _replace(tx: Tx, table: sa.Table, workspace_id: str, site: str, name: str, keys: Iterable[str]) -> None:
    every = list(keys)
    for start in range(0, len(every), _AT_ONCE):
        part = every[start : start + _AT_ONCE]
        tx.execute(sa.delete(table).where(_of(table, workspace_id, site), table.c[name].in_(part)))


def _of(table: sa.Table, workspace_id: str, site: str) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.workspace_id == workspace_id, table.c.site == site)


def _place(row: sa.Row[Any]) -> PlaceHistory:
    return PlaceHistory(
        row.fingerprint, row.point, Severity(row.severity), row.path, row.by_browser, _standing(row)
    )


def _point(row: sa.Row[Any]) -> PointHistory:
    return PointHistory(
        row.point,
        row.platform,
        row.address,
        Severity(row.severity),
        row.places,
        row.files,
        _standing(row),
    )


def _standing(row: sa.Row[Any]) -> Standing:
    return Standing(
        first=Moment(row.first_audit, row.first_at),
        last=Moment(row.last_audit, row.last_at),
        closed=None if row.closed_audit is None else Moment(row.closed_audit, row.closed_at),
        reopened=row.reopened,
        reopened_at=row.reopened_at,
    )


def _standing_row(standing: Standing) -> Mapping[str, object]:
    closed = standing.closed
    return {
        "first_audit": standing.first.audit_id,
        "first_at": standing.first.at,
        "last_audit": standing.last.audit_id,
        "last_at": standing.last.at,
        "closed_audit": closed and closed.audit_id,
        "closed_at": closed and closed.at,
        "reopened": standing.reopened,
        "reopened_at": standing.reopened_at,
    }


def _plain(text: str) -> str:
    # Neither engine takes lone surrogates, PostgreSQL no NUL: both come from broken files.
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()
