"""How the registry is shown in a terminal; what the export says is data, never markup."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from gettext import gettext as _
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vestnik.law.policy.question import RecordState
from vestnik.law.policy.rules import MOSCOW
from vestnik.law.registry.model import (
    SUPPORTING,
    Candidate,
    Change,
    ChangeKind,
    Comparison,
    ExportFormat,
    Found,
    Imported,
    Match,
    MatchView,
    Oddity,
    Product,
    RegistryState,
    Snapshot,
    SnapshotState,
)

_ODDITIES: Final = {
    Oddity.NAMELESS: _("без наименования"),
    Oddity.NO_INN: _("без ИНН"),
    Oddity.WRONG_INN: _("с ИНН, у которого не сходится контрольная цифра"),
    Oddity.UNREAD_DATE: _("с датой, которая не читается"),
    Oddity.UNREAD_FLAG: _("с непонятной отметкой об исключении"),
    Oddity.REPEATED_NUMBER: _("с повторным номером"),
}
_KINDS: Final = {
    ChangeKind.ADDED: _("Появились"),
    ChangeKind.GONE: _("Пропали"),
    ChangeKind.EXCLUDED: _("Исключены"),
    ChangeKind.RESTORED: _("Восстановлены"),
    ChangeKind.OWNER: _("Сменили правообладателя"),
    ChangeKind.RENAMED: _("Переименованы"),
}


def show_import(imported: Imported) -> None:
    """Say what an import came to."""
    snapshot = imported.snapshot
    if imported.already:
        _line(_("Этот файл уже загружен: %s.") % _moment(snapshot.imported_at))
    _line(
        _("Выгрузка от %(day)s: записей %(records)s, исключённых %(excluded)s.")
        % {"day": _dated(snapshot), "records": snapshot.records, "excluded": snapshot.excluded}
    )
    _line(f"SHA-256 {snapshot.sha256}")
    if snapshot.format is ExportFormat.XLSX and snapshot.generated_at is None:
        _line(_("В этом файле нет даты выгрузки: считаем его сделанным в час загрузки. В XML дата есть."))
    for oddity, count in snapshot.oddities.items():
        _line(_("Записей %(what)s: %(count)s.") % {"what": _ODDITIES[Oddity(oddity)], "count": count})
    if not imported.newest:
        _line(_("Загружена и более новая выгрузка: площадки сверяются с ней."))
    if imported.pruned:
        _line(_("Записи старых выгрузок убраны, сами выгрузки остались в списке: %s.") % imported.pruned)


def show_warnings(warnings: Mapping[str, Sequence[MatchView]]) -> None:
    """Say which platforms in use no longer stand as they did, of all workspaces."""
    if not any(warnings.values()):
        return
    for slug, views in warnings.items():
        for view in views:
            _line(f"⚠ {slug}: {view.match.platform_id} — {view.match.product_name}: {_state(view.state)}")
    _line(str(_(SUPPORTING.msgid)))


def show_snapshots(snapshots: Sequence[Snapshot]) -> None:
    """List what was imported."""
    if not snapshots:
        _line(_("Выгрузок ещё нет. Загрузите: vestnik law registry import ФАЙЛ."))
        return
    rows = [
        (
            one.id,
            _dated(one),
            one.format.value,
            str(one.records),
            str(one.excluded),
            "" if one.state is SnapshotState.COMPLETE else _("записи убраны"),
            one.sha256[:12],
            one.file_name,
        )
        for one in snapshots
    ]
    head = ("id", _("От"), _("Вид"), _("Записей"), _("Исключено"), "", "SHA-256", _("Файл"))
    _table(head, rows)


def show_found(found: Found) -> None:
    """List products."""
    if not found.products:
        _line(_("В выгрузке от %s ничего не найдено.") % _dated(found.snapshot))
        return
    _products(found.products)
    if found.more:
        _line(_("Есть ещё: уточните запрос или добавьте --offset."))
    _line(_("По выгрузке от %s.") % _dated(found.snapshot))
    _line(str(_(SUPPORTING.msgid)))


def show_candidates(platform: str, candidates: Sequence[Candidate]) -> None:
    """List records that may be a platform's."""
    if not candidates:
        _line(_("Похожих записей нет. Поищите словами: vestnik law registry find НАЗВАНИЕ."))
        return
    fits = {
        one.product.key: " + ".join(
            word for word, so in ((_("название"), one.name_fits), (_("владелец"), one.owner_fits)) if so
        )
        for one in candidates
    }
    _products([one.product for one in candidates], fits)
    _line(_("Сверьте владельца и подтвердите: vestnik law registry match %s НОМЕР") % platform)
    _line(str(_(SUPPORTING.msgid)))


