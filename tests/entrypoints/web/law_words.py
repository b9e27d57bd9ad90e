"""Finds words of law on a page that stand without their evidence: an article, an act, a sum with no marks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

LAW_WORDS = re.compile(
    r"""
    \b(?:ст|ч|п|пп|art)\.\s*\d                        # ст. 15, ч. 10.7, п. 1.1
    | стать\w*\s+\d | \barticle\s+\d
    | \d-(?:ФЗ|FZ)\b | (?-i:\b(?:КоАП|KoAP)\b)     # 41-ФЗ; a lower-case koap- is a row's id
    | №\s*\d+\s*[-/]\s*\w+                            # № 1880-р, № 410/24
    | (?:приказ|постановлени|распоряжени)\w*\s[^.;]{0,60}№\s*\d
    | \d\s*(?:тыс|млн|млрд)\b | ₽ | \bруб(?:\.|л|\b) | \bro?ubles?\b | \bRUB\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
SPOKEN_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt")
MARKS = ("data-status", "data-source", "data-date")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_SILENT = {"script", "style", "use"}


@dataclass
class Element:
    """One element of a page; ``parts`` are texts and elements in order."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None"
    parts: "list[str | Element]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words inside."""
        return " ".join(part if isinstance(part, str) else part.text for part in self.parts)

    def all(self) -> "Iterator[Element]":
        """Yield this element and everything inside."""
        yield self
        for part in self.parts:
            if isinstance(part, Element):
                yield from part.all()

    @property
    def statement(self) -> "Element | None":
        """The statement this element belongs to: the nearest one around it, or itself."""
        here: Element | None = self
        while here is not None and "data-statement" not in here.attributes:
            here = here.parent
        return here


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.parts.append(element)
        if tag not in _VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.here.parts.append(Element(tag, {name: value or "" for name, value in attrs}, self.here))

    def handle_endtag(self, tag: str) -> None:
        here: Element | None = self.here
        while here is not None and here.tag != tag:
            here = here.parent
        if here is not None and here.parent is not None:
            self.here = here.parent

    def handle_data(self, data: str) -> None:
        self.here.parts.append(data)


def parse(page: str) -> Element:
    """Return the page as a tree."""
    tree = _Tree()
    tree.feed(page)
    tree.close()
    return tree.root


def bare_words(page: str, words_of_people: Iterable[str] = ()) -> list[str]:
    """Return every piece of law on the page that has no complete evidence around it.

    ``words_of_people`` are what somebody typed and the page repeats: they are no statements of ours.
    """
    found = []
    for element in parse(page).all():
        if element.tag in _SILENT:
            continue
        said = [part for part in element.parts if isinstance(part, str)]
        said += [element.attributes[name] for name in SPOKEN_ATTRIBUTES if name in element.attributes]
        for text in said:
            ours = " ".join(text.split())
            for typed in words_of_people:
                ours = ours.replace(typed, "")
            if LAW_WORDS.search(ours) and not _complete(element.statement):
                found.append(ours[:160])
    return found


def _complete(statement: Element | None) -> bool:
    if statement is None or not statement.attributes["data-statement"]:
        return False
    marks = [one for one in statement.all() if one.statement is statement]
    return all(any(one.attributes.get(mark) and one.text.strip() for one in marks) for mark in MARKS)
