"""One page at one width: wait, look, click what opens contacts, look again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from vestnik.audit.inspect import Inspector
from vestnik.audit.model import Artefacts, Finding, Shot, Trouble, Viewport
from vestnik.audit.render import troubles
from vestnik.audit.render.addresses import told
from vestnik.audit.render.drawn import Drawn
from vestnik.audit.render.launchers import in_view, launchers, revealed
from vestnik.audit.render.model import Observed
from vestnik.audit.render.observe import observe
from vestnik.audit.render.options import RenderOptions
from vestnik.audit.render.shots import frame
from vestnik.audit.render.sights import Key, Sight, asked, key_of, sights
from vestnik.kernel.browser import DESKTOP_VIEW, MOBILE_VIEW, Browser, BrowserFailure, Opening, Request, Tab

VIEWS = {Viewport.DESKTOP: DESKTOP_VIEW, Viewport.MOBILE: MOBILE_VIEW}
_MOST_ADDRESSES = 10
_LOADERS = frozenset({"script", "fetch", "xhr", "document"})
_FEW_WORDS = 80


@dataclass(slots=True)
class Seen:
    """What one width gave of one place of a contact."""

    finding: Finding
    node: int | None
    seen: bool
    after_click: bool = False
    folded: bool = False
    """Unseen, but in a menu, a window or a tab that somebody may open."""
    requests: tuple[str, ...] = ()
    shots: list[Shot] = field(default_factory=list)


@dataclass(slots=True)
class Visit:
    """What one width gave of one page."""

    viewport: Viewport
    contacts: dict[Key, list[Seen]] = field(default_factory=dict)
    """The places of every contact, in the order of the page; what came after a click stands last."""
    troubles: list[Trouble] = field(default_factory=list)
    artefacts: Artefacts = field(default_factory=dict)
    observed: Observed | None = None

    @property
    def whole(self) -> bool:
        """Whether the page was seen to its end, so that what is absent is absent."""
        return self.observed is not None and not self.troubles


async def visit(
    browser: Browser, url: str, viewport: Viewport, options: RenderOptions, inspector: Inspector
) -> Visit:
    """Show a page at one width and return what was seen; what fails becomes a trouble of the visit.

    Raises:
        BrowserUnavailable: the browser is gone and does not start again.
    """
    looking = _Looking(url, Visit(viewport), options, inspector)
    try:
        async with browser.open(url, VIEWS[viewport], options.tab) as tab:
            await looking.look(tab)
    except BrowserFailure as failure:
        looking.visit.troubles.append(troubles.failed(url, viewport, failure))
    return looking.visit


class _Looking:
    def __init__(self, url: str, visit: Visit, options: RenderOptions, inspector: Inspector) -> None:
        self.url = url
        self.visit = visit
        self._options = options
        self._inspector = inspector
        self._names = frozenset({*inspector.signatures.words, *inspector.signatures.keys})
        self._opened: dict[int, list[str]] = {}
        self._clicks = options.clicks
        self._shots = options.max_shots
        self._cut = False

    async def look(self, tab: Tab) -> None:
        options = self._options
        await tab.settle(options.quiet_s, options.most_s)
        await tab.wander()  # many a widget waits for the first move of a visitor
        await tab.settle(options.watch_s, options.most_s)
        drawn = await self._drawn(tab)
        loaded = tuple(tab.requests)
        await self._note(tab, drawn, loaded, clicked=False)
        self._hear(loaded, clicked=False, led=tuple(tab.openings))
        cookies = tuple(await tab.cookies())
        self._complain(tab, drawn, (await tab.snapshot()).unread)
        await self._click_around(tab, drawn)
        tries = options.try_forms if self.visit.viewport is Viewport.DESKTOP else 0
        self.visit.observed = await observe(
            self.url, self.visit.viewport, tab, cookies=cookies, requests=loaded, tries=tries
        )
        self._hear(tuple(tab.requests[len(loaded) :]), clicked=True)

    def _complain(self, tab: Tab, drawn: Drawn, unread: Sequence[str]) -> None:
        for address in set(unread) & set(drawn.snapshot.unread):  # a frame on its way is unread only once
            self.visit.troubles.append(troubles.frame_unread(self.url, told(address)))
        if not tab.finished:
            self.visit.troubles.append(troubles.unfinished(self.url, self.visit.viewport))
        withheld = any(not one.sent and one.kind in {"fetch", "xhr"} for one in tab.requests)
        if withheld and len(drawn.text(0)) < _FEW_WORDS:
            self.visit.troubles.append(troubles.data_withheld(self.url))

    async def _drawn(self, tab: Tab) -> Drawn:
        snapshot = await tab.snapshot()
        if snapshot.cut and not self._cut:
            self._cut = True
            self.visit.troubles.append(troubles.cut(self.url, self.visit.viewport))
        return Drawn(snapshot, VIEWS[self.visit.viewport])

    # Clicks

    async def _click_around(self, tab: Tab, drawn: Drawn) -> None:
        """Click launchers one after another, and what each brings into view."""
        tried: set[int] = set()
        while self._clicks > 0:
            waiting = launchers(drawn, self._names, tried)
            if not waiting:
                return
            launcher = waiting[0].node
            tried.add(launcher)
            before = in_view(drawn)
            drawn = await self._click(tab, launcher, drawn)
            for inner in revealed(drawn, before):
                if inner.node in tried or self._clicks <= 0:
                    continue
                tried.add(inner.node)
                if inner.node not in in_view(drawn):  # the last click closed what the first had opened
                    drawn = await self._click(tab, launcher, drawn)
                drawn = await self._click(tab, inner.node, drawn)

    async def _click(self, tab: Tab, node: int, drawn: Drawn) -> Drawn:
        self._clicks -= 1
        asked_before, led_before = len(tab.requests), len(tab.openings)
        if not await tab.click(node):
            return drawn
        await tab.settle(self._options.after_click_s, self._options.watch_s)
        after = await self._drawn(tab)
        led = [opening.url for opening in tab.openings[led_before:]]
        if led:
            self._opened.setdefault(node, []).extend(led)
        requests = tuple(tab.requests[asked_before:])
        if led and node not in after.places:
            # The click took the button away: where it led to is told of the page before.
            await self._note(tab, drawn, requests, clicked=True)
        await self._note(tab, after, requests, clicked=True)
        return after

    # What is found

    async def _note(self, tab: Tab, drawn: Drawn, requests: tuple[Request, ...], *, clicked: bool) -> None:
        addresses = self._addresses(requests, clicked=clicked)
        for sight in sights(self.url, drawn, self._opened, self._inspector):
            if sight.finding.part:
                continue  # an icon or a label is seen together with its address
            new = self._keep(sight, clicked=clicked, requests=addresses)
            if new is not None and sight.node is not None and sight.finding.actionable:
                await self._photograph(tab, sight.node, new)

    def _hear(self, requests: tuple[Request, ...], *, clicked: bool, led: tuple[Opening, ...] = ()) -> None:
        for sight in asked(self.url, requests, led, self._inspector):
            self._keep(sight, clicked=clicked, requests=(told(sight.finding.matched),))

    def _keep(self, sight: Sight, *, clicked: bool, requests: tuple[str, ...]) -> Seen | None:
        """Remember a sight; return it when it was not seen before and is now."""
        places = self.visit.contacts.setdefault(key_of(sight.finding), [])
        known = next((one for one in places if one.node == sight.node or sight.node is None), None)
        if known is None:
            known = Seen(sight.finding, sight.node, seen=False, folded=sight.folded)
            places.append(known)
        if known.seen or not sight.seen:
            return None
        known.seen, known.after_click, known.requests = True, clicked, requests
        return known

    async def _photograph(self, tab: Tab, node: int, seen: Seen) -> None:
        alike = self.visit.contacts[key_of(seen.finding)]
        if self._shots <= 0 or sum(len(one.shots) for one in alike) >= self._options.shots_alike:
            return
        self._shots -= 1
        made = frame(await tab.picture(node), self.visit.viewport)
        if made is not None:
            shot, data = made
            self.visit.artefacts[shot.sha256] = data
            seen.shots.append(shot)

    def _addresses(self, requests: tuple[Request, ...], *, clicked: bool) -> tuple[str, ...]:
        """Where the page asked for what it shows: scripts and data of other hosts; after a click, all."""
        own = urlsplit(self.url).netloc
        picked = [
            told(one.url)
            for one in requests
            if one.kind in _LOADERS and (clicked or urlsplit(one.url).netloc != own)
        ]
        return tuple(dict.fromkeys(picked))[:_MOST_ADDRESSES]
