"""After a crawl: show the marked pages in a browser and put what was seen into the result."""

from collections.abc import Callable, Sequence

from vestnik.audit.inspect import Inspector
from vestnik.audit.model import AuditResult
from vestnik.audit.render import troubles
from vestnik.audit.render.enrich import enrich
from vestnik.audit.render.look import Progress, look
from vestnik.audit.render.model import Observed, RenderMark
from vestnik.audit.render.needs import choose
from vestnik.audit.render.options import RenderOptions
from vestnik.kernel.browser import Browser

_DEFAULTS = RenderOptions()


async def after_crawl(
    result: AuditResult,
    marks: Sequence[RenderMark],
    browser: Browser | None,
    options: RenderOptions = _DEFAULTS,
    *,
    inspector: Inspector | None = None,
    progress: Progress | None = None,
    notice: Callable[[Observed], None] | None = None,
) -> AuditResult:
    """Return the crawl's result (the same object) with what a browser saw of the marked pages.

    Without a browser the pages that needed one become a trouble. ``notice`` is told
    what each page did before any choice of its visitor.
    """
    urls = choose(marks, options)
    if not urls:
        return result
    if browser is None:
        result.troubles.append(troubles.no_browser(result.target, len(urls), ""))
        return result
    looked = await look(browser, urls, options, inspector or Inspector(), progress)
    result.findings = enrich(result.findings, looked)
    result.troubles += looked.troubles
    result.artefacts |= looked.artefacts
    left = len({one.url for one in marks}) - len(urls)
    if left:
        result.troubles.append(troubles.left_out(result.target, left))
    if notice is not None:
        for one in looked.observed:
            notice(one)
    return result
