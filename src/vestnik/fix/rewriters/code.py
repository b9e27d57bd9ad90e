"""Addresses in programs and data: one item leaves its list whole, or one string changes its address."""

import re

from vestnik.audit.documents import Kind
from vestnik.audit.model import Carrier, Finding
from vestnik.fix.brackets import Brackets, Group, read_brackets
from vestnik.fix.model import Strategy
from vestnik.fix.page import Draft, Page, edit
from vestnik.fix.targets import href
from vestnik.kernel.text import N_

_OPENS = re.compile(r"(?:\bopen|\.assign|\.replace|\bnavigate)\s*\(\s*\Z")
_GOES = re.compile(r"(?:\bhref|\blocation|\.url|\bhref['\"]\s*,)\s*[=,]\s*\Z")
_ASSIGNS = re.compile(r"[\w$\]]\s*=\s*\Z|\breturn\s+\Z|=>\s*\Z")
_KEY = re.compile(r"""\s*(?:["']?(?P<key>[\w.\-$ ]+)["']?)\s*(?::(?!:)|=>)""")
_LITERAL = re.compile(r"(?:[=(,:\[?>]|\breturn|\barray\s*)\s*\Z")
_JSX = re.compile(r"<[A-Za-z][\w.]*(?:\s[^<>]*)?\s[\w:-]+=\s*\Z")
_URL = re.compile(r"""["'`](?:https?:)?//|["'`][a-z]+:(?://)?""", re.IGNORECASE)
_DATA_LINE = re.compile(
    r"""(?P<indent>[ \t]*)(?P<key>[\w.-]+)[ \t]*[:=][ \t]*"""
    r"""(?:"[^"\r\n]*"|'[^'\r\n]*'|[^\s"'{}\[\]|>&*]\S*)[ \t]*(?:\r\n|\n|\r|\Z)"""
)
_TAG = re.compile(r"<a\b[^<>]*>.*?</a\s*>", re.DOTALL | re.IGNORECASE)
_LEFT = re.compile(r"=>?|;|\breturn\b|[\r\n]")
_RIGHT = re.compile(r"[;\r\n]")
_FUNCTION = re.compile(r"\bfunction\b|\bfn\s*\(|\)\s*=>|\w\s*=>\s*[{(\w]")


def rewrite(page: Page, finding: Finding, start: int, end: int) -> Draft:
    """Propose what becomes of an address inside the code that spans ``start`` up to ``end``."""
    draft = Draft([finding], Strategy.NONE, N_("Код обращается к мессенджеру"))
    if finding.carrier is Carrier.API:
        draft.doubt(N_("Сообщения уходят через чужой интерфейс: переведите отправку на свой шлюз."))
        return draft
    if page.source.kind is Kind.DATA and _line(page, finding, draft):
        return draft
    read = page.reads.get((start, end))
    if read is None:
        hashes = page.source.kind in {Kind.PHP, Kind.CODE, Kind.DATA}
        read = page.reads[start, end] = read_brackets(page.markup.raw, start, end, hash_comments=hashes)
    string = read.string_at(finding.place.span.start)
    at = finding.place.span.start
    if read.sound and (
        (string is not None and _tag_in_string(page, at, string, draft))
        or _item(page, read, string[0] if string is not None else at, draft)
        or (string is not None and at == string[0] + 1 and _address(page, read, string, draft))
    ):
        return draft
    draft.doubt(N_("Место в программе перепишет только человек."))
    return draft


def _line(page: Page, finding: Finding, draft: Draft) -> bool:
    """Take a whole ``key: value`` line out of YAML, INI and the like when its key names the messenger."""
    raw, at = page.markup.raw, finding.place.span.start
    start = max(raw.rfind("\n", 0, at), raw.rfind("\r", 0, at)) + 1
    match = _DATA_LINE.match(raw, start)
    if match is None or page.words.mark.search(match.group("key")) is None:
        return False
    following = re.compile(r"[ \t]*(?=\S)").match(raw, match.end())
    if following is not None and len(following.group()) > len(match.group("indent")):
        return False
    draft.strategy, draft.title = Strategy.REMOVE, N_("Убрать мессенджер из настроек")
    draft.edits.append(edit(start, match.end()))
    return True


def _tag_in_string(page: Page, at: int, string: tuple[int, int], draft: Draft) -> bool:
    """Take a whole ``<a …>…</a>`` out of a string of HTML."""
    for match in _TAG.finditer(page.markup.raw, string[0] + 1, string[1] - 1):
        if match.start() <= at < match.end():
            draft.strategy, draft.title = Strategy.REMOVE, N_("Убрать ссылку из строки с разметкой")
            draft.edits.append(edit(match.start(), match.end()))
            return True
    return False


def _item(page: Page, read: Brackets, position: int, draft: Draft) -> bool:
    """Take one element of an array, or one property named after the messenger, out of its list."""
    group = read.group_at(position)
    while group is not None and (group.kind != "(" or _is_php_array(page, group)):
        if _removable(page, group, position):
            draft.strategy, draft.title = Strategy.REMOVE, N_("Убрать мессенджер из списка каналов")
            number = next(i for i, (low, high) in enumerate(group.items()) if low <= position <= high)
            draft.slot = (group, number)
            return True
        position, group = group.start, group.parent
    return False


