"""A file of any sort → findings: containers are opened, one inside another, within every limit."""

from io import BytesIO

from vestnik.audit.documents import looks_binary, looks_broken, read_document
from vestnik.audit.inspect import Inspector
from vestnik.audit.model import Trouble
from vestnik.audit.sources.coded import findings_of_codes
from vestnik.audit.sources.formats import Format, format_of
from vestnik.audit.sources.model import (
    BROKEN,
    HEAD,
    INSIDE,
    Budget,
    Code,
    Note,
    Opened,
    OpenLimits,
    Part,
    Source,
    reason_of,
)

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


def source_of(path: str, data: bytes) -> Source:
    """Return bytes in memory as a source."""
    return Source(path, len(data), lambda: BytesIO(data), data[:HEAD])


class Opening:
    """One outermost file being opened, with all it gave until now."""

    def __init__(self, inspector: Inspector, limits: OpenLimits = _DEFAULTS) -> None:
        """Begin with the whole budget and nothing found."""
        self.opened = Opened()
        self._inspector = inspector
        self._budget = Budget(limits)

    def open(self, source: Source, media: str | None = None, depth: int = 0) -> None:
        """Look at a source: open it when it is a container, read it when it is text."""
        form = format_of(source.path, source.head)
        if form is None:
            self._plain(source, media)
        elif depth >= self._budget.limits.depth:
            said = f"Вложено глубже {self._budget.limits.depth} уровней, дальше не открываем."
            self._note(source.path, Note("limit", said))
        else:
            self._container(source, form, depth)

    def _container(self, source: Source, form: Format, depth: int) -> None:
        codes: list[Code] = []
        self.opened.files += 1
        self.opened.bytes += source.size
        try:
            for given in form.reader(source, self._budget):
                if isinstance(given, Code):
                    codes.append(given)
                elif isinstance(given, Note):
                    self._note(_inside(source.path, given.name), given)
                elif self._budget.parts > 0:
                    self._part(source.path, given, depth)
                else:
                    said = f"Внутри больше {self._budget.limits.parts} файлов, дальше не читаем."
                    self._note(source.path, Note("limit", said))
                    break
        except BROKEN as error:
            self._note(source.path, Note("unreadable", f"Файл повреждён: {reason_of(error)}."))
        self.opened.findings.extend(findings_of_codes(source.path, codes, self._inspector))

    def _part(self, path: str, part: Part, depth: int) -> None:
        self._budget.parts -= 1
        inner = source_of(_inside(path, part.name), part.data)
        if part.media is None:
            self.open(inner, depth=depth + 1)
        else:
            self._plain(inner, part.media)

    def _plain(self, source: Source, media: str | None) -> None:
        if looks_binary(source.head):
            self.opened.skipped += 1
            return
        with source.open() as file:
            self.text(source.path, file.read(), media)

    def text(self, path: str, data: bytes, media: str | None = None) -> None:
        """Inspect bytes that are text."""
        self.opened.files += 1
        self.opened.bytes += len(data)
        if not self._inspector.survives(data):
            return
        document = read_document(path, data, media)
        inspection = self._inspector.examine(document)
        self.opened.findings.extend(inspection.findings)
        self.opened.troubles.extend(inspection.trouble(path))
        if looks_broken(document.text):
            said = f"Кодировка повреждена: часть букв не читается (взята {document.encoding})."
            self._note(path, Note("encoding", said))

    def _note(self, path: str, note: Note) -> None:
        self.opened.troubles.append(Trouble(path, note.kind, note.detail, note.incomplete))


def _inside(path: str, name: str) -> str:
    return f"{path}{INSIDE}{name}" if name else path
