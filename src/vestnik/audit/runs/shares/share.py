"""Share a report, list who it was shared with, end a share."""

from datetime import timedelta
from typing import Final

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.access.tokens import token_hash
from vestnik.audit.runs import store as run_store
from vestnik.audit.runs.model import Run, RunState
from vestnik.audit.runs.shares import store
from vestnik.audit.runs.shares.model import LONGEST, MAX_LIVING, USUAL, Share
from vestnik.audit.runs.shares.token import make_token
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import Conflict, InvalidInput, NotFound, TooMany
from vestnik.kernel.ids import is_id
from vestnik.kernel.text import N_
from vestnik.ledger import store as ledger
from vestnik.ledger.model import Entry

_MAX_NOTE: Final = 200


async def share_report(
    core: Core, principal: Principal, audit_id: str, *, lasting: timedelta = USUAL, note: str = ""
) -> tuple[Share, str]:
    """Make a link to the report of a finished audit; return it with its token, which is told only now.

    Raises:
        NotAllowed: the role does not hand evidence out.
        NotFound: there is no such audit in this workspace.
        Conflict: it is not finished.
        InvalidInput: it would last less than a minute or more than ``LONGEST``, or the note is too long.
        TooMany: ``MAX_LIVING`` links open this report already.
    """
    require(principal, Permission.EVIDENCE_EXPORT)
    if not timedelta(minutes=1) <= lasting <= LONGEST:
        raise InvalidInput(
            N_("Срок ссылки — не больше %(days)s дней.", days=LONGEST.days),
            field="days",
            hint=N_("Обычно хватает %(days)s.", days=USUAL.days),
        )
    if len(note) > _MAX_NOTE:
        raise InvalidInput(N_("Пояснение длиннее %(limit)s знаков.", limit=_MAX_NOTE), field="note")
    keys, now = await core.keyring.of(principal.workspace_id), core.clock.now()
    share = Share(
        id=core.ids.new(),
        workspace_id=principal.workspace_id,
        audit_id=audit_id,
        note=note.strip(),
        created_by=principal.label[:254],
        created_at=now,
        expires_at=now + lasting,
    )
    token = make_token(keys, share.workspace_id, share.id)

    def write(tx: Tx) -> None:
        if _run(tx, principal, audit_id).state is not RunState.DONE:
            raise Conflict(N_("Эта проверка не закончена: отчёта ещё нет."))
        living = [one for one in store.of_audit(tx, share.workspace_id, audit_id) if one.opens_at(now)]
        if len(living) >= MAX_LIVING:
            raise TooMany(N_("У этого отчёта уже %(limit)s действующих ссылок.", limit=MAX_LIVING))
        store.insert(tx, share, token_hash(token))
        told = {"share": share.id, "audit": audit_id, "expires_at": share.expires_at.isoformat()}
        ledger.append(tx, share.workspace_id, [Entry("audit.report_shared", told)], now)

    await core.db.write(write)
    return share, token


async def list_shares(core: Core, principal: Principal, audit_id: str) -> list[Share]:
    """Return the links ever made to a report, newest first.

    Raises:
        NotAllowed: the role does not see audits.
        NotFound: there is no such audit in this workspace.
    """
    require(principal, Permission.AUDITS_READ)

    def read(tx: Tx) -> list[Share]:
        _run(tx, principal, audit_id)
        return store.of_audit(tx, principal.workspace_id, audit_id)

    return await core.db.read(read)


async def end_share(core: Core, principal: Principal, audit_id: str, share_id: str) -> None:
    """End a link at once, also for whoever has the report open and asks for it again.

    Raises:
        NotAllowed: the role does not hand evidence out.
        NotFound: the audit has no such link.
    """
    require(principal, Permission.EVIDENCE_EXPORT)
    now = core.clock.now()

    def write(tx: Tx) -> None:
        found = store.one(tx, principal.workspace_id, share_id) if is_id(share_id) else None
        if found is None or found[0].audit_id != audit_id:
            raise NotFound(N_("Такой ссылки нет."))
        if found[0].revoked_at is None:
            store.revoke(tx, principal.workspace_id, share_id, now)
            told = {"share": share_id, "audit": audit_id}
            ledger.append(tx, principal.workspace_id, [Entry("audit.share_ended", told)], now)

    await core.db.write(write)


def _run(tx: Tx, principal: Principal, audit_id: str) -> Run:
    found = run_store.run(tx, principal.workspace_id, audit_id) if is_id(audit_id) else None
    if found is None:
        raise NotFound(N_("Такой проверки нет."))
    return found