def _is_php_array(page: Page, group: Group) -> bool:
    return re.search(r"\barray\s*\Z", page.markup.raw[max(0, group.start - 12) : group.start]) is not None


def _removable(page: Page, group: Group, position: int) -> bool:
    """Tell whether the item of ``group`` at ``position`` is the messenger's own."""
    raw = page.markup.raw
    low, high = group.item(position)
    item = raw[low:high]
    before = raw[max(0, group.start - 40) : group.start]
    if _FUNCTION.search(item) is not None:
        return False
    key = _KEY.match(item)
    if group.kind == "{":
        literal = page.source.kind is Kind.JSON or _LITERAL.search(before) is not None
        named = key is not None and page.words.mark.search(key.group("key")) is not None
        return literal and named
    if key is not None and "=>" in key.group():
        return page.words.mark.search(key.group("key")) is not None
    if group.kind == "[" and _LITERAL.search(before) is None and page.source.kind is not Kind.JSON:
        return False
    stripped = item.strip()
    if stripped[:1] in "{[" or stripped.startswith("array"):
        return True
    items = [raw[low:high].strip() for low, high in group.items()]
    return all(_URL.match(one) for one in items if one)


def settle(page: Page, drafts: list[Draft]) -> None:
    """Give the drafts that take items out of one list their edits: each with one comma, none too many."""
    lists: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.slot is not None:
            lists.setdefault(draft.slot[0].start, []).append(draft)
    for found in lists.values():
        slots = [draft.slot for draft in found if draft.slot is not None]
        group, numbers = slots[0][0], {number for _group, number in slots}
        items = group.items()
        tail = len(items)
        while tail - 1 in numbers:
            tail -= 1
        for draft in found:
            number = draft.slot[1] if draft.slot is not None else 0
            if number < tail:
                draft.edits = [edit(*_with_comma(page, group, *items[number]))]
            else:
                start = items[tail][0] - (1 if tail else 0)
                draft.edits = [edit(start, items[-1][0] + len(page.markup.raw[slice(*items[-1])].rstrip()))]


def _with_comma(page: Page, group: Group, low: int, high: int) -> tuple[int, int]:
    """Widen an item by the comma after it and its line, as if it had never been."""
    raw = page.markup.raw
    start = low + len(raw[low:high]) - len(raw[low:high].lstrip())
    line = raw.rfind("\n", 0, start) + 1
    rest = re.compile(r"[ \t]*(?:\r\n|\n|\r)").match(raw, high + 1)
    if not raw[line:start].strip() and rest is not None and line > group.start:
        return line, rest.end()
    blanks = re.compile(r"[ \t]*").match(raw, high + 1)
    return start, blanks.end() if blanks is not None else high + 1


def _address(page: Page, read: Brackets, string: tuple[int, int], draft: Draft) -> bool:
    """Put a lawful address in the place of the expression that makes the messenger's."""
    target = next(iter(page.targets), None)
    raw = page.markup.raw
    if _JSX.search(raw[max(0, string[0] - 400) : string[0]]) is not None:
        return False
    low, high = _expression(raw, read, string)
    if not _whole(raw, low, high):
        return False
    before = raw[max(0, low - 60) : low]
    opens = _OPENS.search(before) is not None or _GOES.search(before) is not None
    if not opens and _ASSIGNS.search(before) is None:
        return False
    if target is None:
        draft.doubt(N_("Укажите, куда вести вместо мессенджера: без этого кнопка перестанет работать."))
        return True
    quote = raw[string[0]] if raw[string[0]] != "`" else '"'
    draft.strategy = Strategy.REPLACE
    draft.title = N_("Вести на «%(target)s»", target=href(target))
    draft.edits.append(edit(low, high, f"{quote}{href(target)}{quote}".encode("ascii", "xmlcharrefreplace")))
    if not opens:
        draft.doubt(N_("Адрес кладётся в переменную: проверьте, как она используется."))
    return True


def _whole(raw: str, low: int, high: int) -> bool:
    """Tell whether the stretch is an expression of its own, not half of one that goes on."""
    rest = raw[high:].lstrip()
    return (
        low < high
        and raw[high - 1] not in "+-?:,&|=.("
        and rest[:1] not in {"+", "?", ":", "&", "|", "."}
        and re.search(r"[=!<>]=\s*\Z", raw[max(0, low - 4) : low]) is None
    )


def _expression(raw: str, read: Brackets, string: tuple[int, int]) -> tuple[int, int]:
    """Return the whole expression a string is part of: one argument, or the right side of an assignment."""
    group = read.group_at(string[0])
    if group is not None and group.kind == "(":
        low, high = group.item(string[0])
    else:
        edge, limit = (group.start + 1, group.end - 1) if group is not None else (0, len(raw))
        starts = [m.end() for m in _LEFT.finditer(raw, edge, string[0]) if read.string_at(m.start()) is None]
        ends = [
            m.start() for m in _RIGHT.finditer(raw, string[1], limit) if read.string_at(m.start()) is None
        ]
        low, high = max(starts, default=edge), min(ends, default=limit)
    piece = raw[low:high]
    return low + len(piece) - len(piece.lstrip()), low + len(piece.rstrip())
