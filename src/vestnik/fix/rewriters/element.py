"""Links and buttons: a new address with words that agree, or nothing left of the element."""

import html
import re
from dataclasses import dataclass, field

from vestnik.audit.model import Finding
from vestnik.fix.markup import Attribute, Element
from vestnik.fix.model import Edit, Strategy, Target, TargetKind
from vestnik.fix.page import Draft, Page, edit
from vestnik.fix.targets import href, name, reword, where
from vestnik.kernel.text import N_

UNITS = frozenset(("a", "button", "area"))
_HINTS = ("title", "aria-label", "data-title", "data-label", "data-tooltip", "data-bs-original-title")
_QUIET = frozenset(("svg", "script", "style", "template"))
_ICONS = frozenset(("img", "svg", "i", "span", "use", "picture", "em", "b"))
_PREPOSITION = re.compile(r"(?<!\w)(?:в|во|на|по|через)\s+\Z", re.IGNORECASE)
_JOINED = re.compile(r"(?<!\w)(?:в|во|на|по|через|или|и)\s+\Z|,\s*\Z", re.IGNORECASE)
_SENTENCE = re.compile(r"[^\s.!?…|;\x01\x02][^.!?…|;\x01\x02]*\Z")
_WIDE_PICTURE = 60
_DROPPED_SCHEMES = ("mailto:", "tel:")
_LAWFUL = (
    (re.compile(r"tel:"), TargetKind.PHONE),
    (re.compile(r"mailto:"), TargetKind.EMAIL),
    (re.compile(r"https?://(?:www\.|web\.)?max\.ru/"), TargetKind.MAX),
    (re.compile(r"https?://(?:www\.|m\.)?vk\.(?:com|me|ru)/"), TargetKind.VK),
)


@dataclass(slots=True)
class Unit:
    """One link or button with everything that was found in it."""

    element: Element
    findings: list[Finding] = field(default_factory=list)

    @property
    def leads(self) -> list[Finding]:
        """The findings whose matched bytes stand in an attribute that carries an address."""
        return [finding for finding in self.findings if _carrier(self.element, finding) is not None]


def _carrier(element: Element, finding: Finding) -> Attribute | None:
    start = finding.place.span.start
    held = next((a for a in element.attributes if a.start <= start <= a.end), None)
    decorative = {"class", "id", "alt", *_HINTS}
    return None if held is None or held.name in decorative else held


def describe(page: Page, unit: Unit) -> str:
    """Return the words a person sees on the unit, for a title; at most 60 characters."""
    words = " ".join(page.masked(start, end) for start, end in _texts(page, unit.element))
    words = " ".join(words.replace("\x01", "").replace("\x02", "…").split())
    return f"«{words[:60]}»" if words else "Кнопка"


def tidy(page: Page, unit: Unit) -> Draft:
    """Take the messenger's sign and name off a link that leads somewhere lawful."""
    address = unit.element.attribute("href")
    value = page.text(address.start, address.end) if address is not None else ""
    draft = Draft(unit.findings, Strategy.REPLACE, N_("Убрать знак мессенджера"))
    kind = kind_of(html.unescape(value))
    if kind is None:
        draft.strategy = Strategy.NONE
        draft.doubt(N_("Адрес задаёт программа: найдите её и правьте вместе с кнопкой."))
        return draft
    plain = value.split(":", 1)[1] if kind in {TargetKind.EMAIL, TargetKind.PHONE} else value
    target = Target(kind, plain)
    words = _words(page, unit.element, target, governed=False)
    if words is None:
        draft.strategy = Strategy.NONE
        draft.doubt(N_("Кроме значка, на ссылке ничего нет."))
        return draft
    draft.edits = [*words, *_hints(page, unit.element, target), *_classes(page, unit.element)]
    return draft


def unit_of(page: Page, finding: Finding) -> Element | None:
    """Return the outermost link or button around a finding, or None."""
    span = finding.place.span
    element: Element | None = page.markup.innermost(span.start, max(span.start, span.end))
    found = None
    while element is not None:
        if element.name in UNITS or (
            element.attribute("onclick") is not None and _carrier(element, finding) is not None
        ):
            found = element
        element = element.parent
    return found


def replace(page: Page, unit: Unit, target: Target) -> list[Edit] | None:
    """Return the edits that re-point the unit, or None when that cannot be done without doubt."""
    addresses = _addresses(page, unit, target)
    if addresses is None:
        return None
    governed = _governed(page, unit.element)
    words = _words(page, unit.element, target, governed=governed is not None)
    label = [edit(*governed)] if governed is not None else _label(page, unit.element, target)
    if words is None or label is None:
        return None
    edits = addresses + words + label + _hints(page, unit.element, target) + _classes(page, unit.element)
    return sorted({one for one in edits if one.replacement or one.span.start < one.span.end})


