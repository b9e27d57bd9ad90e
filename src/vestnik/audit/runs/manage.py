"""Stop an audit that runs, erase one that is over."""

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.audit.runs import store
from vestnik.audit.runs.history import store as history_store
from vestnik.audit.runs.history.model import site_key
from vestnik.audit.runs.model import Run, RunState
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import Conflict, NotFound
from vestnik.kernel.ids import is_id
from vestnik.kernel.text import N_
from vestnik.ledger import store as ledger
from vestnik.ledger.model import Entry


async def stop_audit(core: Core, principal: Principal, audit_id: str) -> None:
    """Ask a running audit to stop: what it saw until then is kept as incomplete. One that waits is dropped.

    Raises:
        NotAllowed: the role does not run audits.
        NotFound: there is no such audit in this workspace.
        Conflict: it is over already.
    """
    require(principal, Permission.AUDITS_RUN)
    now = core.clock.now()
    workspace_id, who = principal.workspace_id, principal.label

    def stop(tx: Tx) -> None:
        _run(tx, principal, audit_id)
        if store.ask_to_stop(tx, workspace_id, audit_id, who):
            return
        if not store.drop_queued(tx, workspace_id, audit_id, f"Проверку остановили до начала: {who}.", now):
            raise Conflict(N_("Эта проверка уже закончена."))

    await core.db.write(stop)


async def erase_audit(core: Core, principal: Principal, audit_id: str) -> None:
    """Erase an audit with its findings, pictures and shared reports; the ledger keeps that it was there.

    With the last audit of a site goes the history of its places too.

    Raises:
        NotAllowed: the role does not run audits.
        NotFound: there is no such audit in this workspace.
        Conflict: it waits or runs.
    """
    require(principal, Permission.AUDITS_RUN)
    now, workspace_id = core.clock.now(), principal.workspace_id

    def erase(tx: Tx) -> None:
        run = _run(tx, principal, audit_id)
        if run.state in {RunState.QUEUED, RunState.RUNNING} or not store.erase(tx, workspace_id, audit_id):
            raise Conflict(N_("Эта проверка ещё идёт."), hint=N_("Сначала остановите её."))
        if not store.is_known(tx, workspace_id, run.target):
            history_store.forget(tx, workspace_id, site_key(run.target))
        entry = Entry(
            "audit.erased", {"audit": audit_id, "target": run.target, "finished_entry": run.ledger_index}
        )
        ledger.append(tx, workspace_id, [entry], now)

    await core.db.write(erase)


def _run(tx: Tx, principal: Principal, audit_id: str) -> Run:
    found = store.run(tx, principal.workspace_id, audit_id) if is_id(audit_id) else None
    if found is None:
        raise NotFound(N_("Такой проверки нет."))
    return found
