r"""A forgiving reader of HTML-like bytes that knows where every tag and attribute stands.

Bytes are read as Latin-1, so an index is a byte offset in any encoding in which ASCII bytes mean ASCII.
Template tags (Twig, Jinja, Blade, Smarty, PHP, ERB) are masked first: a control tag becomes ``\x01``
characters, one that prints a value ``\x02``; lengths stay.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

CONTROL = "\x01"
OUTPUT = "\x02"

_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
_RAW = frozenset(("script", "style", "textarea", "title"))
_CLOSED_BY = {
    "li": frozenset(("li",)),
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
    "td": frozenset(("td", "th")),
    "th": frozenset(("td", "th")),
    "tr": frozenset(("tr", "td", "th")),
    "option": frozenset(("option",)),
    "a": frozenset(("a",)),
    "p": frozenset(("p",)),
}
_BARRIER = frozenset(("ul", "ol", "dl", "table", "select", "body", "html", "div", "section", "template"))

_QUOTES = {3: '"', 4: "'"}
_TEMPLATE = re.compile(
    r"<\?(?:.*?)(?:\?>|\Z)|<%.*?%>|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{!!.*?!!\}|\{/?[$a-z][^{}\n<>:;\"']*\}",
    re.DOTALL,
)
_PRINTS = re.compile(r"<\?=|<%=|\{\{(?!--)|\{!!|\{\$|<\?(?:php)?\s*echo\b")
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?\]\]>|<![^>]*>|<(/?)([A-Za-z][^\s/>\"'=<]*)", re.DOTALL)
_ATTR = re.compile(
    r"""[\s/]*(?:(/?>)|([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?|(["'=`]))""", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute; ``start`` and ``end`` enclose its value without the quotes."""

    name: str
    begin: int
    start: int
    end: int
    finish: int
    quote: str


@dataclass(slots=True, eq=False)
class Element:
    """One element: ``start``‥``inner`` its opening tag, ``inner_end``‥``end`` its closing tag."""

    name: str
    start: int
    inner: int
    inner_end: int
    end: int
    attributes: tuple[Attribute, ...]
    parent: "Element | None"
    closed: bool = False
    children: list["Element"] = field(default_factory=list)

    def attribute(self, name: str) -> Attribute | None:
        """Return the first attribute of that name."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)

    def walk(self) -> Iterator["Element"]:
        """Yield all descendants in document order."""
        for child in self.children:
            yield child
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Markup:
    """The elements of one file."""

    text: str
    """The file with template tags masked."""
    raw: str
    """The file as it stands, read as Latin-1."""
    root: Element
    comments: tuple[tuple[int, int], ...]

    def innermost(self, start: int, end: int) -> Element:
        """Return the smallest element that holds the bytes ``start`` up to ``end``."""
        element = self.root
        while True:
            child = next((c for c in element.children if c.start <= start and end <= c.end), None)
            if child is None:
                return element
            element = child

    def in_comment(self, start: int) -> bool:
        """Tell whether a byte stands inside an HTML comment."""
        return any(begin <= start < finish for begin, finish in self.comments)

    def in_template(self, start: int) -> bool:
        """Tell whether a byte stands inside a template tag."""
        return self.text[start : start + 1] in {CONTROL, OUTPUT}


def read_markup(data: bytes) -> Markup:
    """Read any bytes; broken markup gives elements with ``closed`` False, never an error."""
    raw = data.decode("latin-1")
    text = _TEMPLATE.sub(_mask, raw)
    root = Element("", 0, 0, len(text), len(text), (), None, closed=True)
    comments: list[tuple[int, int]] = []
    stack = [root]
    position = 0
    while (match := _TAG.search(text, position)) is not None:
        position = match.end()
        if match.group(2) is None:
            if match.group().startswith("<!--"):
                comments.append(match.span())
            continue
        name = match.group(2).lower()
        attributes, position, self_closed = _attributes(text, match.end())
        if match.group(1):
            _close(stack, name, match.start(), position)
            continue
        _imply(stack, name, match.start())
        element = Element(name, match.start(), position, position, position, attributes, stack[-1])
        stack[-1].children.append(element)
        if name in _VOID or (self_closed and name not in _RAW):
            element.closed = True
        elif name in _RAW:
            position = _raw_text(text, element)
        else:
            stack.append(element)
    for element in stack[1:]:
        element.inner_end = element.end = len(text)
    return Markup(text, raw, root, tuple(comments))


def _mask(match: re.Match[str]) -> str:
    return (OUTPUT if _PRINTS.match(match.group()) else CONTROL) * len(match.group())


def _attributes(text: str, position: int) -> tuple[tuple[Attribute, ...], int, bool]:
    found: list[Attribute] = []
    while (match := _ATTR.match(text, position)) is not None and match.end() > position:
        position = match.end()
        if match.group(1):
            return tuple(found), position, match.group(1) == "/>"
        if match.group(2) is None:
            continue
        group = next((one for one in (3, 4, 5) if match.group(one) is not None), None)
        start, end = match.span(group) if group is not None else (match.end(), match.end())
        quote = _QUOTES.get(group or 0, "")
        found.append(Attribute(match.group(2).lower(), match.start(2), start, end, match.end(), quote))
    closing = text.find(">", position)
    return tuple(found), len(text) if closing < 0 else closing + 1, False


def _raw_text(text: str, element: Element) -> int:
    match = re.compile(rf"</{re.escape(element.name)}\s*>", re.IGNORECASE).search(text, element.inner)
    if match is None:
        element.inner_end = element.end = len(text)
    else:
        element.inner_end, element.end, element.closed = match.start(), match.end(), True
    return element.end


def _close(stack: list[Element], name: str, start: int, end: int) -> None:
    depth = next((i for i in range(len(stack) - 1, 0, -1) if stack[i].name == name), None)
    if depth is None:
        return
    for element in stack[depth + 1 :]:
        element.inner_end = element.end = start
    stack[depth].inner_end, stack[depth].end, stack[depth].closed = start, end, True
    del stack[depth:]


def _imply(stack: list[Element], name: str, start: int) -> None:
    closes = _CLOSED_BY.get(name, frozenset())
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name in closes:
            for element in stack[depth:]:
                element.inner_end = element.end = start
            del stack[depth:]
        elif stack[depth].name in _BARRIER:
            return
