"""A norm that the code, an example or a page cites is a norm of the rule pack."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import files, name, none

from vestnik.law.pack import load_pack

_CITED = re.compile(
    r"(?<![\w./@-])(\d{2,3}fz-\d[0-9a-z.\-]*[0-9a-z]|koap-\d[0-9.\-]*\d|product-otp-[a-z\-]*[a-z])(?![\w-]*[@/])"
)
PACK = "src/vestnik/law/data/"


def _cited(paths: list[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        for norm in _CITED.findall(path.read_bytes().decode("utf-8", "replace")):
            yield name(path) if path.is_absolute() else str(path), norm


def test_every_cited_norm_is_in_the_pack() -> None:
    known = set(load_pack().norms)
    suffixes = (".py", ".md", ".toml", ".html", ".json")
    paths = [
        path
        for path in files("src", "docs", "examples", suffixes=suffixes)
        if not name(path).startswith(PACK)
    ]
    cited = list(_cited(paths))
    assert len(cited) > 3
    none(f"{path}: {norm}" for path, norm in cited if norm not in known)


def test_an_invented_norm_is_seen() -> None:
    text = 'norm_ids=("41fz-15-1", "38fz-99-1"), see koap-13.11-1; not 2026-11-23, not a@38fz-mail'
    assert _CITED.findall(text) == ["41fz-15-1", "38fz-99-1", "koap-13.11-1"]
    assert set(_CITED.findall(text)) - set(load_pack().norms) == {"38fz-99-1"}
