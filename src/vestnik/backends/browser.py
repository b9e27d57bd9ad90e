"""Chromium, driven by Playwright: a visitor that looks, clicks, and sends nothing."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit

from vestnik import __version__
from vestnik.backends.browser_gate import Gate
from vestnik.backends.browser_tab import ChromiumTab
from vestnik.backends.chromium import INSTALL
from vestnik.kernel.browser import (
    DEFAULT_TAB_LIMITS,
    BrowserFailure,
    BrowserProblem,
    BrowserUnavailable,
    Tab,
    TabLimits,
    View,
)
from vestnik.kernel.text import N_

try:
    from playwright import async_api as pw
except ModuleNotFoundError:  # an extra: vestnik[browser]; app says so before anything here is used
    pw = None  # type: ignore[assignment]

_OFF: Final = (
    # One process and one tree for a page with all its frames: what a frame of another site shows is read and
    # measured together with the page. There is nothing here for one site to steal from another.
    "IsolateOrigins",
    "site-per-process",
    "IsolateSandboxedIframes",
    "OriginKeyedProcessesByDefault",
    # Calls home, and help that a program does not need. The last list given to Chromium is the one that
    # counts, so what the driver turns off is repeated here.
    "AimEnabled",
    "AutofillServerCommunication",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "CertificateTransparencyComponentUpdater",
    "DestroyProfileOnBrowserClose",
    "DialMediaRouteProvider",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "Translate",
)
_ARGUMENTS: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-quic",
    "--no-pings",
    "--mute-audio",
    "--disable-dev-shm-usage",
    "--disable-blink-features=AutomationControlled",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--js-flags=--max-old-space-size=512",
    "--disable-site-isolation-trials",
    "--disable-features=" + ",".join(_OFF),
)
_LAUNCH_S: Final = 60.0
_CLOSE_S: Final = 10.0
_WATCH_S: Final = 0.3
_RECENT_S: Final = 5.0
_MOST_TABS: Final = 4
_PIXELS: Final = 2.0
"""Of a telephone's screen to one CSS pixel."""


class Chromium:
    """Implements ``kernel.browser.Browser``; ``async with Chromium(path) as browser``."""

    def __init__(self, program: str) -> None:
        """``program`` is a path; nothing is started before ``async with``."""
        self._program = program
        self._driver: pw.Playwright | None = None
        self._browser: pw.Browser | None = None
        self._starting = asyncio.Lock()
        self._room = asyncio.Semaphore(_MOST_TABS)
        self._ended_at = -_RECENT_S

    async def __aenter__(self) -> Self:
        await self._running()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._browser is not None:
            with contextlib.suppress(pw.Error, TimeoutError):
                await asyncio.wait_for(self._browser.close(), _CLOSE_S)
        if self._driver is not None:
            await self._driver.stop()

    @asynccontextmanager
    async def open(self, url: str, view: View, limits: TabLimits = DEFAULT_TAB_LIMITS) -> AsyncIterator[Tab]:
        """Open a page; see ``kernel.browser.Browser.open``."""
        if urlsplit(url).scheme not in {"http", "https"}:
            raise BrowserFailure(BrowserProblem.BAD_URL, url, "only http and https")
        async with (
            self._room,
            Gate(allow_private=limits.allow_private, total_bytes=limits.total_bytes) as gate,
        ):
            browser = await self._running()
            try:
                context = await browser.new_context(**_profile(view, browser.version, gate.address))
            except pw.Error as error:
                raise BrowserFailure(BrowserProblem.CRASHED, url, "") from error
            watching: asyncio.Task[None] | None = None
            try:
                tab = await _prepare(context, url, gate, view, limits)
                tab.why_crashed = lambda: self._crash(limits)
                watching = asyncio.create_task(self._watch_memory(browser, limits))
                await tab.go()
                yield tab
            except pw.Error as error:  # whatever the driver says, it says of this page
                raise BrowserFailure(BrowserProblem.CRASHED, url, error.message[:120]) from error
            finally:
                if watching is not None:
                    watching.cancel()
                    await asyncio.gather(watching, return_exceptions=True)
                await self._close(context)

    async def _close(self, context: pw.BrowserContext) -> None:
        """Close a profile; a browser that cannot even do that is replaced at the next page."""
        try:
            await asyncio.wait_for(context.close(), _CLOSE_S)
        except (pw.Error, TimeoutError):
            browser, self._browser = self._browser, None
            if browser is not None:
                with contextlib.suppress(pw.Error, TimeoutError):
                    await asyncio.wait_for(browser.close(), _CLOSE_S)

    async def _watch_memory(self, browser: pw.Browser, limits: TabLimits) -> None:
        """End a page's process before it eats the machine; where there is no ``/proc``, do nothing."""
        session = await browser.new_browser_cdp_session()
        try:
            while True:
                await asyncio.sleep(_WATCH_S)
                processes = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
                for pid in (one["id"] for one in processes if one["type"] == "renderer"):
                    if _resident(pid) > limits.memory_bytes:
                        self._ended_at = asyncio.get_running_loop().time()
                        with contextlib.suppress(ProcessLookupError):
                            os.kill(pid, signal.SIGKILL)
        finally:
            with contextlib.suppress(pw.Error):
                await session.detach()

    def _crash(self, limits: TabLimits) -> tuple[BrowserProblem, str]:
        """Say why a page's process ended: Chromium does not tell which process is whose."""
        if asyncio.get_running_loop().time() - self._ended_at < _RECENT_S:
            return BrowserProblem.TOO_LARGE, f"{limits.memory_bytes // 1_048_576} MiB"
        return BrowserProblem.CRASHED, ""

    async def _running(self) -> pw.Browser:
        async with self._starting:
            if self._browser is not None and self._browser.is_connected():
                return self._browser
            if self._driver is None:
                self._driver = await pw.async_playwright().start()
            # Chromium's own sandbox does not work for root, and only for root it is left out.
            root = hasattr(os, "geteuid") and os.geteuid() == 0
            try:
                self._browser = await self._driver.chromium.launch(
                    executable_path=self._program,
                    args=list(_ARGUMENTS),
                    chromium_sandbox=not root,
                    timeout=_LAUNCH_S * 1000,
                )
            except pw.Error as error:
                raise BrowserUnavailable(
                    N_("Браузер %(path)s не запускается.", path=self._program), field="chromium", hint=INSTALL
                ) from error
            return self._browser


