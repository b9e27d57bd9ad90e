"""The committer: whatever is waiting to be written goes into one transaction.

An fsync costs about a millisecond and serves a thousand rows as well as one, so full durability is
nearly free when writers share it. Both engines use this module; they differ in who drives the loop.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from vestnik.kernel.core import Batch, Tx
from vestnik.kernel.errors import TooMany, Unavailable
from vestnik.kernel.text import N_

_log = logging.getLogger(__name__)

MAX_GROUP: Final = 1_000
"""Units committed together; more adds latency and no speed (measured, see docs/adr/0002)."""

MAX_PENDING: Final = 20_000
"""Units that may wait; beyond it the caller is told to come back."""


@dataclass(slots=True)
class Unit:
    """One caller's share of a group: a work of its own, or an item of a batch."""

    future: asyncio.Future[Any]
    work: Callable[[Tx], Any] | None
    batch: Batch[Any, Any] | None = None
    item: Any = None


class Outcome:
    """What became of a unit: a value or an exception."""

    __slots__ = ("error", "value")

    def __init__(self, value: Any = None, error: BaseException | None = None) -> None:
        """Hold one of the two."""
        self.value = value
        self.error = error


class GroupFailed(Exception):  # noqa: N818 — it says what happened
    """The engine, not a unit, failed: nothing of the group may be committed."""


def run_group(tx: Tx, units: Sequence[Unit]) -> list[Outcome]:
    """Run all units inside the open transaction ``tx``; a failing unit harms only itself.

    Raises:
        GroupFailed: the engine cannot go on (disk full, connection lost, deadlock).
    """
    outcomes: dict[int, Outcome] = {}
    batches: dict[int, list[int]] = {}
    order: list[tuple[int, int | None]] = []
    for position, unit in enumerate(units):
        if unit.batch is None:
            order.append((position, None))
            continue
        key = id(unit.batch)
        if key not in batches:
            batches[key] = []
            order.append((position, key))
        batches[key].append(position)
    for position, batch_key in order:
        if batch_key is None:
            outcomes[position] = _run_work(tx, units[position])
        else:
            _run_batch(tx, units, batches[batch_key], outcomes)
    return [outcomes[position] for position in range(len(units))]


def _run_work(tx: Tx, unit: Unit) -> Outcome:
    assert unit.work is not None  # noqa: S101 — decided by the caller one line above
    savepoint = tx.begin_nested()
    try:
        value = unit.work(tx)
    except Exception as error:  # noqa: BLE001 — handed to the caller who gave us the work
        return _give_back(savepoint, error)
    savepoint.commit()
    return Outcome(value)


def _run_batch(tx: Tx, units: Sequence[Unit], positions: list[int], outcomes: dict[int, Outcome]) -> None:
    batch = units[positions[0]].batch
    assert batch is not None  # noqa: S101 — decided by the caller
    savepoint = tx.begin_nested()
    try:
        results = batch(tx, [units[position].item for position in positions])
        if len(results) != len(positions):
            msg = f"{batch!r} answered {len(results)} results for {len(positions)} items"
            raise RuntimeError(msg)  # noqa: TRY301 — the same way out as the batch's own failure
    except Exception as error:  # noqa: BLE001 — see _run_work
        failed = _give_back(savepoint, error)
        if len(positions) == 1:
            outcomes[positions[0]] = failed
            return
        _log.warning("a batch of %d items failed together and is tried one by one: %r", len(positions), error)
        for position in positions:
            _run_batch(tx, units, [position], outcomes)
        return
    savepoint.commit()
    for position, result in zip(positions, results, strict=True):
        is_error = isinstance(result, Exception)
        outcomes[position] = Outcome(error=result) if is_error else Outcome(result)


def _give_back(savepoint: sa.NestedTransaction, error: Exception) -> Outcome:
    if engine_failed(error):
        raise GroupFailed from error
    savepoint.rollback()
    return Outcome(error=error)


_SQLITE_ENGINE_WORDS: Final = ("disk", "full", "locked", "i/o", "malformed", "readonly", "unable to open")
_PG_RETRY: Final = ("40001", "40P01")


def engine_failed(error: BaseException) -> bool:
    """Tell an engine's failure (nobody's unit is to blame) from a unit's own."""
    if not isinstance(error, DBAPIError) or isinstance(error, IntegrityError):
        return False
    if error.connection_invalidated or is_contention(error):
        return True
    words = str(error.orig).lower()
    is_sqlite = type(error.orig).__module__.startswith("sqlite3")
    return is_sqlite and any(word in words for word in _SQLITE_ENGINE_WORDS)


def is_contention(error: BaseException) -> bool:
    """Tell a deadlock or serialization failure, which a second try of the whole group mends."""
    origin = getattr(error, "orig", None)
    return getattr(origin, "sqlstate", None) in _PG_RETRY or getattr(origin, "pgcode", None) in _PG_RETRY


def settle(units: Sequence[Unit], outcomes: Sequence[Outcome]) -> None:
    """Give every caller its outcome; runs in the callers' event loop."""
    for unit, outcome in zip(units, outcomes, strict=True):
        if unit.future.done():  # the caller went away; the row is written all the same
            continue
        if outcome.error is not None:
            unit.future.set_exception(outcome.error)
        else:
            unit.future.set_result(outcome.value)


def all_failed(units: Sequence[Unit], cause: BaseException) -> list[Outcome]:
    """Return the outcomes of a group whose transaction did not become durable."""
    outcomes = []
    for _unit in units:
        error = Unavailable(
            N_("База данных не записала изменения."),
            hint=N_("Ничего не потеряно и не сохранено: повторите; причина — в журнале сервера."),
        )
        error.__cause__ = cause
        outcomes.append(Outcome(error=error))
    return outcomes


def to_json(value: Any) -> str:
    """Write a JSON column; several times faster than the standard library, and Cyrillic stays readable."""
    return msgspec.json.encode(value).decode()


def closed() -> Unavailable:
    """Return what a caller is told before the database opens and after it closes."""
    return Unavailable(N_("База данных закрыта."), hint=N_("Сервер останавливается или ещё не запущен."))


def refuse_when_full(pending: int) -> None:
    """Say 'come back' instead of accepting what might be lost."""
    if pending >= MAX_PENDING:
        raise TooMany(N_("Очередь записи заполнена (%(limit)s).", limit=MAX_PENDING), retry_after_s=1)
