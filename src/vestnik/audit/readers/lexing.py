"""String literals and comments of programs and data, by family of languages."""

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from vestnik.audit.readers.model import Literal

_JS = r"""
  (?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
 |(?P<regex>(?<=[=(,:;!&|?{}\[\n])[ \t]*/(?![*/\s])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*)
 |(?P<literal>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)
"""
_C = r"""
  (?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
 |(?P<literal>"{3}.*?"{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`[^`]*`)
"""
_PHP = r"""
  (?P<comment>//(?:(?!\?>)[^\n])*|\#(?!\[)(?:(?!\?>)[^\n])*|/\*.*?(?:\*/|\Z))
 |(?P<literal><<<[ \t]*["']?(?P<doc>\w+)["']?\r?\n.*?\n[ \t]*(?P=doc)\b|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
 |(?P<close>\?>)
"""
_HASH = r"""
  (?P<comment>(?:(?<=\s)|^)\#[^\n]*)
 |(?P<literal>\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
"""
_INI = r"""
  (?P<comment>^[ \t]*[;\#][^\n]*)
 |(?P<literal>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
"""
_SQL = r"""
  (?P<comment>(?:^|(?<=\s))--[ \t][^\n]*|/\*.*?(?:\*/|\Z))
 |(?P<literal>'(?:\\.|''|[^'\\])*')
"""
_CSS = r"(?P<comment>/\*.*?(?:\*/|\Z)|(?:^|(?<=[;{}\s]))//[^\n]*)|(?P<literal>(?!))"
_JSON = r'(?P<comment>(?!))|(?P<literal>"(?:\\.|[^"\\])*")'
_MARKUP = r"(?P<comment><!--.*?(?:-->|\Z))|(?P<literal>(?!))"

_FAMILIES = {
    "js": _JS,
    "c": _C,
    "php": _PHP,
    "hash": _HASH,
    "ini": _INI,
    "sql": _SQL,
    "css": _CSS,
    "json": _JSON,
    "markup": _MARKUP,
}
_HASHED = {"py", "rb", "sh", "bash", "pl", "ex", "exs", "yaml", "yml", "toml", "htaccess", "conf", "po", "neon"}
_MAX_WHOLE = 150_000
_WINDOW = 1_500


@lru_cache(maxsize=len(_FAMILIES))
def _pattern(family: str) -> re.Pattern[str]:
    return re.compile(_FAMILIES[family], re.VERBOSE | re.DOTALL | re.MULTILINE)


def family_of(path: str) -> str:
    """The family whose comments and quotes a program file has, by its suffix."""
    suffix = path.rpartition(".")[2].lower()
    if suffix in _HASHED:
        return "hash"
    return "ini" if suffix in {"ini", "env", "cfg", "properties", "neon", "csv", "tsv"} else "c"


@dataclass(frozen=True, slots=True)
class Lexed:
    """Literals and comments of one stretch of text, in order."""

    literals: Sequence[Literal]
    comments: Sequence[tuple[int, int]]
    end: int
    """Where the stretch ended: for PHP the place of ``?>``."""

    def literal_at(self, pos: int) -> Literal | None:
        """The literal that holds the place."""
        number = bisect.bisect_right(self.literals, pos, key=lambda item: item.start) - 1
        if number >= 0 and pos < self.literals[number].end:
            return self.literals[number]
        return None

    def commented(self, pos: int) -> bool:
        """Whether the place stands in a comment."""
        number = bisect.bisect_right(self.comments, pos, key=lambda item: item[0]) - 1
        return number >= 0 and pos < self.comments[number][1]


def lex(text: str, family: str, start: int = 0, end: int | None = None) -> Lexed:
    """Find literals and comments between ``start`` and ``end``; PHP stops at its closing tag."""
    literals: list[Literal] = []
    comments: list[tuple[int, int]] = []
    stop = len(text) if end is None else end
    for found in _pattern(family).finditer(text, start, stop):
        group = found.lastgroup
        if found["comment"] is not None:
            comments.append(found.span("comment"))
        elif found["literal"] is not None:
            literals.append(_literal(found))
        elif group == "close":
            return Lexed(literals, comments, found.start())
    return Lexed(literals, comments, stop)


def _literal(found: re.Match[str]) -> Literal:
    start, end = found.span("literal")
    body = found["literal"]
    if body.startswith("<<<"):
        first = body.find("\n") + 1
        return Literal(start + first, start + body.rfind("\n"), "<<<")
    width = 3 if body[:3] in {'"""', "'''"} and len(body) >= 6 else 1  # noqa: PLR2004 — two fences of three
    return Literal(start + width, end - width, body[:width])


class Lexer:
    """Lexes a program once when it is small, else only the line around the place asked for."""

    def __init__(self, text: str, family: str, start: int = 0, end: int | None = None) -> None:
        """Take the stretch of ``text`` that is the program."""
        self._text, self._family = text, family
        self._start, self._end = start, len(text) if end is None else end
        self._whole: Lexed | None = None

    def at(self, pos: int) -> Lexed:
        """Literals and comments around a place."""
        if self._end - self._start <= _MAX_WHOLE:
            if self._whole is None:
                self._whole = lex(self._text, self._family, self._start, self._end)
            return self._whole
        line = self._text.rfind("\n", self._start, pos) + 1
        begin = max(self._start, line, pos - _WINDOW)
        return lex(self._text, self._family, begin, min(self._end, pos + _WINDOW))
