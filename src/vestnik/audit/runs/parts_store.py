"""Lists of a run that are read whole, and its pictures ↔ rows.

Lists stand as compressed JSON, so that the nouns may grow without a migration: a field that an old row
lacks takes its default, one that this program does not know is passed over.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

import msgspec
import sqlalchemy as sa

from vestnik.audit.model import Finding, Form, Shot, Signal, Tracker
from vestnik.audit.tables import audit_parts, audit_shots
from vestnik.kernel.core import Tx

Noun = TypeVar("Noun", Signal, Form, Tracker)

MAX_ITEMS: Final = 20_000
"""Of one kind in one run; what comes after is dropped, the number says how many there were."""
MAX_SHOTS: Final = 300
MAX_SHOT_BYTES: Final = 2 * 1024 * 1024
MAX_SHOTS_BYTES: Final = 48 * 1024 * 1024
"""Of all pictures of one run together; the weightiest findings keep theirs."""
_MEDIA: Final = frozenset({"image/webp", "image/png"})
_HARVEST: Final = "harvest-"
_MAX_UNPACKED: Final = 256 * 1024 * 1024


class Part(StrEnum):
    """Which list."""

    SIGNALS = "signals"
    FORMS = "forms"
    TRACKERS = "trackers"
    CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored picture."""

    media: str
    data: bytes


def save_list(tx: Tx, workspace_id: str, audit_id: str, part: Part, items: Sequence[Noun]) -> None:
    """Write a list in place of the one that stands, if any; an empty one leaves no row."""
    if not items:
        erase_part(tx, workspace_id, audit_id, part)
        return
    save_bytes(tx, workspace_id, audit_id, part, msgspec.json.encode(list(items[:MAX_ITEMS])), len(items))


def load_list(tx: Tx, workspace_id: str, audit_id: str, part: Part, noun: type[Noun]) -> list[Noun]:
    """Return a list, empty when there is none."""
    raw = load_bytes(tx, workspace_id, audit_id, part)
    return [] if raw is None else msgspec.json.decode(raw, type=list[noun])  # type: ignore[valid-type]


def save_bytes(tx: Tx, workspace_id: str, audit_id: str, part: Part, data: bytes, number: int) -> None:
    """Write bytes, compressed, in place of those that stand."""
    erase_part(tx, workspace_id, audit_id, part)
    tx.execute(
        sa.insert(audit_parts).values(
            workspace_id=workspace_id,
            audit_id=audit_id,
            kind=part.value,
            number=number,
            data=zlib.compress(data, 6),
        )
    )


def load_bytes(tx: Tx, workspace_id: str, audit_id: str, part: Part) -> bytes | None:
    """Return bytes as they were before they were compressed, None when there are none."""
    query = sa.select(audit_parts.c.data).where(_of(workspace_id, audit_id), audit_parts.c.kind == part.value)
    data = tx.execute(query).scalar()
    return None if data is None else zlib.decompressobj().decompress(data, _MAX_UNPACKED)


def erase_part(tx: Tx, workspace_id: str, audit_id: str, part: Part) -> None:
    """Remove a list."""
    tx.execute(sa.delete(audit_parts).where(_of(workspace_id, audit_id), audit_parts.c.kind == part.value))


def add_harvest(tx: Tx, workspace_id: str, audit_id: str, number: int, data: bytes) -> None:
    """Add what a crawl harvested since its checkpoint ``number - 1``."""
    tx.execute(
        sa.insert(audit_parts).values(
            workspace_id=workspace_id,
            audit_id=audit_id,
            kind=f"{_HARVEST}{number:06d}",
            number=number,
            data=zlib.compress(data, 6),
        )
    )


def load_harvest(tx: Tx, workspace_id: str, audit_id: str) -> list[bytes]:
    """Return all that a crawl harvested until its last checkpoint, in order."""
    query = (
        sa.select(audit_parts.c.data)
        .where(_of(workspace_id, audit_id), audit_parts.c.kind.startswith(_HARVEST, autoescape=True))
        .order_by(audit_parts.c.kind)
    )
    return [zlib.decompressobj().decompress(data, _MAX_UNPACKED) for data in tx.execute(query).scalars()]


def erase_checkpoint(tx: Tx, workspace_id: str, audit_id: str) -> None:
    """Remove a crawl's state and harvest."""
    tx.execute(
        sa.delete(audit_parts).where(
            _of(workspace_id, audit_id),
            sa.or_(
                audit_parts.c.kind == Part.CHECKPOINT.value,
                audit_parts.c.kind.startswith(_HARVEST, autoescape=True),
            ),
        )
    )


def save_shots(tx: Tx, workspace_id: str, audit_id: str, pictures: Mapping[str, Picture]) -> None:
    """Write a run's pictures in place of those that stand; ``chosen`` has bounded them."""
    tx.execute(
        sa.delete(audit_shots).where(
            audit_shots.c.workspace_id == workspace_id, audit_shots.c.audit_id == audit_id
        )
    )
    for sha256, picture in pictures.items():
        tx.execute(
            sa.insert(audit_shots).values(
                workspace_id=workspace_id,
                audit_id=audit_id,
                sha256=sha256,
                media=picture.media,
                data=picture.data,
            )
        )


def load_shot(tx: Tx, workspace_id: str, audit_id: str, sha256: str) -> Picture | None:
    """Return one picture."""
    query = sa.select(audit_shots.c.media, audit_shots.c.data).where(
        audit_shots.c.workspace_id == workspace_id,
        audit_shots.c.audit_id == audit_id,
        audit_shots.c.sha256 == sha256,
    )
    row = tx.execute(query).first()
    return None if row is None else Picture(row.media, bytes(row.data))


def shots_of(tx: Tx, workspace_id: str, audit_id: str) -> dict[str, Picture]:
    """Return every picture of a run, at most ``MAX_SHOTS_BYTES`` of them, by SHA-256."""
    query = sa.select(audit_shots).where(
        audit_shots.c.workspace_id == workspace_id, audit_shots.c.audit_id == audit_id
    )
    return {row.sha256: Picture(row.media, bytes(row.data)) for row in tx.execute(query)}


def chosen(
    findings: Iterable[Finding], signals: Iterable[Signal], artefacts: Mapping[str, bytes]
) -> dict[str, Picture]:
    """Choose the pictures to keep within the limits: those of ``findings`` in order, then of ``signals``."""
    kept: dict[str, Picture] = {}
    room = MAX_SHOTS_BYTES
    for shot in _shots(findings, signals):
        data = artefacts.get(shot.sha256)
        if data is None or shot.sha256 in kept or shot.media not in _MEDIA:
            continue
        if len(kept) >= MAX_SHOTS or len(data) > MAX_SHOT_BYTES or len(data) > room:
            continue
        kept[shot.sha256] = Picture(shot.media, data)
        room -= len(data)
    return kept


def _shots(findings: Iterable[Finding], signals: Iterable[Signal]) -> Iterable[Shot]:
    for finding in findings:
        if finding.rendered is not None:
            yield from finding.rendered.shots
    for signal in signals:
        yield from signal.shots


def _of(workspace_id: str, audit_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(audit_parts.c.workspace_id == workspace_id, audit_parts.c.audit_id == audit_id)
