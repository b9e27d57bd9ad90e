"""The whole server in a thread of its own, with a company and its owner; and a browser to visit it."""

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.chromium import find

from vestnik.access.model import Principal, Role
from vestnik.access.users import create_user
from vestnik.access.workspaces import create_workspace
from vestnik.app import Vestnik, opened
from vestnik.config import load
from vestnik.entrypoints.server import create_server
from vestnik.notify.accept import accept
from vestnik.notify.draft import Request
from vestnik.sandbox.site import SiteSandbox

EMAIL = "anna@fair.example"
PASSWORD = "корова пасётся на лугу"
AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
_PATIENCE_S = 60

Answer = TypeVar("Answer")


class RunningConsole:
    """``with RunningConsole(folder) as console: … console.url``; a site to audit stands beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ready = threading.Event()
        self._over: asyncio.Event | None = None
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="console")
        self.vestnik: Vestnik
        self.loop: asyncio.AbstractEventLoop
        self.url = ""
        self.site_url = ""
        self.workspace_id = ""

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(_PATIENCE_S)
        if self._failure is not None:
            raise self._failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._over is not None:
            self.loop.call_soon_threadsafe(self._over.set)
        self._thread.join(_PATIENCE_S)

    def do(self, work: Callable[[Vestnik], Coroutine[Any, Any, Answer]]) -> Answer:
        """Run something on the server's own loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work(self.vestnik), self.loop).result(_PATIENCE_S)

    def send(self, **fields: str) -> str:
        """Accept a message and return its id."""
        words = {
            "channel": "cabinet",
            "to": "client-1001",
            "purpose": "service",
            "text": "Заказ собран",
        } | fields

        async def work(vestnik: Vestnik) -> str:
            now = vestnik.core.clock.now()
            key = vestnik.core.ids.new()
            draft = vestnik.catalogue.read_draft(Request(**words), idempotency_key=key, now=now)
            return (await accept(vestnik.core, Principal.local(self.workspace_id), draft)).id

        return self.do(work)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # noqa: BLE001 — handed to the test, which raises it
            self._failure = error
            self._ready.set()

    async def _serve(self) -> None:
        self.loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        (self._folder / "site").mkdir()
        (self._folder / "site/index.html").write_text(SITE, encoding="utf-8")
        (self._folder / "site/contacts.html").write_text(CONTACTS, encoding="utf-8")
        settings = load({"VESTNIK_DATA": str(self._folder / "data"), "VESTNIK_ALLOW_PRIVATE": "yes"})
        async with opened(settings) as vestnik, SiteSandbox(self._folder / "site") as site:
            self.vestnik, self.site_url = vestnik, site.url
            workspace = await create_workspace(vestnik.core, "fair", "Ярмарка «Пример»")
            self.workspace_id = workspace.id
            local = Principal.local(workspace.id)
            await create_user(vestnik.core, local, EMAIL, "Анна Вымышленная", Role.OWNER, PASSWORD)
            with socket.create_server(("127.0.0.1", 0)) as listener:
                self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
                server = uvicorn.Server(uvicorn.Config(create_server(vestnik), log_level="error"))
                server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
                serving = asyncio.create_task(server.serve(sockets=[listener]))
                while not server.started:
                    await asyncio.sleep(0.02)
                self._ready.set()
                await self._over.wait()
                server.should_exit = True
                await serving


class Chromium:
    """``with Chromium() as chromium: chromium.visit(console)``: a browser, and what it complained of."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self._playwright = sync_playwright()
        self._browser: Browser

    def __enter__(self) -> Self:
        self._browser = self._playwright.start().chromium.launch(executable_path=find(), args=_ARGUMENTS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._browser.close()
        self._playwright.__exit__(kind, error, trace)

    def visit(self, console: RunningConsole, **options: Any) -> Page:
        """Return a page of a context of its own, signed in to nothing."""
        context: BrowserContext = self._browser.new_context(base_url=console.url, locale="ru-RU", **options)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)
        return page

    def _heard(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)


def sign_in(page: Page) -> None:
    """Fill the login form in, as a person does."""
    page.goto("/login")
    page.get_by_label("Электронная почта").fill(EMAIL)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url(lambda url: "/login" not in url)


SITE = """<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Ярмарка</title></head><body>
<h1>Ярмарка «Пример»</h1>
<p><a class="btn" href="https://wa.me/79000000001">Написать в WhatsApp</a></p>
<p><a href="https://t.me/fair_example_channel">Наш канал в Telegram</a></p>
<p><a href="/contacts.html">Контакты</a> <a href="/gone.html">Акции</a></p>
</body></html>
"""
CONTACTS = """<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Контакты</title></head><body>
<p><a href="viber://chat?number=%2B79000000002">Написать в Viber</a></p>
</body></html>
"""
