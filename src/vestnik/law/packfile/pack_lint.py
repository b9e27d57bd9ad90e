"""What is wrong with a pack beside its norms and platforms: changelog, purposes, cases. Pure."""

from collections.abc import Iterator
from itertools import pairwise

from vestnik.law.figures.model import Case, Expected
from vestnik.law.model import Effect, Pack, Purpose, Rule


def head_problems(pack: Pack) -> Iterator[str]:
    """Yield what to mend in ``pack.toml``."""
    versions = [release.version for release in pack.changelog]
    if not versions or versions[0] != pack.version:
        yield f"первая запись «changelog» — не о версии {pack.version}"
    keys = [version_key(version) for version in versions]
    if any(later <= earlier for later, earlier in pairwise(keys)):
        yield "«changelog» идёт от новой версии к старой"


def purposes_problems(pack: Pack) -> Iterator[str]:
    """Yield purposes that the engine knows and the pack does not describe."""
    for purpose in Purpose:
        if purpose not in pack.purposes:
            yield f"нет назначения «{purpose}»"


def case_problems(pack: Pack, case: Case) -> Iterator[str]:
    """Yield what to mend in one case; whether it holds is for ``run_cases`` to say."""
    expect = case.expect
    named = (expect.norms or frozenset()) | (expect.warnings or frozenset())
    named |= expect.needs_decision or frozenset()
    organisation = case.question.get("organisation", {})
    named |= set(organisation.get("accepted_norms", ()))
    for code in sorted(set(organisation.get("subjects", ())) - pack.subjects.keys()):
        yield f"нет субъекта «{code}»"
    for norm_id in sorted(named | ({case.norm} if case.norm is not None else frozenset())):
        if norm_id not in pack.norms:
            yield f"нет нормы «{norm_id}»"
    known = {rule.id for rule in pack.rules}
    for rule_id in sorted(expect.rules - known):
        yield f"нет правила «{rule_id}»"
    if case.question["purpose"] not in {purpose.value for purpose in Purpose}:
        yield f"нет назначения «{case.question['purpose']}»"


def unproven(pack: Pack, rule: Rule) -> Iterator[str]:
    """Yield a rule that denies and that no case shows denying."""
    if rule.effect is not Effect.DENY:
        return
    for case in pack.cases:
        expect = case.expect
        if expect.verdict is Expected.DENY and (
            rule.id in expect.rules or rule.norm_id in (expect.norms or ())
        ):
            return
    yield "запрещает, а примера в «cases.toml», который это доказывает, нет"


def version_key(version: str) -> tuple[int, ...]:
    """Return what orders versions: their numbers, so that 2026.10 comes after 2026.9."""
    return tuple(int(part) for part in version.split("."))
