"""What is wrong with a pack: rules about rows that no type can hold. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from vestnik.law.model import (
    Basis,
    Effect,
    NormKind,
    NormStatus,
    Pack,
    Platform,
    PlatformKind,
    Purpose,
    ReachedBy,
    Rule,
)
from vestnik.law.packfile.norm_lint import STRONG, norm_problems, subject_problems
from vestnik.law.packfile.pack_lint import case_problems, head_problems, purposes_problems, unproven
from vestnik.law.policy.rules import CONDITIONS, MISSING, MOMENTS, SUBJECT_OF_NORM, TAGS, WAITS

_STATES: Final = frozenset({"active", "restricted", "closed"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: in which file, in which row, what."""

    file: str
    row: str
    what: str
    mild: bool = False
    """Worth mending, but the pack may be used."""

    def __str__(self) -> str:
        return f"{self.file}: {self.row}: {self.what}"


def lint(pack: Pack, today: date | None = None) -> list[Problem]:
    """Return everything wrong with ``pack``; with ``today`` also the reviews that are overdue."""
    found: list[tuple[str, str]] = []
    for norm in pack.norms.values():
        found += [(f"norm {norm.id}", what) for what in norm_problems(pack, norm, today)]
    for subject in pack.subjects.values():
        found += [(f"subject {subject.code}", what) for what in subject_problems(subject)]
    for platform in pack.platforms.values():
        said = [*_platform(platform), *_offer(platform)]
        found += [(f"platform {platform.id}", what) for what in said]
    for case in pack.cases:
        found += [(f"case {case.id}", what) for what in case_problems(pack, case)]
    problems = [Problem(pack.files.get(name, ""), name, what) for name, what in found]
    problems += rule_problems(pack)
    problems += [Problem("pack.toml", "заголовок", what) for what in head_problems(pack)]
    problems += [Problem("purposes.toml", "файл", what) for what in purposes_problems(pack)]
    ranks = [platform.rank for platform in pack.platforms.values() if platform.rank is not None]
    if len(set(ranks)) != len(ranks):
        problems.append(Problem("platforms.toml", "файл", "два одинаковых «rank»"))
    for rule in pack.rules:
        problems += [
            Problem("rules.toml", f"rule {rule.id}", what, mild=True) for what in unproven(pack, rule)
        ]
    return problems


def rule_problems(pack: Pack) -> list[Problem]:
    """Return what hinders the engine from working by these rules: all that a pack of old must pass."""
    return [
        Problem("rules.toml", f"rule {rule.id}", what)
        for rule in pack.rules
        for what in (*_basis(pack, rule), *_words(pack, rule))
    ]


def _platform(platform: Platform) -> Iterator[str]:
    if platform.status not in _STATES:
        yield f"состояние «{platform.status}», а бывают {', '.join(sorted(_STATES))}"
    if (platform.status == "closed") != (platform.closed_on is not None):
        yield "«closed_on» нужен закрытой площадке и только ей"
    if (platform.status == "restricted") != platform.access_restricted:
        yield "«access_restricted» и состояние «restricted» ставят вместе"
    if platform.access_restricted and not platform.access:
        yield "ограничение доступа без события в «access»"
    if platform.closed_on and platform.closed_on not in {event.on for event in platform.access}:
        yield "закрытие без события этого дня в «access»"
    if platform.national != (platform.national_since is not None):
        yield "«national» и «national_since» ставят вместе"
    if platform.national and (platform.kind is not PlatformKind.RUSSIAN or platform.status != "active"):
        yield "национальным бывает только действующий российский мессенджер"
    yield from _told(platform)


