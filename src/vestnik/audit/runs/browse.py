"""Look at stored audits; nothing here changes anything."""

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.audit.model import Form, Signal, Tracker
from vestnik.audit.runs import compare_store, finding_store, parts_store, store
from vestnik.audit.runs.history import store as history_store
from vestnik.audit.runs.history.model import PointHistory, Standing, site_key
from vestnik.audit.runs.model import (
    MAX_PAGE,
    Comparison,
    FindingFilter,
    Page,
    PageChecks,
    PointShape,
    Run,
    StoredFinding,
    Story,
    TrendPoint,
)
from vestnik.audit.runs.parts_store import Part, Picture
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import InvalidInput, NotFound
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


async def latest_findings(
    core: Core, principal: Principal, audit_id: str, *, limit: int = 5
) -> list[StoredFinding]:
    """Return what a running audit found last, the newest first.

    Raises:
        NotAllowed: the role does not see audits.
        NotFound: there is no such audit in this workspace.
    """
    require(principal, Permission.AUDITS_READ)
    limit = _bounded(limit)

    def read(tx: Tx) -> list[StoredFinding]:
        _run(tx, principal, audit_id)
        return finding_store.latest(tx, principal.workspace_id, audit_id, limit)

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

    def read(tx: Tx) -> Comparison:
        current = _run(tx, principal, audit_id)
        previous = compare_store.previous_of(tx, current)
        if previous is None:
            return Comparison(None)
        return compare_store.compare(tx, _run(tx, principal, previous), current)

    return await core.db.read(read)


async def compare_audits(core: Core, principal: Principal, one_id: str, other_id: str) -> Comparison:
    """Tell what differs between two audits of one target, from the earlier to the later, in either order.

    Raises:
        NotAllowed: the role does not see audits.
        NotFound: one of them is not in this workspace.
        InvalidInput: they are the same one, or of different targets.
    """
    require(principal, Permission.AUDITS_READ)

    def read(tx: Tx) -> Comparison:
        one, other = _run(tx, principal, one_id), _run(tx, principal, other_id)
        if one.id == other.id:
            raise InvalidInput(N_("Это одна и та же проверка."), field="with", hint=N_("Выберите другую."))
        if one.target != other.target:
            raise InvalidInput(
                N_("Сравнить можно только проверки одного сайта."),
                field="with",
                hint=N_("Выберите проверку того же адреса."),
            )
        return compare_store.compare(tx, *sorted((one, other), key=lambda run: run.id))

    return await core.db.read(read)


async def trend_of(core: Core, principal: Principal, audit_id: str, *, limit: int = 50) -> list[TrendPoint]:
    """Return the sums of the last finished audits of an audit's target, oldest first.

    Raises:
        NotAllowed: the role does not see audits.
        NotFound: there is no such audit in this workspace.
    """
    require(principal, Permission.AUDITS_READ)
    limit = _bounded(limit)

    def read(tx: Tx) -> list[TrendPoint]:
        current = _run(tx, principal, audit_id)
        return compare_store.trend(tx, principal.workspace_id, current.target, limit)

    return await core.db.read(read)


async def shapes_of(core: Core, principal: Principal, audit_id: str) -> dict[tuple[str, str], PointShape]:
    """Return how each contact point of a run is made, by its platform and address.

    Raises:
        NotAllowed: the role does not see audits.
        NotFound: there is no such audit in this workspace.
    """
    require(principal, Permission.AUDITS_READ)

    def read(tx: Tx) -> dict[tuple[str, str], PointShape]:
        _run(tx, principal, audit_id)
        return finding_store.shapes(tx, principal.workspace_id, audit_id)

    return await core.db.read(read)


async def points_over_time(core: Core, principal: Principal, audit_id: str) -> list[PointHistory]:
    """Return every contact point ever seen at an audit's target: open ones first, the worst before.

    Raises:
        NotAllowed: the role does not see audits.
        NotFound: there is no such audit in this workspace.
    """
    require(principal, Permission.AUDITS_READ)

    def read(tx: Tx) -> list[PointHistory]:
        site = site_key(_run(tx, principal, audit_id).target)
        every = history_store.points(tx, principal.workspace_id, site).values()
        return sorted(
            every,
            key=lambda one: (
                not one.standing.open,
                -one.severity,
                -one.places,
                one.platform,
                one.address,
            ),
        )

    return await core.db.read(read)


async def standings_of(
    core: Core, principal: Principal, audit_id: str, fingerprints: list[str]
) -> dict[str, Standing]:
    """Return since when the places with these fingerprints stand at an audit's target.

    Raises:
        NotAllowed: the role does not see audits.
        NotFound: there is no such audit in this workspace.
    """
    require(principal, Permission.AUDITS_READ)

    def read(tx: Tx) -> dict[str, Standing]:
        site = site_key(_run(tx, principal, audit_id).target)
        found = history_store.places_by_fingerprint(tx, principal.workspace_id, site, fingerprints)
        return {fingerprint: one.standing for fingerprint, one in found.items()}

    return await core.db.read(read)


async def page_checks_of(core: Core, principal: Principal, audit_id: str) -> PageChecks:
    """Return the signs, forms and trackers a run saw, the weightiest signs first.

    Raises:
        NotAllowed: the role does not see audits.
        NotFound: there is no such audit in this workspace.
    """
    require(principal, Permission.AUDITS_READ)
    workspace_id = principal.workspace_id

    def read(tx: Tx) -> PageChecks:
        _run(tx, principal, audit_id)
        signals = parts_store.load_list(tx, workspace_id, audit_id, Part.SIGNALS, Signal)
        return PageChecks(
            tuple(sorted(signals, key=lambda one: (-one.severity, one.check, one.place.path))),
            tuple(parts_store.load_list(tx, workspace_id, audit_id, Part.FORMS, Form)),
            tuple(parts_store.load_list(tx, workspace_id, audit_id, Part.TRACKERS, Tracker)),
        )

    return await core.db.read(read)


async def shot_of(core: Core, principal: Principal, audit_id: str, sha256: str) -> Picture:
    """Return a picture that a run took.

    Raises:
        NotAllowed: the role does not see audits.
        NotFound: there is no such picture in this workspace.
    """
    require(principal, Permission.AUDITS_READ)
    found = None
    if is_id(audit_id):
        found = await core.db.read(
            lambda tx: parts_store.load_shot(tx, principal.workspace_id, audit_id, sha256)
        )
    if found is None:
        raise NotFound(N_("Такого снимка нет."))
    return found


def _run(tx: Tx, principal: Principal, audit_id: str) -> Run:
    found = store.run(tx, principal.workspace_id, audit_id) if is_id(audit_id) else None
    if found is None:
        raise NotFound(N_("Такой проверки нет."))
    return found


def _bounded(limit: int) -> int:
    return max(1, min(limit, MAX_PAGE))
