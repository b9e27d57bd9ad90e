"""Bytes of a file → text that remembers which byte every character came from."""

import bisect
import codecs
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import turbohtml

from vestnik.audit.model import Span

_STEP = 2_048
_HEAD = 2_048
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]{0,80}encoding\s*=\s*["']([\w-]+)""", re.IGNORECASE
)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_SINGLE_BYTE = frozenset(
    {"cp1251", "koi8-r", "koi8-u", "cp866", "iso8859-1", "iso8859-5", "cp1252", "mac-cyrillic"}
)
_FREQUENT = "оеаинтсрвлкмдпу"
_TEMPLATED = re.compile(r"\{%|\{\{|<\?(?:php|=)|<%")
_ASCII = bytes(range(128))
_FEW_BROKEN = 0.02


_BROKEN = re.compile("[\udc80-\udcff\N{REPLACEMENT CHARACTER}]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_BROKEN_SHARE = 0.05
"""Of the characters beyond ASCII; above it the text cannot have been written in the encoding read."""


class Kind(StrEnum):
    """How a file is read."""

    HTML = "html"
    PHP = "php"
    TEMPLATE = "template"
    SCRIPT = "script"
    STYLE = "style"
    JSON = "json"
    DATA = "data"
    XML = "xml"
    CODE = "code"
    SQL = "sql"
    PROSE = "prose"

    @property
    def marked_up(self) -> bool:
        """Whether it is read as HTML, with or without islands of code."""
        return self.is_page or self is Kind.XML

    @property
    def is_page(self) -> bool:
        """Whether a visitor sees it as a page, or a template makes one of it."""
        return self in {Kind.HTML, Kind.PHP, Kind.TEMPLATE}


_KINDS = {
    Kind.HTML: "html htm xhtml shtml vue svelte mjml astro mhtml",
    Kind.PHP: "php phtml php3 php5 inc module ctp",
    Kind.TEMPLATE: "twig blade tpl j2 jinja jinja2 njk liquid hbs handlebars mustache ejs erb jsp asp aspx "
    "cshtml latte volt fenom chunk pug",
    Kind.SCRIPT: "js mjs cjs ts jsx tsx mts cts",
    Kind.STYLE: "css scss sass less styl",
    Kind.JSON: "json json5 webmanifest geojson map jsonld",
    Kind.DATA: "yaml yml ini env conf cfg toml properties csv tsv po pot neon htaccess strings",
    Kind.XML: "xml svg plist xsl xslt rss atom resx",
    Kind.CODE: "py rb go java kt kts cs swift dart sh bash pl c cpp h rs scala ex exs lua vb",
    Kind.SQL: "sql dump",
    Kind.PROSE: "md markdown mdx txt rst eml adoc tex",
}
_BY_SUFFIX = {suffix: kind for kind, names in _KINDS.items() for suffix in names.split()}
_BY_NAME = {"_redirects": Kind.DATA, "_headers": Kind.DATA, "caddyfile": Kind.DATA}
_BY_MEDIA = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "application/json": Kind.JSON,
    "application/ld+json": Kind.JSON,
    "application/javascript": Kind.SCRIPT,
    "text/javascript": Kind.SCRIPT,
    "application/x-javascript": Kind.SCRIPT,
    "text/css": Kind.STYLE,
    "image/svg+xml": Kind.XML,
    "application/xml": Kind.XML,
    "text/xml": Kind.XML,
    "text/plain": Kind.PROSE,
}
_VENDOR = re.compile(
    r"(?:^|/)(?:node_modules|bower_components|vendors?|third[_-]?party|wp-includes|wp-admin|bitrix/(?:modules|js|components/bitrix|panel|themes|wizards|gadgets|blocks|services)"
    r"|font-?awesome[^/]*|fontawesome[^/]*|bootstrap-icons|uagb|getwid|libs?/(?:jquery|bootstrap|swiper)|ckeditor|tinymce|phpmailer|webfonts?)(?:/|$)"
    r"|(?:^|/)[^/]*(?:font-?awesome|bootstrap-icons|\.min\.(?:js|css)|\.bundle\.js|cacert\.pem|\.(?:js|css)\.map)[^/]*$"
    r"|(?:^|/)[^/]+_files/[^/]+\.(?:js|css)$"
    r"|(?:^|/)wp-content/(?:plugins|languages)/|(?:^|/)wp-content/themes/twenty",
    re.IGNORECASE,
)
_TEST = re.compile(
    r"(?:^|/)(?:tests?|__tests__|specs?|fixtures?|__mocks__|mocks?|cypress|e2e)/"
    r"|(?:^|/)test_[^/]*\.py$|[._-](?:test|spec)\.[jt]sx?$|Test\.php$",
)
_DEAD = re.compile(
    r"^(?!\w+://).*(?:\.(?:bak|backup|back|old|orig|save|swp)[\d._-]*|~"
    r"|[\w)][-_. (](?:bkp|bak|backup|old)[)\d._-]*\.\w+|\w[ (](?:copy|копия)[)\d ._-]*\.\w+)$",
    re.IGNORECASE | re.DOTALL,
)
"""Never an address: what a site serves under such a name is served."""


