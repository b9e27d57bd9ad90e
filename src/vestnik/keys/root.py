"""The root key: the one secret under which all others are wrapped. Losing it is losing the data."""

import secrets
from pathlib import Path
from typing import Final

from vestnik.keys.secret_file import load_or_create

ROOT_BYTES: Final = 32


def load_or_create_root(path: Path) -> bytes:
    """Return the 32 bytes of the root key, made at first need in a file of mode 0600.

    Raises:
        CannotStart: the file is open to others, of a wrong size, or cannot be read or made.
    """
    return load_or_create(path, ROOT_BYTES, lambda: secrets.token_bytes(ROOT_BYTES))
