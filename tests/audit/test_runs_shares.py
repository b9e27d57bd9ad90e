"""A shared report opens for its link, for its time, and for nobody else; each look is counted."""

import base64
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from tests.audit.runs import everything, finished

from vestnik.access.model import Principal, Role
from vestnik.access.views import list_views
from vestnik.audit.runs.manage import erase_audit
from vestnik.audit.runs.result_of import result_of
from vestnik.audit.runs.shares.model import LONGEST, MAX_LIVING
from vestnik.audit.runs.shares.open import find_share, open_share
from vestnik.audit.runs.shares.share import end_share, list_shares, share_report
from vestnik.audit.runs.shares.token import LENGTH, read_token
from vestnik.audit.start import start_audit
from vestnik.audit.tables import report_shares
from vestnik.kernel.clock import ManualClock
from vestnik.kernel.core import Core
from vestnik.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, TooMany
from vestnik.ledger.verify import verify

pytestmark = pytest.mark.both_engines


@pytest.fixture
def owner(workspace_id: str) -> Principal:
    return Principal.local(workspace_id, "anna@fair.example")


@pytest.fixture
async def audit_id(core: Core, owner: Principal) -> str:
    return await finished(core, owner, everything())


async def test_a_link_opens_its_report_and_nothing_else(core: Core, owner: Principal, audit_id: str) -> None:
    share, token = await share_report(core, owner, audit_id, note="Юрист")
    assert len(token) == LENGTH
    opened, reader = await open_share(core, token)
    assert (opened.id, opened.audit_id) == (share.id, audit_id)
    _, result = await result_of(core, reader, audit_id)
    assert len(result.findings) == 3
    for forbidden in (
        share_report(core, reader, audit_id),
        erase_audit(core, reader, audit_id),
        start_audit(core, reader, "https://shop.example"),
    ):
        with pytest.raises(NotAllowed):
            await forbidden


async def test_every_look_is_counted_and_stands_in_the_log_of_views(
    core: Core, owner: Principal, audit_id: str, clock: ManualClock
) -> None:
    _, token = await share_report(core, owner, audit_id, note="Юрист")
    for _ in range(2):
        clock.advance(timedelta(hours=1))
        await open_share(core, token)
    await find_share(core, token)
    shown = (await list_shares(core, owner, audit_id))[0]
    assert (shown.views, shown.viewed_at) == (2, clock.now())
    views = await list_views(core, owner, kind="report", object_id=audit_id)
    assert [view.label for view in views] == ["link: Юрист", "link: Юрист"]


async def test_a_link_ends_by_time_and_by_word_and_with_its_audit(
    core: Core, owner: Principal, audit_id: str, clock: ManualClock
) -> None:
    _, old = await share_report(core, owner, audit_id, lasting=timedelta(days=1))
    share, ended = await share_report(core, owner, audit_id)
    _, left = await share_report(core, owner, audit_id)
    await end_share(core, owner, audit_id, share.id)
    clock.advance(timedelta(days=1))
    assert await find_share(core, left)
    await erase_audit(core, owner, audit_id)
    for token in (old, ended, left):
        with pytest.raises(NotFound) as caught:
            await open_share(core, token)
        assert str(caught.value.message) == "Такого отчёта нет."
    assert (await verify(core, owner.workspace_id)).ok


async def test_the_database_holds_no_token(core: Core, owner: Principal, audit_id: str) -> None:
    _, token = await share_report(core, owner, audit_id)
    rows = await core.db.read(lambda tx: tx.execute(sa.select(report_shares)).all())
    kept = repr(rows)
    assert token not in kept
    assert base64.urlsafe_b64decode(f"{token}=")[-32:] not in {bytes(row.token_hash) for row in rows}


async def test_a_token_with_any_part_changed_opens_nothing(
    core: Core, owner: Principal, audit_id: str, other_workspace_id: str
) -> None:
    _, token = await share_report(core, owner, audit_id)
    raw = bytearray(base64.urlsafe_b64decode(f"{token}="))
    theirs = await finished(core, Principal.local(other_workspace_id), everything())
    _, foreign = await share_report(core, Principal.local(other_workspace_id), theirs)
    mixed = base64.urlsafe_b64decode(f"{foreign}=")[:16] + raw[16:]
    changed = [bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]) for at in (0, 20, 40, 79)]
    for one in (mixed, *changed):
        with pytest.raises(NotFound):
            await open_share(core, base64.urlsafe_b64encode(one).rstrip(b"=").decode())


@given(st.text(max_size=200))
def test_any_text_is_read_as_a_token_or_as_none(text: str) -> None:
    read = read_token(text)
    assert read is None or len(read.body) == 48


async def test_what_cannot_be_shared_is_refused(
    core: Core, owner: Principal, audit_id: str, other_workspace_id: str
) -> None:
    waiting = await start_audit(core, owner, "https://shop.example")
    with pytest.raises(Conflict):
        await share_report(core, owner, waiting)
    with pytest.raises(InvalidInput):
        await share_report(core, owner, audit_id, lasting=LONGEST + timedelta(seconds=1))
    with pytest.raises(NotFound):
        await share_report(core, Principal.local(other_workspace_id), audit_id)
    marketer = Principal(owner.workspace_id, Role.MARKETER, None, None, live=True, label="m")
    with pytest.raises(NotAllowed):
        await share_report(core, marketer, audit_id)
    share, _ = await share_report(core, owner, audit_id)
    with pytest.raises(NotFound):
        await end_share(core, Principal.local(other_workspace_id), audit_id, share.id)
    for _ in range(MAX_LIVING - 1):
        await share_report(core, owner, audit_id)
    with pytest.raises(TooMany):
        await share_report(core, owner, audit_id)
