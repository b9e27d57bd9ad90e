"""Put a stored run together again, as the audit returned it: for reports."""

from typing import Final

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.audit.model import AuditResult, Form, Signal, Tracker
from vestnik.audit.runs import finding_store, parts_store, store
from vestnik.audit.runs.model import Run, RunState
from vestnik.audit.runs.parts_store import Part
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import Conflict, NotFound
from vestnik.kernel.ids import is_id
from vestnik.kernel.text import N_

MAX_FINDINGS: Final = 50_000


async def result_of(core: Core, principal: Principal, audit_id: str) -> tuple[Run, AuditResult]:
    """Return a finished run with everything it saw.

    Raises:
        NotAllowed: the role does not see audits.
        NotFound: there is no such audit in this workspace.
        Conflict: it is not finished.
    """
    require(principal, Permission.AUDITS_READ)
    workspace_id = principal.workspace_id

    def read(tx: Tx) -> tuple[Run, AuditResult]:
        run = store.run(tx, workspace_id, audit_id) if is_id(audit_id) else None
        if run is None:
            raise NotFound(N_("Такой проверки нет."))
        if run.state is not RunState.DONE:
            raise Conflict(N_("Эта проверка не закончена: отчёта ещё нет."))
        stored = finding_store.all_of(tx, workspace_id, audit_id, MAX_FINDINGS)
        shots = parts_store.shots_of(tx, workspace_id, audit_id)
        return run, AuditResult(
            target=run.target,
            findings=[item.finding for item in stored],
            troubles=list(store.troubles_of(tx, workspace_id, audit_id)),
            files=_figure(run, "files"),
            bytes=_figure(run, "bytes"),
            pages=_figure(run, "pages"),
            seconds=_seconds(run),
            signals=parts_store.load_list(tx, workspace_id, audit_id, Part.SIGNALS, Signal),
            forms=parts_store.load_list(tx, workspace_id, audit_id, Part.FORMS, Form),
            trackers=parts_store.load_list(tx, workspace_id, audit_id, Part.TRACKERS, Tracker),
            artefacts={sha256: picture.data for sha256, picture in shots.items()},
            interrupted=run.interrupted,
        )

    return await core.db.read(read)


def _figure(run: Run, name: str) -> int:
    value = run.stats.get(name, 0)
    return value if isinstance(value, int) else 0


def _seconds(run: Run) -> float:
    value = run.stats.get("seconds") or 0.0
    if isinstance(value, int | float) and value:
        return float(value)
    if run.started_at is None or run.finished_at is None:
        return 0.0
    return (run.finished_at - run.started_at).total_seconds()
