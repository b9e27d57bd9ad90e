"""The installation's signing key, by which it vouches for its log."""

import re
import secrets
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vestnik.keys.secret_file import load_or_create

_SEED_BYTES: Final = 32
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}\Z")


class Ed25519Signer:
    """Signs with one Ed25519 key (RFC 8032)."""

    def __init__(self, seed: bytes, name: str) -> None:
        """Take the 32-byte private seed and the name under which signatures are known.

        Raises:
            ValueError: the name is not 1 to 100 letters, digits, dots, dashes and slashes.
        """
        if not _NAME.match(name):
            raise ValueError(f"{name!r} cannot name a signer")
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._name = name
        self._public_key = self._key.public_key().public_bytes_raw()

    @property
    def name(self) -> str:
        """The signer's name: ``vestnik/<installation>``."""
        return self._name

    @property
    def public_key(self) -> bytes:
        """The 32 bytes of the public key."""
        return self._public_key

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature."""
        return self._key.sign(message)


def load_or_create_signer(path: Path, name: str) -> Ed25519Signer:
    """Return the signer of a key file, made at first need with mode 0600.

    Raises:
        CannotStart: the file is open to others, of a wrong size, or cannot be read or made.
        ValueError: the name cannot name a signer.
    """
    return Ed25519Signer(load_or_create(path, _SEED_BYTES, lambda: secrets.token_bytes(_SEED_BYTES)), name)
