"""The command ``vestnik``: puts the commands together; each stands in its own file."""

from gettext import gettext as _
from typing import Annotated

import typer

from vestnik import __version__
from vestnik.entrypoints.cli import audit, db, demo, fix, law, ledger, send, serve, user
from vestnik.entrypoints.cli.context import open_core


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
    fix.register(app)
    law.register(app)
    send.register(app)
    serve.register(app)
    user.register(app, open_core)
    ledger.register(app, open_core)
    db.register(app)
    demo.register(app)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit
