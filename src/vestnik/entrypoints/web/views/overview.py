"""The overview: how far the company is, what happened lately, what to do next."""

from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from vestnik.access.api_keys import list_api_keys
from vestnik.access.model import Permission
from vestnik.audit.runs.browse import list_audits
from vestnik.audit.runs.model import Run, RunState
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.steps import Known, next_actions, six_steps
from vestnik.entrypoints.web.views.audits.shared import shown_state
from vestnik.entrypoints.web.visit import Visit
from vestnik.law.choices.choices_of import choices_of
from vestnik.law.profile_of import profile_of
from vestnik.law.registry.registry_warnings import registry_warnings
from vestnik.notify.connections import list_connections
from vestnik.notify.messages import count_messages, list_messages
from vestnik.notify.model import MessageRow, MessageState

_LATEST: Final = 5


@dataclass(frozen=True, slots=True)
class _Lately:
    runs: list[Run]
    held: list[MessageRow]
    in_doubt: list[MessageRow]


async def show(visit: Visit) -> Response:
    """Show the six steps, the latest audits, messages by state, and what waits for somebody."""
    core, principal, vestnik = visit.core, visit.principal, visit.site.vestnik
    profile = await profile_of(core, principal, vestnik.pack)
    lately = _Lately(
        await list_audits(core, principal, limit=_LATEST),
        await list_messages(core, principal, state=MessageState.HELD, limit=_LATEST),
        await list_messages(core, principal, state=MessageState.IN_DOUBT, limit=_LATEST),
    )
    counts = await count_messages(core, principal)
    connections = await list_connections(core, principal, vestnik.manifests)
    known = Known(
        profile=profile,
        last_done=next((run for run in lately.runs if run.state is RunState.DONE), None),
        audited=bool(lately.runs),
        channels=sum(connection.enabled for connection in connections)
        + sum(not any(one.required for one in manifest.settings) for manifest in vestnik.manifests.values()),
        connected=any(connection.enabled for connection in connections),
        keys=await _living_keys(visit),
        counts=counts,
        chosen=await _chosen(visit),
        troubled={view.match.platform_id for view in await registry_warnings(core, principal.workspace_id)},
    )
    return visit.render(
        "overview.html",
        steps=six_steps(known),
        actions=[action for action in next_actions(known) if visit.can(action.permission)],
        runs=lately.runs,
        held=lately.held,
        in_doubt=lately.in_doubt,
        counts={state.value: number for state, number in counts.items()},
        shown_state=shown_state,
        manifests=vestnik.manifests,
        platforms=vestnik.pack.platforms,
    )


async def _chosen(visit: Visit) -> dict[str, str]:
    platforms = visit.site.vestnik.pack.platforms
    standing = {
        choice.platform_id
        for choice in await choices_of(visit.core, visit.principal)
        if choice.ended_at is None
    }
    known = {platform.id: platform.name for platform in platforms.values() if platform.id in standing}
    # A pack may have dropped a platform that is still chosen: it is named by its id.
    return known | {gone: gone for gone in sorted(standing - set(known))}


async def _living_keys(visit: Visit) -> int | None:
    if not visit.can(Permission.API_KEYS_READ):
        return None
    return sum(key.revoked_at is None for key in await list_api_keys(visit.core, visit.principal))


PAGES: Final = (Page("/", "overview", Permission.OVERVIEW_READ, show),)
