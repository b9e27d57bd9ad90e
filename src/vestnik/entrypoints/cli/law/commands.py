"""``vestnik law``: ask the policy, read the norms and platforms, check the pack."""

import json
from gettext import gettext as _
from typing import Annotated

import typer
from rich.console import Console

from vestnik.entrypoints.cli.context import OpenCore, open_core
from vestnik.entrypoints.cli.law import company, platforms
from vestnik.entrypoints.cli.law import pack as pack_commands
from vestnik.entrypoints.cli.law.decide import decide_command
from vestnik.entrypoints.cli.law.pack import PackPath, pack_or_refuse
from vestnik.entrypoints.cli.law.registry import commands as registry
from vestnik.entrypoints.cli.law.view import show_norm, show_norms
from vestnik.entrypoints.cli.usage import RussianCommand, refuse
from vestnik.law.explain import norm_to_plain
from vestnik.law.model import NormStatus


def register(app: typer.Typer, open_core: OpenCore = open_core) -> None:
    """Add ``law`` with its commands to the command line; most need no installation."""
    law = typer.Typer(no_args_is_help=True, help=_("Что можно по закону и почему: нормы, площадки, решения."))
    law.command("decide", cls=RussianCommand)(decide_command)
    law.command("norms", cls=RussianCommand)(norms_command)
    law.command("explain", cls=RussianCommand)(explain_command)
    law.command("subjects", cls=RussianCommand)(subjects_command)
    pack_commands.register(law)
    platforms.add_to(law, open_core)
    registry.register(law, open_core)
    for name, command in company.COMMANDS.items():
        law.command(name, cls=RussianCommand)(command)
    app.add_typer(law, name="law")


def norms_command(
    find: Annotated[str, typer.Argument(help=_("Слово из нормы, акта или её id."))] = "",
    status: Annotated[
        NormStatus | None, typer.Option(help=_("Только с таким статусом: %s.") % ", ".join(NormStatus))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Ответ в JSON."))] = False,
    pack_path: PackPath = None,
) -> None:
    """Нормы набора: что говорят, насколько подтверждены, с какого дня."""
    pack = pack_or_refuse(pack_path)
    wanted = find.casefold()
    found = [
        norm_to_plain(pack, norm)
        for norm in pack.norms.values()
        if wanted in f"{norm.id} {norm.citation} {norm.summary}".casefold()
        and (status is None or norm.status is status)
    ]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        show_norms(_console(), pack, found)


def explain_command(
    norm_id: Annotated[str, typer.Argument(help=_("Id нормы, например 41fz-15-1."))],
    as_json: Annotated[bool, typer.Option("--json", help=_("Ответ в JSON."))] = False,
    pack_path: PackPath = None,
) -> None:
    """Одна норма целиком: текст, кого касается, источники, оговорки, санкции."""
    pack = pack_or_refuse(pack_path)
    norm = pack.norms.get(norm_id)
    if norm is None:
        refuse(_("Нормы «%s» в наборе нет. Список: vestnik law norms.") % norm_id)
    plain = norm_to_plain(pack, norm)
    if as_json:
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        show_norm(_console(), plain)


def subjects_command() -> None:
    """Классы компаний, о которых говорят нормы: по ним отвечают на вопрос «кто мы»."""
    console = _console()
    for subject in pack_or_refuse().subjects.values():
        if not subject.anyone:
            console.print(f"[bold]{subject.code:<18}[/] {subject.question}")


def _console() -> Console:
    return Console(highlight=False, soft_wrap=False)
