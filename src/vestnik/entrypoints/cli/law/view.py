"""How ``vestnik law`` looks in a terminal. Text from data is escaped: it is no markup."""

from collections.abc import Iterable, Mapping
from gettext import gettext as _
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from vestnik.law.model import Pack

Plain = Mapping[str, Any]

_TONES: Final = {"ok": "green", "caution": "yellow", "owner": "magenta", "wait": "cyan", "stop": "red"}
_STATUS: Final = {"confirmed": "green", "secondary": "yellow", "unverified": "dim"}


def show_verdict(console: Console, answer: Plain) -> None:
    """Print an answer: the word first, then every ground with what it rests on."""
    colour = _TONES[answer["tone"]]
    where = f"{answer['platform_name']} · {answer['purpose_label']} · {answer['at'][:10]}"
    console.print(f"[bold {colour}]{escape(answer['title'])}[/]  [dim]{escape(where)}[/]")
    for mark, style, reasons in (("●", colour, answer["reasons"]), ("!", "yellow", answer["warnings"])):
        for reason in reasons:
            _reason(console, f"[{style}]{mark}[/]", reason)
    if not answer["reasons"] and not answer["warnings"]:
        console.print(f"  {escape(answer['sentence'])}")
    _line(console, _("Решает владелец"), [item["citation"] for item in answer["decisions"]])
    _line(console, _("Не хватает сведений"), [item["text"] for item in answer["questions"]])
    if answer["until"]:
        _line(console, _("До"), [answer["until"]])
    if answer["waits_for"] == "call_end":
        _line(console, _("Ждёт"), [_("конца разговора")])
    _line(console, _("Вместо этого"), answer["alternative_names"])
    pack = answer["pack"]
    _pack_line(console, pack["version"], pack["as_of"], pack["hash"])
    for line in answer.get("trace", ()):
        console.print(f"[dim]  · {escape(line)}[/]")


def _reason(console: Console, mark: str, reason: Plain) -> None:
    badge = escape(reason["badge"])
    if reason["status"] is not None:
        status = f"[{_STATUS[reason['status']]}]{escape(reason['status_label'])}[/]"
        badge = f"{badge} · [bold]{escape(reason['citation'])}[/] · {status}"
        badge += f" · [dim]{escape(reason['norm'])}, {escape(reason['in_force'])}[/]"
    console.print(f"{mark} {escape(reason['text'])}")
    console.print(Padding(badge, (0, 0, 0, 2)))
    for penalty in reason["penalties"]:
        words = f"{penalty['citation']} ({penalty['status_label']}): {penalty['summary']}"
        console.print(Padding(f"[dim]₽ {escape(words)}[/]", (0, 0, 0, 2)))
    for caveat in reason["caveats"]:
        console.print(Padding(f"[dim]— {escape(caveat)}[/]", (0, 0, 0, 2)))
    if reason["source"]:
        # A wrapped address cannot be copied.
        console.print(f"  [dim]{escape(reason['source'])}[/]", soft_wrap=True)


def _line(console: Console, name: str, values: Iterable[str]) -> None:
    words = ", ".join(values)
    if words:
        console.print(f"[bold]{escape(name)}:[/] {escape(words)}")


def show_norms(console: Console, pack: Pack, norms: list[dict[str, Any]]) -> None:
    """Print rows of the pack as a table."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in (_("норма"), _("акт и место"), _("статус"), _("действует"), _("что говорит")):
        table.add_column(title, overflow="fold")
    for norm in norms:
        table.add_row(
            f"[bold]{escape(norm['norm'])}[/]",
            escape(norm["citation"]),
            f"[{_STATUS[norm['status']]}]{escape(norm['status_label'])}[/]",
            escape(norm["in_force"]),
            escape(norm["summary"]),
        )
    console.print(table)
    console.print(_("Показано %(shown)s из %(all)s.") % {"shown": len(norms), "all": len(pack.norms)})
    _pack_line(console, pack.version, pack.as_of.isoformat(), pack.sha256)


def show_norm(console: Console, norm: Plain) -> None:
    """Print one row of the pack in full."""
    status = f"[{_STATUS[norm['status']]}]{escape(norm['status_label'])}[/]"
    console.print(f"[bold]{escape(norm['citation'])}[/] · {status} · [dim]{escape(norm['norm'])}[/]")
    console.print(escape(norm["summary"]))
    _line(console, _("Когда"), [norm["applies_if"]] if norm["applies_if"] else [])
    _line(console, _("Действует"), [f"{norm['in_force']} ({norm['in_force_evidence']})"])
    _line(console, _("Изменён"), [norm["amended_by"]] if norm["amended_by"] else [])
    _line(console, _("Публикация"), [norm["publication"]] if norm["publication"] else [])
    for subject in norm["subjects"]:
        console.print(f"  {escape(subject['code']):<18} {escape(subject['name'])}")
    for change in norm["changes"]:
        _line(console, _("Изменится"), [f"{change['on']}, {change['by']}: {change['what']}"])
    for penalty in norm["penalties"]:
        words = f"{penalty['citation']} ({penalty['status_label']}): {penalty['summary']}"
        _line(console, _("Санкция"), [words])
    for caveat in norm["caveats"]:
        _line(console, _("Оговорка"), [caveat])
    for source in norm["sources"]:
        name = _("Источник, степень %s") % source["tier"]
        console.print(f"[bold]{name}:[/] {escape(source['url'] or source['note'])}", soft_wrap=True)


def _pack_line(console: Console, version: str, as_of: str, sha256: str) -> None:
    words = _("Набор правил %(version)s, по состоянию на %(day)s, %(hash)s")
    line = words % {"version": version, "day": as_of, "hash": sha256[:12]}
    console.print(f"[dim]{escape(line)}[/]")
