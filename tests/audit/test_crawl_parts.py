import asyncio

from vestnik.audit.crawl.asking.sitemaps import locations_of
from vestnik.audit.crawl.frontier import Frontier
from vestnik.audit.crawl.links import links_of
from vestnik.audit.crawl.options import CrawlOptions
from vestnik.audit.crawl.pace import Pace
from vestnik.audit.crawl.robots import read_robots
from vestnik.audit.crawl.urls import Site

BASE = "https://shop.example/dir/page"


def test_a_page_leads_where_its_links_frames_and_reading_forms_point() -> None:
    found = links_of(
        """<a href="a">1</a><area href="/b"><iframe src="c"></iframe><form action="/search"></form>
        <meta http-equiv="refresh" content="5; url=/d"><link rel="next" href="?page=2">""",
        BASE,
    )
    assert found.pages == (
        "https://shop.example/dir/a",
        "https://shop.example/b",
        "https://shop.example/dir/c",
        "https://shop.example/search",
        "https://shop.example/d",
        "https://shop.example/dir/page?page=2",
    )


def test_scripts_styles_and_manifests_are_assets() -> None:
    found = links_of(
        """<script src="/app.js"></script><link rel="stylesheet" href="/a.css">
        <link rel="manifest" href="/site.webmanifest"><a href="/data.json">data</a>""",
        BASE,
    )
    assert [url.rpartition("/")[2] for url in found.assets] == [
        "app.js",
        "a.css",
        "site.webmanifest",
        "data.json",
    ]
    assert found.pages == ()


def test_a_form_that_writes_is_never_opened() -> None:
    assert links_of('<form method="POST" action="/order"><button></form>', BASE).pages == ()


def test_pictures_mail_and_scripts_of_other_kinds_are_not_links() -> None:
    page = (
        '<a href="p.jpg"></a><a href="mailto:a@b.example"></a><a href="javascript:x()"></a><img src="x.png">'
    )
    assert links_of(page, BASE).pages == ()


def test_the_base_element_moves_every_relative_address() -> None:
    page = '<base href="/shop/"><a href="a">1</a><script src="s.js"></script>'
    found = links_of(page, BASE)
    assert found.pages == ("https://shop.example/shop/a",)
    assert found.assets == ("https://shop.example/shop/s.js",)


def test_an_address_is_listed_once() -> None:
    page = '<a href="/a#x">1</a><a href="/a">2</a><a href="HTTPS://SHOP.example:443/a">3</a>'
    assert links_of(page, BASE).pages == ("https://shop.example/a",)


def test_a_sitemap_lists_its_addresses() -> None:
    body = "<url><loc> https://shop.example/a?x=1&amp;y=2 </loc></url><url><loc><![CDATA[/b]]></loc></url>"
    assert locations_of(body) == ("https://shop.example/a?x=1&y=2", "/b")


def frontier(**limits: int) -> Frontier:
    return Frontier(Site.of(BASE), CrawlOptions(**limits))


def test_the_frontier_takes_each_address_of_the_site_once() -> None:
    queue = frontier()
    assert queue.add("https://shop.example/a", 0)
    assert not queue.add("https://shop.example/a", 1)
    assert not queue.add("https://other.example/a", 1)
    assert len(queue) == 1


def test_the_page_limit_counts_what_was_taken_and_names_what_was_left() -> None:
    queue = frontier(max_pages=2)
    for number in range(5):
        queue.add(f"https://shop.example/{number}", 0)
    assert len(queue) == 2
    steps = [queue.next(), queue.next(), queue.next()]
    assert [step.url[-1] for step in steps if step] == ["0", "1"]
    assert queue.left_out == 3


def test_a_place_given_back_is_used_by_another_page() -> None:
    queue = frontier(max_pages=1)
    queue.add("https://shop.example/1", 0)
    queue.add("https://shop.example/2", 0)
    step = queue.next()
    assert step is not None
    queue.give_back(step)
    second = queue.next()
    assert second is not None
    assert second.url == "https://shop.example/2"


def test_depth_has_an_end() -> None:
    queue = frontier(max_depth=1)
    assert queue.add("https://shop.example/1", 1)
    assert not queue.add("https://shop.example/2", 2)
    assert queue.next()
    assert queue.next() is None
    assert queue.left_out == 1


def test_the_queue_itself_has_a_limit() -> None:
    queue = frontier(max_pages=1)
    for number in range(1000):
        queue.add(f"https://shop.example/{number}", 0)
    queue.next()
    assert queue.left_out == 999


async def test_requests_to_one_host_are_spread_evenly() -> None:
    pace = Pace(rate_per_s=50)
    loop = asyncio.get_running_loop()
    started = loop.time()
    await asyncio.gather(*(pace.turn("https://a.example") for _ in range(6)))
    assert loop.time() - started >= 0.09


async def test_hosts_do_not_wait_for_each_other() -> None:
    pace = Pace(rate_per_s=0.5)
    loop = asyncio.get_running_loop()
    started = loop.time()
    await pace.turn("https://a.example")
    await pace.turn("https://b.example")
    assert loop.time() - started < 1.5


async def test_a_site_that_asks_for_a_delay_gets_it() -> None:
    pace = Pace(rate_per_s=1000)
    pace.slow_down("https://a.example", 0.1)
    loop = asyncio.get_running_loop()
    started = loop.time()
    for _ in range(3):
        await pace.turn("https://a.example")
    assert loop.time() - started >= 0.19


def test_robots_rules_for_our_name_come_before_those_for_all() -> None:
    rules = read_robots(200, b"User-agent: *\nDisallow: /\n\nUser-agent: Vestnik\nDisallow: /admin\n")
    assert rules.allows("https://shop.example/page")
    assert not rules.allows("https://shop.example/admin/x")


def test_robots_may_ask_for_a_pace_and_name_sitemaps() -> None:
    text = b"User-agent: *\nCrawl-delay: 2.5\nSitemap: https://shop.example/map.xml\n"
    rules = read_robots(200, text)
    assert (rules.delay_s, rules.sitemaps) == (2.5, ("https://shop.example/map.xml",))


def test_no_robots_file_means_no_rules_and_a_failing_one_is_noted() -> None:
    assert read_robots(404, b"Disallow: /").allows("https://shop.example/")
    assert not read_robots(404, b"").unread
    assert read_robots(500, b"").unread


def test_broken_robots_do_not_break_the_audit() -> None:
    assert read_robots(200, b"\xff\xfe\0User-agent\n:::\nDisallow").allows("https://shop.example/")
