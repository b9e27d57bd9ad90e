"""Wrong usage said in one Russian line with how to mend it, and exit code 2."""

from gettext import gettext as _
from typing import Any, Final, NoReturn

import typer
from typer.core import TyperCommand
from typing_extensions import override

USAGE: Final = 2

# Typer has no public name for the class that all its complaints about arguments share.
_Complaint: Final[type[Exception]] = typer.BadParameter.__mro__[1]


class RussianCommand(TyperCommand):
    """A command whose complaints about its own arguments are Russian."""

    @override
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return list(super().parse_args(ctx, args))
        except _Complaint as complaint:
            refuse(_sentence(complaint, ctx.command_path))


def refuse(sentence: str) -> NoReturn:
    """Print the sentence to stderr and leave with the code of wrong usage."""
    typer.echo(sentence, err=True)
    raise typer.Exit(USAGE)


def _sentence(complaint: Exception, command: str) -> str:
    help_line = _("Все параметры: %s --help.") % command
    option = getattr(complaint, "option_name", None)
    if option and type(complaint).__name__ == "NoSuchOption":
        return _("Нет такого параметра: %(option)s. %(help)s") % {"option": option, "help": help_line}
    if option:
        return _("Параметру %(option)s нужно значение. %(help)s") % {"option": option, "help": help_line}
    parameter: Any = getattr(complaint, "param", None)
    if parameter is not None:
        # The help of every option says what values it takes.
        return _("Неверное значение %(name)s. %(meaning)s") % {
            "name": max(parameter.opts, key=len),
            "meaning": getattr(parameter, "help", None) or help_line,
        }
    return _("Лишние слова в команде. %s") % help_line
