import pytest

from vestnik.law.model import Pack
from vestnik.law.pack import load_pack


@pytest.fixture(scope="session")
def pack() -> Pack:
    """Load the pack that ships with the package."""
    return load_pack()
