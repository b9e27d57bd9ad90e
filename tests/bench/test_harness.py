"""The bench's own arithmetic: medians, ratios, floors, turns, exit codes, and what is written down."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bench.harness import Bench, Figure, Measured, Side, compare, exit_code, measure, table

from bench import run

PEER_RATE = 100.0


def at(rate: float) -> Callable[[object], float]:
    return lambda _state: rate


def quietly(line: str) -> None:
    del line


@contextmanager
def opened(folder: Path) -> Iterator[Path]:
    assert folder.is_dir()
    yield folder


def bench(ours: Callable[[object], float] | None = None, floor: float | None = 2.0, **more: object) -> Bench:
    settings: dict[str, object] = {
        "name": "speed",
        "what": "things a second",
        "unit": "things/s",
        "sides": (Side("ours", "1.0", "D2", ours or at(300.0)), Side("peer", "2.0", "D2", at(PEER_RATE))),
        "figures": (Figure("fast enough", "ours", "peer", floor),),
        "open": opened,
    }
    return Bench(**(settings | more))  # type: ignore[arg-type]


def rounds(*rates: float) -> Measured:
    return Measured(rates)


def test_a_figure_is_the_ratio_of_two_medians_and_not_of_the_best_rounds():
    measured = {"ours": rounds(900, 210, 200, 190, 10), "peer": rounds(100, 100, 100, 500, 1)}
    outcome = compare(bench(), bench().figures[0], measured)

    assert (outcome.ours, outcome.peer, outcome.ratio) == (200, 100, 2.0)
    assert outcome.holds


@pytest.mark.parametrize(("ours", "holds"), [(200.0, True), (199.9, False), (201.0, True)])
def test_a_floor_holds_from_exactly_itself(ours: float, holds: bool):
    measured = {"ours": rounds(ours), "peer": rounds(PEER_RATE)}

    assert compare(bench(), bench().figures[0], measured).holds is holds


def test_a_figure_without_a_floor_is_shown_and_never_fails():
    shown = bench(floor=None)
    outcome = compare(shown, shown.figures[0], {"ours": rounds(1.0), "peer": rounds(PEER_RATE)})

    assert outcome.holds
    assert exit_code([outcome]) == 0


def test_one_missed_floor_among_many_fails_the_run():
    measured = {"ours": rounds(300.0), "peer": rounds(PEER_RATE)}
    good = compare(bench(), bench().figures[0], measured)
    bad = compare(bench(floor=3.5), bench(floor=3.5).figures[0], measured)

    assert exit_code([good, good]) == 0
    assert exit_code([good, bad, good]) == 1
    assert exit_code([]) == 0


def test_sides_take_turns_after_one_warm_up_each(tmp_path: Path):
    order: list[str] = []

    def side(name: str) -> Side:
        def run_once(state: object) -> float:
            order.append(name)
            return float(len(order))

        return Side(name, "1", "-", run_once)

    turns = bench(sides=(side("ours"), side("peer")))
    report = measure(turns, tmp_path, quietly)

    assert order == ["ours", "peer"] * 6
    assert report.measured["ours"].rates == (3, 5, 7, 9, 11), "the warm-up is not counted"


def test_a_round_that_did_nothing_is_an_error_and_no_result(tmp_path: Path):
    with pytest.raises(RuntimeError, match="nothing was done"):
        measure(bench(ours=at(0.0)), tmp_path, quietly)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rounds": 4},
        {"figures": (Figure("f", "ours", "somebody", 1.0),)},
        {"sides": (Side("ours", "1", "D9", at(1.0)), Side("peer", "1", "-", at(1.0)))},
        {"sides": (Side("ours", "1", "-", at(1.0)), Side("ours", "1", "-", at(1.0)))},
    ],
    ids=["rounds", "unknown side", "durability", "same name"],
)
def test_a_bench_that_would_mislead_is_refused(wrong: dict[str, object]):
    with pytest.raises(ValueError, match=r"speed:"):
        bench(**wrong)


def test_the_table_says_ratio_floor_verdict_spread_and_class(tmp_path: Path):
    text = table(measure(bench(), tmp_path, quietly))

    assert "fast enough: 3.00x peer  (floor 2x)  holds" in text
    assert "300 – 300" in text
    assert "D2: synced to disk before the answer" in text
    aimed = bench(figures=(Figure("fast enough", "ours", "peer", 2.0, aim=9.0),))
    assert "(floor 2x, aim 9x)  holds" in table(measure(aimed, tmp_path, quietly))
    missed = table(measure(bench(floor=4.0), tmp_path, quietly))
    assert "(floor 4x)  MISSED" in missed


BENCH_FILE = """
from contextlib import contextmanager
from bench.harness import Bench, Figure, Side

@contextmanager
def opened(folder):
    yield folder

BENCH = Bench(
    name={name!r}, what="w", unit="u",
    sides=(Side("ours", "1", "-", lambda s: {ours}), Side("peer", "1", "-", lambda s: 100.0)),
    figures=(Figure("f", "ours", "peer", 2.0),), open=opened, missing=lambda: {missing!r},
)
"""


def write(folder: Path, name: str, ours: float, missing: str | None = None) -> None:
    text = BENCH_FILE.format(name=name, ours=ours, missing=missing)
    (folder / f"bench_{name}.py").write_text(text)


def test_a_run_writes_one_json_line_a_figure_and_tells_the_verdict_by_its_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    write(tmp_path, "good", 300.0)
    write(tmp_path, "bad", 150.0)
    results = tmp_path / "results"

    assert run.main(["good"], tmp_path, results) == 0
    assert run.main(["bad"], tmp_path, results) == 1
    assert run.main([], tmp_path, results) == 1, "one bad bench fails them all"
    (line,) = (results / "bad.jsonl").read_text().splitlines()
    assert json.loads(line) == {
        "bench": "bad",
        "figure": "f",
        "unit": "u",
        "ours": 150.0,
        "peer": 100.0,
        "peer_name": "peer",
        "ratio": 1.5,
        "floor": 2.0,
        "holds": False,
    }
    said = capsys.readouterr().out
    assert "load average before the start" in said
    assert "MISSED" in said


def test_a_wrong_name_or_an_absent_peer_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    write(tmp_path, "needy", 300.0, missing="install the peer")

    assert run.main(["nothing"], tmp_path, tmp_path / "results") == 2
    assert run.main(["needy"], tmp_path, tmp_path / "results") == 2
    said = capsys.readouterr().err
    assert "there are: needy" in said
    assert "install the peer" in said
    assert not (tmp_path / "results").exists()


def test_every_bench_of_the_tree_can_be_loaded_and_names_itself_after_its_file():
    files = run.known()

    assert {"audit", "crawl", "dispatch", "memory", "page", "policy"} <= set(files)
    for name, path in files.items():
        assert run.load(path).name == name


def test_the_audit_corpus_is_the_same_every_time(tmp_path: Path):
    from bench.corpus import write_corpus

    first, second = write_corpus(tmp_path / "a", 1), write_corpus(tmp_path / "b", 1)

    assert (first.files, first.bytes, first.planted) == (second.files, second.bytes, second.planted)
    names = sorted(path.relative_to(first.folder) for path in first.folder.rglob("*.*"))
    assert names
    for name in names:
        assert (first.folder / name).read_bytes() == (second.folder / name).read_bytes()
