"""How places and contact points stand over time; whatever was not looked at is never told to be closed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from vestnik.access.model import Principal
from vestnik.access.tables import workspaces
from vestnik.audit.model import (
    AuditResult,
    Carrier,
    ChannelKind,
    Confidence,
    Finding,
    Place,
    Rendered,
    Role,
    Severity,
    Span,
    State,
    Trouble,
    Viewport,
)
from vestnik.audit.runs import finding_store
from vestnik.audit.runs import store as run_store
from vestnik.audit.runs.browse import points_over_time
from vestnik.audit.runs.history import store
from vestnik.audit.runs.history.advance import advance
from vestnik.audit.runs.history.coverage import coverage_of
from vestnik.audit.runs.history.keep import keep
from vestnik.audit.runs.history.model import Change, Coverage, Moment, PointChange, Standing, site_key
from vestnik.audit.runs.model import RunOptions, StoredFinding
from vestnik.audit.start import start_audit
from vestnik.audit.tables import audits as audit_rows
from vestnik.audit.tables import contact_point_history, finding_history
from vestnik.audit.tables import findings as finding_rows
from vestnik.kernel.clock import ManualClock
from vestnik.kernel.core import Core

pytestmark = pytest.mark.both_engines

SITE = "https://shop.example/"
START = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
WHOLE = Coverage(complete=True, hosts={"shop.example"})


@dataclass(frozen=True)
class Seen:
    """What one audit came to for one place: it was there or not, and was looked at or not."""

    present: bool
    looked: bool


def moments(count: int) -> list[Moment]:
    return [Moment(f"audit-{number}", START + timedelta(days=number)) for number in range(count)]


@given(st.lists(st.builds(Seen, present=st.booleans(), looked=st.booleans())))
def test_a_standing_is_what_the_sequence_of_audits_says(sequence: list[Seen]) -> None:
    standing: Standing | None = None
    changes = []
    for now, seen in zip(moments(len(sequence)), sequence, strict=True):
        standing, change = advance(standing, now, present=seen.present, looked=seen.looked)
        changes.append(change)
    times = [now for now, seen in zip(moments(len(sequence)), sequence, strict=True) if seen.present]
    if not times:
        assert standing is None
        return
    assert standing is not None
    assert (standing.first, standing.last) == (times[0], times[-1])
    after = [
        now
        for now, seen in zip(moments(len(sequence)), sequence, strict=True)
        if now.at > times[-1].at and seen.looked
    ]
    assert standing.closed == (after[0] if after else None)
    assert changes.count(Change.OPENED) == 1
    assert changes.count(Change.REOPENED) == standing.reopened
    assert changes.count(Change.CLOSED) == standing.reopened + (standing.closed is not None)


@given(
    present=st.booleans(),
    looked=st.booleans(),
    closed=st.booleans(),
)
def test_nothing_that_was_not_looked_at_changes(present: bool, looked: bool, closed: bool) -> None:
    first, second, now = moments(3)
    standing = Standing(first, first, second if closed else None)
    after, change = advance(standing, now, present=present, looked=looked)
    if not present and not looked:
        assert (after, change) == (standing, None)
    assert change is not Change.CLOSED or (looked and not present and not closed)


PAGE = "https://shop.example/contacts"


@pytest.mark.parametrize(
    ("coverage", "path", "by_browser", "looked"),
    [
        (WHOLE, PAGE, False, True),
        (replace(WHOLE, complete=False), PAGE, False, False),
        (replace(WHOLE, complete=False, read={PAGE}), PAGE, False, True),
        (replace(WHOLE, complete=False, read={PAGE}), f"{PAGE}!/page-3", False, True),
        (replace(WHOLE, unread={PAGE}), PAGE, False, False),
        (replace(WHOLE, unread={PAGE}, read={PAGE}), PAGE, False, False),
        (replace(WHOLE, certain=False), PAGE, False, False),
        (WHOLE, PAGE, True, False),
        (replace(WHOLE, by_browser=True), PAGE, True, True),
        (WHOLE, "https://blog.shop.example/", False, False),
        (replace(WHOLE, subdomains=True), "https://blog.shop.example/", False, True),
        (replace(WHOLE, subdomains=True), "https://notshop.example/", False, False),
    ],
)
def test_an_absent_place_is_gone_only_where_somebody_looked(
    coverage: Coverage, path: str, by_browser: bool, looked: bool
) -> None:
    assert coverage.holds(path, by_browser=by_browser) is looked


def test_a_page_that_is_gone_was_looked_at_and_one_closed_by_robots_was_not() -> None:
    result = AuditResult(
        SITE,
        read={SITE},
        troubles=[
            Trouble("https://shop.example/old", "http_status", "404", incomplete=False),
            Trouble("https://shop.example/cart", "robots", "robots.txt", incomplete=False),
        ],
    )
    coverage = coverage_of(result, RunOptions())
    assert coverage.complete
    assert coverage.holds("https://shop.example/old")
    assert coverage.holds("https://shop.example/unlinked")
    assert not coverage.holds("https://shop.example/cart")


def test_a_crawl_that_kept_only_some_of_its_troubles_closes_only_what_it_read() -> None:
    troubles = [
        Trouble(f"https://shop.example/{n}", "robots", "robots.txt", incomplete=False) for n in range(50)
    ]
    coverage = coverage_of(AuditResult(SITE, read={SITE, PAGE}, troubles=troubles), RunOptions())
    assert coverage.holds(PAGE)
    assert not coverage.holds("https://shop.example/unlinked")


def at(path: str, target: str = "https://t.me/lavka", **fields: object) -> Finding:
    made = Finding(
        rule="TG-LINK-001",
        platform="telegram",
        carrier=Carrier.LINK,
        channel_kind=ChannelKind.CHANNEL,
        role=Role.CONTACT,
        state=State.LIVE,
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        place=Place(f"https://shop.example{path}", 1, 1, Span(0, 9)),
        matched=target,
        target=target,
        fingerprint=f"{path} {target}",
    )
    return replace(made, **fields)  # type: ignore[arg-type]


@dataclass
class History:
    """Keeps audits of one site, one after another, a day apart."""

    core: Core
    owner: Principal
    clock: ManualClock

    async def audit(self, findings: list[Finding], coverage: Coverage = WHOLE) -> list[PointChange]:
        workspace_id = self.owner.workspace_id
        audit_id = await start_audit(self.core, self.owner, SITE)
        now = Moment(audit_id, self.clock.advance(timedelta(days=1)))
        stored = [
            StoredFinding(self.core.ids.new(), audit_id, position, finding)
            for position, finding in enumerate(findings)
        ]
        turn = await self.core.db.write(lambda tx: run_store.claim(tx, workspace_id, audit_id, now.at))
        await self.core.db.write(lambda tx: finding_store.insert_findings(tx, workspace_id, audit_id, stored))
        changes = await self.core.db.write(lambda tx: keep(tx, workspace_id, SITE, now, findings, coverage))
        await self.core.db.write(lambda tx: run_store.fail(tx, workspace_id, audit_id, turn or 0, "", now.at))
        self.last = audit_id
        return changes

    async def places(self) -> Mapping[str, store.PlaceHistory]:
        return await self.core.db.read(lambda tx: store.places(tx, self.owner.workspace_id, site_key(SITE)))


@pytest.fixture
def history(core: Core, workspace_id: str, clock: ManualClock) -> History:
    return History(core, Principal.local(workspace_id), clock)


def told(changes: list[PointChange]) -> list[tuple[Change, str]]:
    return sorted((one.change, one.history.address) for one in changes)


async def test_a_channel_is_found_closed_and_found_again(history: History) -> None:
    link = at("/")
    assert told(await history.audit([link])) == [(Change.OPENED, "https://t.me/lavka")]
    opened = history.clock.now()
    assert told(await history.audit([link])) == []
    seen_last = history.clock.now()
    assert told(await history.audit([])) == [(Change.CLOSED, "https://t.me/lavka")]
    closed = history.clock.now()
    assert told(await history.audit([])) == []
    point = (await points_over_time(history.core, history.owner, history.last))[0]
    assert (point.standing.first.at, point.standing.last.at) == (opened, seen_last)
    assert point.standing.closed is not None
    assert point.standing.closed.at == closed
    assert told(await history.audit([link])) == [(Change.REOPENED, "https://t.me/lavka")]
    point = (await points_over_time(history.core, history.owner, history.last))[0]
    assert (point.standing.open, point.standing.reopened) == (True, 1)
    assert point.standing.first.at == opened


async def test_a_channel_is_open_while_any_of_its_places_is(history: History) -> None:
    await history.audit([at("/"), at("/contacts")])
    half = Coverage(complete=False, read={"https://shop.example/"}, hosts={"shop.example"})
    assert told(await history.audit([], half)) == []
    places = await history.places()
    assert sorted(one.path for one in places.values() if one.standing.open) == [PAGE]
    assert told(await history.audit([], replace(half, read={PAGE}))) == [
        (Change.CLOSED, "https://t.me/lavka")
    ]


async def test_a_link_that_was_commented_out_is_no_channel_any_more(history: History) -> None:
    link = at("/")
    await history.audit([link])
    silent = replace(link, state=State.COMMENTED, severity=Severity.INFO)
    assert told(await history.audit([silent])) == [(Change.CLOSED, "https://t.me/lavka")]
    assert [one.standing.open for one in (await history.places()).values()] == [True]


async def test_what_only_a_browser_saw_is_closed_only_by_a_browser(history: History) -> None:
    widget = at("/", rendered=Rendered((Viewport.DESKTOP,)))
    await history.audit([widget], replace(WHOLE, by_browser=True))
    assert told(await history.audit([])) == []
    assert told(await history.audit([], replace(WHOLE, by_browser=True))) == [
        (Change.CLOSED, "https://t.me/lavka")
    ]


async def test_histories_of_workspaces_do_not_meet(
    history: History, other_workspace_id: str, core: Core, clock: ManualClock
) -> None:
    stranger = History(core, Principal.local(other_workspace_id), clock)
    await history.audit([at("/")])
    assert told(await stranger.audit([at("/")])) == [(Change.OPENED, "https://t.me/lavka")]
    await stranger.audit([])
    assert [one.standing.open for one in (await history.places()).values()] == [True]


LINKS = {
    number: at(f"/{page}", f"https://t.me/{name}")
    for number, (page, name) in enumerate([("a", "one"), ("b", "one"), ("b", "two"), ("c", "two")])
}
PAGES = {f"https://shop.example/{page}" for page in "abc"}


@st.composite
def audits(draw: st.DrawFn) -> tuple[list[Finding], Coverage]:
    """One audit: which links stand on the site, and which pages were read."""
    standing = draw(st.sets(st.sampled_from(sorted(LINKS))))
    complete = draw(st.booleans())
    read = PAGES if complete else draw(st.sets(st.sampled_from(sorted(PAGES))))
    unread = draw(st.sets(st.sampled_from(sorted(PAGES)), max_size=1))
    seen = [LINKS[number] for number in sorted(standing) if LINKS[number].place.path in read - unread]
    return seen, Coverage(complete, read - unread, unread, hosts={"shop.example"})


@given(st.lists(audits(), max_size=8))
def test_any_sequence_of_audits_keeps_points_and_places_in_step(
    sequence: list[tuple[list[Finding], Coverage]],
) -> None:
    engine = sa.create_engine("sqlite://")
    with engine.begin() as tx:
        contact_point_history.metadata.create_all(
            tx, tables=[workspaces, audit_rows, finding_rows, finding_history, contact_point_history]
        )
        for now, (seen, coverage) in zip(moments(len(sequence)), sequence, strict=True):
            before = store.points(tx, "w", site_key(SITE))
            known = store.places(tx, "w", site_key(SITE))
            changes = keep(tx, "w", SITE, now, seen, coverage)
            places = store.places(tx, "w", site_key(SITE))
            points = store.points(tx, "w", site_key(SITE))
            for key, point in points.items():
                own = [one for one in places.values() if one.point == key]
                assert point.standing.open == any(one.standing.open for one in own)
            for one in changes:
                after, was = one.history, before.get(one.history.point)
                assert points[after.point] == after
                if one.change is Change.CLOSED:
                    assert was is not None
                    assert was.standing.open
                    assert after.standing.closed == now
                    assert all(
                        coverage.holds(place.path)
                        for place in known.values()
                        if place.point == after.point and place.standing.open
                    )
                elif one.change is Change.OPENED:
                    assert was is None
                else:
                    assert was is not None
                    assert not was.standing.open
            for fingerprint, place in places.items():
                if not coverage.holds(place.path):
                    assert place == known.get(fingerprint)
    engine.dispose()
