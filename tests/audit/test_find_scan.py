"""A walk over a directory: a bad file becomes a line, the walk goes on."""

from datetime import date
from pathlib import Path

import pytest
from tests.audit.finding import find, inspector
from tests.audit.sources.packing import code, saved, zipped

from vestnik.audit.baseline import Baseline, accept, load_baseline, save_baseline
from vestnik.audit.contact_points import group
from vestnik.audit.model import Severity
from vestnik.audit.prefilter import MAX_HITS
from vestnik.audit.scan import ScanOptions, scan_directory
from vestnik.kernel.errors import InvalidInput

LINK = b'<a href="https://t.me/some_shop">x</a>'


def _tree(root: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def test_every_text_file_is_read_in_a_fixed_order(tmp_path) -> None:
    _tree(tmp_path, {"b/z.html": LINK, "a.html": LINK, "b/a.php": LINK, "c.txt": b"nothing"})
    result = scan_directory(tmp_path, inspector=inspector())
    assert [item.place.path for item in result.findings] == ["a.html", "b/a.php", "b/z.html"]
    assert (result.files, result.bytes, result.exit_code) == (4, 3 * len(LINK) + 7, 1)


def test_one_file_can_be_scanned(tmp_path) -> None:
    _tree(tmp_path, {"a.html": LINK})
    result = scan_directory(tmp_path / "a.html", inspector=inspector())
    assert [item.place.path for item in result.findings] == ["a.html"]


def test_libraries_and_history_are_not_entered(tmp_path) -> None:
    _tree(tmp_path, {"node_modules/a.html": LINK, ".git/a.html": LINK, "x/a.html": b""})
    assert scan_directory(tmp_path, inspector=inspector()).findings == []
    entered = scan_directory(tmp_path, ScanOptions(skip=frozenset()), inspector=inspector())
    assert {item.place.path for item in entered.findings} == {"node_modules/a.html", ".git/a.html"}


def test_a_loop_of_links_is_one_line_and_no_endless_walk(tmp_path) -> None:
    _tree(tmp_path, {"a/b/page.html": LINK})
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path / "a")
    (tmp_path / "self").symlink_to("self")
    result = scan_directory(tmp_path, inspector=inspector())
    assert len(result.findings) == 1
    assert [item.path for item in result.troubles if item.kind == "link_loop"] == ["self", "a/b/up"]
    assert result.exit_code == 1


def test_a_link_to_a_folder_elsewhere_is_followed_once(tmp_path) -> None:
    _tree(tmp_path, {"shared/page.html": LINK, "site/index.html": b""})
    (tmp_path / "site" / "one").symlink_to(tmp_path / "shared")
    (tmp_path / "site" / "two").symlink_to(tmp_path / "shared")
    result = scan_directory(tmp_path / "site", inspector=inspector())
    assert [item.place.path for item in result.findings] == ["one/page.html"]


def test_fonts_and_films_are_counted_and_do_not_make_the_audit_incomplete(tmp_path) -> None:
    _tree(tmp_path, {"a.woff": b"wOFF", "b.dat": b"x\0y", "c.html": b"x"})
    result = scan_directory(tmp_path, inspector=inspector())
    (trouble,) = result.troubles
    assert (trouble.kind, trouble.incomplete) == ("binary", False)
    assert " 2;" in trouble.detail
    assert result.exit_code == 0


def test_a_text_longer_than_a_window_is_read_whole(tmp_path) -> None:
    _tree(tmp_path, {"big.sql": b"word and word\n" * 10_000 + LINK, "a.html": b"x"})
    result = scan_directory(tmp_path, ScanOptions(max_file=50_000), inspector=inspector())
    assert [(item.place.path, item.place.line) for item in result.findings] == [("big.sql", 10_001)]
    assert (result.troubles, result.exit_code) == ([], 1)


def test_equal_files_give_findings_of_their_own(tmp_path) -> None:
    page = LINK + b"<p>word</p>" * 100
    _tree(tmp_path, {"a/page.html": page, "b/page.html": page, "tests/page.html": page, "b/other.php": page})
    found = scan_directory(tmp_path, inspector=inspector()).findings
    alone = [scan_directory(tmp_path / name, inspector=inspector()).findings[0] for name in ("a", "b")]
    assert [(item.place.path, item.severity) for item in found] == [
        ("a/page.html", Severity.HIGH),
        ("b/other.php", Severity.HIGH),
        ("b/page.html", Severity.HIGH),
        ("tests/page.html", Severity.INFO),
    ]
    assert len({item.fingerprint for item in found}) == 4
    assert [item.place.span for item in found[:1]] == [alone[0].place.span]


