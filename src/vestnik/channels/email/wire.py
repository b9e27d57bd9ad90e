"""A letter as bytes: RFC 5322 headers, MIME body. Pure; no text can add a header or an SMTP command."""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.notify.model import Content

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_BODY_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_ADDRESS: Final = re.compile(r"[!-;=?A-~]{1,64}@[a-z0-9.-]{1,253}", re.ASCII)
_MESSAGE_ID: Final = re.compile(r"[0-9A-Za-z.-]{1,100}")
_HTTPS: Final = re.compile(r"https://[!-;=?-~]{1,900}")
_LINE_START_DOT: Final = re.compile(rb"(?m)^\.")

_MAX_LINE: Final = 998
"""RFC 5322, 2.1.1: no line may be longer, CRLF aside."""
_SOFT_LINE: Final = 76
_WORD_BYTES: Final = 39
"""UTF-8 bytes in one encoded word: RFC 2047 allows 75 characters a word, and the name stands before it."""
_BASE64_PAYS_FROM: Final = 6
"""Quoted-printable makes three bytes of one: with a sixth of the bytes non-ASCII base64 is shorter."""
_MAX_SUBJECT: Final = 500


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What is the same in all letters of one sender, made once."""

    address: str
    domain: str
    from_value: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """Headers as (name, value on the wire) and a body that ends in CRLF."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    message_id: str
    """With its angle brackets."""

    @property
    def eight_bit(self) -> bool:
        """Whether the body needs the 8BITMIME extension."""
        return not self.body.isascii()

    def to_bytes(self, *first: tuple[bytes, bytes]) -> bytes:
        """Return the whole letter; ``first`` are header fields to stand on top."""
        head = b"".join(b"%s: %s\r\n" % pair for pair in (*first, *self.headers))
        return head + b"\r\n" + self.body


def has_controls(text: str) -> bool:
    """Tell whether ``text`` holds anything that could end a header line or hide in it."""
    return _CONTROLS.search(text) is not None


def letterhead(address: str, name: str) -> Letterhead:
    """Prepare a sender; ``address`` is already normalised.

    Raises:
        InvalidInput: the name or the address cannot stand in a header.
    """
    _check_address(address, "from_address")
    _check_header(name, "from_name")
    shown = _phrase(name)
    value = f"{shown} <{address}>" if shown else address
    return Letterhead(address, address.rpartition("@")[2], value.encode("ascii"))


def write_letter(
    sender: Letterhead,
    to: str,
    content: Content,
    *,
    message_id: str,
    at: datetime,
    eight_bit: bool,
    list_unsubscribe: str | None = None,
) -> Letter:
    """Write one letter to one recipient.

    ``message_id`` becomes the left side of Message-ID, the sender's domain its right side.
    ``eight_bit`` allows UTF-8 as it is in the body (RFC 6152); otherwise base64 or quoted-printable.
    ``list_unsubscribe`` is an https address that answers a one-click POST (RFC 8058).

    Raises:
        InvalidInput: a part that cannot be sent as it is; names the field. Nothing is cut or dropped.
    """
    _check_address(to, "to")
    if _MESSAGE_ID.fullmatch(message_id) is None:
        raise InvalidInput(N_("Номер сообщения не годится для Message-ID."), field="message_id")
    identity = f"<{message_id}@{sender.domain}>"
    headers = [
        (b"Date", format_datetime(at).encode("ascii")),
        (b"From", sender.from_value),
        (b"To", to.encode("ascii")),
        (b"Subject", _subject(content.subject or "")),
        (b"Message-ID", identity.encode("ascii")),
        (b"Auto-Submitted", b"auto-generated"),
        *_unsubscribe(list_unsubscribe),
        (b"MIME-Version", b"1.0"),
    ]
    mime, body = _body(content, message_id, eight_bit=eight_bit)
    return Letter((*headers, *mime), body, identity)


def transparent(letter: bytes) -> bytes:
    """Return what follows DATA: dots doubled at line starts, the final dot added (RFC 5321, 4.5.2)."""
    if b"\n." in letter or letter[:1] == b".":
        letter = _LINE_START_DOT.sub(b"..", letter)
    return letter + b".\r\n"


def _check_address(address: str, field: str) -> None:
    if _ADDRESS.fullmatch(address) is None:
        raise InvalidInput(
            N_("Это не похоже на адрес электронной почты."), field=field, hint=N_("Пример: anna@example.ru.")
        )


def _check_header(text: str, field: str) -> None:
    if has_controls(text):
        raise InvalidInput(
            N_("В этой строке есть перевод строки или управляющий знак."),
            field=field,
            hint=N_("Оставьте одну строку обычного текста."),
        )


