"""Open a shared report by its token; every look is counted and stands in the log of who saw what."""

import hmac

from vestnik.access.model import Permission, Principal, Role
from vestnik.access.tokens import token_hash
from vestnik.access.views import record_view
from vestnik.audit.runs.shares import store
from vestnik.audit.runs.shares.model import Share
from vestnik.audit.runs.shares.token import is_genuine, read_token
from vestnik.kernel.core import Core
from vestnik.kernel.errors import NotFound
from vestnik.kernel.text import N_


async def find_share(core: Core, token: str) -> Share:
    """Return the share that a token opens now, without counting a look.

    Raises:
        NotFound: the token is wrong, expired or ended: one answer for all, so that it tells nothing.
    """
    read = read_token(token)
    found = None
    if read is not None:
        found = await core.db.read(lambda tx: store.one(tx, read.workspace_id, read.share_id))
    if read is None or found is None:
        raise _nothing()
    share, kept = found
    keys = await core.keyring.of(share.workspace_id)  # only now: keys are made at first need
    genuine = is_genuine(keys, read)
    if (
        not genuine
        or not hmac.compare_digest(kept, token_hash(token))
        or not share.opens_at(core.clock.now())
    ):
        raise _nothing()
    return share


async def open_share(core: Core, token: str) -> tuple[Share, Principal]:
    """Count a look; return the share and whoever holds its link, who may read audits and nothing else.

    Raises:
        NotFound: as in ``find_share``.
    """
    share = await find_share(core, token)
    reader = Principal(
        workspace_id=share.workspace_id,
        role=Role.AUDITOR,
        user_id=None,
        api_key_id=None,
        live=True,
        label=f"link: {share.note}"[:254] if share.note else "link",
        permissions=frozenset({Permission.AUDITS_READ}),
    )
    await record_view(core, reader, "report", share.audit_id)
    now = core.clock.now()
    await core.db.write(lambda tx: store.count_view(tx, share.workspace_id, share.id, now))
    return share, reader


def _nothing() -> NotFound:
    return NotFound(
        N_("Такого отчёта нет."),
        hint=N_("Ссылка неверна, её срок вышел или её отозвали. Попросите новую у того, кто её прислал."),
    )