def _profile(view: View, version: str, gate: str) -> dict[str, Any]:
    major = version.partition(".")[0]
    system, ending = ("Linux; Android 10; K", " Mobile") if view.mobile else ("X11; Linux x86_64", "")
    return {
        "viewport": {"width": view.width, "height": view.height},
        "is_mobile": view.mobile,
        "has_touch": view.mobile,
        "device_scale_factor": _PIXELS if view.mobile else 1.0,
        "user_agent": f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0"
        f"{ending} Safari/537.36 Vestnik/{__version__} (+audit)",
        "locale": "ru-RU",
        "accept_downloads": False,
        "service_workers": "block",
        "permissions": [],
        "proxy": {"server": gate, "bypass": "<-loopback>"},
    }


async def _prepare(
    context: pw.BrowserContext, url: str, gate: Gate, view: View, limits: TabLimits
) -> ChromiumTab:
    """Make a page that is watched from its first moment."""
    name = f"_{secrets.token_hex(12)}"
    context.set_default_timeout(limits.answer_s * 1000)
    page_told: list[ChromiumTab] = []

    def told(_source: Any, said: str) -> None:
        address, way = json.loads(said)
        for tab in page_told:
            tab.opened(str(address), str(way))

    await context.expose_binding(name, told)
    await context.add_init_script(f"{_hook()}({json.dumps(name)});")
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    tab = ChromiumTab(url, page, session, gate, view, limits)
    page_told.append(tab)
    await context.route("**/*", tab.judge)
    await context.route_web_socket("**/*", tab.refuse_socket)
    session.on("Page.windowOpen", lambda event: tab.opened(event["url"], "window"))
    await session.send("Page.enable")
    context.on("page", _turn_away)
    page.on("dialog", _wave_off)
    page.on("crash", lambda _: tab.fail(*tab.why_crashed()))
    page.on("download", lambda file: tab.opened(file.url, "download"))
    page.on("request", tab.started)
    page.on("requestfinished", lambda _: tab.ended())
    page.on("requestfailed", lambda _: tab.ended())
    return tab


async def _turn_away(window: pw.Page) -> None:
    with contextlib.suppress(pw.Error):
        await window.close()


async def _wave_off(dialog: pw.Dialog) -> None:
    with contextlib.suppress(pw.Error):
        await dialog.dismiss()


def _resident(pid: int) -> int:
    """Bytes of memory a process holds; 0 when it cannot be told."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


@lru_cache(maxsize=1)
def _hook() -> str:
    return resources.files("vestnik.backends").joinpath("browser_hook.js").read_text(encoding="utf-8").strip()
