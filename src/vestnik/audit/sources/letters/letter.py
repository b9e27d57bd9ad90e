"""A letter (.eml, a file of a Maildir, a web page saved as .mht) → headers, bodies, attachments.

The old policy of ``email`` is used on purpose: it leaves headers alone, so a broken one is read as it stands
instead of raising.
"""

import email
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import compat32

from vestnik.audit.documents import Kind
from vestnik.audit.sources.archives.naming import Names
from vestnik.audit.sources.budget import Budget
from vestnik.audit.sources.model import BROKEN, Given, Note, Part, Source, reason_of

_ROADSIDE = frozenset(
    (
        *("received", "dkim-signature", "authentication-results", "return-path"),
        *("delivered-to", "message-id", "references", "in-reply-to"),
        *("mime-version", "date", "content-type", "content-transfer-encoding"),
        *("to", "cc", "bcc", "x-received"),
        *("x-google-dkim-signature", "x-gm-message-state", "x-google-smtp-source"),
    )
)
"""Headers written by machines on the way, or by the sender about others."""
_BODIES = {"text/html": ("html", Kind.HTML), "text/plain": ("text", Kind.PROSE)}
_UNKNOWN = ("unknown-8bit", "x-unknown", "default", "utf8", "_autodetect")


def read_letter(source: Source, budget: Budget) -> Iterator[Given]:
    """Yield the parts of one letter."""
    yield from parts_of(budget.load(source), "", budget)


def parts_of(data: bytes, prefix: str, budget: Budget) -> Iterator[Given]:
    """Yield the parts of a letter in memory, their names after ``prefix``."""
    message: Message[str, str] = email.message_from_bytes(data, policy=compat32)
    names = Names(budget.limits.skip)
    if spoken := _headers(message):
        yield Part(prefix + names.shown("headers"), spoken.encode("utf-8", "replace"), Kind.PROSE)
    for number, part in enumerate(_leaves(message), 1):
        try:
            yield from _leaf(part, prefix, number, names)
        except BROKEN as error:
            yield Note("unreadable", f"Часть письма испорчена: {reason_of(error)}.", f"{prefix}{number}")


def _leaves(message: "Message[str, str]") -> "Iterator[Message[str, str]]":
    """Yield what is no bundle; a letter inside a letter is whole, it is opened as a file of its own."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inside = part.get_payload()
        if isinstance(inside, list) and part.get_content_maintype() == "multipart":
            waiting.extend(reversed([item for item in inside if isinstance(item, Message)]))
        else:
            yield part


def _leaf(part: "Message[str, str]", prefix: str, number: int, names: Names) -> Iterator[Given]:
    inside = part.get_payload()
    if isinstance(inside, list):
        for letter in inside:
            if isinstance(letter, Message):
                yield Part(prefix + names.shown(f"{number}.eml"), letter.as_bytes())
        return
    decoded = part.get_payload(decode=True)
    data = decoded if isinstance(decoded, bytes) else b""
    body = _BODIES.get(part.get_content_type())
    if body is not None and part.get_content_disposition() != "attachment":
        yield Part(prefix + names.shown(body[0]), _as_utf8(data, part.get_content_charset()), body[1])
    elif data:
        yield Part(prefix + names.shown(_file_name(part, number)), data)


def _as_utf8(data: bytes, charset: str | None) -> bytes:
    """Decode what the letter declares; what it declares wrongly is left for the reader of texts to guess."""
    if charset is None or charset in _UNKNOWN:
        return data
    try:
        return data.decode(charset).encode("utf-8", "replace")
    except (LookupError, ValueError):
        return data


def _file_name(part: "Message[str, str]", number: int) -> str:
    try:
        name = readable(part.get_filename() or "")
    except BROKEN:
        name = ""
    return name.replace("/", "_").strip() or f"{number}.{part.get_content_subtype()}"


def _headers(message: "Message[str, str]") -> str:
    lines = []
    for name, value in message.items():
        if name.lower() not in _ROADSIDE and not name.lower().startswith("arc-"):
            lines.append(f"{name}: {readable(value)}")
    return "\n".join(lines)


def readable(value: object) -> str:
    """Decode ``=?utf-8?B?…?=``; what cannot be decoded stays as it is. Never raises."""
    raw = " ".join(str(value).split())
    try:
        pieces = decode_header(raw)
        return "".join(
            piece.decode(charset if charset and charset not in _UNKNOWN else "utf-8", "replace")
            if isinstance(piece, bytes)
            else piece
            for piece, charset in pieces
        )
    except (HeaderParseError, *BROKEN):
        return raw
