"""``vestnik db``: where the schema stands, and the way to the newest step."""

import asyncio
from gettext import gettext as _

import typer

from vestnik import config
from vestnik.app import schema_versions, upgrade_schema, with_schema
from vestnik.entrypoints.cli.context import complain
from vestnik.kernel.errors import VestnikError

db = typer.Typer(no_args_is_help=True, help=_("База данных: версия схемы и обновление."))

BEHIND = 3


def register(app: typer.Typer) -> None:
    """Add ``db`` to the command line."""
    app.add_typer(db, name="db")


@db.command("upgrade")
def upgrade_command() -> None:
    """Привести схему к версии программы; перед этим сделайте копию."""
    try:
        settings = config.load()
        asyncio.run(with_schema(settings, upgrade_schema))
        present, _wanted = asyncio.run(with_schema(settings, schema_versions))
    except VestnikError as error:
        raise complain(error) from error
    typer.echo(_("Схема базы данных: шаг %s.") % present)


@db.command("status")
def status_command() -> None:
    """Сказать, на каком шаге схема; код выхода 3 — нужно обновление."""
    try:
        present, wanted = asyncio.run(with_schema(config.load(), schema_versions))
    except VestnikError as error:
        raise complain(error) from error
    if present == wanted:
        typer.echo(_("Схема на месте: шаг %s.") % present)
        return
    typer.echo(
        _("Схема на шаге %(present)s, программе нужен %(wanted)s. Выполните: vestnik db upgrade")
        % {"present": present or "—", "wanted": wanted}
    )
    raise typer.Exit(BEHIND)