def show_match(match: Match) -> None:
    """Say what was confirmed."""
    _line(
        _("Подтверждено: %(platform)s — %(name)s, запись %(number)s.")
        % {"platform": match.platform_id, "name": match.product_name, "number": match.key}
    )
    _line(str(_(SUPPORTING.msgid)))


def show_matches(views: Sequence[MatchView]) -> None:
    """List matched platforms with their states."""
    if not views:
        _line(_("Ни одна площадка не сопоставлена. Начните: vestnik law registry suggest ПЛОЩАДКА."))
        return
    rows = [
        (
            one.match.platform_id,
            one.match.key,
            one.match.product_name,
            _state(one.state),
            one.match.matched_by.label,
            _moment(one.match.matched_at),
        )
        for one in views
    ]
    _table((_("Площадка"), _("Запись"), _("Программа"), _("Сейчас"), _("Кто"), _("Когда")), rows)
    _line(str(_(SUPPORTING.msgid)))


def show_comparison(comparison: Comparison) -> None:
    """Say what changed."""
    _line(
        _("С %(older)s по %(newer)s.")
        % {"older": _dated(comparison.older), "newer": _dated(comparison.newer)}
    )
    if not comparison.by_number:
        _line(
            _("В одной из выгрузок нет номеров записей: сравнение по названию и ИНН, смена видна как замена.")
        )
    for kind, title in _KINDS.items():
        total, listed = comparison.totals[kind], comparison.changes[kind]
        _line(f"{title}: {total}")
        for change in listed:
            _line(f"  {_changed(change)}")
        if len(listed) < total:
            _line(_("  … и ещё %s") % (total - len(listed)))
    if comparison.watched:
        _line(_("Касается ваших площадок:"))
        for change in comparison.watched:
            _line(f"⚠ {_KINDS[change.kind]}: {_changed(change)}")
        _line(str(_(SUPPORTING.msgid)))


def _changed(change: Change) -> str:
    words = f"{change.key} {change.name}"
    if change.owners:
        words += f" — {change.owners}"
    if change.kind in {ChangeKind.OWNER, ChangeKind.RENAMED}:
        words += f": {change.before} → {change.after}"
    return f"{words} ({change.on:%d.%m.%Y})" if change.on else words


def _products(products: Sequence[Product], fits: Mapping[str, str] | None = None) -> None:
    head = (_("Запись"), _("Программа"), _("Правообладатель"), _("ИНН"), _("Состояние"))
    rows = []
    for one in products:
        inns = ", ".join(
            owner.inn if owner.inn_right else f"{owner.inn} (?)" for owner in one.owners if owner.inn
        )
        row = (one.key, one.name, one.owner_names, inns, _standing(one))
        rows.append((*row, fits[one.key]) if fits else row)
    _table((*head, _("Сошлось")) if fits else head, rows)


def _standing(product: Product) -> str:
    if not product.excluded:
        return _("в реестре")
    if product.excluded_on is None:
        return _("исключена")
    return _("исключена %s") % f"{product.excluded_on:%d.%m.%Y}"


def _state(state: RegistryState) -> str:
    words = {
        RecordState.LISTED: _("в реестре"),
        RecordState.EXCLUDED: _("исключена"),
        RecordState.MISSING: _("в новейшей выгрузке записи нет"),
        RecordState.OWNER_CHANGED: _("сменился правообладатель"),
    }[state.kind]
    if state.since is not None:
        words += f" {state.since:%d.%m.%Y}"
    return f"{words} ({_('выгрузка от %s') % _moment(state.as_of)})"


def _dated(snapshot: Snapshot) -> str:
    return _moment(snapshot.as_of)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(MOSCOW):%d.%m.%Y %H:%M}"


def _line(words: str) -> None:
    Console(highlight=False, soft_wrap=True).print(Text(words))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(box=None, pad_edge=False)
    for title in head:
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(highlight=False).print(table)
