"""DKIM signatures (RFC 6376, RFC 8463), relaxed/relaxed, made by OpenSSL.

The signing is ours because the letter's headers are ours: nothing has to be parsed back. The tests have
every signature checked by dkimpy, an implementation that shares no code with this one.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_

_MIN_RSA_BITS: Final = 2048
_SIGNED: Final = (
    b"from",
    b"to",
    b"subject",
    b"date",
    b"message-id",
    b"mime-version",
    b"content-type",
    b"content-transfer-encoding",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
)
"""Signed where present. RFC 8058 asks for both List-Unsubscribe fields."""
_SEALED: Final = (b"from", b"to", b"subject")
"""Named once more than they occur, so that a second such field breaks the signature (RFC 6376, 8.15)."""
_WHITE_RUN: Final = re.compile(rb"[ \t]+")
_WHITE_END: Final = re.compile(rb"[ \t]+(?=\r\n)")
_FOLD: Final = re.compile(rb"\r\n(?=[ \t])")
_B64_LINE: Final = 70


@dataclass(frozen=True, slots=True)
class DkimKey:
    """A private key with its place in the DNS: ``<selector>._domainkey.<domain>``."""

    domain: str
    selector: str
    key: RSAPrivateKey | Ed25519PrivateKey = field(repr=False)


def read_key(pem: str, *, domain: str, selector: str) -> DkimKey:
    """Read a PEM private key.

    Raises:
        InvalidInput: not PEM, encrypted, another kind of key, or RSA shorter than 2048 bits.
    """
    hint = N_("Нужен текст PEM без пароля: RSA от 2048 бит или Ed25519.")
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise InvalidInput(N_("Ключ DKIM не читается."), field="dkim_private_key", hint=hint) from None
    if isinstance(key, RSAPrivateKey) and key.key_size < _MIN_RSA_BITS:
        raise InvalidInput(N_("Ключ DKIM слишком короткий."), field="dkim_private_key", hint=hint)
    if not isinstance(key, RSAPrivateKey | Ed25519PrivateKey):
        raise InvalidInput(N_("Такой вид ключа для DKIM не годится."), field="dkim_private_key", hint=hint)
    return DkimKey(domain, selector, key)


def sign(
    dkim: DkimKey, headers: Sequence[tuple[bytes, bytes]], body: bytes, signed_at: int
) -> tuple[bytes, bytes]:
    """Return the DKIM-Signature field (name, folded value) of a letter.

    ``headers`` are names with values as they go on the wire, ``body`` has CRLF line ends,
    ``signed_at`` is in whole seconds since 1970.
    """
    present = {name.lower(): value for name, value in headers}
    names = [name for name in _SIGNED if name in present]
    algorithm = b"rsa-sha256" if isinstance(dkim.key, RSAPrivateKey) else b"ed25519-sha256"
    body_hash = base64.b64encode(hashlib.sha256(_relaxed_body(body)).digest())
    unsigned = b"v=1; a=%s; c=relaxed/relaxed; d=%s; s=%s;\r\n t=%d; bh=%s;\r\n h=%s;\r\n b=" % (
        algorithm,
        dkim.domain.encode(),
        dkim.selector.encode(),
        signed_at,
        body_hash,
        b":\r\n  ".join([*names, *(name for name in _SEALED if name in present)]),
    )
    lines = [b"%s:%s\r\n" % (name, _relaxed_value(present[name])) for name in names]
    lines.append(b"dkim-signature:" + _relaxed_value(unsigned))
    signature = base64.b64encode(_sign_bytes(dkim.key, b"".join(lines)))
    folded = b"\r\n  ".join(
        signature[start : start + _B64_LINE] for start in range(0, len(signature), _B64_LINE)
    )
    return b"DKIM-Signature", unsigned + folded


def _sign_bytes(key: RSAPrivateKey | Ed25519PrivateKey, data: bytes) -> bytes:
    if isinstance(key, RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(hashlib.sha256(data).digest())


def _relaxed_value(value: bytes) -> bytes:
    return _WHITE_RUN.sub(b" ", _FOLD.sub(b"", value)).strip(b" \t")


def _relaxed_body(body: bytes) -> bytes:
    lines = _WHITE_END.sub(b"", _WHITE_RUN.sub(b" ", body)).rstrip(b"\r\n")
    return lines + b"\r\n" if lines else b""
