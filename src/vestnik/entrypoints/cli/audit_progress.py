"""The bar that shows how far an audit is: on stderr, and only where somebody looks."""

from gettext import gettext as _
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

_MAX_NAME = 60


class AuditBar:
    """Draws nothing when ``quiet`` or when stderr is no terminal."""

    def __init__(self, *, quiet: bool) -> None:
        """Prepare; drawing begins on entering."""
        console = Console(stderr=True)
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=quiet or not console.is_terminal,
        )
        self._task = self._bar.add_task(_("Читаем"), total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def page(self, done: int, waiting: int, url: str, findings: int) -> None:
        """Show an address of a site."""
        self._show(
            done, done + waiting, _("находок: %(n)s · %(name)s") % {"n": findings, "name": _short(url)}
        )

    def file(self, done: int, name: str) -> None:
        """Show a file of a directory, whose number is not known beforehand."""
        self._show(done, None, _short(name))

    def _show(self, done: int, total: int | None, words: str) -> None:
        # The text came from outside; as a Text-less column it must not be read as markup.
        self._bar.update(self._task, completed=done, total=total, description=words.replace("[", r"\["))


def _short(name: str) -> str:
    return name if len(name) <= _MAX_NAME else f"…{name[1 - _MAX_NAME :]}"
