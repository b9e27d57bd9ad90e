"""The dispatcher: takes what is due, asks the gate, commits the intent, calls the driver, notes the end."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, Protocol

from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import VestnikError
from vestnik.kernel.rows import BulkInsert, grouped
from vestnik.law.decide import decide
from vestnik.law.explain import record
from vestnik.law.model import Pack
from vestnik.law.organisation_of import organisation_in
from vestnik.law.policy.question import CallFact, Organisation, Registered
from vestnik.law.registry.states import registered_in
from vestnik.ledger import store as ledger
from vestnik.ledger.model import Entry
from vestnik.notify import store
from vestnik.notify.accept import READY
from vestnik.notify.calls import call_facts
from vestnik.notify.draft import Catalogue
from vestnik.notify.driver import Driver, Outbound, SendError, Sent
from vestnik.notify.envelope import unseal
from vestnik.notify.gate import Decide, Facts, Step, StepKind, plan
from vestnik.notify.model import MessageState, Ready
from vestnik.notify.results import Result, refused, taken, write_results
from vestnik.notify.tables import attempts, decisions

MAX_IN_FLIGHT: Final = 512
"""Messages between their intent and their outcome; the drivers' own windows are narrower."""
SEND_TIMEOUT_S: Final = 120.0
IDLE_S: Final = 1.0
"""How long a lost wake-up can delay a message."""
_STOP_S: Final = 15.0

_log = logging.getLogger(__name__)
_insert_decisions: Final = BulkInsert(decisions, *decisions.c.keys())
_insert_attempts: Final = BulkInsert(attempts, *attempts.c.keys())


class Drivers(Protocol):
    """Where the dispatcher gets a workspace's driver of a channel; ``app`` hands it in."""

    async def driver(self, workspace_id: str, channel: str) -> Driver:
        """Return the driver, connected as the workspace set it up.

        Raises:
            SendError: the channel has no driver or is not connected.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Planned:
    """A step with the ids its rows will have."""

    step: Step
    decision_id: str
    attempt_id: str
    answer: dict[str, Any]


class Dispatcher:
    """Runs in every process that sends; one loop, many messages in flight."""

    def __init__(self, core: Core, pack: Pack, catalogue: Catalogue, drivers: Drivers) -> None:
        """Take what it needs; nothing runs before ``run`` or ``step``."""
        self._core = core
        self._pack = pack
        self._catalogue = catalogue
        self._drivers = drivers
        self._decide: Decide = partial(decide, pack)
        self._flights: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Dispatch until cancelled; then let what is in flight come to its end."""
        wake_up = self._core.bus.subscribe(READY)
        try:
            while True:
                wake_up.drain()
                if not await self._step_safely():
                    await wake_up.next(IDLE_S)
        finally:
            wake_up.close()
            if self._flights:
                await asyncio.wait(self._flights, timeout=_STOP_S)

    async def settle(self) -> None:
        """Dispatch what is due now and wait for its outcome: for tests, scripts and the demo."""
        while await self.step():
            await self._landed()

    async def step(self) -> int:
        """Take one portion of due messages as far as their drivers; return how many were looked at."""
        room = MAX_IN_FLIGHT - len(self._flights)
        if room <= 0:
            await asyncio.wait(self._flights, return_when=asyncio.FIRST_COMPLETED)
            return 1
        now = self._core.clock.now()
        ready, facts = await self._core.db.read(lambda tx: _look(tx, now, room))
        if not ready:
            return 0
        planned = [self._plan(message, facts) for message in ready]
        claimed = await self._core.db.write(lambda tx: _commit(tx, planned, now))
        for item in planned:
            if item.step.kind is StepKind.SEND and item.step.ready.id in claimed:
                flight = asyncio.create_task(self._fly(item))
                self._flights.add(flight)
                flight.add_done_callback(self._flights.discard)
        return len(ready)

    async def _step_safely(self) -> int:
        try:
            return await self.step()
        except VestnikError:
            _log.exception("a step of the dispatcher failed; it will be taken again")
            await asyncio.sleep(IDLE_S)
            return 0

    async def _landed(self) -> None:
        while self._flights:
            await asyncio.wait(self._flights)

    def _plan(self, ready: Ready, facts: Facts) -> _Planned:
        step = plan(ready, self._catalogue.platform_of(ready.channel), facts, self._decide)
        answer = {} if step.verdict is None else record(self._pack, step.verdict)
        return _Planned(step, self._core.ids.new(), self._core.ids.new(), answer)

    async def _fly(self, item: _Planned) -> None:
        """Take one message from its intent to its outcome; whatever happens, an outcome is recorded."""
        result = await self._send(item)
        try:
            await self._core.db.submit(write_results, result)
        except VestnikError:
            # the attempt keeps no outcome row: the next start lists it as in doubt, nothing is resent
            _log.exception("the outcome of attempt %s was not recorded", item.attempt_id)

    async def _send(self, item: _Planned) -> Result:
        ready = item.step.ready
        try:
            sent = await self._call_driver(item)
        except SendError as error:
            return self._refused(item, error)
        except TimeoutError:
            lost = SendError("timeout", "канал не ответил в срок", permanent=False, in_doubt=True)
            return self._refused(item, lost)
        except VestnikError as error:
            return self._refused(item, SendError("internal", str(error), permanent=True))
        except Exception as error:  # noqa: BLE001 — a driver's bug sets its message aside, the queue goes on
            _log.exception("driver of %s failed on message %s", ready.channel, ready.id)
            broken = SendError("driver", type(error).__name__, permanent=False, in_doubt=True)
            return self._refused(item, broken)
        return taken(ready, item.attempt_id, self._core.clock.now(), sent)

    def _refused(self, item: _Planned, error: SendError) -> Result:
        ready = item.step.ready
        return refused(ready, item.attempt_id, self._core.clock.now(), error)

    async def _call_driver(self, item: _Planned) -> Sent:
        ready = item.step.ready
        if not ready.live and ready.channel in self._catalogue.manifests:
            return Sent(reference=None, delivered=True)
        driver = await self._drivers.driver(ready.workspace_id, ready.channel)
        keys = await self._core.keyring.of(ready.workspace_id)
        to, content = unseal(keys, ready.id, ready.sealed)
        outbound = Outbound(ready.workspace_id, ready.id, item.attempt_id, to, content)
        async with asyncio.timeout(SEND_TIMEOUT_S):
            return await driver.send(item.step.permit, outbound)


