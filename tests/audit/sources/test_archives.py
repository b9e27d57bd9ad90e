"""Archives: what lies inside is found under the name of both; what cannot be read is a line."""

from tests.audit.sources.packing import LINK, found, zipped

SHOP = "https://t.me/some_shop"


def test_a_file_in_an_archive_is_found_under_both_names() -> None:
    assert found("site.zip", zipped({"a/index.html": LINK})) == [("site.zip!/a/index.html", SHOP)]


def test_an_archive_in_an_archive_is_opened() -> None:
    inner = zipped({"index.html": LINK})
    assert found("a.zip", zipped({"b.zip": inner})) == [("a.zip!/b.zip!/index.html", SHOP)]
