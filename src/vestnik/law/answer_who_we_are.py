"""A person answers which classes of companies this company belongs to."""

from collections.abc import Collection

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.law import store
from vestnik.law.model import Pack
from vestnik.law.profile import ByWhom, WhoWeAre
from vestnik.ledger.model import Entry
from vestnik.ledger.store import append

OTHER_BUSINESS = "OTHER_BUSINESS"
MAX_NOTE = 2000


async def answer_who_we_are(
    core: Core,
    principal: Principal,
    pack: Pack,
    subjects: Collection[str],
    note: str = "",
    *,
    operator_contract: bool | None = None,
) -> WhoWeAre:
    """Keep an answer beside all earlier ones, with a ledger entry; it counts from now on.

    ``subjects`` are codes of the pack that are asked about; ``OTHER_BUSINESS`` alone means "not covered"
    and needs ``note`` to say why. ``operator_contract``: whether mailings and calls go by a contract with
    the subscribers' operators; None is not said.

    Raises:
        NotAllowed: the role may not answer for the company.
        InvalidInput: no code, an unknown one, a contradiction, or a conclusion without its reason.
    """
    require(principal, Permission.PROFILE_WRITE)
    chosen = frozenset(subjects)
    note = note.strip()
    _check(pack, chosen, note)
    answer = WhoWeAre(
        id=core.ids.new(),
        subjects=chosen,
        note=note,
        pack_version=pack.version,
        answered_by=ByWhom.of(principal),
        answered_at=core.clock.now(),
        operator_contract=operator_contract,
    )
    entry = Entry(
        "law.who_we_are",
        {
            "answer": answer.id,
            "subjects": sorted(chosen),
            "operator_contract": operator_contract,
            "pack": pack.version,
            "pack_sha256": pack.sha256,
            "by_user": principal.user_id,
            "by_key": principal.api_key_id,
        },
    )

    def write(tx: Tx) -> None:
        store.add_answer(tx, principal.workspace_id, answer)
        append(tx, principal.workspace_id, [entry], answer.answered_at)

    await core.db.write(write)
    return answer


def _check(pack: Pack, chosen: frozenset[str], note: str) -> None:
    if len(note) > MAX_NOTE:
        raise InvalidInput(N_("Пояснение длиннее %(limit)s знаков.", limit=MAX_NOTE), field="note")
    if not chosen:
        raise InvalidInput(
            N_("Не выбрано ни одного ответа."),
            field="subjects",
            hint=N_("Если ничто из списка к вам не относится, выберите «Прочий бизнес»."),
        )
    for code in sorted(chosen):
        subject = pack.subjects.get(code)
        if subject is None or subject.anyone:
            raise InvalidInput(
                N_("Код «%(code)s» не выбирают: его нет среди вопросов.", code=code[:64]), field="subjects"
            )
    if OTHER_BUSINESS not in chosen:
        return
    if len(chosen) > 1:
        raise InvalidInput(N_("«Прочий бизнес» нельзя выбрать вместе с другими ответами."), field="subjects")
    if not note:
        raise InvalidInput(
            N_("Вывод «нас это не касается» записывается с объяснением."),
            field="note",
            hint=N_("Напишите, почему перечисленное к компании не относится."),
        )
