"""The bar that shows how far an audit is: on stderr, and only where somebody looks."""

from collections.abc import Iterable
from gettext import gettext as _
from types import TracebackType
from typing import Final, Self

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
from rich.table import Column
from rich.text import Text
from typing_extensions import override

from vestnik.audit.model import Finding, Role

_MAX_NAME: Final = 60
_WIDE: Final = 100
_MEGA: Final = 1_000_000


class _Speed(ProgressColumn):
    """Pages, or files and megabytes, a second."""

    @override
    def render(self, task: Task) -> Text:
        elapsed, read = task.elapsed or 0.0, int(task.fields["read"])
        if not task.completed or elapsed <= 0:
            return Text("")
        said = f"{task.completed / elapsed:.0f} {task.fields['unit']}"
        if read:
            said += _(", %s МБ/с") % f"{read / elapsed / _MEGA:.0f}"
        return Text(said, style="dim", no_wrap=True)


class AuditBar:
    """Draws nothing when ``quiet`` or when stderr is no terminal."""

    def __init__(self, *, quiet: bool) -> None:
        """Prepare; drawing begins on entering."""
        console = Console(stderr=True)
        self.shown = not quiet and console.is_terminal
        wide = (BarColumn(bar_width=20), TimeElapsedColumn()) if console.width >= _WIDE else ()
        name = Column(ratio=1, no_wrap=True, overflow="ellipsis")
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False, table_column=name),
            *wide,
            MofNCompleteColumn(),
            _Speed(),
            TimeRemainingColumn(compact=True),
            console=console,
            transient=True,
            expand=True,
            disable=not self.shown,
        )
        self._task = self._bar.add_task(_("Читаем"), total=None, unit="", read=0)
        self._points: set[tuple[str, str]] = set()
        self._read = 0
        self._before = 0
        self._total: int | None = None

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def expect(self, files: int) -> None:
        """Learn how many files there are, counting what was read before."""
        self._total = self._before + files

    def page(self, done: int, waiting: int, url: str, findings: int) -> None:
        """Show an address of a site."""
        self._show(done, done + waiting, _("находок: %s") % findings, url, _("стр/с"))

    def file(self, done: int, name: str) -> None:
        """Show a file of a directory."""
        self._show(self._before + done, self._total, "", name, _("файлов/с"))

    def done_with(self, files: int) -> None:
        """Go on to the next target: its files are counted after these."""
        self._before += files

    def read(self, size: int) -> None:
        """Count bytes."""
        self._read += size

    def found(self, findings: Iterable[Finding]) -> None:
        """Count the contact points among these findings."""
        for finding in findings:
            if finding.role is Role.CONTACT and finding.actionable:
                self._points.add((finding.platform, finding.target or ""))

    def _show(self, done: int, total: int | None, words: str, name: str, unit: str) -> None:
        if not self.shown:
            return
        points = _("точек контакта: %s") % len(self._points) if self._points else ""
        short = name if len(name) <= _MAX_NAME else f"…{name[1 - _MAX_NAME :]}"
        said = " · ".join(part for part in (points, words, _seen(short)) if part)
        self._bar.update(
            self._task, completed=done, total=total, description=said, unit=unit, read=self._read
        )


def _seen(name: str) -> str:
    """Return a name from outside without what a terminal would obey."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name)
