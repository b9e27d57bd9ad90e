"""A file of any sort → findings: containers are opened, one inside another, within every limit."""

import hashlib
from collections.abc import Callable, Iterator
from io import BytesIO

from vestnik.audit.documents import Kind, looks_binary
from vestnik.audit.inspect import Inspector
from vestnik.audit.model import Finding, Trouble
from vestnik.audit.prefilter import MAX_HITS
from vestnik.audit.sources.budget import Budget, Passed
from vestnik.audit.sources.coded import findings_of_codes
from vestnik.audit.sources.formats import OPAQUE, Format, format_of, suffix_of
from vestnik.audit.sources.long_text import examine_long
from vestnik.audit.sources.model import (
    BROKEN,
    HEAD,
    INSIDE,
    Code,
    Given,
    Note,
    Opened,
    OpenLimits,
    Packed,
    Part,
    Readable,
    Source,
    reason_of,
)
from vestnik.audit.sources.plain import Known, broken_encoding, inspect_text

Seen = Callable[[str], None]
"""Called with the path of every file inside a container, once it is read."""
_DEFAULTS = OpenLimits()


def examine_file(
    name: str, data: bytes, inspector: Inspector, limits: OpenLimits = _DEFAULTS, media: str | None = None
) -> Opened:
    """Inspect one file whatever it is: text, archive, letter, document, picture. Never raises on any bytes.

    ``name`` is its path or address as findings show it; what lies inside is shown as ``name!/inner``.
    ``media`` is a Content-Type header, when a server gave one.
    """
    opening = Opening(inspector, limits)
    opening.open(source_of(name, data), media)
    return opening.opened


def open_media(
    url: str, data: bytes, inspector: Inspector, media: str | None
) -> tuple[list[Finding], list[Trouble]]:
    """Inspect a picture or a document that a crawl fetched; see ``crawl.media.OpenMedia``."""
    opened = examine_file(url, data, inspector, media=media)
    return opened.findings, opened.troubles


def source_of(path: str, data: bytes) -> Source:
    """Return bytes in memory as a source."""
    return Source(path, len(data), lambda: BytesIO(data), data[:HEAD])


