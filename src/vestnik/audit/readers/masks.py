"""Cover template code inside markup, character for character, so that an HTML parser sees only HTML."""

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from vestnik.audit.documents import Document, Kind
from vestnik.audit.readers.lexing import Lexer

COVER = "\ue000"
"""Stands for every covered character; an attribute that holds it has a value only known at run time."""

_PHP_OPEN = re.compile(r"<\?(?!xml)(?:php\b|=)?")
_PHP_BLOCK = re.compile(
    r"""(?>[^"'/\#?<]++|"(?>[^"\\]++|\\.)*+(?:"|\Z)|'(?>[^'\\]++|\\.)*+(?:'|\Z)
    |//(?>(?!\?>)[^\n])*+|\#(?!\[)(?>(?!\?>)[^\n])*+|/\*.*?(?:\*/|\Z)
    |<<<[ \t]*["']?(?P<doc>\w+)["']?\r?\n(?:[^\n]*\n){0,500}?[ \t]*(?P=doc)\b|\?(?!>)|[/\#<])*+(?:\?>|\Z)""",
    re.DOTALL | re.VERBOSE,
)
"""One block of PHP up to its closing tag, strings and comments stepped over without leaving the engine."""
_SIGNS = tuple(map(re.compile, (rb"\{[{%#!]", rb"\$\{", rb"\[\[", rb"%(?<=<%)", rb"#(?<=<#)")))
"""How islands begin; each pattern leads with a rare byte, which is what makes the search of bytes fast."""
_ISLANDS = re.compile(
    r"(?=[{<$\[])(?:(?P<comment>\{#.*?#\}|\{\{--.*?--\}\}|\{\{!--.*?--\}\}|<%--.*?--%>|<%#.*?%>)"
    r"|(?P<smarty>\{\*.*?\*\})"
    r"|(?P<code>\{\{.*?\}\}|\{!!.*?!!\}|\{%.*?%\}|<%.*?%>|<\#.*?>|\$\{[^{}\n]*\})"
    r"|(?P<brace>\{/?(?:\$|if\b|else|foreach|section|include|assign|l\s|hook|url|block|literal|strip|\w+=)[^{}\n]*\})"
    r"|(?P<modx>\[\[[^\[\]\n]*\]\]))",
    re.DOTALL,
)
_SMARTY = re.compile(r"\.(?:tpl|latte|chunk|fenom)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Island:
    """A stretch of template code; ``lexer`` is set for PHP."""

    start: int
    end: int
    comment: bool
    lexer: Lexer | None = None


@dataclass(frozen=True, slots=True)
class Masked:
    """Text of the same length with islands covered and carriage returns blanked, and the islands in order."""

    text: str
    islands: Sequence[Island]

    def island_at(self, pos: int) -> Island | None:
        """The island that holds the place."""
        number = bisect.bisect_right(self.islands, pos, key=lambda item: item.start) - 1
        if number >= 0 and pos < self.islands[number].end:
            return self.islands[number]
        return None


def mask(document: Document) -> Masked:
    """Cover PHP, Twig, Jinja, Blade, Smarty, ERB and the like."""
    text = document.text
    islands = _php(text) if "<?" in text and document.kind is not Kind.XML else []
    if document.kind.is_page:
        covered = _cover(text, islands)
        smarty = bool(_SMARTY.search(document.path))
        quiet = not smarty and not any(sign.search(document.searched) for sign in _SIGNS)
        for found in () if quiet else _ISLANDS.finditer(covered):
            if found.lastgroup in {"smarty", "brace"} and not smarty:
                continue
            islands.append(Island(found.start(), found.end(), found.lastgroup in {"comment", "smarty"}))
        islands.sort(key=lambda item: item.start)
    return Masked(_cover(text, islands).replace("\r", " "), islands)


def _php(text: str) -> list[Island]:
    islands: list[Island] = []
    at = 0
    while found := _PHP_OPEN.search(text, at):
        block = _PHP_BLOCK.match(text, found.end())
        at = block.end() if block else len(text)
        lexer = Lexer(text, "php", found.end(), at)
        islands.append(Island(found.start(), at, comment=False, lexer=lexer))
    return islands


def _cover(text: str, islands: Sequence[Island]) -> str:
    parts: list[str] = []
    at = 0
    for island in islands:
        parts.append(text[at : island.start])
        parts.append(COVER * (island.end - island.start))
        at = island.end
    parts.append(text[at:])
    return "".join(parts)
