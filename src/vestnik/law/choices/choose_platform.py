"""The company chooses a platform, and says why."""

from collections.abc import Collection, Mapping

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import Conflict, InvalidInput
from vestnik.kernel.text import N_
from vestnik.law.choices import store
from vestnik.law.choices.model import Choice
from vestnik.law.known_platform import known_platform
from vestnik.law.model import Pack, Platform, Purpose
from vestnik.law.profile import ByWhom
from vestnik.ledger.model import Entry
from vestnik.ledger.store import append

MAX_REASON = 2000
MAX_REGISTRY = 8_000
"""Characters of all that the registry said."""


async def choose_platform(
    core: Core,
    principal: Principal,
    pack: Pack,
    platform_id: str,
    *,
    reason: str,
    purposes: Collection[Purpose] = (),
    registry: Mapping[str, str] | None = None,
) -> Choice:
    """Record a choice with its reason and a ledger entry.

    ``purposes``: what for; none means whatever the platform carries. ``registry``: what the registry of
    Russian software says today, as the caller read it; kept with the choice as it is.

    Raises:
        NotAllowed: the role may not speak for the company.
        NotFound: the pack knows no such platform.
        InvalidInput: the platform is foreign or closed, it does not carry a purpose, or there is no reason.
        Conflict: the platform is chosen already.
    """
    require(principal, Permission.PROFILE_WRITE)
    platform = _choosable(pack, platform_id)
    wanted = frozenset(Purpose(purpose) for purpose in purposes)
    _check(platform, wanted, registry)
    choice = Choice(
        id=core.ids.new(),
        platform_id=platform.id,
        purposes=wanted,
        reason=stated(reason),
        registry=registry,
        pack_version=pack.version,
        chosen_by=ByWhom.of(principal),
        chosen_at=core.clock.now(),
    )

    def write(tx: Tx) -> None:
        if store.standing_choice(tx, principal.workspace_id, platform.id) is not None:
            raise Conflict(
                N_("«%(platform)s» уже выбрана.", platform=platform.name),
                field="platform",
                hint=N_("Чтобы записать новый выбор, завершите прежний."),
            )
        store.add_choice(tx, principal.workspace_id, choice)
        append(tx, principal.workspace_id, [_entry(pack, choice)], choice.chosen_at)

    await core.db.write(write)
    return choice


def stated(reason: str) -> str:
    """Return the reason, trimmed.

    Raises:
        InvalidInput: there is none, or it is too long.
    """
    reason = reason.strip()
    if not reason:
        raise InvalidInput(
            N_("Выбор записывается с причиной."),
            field="reason",
            hint=N_("Напишите одной фразой, почему решили так: её прочтёт проверяющий."),
        )
    if len(reason) > MAX_REASON:
        raise InvalidInput(N_("Причина длиннее %(limit)s знаков.", limit=MAX_REASON), field="reason")
    return reason


def _choosable(pack: Pack, platform_id: str) -> Platform:
    platform = known_platform(pack, platform_id)
    if platform.foreign_owned:
        raise InvalidInput(
            N_("«%(platform)s» принадлежит иностранному лицу: выбрать её нельзя.", platform=platform.name),
            field="platform",
            hint=N_("Выберите российскую площадку или свою дорогу: «vestnik law platforms»."),
        )
    if platform.status == "closed":
        day = platform.closed_on.strftime("%d.%m.%Y") if platform.closed_on else "—"
        raise InvalidInput(
            N_("«%(platform)s» закрыта %(day)s: выбрать её нельзя.", platform=platform.name, day=day),
            field="platform",
            hint=N_("Выберите действующую площадку: «vestnik law platforms»."),
        )
    return platform


def _check(platform: Platform, purposes: frozenset[Purpose], registry: Mapping[str, str] | None) -> None:
    for purpose in sorted(purposes - platform.carries):
        raise InvalidInput(
            N_(
                "«%(platform)s» для этого не предлагается: %(purpose)s.",
                platform=platform.name,
                purpose=purpose.value,
            ),
            field="purposes",
            hint=N_("Что несёт площадка: «vestnik law platforms %(platform)s».", platform=platform.id),
        )
    if registry is not None and sum(len(key) + len(value) for key, value in registry.items()) > MAX_REGISTRY:
        raise InvalidInput(
            N_("Сведения реестра длиннее %(limit)s знаков.", limit=MAX_REGISTRY), field="registry"
        )


def _entry(pack: Pack, choice: Choice) -> Entry:
    return Entry(
        "law.platform_chosen",
        {
            "choice": choice.id,
            "platform": choice.platform_id,
            "purposes": sorted(choice.purposes),
            "registry": None if choice.registry is None else dict(choice.registry),
            "pack": pack.version,
            "pack_sha256": pack.sha256,
            "by_user": choice.chosen_by.user_id,
            "by_key": choice.chosen_by.api_key_id,
        },
    )