class Opening:
    """One outermost file being opened, with all it gave until now."""

    def __init__(
        self,
        inspector: Inspector,
        limits: OpenLimits = _DEFAULTS,
        known: Known | None = None,
        seen: Seen | None = None,
    ) -> None:
        """Begin with the whole budget and nothing found."""
        self.opened = Opened()
        self._inspector = inspector
        self._limits = limits
        self._budget = Budget(limits)
        self._known = known or Known()
        self._seen = seen

    def open(self, source: Source, media: str | None = None, depth: int = 0) -> None:
        """Look at a source: open it when it is a container, read it when it is text."""
        form = format_of(source.path, source.head)
        if form is None and (media or "").startswith("image/svg"):
            form = format_of(".svg", source.head)
        if form is not None:
            self._container(source, form, depth)
        elif looks_binary(source.head):
            self.opened.skipped += 1
        elif source.size <= self._limits.window:
            with source.open() as file:
                self.text(source.path, file.read(), media)
        else:
            with source.open() as file:
                self._long(source.path, file)

    def text(self, path: str, data: bytes, media: str | None = None, kind: Kind | None = None) -> None:
        """Inspect bytes that are text and short enough."""
        self.opened.files += 1
        self.opened.bytes += len(data)
        if self._inspector.survives(data):
            found, troubles = inspect_text(path, data, self._inspector, self._known, media, kind)
            self.opened.findings.extend(found)
            self.opened.troubles.extend(troubles)

    def _long(self, path: str, stream: Readable, kind: Kind | None = None) -> None:
        self.opened.files += 1
        given = examine_long(path, stream, self._inspector, self._limits, kind)
        self.opened.bytes += given.bytes
        self.opened.findings.extend(given.findings)
        if given.cut:
            said = f"Мест слишком много: рассмотрены первые {MAX_HITS}. Разделите файл и проверьте снова."
            self._note(path, Note("limit", said))
        if given.broken:
            self.opened.troubles.append(broken_encoding(path, given.broken))

    def _container(self, source: Source, form: Format, depth: int) -> None:
        if depth >= self._limits.depth:
            said = f"Вложено глубже {self._limits.depth} уровней, дальше не открываем."
            self._note(source.path, Note("limit", said))
            return
        self.opened.files += 1
        self.opened.bytes += source.size
        codes: list[Code] = []
        try:
            for given in self._given(source, form):
                if isinstance(given, Code):
                    codes.append(given)
                else:
                    self._take(source, given, depth)
        except Passed as passed:
            self._note(source.path, passed.note)
        except BROKEN as error:
            said = f"Файл повреждён ({form.name}): {reason_of(error)}."
            self._note(source.path, Note("unreadable", said, incomplete=not form.picture))
        self.opened.findings.extend(findings_of_codes(source.path, codes, self._inspector))

    def _given(self, source: Source, form: Format) -> Iterator[Given]:
        """Ask the format; a picture that was looked at already is not looked at again."""
        if not form.picture or source.size > self._limits.part_bytes:
            yield from form.reader(source, self._budget)
            return
        digest = hashlib.sha256(self._budget.load(source)).digest()
        if digest in self._known.codes:
            yield from map(Code, self._known.codes[digest])
            return
        given = list(form.reader(source, self._budget))
        if all(isinstance(one, Code) for one in given):
            self._known.codes[digest] = tuple(one.text for one in given if isinstance(one, Code))
        yield from given

    def _take(self, source: Source, given: Given, depth: int) -> None:
        path = f"{source.path}{INSIDE}{given.name}" if given.name else source.path
        if isinstance(given, Note):
            self._note(path, given)
            return
        self._budget.parts -= 1
        if self._budget.parts < 0:
            said = f"Внутри больше {self._limits.parts} файлов, дальше не читаем."
            raise Passed(Note("limit", said))
        if isinstance(given, Packed):
            self._packed(path, given, depth)
        elif isinstance(given, Part):
            self._part(path, given, depth)
        if self._seen is not None:
            self._seen(path)

    def _part(self, path: str, part: Part, depth: int) -> None:
        if part.kind is None:
            self.open(source_of(path, part.data), depth=depth + 1)
            return
        # A page of a document is no file of its own.
        self.opened.files -= 1
        self.opened.bytes -= len(part.data)
        if len(part.data) <= self._limits.window:
            self.text(path, part.data, kind=part.kind)
        else:
            self._long(path, BytesIO(part.data), part.kind)

    def _packed(self, path: str, packed: Packed, depth: int) -> None:
        """Read a file of an archive: whole when it is a container, in windows when it is a long text."""
        if suffix_of(path) in OPAQUE:
            self.opened.skipped += 1
            return
        stream = self._budget.meter(packed.stream, packed.size)
        try:
            head = _filled(stream, HEAD)
            rest = _Joined(head, stream)
            if format_of(path, head) is not None:
                self.open(source_of(path, self._budget.whole(rest)), depth=depth + 1)
            elif looks_binary(head):
                self.opened.skipped += 1
            else:
                self._text_of(path, rest)
        except Passed as passed:
            if self._budget.bytes < 0 or passed.meter not in {None, stream}:
                raise  # it is the container that passed a limit, not this file
            self._note(path, passed.note)
        except BROKEN as error:
            self._note(path, Note("unreadable", f"Файл в архиве повреждён: {reason_of(error)}."))

    def _text_of(self, path: str, stream: Readable) -> None:
        first = _filled(stream, self._limits.window)
        following = stream.read(1)
        if following:
            self._long(path, _Joined(first + following, stream))
        else:
            self.text(path, first)

    def _note(self, path: str, note: Note) -> None:
        self.opened.troubles.append(Trouble(path, note.kind, note.detail, note.incomplete))


class _Joined:
    """Bytes already read, then the rest of their stream."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int, /) -> bytes:
        if self._head:
            block, self._head = self._head[:size], self._head[size:]
            return block
        return self._rest.read(size)


def _filled(stream: Readable, size: int) -> bytes:
    """Read until there are ``size`` bytes or no more."""
    blocks: list[bytes] = []
    while size > 0 and (block := stream.read(size)):
        blocks.append(block)
        size -= len(block)
    return b"".join(blocks)
