"""One file under repair: its markup, its words, and the way between characters and bytes."""

from dataclasses import dataclass, field

from vestnik.audit.documents import Document
from vestnik.audit.model import Finding, Span
from vestnik.fix.brackets import Brackets, Group
from vestnik.fix.markup import Markup, read_markup
from vestnik.fix.model import Disposition, Edit, Strategy, Target
from vestnik.fix.vocabulary import Vocabulary
from vestnik.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Page:
    """What every rewriter is given; all offsets are bytes of the original file."""

    source: Document
    markup: Markup
    words: Vocabulary
    targets: tuple[Target, ...]
    reads: dict[tuple[int, int], Brackets] = field(default_factory=dict, compare=False, repr=False)
    """What was read of each stretch of code, so that it is read once."""

    @classmethod
    def of(cls, source: Document, words: Vocabulary, targets: tuple[Target, ...]) -> "Page":
        """Read a file's markup; harmless for files that have none."""
        return cls(source, read_markup(source.data), words, targets)

    def text(self, start: int, end: int) -> str:
        """Decode a stretch; undecodable bytes survive the way back."""
        return self.source.data[start:end].decode(self.source.encoding, "surrogateescape")

    def masked(self, start: int, end: int) -> str:
        """Decode a stretch in which template tags are replaced by control characters."""
        return self.markup.text[start:end].encode("latin-1").decode(self.source.encoding, "surrogateescape")

    def offset(self, start: int, text: str, index: int) -> int:
        """Return the byte at which character ``index`` of ``text``, decoded from ``start``, stands."""
        return start + len(text[:index].encode(self.source.encoding, "surrogateescape"))

    def bytes(self, text: str) -> bytes:
        """Encode new text; what the encoding lacks becomes a character reference."""
        return text.encode(self.source.encoding, "xmlcharrefreplace")


@dataclass(slots=True)
class Draft:
    """What a rewriter proposes for some findings of one file, before drafts are put together."""

    findings: list[Finding]
    strategy: Strategy
    title: Text
    edits: list[Edit] = field(default_factory=list)
    disposition: Disposition = Disposition.SAFE
    reason: Text | None = None
    slot: tuple[Group, int] | None = None
    """The list, and the number of the item in it, that the draft takes out."""

    def doubt(self, reason: Text) -> None:
        """Leave the decision to a person; the first reason stands."""
        self.disposition = Disposition.NEEDS_REVIEW
        self.reason = self.reason or reason


def edit(start: int, end: int, replacement: bytes = b"") -> Edit:
    """Return the edit of the bytes ``start`` up to ``end``."""
    return Edit(Span(start, end), replacement)
