"""What is told when all pages were read: how they look in a browser, and their signs of 152-FZ faults."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace

from vestnik.audit.crawl.asking.fetching import Fetcher
from vestnik.audit.crawl.policies import policy_of
from vestnik.audit.crawl.urls import canonical_url
from vestnik.audit.documents import Document
from vestnik.audit.inspect import Inspector
from vestnik.audit.model import AuditResult, Finding
from vestnik.audit.pages import PageCollector
from vestnik.audit.pages.model import Policy
from vestnik.audit.render.look import Progress as RenderProgress
from vestnik.audit.render.model import Observed, Reason, RenderMark
from vestnik.audit.render.needs import mark
from vestnik.audit.render.options import RenderOptions
from vestnik.audit.render.rendering import after_crawl
from vestnik.audit.render.troubles import no_browser
from vestnik.kernel.browser import Browser, BrowserUnavailable
from vestnik.kernel.http import HttpFailure

_OK = 200
_MISSING = frozenset({404, 410})
_MAX_MARKS = 5_000


@dataclass(frozen=True, slots=True)
class Looking:
    """How pages are shown in a browser."""

    open_browser: Callable[[], AbstractAsyncContextManager[Browser]] | None
    """Called when a page needs it; when it raises ``BrowserUnavailable``, or is None, those pages become a
    trouble."""
    options: RenderOptions = field(default_factory=RenderOptions)
    always: bool = False
    """Show pages of every kind, not only those whose source does not tell everything."""
    progress: RenderProgress | None = None


class Afterwards:
    """Remembers of every page what the end of a crawl needs."""

    def __init__(self, looking: Looking | None, *, page_checks: bool, allow_private: bool) -> None:
        """``looking`` None: no page is shown, and nothing is said of that."""
        if looking is not None:
            tab = replace(looking.options.tab, allow_private=allow_private)
            looking = replace(looking, options=replace(looking.options, tab=tab))
        self._looking = looking
        self._pages = PageCollector() if page_checks else None
        self._marks: list[RenderMark] = []
        self._gone: set[str] = set()
        self._observed: list[Observed] = []

    def see(self, document: Document, url: str, headers: Mapping[str, str], found: list[Finding]) -> None:
        """Take a page that was read."""
        if not document.kind.is_page:
            return
        if self._pages is not None:
            self._pages.take(document, url, headers)
        if self._looking is not None and len(self._marks) < _MAX_MARKS:
            marked = mark(url, document.text, found)
            if marked is None and self._looking.always:
                marked = RenderMark(url, Reason.SAMPLE, url)
            if marked is not None:
                self._marks.append(marked)

    def answered(self, url: str, status: int) -> None:
        """Remember that there is no such page."""
        if status in _MISSING:
            self._gone.add(url)

    async def render(self, result: AuditResult, inspector: Inspector) -> None:
        """Show the marked pages in a browser, and put what was seen into the result."""
        if self._looking is None or not self._marks:
            return
        if self._looking.open_browser is None:
            await self._show(result, inspector, self._looking, None)
            return
        try:
            async with self._looking.open_browser() as browser:
                await self._show(result, inspector, self._looking, browser)
        except BrowserUnavailable as error:
            result.troubles.append(no_browser(result.target, len(self._marks), str(error)))

    async def _show(
        self, result: AuditResult, inspector: Inspector, looking: Looking, browser: Browser | None
    ) -> None:
        await after_crawl(
            result,
            self._marks,
            browser,
            looking.options,
            inspector=inspector,
            progress=looking.progress,
            notice=self._observed.append,
        )

    async def policies(self, fetcher: Fetcher, allows: Callable[[str], bool]) -> list[Policy]:
        """Read the policies that pages lead to and that no page was."""
        links = self._pages.policy_links() if self._pages is not None else []
        return [policy for link in links if (policy := await self._policy(link, fetcher, allows)) is not None]

    async def _policy(self, link: str, fetcher: Fetcher, allows: Callable[[str], bool]) -> Policy | None:
        url = canonical_url(link)
        if url is None or url in self._gone or not allows(url):
            return None
        try:
            answer = await fetcher.once(url, allows)
        except HttpFailure:
            return None  # the page that links there was read; that its policy was not is no sign of anything
        self.answered(url, answer.status)
        if answer.status != _OK or answer.location is not None:
            return None
        return await asyncio.to_thread(policy_of, canonical_url(answer.url) or url, answer.body, answer.media)

    def conclude(self, result: AuditResult, policies: list[Policy]) -> None:
        """Say what all pages together show of personal data."""
        if self._pages is None:
            return
        missing = {link for link in self._pages.linked if canonical_url(link) in self._gone}
        conclusion = self._pages.finish(policies, self._observed, missing, result.findings)
        result.signals.extend(conclusion.signals)
        result.forms.extend(conclusion.forms)
        result.trackers.extend(conclusion.trackers)