@dataclass(frozen=True)
class Document:
    """One file as text; offsets inside are characters, ``span`` gives bytes of the original."""

    path: str
    data: bytes
    text: str
    encoding: str
    bom: int
    """Bytes of the byte-order mark, 0 without one."""
    kind: Kind
    newline: str
    """The first line ending met: ``\\n``, ``\\r\\n`` or ``\\r``."""
    vendor: bool = False
    """The path belongs to a third party's code that the company does not write."""
    test: bool = False
    dead: bool = False
    """A saved old copy, by its name."""

    def span(self, start: int, end: int) -> Span:
        """Bytes of the original that hold characters ``start`` up to ``end``."""
        return Span(self.byte(start), self.byte(end))

    def byte(self, char: int) -> int:
        """The byte of the original at which character ``char`` begins."""
        if self._narrow:
            return char + self.bom
        step = min(char // _STEP, len(self._checkpoints) - 1)
        begun = step * _STEP
        return self._checkpoints[step] + len(self._encode(self.text[begun:char]))

    @cached_property
    def searched(self) -> bytes:
        """The bytes a byte search is made in: the original, or UTF-8 when every second original byte is 0."""
        return self.text.encode("utf-8", "replace") if self._wide else self.data

    def char(self, byte: int) -> int:
        """The character that begins at byte ``byte`` of ``searched``."""
        if self._narrow and not self._wide:
            return max(0, byte - self.bom)
        points = self._searched_points
        step = max(0, bisect.bisect_right(points, byte) - 1)
        piece = self.searched[points[step] : byte]
        return min(len(self.text), step * _STEP + len(piece.decode("utf-8", "surrogateescape")))

    def line_and_column(self, char: int) -> tuple[int, int]:
        """Line and column, both from 1, the column in characters."""
        line = bisect.bisect_right(self._lines, char)
        return line, char - self._lines[line - 1] + 1

    def line_text(self, char: int) -> tuple[int, str]:
        """Where the line around a character begins, and the line without its ending."""
        line = bisect.bisect_right(self._lines, char)
        start = self._lines[line - 1]
        end = self._lines[line] if line < len(self._lines) else len(self.text)
        return start, self.text[start:end].rstrip("\r\n")

    @cached_property
    def tree(self) -> turbohtml.Document:
        """The text as HTML, parsed once for whoever asks; carriage returns are blanked, so offsets hold."""
        return turbohtml.parse(self.text.replace("\r", " "), source_locations=True)

    @property
    def _wide(self) -> bool:
        return self.encoding.startswith("utf-16")

    @cached_property
    def _searched_points(self) -> list[int]:
        """Where every ``_STEP``-th character begins in ``searched``, then always UTF-8."""
        if self.encoding == "utf-8":
            return self._checkpoints
        points, at = [], 0 if self._wide else self.bom
        errors = "replace" if self._wide else "surrogateescape"
        for begin in range(0, len(self.text) + 1, _STEP):
            points.append(at)
            at += len(self.text[begin : begin + _STEP].encode("utf-8", errors))
        return points

    @cached_property
    def _narrow(self) -> bool:
        return self.encoding in _SINGLE_BYTE or (
            not self._wide and len(self.data) == len(self.text) + self.bom
        )

    @cached_property
    def _checkpoints(self) -> list[int]:
        points, at = [], self.bom
        for begin in range(0, len(self.text) + 1, _STEP):
            points.append(at)
            at += len(self._encode(self.text[begin : begin + _STEP]))
        return points

    @cached_property
    def _lines(self) -> list[int]:
        if "\r" in self.text and self.text.count("\r") != self.text.count(
            "\r\n"
        ):  # an old file, or endings of several kinds
            return [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", self.text))]
        starts = [0]
        while at := self.text.find("\n", starts[-1]) + 1:
            starts.append(at)
        return starts

    def _encode(self, text: str) -> bytes:
        return text.encode(self.encoding, "surrogatepass" if self._wide else "surrogateescape")


def read_document(path: str, data: bytes, media: str | None = None) -> Document:
    """Decode a file of any encoding; never raises on any bytes.

    ``path`` is a relative path or a URL; ``media`` is a Content-Type header, when a server gave one.
    """
    encoding, bom = detect_encoding(data, media)
    errors = "surrogatepass" if encoding.startswith("utf-16") else "surrogateescape"
    text = _decode(data[bom:], encoding, errors)
    return Document(
        path=path,
        data=data,
        text=text,
        encoding=encoding,
        bom=bom,
        kind=kind_of(path, text, media),
        newline=_newline(text),
        vendor=bool(_VENDOR.search(path)),
        test=bool(_TEST.search(path)),
        dead=bool(_DEAD.match(path)),
    )


def _newline(text: str) -> str:
    """The line ending the file began with."""
    line, carriage = text.find("\n"), text.find("\r")
    if carriage < 0 or 0 <= line < carriage:
        return "\n"
    return "\r\n" if line == carriage + 1 else "\r"


def _decode(data: bytes, encoding: str, errors: str) -> str:
    if encoding in _SINGLE_BYTE:
        return data.decode(encoding, "replace")
    try:
        return data.decode(encoding, errors)
    except UnicodeDecodeError:  # an odd last byte or a lone surrogate half: keep what can be kept
        return data.decode(encoding, "replace")


def detect_encoding(data: bytes, media: str | None = None) -> tuple[str, int]:
    """Name the encoding and the length of the byte-order mark.

    In order: the mark; valid UTF-8; what the server or the file declares; else whichever of cp1251 and
    KOI8-R gives more of the frequent Russian letters.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name, len(mark)
    try:
        data.decode()
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8", 0
    declared = _declared(data, media)
    if declared in _SINGLE_BYTE:
        return declared, 0
    broken = len(_BROKEN.findall(data.decode("utf-8", "surrogateescape")))
    if broken <= _FEW_BROKEN * len(data.translate(None, _ASCII)):
        return "utf-8", 0
    return max(("cp1251", "koi8-r"), key=lambda name: _russian(data, name)), 0


def _declared(data: bytes, media: str | None) -> str | None:
    header = _HEADER.search(media or "")
    found = _DECLARED.search(data[:_HEAD])
    name = header[1] if header else (found[1] or found[2]).decode("ascii", "replace") if found else None
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def _russian(data: bytes, encoding: str) -> int:
    sample = data[:65_536].translate(None, _ASCII).decode(encoding, "replace")
    return sum(sample.count(letter) for letter in _FREQUENT)


def looks_broken(text: str) -> bool:
    """Tell whether so many bytes did not decode that what a visitor reads may have been missed."""
    if "\N{REPLACEMENT CHARACTER}" not in text and _is_whole(text):
        return False
    broken = len(_BROKEN.findall(text))
    return broken > 0 and broken > _BROKEN_SHARE * len(_BEYOND_ASCII.findall(text))


def _is_whole(text: str) -> bool:
    """Whether no lone surrogate stands for a byte that did not decode; encoding is faster than looking."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def looks_binary(data: bytes) -> bool:
    """Whether this is no text: a NUL among the first bytes and no UTF-16 mark."""
    return b"\0" in data[:8_000] and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def kind_of(path: str, text: str, media: str | None = None) -> Kind:
    """Decide how to read a file, by media type, suffix and, for the unknown, by its first characters."""
    if media and (known := _BY_MEDIA.get(media.partition(";")[0].strip().lower())):
        return known
    name = path.partition("?")[0].partition("#")[0].rpartition("/")[2].lower()
    if ".blade." in name or name.endswith((".html.twig", ".html.erb", ".html.j2")):
        return Kind.TEMPLATE
    if name in _BY_NAME:
        return _BY_NAME[name]
    suffix = name.rpartition(".")[2] if "." in name else ""
    if suffix in {"html", "htm"} and _TEMPLATED.search(text, 0, 200_000):
        return Kind.PHP if "<?" in text and "<?xml" not in text else Kind.TEMPLATE
    return _BY_SUFFIX.get(suffix) or _kind_of_content(text[:1_000].lstrip().lower())


def _kind_of_content(head: str) -> Kind:
    if "<?php" in head:
        return Kind.PHP
    if head.startswith(("<!doctype", "<html", "<div", "<head", "<body")) or "<a " in head:
        return Kind.HTML
    return Kind.JSON if head.startswith(("{", "[")) else Kind.PROSE
