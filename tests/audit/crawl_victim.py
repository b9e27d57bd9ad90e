"""A crawl with a checkpoint, to be killed: ``crawl_victim.py URL FILE``; tells its findings at its end."""

import asyncio
import json
import sys
from pathlib import Path

from vestnik.audit.crawl import Crawl, CrawlOptions, CrawlParts
from vestnik.audit.crawl.checkpoint_file import FileCheckpoint
from vestnik.backends.http import AioHttp

OPTIONS = CrawlOptions(rate_per_s=40, concurrency=3, allow_private=True, save_pages=1, resolve_links=False)


async def main(url: str, file: Path) -> None:
    async with AioHttp() as http:
        crawl = Crawl(url, http, OPTIONS, CrawlParts(checkpoint=FileCheckpoint(file)))
        result = await crawl.run()
    marks = [finding.fingerprint for finding in result.findings]
    told = {"marks": marks, "pages": result.pages, "troubles": len(result.troubles)}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
