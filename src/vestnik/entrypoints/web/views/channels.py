"""Channels: what each one is, its settings made from the driver's manifest, and a try."""

from typing import Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.entrypoints.web.forms import Faults
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import InvalidInput, NotFound
from vestnik.kernel.text import N_
from vestnik.notify.connections import Connection, list_connections, open_settings, save_connection
from vestnik.notify.driver import Manifest

LONG: Final = frozenset({"certificate", "key", "pem"})
"""Settings whose names end so hold many lines."""


async def index(visit: Visit) -> Response:
    """List the channels with what each needs."""
    manifests = visit.site.vestnik.manifests
    connections = await list_connections(visit.core, visit.principal, manifests)
    return visit.render(
        "channels.html",
        manifests=manifests,
        connections={connection.channel: connection for connection in connections},
        platforms=visit.site.vestnik.pack.platforms,
    )


async def show(visit: Visit, faults: Faults | None = None, problems: list[str] | None = None) -> Response:
    """Show one channel's settings; secrets are only said to be there."""
    manifest = _manifest(visit)
    connections = await list_connections(visit.core, visit.principal, visit.site.vestnik.manifests)
    connection = next((one for one in connections if one.channel == manifest.channel), None)
    return visit.render(
        "channel.html",
        status=422 if faults else 200,
        manifest=manifest,
        connection=connection,
        values=_values(visit, manifest, connection, typed=bool(faults)),
        is_long=lambda name: name.rpartition("_")[2] in LONG,
        platform=visit.site.vestnik.pack.platforms.get(manifest.platform),
        problems=problems,
        faults=faults or Faults(),
    )


async def save(visit: Visit) -> Response:
    """Keep the settings; a secret field left empty keeps the old secret."""
    manifest = _manifest(visit)
    values = {
        setting.name: visit.form.raw(setting.name).replace("\r\n", "\n")
        for setting in manifest.settings
        if not setting.secret or visit.form.raw(setting.name).strip()
    }
    try:
        await save_connection(
            visit.core, visit.principal, manifest, values, enabled=visit.form.get("enabled") == "yes"
        )
    except InvalidInput as error:
        return await show(visit, Faults.of(error))
    visit.site.vestnik.drivers.forget(visit.principal.workspace_id, manifest.channel)
    return visit.redirect(f"/settings/channels/{manifest.channel}", "saved")


async def check(visit: Visit) -> Response:
    """Try the stored settings against the provider and say what is wrong; nothing is sent to anybody."""
    manifest = _manifest(visit)
    settings = await open_settings(visit.core, visit.principal.workspace_id, manifest.channel)
    if settings is None and any(setting.required for setting in manifest.settings):
        nothing = N_("Сначала сохраните настройки и включите канал.")
        return await show(visit, Faults({"": (nothing, None)}))
    try:
        problems = await visit.site.vestnik.drivers.try_settings(manifest.channel, settings or {})
    except InvalidInput as error:
        return await show(visit, Faults.of(error))
    return await show(visit, problems=problems)


def _values(
    visit: Visit, manifest: Manifest, connection: Connection | None, *, typed: bool
) -> dict[str, str]:
    stored = connection.settings if connection else {}
    return {
        setting.name: visit.form.raw(setting.name)
        if typed and visit.form.has(setting.name)
        else stored.get(setting.name, "")
        for setting in manifest.settings
        if not setting.secret
    }


def _manifest(visit: Visit) -> Manifest:
    manifest = visit.site.vestnik.manifests.get(visit.param("channel"))
    if manifest is None:
        raise NotFound(N_("Такого канала нет."))
    return manifest


PAGES: Final = (
    Page("/settings/channels", "channels", Permission.CHANNELS_READ, index),
    Page("/settings/channels/{channel}", "channel", Permission.CHANNELS_READ, show),
    Page("/settings/channels/{channel}", "channel", Permission.CHANNELS_WRITE, save, "POST"),
    Page("/settings/channels/{channel}/check", "channel_check", Permission.CHANNELS_WRITE, check, "POST"),
)
