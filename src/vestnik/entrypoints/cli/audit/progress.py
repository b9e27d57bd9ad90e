"""The bar that shows how far an audit is: on stderr, and only where somebody looks."""

from collections.abc import Iterable
from gettext import gettext as _
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text
from typing_extensions import override

from vestnik.audit.model import Finding, Role

_MAX_NAME = 44
_WIDE = 100


class _Speed(ProgressColumn):
    """Pages or files a second, over the last seconds."""

    @override
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        unit = task.fields["unit"]
        return Text(f"{speed:.0f} {unit}" if speed else "", style="dim", no_wrap=True)


class AuditBar:
    """Draws nothing when ``quiet`` or when stderr is no terminal."""

    def __init__(self, *, quiet: bool) -> None:
        """Prepare; drawing begins on entering."""
        console = Console(stderr=True)
        self.shown = not quiet and console.is_terminal
        wide = (BarColumn(bar_width=24), TimeElapsedColumn()) if console.width >= _WIDE else ()
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            *wide,
            MofNCompleteColumn(),
            _Speed(),
            TimeRemainingColumn(compact=True),
            console=console,
            transient=True,
            disable=not self.shown,
        )
        self._task = self._bar.add_task(_("Читаем"), total=None, unit="")
        self._points: set[tuple[str, str]] = set()

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def page(self, done: int, waiting: int, url: str, findings: int) -> None:
        """Show an address of a site."""
        said = _("находок: %(n)s · %(name)s") % {"n": findings, "name": _short(url)}
        self._show(done, done + waiting, said, _("стр/с"))

    def file(self, done: int, name: str) -> None:
        """Show a file of a directory, whose number is not known beforehand."""
        if self._points:
            said = _("точек контакта: %(n)s · %(name)s") % {"n": len(self._points), "name": _short(name)}
        else:
            said = _short(name)
        self._show(done, None, said, _("файлов/с"))

    def found(self, findings: Iterable[Finding]) -> None:
        """Count the contact points among these findings."""
        for finding in findings:
            if finding.role is Role.CONTACT and finding.actionable:
                self._points.add((finding.platform, finding.target or ""))

    def _show(self, done: int, total: int | None, words: str, unit: str) -> None:
        if self.shown:
            self._bar.update(self._task, completed=done, total=total, description=words, unit=unit)


def _short(name: str) -> str:
    return name if len(name) <= _MAX_NAME else f"…{name[1 - _MAX_NAME :]}"
