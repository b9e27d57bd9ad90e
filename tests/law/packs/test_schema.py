"""The schema of a pack's files and the loader agree: on every shipped file, and on every damage to a row."""

import copy
import json
import string
import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.depth import depth
from tests.house.tree import ROOT

from vestnik.kernel.errors import CannotStart
from vestnik.law.model import Purpose
from vestnik.law.pack import built_in, pack_of, read_files
from vestnik.law.pack_schema import KINDS, pack_schema
from vestnik.law.packfile.case_rows import case_of, purpose_of
from vestnik.law.packfile.row import Row
from vestnik.law.rows import norm_of, platform_of, rule_of, subject_of

CONTENTS = read_files(built_in())
FILES = {name: tomllib.loads(data.decode()) for name, data in CONTENTS.items()}
READERS = {
    "norms": ("norm", norm_of),
    "platforms": ("platform", platform_of),
    "subjects": ("subject", subject_of),
    "purposes": ("purpose", purpose_of),
    "rules": ("rule", rule_of),
    "cases": ("case", case_of),
}
VALIDATORS = {
    kind: jsonschema_rs.Draft202012Validator(pack_schema(kind), validate_formats=True) for kind in KINDS
}


def kind_of(name: str) -> str:
    return "norms" if name.startswith("norms/") else name.removesuffix(".toml")


ROWS = [
    (kind_of(name), row)
    for name, table in FILES.items()
    if name != "pack.toml"
    for row in table[READERS[kind_of(name)][0]]
]


def as_json(value: Any) -> Any:
    """Return a TOML value as JSON has it: days are strings."""
    return json.loads(json.dumps(value, default=lambda day: day.isoformat(), ensure_ascii=False))


def schema_takes(kind: str, row: Any) -> bool:
    return VALIDATORS[kind].is_valid(as_json({READERS[kind][0]: [row]}))


def loader_takes(kind: str, row: Any) -> bool:
    try:
        READERS[kind][1](Row("file.toml", "row", row))
    except CannotStart:
        return False
    return True


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_shipped_file_fits_its_schema(name: str) -> None:
    VALIDATORS[kind_of(name)].validate(as_json(FILES[name]))


def test_the_whole_schema_holds_every_kind_and_is_one_itself() -> None:
    whole = pack_schema()
    jsonschema_rs.meta.validate(whole)
    validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    assert all(validator.is_valid(as_json(table)) for table in FILES.values())
    assert set(whole["$defs"]) == {kind_of(name) for name in FILES}
    with pytest.raises(KeyError):
        pack_schema("recipes")


def test_the_schema_knows_every_purpose() -> None:
    row = KINDS["purposes"]["properties"]["purpose"]["items"]
    assert row["properties"]["code"]["enum"] == [purpose.value for purpose in Purpose]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every key and list item below ``value``; what a question says is not the pack's."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in items:
        yield (*path, key)
        if key != "question":
            yield from places(below, (*path, key))