def _subject(text: str) -> bytes:
    _check_header(text, "subject")
    if len(text) > _MAX_SUBJECT:
        raise InvalidInput(N_("Тема длиннее %(limit)s знаков.", limit=_MAX_SUBJECT), field="subject")
    if text.isascii() and len(text) <= _SOFT_LINE - len("Subject: ") and "=?" not in text:
        return text.encode("ascii")
    return _encoded_words(text, "subject")


def _phrase(name: str) -> str:
    if not name:
        return ""
    if name.isascii() and len(name) <= _SOFT_LINE and "=?" not in name:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return _encoded_words(name, "from_name").decode("ascii")


def _encoded_words(text: str, field: str) -> bytes:
    """Return RFC 2047 words, one a line; no character is split between two."""
    data = _utf8(text, field)
    words = []
    start = 0
    while start < len(data):
        end = min(start + _WORD_BYTES, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:  # noqa: PLR2004 — a UTF-8 continuation byte
            end -= 1
        words.append(b"=?utf-8?b?%s?=" % base64.b64encode(data[start:end]))
        start = end
    return b"\r\n ".join(words)


def _utf8(text: str, field: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise InvalidInput(
            N_("В тексте половина составного знака: это не Юникод."),
            field=field,
            hint=N_("Проверьте, в какой кодировке прочитан исходный текст."),
        ) from None


def _unsubscribe(url: str | None) -> Sequence[tuple[bytes, bytes]]:
    if url is None:
        return ()
    if _HTTPS.fullmatch(url) is None:
        raise InvalidInput(
            N_("Ссылка отписки должна начинаться с https:// и не содержать пробелов."),
            field="list_unsubscribe",
        )
    return (
        (b"List-Unsubscribe", b"<%s>" % url.encode("ascii")),
        (b"List-Unsubscribe-Post", b"List-Unsubscribe=One-Click"),
    )


def _body(
    content: Content, message_id: str, *, eight_bit: bool
) -> tuple[Sequence[tuple[bytes, bytes]], bytes]:
    plain_head, plain = _part(content.text, b"plain", "text", eight_bit=eight_bit)
    if content.html is None:
        return plain_head, plain
    html_head, html = _part(content.html, b"html", "html", eight_bit=eight_bit)
    boundary = b"=_" + message_id.encode("ascii")[:60]
    while boundary in plain or boundary in html:
        boundary += b"_"
    body = b"".join(
        (
            b"--%s\r\n%s\r\n%s\r\n" % (boundary, _lines(plain_head), plain),
            b"--%s\r\n%s\r\n%s\r\n" % (boundary, _lines(html_head), html),
            b"--%s--\r\n" % boundary,
        )
    )
    encoding = b"8bit" if not body.isascii() else b"7bit"
    return (
        (b"Content-Type", b'multipart/alternative;\r\n boundary="%s"' % boundary),
        (b"Content-Transfer-Encoding", encoding),
    ), body


def _lines(headers: Sequence[tuple[bytes, bytes]]) -> bytes:
    return b"".join(b"%s: %s\r\n" % pair for pair in headers)


def _part(
    text: str, subtype: bytes, field: str, *, eight_bit: bool
) -> tuple[Sequence[tuple[bytes, bytes]], bytes]:
    """Return the headers and the encoded body of one text, which always ends in CRLF."""
    if _BODY_CONTROLS.search(text):
        raise InvalidInput(
            N_("В тексте есть управляющие знаки."),
            field=field,
            hint=N_("Допустимы перевод строки и табуляция."),
        )
    data = _utf8(_LINE_END.sub("\r\n", text), field)
    if not data.endswith(b"\r\n"):
        data += b"\r\n"
    encoding, data = _encode(data, eight_bit=eight_bit)
    return (
        (b"Content-Type", b"text/%s; charset=utf-8" % subtype),
        (b"Content-Transfer-Encoding", encoding),
    ), data


def _encode(data: bytes, *, eight_bit: bool) -> tuple[bytes, bytes]:
    fits = max(map(len, data.split(b"\r\n"))) <= _MAX_LINE
    if fits and data.isascii():
        return b"7bit", data
    if fits and eight_bit:
        return b"8bit", data
    foreign = len(data) - len(data.translate(None, _HIGH_BYTES))
    if foreign * _BASE64_PAYS_FROM > len(data):
        return b"base64", base64.encodebytes(data).replace(b"\n", b"\r\n")
    return b"quoted-printable", binascii.b2a_qp(data)


_HIGH_BYTES: Final = bytes(range(128, 256))
