"""``vestnik ledger``: verify the log, read it, sign how far it has grown."""

import json
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path
from typing import Annotated, Final

import typer

from vestnik.access.workspaces import get_workspace, list_workspaces
from vestnik.entrypoints.cli.context import FAILED, OpenCore
from vestnik.entrypoints.cli.usage import refuse
from vestnik.entrypoints.cli.with_core import group_of, option_workspace, run, workspace_of
from vestnik.kernel.core import Core
from vestnik.ledger.checkpoint import origin_of, sign_checkpoint
from vestnik.ledger.model import StoredEntry, Verification
from vestnik.ledger.note import verifier_key
from vestnik.ledger.store import leaves_between
from vestnik.ledger.verify import verify

_MAX_CHECKPOINT: Final = 65_536


def register(app: typer.Typer, open_core: OpenCore) -> None:
    """Add ``ledger`` to the command line."""
    commands: dict[str, Callable[..., None]] = {
        "verify": verify_ledger,
        "show": show_entries,
        "checkpoint": checkpoint,
    }
    app.add_typer(
        group_of(_("Журнал, который нельзя переписать незаметно."), commands, open_core), name="ledger"
    )


def verify_ledger(
    context: typer.Context,
    workspace: Annotated[
        str | None, typer.Option("--workspace", "-w", help=_("Короткое имя; иначе проверяются все."))
    ] = None,
    published: Annotated[
        Path | None, typer.Option(help=_("Файл контрольной точки, сохранённой вне этой базы."))
    ] = None,
) -> None:
    """Пересчитать журнал от первой записи до последней.

    Код выхода: 0 — цел, 1 — нет, 2 — ошибка в команде.
    """
    if published is not None and workspace is None:
        refuse(_("Сохранённая точка относится к одному журналу: назовите его через --workspace."))
    note = None if published is None else _read(published)

    async def work(core: Core) -> list[tuple[str, Verification]]:
        chosen = [await get_workspace(core, workspace)] if workspace else await list_workspaces(core)
        return [(one.slug, await verify(core, one.id, note)) for one in chosen]

    found = run(context, work)
    for slug, verification in found:
        mark = "✓" if verification.ok else "✗"
        typer.echo(f"{mark} {slug}: {verification.sentence}")
        typer.echo(f"  {_('корень')} {verification.root.hex()}")
    if not found:
        typer.echo(_("Рабочих пространств ещё нет: проверять нечего."))
    if not all(verification.ok for _slug, verification in found):
        raise typer.Exit(FAILED)


def show_entries(
    context: typer.Context,
    workspace: Annotated[str | None, option_workspace()] = None,
    start: Annotated[int, typer.Option("--from", min=0, help=_("С какой записи: номер от 0."))] = 0,
    limit: Annotated[int, typer.Option(min=1, max=1_000, help=_("Сколько записей: от 1 до 1000."))] = 20,
) -> None:
    """Записи журнала: номер и открытая часть, как она хешируется."""

    async def work(core: Core) -> list[StoredEntry]:
        chosen = await workspace_of(core, workspace)
        return await core.db.read(lambda tx: leaves_between(tx, chosen.id, start, limit))

    for entry in run(context, work):
        content = json.loads(entry.leaf)
        rest = {name: content[name] for name in content if name not in {"v", "t", "kind"}}
        public = json.dumps(rest, ensure_ascii=True, separators=(", ", ": "))
        typer.echo(f"{entry.index}  {content['t']}  {entry.kind}  {public}")


def checkpoint(context: typer.Context, workspace: Annotated[str | None, option_workspace()] = None) -> None:
    """Подписать, докуда вырос журнал. Храните точку вне этого сервера: с ней видно любую подмену."""

    async def work(core: Core) -> tuple[str, str]:
        chosen = await workspace_of(core, workspace)
        key = verifier_key(origin_of(core.signer, chosen.id), core.signer.public_key)
        return await sign_checkpoint(core, chosen.id), key

    note, key = run(context, work)
    typer.echo(_("Ключ проверки: %s") % key, err=True)
    typer.echo(note, nl=False)


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read(_MAX_CHECKPOINT)
    except (OSError, UnicodeDecodeError) as error:
        refuse(_("Файл контрольной точки не читается: %s.") % error)
