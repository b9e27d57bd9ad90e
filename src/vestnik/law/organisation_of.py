"""Who is asking: what the company answered and accepted, as ``decide`` needs it."""

from collections.abc import Sequence

from vestnik.kernel.core import Core, Tx
from vestnik.law import store
from vestnik.law.policy.question import Organisation
from vestnik.law.profile import Acceptance, WhoWeAre


async def organisation_of(core: Core, workspace_id: str) -> Organisation:
    """Return the newest answer and the standing acceptances; ``subjects`` is None before any answer."""
    return await core.db.read(lambda tx: organisation_in(tx, workspace_id))


def organisation_in(tx: Tx, workspace_id: str) -> Organisation:
    """Return the same inside a transaction that somebody else holds."""
    newest = store.answers(tx, workspace_id, 1)
    accepted = store.standing_acceptances(tx, workspace_id)
    return as_asked(newest[0] if newest else None, accepted)


def as_asked(answer: WhoWeAre | None, accepted: Sequence[Acceptance]) -> Organisation:
    """Return a company's answer and acceptances as a question holds them. Pure."""
    return Organisation(
        subjects=answer.subjects if answer is not None else None,
        accepted_norms=frozenset(acceptance.norm_id for acceptance in accepted),
        operator_contract=answer.operator_contract if answer is not None else None,
    )