def _told(platform: Platform) -> Iterator[str]:
    """Yield what is said of a platform without its evidence, and evidence that nothing was seen for."""
    told = {
        "national": (platform.national or None, platform.national_evidence),
        "reaches": (platform.reaches, platform.reaches_evidence),
        "effort": (platform.effort, platform.effort_evidence),
        "receipts": (platform.receipts, platform.receipts_evidence),
    }
    tiers = {source.tier for source in platform.sources}
    for key, (value, tier) in told.items():
        if (value is None) != (tier is None):
            yield f"«{key}» и «{key}_evidence» ставят вместе"
        if tier in STRONG and not STRONG & tiers:
            yield f"«{key}» степени «{tier}» без источника степени P или Q"
        elif tier in {"S1", "S2"} and tiers <= {"U"}:
            yield f"«{key}» степени «{tier}» без источника"
    if (platform.reaches is None) != (platform.reached_by is None):
        yield "«reaches» и «reached_by» ставят вместе"
    if (platform.effort is None) != (platform.effort_note is None):
        yield "«effort» и «effort_note» ставят вместе"


def _offer(platform: Platform) -> Iterator[str]:
    if platform.foreign_owned != (platform.kind is PlatformKind.FOREIGN):
        yield "«foreign_owned» и вид площадки противоречат друг другу"
    if platform.on_rkn_list and not platform.foreign_owned:
        yield "в перечне Роскомнадзора только иностранные"
    if platform.fas_named and not platform.access_restricted:
        yield "«fas_named» без ограничения доступа"
    if (platform.rank is None) != (not platform.carries):
        yield "«rank» и «carries» ставят вместе"
    if platform.rank is not None and (platform.foreign_owned or platform.status != "active"):
        yield "предлагать можно только действующую российскую площадку или свою дорогу"
    if platform.rank is not None and (platform.effort is None or platform.reaches is None):
        yield "предлагают с «effort» и «reaches»: сказано, как подключить и до кого дойдёт"
    if platform.effort is not None and (platform.foreign_owned or platform.status == "closed"):
        yield "«effort» у площадки, которую подключать нельзя"
    if Purpose.MASS_CALL in platform.carries and platform.reached_by is not ReachedBy.PHONE:
        yield "«mass_call» без номера телефона"


def _basis(pack: Pack, rule: Rule) -> Iterator[str]:
    norm = pack.norms.get(rule.norm_id) if rule.norm_id is not None else None
    if rule.norm_id is not None and norm is None:
        yield f"нет нормы «{rule.norm_id}»"
    if rule.norm_id is None and rule.basis is Basis.NORM:
        yield "«norm» нужен основанию «norm»"
    if rule.norm_id is not None and rule.basis not in {Basis.NORM, Basis.PRODUCT_RULE}:
        yield "«norm» нужен основанию «norm» и правилу продукта, которое за нормой следует, и только ему"
    if SUBJECT_OF_NORM in rule.when.facts and norm is None:
        yield "«subject_of_norm» без нормы"
    if norm is None or rule.effect is Effect.WARN:
        return
    if norm.kind is not NormKind.NORM:
        yield f"запрет не может опираться на «{norm.kind}»"
    if norm.status is NormStatus.UNVERIFIED:
        yield "непроверенная норма может только предупреждать"


def _words(pack: Pack, rule: Rule) -> Iterator[str]:
    for tag in (tag.removeprefix("!") for tag in rule.when.platform):
        if tag not in TAGS and tag not in pack.platforms:
            yield f"нет ни признака, ни площадки «{tag}»"
    for fact in rule.when.facts:
        if fact not in CONDITIONS:
            yield f"нет условия «{fact}»"
    if rule.missing is not None and rule.missing not in MISSING:
        yield f"нет факта «{rule.missing}»"
    if rule.waits_for is not None and (rule.waits_for not in WAITS or rule.effect is not Effect.HOLD):
        yield f"ждать можно только {', '.join(WAITS)} и только правилу «hold»"
    if rule.until is not None and (rule.until not in MOMENTS or rule.effect is not Effect.HOLD):
        yield f"«until» — одно из {', '.join(sorted(MOMENTS))} и только у правила «hold»"
    if rule.effect is Effect.HOLD and rule.until is None and rule.waits_for is None:
        yield "задержка без срока: нужен «until» или «waits_for»"
    if rule.text.replace("%(platform)s", "").replace("%(invited)s", "").count("%"):
        yield "в тексте место, которого нет: бывают %(platform)s и %(invited)s"
