"""The peer's side of bench_crawl: Scrapy's link extractor over one site; prints pages and seconds as JSON."""

import json
import sys
import time
from typing import Any

from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule


class Shop(CrawlSpider):
    """Follows every link; notes when the first request went out and when the last answer was read."""

    name = "shop"
    rules = (Rule(LinkExtractor(), callback="count", follow=True),)
    pages = 0
    began = ended = 0.0

    def start_requests(self) -> Any:
        self.began = time.perf_counter()
        yield from super().start_requests()

    async def start(self) -> Any:
        self.began = time.perf_counter()
        async for request in super().start():
            yield request

    def parse_start_url(self, response: Any, **kwargs: Any) -> Any:  # noqa: ARG002 — Scrapy hands them over
        return self.count(response)

    def count(self, response: Any) -> None:  # noqa: ARG002
        self.pages += 1
        self.ended = time.perf_counter()


def main(url: str) -> None:
    process = CrawlerProcess(
        {
            "CONCURRENT_REQUESTS": 32,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 32,
            "DOWNLOAD_DELAY": 0,
            "ROBOTSTXT_OBEY": True,
            "LOG_LEVEL": "ERROR",
            "TELNETCONSOLE_ENABLED": False,
            "COOKIES_ENABLED": False,
            "RETRY_ENABLED": False,
        }
    )
    crawler = process.create_crawler(Shop)
    process.crawl(crawler, start_urls=[url])
    process.start()
    spider = crawler.spider
    assert isinstance(spider, Shop)
    print(json.dumps({"pages": spider.pages, "seconds": spider.ended - spider.began}))


if __name__ == "__main__":
    main(sys.argv[1])