def already_leads(page: Page, container: Element, target: Target, but: set[Element]) -> bool:
    """Tell whether a kept link of the container already offers the target's sort of contact."""
    return any(
        (address := item.attribute("href")) is not None
        and kind_of(html.unescape(page.text(address.start, address.end))) is kind_of(href(target))
        and kind_of(href(target)) is not None
        for item in container.walk()
        if item.name == "a" and item not in but
    )


def kind_of(address: str) -> TargetKind | None:
    """Return which sort of lawful contact an address is, None for any other address."""
    return next((kind for pattern, kind in _LAWFUL if pattern.match(address)), None)


def _addresses(page: Page, unit: Unit, target: Target) -> list[Edit] | None:
    edits = []
    hollow = _hollow(page, unit.element)
    if not unit.leads and hollow is not None:
        return [edit(hollow.start, hollow.end, page.bytes(html.escape(href(target), quote=True)))]
    for finding in unit.leads:
        attribute = _carrier(unit.element, finding)
        if attribute is None:
            continue
        span = _address_span(page, attribute, finding)
        if span is None or (attribute.name == "href" and attribute.quote == "" and " " in href(target)):
            return None
        edits.append(edit(*span, page.bytes(html.escape(href(target), quote=True))))
    opened = unit.element.attribute("target")
    if edits and opened is not None and href(target).startswith(_DROPPED_SCHEMES):
        edits.append(edit(_gap(page, opened), opened.finish))
    return edits or None


def _hollow(page: Page, element: Element) -> Attribute | None:
    """Return the ``href`` of a link that leads nowhere by itself: ``#``, ``javascript:void(0)``."""
    attribute = element.attribute("href")
    if attribute is None or not attribute.quote:
        return None
    if any(one.name in {"id", "onclick"} or one.name.startswith("data-") for one in element.attributes):
        return None
    value = page.text(attribute.start, attribute.end).strip().lower()
    return attribute if value in {"", "#", "#!"} or value.startswith("javascript:void") else None


def leads(page: Page, unit: Unit) -> bool:
    """Tell whether the unit itself carries the messenger's address, or none and no script that knows it."""
    return bool(unit.leads) or _hollow(page, unit.element) is not None


def _gap(page: Page, attribute: Attribute) -> int:
    before = page.markup.text[: attribute.begin]
    return len(before.rstrip())


def _address_span(page: Page, attribute: Attribute, finding: Finding) -> tuple[int, int] | None:
    """Return the bytes of the whole address: the attribute's value, or one whole quoted string in it."""
    if attribute.name == "href" or finding.place.span.start == attribute.start:
        return attribute.start, attribute.end
    text = page.markup.text
    quoted = re.compile(r"""(?P<q>['"]|&quot;|&#39;)(?P<body>[^'"&]*(?:&amp;[^'"&]*)*)(?P=q)""")
    for match in quoted.finditer(text, attribute.start, attribute.end):
        start, end = match.span("body")
        if start <= finding.place.span.start < end:
            before = text[attribute.start : match.start()].rstrip()
            after = text[match.end() : attribute.end].lstrip()
            alone = before[-1:] in {"(", "=", ","} and (not after or after[0] in "),;")
            return (start, end) if alone else None
    return None


def _texts(page: Page, element: Element) -> list[tuple[int, int]]:
    """Return the stretches of visible text, without the blanks around them."""
    found: list[tuple[int, int]] = []
    position = element.inner
    for child in [*element.children, None]:
        until = child.start if child is not None else element.inner_end
        text = page.markup.text[position:until]
        if text.strip() and not text.lstrip().startswith("<!--"):
            start = position + len(text) - len(text.lstrip())
            found.append((start, position + len(text.rstrip())))
        if child is not None:
            if child.name not in _QUIET:
                found.extend(_texts(page, child))
            position = child.end
    return found


def _words(page: Page, element: Element, target: Target, *, governed: bool) -> list[Edit] | None:
    icons = _icons(page, element)
    texts = [
        (start, end)
        for start, end in _texts(page, element)
        if not any(icon.start <= start < icon.end for icon in icons)
    ]
    labels = [page.text(start, end) for start, end in texts]
    if any(not page.markup.text[start:end].strip("\x01\x02 \r\n\t") for start, end in texts):
        return None
    if not texts:
        return _picture(page, element, target)
    edits = [_taken_icon(page, icon) for icon in icons]
    if len(texts) == 1:
        new = where(target) if governed else reword(labels[0], target, page.words)
        return edits if new is None else [*edits, edit(*texts[0], page.bytes(html.escape(new, quote=False)))]
    joined = " ".join(labels)
    new = reword(joined, target, page.words)
    if new is None:
        return edits
    return [edit(element.inner, element.inner_end, page.bytes(html.escape(new, quote=False)))]


def _icons(page: Page, element: Element) -> list[Element]:
    """Return the outermost descendants that only draw the messenger's sign."""
    icons: list[Element] = []
    for child in element.children:
        if child.name == "svg" or (child.name in _ICONS and _draws(page, child)):
            icons.append(child)
        else:
            icons.extend(_icons(page, child))
    return icons


