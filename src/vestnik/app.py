"""Builds everything once and hands each room what it needs; the only place that knows every room."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from vestnik.access.key_cache import ApiKeys
from vestnik.access.passwords import hashing_pool
from vestnik.audit.runs.recover import SILENCE as AUDIT_SILENCE
from vestnik.audit.runs.recover import resume_interrupted
from vestnik.backends.chromium import find_chromium
from vestnik.backends.http import AioHttp
from vestnik.backends.memory_bus import MemoryBus
from vestnik.backends.paper import print_pdf
from vestnik.backends.postgres import PostgresDb, postgres_engine
from vestnik.backends.schema import is_empty, present_version, refuse_if_behind, upgrade, wanted_version
from vestnik.backends.sqlite import SqliteDb, writing_engine
from vestnik.channels.registry import DRIVERS, DriverDeps, make_driver
from vestnik.config import Config
from vestnik.kernel.browser import Browser, BrowserUnavailable
from vestnik.kernel.clock import Clock, SystemClock
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import CannotStart, VestnikError
from vestnik.kernel.ids import Uuid7Ids
from vestnik.kernel.text import N_
from vestnik.keys.keyring import DbKeyring
from vestnik.keys.root import load_or_create_root
from vestnik.keys.signer import load_or_create_signer
from vestnik.law.model import Pack
from vestnik.law.pack import built_in, load_pack
from vestnik.law.packs.archive import pack_archive
from vestnik.law.packs.pack_in_use import pack_in_use
from vestnik.law.packs.remember_pack import remember_pack
from vestnik.law.policy.form import Invites
from vestnik.law.signatures import load as load_signatures
from vestnik.law.text_check.invited import invited
from vestnik.notify.connections import open_settings
from vestnik.notify.dispatch import Dispatcher
from vestnik.notify.draft import Catalogue
from vestnik.notify.driver import Driver, Manifest, SendError
from vestnik.notify.inbox import Inbox
from vestnik.notify.recover import SILENCE as SENDING_SILENCE
from vestnik.notify.recover import recover
from vestnik.sandbox.site import SiteSandbox
from vestnik.sandbox.smtp import SmtpSandbox

__all__ = ["SmtpSandbox", "Vestnik", "opened"]

_FRESH: Final = timedelta(seconds=30)
"""How long a driver is used before its settings are looked at again (another process may change them)."""


class Vestnik:
    """The running product: what entrypoints are given."""

    def __init__(self, config: Config, clock: Clock | None = None) -> None:
        """Put the parts together; nothing is opened before ``start``."""
        self.config = config
        self.clock = clock or SystemClock()
        self.db: SqliteDb | PostgresDb = _database(config)
        root_key = config.root_key or load_or_create_root(config.data / "root.key")
        self.core = Core(
            clock=self.clock,
            ids=Uuid7Ids(),
            db=self.db,
            bus=MemoryBus(),
            keyring=DbKeyring(root_key, self.db, self.clock),
            signer=load_or_create_signer(config.data / "signing.key", config.installation),
        )
        self.pack: Pack
        """The rule pack in use; known once started."""
        self.signatures = load_signatures()
        self.invites: Invites = partial(invited, self.signatures)
        self.manifests: Mapping[str, Manifest] = {
            channel: registration.manifest for channel, registration in DRIVERS.items()
        }
        self.catalogue: Catalogue
        self.inbox = Inbox(self.core)
        self.drivers = _Drivers(self.core, DriverDeps(clock=self.clock, inbox=self.inbox))
        self.dispatcher: Dispatcher
        self.api_keys = ApiKeys(self.core)
        self.hashing = hashing_pool()
        """Threads for passwords alone: a sign-in waits behind no other work, nor other work behind it."""
        self.http = AioHttp()

    async def start(self) -> None:
        """Open the database, after a look at its age, and take the rule pack in use.

        Raises:
            CannotStart: the schema is of another age, the database cannot be reached, or the chosen pack
                does not fit this program.
        """
        await self.open()
        try:
            await self.take_law()
        except BaseException:
            await self.db.stop()
            raise

    async def open(self) -> None:
        """Open the database alone: for commands that must work while the pack in use does not.

        Raises:
            CannotStart: the schema is of another age, or the database cannot be reached.
        """
        await with_schema(self.config, _prepare)
        await self.db.start()

    async def take_law(self) -> None:
        """Work by the pack in use from now on, and remember the one inside this program.

        Raises:
            CannotStart: the chosen pack does not fit this program.
        """
        builtin = load_pack()
        await remember_pack(self.core, builtin, pack_archive(built_in()))
        self.pack = await pack_in_use(self.core, builtin)
        self.catalogue = Catalogue(self.manifests, frozenset(self.pack.platforms), self.invites)
        self.dispatcher = Dispatcher(self.core, self.pack, self.catalogue, self.drivers)

    async def begin_work(self) -> None:
        """Put aside what a dead process left half done; call once, before dispatching."""
        alone = self.config.is_sqlite  # a file has one process; a server may have others at work
        await recover(self.core, timedelta(0) if alone else SENDING_SILENCE)
        await resume_interrupted(self.core, timedelta(0) if alone else AUDIT_SILENCE)

    async def stop(self) -> None:
        """Close drivers, the client and the database, in that order."""
        await self.api_keys.close()
        await self.drivers.close()
        await self.http.close()
        self.hashing.shutdown(wait=False, cancel_futures=True)
        await self.db.stop()


@asynccontextmanager
async def opened(config: Config, *, law: bool = True) -> AsyncIterator[Vestnik]:
    """Yield a started Vestnik and stop it afterwards; without ``law`` it has a database and no pack."""
    vestnik = Vestnik(config)
    await (vestnik.start() if law else vestnik.open())
    try:
        yield vestnik
    finally:
        await vestnik.stop()


def smtp_sandbox() -> SmtpSandbox:
    """Return a real SMTP server for this machine alone, to be entered with ``async with``."""
    return SmtpSandbox()


def site_sandbox(folder: Path) -> SiteSandbox:
    """Return a server of ``folder`` for this machine alone, to be entered with ``async with``."""
    return SiteSandbox(folder)


class _Drivers:
    """Drivers of all workspaces, made at first need."""

    def __init__(self, core: Core, deps: DriverDeps) -> None:
        self._core = core
        self._deps = deps
        self._made: dict[tuple[str, str], tuple[datetime, dict[str, str], Driver]] = {}
        self._lock = asyncio.Lock()

    async def driver(self, workspace_id: str, channel: str) -> Driver:
        """Return the driver, connected as the workspace set it up (see ``notify.dispatch.Drivers``)."""
        now = self._core.clock.now()
        made = self._made.get((workspace_id, channel))
        if made is not None and now - made[0] < _FRESH:
            return made[2]
        async with self._lock:
            return await self._make(workspace_id, channel, now)

    async def _make(self, workspace_id: str, channel: str, now: datetime) -> Driver:
        registration = DRIVERS.get(channel)
        if registration is None:
            raise SendError("no_driver", str(N_("Вестник не умеет слать в этот канал.")), permanent=True)
        settings = await open_settings(self._core, workspace_id, channel)
        if settings is None:
            if any(setting.required for setting in registration.manifest.settings):
                raise SendError(
                    "not_connected", str(N_("Канал не подключён: Настройки → Каналы.")), permanent=True
                )
            settings = {}
        made = self._made.get((workspace_id, channel))
        if made is not None and made[1] == settings:
            self._made[workspace_id, channel] = (now, settings, made[2])
            return made[2]
        try:
            driver = make_driver(channel, settings, self._deps)
        except VestnikError as error:
            raise SendError("settings", str(error), permanent=True) from error
        self._made[workspace_id, channel] = (now, settings, driver)
        if made is not None:
            await made[2].close()
        return driver

    def forget(self, workspace_id: str, channel: str) -> None:
        """Look at the settings again before the next message."""
        made = self._made.get((workspace_id, channel))
        if made is not None:
            self._made[workspace_id, channel] = (made[0] - 2 * _FRESH, made[1], made[2])

    async def try_settings(self, channel: str, settings: Mapping[str, str]) -> list[str]:
        """Make a driver for a moment and return what it finds wrong with its settings."""
        driver = make_driver(channel, settings, self._deps)
        try:
            return list(await driver.check())
        finally:
            await driver.close()

    async def close(self) -> None:
        """Let go of every connection."""
        for _at, _settings, driver in self._made.values():
            await driver.close()
        self._made.clear()


def _database(config: Config) -> SqliteDb | PostgresDb:
    if not config.is_sqlite:
        return PostgresDb(config.database)
    return SqliteDb(sqlite_path(config))


def sqlite_path(config: Config) -> Path:
    """Return the database file, its folder made."""
    path = Path(config.database.removeprefix("sqlite:///"))
    try:
        config.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(
            N_("Папка данных %(path)s не создаётся: %(why)s.", path=config.data, why=error.strerror),
            field="data",
            hint=N_("Проверьте права или укажите другую: VESTNIK_DATA."),
        ) from error
    return path


async def with_schema(config: Config, work: Any) -> Any:
    """Run ``work(tx)`` on a connection of its own, committed: for looking at the schema and moving it.

    Raises:
        CannotStart: the database cannot be reached.
    """
    try:
        if config.is_sqlite:
            return await asyncio.to_thread(_sqlite_schema, sqlite_path(config), work)
        engine = postgres_engine(config.database)
        try:
            async with engine.begin() as connection:
                return await connection.run_sync(work)
        finally:
            await engine.dispose()
    except (sa.exc.OperationalError, sa.exc.InterfaceError, OSError) as error:
        shown = sa.make_url(config.database).render_as_string(hide_password=True)
        raise CannotStart(
            N_("База данных %(url)s недоступна.", url=shown),
            field="database",
            hint=N_("Проверьте адрес, права и то, что сервер запущен."),
        ) from error


def _sqlite_schema(path: Path, work: Any) -> Any:
    engine = writing_engine(path)
    try:
        with engine.begin() as connection:
            return work(connection)
    finally:
        engine.dispose()


def _prepare(tx: Tx) -> None:
    """Make the tables of a database that has none (nothing can be lost there); else demand the right age."""
    if is_empty(tx):
        upgrade(tx)
    refuse_if_behind(tx)


def schema_versions(tx: Tx) -> tuple[str | None, str]:
    """Return where the database stands and where it should."""
    return present_version(tx), wanted_version()


def upgrade_schema(tx: Tx) -> None:
    """Bring the database to the newest step."""
    upgrade(tx)


def use_uvloop() -> None:
    """Make asyncio run on uvloop where it exists."""
    if sys.platform != "win32":
        import uvloop

        uvloop.install()


@asynccontextmanager
async def open_browser(config: Config) -> AsyncIterator[Browser]:
    """Start a browser for the rendered part of an audit, and end it.

    Raises:
        BrowserUnavailable: the extra ``browser`` or Chromium is not installed, or it does not start; the hint
            says how to install it.
    """
    if find_spec("playwright") is None:
        raise BrowserUnavailable(
            N_("Для проверки в браузере не хватает пакета playwright."),
            field="browser",
            hint=N_(
                "pip install 'vestnik[browser]', затем apt-get install chromium. Без сети: поставьте пакет "
                "playwright из папки колёс (pip install --no-index --find-links) и chromium из зеркала."
            ),
        )
    # Late: the browser's library costs a tenth of a second, and most commands open no page.
    from vestnik.backends.browser import Chromium

    async with Chromium(find_chromium(config.chromium)) as browser:
        yield browser


def printer(config: Config) -> Callable[[str], Awaitable[bytes]]:
    """Return what prints a page to PDF by this machine's Chromium.

    What it returns raises ``BrowserUnavailable`` without one, ``Unavailable`` when it does not print.
    """

    async def printed(html: str) -> bytes:
        return await print_pdf(html, find_chromium(config.chromium))

    return printed


def open_http(*, allow_private: bool = False) -> AioHttp:
    """Return a web client for a command that needs no installation; close it by ``async with``."""
    return AioHttp(allow_private=allow_private)
