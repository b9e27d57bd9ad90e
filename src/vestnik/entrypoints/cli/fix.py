"""``vestnik fix TARGET``: show how foreign messengers leave a directory, and on demand let them."""

from collections.abc import Sequence
from gettext import gettext as _
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from vestnik.audit.documents import Document, read_document
from vestnik.audit.inspect import Inspector
from vestnik.audit.model import AuditResult, Carrier, Finding
from vestnik.audit.scan import scan_directory
from vestnik.audit.sources.model import INSIDE
from vestnik.entrypoints.cli.audit.progress import AuditBar
from vestnik.entrypoints.cli.fix_view import show_diff, show_results, show_review, show_summary
from vestnik.entrypoints.cli.usage import RussianCommand, refuse
from vestnik.fix.apply import apply
from vestnik.fix.diff import unified
from vestnik.fix.judge import Judged, judge
from vestnik.fix.model import Options, Outcome, Plan, Target
from vestnik.fix.plan import plan
from vestnik.fix.targets import parse_target
from vestnik.kernel.errors import VestnikError
from vestnik.law.signatures import Signatures


def register(app: typer.Typer) -> None:
    """Add ``fix`` to the command line."""

    @app.command("fix", cls=RussianCommand)
    def fix(  # noqa: PLR0913, PLR0917 — one parameter an option
        target: Annotated[str, typer.Argument(help=_("Папка или файл."), show_default=False)] = "",
        write: Annotated[
            bool, typer.Option("--write", help=_("Записать правки, а не только показать."))
        ] = False,
        diff: Annotated[Path | None, typer.Option(help=_("Сохранить правки в этот файл."))] = None,
        to: Annotated[
            list[str] | None,
            typer.Option(help=_("Куда вести вместо мессенджера: max=…, vk=…, email=…, phone=…, url=…")),
        ] = None,
        only: Annotated[
            list[str] | None, typer.Option(help=_("Только это правило; можно повторять."))
        ] = None,
        include_unsafe: Annotated[
            bool,
            typer.Option("--include-unsafe", help=_("Применить и правки, которые стоит проверить глазами.")),
        ] = False,
        allow_dirty: Annotated[
            bool, typer.Option("--allow-dirty", help=_("Писать и при незафиксированных изменениях git."))
        ] = False,
        yes: Annotated[bool, typer.Option("--yes", help=_("Не спрашивать."))] = False,
        quiet: Annotated[bool, typer.Option("--quiet", help=_("Без самих правок: только итог."))] = False,
    ) -> None:
        """Закрыть найденные иностранные мессенджеры правками в файлах.

        Без --write ничего не меняет. Код выхода: 0 — закрывать больше нечего, 1 — находки остались,
        3 — прочитано не всё, 2 — ошибка в команде.
        """
        root = _root(target)
        inspector = Inspector()
        targets = _targets(to or [], inspector.signatures)
        with AuditBar(quiet=quiet) as bar:
            found = scan_directory(root, None, bar.file, inspector)
        documents = _documents(root, found.findings)
        options = Options(inspector.signatures, targets, frozenset(only or ()))
        proposed = plan(found.findings, documents, options)
        console = Console(highlight=False, emoji=False)
        judged = _judged(proposed, documents, inspector, include_unsafe=include_unsafe)
        diffs = {path: unified(documents[path], one.data) for path, one in judged.items()}
        if diff is not None:
            _save(diff, "".join(diffs.values()))
        if not quiet:
            show_diff(console, diffs.values())
        show_review(console, proposed, include_unsafe=include_unsafe)
        show_summary(console, found.findings, judged)
        if write and any(diffs.values()) and (yes or typer.confirm(_("Записать эти правки?"), default=False)):
            _write(console, root, proposed, documents, inspector, unsafe=include_unsafe, dirty=allow_dirty)
            found = scan_directory(root, None, None, inspector)
        raise typer.Exit(_left(console, found))


def _root(target: str) -> Path:
    if not target:
        refuse(_("Что исправить? Назовите папку или файл: vestnik fix site/"))
    if "://" in target:
        refuse(_("Сайт по адресу не исправить: нужны его файлы. Назовите папку с исходниками."))
    root = Path(target)
    if not root.exists():
        refuse(_("Нет такого файла или папки: %s.") % target)
    if root.is_symlink():
        refuse(_("%s — символьная ссылка. Назовите саму папку.") % target)
    return root


def _targets(raw: Sequence[str], signatures: Signatures) -> tuple[Target, ...]:
    try:
        return tuple(parse_target(one, signatures) for one in raw)
    except VestnikError as error:
        refuse(str(error))


def _documents(root: Path, findings: Sequence[Finding]) -> dict[str, Document]:
    """Read every file that has something to close; one that vanished meanwhile is left out."""
    documents: dict[str, Document] = {}
    found = [finding for finding in findings if finding.actionable]
    files = [one for one in found if INSIDE not in one.place.path and one.carrier is not Carrier.MEDIA]
    if len(files) < len(found):
        typer.echo(
            _("Мест внутри архивов, писем, документов и картинок: %s. Их правят там, где эти файлы делают.")
            % (len(found) - len(files)),
            err=True,
        )
    for path in sorted({finding.place.path for finding in files}):
        try:
            data = (root / path if root.is_dir() else root).read_bytes()
        except OSError as error:
            typer.echo(_("%(path)s не прочитан: %(why)s.") % {"path": path, "why": error.strerror}, err=True)
            continue
        documents[path] = read_document(path, data)
    return documents


def _judged(
    proposed: Plan, documents: dict[str, Document], inspector: Inspector, *, include_unsafe: bool
) -> dict[str, Judged]:
    return {
        path: judge(documents[path], patches, inspector.inspect)
        for path, patches in proposed.by_path(include_unsafe=include_unsafe).items()
    }


def _save(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        refuse(_("Файл %(path)s не записан: %(why)s.") % {"path": path, "why": error.strerror or error})


def _write(
    console: Console,
    root: Path,
    proposed: Plan,
    documents: dict[str, Document],
    inspector: Inspector,
    *,
    unsafe: bool,
    dirty: bool,
) -> None:
    try:
        result = apply(root, proposed, documents, inspector.inspect, include_unsafe=unsafe, allow_dirty=dirty)
    except VestnikError as error:
        refuse(str(error))
    show_results(console, [one for one in result.files if one.outcome is not Outcome.FIXED or one.reason])


def _left(console: Console, found: AuditResult) -> int:
    left = sum(finding.actionable for finding in found.findings)
    if left:
        console.print(_("Осталось закрыть: %s.") % left)
    else:
        console.print(_("Закрывать больше нечего."), style="green")
    return found.exit_code