def _draws(page: Page, element: Element) -> bool:
    if _texts(page, element):
        return False
    carriers = ("class", "src", "alt", "href", "xlink:href", "data-icon", "style", "srcset")
    return any(
        page.words.mark.search(page.text(a.start, a.end)) or page.words.word.search(page.text(a.start, a.end))
        for item in (element, *element.walk())
        for a in item.attributes
        if a.name in carriers
    )


def _taken_icon(page: Page, icon: Element) -> Edit:
    end = icon.end
    text = page.markup.text
    while text[end : end + 1] in {" ", "\t", "\n", "\r"} and end < len(text):
        end += 1
    return edit(icon.start, end)


def _picture(page: Page, element: Element, target: Target) -> list[Edit] | None:
    """Put words in the place of a picture of a button; an icon without words cannot be re-drawn."""
    pictures = [item for item in element.walk() if item.name == "img"]
    if len(pictures) != 1:
        return None
    alt, width = pictures[0].attribute("alt"), pictures[0].attribute("width")
    label = html.unescape(page.text(alt.start, alt.end)) if alt is not None else ""
    digits = page.text(width.start, width.end) if width is not None else ""
    if not any(char.isalpha() for char in label):
        label = ""
    wide = digits.isascii() and digits.isdigit() and int(digits) >= _WIDE_PICTURE
    if not wide and (not label or page.words.bare.fullmatch(label)):
        return None
    new = reword(label or name(target), target, page.words) or label or name(target)
    return [edit(element.inner, element.inner_end, page.bytes(html.escape(new, quote=False)))]


def _hints(page: Page, element: Element, target: Target) -> list[Edit]:
    edits = []
    for attribute in element.attributes:
        if attribute.name not in _HINTS or not attribute.quote:
            continue
        new = reword(html.unescape(page.text(attribute.start, attribute.end)), target, page.words)
        if new is not None:
            edits.append(edit(attribute.start, attribute.end, page.bytes(html.escape(new, quote=True))))
    return edits


def _classes(page: Page, element: Element) -> list[Edit]:
    attribute = element.attribute("class")
    if attribute is None:
        return []
    value = page.markup.text[attribute.start : attribute.end]
    edits = []
    for match in re.finditer(r"\s*[^\s\x01\x02]+", value):
        if page.words.mark.search(match.group()):
            first = not value[: match.start()].strip()
            gap = len(value[match.end() :]) - len(value[match.end() :].lstrip()) if first else 0
            edits.append(edit(attribute.start + match.start(), attribute.start + match.end() + gap))
    return edits


def _before(page: Page, element: Element) -> tuple[int, str]:
    parent = element.parent
    if parent is None:
        return element.start, ""
    low = max((c.end for c in parent.children if c.end <= element.start), default=parent.inner)
    return low, page.masked(low, element.start)


def _governed(page: Page, element: Element) -> tuple[int, int] | None:
    """Return the preposition before a bare name in a sentence (empty after «или»), else None."""
    low, before = _before(page, element)
    texts = _texts(page, element)
    if (
        _JOINED.search(before) is None
        or len(texts) != 1
        or not page.words.bare.fullmatch(page.text(*texts[0]))
    ):
        return None
    match = _PREPOSITION.search(before)
    if match is None:
        return (element.start, element.start) if _continues(page, element) else None
    return page.offset(low, before, match.start()), element.start


def _continues(page: Page, element: Element) -> bool:
    """Tell whether the element follows, over commas and «или», a link that a preposition governs."""
    siblings = element.parent.children if element.parent is not None else []
    for sibling in reversed([one for one in siblings if one.end <= element.start]):
        _low, before = _before(page, sibling)
        if _PREPOSITION.search(before):
            return True
        if _JOINED.search(before) is None:
            return False
    return False


def _label(page: Page, element: Element, target: Target) -> list[Edit] | None:
    """Rename the messenger in the words that introduce this link; None when they cannot be made to agree."""
    low, before = _before(page, element)
    tail = _SENTENCE.search(before)
    if tail is not None and page.words.word.search(tail.group()):
        new = reword(tail.group().rstrip().removesuffix(":"), target, page.words)
        if new is None or not tail.group().rstrip().endswith(":") or new.lower().startswith("написать"):
            return None
        start = page.offset(low, before, tail.start())
        end = page.offset(low, before, tail.start() + len(tail.group().rstrip().removesuffix(":")))
        return [edit(start, end, page.bytes(new))]
    cell = element.parent
    if before.strip() or cell is None or cell.name not in {"td", "dd"} or cell.parent is None:
        return []
    index = cell.parent.children.index(cell)
    label = cell.parent.children[index - 1] if index else None
    texts = _texts(page, label) if label is not None and label.name in {"th", "td", "dt"} else []
    if len(texts) != 1 or not page.words.bare.fullmatch(page.text(*texts[0])):
        return []
    colon = ":" if page.text(*texts[0]).endswith(":") else ""
    return [edit(*texts[0], page.bytes(name(target) + colon))]
