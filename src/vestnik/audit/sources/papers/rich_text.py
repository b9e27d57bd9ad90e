"""RTF → paragraphs with their links. After the Rich Text Format Specification 1.9.1."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from vestnik.audit.documents import Kind
from vestnik.audit.sources.budget import Budget
from vestnik.audit.sources.model import Given, Note, Part, Source
from vestnik.audit.sources.pages import Run, page, paragraph

_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
_UNSAID: Final = frozenset(
    (
        *(b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"themedata", b"datastore", b"listtable"),
        *(b"listoverridetable", b"rsidtbl", b"generator", b"latentstyles", b"object", b"xmlnstbl", b"fchars"),
    )
)
"""Groups whose words nobody reads."""
_ENDS: Final = frozenset((b"par", b"line", b"row", b"sect", b"page"))
_SPACES: Final = {b"tab": "\t", b"cell": " ", b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘"}
_FIELD: Final = re.compile(r'HYPERLINK\s+(?:\\[a-z]\s+)*"?([^"\s]+)', re.IGNORECASE)
_DEEPEST: Final = 500
_CYRILLIC: Final = 1251


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until the closing brace."""

    silent: bool = False
    instruction: bool = False
    """Inside the instruction of a field: the address of a link stands there."""
    after_unicode: int = 1
    """Characters that stand after ``\\u`` for readers that do not know it."""


def read_rtf(source: Source, budget: Budget) -> Iterator[Given]:
    """Yield the text as one page."""
    reading = _Reading()
    for token in _TOKEN.finditer(budget.load(source)):
        if not reading.take(token):
            yield Note("limit", f"Скобки вложены глубже {_DEEPEST} уровней, прочитано начало.")
            break
    reading.close()
    if reading.lines:
        yield Part("text", page(reading.lines), Kind.HTML)


class _Reading:
    """Follows the groups of a document."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._runs: list[Run] = []
        self._group = _Group()
        self._around: list[_Group] = []
        self._encoding = f"cp{_CYRILLIC}"
        self._bytes = bytearray()
        self._instruction = ""
        self._link = ""
        self._link_depth = 0
        self._skipped = 0

    def take(self, token: re.Match[bytes]) -> bool:
        """Follow one token; False when groups are too deep."""
        word, number, code, sign, brace, said = token.groups()
        if brace == b"{":
            self._flush()
            self._around.append(self._group)
            return len(self._around) <= _DEEPEST
        if brace == b"}":
            self._leave()
        elif word is not None:
            self._flush()
            self._word(word, int(number) if number else None)
        elif sign == b"*":
            self._group = replace(self._group, silent=True)
        elif code is not None:
            self._add(bytes([int(code, 16)]))
        elif sign is not None:
            self._add({b"~": b" ", b"_": b"-"}.get(sign, sign if sign in b"\\{}" else b""))
        elif said is not None:
            self._add(said)
        return True

    def close(self) -> None:
        """End the last paragraph."""
        self._flush()
        if any(run.text.strip() for run in self._runs):
            self.lines.append(paragraph(self._runs))
        self._runs.clear()

    def _word(self, word: bytes, number: int | None) -> None:
        if word == b"u" and number is not None:
            self._say(chr(number % 0x10000))
            self._skipped = self._group.after_unicode
        elif word == b"uc":
            self._group = replace(self._group, after_unicode=min(max(number or 0, 0), 8))
        elif word == b"ansicpg":
            self._encoding = _known(number or _CYRILLIC)
        elif word in _UNSAID:
            self._group = replace(self._group, silent=True)
        elif word == b"fldinst":
            self._group = replace(self._group, silent=False, instruction=True)
            self._instruction = ""
        elif word == b"fldrslt":
            found = _FIELD.search(self._instruction)
            self._link, self._link_depth = (found[1] if found else ""), len(self._around)
        elif word in _ENDS:
            self.close()
        elif word in _SPACES:
            self._say(_SPACES[word])

    def _leave(self) -> None:
        self._flush()
        if self._link and len(self._around) <= self._link_depth:
            self._link = ""
        self._group = self._around.pop() if self._around else _Group()

    def _add(self, raw: bytes) -> None:
        dropped = min(self._skipped, len(raw))
        self._skipped -= dropped
        self._bytes += raw[dropped:]

    def _flush(self) -> None:
        if self._bytes:
            self._say(self._bytes.decode(self._encoding, "replace"))
            self._bytes.clear()

    def _say(self, text: str) -> None:
        if self._group.instruction:
            self._instruction += text
        elif not self._group.silent:
            self._runs.append(Run(text, self._link))


def _known(number: int) -> str:
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return f"cp{_CYRILLIC}"
