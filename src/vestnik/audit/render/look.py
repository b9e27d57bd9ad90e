"""Show pages in a browser, at both widths, and return what leads to a messenger there."""

import asyncio
import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

from vestnik.audit.findings import fingerprint
from vestnik.audit.inspect import Inspector
from vestnik.audit.model import Confidence, Finding, Place, Rendered, Severity, Span, State, Viewport
from vestnik.audit.render import troubles
from vestnik.audit.render.model import Looked
from vestnik.audit.render.options import RenderOptions
from vestnik.audit.render.sights import Key
from vestnik.audit.render.visit import Seen, Visit, visit
from vestnik.kernel.browser import Browser, BrowserUnavailable

Progress = Callable[[int, int, str], None]
"""``progress(done, all, url)``: called after each page; must return at once."""
_MOST_ADDRESSES = 10
_HERE = Span(0, 0)
"""The browser's tree has no bytes to point at."""
_GROUP = 16


async def look(
    browser: Browser,
    urls: Sequence[str],
    options: RenderOptions,
    inspector: Inspector,
    progress: Progress | None = None,
) -> Looked:
    """Show every page at the width of a computer and of a telephone; one page's failure ends nothing.

    When the browser is gone and does not start again, the pages that were left are a trouble.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + options.max_seconds
    room = asyncio.Semaphore(options.at_once)
    done = itertools.count(1)
    gone: list[BrowserUnavailable] = []

    async def show(url: str) -> Sequence[Visit]:
        async with room:
            if gone or loop.time() > end:
                return ()
            try:
                visits = await asyncio.gather(
                    *(visit(browser, url, viewport, options, inspector) for viewport in Viewport)
                )
            except BrowserUnavailable as error:
                gone.append(error)
                return ()
            if progress is not None:
                progress(next(done), len(urls), url)
            return visits

    pages = [asyncio.create_task(show(url)) for url in urls]
    try:
        shown = await asyncio.gather(*pages)
    finally:
        for page in pages:
            page.cancel()
    looked = Looked()
    for url, visits in zip(urls, shown, strict=True):
        if visits:
            _add(looked, url, visits)
    late = [url for url, visits in zip(urls, shown, strict=True) if not visits]
    if gone:
        looked.troubles.append(troubles.no_browser(late[0], len(late), str(gone[0])))
    elif late:
        looked.troubles.append(troubles.left_out(late[0], len(late), incomplete=True))
    return looked


def _add(looked: Looked, url: str, visits: Sequence[Visit]) -> None:
    for one in visits:
        looked.troubles += one.troubles
        looked.artefacts |= one.artefacts
        looked.observed += [one.observed] if one.observed else []
    whole = all(one.whole for one in visits)
    if whole:
        looked.pages.append(url)
    for key in dict.fromkeys(key for one in visits for key in one.contacts):
        most = max(len(one.contacts.get(key, ())) for one in visits)
        for ordinal in range(most):
            looked.findings.append(_finding(url, key, ordinal, visits, whole=whole))


def _finding(url: str, key: Key, ordinal: int, visits: Sequence[Visit], *, whole: bool) -> Finding:
    """Make one finding of what both widths say of one place of a contact."""
    places = [(one.viewport, one.contacts.get(key, [])) for one in visits]
    both = [(viewport, found[ordinal]) for viewport, found in places if ordinal < len(found)]
    shown = [(viewport, seen) for viewport, seen in both if seen.seen]
    told: list[tuple[Viewport, Seen]] = shown or both
    finding = told[0][1].finding
    addresses = dict.fromkeys(address for _, seen in told for address in seen.requests)
    rendered = Rendered(
        viewports=tuple(viewport for viewport, _ in shown),
        after_click=bool(shown) and all(seen.after_click for _, seen in shown),
        requests=tuple(addresses)[:_MOST_ADDRESSES],
        shots=tuple(shot for _, seen in shown for shot in seen.shots),
    )
    mark = fingerprint(finding.rule, finding.target or finding.matched.lower(), url, ordinal + 1)
    finding = replace(
        finding, place=Place(url, 1, 1, _HERE), fingerprint=mark, group=mark[:_GROUP], rendered=rendered
    )
    if shown or not whole:
        return finding
    if any(seen.folded for _, seen in both):  # a menu or a window that nobody opened may still show it
        return replace(finding, confidence=min(finding.confidence, Confidence.MEDIUM))
    return hidden(finding)


def hidden(finding: Finding) -> Finding:
    """Return a live finding as one that no visitor sees."""
    if finding.state is not State.LIVE:
        return finding
    return replace(finding, state=State.HIDDEN, severity=min(finding.severity, Severity.LOW))