def _look(tx: Tx, now: datetime, limit: int) -> tuple[list[Ready], Facts]:
    ready = store.due(tx, now, limit)
    organisations: dict[str, Organisation] = {}
    known: dict[tuple[str, bytes], CallFact] = {}
    registry: dict[str, dict[str, Registered]] = {}
    for workspace, mine in grouped(ready, lambda message: message.workspace_id).items():
        organisations[workspace] = organisation_in(tx, workspace)
        registry[workspace] = registered_in(tx, workspace)
        indices = {message.call_index for message in mine if message.call_index is not None}
        if indices:
            for index, fact in call_facts(tx, workspace, indices).items():
                known[workspace, index] = fact
    return ready, Facts(now, organisations, known, registry)


def _commit(tx: Tx, planned: Sequence[_Planned], now: datetime) -> set[str]:
    """Write decisions, holds, denials and intents of one portion; return the ids claimed for sending."""
    claimed: set[str] = set()
    for workspace_id, mine in grouped(planned, lambda item: item.step.ready.workspace_id).items():
        _decisions(tx, workspace_id, [item for item in mine if item.step.verdict is not None], now)
        to_send = [item for item in mine if item.step.kind is StepKind.SEND]
        if to_send:
            won = store.claim(tx, workspace_id, [item.step.ready.id for item in to_send], now)
            claimed |= won
            _intents(tx, workspace_id, [item for item in to_send if item.step.ready.id in won], now)
        _fail(tx, workspace_id, [item for item in mine if item.step.kind is StepKind.FAIL], now)
        for item in mine:
            _stay(tx, item.step, now)
    return claimed


def _fail(tx: Tx, workspace_id: str, items: Sequence[_Planned], now: datetime) -> None:
    """Set aside what no answer can be had about, with its reason, as an attempt that never left."""
    if not items:
        return
    _intents(tx, workspace_id, items, now)
    errors = [SendError("undecided", item.step.problem, permanent=True) for item in items]
    write_results(
        tx,
        [
            refused(item.step.ready, item.attempt_id, now, error)
            for item, error in zip(items, errors, strict=True)
        ],
    )


def _stay(tx: Tx, step: Step, now: datetime) -> None:
    ready = step.ready
    match step.kind:
        case StepKind.DENY:
            store.move(tx, ready.workspace_id, [ready.id], now, MessageState.DENIED)
        case StepKind.EXPIRE:
            store.move(tx, ready.workspace_id, [ready.id], now, MessageState.EXPIRED)
        case StepKind.HOLD:
            store.move(
                tx,
                ready.workspace_id,
                [ready.id],
                now,
                MessageState.HELD,
                due_at=step.due_at,
                waits_for=step.waits_for,
            )
        case StepKind.SEND | StepKind.FAIL:
            pass


def _decisions(tx: Tx, workspace_id: str, items: Sequence[_Planned], now: datetime) -> None:
    if not items:
        return
    entries = [
        Entry(
            "message.decided",
            {
                "message": item.step.ready.id,
                "verdict": item.answer["verdict"],
                "pack": item.answer["pack"]["hash"],
                "norms": [reason["norm"] for reason in item.answer["reasons"] if reason["norm"]],
            },
        )
        for item in items
    ]
    indices = ledger.append(tx, workspace_id, entries, now)
    _insert_decisions(
        tx,
        [
            (
                workspace_id,
                item.step.ready.id,
                item.decision_id,
                item.answer["verdict"],
                now,
                item.answer,
                index,
            )
            for item, index in zip(items, indices, strict=True)
        ],
    )


def _intents(tx: Tx, workspace_id: str, items: Sequence[_Planned], now: datetime) -> None:
    rows = [
        (
            workspace_id,
            item.step.ready.id,
            item.attempt_id,
            item.step.ready.attempts + 1,
            item.decision_id,
            now,
        )
        for item in items
    ]
    _insert_attempts(tx, rows)
