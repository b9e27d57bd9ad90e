"""How far and how fast a crawl may go. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vestnik.audit.documents import Document

Progress = Callable[[int, int, str, int], None]
"""``progress(done, queued, url, findings)``: called after each address; must return at once."""
Look = Callable[[Document, str, Mapping[str, str]], None]
"""``look(document, url, headers)``: called for each page and file that was read; must return at once."""


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """Every limit of one crawl; the defaults suit a company's site and do not disturb it."""

    max_pages: int = 200
    max_assets: int = 500
    """Scripts, styles and JSON files of the same site."""
    max_depth: int = 16
    """Clicks from the first page."""
    max_bytes: int = 512 * 1024 * 1024
    """Of all bodies together."""
    max_seconds: float = 3600.0
    max_findings: int = 50_000
    body_bytes: int = 10 * 1024 * 1024
    request_s: float = 30.0
    connect_s: float = 10.0
    rate_per_s: float = 5.0
    """Requests a second to one host; 0 for no pause at all, which suits a staging site of one's own."""
    concurrency: int = 4
    retry_pause_s: float = 1.0
    """Before the one retry after a 5xx, a 429 or a timeout; a ``Retry-After`` may stretch it."""
    max_pause_s: float = 10.0
    """Cap of what a ``Retry-After`` or a ``Crawl-delay`` may ask for."""
    subdomains: bool = False
    allow_private: bool = False
    include_vendor: bool = False
    """Count third-party files that are served by the site itself at their full severity."""
    seeds: tuple[str, ...] = ()
    """Further pages to begin with; those of other sites are passed over."""
    sitemaps: tuple[str, ...] = ()
    """Addresses of sitemaps that robots.txt does not name; they may stand on another host."""
    follow: bool = True
    """False: read the first page, the seeds and what ``sitemaps`` list, with what these load, and no page
    they lead to."""
    page_checks: bool = True
    """Look for signs of 152-FZ faults on pages, and read the policies they lead to."""
    resolve_links: bool = True
    """Ask short links, redirectors and pages of links where they lead; no messenger is ever asked."""
    max_resolved: int = 200
    """Addresses asked for that, redirects on the way included."""
    max_media: int = 100
    """Pictures, PDF and office documents of the same site that are opened; 0 for none."""
    media_bytes: int = 5 * 1024 * 1024
    """Of one of them."""
    save_pages: int = 50
    save_s: float = 10.0
    """A checkpoint is written after so many addresses or seconds, whatever comes first."""
