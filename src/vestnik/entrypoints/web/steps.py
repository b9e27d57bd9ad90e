"""How far a company is on the six steps, and what to do next; only what is known is said. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from vestnik.audit.runs.model import Run
from vestnik.kernel.text import N_, Text
from vestnik.law.profile import Profile
from vestnik.notify.model import MessageState

_GONE_OUT = (MessageState.SENT, MessageState.DELIVERED, MessageState.READ)


@dataclass(frozen=True, slots=True)
class Known:
    """The facts the overview stands on."""

    profile: Profile
    last_done: Run | None
    audited: bool
    channels: int
    connected: bool
    keys: int | None
    """None when the visitor may not know."""
    counts: Mapping[MessageState, int]
    chosen: Mapping[str, str]
    """The platforms that stand chosen: id → name."""
    troubled: Collection[str]
    """The platforms whose record of the registry no longer stands as it did, chosen or only matched."""


@dataclass(frozen=True, slots=True)
class StepState:
    """One of the six steps: ``tone`` ok is done, warn is open, mute is not measured by this version."""

    title: Text
    text: Text
    tone: str
    icon: str
    word: Text
    path: str


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do next."""

    title: Text
    text: Text
    path: str
    icon: str
    permission: str


_DONE = ("ok", "circle-check", N_("Готово"))
_BEGUN = ("wait", "refresh", N_("Начато"))
_OPEN = ("warn", "alert-triangle", N_("Есть что делать"))
_WAITING = ("mute", "circle-dashed", N_("Не начато"))
_UNMEASURED = ("mute", "question-mark", N_("Пока не отслеживается"))


def six_steps(known: Known) -> list[StepState]:
    """Return the six steps in order."""
    return [_inventory(known), _closing(known), _platform(known), _integration(known), *_unmeasured()]


def _inventory(known: Known) -> StepState:
    title, path = N_("Найти все каналы"), "/audits"
    if known.last_done is None:
        text = N_("Аудит ещё не закончен ни разу.")
        return StepState(title, text, *_WAITING, path)
    run = known.last_done
    text = N_(
        "Сайт %(target)s проверен, находок: %(found)s. Проверьте так же письма и шаблоны.",
        target=run.target,
        found=run.progress.found,
    )
    return StepState(title, text, *(_OPEN if run.incomplete else _BEGUN), f"/audits/{run.id}")


def _closing(known: Known) -> StepState:
    title, path = N_("Закрыть запрещённые"), "/audits"
    if known.last_done is None:
        return StepState(title, N_("Станет видно после первого аудита."), *_WAITING, path)
    left = known.last_done.stats.get("actionable", 0)
    if left:
        text = N_("На сайте осталось мест: %(left)s.", left=left)
        return StepState(title, text, *_OPEN, f"/audits/{known.last_done.id}")
    return StepState(title, N_("На проверенных страницах ничего не осталось."), *_DONE, path)


def _platform(known: Known) -> StepState:
    title, compared = N_("Ввести свою площадку"), "/law/platforms"
    ready = known.channels
    if not known.chosen:
        text = N_("Площадка ещё не выбрана. Каналов, готовых к работе: %(number)s.", number=ready)
        return StepState(title, text, *(_OPEN if known.connected else _WAITING), compared)
    names = ", ".join(known.chosen.values())
    doubtful = [name for platform, name in known.chosen.items() if platform in known.troubled]
    if doubtful:
        text = N_(
            "Выбрано: %(names)s. Проверьте запись реестра: %(doubtful)s.",
            names=names,
            doubtful=", ".join(doubtful),
        )
        return StepState(title, text, *_OPEN, compared)
    text = N_("Выбрано: %(names)s. Каналов, готовых к работе: %(number)s.", names=names, number=ready)
    if known.connected:
        return StepState(title, text, *_DONE, compared)
    return StepState(title, text, *_OPEN, "/settings/channels")


def _integration(known: Known) -> StepState:
    title, path = N_("Перевести уведомления"), "/messages"
    out = sum(known.counts.get(state, 0) for state in _GONE_OUT)
    if not out:
        return StepState(title, N_("Через Вестник ещё ничего не ушло."), *_WAITING, path)
    return StepState(title, N_("Ушло сообщений: %(number)s.", number=out), *_BEGUN, path)


def _unmeasured() -> Iterator[StepState]:
    yield StepState(
        N_("Обновить согласия и документы"),
        N_("Проверьте политику и согласия, где названы WhatsApp или Telegram."),
        *_UNMEASURED,
        "/consents",
    )
    yield StepState(
        N_("Обучить сотрудников"),
        N_("Убедитесь, что все, кто общается с клиентами, знают разрешённые каналы."),
        *_UNMEASURED,
        "/training",
    )


def next_actions(known: Known) -> Iterator[Action]:
    """Yield what is worth doing now, the most useful first."""
    yield from _to_decide(known)
    yield from _to_do(known)


def _to_decide(known: Known) -> Iterator[Action]:
    """Yield what a person must judge: without it the rest stands on nothing."""
    if known.counts.get(MessageState.IN_DOUBT):
        yield Action(
            N_("Разобрать сообщения с неизвестным исходом"),
            N_("Они не повторяются сами: решите по каждому, повторять ли."),
            "/messages?state=in_doubt",
            "question-mark",
            "messages.read",
        )
    if known.troubled:
        yield Action(
            N_("Проверить запись реестра"),
            N_("Исключены, пропали или сменили правообладателя: %(number)s.", number=len(known.troubled)),
            "/law/registry",
            "certificate-off",
            "law.read",
        )
    if known.profile.answer is None:
        yield Action(
            N_("Ответить, кто вы"),
            N_("Без этого Вестник не знает, какие запреты вас касаются."),
            "/setup/who",
            "building",
            "profile.write",
        )
    elif known.profile.undecided:
        yield Action(
            N_("Решить о нормах, которые ждут владельца"),
            N_("Таких норм: %(number)s. Пока они только предупреждают.", number=len(known.profile.undecided)),
            "/settings/norms",
            "scale",
            "norms.accept",
        )
    if known.profile.answer is not None and not known.chosen:
        yield Action(
            N_("Выбрать площадку"),
            N_("Сравните, кого достанет каждая, и запишите выбор с причиной."),
            "/law/platforms",
            "route",
            "profile.write",
        )


def _to_do(known: Known) -> Iterator[Action]:
    """Yield the work itself."""
    if not known.audited:
        yield Action(
            N_("Запустить первый аудит"),
            N_("Покажет каждое место, где клиента ведут в иностранный мессенджер."),
            "/audits/new",
            "radar-2",
            "audits.run",
        )
    elif known.last_done is not None and known.last_done.stats.get("actionable"):
        yield Action(
            N_("Исправить найденное"),
            N_("Откройте находки: у каждой сказано, что менять."),
            f"/audits/{known.last_done.id}",
            "tool",
            "audits.read",
        )
    if not known.connected:
        yield Action(
            N_("Подключить канал"),
            N_("Например, электронную почту: нужен адрес вашего почтового сервера."),
            "/settings/channels",
            "plug-connected",
            "channels.write",
        )
    if known.keys == 0:
        yield Action(
            N_("Создать ключ API"),
            N_("Начните с проверочного: он ничего никому не отправляет."),
            "/settings/keys",
            "key",
            "api_keys.write",
        )
