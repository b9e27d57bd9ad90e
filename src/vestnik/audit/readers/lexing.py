"""Which string literal or comment of a program holds a place, by family of languages.

Nothing is kept of the text before the place: whole tokens are stepped over inside the regular expression
engine, up to the one that reaches across the place.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from vestnik.audit.readers.model import Literal

_DOUBLE = r'"(?>[^"\\\n]++|\\.)*+"'
_SINGLE = r"'(?>[^'\\\n]++|\\.)*+'"
_BLOCK = r"/\*.*?\*/"
_BEFORE_REGEX = r"(?:(?<=[=(,:;!&|?{}\[\n])|(?<=[=(,:;!&|?{}\[] ))"
_REGEX = _BEFORE_REGEX + r"/(?![*/\s])(?>\\.|\[(?>\\.|[^\]\\\n])*+\]|[^/\\\n\[])++/[a-z]*+"
_HEREDOC = r"""<<<[ \t]*["']?(?P<doc>\w+)["']?\r?\n(?:[^\n]*\n){0,500}?[ \t]*(?P=doc)\b"""


@dataclass(frozen=True, slots=True)
class _Family:
    """``plain``: characters that begin nothing; ``single``: those that sometimes begin nothing."""

    plain: str
    single: str
    comment: str = r"(?!)"
    line: str = r"(?!)"
    """A comment up to the end of its line; ``https://`` begins none."""
    literal: str = r"(?!)"
    other: str = r"(?!)"
    unclosed: str = r"(?!)"
    """A comment that nothing ends: it reaches to the end of the text."""


_FAMILIES = {
    "js": _Family(
        r"[^\"'`/]",
        r"/(?![/*])|(?<=:)/",
        comment=_BLOCK,
        line=r"(?<!:)//[^\n]*+",
        literal=rf"{_DOUBLE}|{_SINGLE}|`(?>[^`\\]++|\\.)*+`",
        other=_REGEX,
        unclosed=r"/\*.*\Z",
    ),
    "c": _Family(
        r"[^\"'`/]",
        r"/(?![/*])|(?<=:)/",
        comment=_BLOCK,
        line=r"(?<!:)//[^\n]*+",
        literal=rf'"{{3}}.*?"{{3}}|{_DOUBLE}|{_SINGLE}|`[^`]*+`',
        unclosed=r"/\*.*\Z",
    ),
    "php": _Family(
        r"[^\"'/\#<]",
        r"/(?![/*])|\#(?=\[)|<(?!<<)",
        comment=_BLOCK,
        line=r"(?://|\#(?!\[))(?>(?!\?>)[^\n])*+",
        literal=rf"""{_HEREDOC}|"(?>[^"\\]++|\\.)*+"|'(?>[^'\\]++|\\.)*+'""",
        unclosed=r"/\*.*\Z",
    ),
    "hash": _Family(
        r"[^\"'\#]",
        r"(?<=\S)\#",
        line=r"(?:(?<=\s)|^)\#[^\n]*+",
        literal=rf"\"{{3}}.*?\"{{3}}|'{{3}}.*?'{{3}}|{_DOUBLE}|{_SINGLE}",
    ),
    "ini": _Family(
        r"[^\"';\#]",
        r"(?<=[^\n])[;\#]",
        line=r"(?:^|(?<=\n[ \t])|(?<=\n[ \t]{2})|(?<=\n[ \t]{4}))[;\#][^\n]*+",
        literal=rf"{_DOUBLE}|{_SINGLE}",
    ),
    "sql": _Family(
        r"[^'/-]",
        r"/(?!\*)|-(?!-[ \t])",
        comment=_BLOCK,
        line=r"--[ \t][^\n]*+",
        literal=r"'(?>[^'\\]++|\\.|'')*+'",
        unclosed=r"/\*.*\Z",
    ),
    "css": _Family(
        r"[^/]",
        r"(?<=[^;{}\s])/(?!\*)|/(?![/*])",
        comment=_BLOCK,
        line=r"(?:^|(?<=[;{}\s]))//[^\n]*+",
        unclosed=r"/\*.*\Z",
    ),
    "json": _Family(r'[^"]', r"(?!)", literal=r'"(?>[^"\\]++|\\.)*+"'),
    "markup": _Family(r"[^<]", r"<(?!!--)", comment=r"<!--.*?-->", unclosed=r"<!--.*\Z"),
}
_HASHED = {"py", "rb", "sh", "bash", "pl", "ex", "exs", "yaml", "yml", "toml", "htaccess", "conf", "po"}
_HASHED |= {"_headers", "_redirects", "caddyfile", "dockerfile", "makefile"}
_MAX_STRAYS = 10_000


def family_of(path: str) -> str:
    """The family whose comments and quotes a program file has, by its suffix."""
    suffix = path.rpartition("/")[2].rpartition(".")[2].lower()
    if suffix in _HASHED:
        return "hash"
    return "ini" if suffix in {"ini", "env", "cfg", "properties", "neon", "csv", "tsv"} else "c"


@lru_cache(maxsize=2 * len(_FAMILIES))
def _patterns(family: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What steps over whole tokens, and what reads one token."""
    parts = _FAMILIES[family]
    flags = re.DOTALL | re.MULTILINE
    whole = rf"(?:{parts.line})(?=\n)"
    step = rf"(?>{parts.plain}++|{parts.comment}|{whole}|{parts.other}|{parts.literal}|{parts.single})*+"
    comment = rf"(?P<comment>{parts.comment}|{parts.line}|{parts.unclosed})"
    token = rf"{comment}|{parts.other}|(?P<literal>{parts.literal})"
    return re.compile(step, flags), re.compile(token, flags)


@dataclass(frozen=True, slots=True)
class Spot:
    """What holds a place: a literal, a comment or neither."""

    literal: Literal | None = None
    commented: bool = False


class Lexer:
    """Answers for one stretch of text that is a program; quickest when asked from left to right."""

    def __init__(self, text: str, family: str, start: int = 0, end: int | None = None) -> None:
        """Take the stretch of ``text`` that is the program."""
        self._text = text
        self._step, self._token = _patterns(family)
        self._start, self._end = start, len(text) if end is None else end
        self._reached = start

    def at(self, pos: int) -> Spot:
        """Say what holds the place."""
        at = self._reached if self._reached <= pos else self._start
        for _ in range(_MAX_STRAYS):
            stepped = self._step.match(self._text, at, pos)
            at = stepped.end() if stepped else at
            token = self._token.match(self._text, at, self._end)
            if token is None or token.end() <= at:
                if at >= pos:
                    break
                at += 1  # a quote that nothing closes
            elif token.end() > pos:
                self._reached = at
                return _spot(token)
            else:
                at = token.end()
        self._reached = min(at, pos)
        return Spot()


def _spot(token: re.Match[str]) -> Spot:
    if token["comment"] is not None:
        return Spot(commented=True)
    body = token["literal"]
    if body is None:
        return Spot()
    start, end = token.span("literal")
    if body.startswith("<<<"):
        return Spot(Literal(start + body.find("\n") + 1, start + body.rfind("\n"), "<<<"))
    width = 3 if body[:3] in {'"""', "'''"} and len(body) >= 6 else 1  # noqa: PLR2004 — two fences of three
    return Spot(Literal(start + width, end - width, body[:width]))
