"""What is put aside: by fingerprint, with a reason, an owner and a last day; old files still load."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.audit.finding import find
from tests.audit.report.sample import LINK, TODAY, marked, whole

from vestnik.audit.baseline import Accepted, Baseline, accept, load_baseline, save_baseline
from vestnik.audit.model import AuditResult
from vestnik.kernel.errors import InvalidInput

OLD = """{
  "version": 1,
  "accepted": [
    {
      "fingerprint": "%s",
      "rule": "TG-LINK-001",
      "path": "contacts.html",
      "reason": "уберём с новым дизайном",
      "who": "anna",
      "until": "2026-12-01"
    },
    {
      "fingerprint": "other",
      "rule": "WA-LINK-001",
      "path": "index.html",
      "reason": "навсегда",
      "who": "boris",
      "until": null
    }
  ]
}
"""
texts = st.text(st.characters(exclude_categories=()), max_size=40)
days = st.none() | st.dates()
entries = st.builds(
    Accepted,
    texts, texts, texts,
    texts.filter(str.strip), texts.filter(str.strip),
    days, texts, days,
)  # fmt: skip


def aside(*items: object, until: date | None = None) -> Baseline:
    return accept(items, reason="потом", who="anna", owner="Реклама", added=TODAY, until=until)  # type: ignore[arg-type]


@given(st.lists(entries, max_size=5))
def test_what_is_saved_is_what_is_loaded(rows: list[Accepted]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "known.json"
        save_baseline(path, Baseline(tuple(rows)))
        again = load_baseline(path)
    key = repr
    assert sorted(again.entries, key=key) == sorted(rows, key=key)


def test_a_file_of_an_older_version_still_holds(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    path.write_text(OLD % LINK.fingerprint, encoding="utf-8")
    baseline = load_baseline(path)
    assert baseline.hides(LINK, date(2026, 12, 1))
    assert not baseline.hides(LINK, date(2026, 12, 2))
    old, other = baseline.entries
    assert (old.owner, old.added, old.until) == ("", None, date(2026, 12, 1))
    assert other.until is None


def test_a_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    path.write_text('{"version": 99, "accepted": []}', encoding="utf-8")
    with pytest.raises(InvalidInput):
        load_baseline(path)


def test_the_last_day_is_the_last_it_holds() -> None:
    baseline = aside(LINK, until=TODAY)
    assert baseline.hides(LINK, TODAY)
    assert not baseline.hides(LINK, TODAY + timedelta(days=1))


def test_signals_can_be_put_aside_too() -> None:
    result = whole().result
    baseline = aside(*result.signals)
    left = baseline.apply(result, TODAY)
    assert (left.signals, left.suppressed) == ([], result.suppressed + len(result.signals))
    assert len(left.findings) == len(result.findings)


def test_it_is_told_what_is_hidden_what_came_back_and_what_is_gone() -> None:
    old, fresh = marked(LINK, "old"), marked(LINK, "fresh")
    baseline = Baseline(
        (
            *aside(LINK).entries,
            *aside(old, until=TODAY - timedelta(days=1)).entries,
            *aside(marked(LINK, "gone")).entries,
        )
    )
    result = AuditResult("site", [LINK, old, fresh])
    told = baseline.compare(result, TODAY)
    assert [item for item, _entry in told.put_aside] == [LINK]
    assert [entry.fingerprint for entry in told.expired] == [old.fingerprint]
    assert [entry.fingerprint for entry in told.gone] == [marked(LINK, "gone").fingerprint]
    assert baseline.apply(result, TODAY).findings == [old, fresh]
    assert [entry.fingerprint for entry in baseline.pruned(told.gone).entries] == [
        LINK.fingerprint,
        old.fingerprint,
    ]


def test_of_two_entries_for_one_finding_the_longer_holds() -> None:
    both = Baseline((*aside(LINK).entries, *aside(LINK, until=TODAY - timedelta(days=1)).entries))
    assert both.hides(LINK, TODAY)
    assert both.expired(TODAY) == ()
    assert Baseline(both.entries[::-1]).hides(LINK, TODAY)


def test_joining_keeps_what_stands_and_renews_what_ran_out() -> None:
    late = aside(LINK, until=TODAY - timedelta(days=1))
    kept = aside(marked(LINK, "kept"))
    fresh = accept([LINK, marked(LINK, "kept")], reason="новая причина", who="boris")
    joined = Baseline((*late.entries, *kept.entries)).joined(fresh, TODAY)
    reasons = {entry.fingerprint: entry.reason for entry in joined.entries}
    assert reasons == {LINK.fingerprint: "новая причина", marked(LINK, "kept").fingerprint: "потом"}


def test_a_finding_is_known_again_when_lines_move_and_not_in_another_file() -> None:
    link = '<a href="https://t.me/lavka_fiction">Написать</a>'
    [before] = find(link)
    [after] = find("\n\n<h1>Новое</h1>\n" + link)
    [elsewhere] = find(link, "other.html")
    baseline = aside(before)
    assert before.place.line != after.place.line
    assert baseline.hides(after, TODAY)
    assert not baseline.hides(elsewhere, TODAY)


def test_only_what_counts_is_put_aside() -> None:
    note = replace(LINK, severity=type(LINK.severity).INFO)
    assert aside(note).entries == ()


def test_the_file_is_sorted_for_a_small_change_in_version_control(tmp_path: Path) -> None:
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    made = aside(LINK, marked(LINK, "a"), marked(LINK, "b"))
    save_baseline(one, made)
    save_baseline(two, Baseline(made.entries[::-1]))
    assert one.read_bytes() == two.read_bytes()
    assert json.loads(one.read_text())["version"] == 2
