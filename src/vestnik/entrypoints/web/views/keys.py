"""API keys: made (the secret is shown once), listed, revoked."""

from datetime import timedelta
from typing import Final

from starlette.responses import Response

from vestnik.access.api_keys import create_api_key, list_api_keys, revoke_api_key
from vestnik.access.model import ApiKey, Permission, Role
from vestnik.entrypoints.web.forms import Faults
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import InvalidInput

_LIVES: Final = {"": None, "30": 30, "90": 90, "365": 365}
"""For how many days a key may be made; the empty choice never ends."""


async def index(
    visit: Visit, faults: Faults | None = None, made: tuple[ApiKey, str] | None = None
) -> Response:
    """List the keys; ``made`` is a key just created, with its secret."""
    keys = await list_api_keys(visit.core, visit.principal)
    return visit.render(
        "keys.html",
        status=422 if faults else 200,
        keys=keys,
        made=made,
        roles=[role.value for role in Role if role is not Role.OWNER],
        faults=faults or Faults(),
    )


async def create(visit: Visit) -> Response:
    """Make a key and show its secret in this answer alone."""
    role = visit.form.get("role", Role.OPERATOR.value)
    days = _LIVES.get(visit.form.get("days"))
    try:
        made = await create_api_key(
            visit.core,
            visit.principal,
            visit.form.get("name"),
            Role(role) if role in set(Role) else Role.OPERATOR,
            live=visit.form.get("mode") != "test",
            expires_at=visit.core.clock.now() + timedelta(days=days) if days else None,
        )
    except InvalidInput as error:
        return await index(visit, Faults.of(error))
    return await index(visit, made=made)


async def revoke(visit: Visit) -> Response:
    """End a key."""
    await revoke_api_key(visit.core, visit.principal, visit.param("key_id"))
    return visit.redirect("/settings/keys", "key-revoked")


PAGES: Final = (
    Page("/settings/keys", "keys", Permission.API_KEYS_READ, index),
    Page("/settings/keys", "keys", Permission.API_KEYS_WRITE, create, "POST"),
    Page("/settings/keys/{key_id}/revoke", "key_revoke", Permission.API_KEYS_WRITE, revoke, "POST"),
)
