"""Look at stored audits; nothing here changes anything."""

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.audit.runs import finding_store, store
from vestnik.audit.runs.model import MAX_PAGE, Comparison, FindingFilter, Page, Run, StoredFinding, Story
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import NotFound
from vestnik.kernel.ids import is_id
from vestnik.kernel.text import N_

_ALL = FindingFilter()


async def list_audits(
    core: Core, principal: Principal, *, before: str | None = None, limit: int = 50, target: str | None = None
) -> list[Run]:
    """Return runs, newest first, at most 100; ``before`` is the id of the last one already shown.

    Raises:
        NotAllowed: the role does not see audits.
    """
    require(principal, Permission.AUDITS_READ)
    if before is not None and not is_id(before):
        return []
    limit = _bounded(limit)
    return await core.db.read(
        lambda tx: store.runs(tx, principal.workspace_id, before=before, limit=limit, target=target)
    )


async def get_audit(core: Core, principal: Principal, audit_id: str) -> Story:
    """Return one run with its troubles.

    Raises:
        NotAllowed: the role does not see audits.
        NotFound: there is no such audit in this workspace.
    """
    require(principal, Permission.AUDITS_READ)

    def read(tx: Tx) -> Story:
        run = _run(tx, principal, audit_id)
        return Story(run, store.troubles_of(tx, principal.workspace_id, audit_id))

    return await core.db.read(read)


async def list_findings(
    core: Core,
    principal: Principal,
    audit_id: str,
    which: FindingFilter = _ALL,
    *,
    after: int | None = None,
    limit: int = 50,
) -> Page:
    """Return a page of a run's findings, worst first; ``after`` is the ``next_after`` of the page before.

    Raises:
        NotAllowed: the role does not see audits.
        NotFound: there is no such audit in this workspace.
    """
    require(principal, Permission.AUDITS_READ)
    limit = _bounded(limit)

    def read(tx: Tx) -> Page:
        _run(tx, principal, audit_id)
        return finding_store.page(tx, principal.workspace_id, audit_id, which, after, limit)

    return await core.db.read(read)


async def get_finding(core: Core, principal: Principal, finding_id: str) -> StoredFinding:
    """Return one finding.

    Raises:
        NotAllowed: the role does not see audits.
        NotFound: there is no such finding in this workspace.
    """
    require(principal, Permission.AUDITS_READ)
    found = None
    if is_id(finding_id):
        found = await core.db.read(lambda tx: finding_store.finding(tx, principal.workspace_id, finding_id))
    if found is None:
        raise NotFound(N_("Такой находки нет."))
    return found


async def compare_with_previous(core: Core, principal: Principal, audit_id: str) -> Comparison:
    """Tell what is new and what is gone since the last finished audit of the same target.

    Raises:
        NotAllowed: the role does not see audits.
        NotFound: there is no such audit in this workspace.
    """
    require(principal, Permission.AUDITS_READ)
    return await core.db.read(lambda tx: finding_store.compare(tx, _run(tx, principal, audit_id)))


def _run(tx: Tx, principal: Principal, audit_id: str) -> Run:
    found = store.run(tx, principal.workspace_id, audit_id) if is_id(audit_id) else None
    if found is None:
        raise NotFound(N_("Такой проверки нет."))
    return found


def _bounded(limit: int) -> int:
    return max(1, min(limit, MAX_PAGE))
