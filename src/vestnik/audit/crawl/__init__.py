"""From a site's address to everything on it that leads to a foreign messenger.

``crawl_site`` is the door; the rest of the package is how it walks: what a URL is (``urls``), what a
page links to (``links``), what comes next (``frontier``), what the site allows (``robots``), how
fast (``pace``), and how a fetched body becomes findings (``reading``).
"""

from vestnik.audit.crawl.options import CrawlOptions, Progress
from vestnik.audit.crawl.site import crawl_site

__all__ = ["CrawlOptions", "Progress", "crawl_site"]
