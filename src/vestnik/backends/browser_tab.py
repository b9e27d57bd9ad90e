"""One page in one window of Chromium: what it asks for, what it shows, and nothing that leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from vestnik.backends.browser_gate import Gate
from vestnik.backends.browser_snapshot import STYLES, read_snapshot
from vestnik.backends.browser_words import (
    BLANK,
    FILL,
    PRESS,
    READING,
    around,
    body_kind,
    reason,
    same_site,
    written,
)
from vestnik.kernel.browser import (
    Box,
    BrowserFailure,
    BrowserProblem,
    Cookie,
    Opening,
    Picture,
    Request,
    Snapshot,
    TabLimits,
    View,
)

try:
    from playwright import async_api as pw
except ModuleNotFoundError:  # an extra: vestnik[browser]; app says so before anything here is used
    pw = None  # type: ignore[assignment]

T = TypeVar("T")
_MOST_REQUESTS: Final = 3_000
_MOST_OPENINGS: Final = 200
_ECHO_S: Final = 0.2
_OWN_MOVES: Final = 5
"""How often a page may move inside its own site while it loads (a redirect made by a script)."""
_LOOK_S: Final = 0.1
_SCREENS: Final = 6
_AFTER_TRY_S: Final = 0.8
_DAY_S: Final = 86_400.0


class ChromiumTab:
    """Implements ``kernel.browser.Tab``; made and closed by ``backends.browser``."""

    def __init__(
        self, url: str, page: pw.Page, session: pw.CDPSession, gate: Gate, view: View, limits: TabLimits
    ) -> None:
        """Take over a page that has not gone anywhere yet."""
        self._asked = url
        self._page, self._session, self._gate = page, session, gate
        self._view, self._limits = view, limits
        self._requests: list[Request] = []
        self._openings: list[Opening] = []
        self._opened_at: dict[str, float] = {}
        self._failure: tuple[BrowserProblem, str] | None = None
        self._heard_at = 0.0
        self._waiting = 0
        self._moves = 0
        self._held = False
        self._sealed = False
        self._filled: tuple[bytes, ...] = ()
        self._finished = True
        self._last: Snapshot | None = None
        self.why_crashed: Callable[[], tuple[BrowserProblem, str]] = lambda: (BrowserProblem.CRASHED, "")

    @property
    def url(self) -> str:
        """Where the page is now."""
        return self._page.url

    @property
    def requests(self) -> Sequence[Request]:
        """Everything asked for until now."""
        return tuple(self._requests)

    @property
    def openings(self) -> Sequence[Opening]:
        """Everywhere the page wanted to lead until now."""
        return tuple(self._openings)

    @property
    def finished(self) -> bool:
        """Whether the document came to its end in time."""
        return self._finished

    # What the page does

    def opened(self, url: str, way: str) -> None:
        """Note where the page wants to lead its visitor; one step is heard of from several sides."""
        now = asyncio.get_running_loop().time()
        heard_at, self._opened_at[url] = self._opened_at.get(url, -_ECHO_S), now
        if not url or url == "about:blank" or now - heard_at < _ECHO_S:
            return
        if len(self._openings) < _MOST_OPENINGS:
            self._openings.append(Opening(url, way))

    def fail(self, problem: BrowserProblem, detail: str) -> None:
        """Remember what ended the page; the first cause counts."""
        self._failure = self._failure or (problem, detail)

    async def judge(self, route: pw.Route) -> None:
        """Let a request go, or stop it: nothing with a body leaves, and nobody goes elsewhere."""
        request = route.request
        self._heard_at = asyncio.get_running_loop().time()
        try:
            frame: pw.Frame | None = request.frame
        except pw.Error:
            frame = None
        moving = request.is_navigation_request() and (frame is None or frame.parent_frame is None)
        popup = frame is None or frame.page != self._page
        carries = request.method not in READING or request.resource_type == "ping"
        sent = not (carries or self._sealed or (moving and (popup or not self._may_move(request.url))))
        self._note(request, "" if frame is None else frame.url, sent=sent)
        try:
            if sent:
                self._gate.expect(request.url)
                await route.continue_()
            elif moving and not popup:
                if not carries:
                    self.opened(request.url, "navigation")
                await route.fulfill(status=204)  # the page stays as it is; an abort would replace it
            else:
                if moving and popup:
                    self.opened(request.url, "window")
                await route.abort("blockedbyclient")
        except pw.Error:
            return  # the page went away in the meantime

    def _may_move(self, url: str) -> bool:
        self._moves += 1
        return self._moves == 1 or (
            not self._held and self._moves <= _OWN_MOVES and same_site(url, self._asked)
        )

    def _note(self, request: pw.Request, frame: str, *, sent: bool) -> None:
        if len(self._requests) < _MOST_REQUESTS:
            self._requests.append(
                Request(
                    request.url[:4096],
                    request.method,
                    request.resource_type,
                    frame,
                    body_kind(request.method, request.headers.get("content-type", "")),
                    sent,
                    self._has_filled(request),
                )
            )

    def _has_filled(self, request: pw.Request) -> bool:
        if not self._filled:
            return False
        carried = request.url.encode() + (request.post_data_buffer or b"")
        return any(value in carried for value in self._filled)

    def refuse_socket(self, socket: pw.WebSocketRoute) -> Awaitable[None]:
        """Note a WebSocket and close it before it is open."""
        if len(self._requests) < _MOST_REQUESTS:
            self._requests.append(Request(socket.url[:4096], "GET", "websocket", self.url, sent=False))
        return socket.close(code=1001, reason="")

    def started(self, request: pw.Request) -> None:
        """Count a request that is on its way; a redirect is heard of only here."""
        if request.redirected_from is not None:
            self._gate.expect(request.url)
        self._waiting += 1
        self._heard_at = asyncio.get_running_loop().time()

    def ended(self) -> None:
        """Count a request that came to an end."""
        self._waiting = max(0, self._waiting - 1)
        self._heard_at = asyncio.get_running_loop().time()

    # What is asked of it

    async def go(self) -> None:
        """Open the page; see ``kernel.browser.Browser.open``."""
        try:
            answer = await self._page.goto(
                self._asked, wait_until="commit", timeout=self._limits.load_s * 1000
            )
        except pw.TimeoutError:
            raise self._failed(BrowserProblem.TIMEOUT, f"{self._limits.load_s:g} s") from None
        except pw.Error as error:
            raise self._refused(nothing_came=True) or self._failed(*self._why(error)) from error
        refused = self._refused(nothing_came=False)
        if refused is not None:
            raise refused
        if answer is not None and answer.status == 523:  # noqa: PLR2004 — the gate's own word
            raise self._failed(BrowserProblem.UNREACHABLE, urlsplit(self._asked).netloc)
        if not same_site(self._page.url, self._asked):
            raise self._failed(BrowserProblem.LEFT, self._page.url[:300])
        try:
            await self._page.wait_for_load_state("domcontentloaded", timeout=self._limits.load_s * 1000)
        except pw.TimeoutError:
            self._finished = False
        except pw.Error as error:
            raise self._failed(*self._why(error)) from error

    async def settle(self, quiet_s: float, most_s: float) -> None:
        """Wait for quiet; see ``kernel.browser.Tab.settle``."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        self._heard_at = max(self._heard_at, begun)
        while loop.time() - begun < most_s:
            await asyncio.sleep(_LOOK_S)
            self._check()
            if self._waiting == 0 and loop.time() - self._heard_at >= quiet_s:
                return

    async def wander(self) -> None:
        """Move, touch and scroll; see ``kernel.browser.Tab.wander``."""
        width, height = self._view.width, self._view.height
        for share in (0.4, 0.5):
            await self._within(self._page.mouse.move(width * share, height * share))
        if self._view.mobile:
            finger = {"x": width / 2, "y": height / 2}
            await self._ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=[finger])
            await self._ask("Input.dispatchTouchEvent", type="touchCancel", touchPoints=[])
        for _ in range(_SCREENS):
            await self._within(self._page.mouse.wheel(0, height))
            await asyncio.sleep(_LOOK_S)
        await self._within(self._page.evaluate("scrollTo({ top: 0, behavior: 'instant' })"))

    async def snapshot(self) -> Snapshot:
        """Return the page as it is drawn now; see ``kernel.browser.Tab.snapshot``."""
        answer = await self._ask("DOMSnapshot.captureSnapshot", computedStyles=STYLES, includeDOMRects=True)
        read = read_snapshot(answer)
        known = {node.text for node in read.nodes if node.tag == "#document"}
        unread = {frame.url for frame in self._page.frames if frame.url.startswith("http")} - known
        self._last = replace(read, unread=sorted(unread))
        return self._last

    async def click(self, node: int) -> bool:
        """Click or tap an element; see ``kernel.browser.Tab.click``."""
        self._held = True
        await self._into_view(node)
        boxes = await self._boxes(node)
        if not boxes:
            return False
        box = boxes[0]
        x, y = box.left + box.width / 2, box.top + box.height / 2
        if await self._is_at(node, x, y):
            point = self._page.touchscreen.tap(x, y) if self._view.mobile else self._page.mouse.click(x, y)
            await self._within(point)
        else:
            await self._call(node, PRESS)
        return True

    async def picture(self, node: int | None = None) -> Picture:
        """Photograph the window; see ``kernel.browser.Tab.picture``."""
        if node is not None:
            await self._into_view(node)
        png = await self._within(
            self._page.screenshot(
                type="png",
                style=BLANK,
                animations="disabled",
                caret="hide",
                timeout=self._limits.answer_s * 1000,
            )
        )
        boxes = await self._boxes(node) if node is not None else []
        pixels = int.from_bytes(png[16:20], "big")  # IHDR: the width comes first
        metrics = await self._ask("Page.getLayoutMetrics")
        shown = metrics["cssVisualViewport"]
        return Picture(png, pixels / (float(shown["clientWidth"]) or self._view.width), around(boxes))

    async def cookies(self) -> Sequence[Cookie]:
        """Return the cookies of this visit; see ``kernel.browser.Tab.cookies``."""
        found = await self._within(self._page.context.cookies())
        now = await self._within(self._page.evaluate("Date.now()")) / 1000
        return tuple(
            Cookie(
                one.get("name", ""),
                one.get("domain", "").lstrip(".").lower(),
                None if one.get("expires", -1) < 0 else max(0.0, (one.get("expires", 0) - now) / _DAY_S),
            )
            for one in found
        )

    async def try_form(self, fields: Mapping[int, str], button: int) -> Sequence[Request]:
        """Fill and press without a network; see ``kernel.browser.Tab.try_form``."""
        self._held = self._sealed = True
        self._gate.shut()
        self._filled = tuple(form for value in fields.values() for form in written(value))
        for node, value in fields.items():
            await self._call(node, FILL, value)
        before = len(self._requests)
        if not await self.click(button):
            return ()
        await asyncio.sleep(_AFTER_TRY_S)
        return tuple(self._requests[before:])

    # How it is asked

    async def _into_view(self, node: int) -> None:
        try:
            await self._ask("DOM.scrollIntoViewIfNeeded", backendNodeId=node)
        except BrowserFailure:
            raise
        except pw.Error:
            return  # it is not drawn; its box will say so

    async def _boxes(self, node: int) -> list[Box]:
        """Where an element stands in the window: one box for every line it takes."""
        try:
            answer = await self._ask("DOM.getContentQuads", backendNodeId=node)
        except pw.Error:
            return []
        corners = [(quad[0::2], quad[1::2]) for quad in answer["quads"]]
        boxes = [Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)) for xs, ys in corners]
        return [box for box in boxes if box.area > 0]

    async def _is_at(self, node: int, x: float, y: float) -> bool:
        """Whether a click there would reach the element: nothing else lies over it."""
        try:
            answer = await self._ask("DOM.getNodeForLocation", x=int(x), y=int(y))
        except pw.Error:
            return False
        nodes = self._last.nodes if self._last else ()
        place = next((at for at, one in enumerate(nodes) if one.id == answer["backendNodeId"]), -1)
        while place >= 0:
            if nodes[place].id == node:
                return True
            place = nodes[place].parent
        return False

    async def _call(self, node: int, function: str, *arguments: str) -> None:
        try:
            found = await self._ask("DOM.resolveNode", backendNodeId=node)
            await self._ask(
                "Runtime.callFunctionOn",
                objectId=found["object"]["objectId"],
                functionDeclaration=function,
                arguments=[{"value": one} for one in arguments],
                userGesture=True,
            )
        except pw.Error:
            return  # it is gone

    async def _ask(self, method: str, **parameters: Any) -> Any:
        return await self._within(self._session.send(method, parameters))

    async def _within(self, answer: Coroutine[Any, Any, T]) -> T:
        """Wait for one answer of the page, not for ever."""
        try:
            self._check()
        except BrowserFailure:
            answer.close()
            raise
        try:
            async with asyncio.timeout(self._limits.answer_s):
                return await answer
        except (TimeoutError, pw.TimeoutError):
            self._check()
            raise self._failed(BrowserProblem.TIMEOUT, f"{self._limits.answer_s:g} s") from None
        except pw.Error as error:
            self._check()
            if "closed" in str(error) or "crashed" in str(error).lower():
                raise self._failed(*self.why_crashed()) from error
            raise

    def _check(self) -> None:
        if self._gate.spent:
            self.fail(BrowserProblem.TOO_LARGE, f"{self._limits.total_bytes // 1_048_576} MiB")
        if self._failure is not None:
            raise self._failed(*self._failure)

    def _refused(self, *, nothing_came: bool) -> BrowserFailure | None:
        """Say that the page, or where it redirects, stands inside the network.

        When nothing came, the page itself is all that was asked for; else the gate's answer is the page.
        """
        host = urlsplit(self._page.url).hostname or ""
        address = (
            next(iter(self._gate.refused.values()), None) if nothing_came else self._gate.refused.get(host)
        )
        return None if address is None else self._failed(BrowserProblem.REFUSED_ADDRESS, address)

    def _why(self, error: pw.Error) -> tuple[BrowserProblem, str]:
        problem, detail = reason(error.message)
        return self.why_crashed() if problem is BrowserProblem.CRASHED else (problem, detail)

    def _failed(self, problem: BrowserProblem, detail: str) -> BrowserFailure:
        return BrowserFailure(problem, self._asked, detail)
