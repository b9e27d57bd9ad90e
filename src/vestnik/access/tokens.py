"""Random secrets and the hashes that stand for them. A 256-bit secret needs no slow hash."""

import secrets
from hashlib import sha256
from typing import Final

LIVE: Final = "vk_live_"
TEST: Final = "vk_test_"
_RANDOM_BYTES: Final = 32
_SHOWN: Final = 6
MAX_SECRET: Final = 100
"""Characters; anything longer is not looked at."""


def new_token() -> str:
    """Return a secret of 256 random bits, 43 characters that may stand in a cookie or a header."""
    return secrets.token_urlsafe(_RANDOM_BYTES)


def new_api_secret(live: bool) -> tuple[str, str]:
    """Return the secret of an API key, and the prefix by which people tell keys apart."""
    start = LIVE if live else TEST
    secret = start + new_token()
    return secret, secret[: len(start) + _SHOWN]


def token_hash(token: str) -> bytes:
    """Return what is stored in place of a secret: SHA-256, 32 bytes."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
