"""Start the audits whose time has come, each once, whatever number of processes looks."""

from typing import Final

from vestnik.audit.runs import store as run_store
from vestnik.audit.runs.bounds import MAX_OPEN
from vestnik.audit.runs.model import Progress, Run, RunState
from vestnik.audit.runs.schedules import store
from vestnik.audit.runs.schedules.model import Schedule
from vestnik.kernel.core import Core, Tx

_AT_ONCE: Final = 50


async def begin_due(core: Core) -> int:
    """Queue an audit for every due schedule and move it on to its next time; return how many were queued.

    Whatever was missed while nothing worked is one audit, not many. A site that is being audited now is
    skipped until the schedule's next time; a workspace with too many open audits waits for the next look.
    """
    now = core.clock.now()
    waiting = await core.db.read(lambda tx: store.due(tx, now, _AT_ONCE))
    started = 0
    for schedule in waiting:
        started += await core.db.write(lambda tx, one=schedule: _begin(core, tx, one))  # type: ignore[misc]
    if started:
        await core.bus.publish("audits")
    return started


def _begin(core: Core, tx: Tx, schedule: Schedule) -> bool:
    now = core.clock.now()
    open_now = run_store.open_runs(tx, schedule.workspace_id)
    running = schedule.target in open_now
    if not running and len(open_now) >= MAX_OPEN:
        return False
    if not store.take(tx, schedule, schedule.rhythm.after(now)):
        return False  # another process was quicker, or somebody paused it
    if running:
        store.note_skipped(tx, schedule, now)
        return False
    run = Run(
        id=core.ids.new(),
        workspace_id=schedule.workspace_id,
        target=schedule.target,
        kind="site",
        state=RunState.QUEUED,
        options=schedule.options,
        requested_by=schedule.created_by,
        queued_at=now,
        started_at=None,
        finished_at=None,
        progress=Progress(),
        incomplete=False,
        schedule_id=schedule.id,
    )
    run_store.insert_run(tx, run)
    store.note_started(tx, schedule, run.id, now)
    return True
