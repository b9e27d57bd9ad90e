"""Take back the runs whose process is gone: they go on from their checkpoint, a few times at most."""

from datetime import datetime, timedelta
from typing import Final

from vestnik.audit.runs import store
from vestnik.kernel.core import Core, Tx

SILENCE: Final = timedelta(seconds=60)
"""A living run shows itself every second or so."""
MAX_RESUMES: Final = 3
"""After that the audit itself is what kills its process, and going on would do so again."""
TOO_OFTEN: Final = (
    "Проверка прервана: приложение останавливалось при ней слишком много раз. Запустите её заново."
)
STOPPED: Final = "Проверку остановили, и приложение остановилось раньше, чем она закончилась."


async def resume_interrupted(core: Core, silence: timedelta = SILENCE) -> int:
    """Put runs without a sign of life for ``silence`` back into the queue; return how many there were.

    One that has been put back ``MAX_RESUMES`` times, or was asked to stop, is moved to failed instead.
    Call it at start and then every minute. An installation of one process may pass zero at start.
    """
    now = core.clock.now()

    def take_back(tx: Tx) -> int:
        found = store.silent(tx, now - silence)
        for workspace_id, audit_id, turn in found:
            leave(tx, workspace_id, audit_id, turn, now)
        return len(found)

    if not await core.db.read(lambda tx: store.silent(tx, now - silence)):
        return 0
    taken = await core.db.write(take_back)
    await core.bus.publish("audits")
    return taken


def leave(tx: Tx, workspace_id: str, audit_id: str, turn: int, now: datetime) -> None:
    """Let go of a running audit: back to the queue, or to failed when that would go on forever."""
    if turn >= MAX_RESUMES:
        store.fail(tx, workspace_id, audit_id, turn, TOO_OFTEN, now)
    elif not store.give_back(tx, workspace_id, audit_id, turn, now):
        store.fail(tx, workspace_id, audit_id, turn, STOPPED, now)
