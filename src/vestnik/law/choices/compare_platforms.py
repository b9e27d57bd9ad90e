"""All platforms side by side, with what this company knows of its own people. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from vestnik.kernel.text import N_, Text
from vestnik.law.choices.model import Choice, ComparedPlatform, ReachCount
from vestnik.law.explain import PURPOSES
from vestnik.law.model import AccessEvent, Effort, NormStatus, Pack, Platform, PlatformKind, Purpose

KINDS: Final[Mapping[str, Text]] = {
    PlatformKind.FOREIGN: N_("иностранная"),
    PlatformKind.RUSSIAN: N_("российская"),
    PlatformKind.OWN_ROAD: N_("своя дорога"),
}
STATES: Final[Mapping[str, Text]] = {
    "active": N_("работает"),
    "restricted": N_("доступ ограничен"),
    "closed": N_("закрыта"),
}
UNKNOWN: Final = N_("не известно")
EFFORTS: Final[Mapping[str | None, Text]] = {
    None: UNKNOWN,
    Effort.NONE: N_("ничего не нужно"),
    Effort.LOW: N_("легко"),
    Effort.MEDIUM: N_("средне"),
    Effort.HIGH: N_("трудно"),
}
"""What connecting takes, in a word."""

_OFFERED, _SILENT, _CLOSED, _FOREIGN = range(4)


def compare(
    pack: Pack,
    reach: ReachCount | None,
    choices: Iterable[Choice],
    registry: Mapping[str, str] | None = None,
) -> tuple[ComparedPlatform, ...]:
    """Return every platform of the pack, the most useful first, foreign ones last.

    Useful is what reaches more of the company's own people; where that is equal or nobody counted, the
    pack's order of alternatives decides. ``registry``: platform → what the registry of Russian software
    says of it; None: it is not loaded.
    """
    standing = {choice.platform_id: choice for choice in choices if choice.ended_at is None}
    compared = (
        _compared(pack, platform, reach, standing.get(platform.id), registry)
        for platform in pack.platforms.values()
    )
    return tuple(sorted(compared, key=_place))


def _compared(
    pack: Pack,
    platform: Platform,
    reach: ReachCount | None,
    choice: Choice | None,
    registry: Mapping[str, str] | None,
) -> ComparedPlatform:
    reached = reach.counted.reached.get(platform.id) if reach else None
    possible = reach.counted.possible.get(platform.id) if reach else None
    return ComparedPlatform(
        platform=platform,
        kind=KINDS[platform.kind],
        state=STATES[platform.status],
        events=tuple(_event(event) for event in platform.access),
        registry=_registry(platform, registry),
        carries=tuple(PURPOSES[purpose] for purpose in Purpose if purpose in platform.carries),
        effort=EFFORTS[platform.effort],
        reached=reached,
        possible=possible,
        people=reach.counted.people if reach else None,
        choice=choice,
        why_not=tuple(_why_not(platform)),
        warnings=(
            *_doubts(platform),
            *_about_people(reached, possible),
            *_about_choice(pack, platform, choice),
        ),
    )


def _event(event: AccessEvent) -> Text:
    if event.on is None:
        return N_("%(what)s (%(tier)s)", what=event.what, tier=event.evidence)
    day = event.on.strftime("%d.%m.%Y")
    return N_("%(day)s: %(what)s (%(tier)s)", day=day, what=event.what, tier=event.evidence)


def _registry(platform: Platform, registry: Mapping[str, str] | None) -> Text | None:
    if platform.kind is not PlatformKind.RUSSIAN:
        return None
    if registry is None:
        return N_("реестр не загружен")
    said = registry.get(platform.id)
    return N_("в реестре не искали") if said is None else N_("по реестру: %(said)s", said=said)


def _why_not(platform: Platform) -> Iterator[Text]:
    if platform.foreign_owned:
        yield N_("Принадлежит иностранному лицу.")
    if platform.on_rkn_list:
        yield N_("Стоит в перечне Роскомнадзора.")
    if platform.access_restricted:
        yield N_("Доступ в России ограничен.")
    if platform.fas_named:
        yield N_("ФАС считает рекламу там незаконной.")
    if platform.closed_on is not None:
        yield N_("Сервис закрыт %(day)s.", day=platform.closed_on.strftime("%d.%m.%Y"))
    elif platform.rank is None and not platform.foreign_owned:
        yield N_("Сведений слишком мало, чтобы её предлагать.")


def _doubts(platform: Platform) -> Iterator[Text]:
    if platform.evidence is NormStatus.UNVERIFIED and not platform.foreign_owned:
        yield N_("Сведения о площадке не проверены.")
    if platform.rank is not None and platform.receipts is None:
        yield N_("Не известно, сообщает ли она о доставке.")


def _about_people(reached: int | None, possible: int | None) -> Iterator[Text]:
    if reached == 0:
        yield N_("Из вашего списка так не достать никого.")
    if possible:
        yield N_("Возможно, достанет людей: %(possible)s; наверняка не знает никто.", possible=possible)


def _about_choice(pack: Pack, platform: Platform, choice: Choice | None) -> Iterator[Text]:
    if choice is None:
        return
    if platform.foreign_owned or platform.status == "closed":
        yield N_("Выбрана раньше, но выбирать её больше нельзя: завершите выбор.")
    lost = choice.purposes - platform.carries
    if lost:
        purposes = ", ".join(str(PURPOSES[purpose]) for purpose in Purpose if purpose in lost)
        yield N_("Выбрана и для того, для чего её больше не предлагают: %(purposes)s.", purposes=purposes)
    if choice.pack_version != pack.version:
        yield N_("Выбрана по прежнему набору правил, %(version)s: сверьте её.", version=choice.pack_version)


def _place(one: ComparedPlatform) -> tuple[int, int, int, str]:
    platform = one.platform
    if platform.foreign_owned:
        group = _FOREIGN
    elif platform.status == "closed":
        group = _CLOSED
    else:
        group = _SILENT if platform.rank is None else _OFFERED
    return group, -(one.reached or 0), platform.rank or 0, platform.id
