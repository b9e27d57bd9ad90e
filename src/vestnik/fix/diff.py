"""A unified diff for people: decoded with the file's own encoding, line endings kept. Pure."""

import difflib
import re
from collections.abc import Iterable

from vestnik.audit.documents import Document
from vestnik.audit.findings import mask_secrets
from vestnik.fix.model import Patch

_LINES = re.compile(r"[^\n]*\n|[^\n]+\Z")
_CONTEXT = 2


def rewritten(data: bytes, patches: Iterable[Patch]) -> bytes:
    """Return the bytes after the edits of all patches, which must not overlap; other bytes stay."""
    edits = sorted({one for patch in patches for one in patch.edits}, reverse=True)
    limit = len(data)
    for one in edits:
        if not 0 <= one.span.start <= one.span.end <= limit:
            msg = f"edits overlap or leave the file at byte {one.span.start}"
            raise ValueError(msg)
        data = data[: one.span.start] + one.replacement + data[one.span.end :]
        limit = one.span.start
    return data


def unified(document: Document, new: bytes) -> str:
    """Return the diff between a document and its new bytes, bot tokens masked; empty when they are equal."""
    before, after = _lines(document.data, document.encoding), _lines(new, document.encoding)
    lines = difflib.unified_diff(before, after, f"a/{document.path}", f"b/{document.path}", n=_CONTEXT)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(data: bytes, encoding: str) -> list[str]:
    return [mask_secrets(line) for line in _LINES.findall(data.decode(encoding, "replace"))]
