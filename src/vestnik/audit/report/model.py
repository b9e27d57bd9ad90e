"""What a report is made from. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from vestnik.audit.baseline import Comparison
from vestnik.audit.model import AuditResult, ContactPoint, Finding, Severity
from vestnik.audit.report.masked import masked
from vestnik.audit.report.words import NO_ADDRESS, SEVERITY, counted, places, plural
from vestnik.law.signatures import SEVERAL

_ID = 16


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier audit of the same target, for the trend."""

    day: str
    """As people read it: 23.11.2026."""
    places: int
    contact_points: int


@dataclass(frozen=True, slots=True)
class Report:
    """One audit as it is told to people and to programs; secrets are hidden as it is made."""

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
    norms: Mapping[str, str] = field(default_factory=dict)
    """How a norm is cited, by its id."""
    comparison: Comparison | None = None
    """What the baseline put aside; None without one."""
    history: tuple[Past, ...] = ()
    """Earlier audits, oldest first."""

    def __post_init__(self) -> None:
        """Hide secrets once for all forms."""
        for name in ("result", "contact_points", "comparison"):
            object.__setattr__(self, name, masked(getattr(self, name)))

    def platform(self, platform_id: str) -> str:
        """Return a platform's name as people know it."""
        if platform_id == SEVERAL:
            return "Несколько"
        return self.platform_names.get(platform_id, platform_id.replace("_", " ").capitalize())

    @property
    def size(self) -> str:
        """How much was read, in words."""
        kilobytes = self.result.bytes / 1024
        if kilobytes < 1:
            return f"{self.result.bytes} Б"
        said = f"{kilobytes:.0f} КБ" if kilobytes < 1000 else f"{kilobytes / 1024:.1f} МБ"  # noqa: PLR2004
        return said.replace(".", ",")

    @property
    def seconds(self) -> float:
        """How long the audit took."""
        return self.result.seconds or (self.finished_at - self.started_at).total_seconds()

    @property
    def actionable(self) -> int:
        """How many findings count; an icon and a label count with their address."""
        return sum(finding.actionable and not finding.part for finding in self.result.findings)

    @property
    def by_path(self) -> dict[str, list[Finding]]:
        """The findings of each file or page, the worst places first, in reading order inside."""
        return grouped(self.result.findings, "path")

    @property
    def on_site(self) -> bool:
        """Whether a site was read, rather than files."""
        return is_url(self.result.target)

    def amount(self, number: int) -> str:
        """Return a number of files or of pages, in words that agree with it."""
        forms = ("страница", "страницы", "страниц") if self.on_site else ("файл", "файла", "файлов")
        return f"{number} {plural(number, *forms)}"

    @property
    def read(self) -> str:
        """What was read, in words: pages of a site apart from its scripts and styles."""
        pages, others = self.result.pages, self.result.files - self.result.pages
        if not self.on_site or not 0 < pages <= self.result.files:
            return self.amount(self.result.files)
        if not others:
            return self.amount(pages)
        return f"{self.amount(pages)} и ещё {counted(others, 'файл', 'файла', 'файлов')}"

    @property
    def verdict(self) -> str:
        """The closing sentence: what was found, and whether everything was read."""
        found = self.actionable
        if found:
            where = len({finding.place.path for finding in self.result.findings if finding.actionable})
            said = f"Найдено {places(found)} с иностранными мессенджерами ({self.amount(where)})."
        else:
            said = "Иностранных мессенджеров не найдено."
        if self.result.interrupted:
            return f"{said} Проверка прервана: прочитано не всё."
        if not self.result.incomplete:
            return said
        missed = sum(trouble.incomplete for trouble in self.result.troubles)
        return f"{said} Проверка неполная: {missed} {plural(missed, 'помеха', 'помехи', 'помех')}."


def is_url(path: str) -> bool:
    """Whether a path is an address of a site."""
    return path.startswith(("http://", "https://"))


def ids_of(fingerprints: Iterable[str]) -> list[str]:
    """Return an id for each: the beginning of its fingerprint, a number after it when that is taken."""
    taken: dict[str, int] = {}
    ids: list[str] = []
    for fingerprint in fingerprints:
        short = fingerprint[:_ID]
        taken[short] = number = taken.get(short, 0) + 1
        ids.append(short if number == 1 else f"{short}-{number}")
    return ids


GROUPINGS = ("path", "messenger", "rule", "severity", "target")


def grouped(findings: Iterable[Finding], by: str) -> dict[str, list[Finding]]:
    """Return findings in groups, the worst and largest groups first, in reading order inside.

    ``by`` is one of ``GROUPINGS``.
    """
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_key(finding, by), []).append(finding)
    for group in groups.values():
        group.sort(
            key=lambda finding: (finding.place.path, finding.place.line, finding.place.column, finding.rule)
        )
    return dict(
        sorted(groups.items(), key=lambda item: (-max(f.severity for f in item[1]), -len(item[1]), item[0]))
    )


def _key(finding: Finding, by: str) -> str:
    if by == "messenger":
        return finding.platform
    if by == "rule":
        return finding.rule
    if by == "severity":
        return Severity(finding.severity).name.lower()
    if by == "target":
        return finding.target or ""
    return finding.place.path


def heading(report: Report, name: str, by: str) -> str:
    """Return how a group of ``grouped`` is called for people."""
    if by == "messenger":
        return report.platform(name)
    if by == "severity":
        return SEVERITY[Severity[name.upper()]]
    return name or NO_ADDRESS
