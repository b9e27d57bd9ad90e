"""How deep the tests go: ``test`` within minutes, ``soak`` at full numbers (``VESTNIK_DEPTH``)."""

import os
from typing import TypeVar

T = TypeVar("T")

SOAK = os.environ.get("VESTNIK_DEPTH", "test") == "soak"


def depth(test: T, soak: T) -> T:
    """Return the number that fits this run: ``for seed in range(depth(20, 10_000)): …``."""
    return soak if SOAK else test