def test_archives_and_pictures_of_a_folder_are_opened(tmp_path) -> None:
    _tree(tmp_path, {"backup.zip": zipped({"a.html": LINK}), "qr.png": saved(code("https://t.me/some_shop"))})
    seen: list[str] = []
    result = scan_directory(tmp_path, progress=lambda _, name: seen.append(name), inspector=inspector())
    assert [item.place.path for item in result.findings] == ["backup.zip!/a.html", "qr.png"]
    assert seen == ["backup.zip!/a.html", "backup.zip", "qr.png"]
    assert result.files == 3


def test_somebody_who_stops_the_walk_keeps_what_was_seen(tmp_path) -> None:
    _tree(tmp_path, {"a.html": LINK, "b.zip": zipped({"1.html": LINK, "2.html": LINK}), "c.html": LINK})

    def stop(_number: int, name: str) -> None:
        if name == "b.zip!/1.html":
            raise KeyboardInterrupt

    result = scan_directory(tmp_path, progress=stop, inspector=inspector())
    assert [item.place.path for item in result.findings] == ["a.html", "b.zip!/1.html"]
    assert (result.interrupted, result.incomplete, result.exit_code) == (True, True, 1)
    assert result.seconds > 0


def test_the_limit_of_files_stops_the_walk_with_a_line(tmp_path) -> None:
    _tree(tmp_path, {f"{number}.txt": b"x" for number in range(5)})
    result = scan_directory(tmp_path, ScanOptions(max_files=3), inspector=inspector())
    assert result.files == 3
    assert [item.kind for item in result.troubles] == ["limit"]


def test_an_unreadable_file_is_a_line(tmp_path) -> None:
    (tmp_path / "a.html").symlink_to("/proc/self/mem")  # opens for everybody, reads for nobody
    result = scan_directory(tmp_path, inspector=inspector())
    assert [item.kind for item in result.troubles] == ["unreadable"]


def test_a_missing_directory_is_unreachable(tmp_path) -> None:
    result = scan_directory(tmp_path / "none", inspector=inspector())
    assert [item.kind for item in result.troubles] == ["unreachable"]
    assert result.exit_code == 3


def test_progress_names_every_file(tmp_path) -> None:
    _tree(tmp_path, {"a.html": LINK, "b.html": b""})
    seen: list[tuple[int, str]] = []
    scan_directory(tmp_path, progress=lambda number, name: seen.append((number, name)), inspector=inspector())
    assert seen == [(1, "a.html"), (2, "b.html")]


def test_a_baseline_hides_until_its_last_day(tmp_path) -> None:
    _tree(tmp_path, {"site/a.html": LINK})
    result = scan_directory(tmp_path / "site", inspector=inspector())
    baseline = accept(
        result.findings, reason="уберём с новым дизайном", who="Отдел рекламы", until=date(2026, 12, 1)
    )
    save_baseline(tmp_path / "baseline.json", baseline)
    loaded = load_baseline(tmp_path / "baseline.json")
    assert loaded == baseline
    hidden = loaded.apply(result, date(2026, 12, 1))
    assert (hidden.findings, hidden.suppressed, hidden.exit_code) == ([], 1, 0)
    shown = loaded.apply(result, date(2026, 12, 2))
    assert len(shown.findings) == 1
    assert loaded.expired(date(2026, 12, 2)) == baseline.entries


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", '{"version": 3, "accepted": []}', '{"version": 1}', '{"version": 1, "accepted": [{}]}',
     ('{"version": 1, "accepted": [{"fingerprint": "a", "rule": "b", "path": "c",'
        ' "reason": " ", "who": "d"}]}'),
    ],
)  # fmt: skip
def test_a_broken_baseline_says_what_is_wrong(tmp_path, body) -> None:
    (tmp_path / "baseline.json").write_text(body)
    with pytest.raises(InvalidInput) as caught:
        load_baseline(tmp_path / "baseline.json")
    assert caught.value.field == "baseline"
    with pytest.raises(InvalidInput):
        load_baseline(tmp_path / "missing.json")


def test_an_empty_baseline_hides_nothing() -> None:
    found = find(LINK)
    assert not Baseline().hides(found[0], date(2026, 1, 1))


def test_contact_points_count_places_of_one_target() -> None:
    found = find(
        LINK + b'<a href="http://telegram.me/Some_Shop">y</a><a href="https://t.me/share/url?url=1">s</a>'
    )
    points = group(found)
    assert [(item.platform, item.target, item.places, item.files, item.severity) for item in points] == [
        ("telegram", "https://t.me/some_shop", 2, 1, Severity.HIGH)
    ]


def test_a_file_with_more_places_than_are_looked_at_says_so(tmp_path: Path):
    (tmp_path / "dump.html").write_text('<a href="https://t.me/shop_bot">x</a>\n' * (MAX_HITS + 1))
    result = scan_directory(tmp_path)
    (trouble,) = result.troubles
    assert (trouble.path, trouble.kind, trouble.incomplete) == ("dump.html", "limit", True)
    assert result.incomplete
