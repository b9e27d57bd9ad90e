"""Show pages in a browser, at both widths, and return what leads to a messenger there."""

import asyncio
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
from vestnik.kernel.browser import Browser

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

    Raises:
        BrowserUnavailable: the browser is gone and does not start again.
    """
    looked = Looked()
    loop = asyncio.get_running_loop()
    end = loop.time() + options.max_seconds
    for done, url in enumerate(urls):
        if loop.time() > end:
            looked.troubles.append(troubles.left_out(url, len(urls) - done, incomplete=True))
            break
        visits = await asyncio.gather(
            *(visit(browser, url, viewport, options, inspector) for viewport in Viewport)
        )
        _add(looked, url, visits)
        if progress is not None:
            progress(done + 1, len(urls), url)
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
