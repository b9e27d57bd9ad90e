"""What a report is made from, and the Russian words all its forms share. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from vestnik.audit.model import (
    AuditResult,
    Carrier,
    ChannelKind,
    Confidence,
    ContactPoint,
    Finding,
    Role,
    Severity,
    State,
)

SEVERITY = {
    Severity.CRITICAL: "критично",
    Severity.HIGH: "высокая",
    Severity.MEDIUM: "средняя",
    Severity.LOW: "низкая",
    Severity.INFO: "справочно",
}
CARRIER = {
    Carrier.LINK: "ссылка",
    Carrier.BUTTON: "кнопка",
    Carrier.WIDGET: "виджет",
    Carrier.SCRIPT: "скрипт",
    Carrier.API: "вызов API",
    Carrier.TEXT: "текст",
    Carrier.META: "метаданные",
    Carrier.DATA: "данные",
    Carrier.SHARE: "кнопка «поделиться»",
    Carrier.STYLE: "оформление",
    Carrier.MEDIA: "код на картинке",
}
KIND = {
    ChannelKind.DM_PHONE: "чат по номеру",
    ChannelKind.DM_USER: "чат с пользователем",
    ChannelKind.BOT: "бот",
    ChannelKind.GROUP_INVITE: "приглашение в группу",
    ChannelKind.CHANNEL: "канал",
    ChannelKind.POST: "публикация",
    ChannelKind.SHARE: "поделиться",
    ChannelKind.LOGIN: "вход на сайт",
    ChannelKind.WEBHOOK: "вебхук",
    ChannelKind.UNKNOWN: "вид не ясен",
}
ROLE = {
    Role.CONTACT: "приглашает написать",
    Role.SHARE: "предлагает поделиться",
    Role.MENTION: "упоминает",
    Role.CODE: "служебный код",
}
STATE = {
    State.LIVE: "работает",
    State.DYNAMIC: "собирается на лету",
    State.PLACEHOLDER: "заглушка",
    State.COMMENTED: "закомментировано",
    State.VENDOR: "чужая библиотека",
    State.TEST: "тест",
    State.DEAD: "старая копия",
    State.HIDDEN: "скрыто на странице",
}
CONFIDENCE = {Confidence.HIGH: "уверенно", Confidence.MEDIUM: "вероятно", Confidence.LOW: "предположительно"}
TROUBLE = {
    "unreachable": "недоступно",
    "http_status": "ошибка сервера",
    "redirect_loop": "круг переадресаций",
    "too_large": "слишком большой",
    "binary": "не текст",
    "encoding": "кодировка",
    "link_loop": "круг ссылок",
    "robots": "robots.txt",
    "limit": "предел обхода",
    "unreadable": "не прочитано",
}
_SEVERAL = "several"
"""What the signatures call a widget that may hold any messenger."""
NO_ADDRESS = "без адреса: надпись или призыв"
"""How a contact point without a target is named."""


@dataclass(frozen=True, slots=True)
class Report:
    """One audit as it is told to people and to programs."""

    result: AuditResult
    contact_points: tuple[ContactPoint, ...]
    """Worst first."""
    started_at: datetime
    finished_at: datetime
    version: str
    """Of Vestnik."""
    pack_version: str | None = None
    """Of the legal pack whose platforms were looked for."""
    platform_names: Mapping[str, str] = field(default_factory=dict)

    def platform(self, platform_id: str) -> str:
        """Return a platform's name as people know it."""
        if platform_id == _SEVERAL:
            return "Несколько"
        return self.platform_names.get(platform_id, platform_id.replace("_", " ").capitalize())

    @property
    def size(self) -> str:
        """How much was read, in words."""
        kilobytes = self.result.bytes / 1024
        said = f"{kilobytes:.0f} КБ" if kilobytes < 1000 else f"{kilobytes / 1024:.1f} МБ"  # noqa: PLR2004
        return said.replace(".", ",")

    @property
    def actionable(self) -> int:
        """How many findings count."""
        return sum(finding.actionable for finding in self.result.findings)

    @property
    def by_path(self) -> dict[str, list[Finding]]:
        """The findings of each file or page, the worst places first, in reading order inside."""
        groups: dict[str, list[Finding]] = {}
        for finding in self.result.findings:
            groups.setdefault(finding.place.path, []).append(finding)
        for group in groups.values():
            group.sort(key=lambda finding: (finding.place.line, finding.place.column, finding.rule))
        return dict(
            sorted(
                groups.items(), key=lambda item: (-max(f.severity for f in item[1]), -len(item[1]), item[0])
            )
        )

    @property
    def on_site(self) -> bool:
        """Whether a site was read, rather than files."""
        return self.result.target.startswith(("http://", "https://"))

    def amount(self, number: int) -> str:
        """Return a number of files or of pages, in words that agree with it."""
        forms = ("страница", "страницы", "страниц") if self.on_site else ("файл", "файла", "файлов")
        return f"{number} {plural(number, *forms)}"

    @property
    def verdict(self) -> str:
        """The closing sentence: what was found, and whether everything was read."""
        found = self.actionable
        if found:
            where = len({finding.place.path for finding in self.result.findings if finding.actionable})
            said = f"Найдено {places(found)} с иностранными мессенджерами ({self.amount(where)})."
        else:
            said = "Иностранных мессенджеров не найдено."
        if not self.result.incomplete:
            return said
        missed = sum(trouble.incomplete for trouble in self.result.troubles)
        return f"{said} Проверка неполная: {missed} {plural(missed, 'помеха', 'помехи', 'помех')}."


def places(number: int) -> str:
    """Return a number of places in words that agree with it."""
    return f"{number} {plural(number, 'место', 'места', 'мест')}"


def plain(text: str) -> str:
    """Return a text from outside without what a terminal would obey or no encoding holds."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def plural(number: int, one: str, few: str, many: str) -> str:
    """Choose the Russian form that agrees with a number: 1 файл, 2 файла, 5 файлов, 11 файлов."""
    if number % 10 == 1 and number % 100 != 11:  # noqa: PLR2004 — the rule of the language
        return one
    if number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}:
        return few
    return many
