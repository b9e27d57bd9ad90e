"""Who saw what."""

import asyncio

import pytest
from tests.access.people import as_member, person

from vestnik.access.model import Principal, Role
from vestnik.access.views import list_views, record_view
from vestnik.kernel.core import Core
from vestnik.kernel.errors import InvalidInput, NotAllowed

pytestmark = pytest.mark.both_engines


async def test_every_look_is_written_with_who_what_and_when(core: Core, workspace_id: str) -> None:
    anna = as_member(workspace_id, await person(core, workspace_id))
    await asyncio.gather(*(record_view(core, anna, "message", f"m{number}") for number in range(30)))
    await record_view(core, anna, "person", "p1", "export")
    found = await list_views(core, anna, limit=200)
    assert len(found) == 31
    last = found[0]
    assert (last.user_id, last.api_key_id, last.label) == (anna.user_id, None, "anna@romashka.example")
    assert (last.action, last.kind, last.object_id, last.at) == ("export", "person", "p1", core.clock.now())


async def test_views_are_found_by_object_and_by_person_page_by_page(core: Core, workspace_id: str) -> None:
    anna = as_member(workspace_id, await person(core, workspace_id))
    local = Principal.local(workspace_id)
    for number in range(5):
        await record_view(core, anna, "message", f"m{number}")
    await record_view(core, local, "message", "m1")
    assert {view.label for view in await list_views(core, anna, kind="message", object_id="m1")} == {
        "cli",
        "anna@romashka.example",
    }
    first = await list_views(core, anna, user_id=anna.user_id, limit=3)
    rest = await list_views(core, anna, user_id=anna.user_id, limit=3, before=first[-1].id)
    assert [view.object_id for view in first + rest] == ["m4", "m3", "m2", "m1", "m0"]


async def test_views_of_another_workspace_are_not_shown(
    core: Core, workspace_id: str, other_workspace_id: str
) -> None:
    await record_view(core, Principal.local(workspace_id), "message", "m1")
    assert await list_views(core, Principal.local(other_workspace_id), object_id="m1") == []


async def test_only_who_answers_for_it_reads_the_log(core: Core, workspace_id: str) -> None:
    operator = as_member(workspace_id, await person(core, workspace_id, Role.OPERATOR))
    with pytest.raises(NotAllowed):
        await list_views(core, operator)


@pytest.mark.parametrize(
    "arguments", [{"limit": 0}, {"limit": 201}, {"before": "no id"}, {"user_id": "' or 1=1"}]
)
async def test_a_page_that_cannot_be_is_refused(core: Core, workspace_id: str, arguments: dict) -> None:
    with pytest.raises(InvalidInput):
        await list_views(core, Principal.local(workspace_id), **arguments)


@pytest.mark.parametrize(
    ("kind", "object_id", "action"),
    [("", "m", "view"), ("m", "", "view"), ("m", "x" * 65, "view"), ("m", "m", "peep")],
)
async def test_a_view_that_says_nothing_is_a_mistake(
    core: Core, workspace_id: str, kind: str, object_id: str, action: str
) -> None:
    with pytest.raises(ValueError, match="cannot record"):
        await record_view(core, Principal.local(workspace_id), kind, object_id, action)
