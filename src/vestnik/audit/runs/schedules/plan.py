"""Make, pause and delete schedules."""

from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.audit.runs.bounds import check_options, read_target
from vestnik.audit.runs.model import RunOptions
from vestnik.audit.runs.schedules import store
from vestnik.audit.runs.schedules.model import LAST_DAY, Every, Rhythm, Schedule
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import Conflict, InvalidInput, NotFound, TooMany
from vestnik.kernel.ids import is_id
from vestnik.kernel.text import N_

MAX_SCHEDULES: Final = 50
"""Of one workspace."""
_WEEK: Final = 7
_HOURS: Final = 24


async def plan_audit(
    core: Core, principal: Principal, target: str, options: RunOptions, rhythm: Rhythm
) -> Schedule:
    """Let the audit of a site repeat; the first is due at the rhythm's next time.

    Raises:
        NotAllowed: the role does not run audits.
        InvalidInput: the address, an option or the rhythm is out of its bounds.
        Conflict: the site has a schedule already.
        TooMany: the workspace has ``MAX_SCHEDULES``.
    """
    require(principal, Permission.AUDITS_RUN)
    url = read_target(target)
    check_options(options)
    _check(rhythm)
    now = core.clock.now()
    schedule = Schedule(
        id=core.ids.new(),
        workspace_id=principal.workspace_id,
        target=url,
        options=options,
        rhythm=rhythm,
        created_by=principal.label[:254],
        created_at=now,
        next_at=rhythm.after(now),
    )

    def write(tx: Tx) -> None:
        known = store.all_of(tx, principal.workspace_id)
        if any(one.target == url for one in known):
            raise Conflict(
                N_("У этого сайта уже есть расписание."),
                field="target",
                hint=N_("Удалите прежнее, если нужно другое время."),
            )
        if len(known) >= MAX_SCHEDULES:
            raise TooMany(N_("Расписаний уже %(limit)s, больше нельзя.", limit=MAX_SCHEDULES))
        store.insert(tx, schedule)

    await core.db.write(write)
    return schedule


async def list_schedules(core: Core, principal: Principal) -> list[Schedule]:
    """Return the schedules of the workspace, the oldest first.

    Raises:
        NotAllowed: the role does not see audits.
    """
    require(principal, Permission.AUDITS_READ)
    return await core.db.read(lambda tx: store.all_of(tx, principal.workspace_id))


async def pause_schedule(core: Core, principal: Principal, schedule_id: str, *, paused: bool) -> None:
    """Pause a schedule or let it go on; what fell into the pause is not made up for.

    Raises:
        NotAllowed: the role does not run audits.
        NotFound: there is no such schedule in this workspace.
    """
    require(principal, Permission.AUDITS_RUN)
    now = core.clock.now()

    def write(tx: Tx) -> None:
        found = _one(tx, principal, schedule_id)
        following = found.next_at if paused else found.rhythm.after(now)
        store.set_pause(tx, principal.workspace_id, schedule_id, now if paused else None, following)

    await core.db.write(write)


async def delete_schedule(core: Core, principal: Principal, schedule_id: str) -> None:
    """Remove a schedule; the audits it started stay.

    Raises:
        NotAllowed: the role does not run audits.
        NotFound: there is no such schedule in this workspace.
    """
    require(principal, Permission.AUDITS_RUN)

    def write(tx: Tx) -> None:
        _one(tx, principal, schedule_id)
        store.delete(tx, principal.workspace_id, schedule_id)

    await core.db.write(write)


def _one(tx: Tx, principal: Principal, schedule_id: str) -> Schedule:
    found = store.one(tx, principal.workspace_id, schedule_id) if is_id(schedule_id) else None
    if found is None:
        raise NotFound(N_("Такого расписания нет."))
    return found


def _check(rhythm: Rhythm) -> None:
    if not 0 <= rhythm.hour < _HOURS:
        raise InvalidInput(N_("Час — от 0 до 23."), field="hour", hint=N_("Ночью сайту легче: 3."))
    last = {Every.DAY: LAST_DAY, Every.WEEK: _WEEK, Every.MONTH: LAST_DAY}[rhythm.every]
    if not 1 <= rhythm.day <= last:
        raise InvalidInput(
            N_("День — от 1 до %(last)s.", last=last),
            field="day",
            hint=N_("Недели начинаются с понедельника (1); в каждом месяце есть дни с 1 по 28."),
        )
    try:
        ZoneInfo(rhythm.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidInput(
            N_("Такого часового пояса нет."), field="zone", hint=N_("Пример: Europe/Moscow.")
        ) from None
