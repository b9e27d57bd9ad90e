"""From a site's address to everything on it that leads to a foreign messenger.

``crawl_site``, ``crawl_urls`` and ``crawl_sitemap`` are the doors, ``Crawl`` is the walk itself; the rest of
the package is how it walks: what a URL is (``urls``), what a page links to (``links``), what comes next
(``frontier``), how the site is asked, by its own rules (``asking``), and how fast (``pace``),
how a fetched body becomes findings (``reading``), where short links lead (``resolving``),
how a crawl that was killed goes on (``checkpoint``), and what is told at its end (``afterwards``).
"""

from vestnik.audit.crawl.options import CrawlOptions, Progress
from vestnik.audit.crawl.parts import CrawlParts
from vestnik.audit.crawl.site import crawl_site, crawl_sitemap, crawl_urls
from vestnik.audit.crawl.walk import Crawl

__all__ = ["Crawl", "CrawlOptions", "CrawlParts", "Progress", "crawl_site", "crawl_sitemap", "crawl_urls"]
