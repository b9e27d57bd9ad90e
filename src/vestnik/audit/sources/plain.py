"""A short text → its findings; the same body under the same name is inspected once."""

import hashlib
from dataclasses import dataclass, field, replace

from vestnik.audit.documents import Document, Kind, looks_broken, read_document
from vestnik.audit.inspect import Inspection, Inspector
from vestnik.audit.model import Finding, Trouble
from vestnik.audit.sources.standing import Standing

_SMALLEST = 512
"""Bytes of a text below which remembering it costs more than inspecting it."""
_Key = tuple[bytes, str, Kind, bool, bool, bool]


@dataclass(slots=True)
class Known:
    """What was inspected already during one audit."""

    texts: dict[_Key, Inspection] = field(default_factory=dict)
    codes: dict[bytes, tuple[str, ...]] = field(default_factory=dict)
    """SHA-256 of a picture → what its codes say."""


def inspect_text(
    path: str,
    data: bytes,
    inspector: Inspector,
    known: Known,
    media: str | None = None,
    kind: Kind | None = None,
) -> tuple[list[Finding], list[Trouble]]:
    """Inspect bytes that are known to be text and to hold a candidate place."""
    document = read_document(path, data, media)
    if kind is not None and document.kind is not kind:
        document = replace(document, kind=kind)
    key = _key(document)
    seen = known.texts.get(key) if key else None
    if seen is None:
        seen = inspector.examine(document)
        found = seen.findings
        if key is not None:
            known.texts[key] = seen
    else:
        found = Standing(path).put(seen.findings)
    troubles = seen.trouble(path)
    if looks_broken(document.text):
        troubles.append(broken_encoding(path, document.encoding))
    return found, troubles


def broken_encoding(path: str, encoding: str) -> Trouble:
    """Say that many letters of a text did not decode."""
    said = f"Кодировка повреждена: часть букв не читается (взята {encoding})."
    return Trouble(path, "encoding", said)


def _key(document: Document) -> _Key | None:
    """Say what a body must share with an earlier one to give the same; None when its path matters."""
    if len(document.data) < _SMALLEST or "/." in f"/{document.path}":
        return None  # folders such as .github change what a finding means
    digest = hashlib.sha256(document.data).digest()
    name = document.path.rpartition("/")[2]
    return digest, name, document.kind, document.vendor, document.test, document.dead
