"""How a piece of data is encrypted, and how keys are derived. Pure.

A sealed blob is ``alg(1) epoch(2, big-endian) nonce(12) ciphertext tag(16)``. Its header, the workspace and
the place it belongs to are authenticated, so it opens nowhere else. Algorithm 1 is AES-256-GCM under the
workspace's field key of that epoch; other numbers are free for other keys and other ciphers.
"""

import hmac
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

AES_256_GCM: Final = 1
KEY_BYTES: Final = 32
HEADER_BYTES: Final = 3
NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
MAX_EPOCH: Final = 65_535


def derive(key: bytes, purpose: str) -> bytes:
    """Return a 32-byte key for one purpose (HKDF-SHA256), from which ``key`` cannot be told."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"vestnik/v1/{purpose}".encode()).derive(key)


def seal(cipher: AESGCM, epoch: int, workspace_id: str, context: str, plaintext: bytes) -> bytes:
    """Encrypt ``plaintext`` for its one place; 31 bytes longer than what went in."""
    header = bytes((AES_256_GCM, epoch >> 8, epoch & 0xFF))
    nonce = secrets.token_bytes(NONCE_BYTES)
    return header + nonce + cipher.encrypt(nonce, plaintext, _place(header, workspace_id, context))


def epoch_of(sealed: bytes) -> int:
    """Return the key epoch a blob names.

    Raises:
        ValueError: too short for a blob, or of an unknown algorithm.
    """
    if len(sealed) < HEADER_BYTES + NONCE_BYTES + _TAG_BYTES or sealed[0] != AES_256_GCM:
        raise ValueError("not a sealed blob of a known algorithm")
    return int.from_bytes(sealed[1:HEADER_BYTES], "big")


def unseal(cipher: AESGCM, workspace_id: str, context: str, sealed: bytes) -> bytes:
    """Decrypt what ``seal`` made for the same place.

    Raises:
        ValueError: the blob was changed or moved, or another key made it.
    """
    header, nonce = sealed[:HEADER_BYTES], sealed[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES]
    body = sealed[HEADER_BYTES + NONCE_BYTES :]
    try:
        return cipher.decrypt(nonce, body, _place(header, workspace_id, context))
    except InvalidTag:
        raise ValueError("the blob was changed, moved or sealed with another key") from None


def indexer(key: bytes) -> hmac.HMAC:
    """Return the keyed start of every blind index under ``key``."""
    return hmac.new(key, digestmod="sha256")


def blind_index(keyed: hmac.HMAC, kind: str, value: str) -> bytes:
    """Return HMAC-SHA256 of a value of one kind: equal values find each other, nobody reads them.

    A copy of the keyed start, unlike ``hmac.digest``, keeps the interpreter's lock over so short a value;
    beside a busy writer thread giving it up and waiting for it again cost a hundred times the hash.
    """
    mac = keyed.copy()
    mac.update(kind.encode() + b"\x00" + value.encode())
    return mac.digest()


def _place(header: bytes, workspace_id: str, context: str) -> bytes:
    return header + workspace_id.encode() + b"\x00" + context.encode()
