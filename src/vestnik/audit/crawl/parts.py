"""What a caller plugs into a crawl."""

from dataclasses import dataclass

from vestnik.audit.crawl.afterwards import Looking
from vestnik.audit.crawl.checkpoint import Checkpoint
from vestnik.audit.crawl.media import OpenMedia
from vestnik.audit.crawl.options import Look, Progress


@dataclass(frozen=True, slots=True)
class CrawlParts:
    """What may be plugged into a crawl."""

    progress: Progress | None = None
    checkpoint: Checkpoint | None = None
    look: Look | None = None
    open_media: OpenMedia | None = None
    looking: Looking | None = None
