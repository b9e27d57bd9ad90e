"""How ``vestnik fix`` looks: a coloured diff, what needs a look, and a table of files."""

from collections.abc import Iterable, Mapping, Sequence
from gettext import gettext as _

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from vestnik.audit.model import Finding
from vestnik.fix.judge import Judged
from vestnik.fix.model import Disposition, FileResult, Outcome, Plan
from vestnik.kernel.text import Text

_STYLES = (("+++", "bold"), ("---", "bold"), ("@@", "cyan"), ("+", "green"), ("-", "red"))
_MOST = 50


def show_diff(console: Console, diffs: Iterable[str]) -> None:
    """Print diffs line by line; what came from files is never read as markup."""
    for diff in diffs:
        for line in diff.splitlines():
            style = next((style for start, style in _STYLES if line.startswith(start)), "")
            console.print(Styled(_printable(line), style=style), soft_wrap=True)


def show_review(console: Console, plan: Plan, *, include_unsafe: bool) -> None:
    """Name the places where a person has to decide."""
    waiting = [patch for patch in plan.patches if patch.disposition is Disposition.NEEDS_REVIEW]
    if include_unsafe:
        waiting = [patch for patch in waiting if not patch.edits]
    if not waiting:
        return
    console.print(_("Нужен взгляд человека: %s") % len(waiting), style="bold yellow")
    for patch in waiting[:_MOST]:
        proposed = _(" (правка готова: --include-unsafe)") if patch.edits else ""
        line = f"  {patch.path}: {_say(patch.title)}. {_say(patch.reason)}{proposed}"
        console.print(Styled(_printable(line)), soft_wrap=True)
    if len(waiting) > _MOST:
        console.print(_("  …и ещё %s") % (len(waiting) - _MOST))


def show_summary(console: Console, findings: Sequence[Finding], judged: Mapping[str, Judged]) -> None:
    """Print one row a file: how many findings it has, how many the patches close."""
    counts: dict[str, int] = {}
    for finding in findings:
        if finding.actionable:
            counts[finding.place.path] = counts.get(finding.place.path, 0) + 1
    if not counts:
        return
    table = Table(show_edge=False, header_style="bold")
    table.add_column(_("Файл"), overflow="fold")
    for title in (_("Находок"), _("Закроется"), _("Останется")):
        table.add_column(title, justify="right")
    for path, count in sorted(counts.items()):
        left = len(judged[path].remaining) if path in judged else count
        table.add_row(Styled(_printable(path)), str(count), str(count - left), str(left))
    console.print(table)


def show_results(console: Console, results: Sequence[FileResult]) -> None:
    """Print what did not go smoothly; a file that was simply fixed needs no line."""
    words = {
        Outcome.FIXED: _("исправлен не весь"),
        Outcome.RESTORED: _("возвращён в прежний вид"),
        Outcome.REFUSED: _("не изменён"),
    }
    for result in results:
        line = f"{result.path}: {words[result.outcome]}. {_say(result.reason)}"
        console.print(Styled(_printable(line), style="yellow"), soft_wrap=True)


def _say(text: Text | None) -> str:
    return "" if text is None else text.render(_)


def _printable(text: str) -> str:
    """Control characters of a file must not reach the terminal."""
    return "".join(char if char.isprintable() or char == "\t" else "�" for char in text.rstrip("\r"))