odd = st.one_of(
    st.booleans(),
    st.integers(-3, 3),
    st.floats(0.1, 0.9),
    # No days, and no text that is one: TOML tells them apart, JSON does not.
    st.text(string.ascii_letters + " -:/.", max_size=12),
    st.just("x" * 1001),
    st.just("https://e.example"),
    st.lists(st.sampled_from(["a", "", 1]), max_size=3),
    st.just({}),
    st.just({"on": "soon"}),
)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Return a shipped row after one change: a key dropped, added, or given another value."""
    kind, row = draw(st.sampled_from(ROWS))
    row = copy.deepcopy(row)
    path = draw(st.sampled_from(list(places(row))))
    holder = row
    for step in path[:-1]:
        holder = holder[step]
    what = draw(st.sampled_from(["drop", "add", "change"]))
    if what == "drop":
        del holder[path[-1]]
    elif what == "add" and isinstance(holder, dict) and holder is not row.get("question"):
        holder[draw(st.text(string.ascii_lowercase, min_size=1, max_size=6))] = draw(odd)
    else:
        holder[path[-1]] = draw(odd)
    return kind, row


@settings(max_examples=depth(300, 20_000))
@given(damaged())
def test_the_schema_and_the_loader_refuse_the_same_rows(found: tuple[str, dict[str, Any]]) -> None:
    kind, row = found
    assert schema_takes(kind, row) == loader_takes(kind, row)


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=lambda value: value if isinstance(value, str) else None)
def test_every_shipped_row_is_taken_by_both(kind: str, row: dict[str, Any]) -> None:
    assert schema_takes(kind, row)
    assert loader_takes(kind, row)


DAMAGES: list[tuple[str, dict[str, Any]]] = [
    ("norms", {"in_force_evidence": None}),
    ("norms", {"quote": "слова"}),
    ("norms", {"sums": [{"who": "entities", "unit": "RUB", "evidence": "P"}]}),
    ("norms", {"sums": [{"who": "entities", "unit": "USD", "evidence": "P", "from": 1}]}),
    ("norms", {"sources": [{"url": "https://e.example", "note": "и то и то"}]}),
    ("norms", {"sources": [{"url": "ftp://e.example"}]}),
    ("norms", {"caveats": ["раз", "раз"]}),
    ("norms", {"terms": [{"number": 0, "unit": "days", "what": "ждать", "evidence": "P"}]}),
    ("norms", {"summary": " "}),
    ("platforms", {"evidence": "own", "kind": "foreign"}),
    ("platforms", {"evidence": "S1", "kind": "own_road"}),
    ("subjects", {"threshold": {"number": 5, "unit": "apples", "evidence": "P"}}),
    ("purposes", {"code": "gossip"}),
    ("rules", {"when": {"moon": ["full"]}}),
    ("cases", {"expect": {"verdict": "maybe"}}),
    ("cases", {"question": {"channel": "sms", "purpose": "code"}}),
    ("cases", {"question": {"channel": "sms", "purpose": "code", "at": "x", "organisation": []}}),
]


@pytest.mark.parametrize(("kind", "changes"), DAMAGES)
def test_both_refuse_a_damage(kind: str, changes: dict[str, Any]) -> None:
    row = next(row for name, row in ROWS if name == kind)
    worse = {key: value for key, value in {**row, **changes}.items() if value is not None}
    assert not schema_takes(kind, worse)
    assert not loader_takes(kind, worse)


HEADS: list[dict[str, Any]] = [
    {"version": "first"},
    {"version": "2026." + "1" * 40},
    {"as_of": None},
    {"norms": ["../41fz"]},
    {"norms": []},
    {"author": ""},
    {"colour": "red"},
    {"changelog": [{"version": "first", "on": date(2026, 1, 1), "what": "начало"}]},
    {"changelog": [{"version": "1", "on": "soon", "what": "начало"}]},
]


@pytest.mark.parametrize("changes", HEADS)
def test_both_refuse_a_damaged_head(changes: dict[str, Any]) -> None:
    head = {key: value for key, value in {**FILES["pack.toml"], **changes}.items() if value is not None}
    assert not VALIDATORS["pack"].is_valid(as_json(head))
    with pytest.raises(CannotStart, match=r"pack\.toml"):
        pack_of({**CONTENTS, "pack.toml": as_toml(head)})


def test_a_head_is_written_as_it_was_read() -> None:
    assert tomllib.loads(as_toml(FILES["pack.toml"]).decode()) == FILES["pack.toml"]


def as_toml(head: dict[str, Any]) -> bytes:
    """Write a head as TOML: strings, days, lists of strings, and the changelog's tables."""
    lines = [f"{key} = {written(value)}" for key, value in head.items() if key != "changelog"]
    for release in head["changelog"]:
        lines += ["[[changelog]]", *(f"{key} = {written(value)}" for key, value in release.items())]
    return "\n".join(lines).encode()


def written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def test_the_copy_in_the_reference_is_the_schema() -> None:
    """Made anew by the build of the docs, or by: vestnik law schema > docs/reference/pack-schema.json."""
    kept = (ROOT / "docs" / "reference" / "pack-schema.json").read_text()
    assert kept == json.dumps(pack_schema(), ensure_ascii=False, indent=2) + "\n"
