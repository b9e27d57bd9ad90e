"""The owner decides that a norm known only from reviews may forbid."""

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import InvalidInput, NotFound
from vestnik.kernel.text import N_
from vestnik.law import store
from vestnik.law.answer_who_we_are import MAX_NOTE
from vestnik.law.model import Norm, NormKind, NormStatus, Pack
from vestnik.law.profile import Acceptance, ByWhom
from vestnik.ledger.model import Entry
from vestnik.ledger.store import append


async def accept_norm(
    core: Core, principal: Principal, pack: Pack, norm_id: str, note: str = ""
) -> Acceptance:
    """Accept a secondary norm for this workspace, with a ledger entry; a standing acceptance is returned.

    Raises:
        NotAllowed: the role may not decide this.
        NotFound: the pack holds no such norm.
        InvalidInput: the norm needs no acceptance (confirmed), or cannot get one (unverified, no norm).
    """
    require(principal, Permission.NORMS_ACCEPT)
    norm = _acceptable(pack, norm_id)
    note = note.strip()
    if len(note) > MAX_NOTE:
        raise InvalidInput(N_("Пояснение длиннее %(limit)s знаков.", limit=MAX_NOTE), field="note")
    acceptance = Acceptance(
        id=core.ids.new(),
        norm_id=norm.id,
        note=note,
        pack_version=pack.version,
        accepted_by=ByWhom.of(principal),
        accepted_at=core.clock.now(),
    )
    entry = Entry(
        "law.norm_accepted",
        {
            "acceptance": acceptance.id,
            "norm": norm.id,
            "status": norm.status.value,
            "pack": pack.version,
            "pack_sha256": pack.sha256,
            "by_user": principal.user_id,
            "by_key": principal.api_key_id,
        },
    )

    def write(tx: Tx) -> Acceptance:
        for standing in store.standing_acceptances(tx, principal.workspace_id):
            if standing.norm_id == norm.id:
                return standing
        store.add_acceptance(tx, principal.workspace_id, acceptance)
        append(tx, principal.workspace_id, [entry], acceptance.accepted_at)
        return acceptance

    return await core.db.write(write)


def _acceptable(pack: Pack, norm_id: str) -> Norm:
    norm = pack.norms.get(norm_id)
    if norm is None:
        raise NotFound(N_("Нормы «%(norm)s» в наборе правил нет.", norm=norm_id[:64]), field="norm_id")
    if norm.kind is not NormKind.NORM:
        raise InvalidInput(
            N_("«%(citation)s» — не запрет и не требование: принимать нечего.", citation=norm.citation),
            field="norm_id",
        )
    if norm.status is NormStatus.CONFIRMED:
        raise InvalidInput(
            N_(
                "Норма «%(citation)s» подтверждена и действует без решения владельца.", citation=norm.citation
            ),
            field="norm_id",
        )
    if norm.status is NormStatus.UNVERIFIED:
        raise InvalidInput(
            N_("Норма «%(citation)s» не проверена: она может только предупреждать.", citation=norm.citation),
            field="norm_id",
            hint=N_("Сверьте её с официальным текстом."),
        )
    return norm
