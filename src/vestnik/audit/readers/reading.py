"""Hits → tokens with their places: the one value detectors work on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from vestnik.audit.documents import Document, Kind
from vestnik.audit.prefilter import Hit
from vestnik.audit.readers.encoded import Hidden, address_in, entities_at, escapes_at, letters_at, word_in
from vestnik.audit.readers.fragments import enclosing_pressed, fragment_at, is_pressed
from vestnik.audit.readers.lexing import Lexer, Spot, family_of
from vestnik.audit.readers.markup import Page, read_markup
from vestnik.audit.readers.masks import Island, Masked, mask
from vestnik.audit.readers.model import Attribute, Element, Token, Where, Zone
from vestnik.audit.readers.tokens import address_at, decoded_address, word_at
from vestnik.law.signatures import Literal, LiteralKind, Signatures

_FAMILY = {Kind.SCRIPT: "js", Kind.STYLE: "css", Kind.JSON: "json", Kind.SQL: "sql", Kind.PROSE: "markup"}
_ZONE = {
    Kind.SCRIPT: Zone.SCRIPT,
    Kind.STYLE: Zone.STYLE,
    Kind.JSON: Zone.DATA,
    Kind.DATA: Zone.DATA,
    Kind.SQL: Zone.DATA,
    Kind.CODE: Zone.CODE,
    Kind.PROSE: Zone.PROSE,
}
_ONCE = frozenset({LiteralKind.WORD, LiteralKind.URL, LiteralKind.BASE64})
"""Tokens that hold no further token."""
_DATA_SCRIPTS = ("application/ld+json", "application/json", "text/template", "text/x-")


class Reader:
    """Answers where a character of one document stands; parses only when asked."""

    def __init__(self, document: Document) -> None:
        """Keep the document; nothing is parsed yet."""
        self.document = document
        self._lexers: dict[int, Lexer] = {}

    @cached_property
    def masked(self) -> Masked:
        """The text with template code covered."""
        return mask(self.document)

    @cached_property
    def page(self) -> Page:
        """The elements of markup."""
        bare = not self.masked.islands
        return read_markup(self.masked.text, self.document.tree if bare else None)

    def where(self, pos: int) -> Where:
        """Describe the place of a character."""
        if self.document.kind.marked_up:
            return self._in_markup(pos)
        kind = self.document.kind
        spot = self._lexer(_FAMILY.get(kind) or family_of(self.document.path), 0, None).at(pos)
        literal = spot.literal
        low, high = (literal.start, literal.end) if literal and kind is not Kind.SCRIPT else (0, None)
        element, attribute = (
            (None, None) if kind is Kind.STYLE else fragment_at(self.document.text, pos, low, high)
        )
        return Where(_ZONE[kind], element, attribute, literal, spot.commented)

    def link_around(self, token: Token) -> Element | None:
        """The link or button whose tag or inside holds the token."""
        where = token.where
        if self.document.kind.marked_up and where.element and where.element.parent is not None:
            found = _pressed_around(where)
            if found is not None:
                return found
        if where.element is not None and is_pressed(where.element):
            return where.element
        literal = where.literal
        if literal is not None and "<" in self.document.text[literal.start : literal.end]:
            return enclosing_pressed(self.document.text, token.start, literal.start, literal.end)
        if where.zone in {Zone.SCRIPT, Zone.PROSE} or where.commented:
            return enclosing_pressed(self.document.text, token.start)
        return _pressed_around(where)

    def _in_markup(self, pos: int) -> Where:
        island = self.masked.island_at(pos)
        element = self.page.innermost(pos)
        attribute = _attribute_at(element, pos)
        if island is not None:
            return self._in_island(pos, island, element if attribute else None, attribute)
        if self.page.commented(pos):
            inner, inner_attribute = fragment_at(self.document.text, pos)
            return Where(Zone.TEXT, inner, inner_attribute, None, commented=True)
        if element is None:
            return Where(Zone.TEXT)
        if element.tag == "script" and pos >= element.open_end:
            return self._in_script(pos, element)
        if pos < element.open_end:
            zone = Zone.ATTRIBUTE if attribute else Zone.TAG
        else:
            zone = Zone.STYLE if element.tag == "style" else Zone.TEXT
        return Where(zone, element, attribute)

    def _in_island(
        self, pos: int, island: Island, element: Element | None, attribute: Attribute | None
    ) -> Where:
        spot = island.lexer.at(pos) if island.lexer else Spot()
        literal = spot.literal
        dead = self.page.commented(pos) or island.comment or spot.commented
        if attribute is not None:
            return Where(Zone.ATTRIBUTE, element, attribute, literal, dead, island=True)
        low, high = (literal.start, literal.end) if literal else (island.start, island.end)
        inner, inner_attribute = fragment_at(self.document.text, pos, low, high)
        return Where(Zone.CODE, inner, inner_attribute, literal, dead, island=True)

    def _in_script(self, pos: int, element: Element) -> Where:
        data = element.get("type").lower().startswith(_DATA_SCRIPTS)
        spot = self._lexer("json" if data else "js", element.open_end, element.close_start).at(pos)
        literal = spot.literal
        inner, attribute = fragment_at(self.document.text, pos, element.open_end, element.close_start)
        zone = Zone.DATA if data else Zone.SCRIPT
        return Where(zone, inner or element, attribute, literal, spot.commented)

    def _lexer(self, family: str, start: int, end: int | None) -> Lexer:
        if start not in self._lexers:
            self._lexers[start] = Lexer(self.document.text, family, start, end)
        return self._lexers[start]


def _pressed_around(where: Where) -> Element | None:
    found = where.element
    while found is not None and not is_pressed(found):
        found = found.parent
    return found


def _attribute_at(element: Element | None, pos: int) -> Attribute | None:
    if element is None or pos >= element.open_end:
        return None
    return next((item for item in element.attributes.values() if item.start <= pos < item.end), None)


@dataclass(frozen=True)
class Reading:
    """A document with its tokens in order."""

    document: Document
    reader: Reader
    tokens: Sequence[Token]
    signatures: Signatures

    def addresses(self) -> Iterator[Token]:
        """Tokens that are addresses of messengers."""
        return (token for token in self.tokens if token.match is not None)

    def names(self) -> Iterator[Token]:
        """Tokens that are names of messengers outside addresses."""
        return (token for token in self.tokens if token.kind is LiteralKind.WORD and token.match is None)


def read(document: Document, hits: Iterable[Hit], signatures: Signatures) -> Reading:
    """Read what stands around the hits (bytes of ``document.data``)."""
    reader = Reader(document)
    tokens: list[Token] = []
    covered = 0
    for start, end, hit in sorted(
        ((document.char(hit.start), document.char(hit.end), hit) for hit in hits),
        key=lambda item: (item[0], -item[1]),
    ):
        if start < covered and hit.literal.kind in _ONCE:
            continue
        token = _token(reader, signatures, start, end, hit)
        if token is not None:
            tokens.append(token)
            if token.kind in _ONCE:
                covered = max(covered, token.end)
    return Reading(document, reader, tokens, signatures)


def _token(reader: Reader, signatures: Signatures, start: int, end: int, hit: Hit) -> Token | None:
    kind, platform = hit.literal.kind, hit.literal.platform
    text = reader.document.text
    where = reader.where(start)
    if kind in {LiteralKind.URL, LiteralKind.WORD}:
        return _plain(reader, signatures, (start, end), where, hit.literal)
    if kind is LiteralKind.BASE64:
        hidden = decoded_address(signatures, text, start, end)
        if hidden is None:
            return None
        return Token(kind, hidden.start, hidden.end, hidden.raw, hidden.match.platform, where, hidden.match)
    if kind is LiteralKind.ENCODED:
        return _encoded(signatures, text, (start, end), where, escaped=hit.literal.text == "escape")
    if kind is LiteralKind.SPELLED:
        letters = letters_at(text, start)
        return _named(signatures, letters, where) if letters is not None else None
    return Token(kind, start, end, text[start:end], platform, where, text=hit.literal.text)


def _plain(
    reader: Reader, signatures: Signatures, span: tuple[int, int], where: Where, literal: Literal
) -> Token | None:
    """An address around the hit, else the name that stands there."""
    text = reader.document.text
    source = reader.masked.text if reader.document.kind.marked_up and not where.island else text
    found = address_at(signatures, source, *span, where)
    if found is not None:
        start, end, match = found.start, found.end, found.match
        return Token(
            LiteralKind.URL, start, end, text[start:end], match.platform, where, match, found.dynamic
        )
    bounds = word_at(text, *span, literal.text) if literal.kind is LiteralKind.WORD else None
    if bounds is None:
        return None
    start, end, whole = bounds
    return Token(
        literal.kind, start, end, text[start:end], literal.platform, where, text=literal.text, whole=whole
    )


def _encoded(
    signatures: Signatures, text: str, span: tuple[int, int], where: Where, *, escaped: bool
) -> Token | None:
    """An address in escapes is hidden like one in base64; one in character references is a plain one."""
    hidden = escapes_at(text, *span) if escaped else entities_at(text, *span)
    match = address_in(signatures, hidden)
    kind = LiteralKind.BASE64 if escaped else LiteralKind.URL
    if match is not None:
        return Token(kind, hidden.start, hidden.end, hidden.plain, match.platform, where, match)
    return _named(signatures, hidden, where)


def _named(signatures: Signatures, hidden: Hidden, where: Where) -> Token | None:
    named = word_in(signatures, hidden)
    if named is None:
        return None
    word, platform = named
    return Token(LiteralKind.WORD, hidden.start, hidden.end, hidden.plain, platform, where, text=word)
