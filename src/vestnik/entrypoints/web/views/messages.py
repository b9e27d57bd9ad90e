"""Messages: the list, and one message's whole story."""

from typing import Any, Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.access.views import record_view
from vestnik.entrypoints.web.labels import MESSAGE_STATES, PURPOSES
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.paging import address, chosen
from vestnik.entrypoints.web.story import told
from vestnik.entrypoints.web.visit import Visit
from vestnik.notify.messages import Story, count_messages, list_messages, message_story, reveal
from vestnik.notify.model import Content

_PAGE: Final = 50


async def index(visit: Visit) -> Response:
    """List messages, newest first, by state, channel and purpose; addresses are masked."""
    manifests = visit.site.vestnik.manifests
    state, purpose = chosen(visit, MESSAGE_STATES, "state"), chosen(visit, PURPOSES, "purpose")
    channel = visit.query("channel", limit=64) or None
    before = visit.query("before") or None
    rows = await list_messages(
        visit.core, visit.principal, state=state, channel=channel, purpose=purpose, before=before, limit=_PAGE
    )
    values: dict[str, Any] = {
        "rows": rows,
        "manifests": manifests,
        "platforms": visit.site.vestnik.pack.platforms,
        "filters": {"state": state or "", "channel": channel or "", "purpose": purpose or ""},
        "filtered": bool(state or channel or purpose),
        "newer": address(visit, before=None) if before else None,
        "older": address(visit, before=rows[-1].id) if len(rows) == _PAGE else None,
    }
    if visit.partial:
        return visit.render("parts/message_rows.html", **values)
    counts = await count_messages(visit.core, visit.principal)
    return visit.render(
        "messages.html", counts={state.value: number for state, number in counts.items()}, **values
    )


async def show(visit: Visit) -> Response:
    """Tell one message's story; that somebody looked is recorded."""
    story = await message_story(visit.core, visit.principal, visit.param("message_id"))
    await record_view(visit.core, visit.principal, "message", story.message.id)
    return _page(visit, story, None)


async def open_clear(visit: Visit) -> Response:
    """Show the address and the words in clear, on request alone; recorded in the view log."""
    story = await message_story(visit.core, visit.principal, visit.param("message_id"))
    opened = await reveal(visit.core, visit.principal, story.message.id)
    await record_view(visit.core, visit.principal, "message.body", story.message.id)
    return _page(visit, story, opened)


def _page(visit: Visit, story: Story, opened: tuple[str, Content] | None) -> Response:
    return visit.render(
        "message.html",
        story=story,
        steps=told(visit.site.vestnik.pack, story),
        opened=opened,
        manifests=visit.site.vestnik.manifests,
        platforms=visit.site.vestnik.pack.platforms,
        pack=visit.site.vestnik.pack,
    )


PAGES: Final = (
    Page("/messages", "messages", Permission.MESSAGES_READ, index),
    Page("/messages/{message_id}", "message", Permission.MESSAGES_READ, show),
    Page("/messages/{message_id}", "message", Permission.MESSAGES_REVEAL, open_clear, "POST"),
)
