"""Rows of findings ↔ nouns: batches and pages."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from vestnik.audit.model import (
    Carrier,
    ChannelKind,
    Confidence,
    Finding,
    Place,
    Rendered,
    Role,
    Severity,
    Span,
    State,
)
from vestnik.audit.runs.model import FindingFilter, Page, PointShape, StoredFinding
from vestnik.audit.tables import findings
from vestnik.kernel.core import Tx

_MAX_WORDS = 2000


def insert_findings(tx: Tx, workspace_id: str, audit_id: str, batch: Sequence[StoredFinding]) -> None:
    """Add a batch of findings; a batch that stands already (the write ran twice) is replaced."""
    if not batch:
        return
    tx.execute(
        sa.delete(findings).where(
            findings.c.workspace_id == workspace_id,
            findings.c.audit_id == audit_id,
            findings.c.position.between(batch[0].position, batch[-1].position),
        )
    )
    tx.execute(sa.insert(findings), [_finding_row(workspace_id, item) for item in batch])


def erase(tx: Tx, workspace_id: str, audit_id: str) -> None:
    """Remove a run's findings: what a process that died had begun to write."""
    tx.execute(
        sa.delete(findings).where(findings.c.workspace_id == workspace_id, findings.c.audit_id == audit_id)
    )


def page(
    tx: Tx, workspace_id: str, audit_id: str, which: FindingFilter, after: int | None, limit: int
) -> Page:
    """Return the findings that follow position ``after``, worst first."""
    query = of_run(workspace_id, audit_id)
    for column, wanted in (
        (findings.c.severity, which.severity),
        (findings.c.platform, which.platform),
        (findings.c.rule, which.rule),
        (findings.c.role, which.role),
        (findings.c.state, which.state),
        (findings.c.carrier, which.carrier),
        (findings.c.group_id, which.group),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if which.address is not None:
        query = query.where(
            findings.c.target == which.address
            if which.address
            else sa.and_(findings.c.target.is_(None), findings.c.role == Role.CONTACT)
        )
    if not which.parts:
        query = query.where(sa.not_(findings.c.part))
    if which.text:
        query = query.where(findings.c.words.contains(which.text.casefold(), autoescape=True))
    if after is not None:
        query = query.where(findings.c.position > after)
    rows = tx.execute(query.order_by(findings.c.position).limit(limit + 1)).all()
    items = tuple(stored_finding(row) for row in rows[:limit])
    return Page(items, items[-1].position if len(rows) > limit else None)


def finding(tx: Tx, workspace_id: str, finding_id: str) -> StoredFinding | None:
    """Return one finding."""
    query = sa.select(findings).where(findings.c.workspace_id == workspace_id, findings.c.id == finding_id)
    row = tx.execute(query).first()
    return None if row is None else stored_finding(row)


def latest(tx: Tx, workspace_id: str, audit_id: str, limit: int) -> list[StoredFinding]:
    """Return what a running audit found last, parts aside, the newest first."""
    query = of_run(workspace_id, audit_id).where(sa.not_(findings.c.part))
    rows = tx.execute(query.order_by(findings.c.position.desc()).limit(limit))
    return [stored_finding(row) for row in rows]


def shapes(tx: Tx, workspace_id: str, audit_id: str) -> dict[tuple[str, str], PointShape]:
    """Return how each contact point of a run is made, by its platform and address."""
    address = sa.func.coalesce(findings.c.target, "")
    own = (
        findings.c.workspace_id == workspace_id,
        findings.c.audit_id == audit_id,
        findings.c.role == Role.CONTACT.value,
        findings.c.severity > int(Severity.INFO),
    )
    # What has no group is an element of its own.
    block = sa.case((findings.c.group_id != "", findings.c.group_id), else_=findings.c.fingerprint)
    blocks = sa.select(findings.c.platform, address, sa.func.count(block.distinct())).where(*own)
    carriers = sa.select(findings.c.platform, address, findings.c.carrier, sa.func.count()).where(
        *own, sa.not_(findings.c.part)
    )
    made: dict[tuple[str, str], dict[Carrier, int]] = {}
    for platform, target, carrier, number in tx.execute(
        carriers.group_by(findings.c.platform, address, findings.c.carrier)
    ):
        made.setdefault((platform, target), {})[Carrier(carrier)] = number
    return {
        (platform, target): PointShape(number, made.get((platform, target), {}))
        for platform, target, number in tx.execute(blocks.group_by(findings.c.platform, address))
    }


def all_of(tx: Tx, workspace_id: str, audit_id: str, limit: int) -> list[StoredFinding]:
    """Return a run's findings, worst first, at most ``limit``."""
    query = of_run(workspace_id, audit_id).order_by(findings.c.position).limit(limit)
    return [stored_finding(row) for row in tx.execute(query)]


def of_run(workspace_id: str, audit_id: str) -> sa.Select[Any]:
    """Return the query of a run's findings."""
    return sa.select(findings).where(findings.c.workspace_id == workspace_id, findings.c.audit_id == audit_id)


def _finding_row(workspace_id: str, stored: StoredFinding) -> dict[str, Any]:
    item, place = stored.finding, stored.finding.place
    words = "\n".join((place.path, item.matched, item.target or "", item.excerpt, item.rule))
    return {
        "workspace_id": workspace_id,
        "audit_id": stored.audit_id,
        "position": stored.position,
        "id": stored.id,
        "rule": item.rule,
        "platform": item.platform,
        "carrier": item.carrier.value,
        "channel_kind": item.channel_kind.value,
        "role": item.role.value,
        "state": item.state.value,
        "severity": int(item.severity),
        "confidence": int(item.confidence),
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "span_start": place.span.start,
        "span_end": place.span.end,
        "element_start": place.element.start if place.element else None,
        "element_end": place.element.end if place.element else None,
        "matched": _plain(item.matched),
        "target": item.target and _plain(item.target),
        "excerpt": _plain(item.excerpt),
        "fingerprint": item.fingerprint,
        "norm_ids": list(item.norm_ids),
        "words": _plain(words)[:_MAX_WORDS].casefold(),
        "group_id": item.group,
        "part": item.part,
        "rendered": None if item.rendered is None else msgspec.to_builtins(item.rendered),
    }


def _plain(text: str) -> str:
    # Neither engine takes lone surrogates, PostgreSQL no NUL: both come from broken files.
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def stored_finding(row: sa.Row[Any]) -> StoredFinding:
    """Return the noun of a row of ``findings``."""
    element = None if row.element_start is None else Span(row.element_start, row.element_end)
    place = Place(row.path, row.line, row.column, Span(row.span_start, row.span_end), element)
    return StoredFinding(
        row.id,
        row.audit_id,
        row.position,
        Finding(
            rule=row.rule,
            platform=row.platform,
            carrier=Carrier(row.carrier),
            channel_kind=ChannelKind(row.channel_kind),
            role=Role(row.role),
            state=State(row.state),
            severity=Severity(row.severity),
            confidence=Confidence(row.confidence),
            place=place,
            matched=row.matched,
            target=row.target,
            excerpt=row.excerpt,
            fingerprint=row.fingerprint,
            norm_ids=tuple(row.norm_ids),
            group=row.group_id,
            part=row.part,
            rendered=None if row.rendered is None else msgspec.convert(row.rendered, Rendered),
        ),
    )
