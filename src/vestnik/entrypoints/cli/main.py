"""The command ``vestnik``: puts the commands together; each stands in its own file."""

import inspect
from collections.abc import Iterator
from gettext import gettext as _
from typing import Annotated

import typer
from typer.models import CommandInfo

from vestnik import __version__
from vestnik.entrypoints.cli import db, demo, fix, ledger, send, serve, user
from vestnik.entrypoints.cli.audit import baseline
from vestnik.entrypoints.cli.audit import commands as audit
from vestnik.entrypoints.cli.context import open_core
from vestnik.entrypoints.cli.law import commands as law


def build() -> typer.Typer:
    """Return the whole command line."""
    app = typer.Typer(
        name="vestnik",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help=_("Вестник: уводит компанию из иностранных мессенджеров и доказывает это."),
    )

    @app.callback()
    def root(
        version: Annotated[
            bool, typer.Option("--version", help=_("Показать версию."), callback=_version, is_eager=True)
        ] = False,
    ) -> None:
        del version

    audit.register(app)
    baseline.register(app)
    fix.register(app)
    law.register(app)
    send.register(app)
    serve.register(app)
    user.register(app, open_core)
    ledger.register(app, open_core)
    db.register(app)
    demo.register(app)
    for command in commands_of(app):
        if command.help:
            command.help = _(command.help)
    return app


def commands_of(app: typer.Typer) -> Iterator[CommandInfo]:
    """Yield every command, its help being its docstring: Russian, as all sentences are before translation."""
    for command in app.registered_commands:
        if command.help is None and command.callback is not None:
            command.help = inspect.getdoc(command.callback)
        yield command
    for group in app.registered_groups:
        if group.typer_instance is not None:
            yield from commands_of(group.typer_instance)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit
