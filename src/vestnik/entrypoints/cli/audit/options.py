"""The options of ``vestnik audit``: what they are called, what they take, and what was chosen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from gettext import gettext as _
from pathlib import Path
from typing import Annotated, Final

import typer

from vestnik.audit.crawl import CrawlOptions
from vestnik.audit.model import Severity


class Form(StrEnum):
    """How a report looks."""

    TERMINAL = "terminal"
    JSON = "json"
    HTML = "html"
    SARIF = "sarif"
    JUNIT = "junit"
    CSV = "csv"
    MARKDOWN = "markdown"
    XLSX = "xlsx"
    PDF = "pdf"


BY_SUFFIX: Final = {
    ".txt": Form.TERMINAL,
    ".json": Form.JSON,
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".sarif": Form.SARIF,
    ".xml": Form.JUNIT,
    ".csv": Form.CSV,
    ".md": Form.MARKDOWN,
    ".xlsx": Form.XLSX,
    ".pdf": Form.PDF,
}
FORMS: Final = ", ".join(Form)


class Level(StrEnum):
    """A severity by its name."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def severity(self) -> Severity:
        """The severity of this name."""
        return Severity[self.name]


class Limit(StrEnum):
    """From which severity on a finding fails the run."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"
    NEVER = "never"

    def met_by(self, severity: Severity) -> bool:
        """Whether a finding of this severity fails the run."""
        return self is not Limit.NEVER and severity >= Severity[self.name]


class GroupBy(StrEnum):
    """What findings are gathered by."""

    PATH = "path"
    MESSENGER = "messenger"
    RULE = "rule"
    SEVERITY = "severity"
    TARGET = "target"


class Render(StrEnum):
    """Whether pages are opened in a browser."""

    AUTO = "auto"
    NEVER = "never"
    ALWAYS = "always"


Targets = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="TARGET…",
        help=_("Адрес сайта (https://…), папка или файл; можно несколько."),
        show_default=False,
    ),
]
Forms = Annotated[
    Form | None,
    typer.Option("--format", help=_("Вид отчёта: %s.") % FORMS, show_default=Form.TERMINAL.value),
]
Outputs = Annotated[
    list[Path] | None,
    typer.Option(
        help=_("Куда записать отчёт; иначе — на экран. Можно несколько: вид — по расширению файла.")
    ),
]
FailOn = Annotated[
    Limit, typer.Option(help=_("С какой важности находок код выхода 1: %s.") % ", ".join(Limit))
]
FailOnSignals = Annotated[
    Limit, typer.Option(help=_("То же для признаков по 152-ФЗ: %s.") % ", ".join(Limit))
]
MinSeverity = Annotated[
    Level, typer.Option(help=_("Показывать находки не ниже этой важности: %s.") % ", ".join(Level))
]
GroupedBy = Annotated[
    GroupBy, typer.Option("--group-by", help=_("По чему собирать находки: %s.") % ", ".join(GroupBy))
]
MaxPages = Annotated[int, typer.Option(min=1, max=20_000, help=_("Сколько страниц читать: от 1 до 20000."))]
Rate = Annotated[float, typer.Option(min=0.1, max=50, help=_("Запросов в секунду к сайту: от 0.1 до 50."))]
Subdomains = Annotated[bool, typer.Option("--subdomains", help=_("Читать и поддомены."))]
Sitemap = Annotated[str | None, typer.Option(help=_("Адрес карты сайта, если её нет на обычном месте."))]
Urls = Annotated[Path | None, typer.Option(help=_("Файл с адресами страниц, по одному в строке."))]
Rendering = Annotated[
    Render, typer.Option("--render", help=_("Открывать ли страницы в браузере: %s.") % ", ".join(Render))
]
PageChecks = Annotated[
    bool,
    typer.Option("--page-checks/--no-page-checks", help=_("Искать ли на страницах признаки по 152-ФЗ.")),
]
GitRef = Annotated[
    str | None, typer.Option(help=_("Читать папку такой, какой она была в этой ветке или записи git."))
]
Root = Annotated[
    Path | None, typer.Option(help=_("Папка, от которой называть файлы; для отдельных файлов проекта."))
]
Who = Annotated[
    list[str] | None,
    typer.Option(help=_("Кто компания: код из «law subjects»; можно несколько раз. От этого — важность.")),
]
BaselineFile = Annotated[
    Path | None, typer.Option("--baseline", help=_("Файл отложенных находок: они не считаются."))
]
SaveTo = Annotated[Path | None, typer.Option("--save-baseline", help=_("Отложить все находки в этот файл."))]
Reason = Annotated[str, typer.Option(help=_("Причина для --save-baseline."))]
Owner = Annotated[str, typer.Option(help=_("Кто закроет отложенное, для --save-baseline."))]
Until = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], help=_("Последний день отложенного, для --save-baseline: 2027-03-31.")
    ),
]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help=_("Разрешить внутренние адреса: localhost, 10.0.0.1…"))
]
IncludeVendor = Annotated[bool, typer.Option("--include-vendor", help=_("Считать и чужие библиотеки."))]
Resume = Annotated[
    Path | None,
    typer.Option(help=_("Файл, в котором хранится ход обхода: прерванный обход продолжится с него.")),
]
Quiet = Annotated[bool, typer.Option("--quiet", help=_("Без полосы хода работы и без слов о чистом."))]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read, and how."""

    targets: tuple[str, ...]
    crawl: CrawlOptions
    sitemap: str | None = None
    urls: Path | None = None
    render: Render = Render.AUTO
    page_checks: bool = True
    git_ref: str | None = None
    root: Path | None = None
    own: frozenset[Path] = frozenset()
    """Resolved paths of what this command itself writes: reports are not found in reports."""
    who: tuple[str, ...] = ()
    resume: Path | None = None
    """Codes of the pack's subjects."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How the report looks and where it goes."""

    form: Form | None = None
    outputs: tuple[Path, ...] = ()
    min_severity: Severity = Severity.INFO
    group_by: GroupBy = GroupBy.PATH
    fail_on: Limit = Limit.LOW
    fail_on_signals: Limit = Limit.NEVER
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Aside:
    """What is put aside, and by which file."""

    baseline: Path | None = None
    save_to: Path | None = None
    reason: str = ""
    owner: str = ""
    until: datetime | None = None
