"""Close the runs whose process is gone, so that none looks alive forever."""

from datetime import timedelta

from vestnik.audit.runs import store
from vestnik.kernel.core import Core

SILENCE = timedelta(seconds=60)
"""A living run shows itself every second or so."""
_SENTENCE = "Проверка прервана: приложение перезапустили. Запустите её заново."


async def fail_interrupted(core: Core, silence: timedelta = SILENCE) -> int:
    """Mark runs without a sign of life for ``silence`` as failed; return how many there were.

    Call it at start and then every minute. An installation of one process may pass zero at start.
    """
    now = core.clock.now()
    return await core.db.write(lambda tx: store.fail_silent(tx, now - silence, _SENTENCE, now))
