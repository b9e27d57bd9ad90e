"""Every setting is documented, with its variable and its default, and nothing else is."""

import re
from collections.abc import Iterator, Mapping

from tests.house.tree import ROOT, none

from vestnik.config import SETTINGS, Setting

PAGE = ROOT / "docs" / "reference" / "settings.md"
_ROW = re.compile(
    r"^\| `(?P<name>\w+)` \| `(?P<variable>\w+)` \| (?P<default>[^|]+) \|(?P<rest>.*)\|$", re.MULTILINE
)


def _differences(page: str, settings: Mapping[str, Setting]) -> Iterator[str]:
    rows = {row["name"]: row for row in _ROW.finditer(page)}
    yield from (f"{name}: not documented" for name in settings if name not in rows)
    for name, row in rows.items():
        if name not in settings:
            yield f"{name}: documented, but there is no such setting"
            continue
        if row["variable"] != f"VESTNIK_{name.upper()}":
            yield f"{name}: its variable is not {row['variable']}"
        default = settings[name].default
        if default is not None and row["default"].strip() != f"`{default}`":
            yield f"{name}: its default is {default}, the page says {row['default'].strip()}"
        if settings[name].secret and "secret file" not in row["rest"]:
            yield f"{name}: is a secret, the page does not say that it may come from a file"


def test_the_page_of_settings_tells_all_and_nothing_else() -> None:
    none(_differences(PAGE.read_text(), SETTINGS))


def test_a_difference_is_seen() -> None:
    page = PAGE.read_text()
    without = page.replace("| `port` |", "| port |")
    invented = page + "| `speed` | `VESTNIK_SPEED` | `9` | a number | how fast |\n"
    assert list(_differences(without, SETTINGS)) == ["port: not documented"]
    assert list(_differences(invented, SETTINGS)) == ["speed: documented, but there is no such setting"]
    assert len(list(_differences(page.replace("`8420`", "`80`"), SETTINGS))) == 1
    assert len(list(_differences(page.replace("`VESTNIK_PORT`", "`PORT`"), SETTINGS))) == 1
