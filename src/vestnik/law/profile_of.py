"""The page about the company: who answered what and when, which norms were accepted, what is undecided."""

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.kernel.core import Core, Tx
from vestnik.law import store
from vestnik.law.model import Effect, Norm, NormStatus, Pack
from vestnik.law.organisation_of import as_asked
from vestnik.law.policy.question import Organisation
from vestnik.law.profile import AcceptedNorm, Profile

_HISTORY = 20


async def profile_of(core: Core, principal: Principal, pack: Pack) -> Profile:
    """Return the company's answers with their authors, and the norms that wait for the owner.

    Raises:
        NotAllowed: the role may not read this.
    """
    require(principal, Permission.LAW_READ)

    def read(tx: Tx) -> Profile:
        history = tuple(store.answers(tx, principal.workspace_id, _HISTORY))
        standing = store.standing_acceptances(tx, principal.workspace_id)
        organisation = as_asked(history[0] if history else None, standing)
        return Profile(
            organisation=organisation,
            answer=history[0] if history else None,
            history=history,
            accepted=tuple(
                AcceptedNorm(acceptance, pack.norms.get(acceptance.norm_id)) for acceptance in standing
            ),
            undecided=undecided(pack, organisation),
        )

    return await core.db.read(read)


def undecided(pack: Pack, organisation: Organisation) -> tuple[Norm, ...]:
    """Return secondary norms with a denying rule that speak of this company and are not accepted. Pure."""
    denying = {rule.norm_id for rule in pack.rules if rule.effect is Effect.DENY}
    own = organisation.subjects or frozenset()
    everyone = {code for code, subject in pack.subjects.items() if subject.anyone}
    return tuple(
        norm
        for norm in pack.norms.values()
        if norm.id in denying
        and norm.status is NormStatus.SECONDARY
        and norm.id not in organisation.accepted_norms
        and not norm.subjects.isdisjoint(own | everyone)
    )
