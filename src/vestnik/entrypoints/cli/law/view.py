"""How ``vestnik law`` looks in a terminal. Text from data is escaped: it is no markup."""

from collections.abc import Iterable, Mapping
from gettext import gettext as _
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from vestnik.law.model import NormStatus, Pack
from vestnik.law.packs.compare import compare
from vestnik.law.packs.model import Differences, Edition

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
    known = f" ({norm['in_force_evidence']})" if norm["in_force_evidence"] else ""
    _line(console, _("Действует"), [f"{norm['in_force']}{known}"])
    _line(console, _("Изменён"), [norm["amended_by"]] if norm["amended_by"] else [])
    _line(console, _("Публикация"), [norm["publication"]] if norm["publication"] else [])
    for subject in norm["subjects"]:
        console.print(f"  {escape(subject['code']):<18} {escape(subject['name'])}")
    _figures(console, norm)
    for penalty in norm["penalties"]:
        words = f"{penalty['citation']} ({penalty['status_label']}): {penalty['summary']}"
        _line(console, _("Санкция"), [words])
    for caveat in norm["caveats"]:
        _line(console, _("Оговорка"), [caveat])
    _line(console, _("Почему такой статус"), [norm["confidence_note"]] if norm["confidence_note"] else [])
    _line(console, _("Дословно"), [norm["quote"]] if norm["quote"] else [])
    for source in norm["sources"]:
        name = _("Источник, степень %s") % source["tier"]
        day = f" [dim]{source['seen']}[/]" if source["seen"] else ""
        console.print(f"[bold]{name}:[/] {escape(source['url'] or source['note'])}{day}", soft_wrap=True)
    _line(console, _("Примеры"), norm["tests"])
    if norm["verified_by"]:
        _line(console, _("Сверил"), [norm["verified_by"], norm["verified_at"]])
    _line(console, _("Пересмотреть до"), [norm["review_due"]] if norm["review_due"] else [])


def _figures(console: Console, norm: Plain) -> None:
    for change in norm["changes"]:
        words = f"{change['on']}, {change['by']}: {change['what']} ({change['evidence']})"
        _line(console, _("Изменится"), [words])
    for found in norm["sums"]:
        _line(console, _("Сумма"), [_sum(found)])
    for term in norm["terms"]:
        words = f"{term['number']} {_units()[term['unit']]} — {term['what']} ({term['evidence']})"
        _line(console, _("Срок"), [words])
    for fact in norm["dates"]:
        _line(console, _("День"), [f"{fact['on']} — {fact['what']} ({fact['evidence']})"])


def _pack_line(console: Console, version: str, as_of: str, sha256: str) -> None:
    words = _("Набор правил %(version)s, по состоянию на %(day)s, %(hash)s")
    line = words % {"version": version, "day": as_of, "hash": sha256[:12]}
    console.print(f"[dim]{escape(line)}[/]")


def _sum(found: Plain) -> str:
    """Tell who pays how much, and how well that is known."""
    who = {
        "citizens": _("граждане"),
        "officials": _("должностные лица"),
        "sole_traders": _("ИП"),
        "entities": _("юридические лица"),
        "small_business": _("малый бизнес"),
        "unstated": _("кто — в обзорах не сказано"),
    }[found["who"]]
    unit = _("% выручки") if found["unit"] == "percent_of_revenue" else _("руб.")
    sums = _between(found["from"], found["to"])
    note = f", {found['note']}" if found["note"] else ""
    people = ""
    if found["people_from"] is not None or found["people_to"] is not None:
        people = _(", пострадавших %s") % _between(found["people_from"], found["people_to"])
    return f"{who}: {sums} {unit}{people}{note} ({found['evidence']})"


def _between(low: int | None, high: int | None) -> str:
    shown = [f"{number:,}".replace(",", " ") for number in (low, high) if number is not None]
    if len(shown) == 1:
        return (_("от %s") if high is None else _("до %s")) % shown[0]
    return "–".join(shown)


def _units() -> Mapping[str, str]:
    return {
        "hours": _("ч."),
        "days": _("дн."),
        "working_days": _("раб. дн."),
        "months": _("мес."),
        "years": _("г."),
    }


def show_editions(console: Console, editions: Iterable[Edition], used: str) -> None:
    """Print the packs that the installation keeps; ``used`` is the hash of the one that counts."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in (_("версия"), _("на день"), _("хеш"), _("когда и кем"), ""):
        table.add_column(title, overflow="fold")
    for edition in editions:
        chosen = ""
        if edition.in_use_since is not None:
            chosen = _("выбран %s") % edition.in_use_since.strftime("%d.%m.%Y")
        marks = [_("в работе")] if edition.sha256 == used else []
        by = _("вместе с программой") if edition.built_in else escape(edition.installed_by)
        table.add_row(
            f"[bold]{escape(edition.version)}[/]",
            edition.as_of.strftime("%d.%m.%Y"),
            edition.sha256[:12],
            f"{edition.installed_at.strftime('%d.%m.%Y')}, {by}",
            ", ".join([*marks, *([chosen] if chosen else [])]),
        )
    console.print(table)


def show_pack(console: Console, pack: Pack, before: Pack | None) -> None:
    """Print what a pack is, its changelog, and what it changed against the one before."""
    console.print(f"[bold]{escape(pack.id)} {escape(pack.version)}[/] · {pack.as_of.strftime('%d.%m.%Y')}")
    console.print(pack.sha256, soft_wrap=True)
    _line(console, _("Автор"), [pack.author])
    statuses = [norm.status for norm in pack.norms.values()]
    _line(console, _("Норм"), [f"{status.value} {statuses.count(status)}" for status in NormStatus])
    counts = (len(pack.platforms), len(pack.rules), len(pack.cases))
    _line(console, _("Площадок, правил, примеров"), map(str, counts))
    for release in pack.changelog:
        day = release.on.strftime("%d.%m.%Y")
        console.print(f"  {day}  {escape(release.version)}: {escape(release.what)}")
    if before is None:
        console.print(_("Сравнить не с чем: набора старше здесь нет."))
        return
    console.print(_("По сравнению с %s:") % before.version)
    _differences(console, compare(before, pack))


def _differences(console: Console, found: Differences) -> None:
    if found == Differences():
        console.print(_("Нормы и правила те же."))
    _line(console, _("Новые нормы"), found.added)
    _line(console, _("Убраны нормы"), found.removed)
    moved = [f"{old.id} ({old.status} → {new.status})" for old, new in found.statuses]
    _line(console, _("Другой статус"), moved)
    _line(console, _("Изменены нормы"), found.changed)
    _line(console, _("Новые правила"), found.rules_added)
    _line(console, _("Убраны правила"), found.rules_removed)
    _line(console, _("Изменены правила"), found.rules_changed)
