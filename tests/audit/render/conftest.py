"""One Chromium for a whole module: starting it costs more than a page."""

from collections.abc import AsyncIterator

import pytest_asyncio
from tests.chromium import find

from vestnik.backends.browser import Chromium


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Chromium]:
    async with Chromium(find()) as running:
        yield running
