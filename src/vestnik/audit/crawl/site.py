"""The doors of the crawl: a site from its first page on, a list of addresses, or what a sitemap lists."""

from collections.abc import Sequence
from dataclasses import replace

from vestnik.audit.crawl.options import CrawlOptions, Progress
from vestnik.audit.crawl.parts import CrawlParts
from vestnik.audit.crawl.urls import Site, canonical_url
from vestnik.audit.crawl.walk import Crawl
from vestnik.audit.model import AuditResult
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.http import Http
from vestnik.kernel.text import N_

_DEFAULTS = CrawlOptions()


async def crawl_site(
    url: str,
    http: Http,
    options: CrawlOptions = _DEFAULTS,
    progress: Progress | None = None,
    into: AuditResult | None = None,
    *,
    parts: CrawlParts | None = None,
) -> AuditResult:
    """Read a site from ``url`` on and return everything found; paths of the findings are full addresses.

    Stays on the host of ``url`` (with and without ``www.``), respects robots.txt, submits nothing. A
    first page that moved to another host moves the audit there, unless it moved to a messenger.
    ``into`` is filled as the crawl goes: whoever cancels it keeps what was seen, marked ``interrupted``.
    ``parts`` plugs in a checkpoint, a reader of pictures and documents, and whoever else looks at pages.

    Raises:
        InvalidInput: ``url`` is no http(s) address, or the checkpoint is unusable. Everything else ends up
            in ``troubles``.
    """
    start = canonical_url(url)
    if start is None:
        raise InvalidInput(
            N_("Это не адрес сайта."),
            field="target",
            hint=N_("Пример: https://shop.example/ — без имени и пароля."),
        )
    parts = parts or CrawlParts()
    if progress is not None:
        parts = replace(parts, progress=progress)
    return await Crawl(start, http, options, parts, into).run()


async def crawl_urls(
    urls: Sequence[str],
    http: Http,
    options: CrawlOptions = _DEFAULTS,
    into: AuditResult | None = None,
    parts: CrawlParts | None = None,
) -> AuditResult:
    """Read the named addresses, of one site or several, with the scripts and styles they load, and no more.

    Raises:
        InvalidInput: one of them is no http(s) address, or there is none.
    """
    starts = list(dict.fromkeys(_page_address(url) for url in urls))
    if not starts:
        raise InvalidInput(N_("В списке нет ни одного адреса."), field="urls")
    options = replace(options, seeds=tuple(starts[1:]), follow=False)
    crawl = Crawl(starts[0], http, options, parts, into)
    crawl.widen(Site.of(url, subdomains=options.subdomains) for url in starts[1:])
    return await crawl.run()


async def crawl_sitemap(
    url: str,
    http: Http,
    options: CrawlOptions = _DEFAULTS,
    into: AuditResult | None = None,
    parts: CrawlParts | None = None,
) -> AuditResult:
    """Read the first page of the sitemap's host and what the sitemap lists there, and follow no links.

    ``url`` may be a sitemap, an index of sitemaps, either packed by gzip, or a plain list of addresses.

    Raises:
        InvalidInput: ``url`` is no http(s) address.
    """
    sitemap = _page_address(url)
    start = canonical_url("/", sitemap) or sitemap
    return await Crawl(start, http, replace(options, sitemaps=(sitemap,), follow=False), parts, into).run()


def _page_address(url: str) -> str:
    found = canonical_url(url)
    if found is None:
        raise InvalidInput(
            N_("В списке есть строка, которая не адрес страницы."),
            field="urls",
            hint=N_("Пример: https://shop.example/catalog — без имени и пароля."),
        )
    return found
