"""Signed notes of C2SP (``signed-note``): a text, an empty line, and a line for each signature. Pure."""

import base64
from hashlib import sha256
from typing import Final

from vestnik.kernel.core import Signer
from vestnik.keys.signature import signature_holds

_ED25519: Final = b"\x01"
_DASH: Final = "\u2014 "
_MAX_NOTE: Final = 65_536
_MAX_SIGNATURES: Final = 16
_ID_BYTES: Final = 4


def key_id(name: str, public_key: bytes) -> bytes:
    """Return the 4 bytes by which a signature line names its Ed25519 key."""
    return sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:_ID_BYTES]


def verifier_key(name: str, public_key: bytes) -> str:
    """Return the key as others configure it: ``name+id+key``."""
    encoded = base64.b64encode(_ED25519 + public_key).decode()
    return f"{name}+{key_id(name, public_key).hex()}+{encoded}"


def sign_note(text: str, name: str, signer: Signer) -> str:
    """Return the note of a text that ends with a line break, signed under ``name``."""
    if not text.endswith("\n") or "\n\n" in text:
        raise ValueError("the text of a note ends with a line break and has no empty line")
    signature = key_id(name, signer.public_key) + signer.sign(text.encode())
    return f"{text}\n{_DASH}{name} {base64.b64encode(signature).decode()}\n"


def open_note(note: str, name: str, public_key: bytes) -> str:
    """Return the text of a note that ``name`` has signed; signatures of others are passed over.

    Raises:
        ValueError: no note, or no signature of this key, or a false one.
    """
    text, separator, lines = note.rpartition("\n\n")
    if len(note) > _MAX_NOTE or not separator or not lines.endswith("\n"):
        raise ValueError("not a signed note")
    text += "\n"
    signatures = lines[:-1].split("\n")
    if len(signatures) > _MAX_SIGNATURES:
        raise ValueError(f"more than {_MAX_SIGNATURES} signatures")
    found = False
    for line in signatures:
        signed_by, signature = _signature(line)
        if signed_by != name or signature[:_ID_BYTES] != key_id(name, public_key):
            continue
        if not signature_holds(public_key, text.encode(), signature[_ID_BYTES:]):
            raise ValueError("the signature does not fit the text")
        found = True
    if not found:
        raise ValueError(f"not signed by {name}")
    return text


def _signature(line: str) -> tuple[str, bytes]:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not name:
        raise ValueError("not a signature line")
    return name, decode_base64(encoded)


def decode_base64(encoded: str) -> bytes:
    """Return the bytes of the one right base64 form.

    Raises:
        ValueError: no base64, or base64 with unused bits set.
    """
    try:
        decoded = base64.b64decode(encoded, validate=True)
    except ValueError:  # binascii.Error, or letters beyond ASCII
        decoded = b""
    if not decoded or base64.b64encode(decoded).decode() != encoded:
        raise ValueError("a signature or root is not base64")
    return decoded
