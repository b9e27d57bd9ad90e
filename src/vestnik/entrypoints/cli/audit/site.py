"""One site as a target: what the crawl is given on this machine, and its progress on the bar."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from vestnik.audit.crawl import CrawlOptions, CrawlParts, crawl_site
from vestnik.audit.crawl.afterwards import Looking
from vestnik.audit.crawl.checkpoint_file import FileCheckpoint
from vestnik.audit.crawl.urls import canonical_url
from vestnik.audit.model import AuditResult
from vestnik.audit.sources.opening import open_media
from vestnik.entrypoints.cli.audit.options import Reading, Render
from vestnik.entrypoints.cli.audit.progress import AuditBar
from vestnik.kernel.browser import Browser


def crawl(target: str, options: CrawlOptions, reading: Reading, bar: AuditBar) -> AuditResult:
    """Read a site to its end, or to Ctrl-C: then what was read is the result."""
    result = AuditResult(canonical_url(target) or target)
    counted = 0

    def note(done: int, waiting: int, url: str, findings: int) -> None:
        nonlocal counted
        bar.found(result.findings[counted:])
        counted = len(result.findings)
        bar.page(done, waiting, url, findings)

    def shown(done: int, of: int, url: str) -> None:
        bar.page(done, of - done, url, len(result.places))

    looking = None
    if reading.render is not Render.NEVER:
        looking = Looking(_browser, always=reading.render is Render.ALWAYS, progress=shown)
    checkpoint = FileCheckpoint(reading.resume) if reading.resume is not None else None
    parts = CrawlParts(progress=note, checkpoint=checkpoint, open_media=open_media, looking=looking)

    async def walk() -> None:
        from vestnik.app import open_http

        async with open_http(allow_private=options.allow_private) as http:
            await crawl_site(target, http, options, into=result, parts=parts)

    try:
        asyncio.run(walk())
    except KeyboardInterrupt:
        result.interrupted = True
    return result


@asynccontextmanager
async def _browser() -> AsyncIterator[Browser]:
    """Start the browser of this machine; nothing else of an installation is needed."""
    from vestnik.app import open_browser
    from vestnik.config import load

    async with open_browser(load()) as browser:
        yield browser
