"""Ask for an audit of a site; a worker runs it."""

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.audit.runs import store
from vestnik.audit.runs.bounds import MAX_OPEN, check_options, read_target
from vestnik.audit.runs.model import Progress, Run, RunOptions, RunState
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import Conflict, TooMany
from vestnik.kernel.text import N_

_DEFAULTS = RunOptions()


async def start_audit(core: Core, principal: Principal, target: str, options: RunOptions = _DEFAULTS) -> str:
    """Queue an audit of the site at ``target`` and return its id.

    Raises:
        NotAllowed: the role does not run audits.
        InvalidInput: ``target`` is no http(s) address, or an option is out of its bounds.
        Conflict: the same site is being audited already.
        TooMany: too many audits of this workspace wait or run.
    """
    require(principal, Permission.AUDITS_RUN)
    url = read_target(target)
    check_options(options)
    run = Run(
        id=core.ids.new(),
        workspace_id=principal.workspace_id,
        target=url,
        kind="site",
        state=RunState.QUEUED,
        options=options,
        requested_by=principal.label[:254],
        queued_at=core.clock.now(),
        started_at=None,
        finished_at=None,
        progress=Progress(),
        incomplete=False,
    )

    def write(tx: Tx) -> None:
        waiting = store.open_runs(tx, principal.workspace_id)
        if url in waiting:
            raise Conflict(
                N_("Этот сайт уже проверяется."), field="target", hint=N_("Дождитесь конца идущей проверки.")
            )
        if len(waiting) >= MAX_OPEN:
            raise TooMany(N_("Проверок в очереди уже %(limit)s.", limit=MAX_OPEN), retry_after_s=60)
        store.insert_run(tx, run)

    await core.db.write(write)
    await core.bus.publish("audits")
    return run.id
