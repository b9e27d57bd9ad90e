"""Events of a document's XML → lines of HTML; Word, PowerPoint and OpenDocument differ in names. Pure."""

import re
from collections.abc import Mapping

from vestnik.audit.sources.pages import Run, paragraph

_PARAGRAPHS = frozenset({"p", "h", "table-row", "comment", "text"})
_BREAKS = {"br": " ", "cr": " ", "tab": "\t", "s": " ", "line-break": " ", "noBreakHyphen": "-"}
_FIELD = re.compile(r'HYPERLINK\s+(?:\\[a-z]\s+)*"([^"]+)"', re.IGNORECASE)
_MOST_LINES = 200_000
_HIDDEN = frozenset({"tracked-changes", "delText", "Fallback"})
"""Struck out, or said a second time for old programs."""


class Flow:
    """Collects the paragraphs of one part."""

    def __init__(self, links: Mapping[str, str]) -> None:
        """``links`` are the external relationships of the part."""
        self.lines: list[str] = []
        self.used: set[str] = set()
        """Relationships that some text carries."""
        self._links = links
        self._runs: list[Run] = []
        self._href: list[tuple[str, int]] = []
        """Links that are open, each with the number of runs before it."""
        self._field = ""
        self._of_run = ""
        self._in_run_properties = False
        self._instruction: list[str] | None = None
        self._hidden = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in {"hyperlink", "a"}:
            self._href.append((self._address(attributes), len(self._runs)))
        elif tag == "rPr":
            self._in_run_properties = True
        elif tag == "hlinkClick" and self._in_run_properties:
            self._of_run = self._address(attributes)
        elif tag == "instrText":
            self._instruction = []
        elif tag == "fldSimple" and (found := _FIELD.search(attributes.get("instr", ""))):
            self._field = found[1]
        elif tag == "fldChar" and attributes.get("fldCharType") == "end":
            self._field = ""
        elif tag in _BREAKS:
            self._runs.append(Run(_BREAKS[tag], self._at()))

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in _HIDDEN:
            self._hidden -= 1
        elif tag in {"hyperlink", "a"}:
            self._end_link()
        elif tag == "rPr":
            self._in_run_properties = False
        elif tag == "r":
            self._of_run = ""
        elif tag == "instrText":
            self._end_instruction()
        elif tag == "fldSimple":
            self._field = ""
        elif tag in _PARAGRAPHS:
            self._close()
        elif tag in {"tc", "table-cell"}:
            self._runs.append(Run(" "))

    def text(self, said: str) -> None:
        """Characters between tags."""
        if self._instruction is not None:
            self._instruction.append(said)
        elif not self._hidden and (said.strip() or self._runs):
            self._runs.append(Run(said, self._at()))

    def _end_link(self) -> None:
        href, before = self._href.pop() if self._href else ("", 0)
        if href and not any(run.text.strip() for run in self._runs[before:]):
            self._runs.append(Run("→", href))  # a picture that leads somewhere

    def _end_instruction(self) -> None:
        if found := _FIELD.search("".join(self._instruction or ())):
            self._field = found[1]
        self._instruction = None

    def _at(self) -> str:
        return self._of_run or next((href for href, _ in reversed(self._href) if href), "") or self._field

    def _address(self, attributes: Mapping[str, str]) -> str:
        number = attributes.get("id", "")
        if number in self._links:
            self.used.add(number)
            return self._links[number]
        return attributes.get("href", "")

    def _close(self) -> None:
        if any(run.text.strip() for run in self._runs) and len(self.lines) < _MOST_LINES:
            self.lines.append(paragraph(self._runs))
        self._runs.clear()
