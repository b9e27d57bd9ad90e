"""Ask for an audit of a site; a worker runs it. What may be asked for is checked here, for schedules too."""

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.audit.crawl.urls import canonical_url
from vestnik.audit.runs import store
from vestnik.audit.runs.model import Progress, Run, RunOptions, RunState
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import Conflict, InvalidInput, TooMany
from vestnik.kernel.text import N_

MAX_OPEN = 10
"""Audits of one workspace that may wait or run at once."""
_MOST_PAGES = 20_000
_FASTEST = 50.0
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


def read_target(target: str) -> str:
    """Return the canonical address of a site; a bare host means https.

    Raises:
        InvalidInput: it is no http(s) address.
    """
    url = canonical_url(target if "://" in target else f"https://{target}")
    if url is None:
        raise InvalidInput(
            N_("Это не адрес сайта."),
            field="target",
            hint=N_("Пример: https://shop.example/ — без имени и пароля."),
        )
    return url


def check_options(options: RunOptions) -> None:
    """Refuse options out of their bounds.

    Raises:
        InvalidInput: names the field and the bounds.
    """
    if not 1 <= options.max_pages <= _MOST_PAGES:
        raise InvalidInput(
            N_("Предел страниц — от 1 до %(most)s.", most=_MOST_PAGES),
            field="max_pages",
            hint=N_("Обычно хватает 200."),
        )
    if not 0 < options.rate_per_s <= _FASTEST:
        raise InvalidInput(
            N_("Запросов в секунду — больше 0 и не больше %(most)g.", most=_FASTEST),
            field="rate_per_s",
            hint=N_("Обычный сайт спокойно выдерживает 5."),
        )
