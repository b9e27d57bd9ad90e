"""Decisions a second of ``law.decide`` beside Cedar and Rego: the same rules, the same questions, one run.

Every answer of the other engines is compared with ours; a difference stops the bench and shows the question.
There is no cache of answers on any side. ``decide`` keeps what it compiled, a function for each platform,
purpose and kind of recipient, and asks it anew every time; no two questions here are equal, so that a cache
could not help either.
"""

import gc
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from bench.harness import Bench, Figure, Side, say, version_of
from bench.policy_questions import Answer, answer_of, compare, questions
from vestnik.law.decide import decide
from vestnik.law.model import Pack, Purpose
from vestnik.law.pack import load_pack
from vestnik.law.policy.question import Question, RecipientKind

QUESTIONS: Final = int(os.environ.get("BENCH_QUESTIONS", "100000"))
COMPARED: Final = 5_000
"""How many of them the slower engines are asked, and every answer compared."""
RULES: Final = 30
"""The first rules of the shipped pack: those of the law and of the product."""
LIMIT_US: Final = 2.0


@dataclass
class Peer:
    """Another engine with the questions in the form it takes."""

    name: str
    engine: Any
    prepared: Sequence[Any]


@dataclass
class State:
    pack: Pack
    whole: Pack
    asked: list[Question]
    expected: list[Answer]
    peers: dict[str, Peer] = field(default_factory=dict)


@contextmanager
def opened(folder: Path) -> Iterator[State]:
    """Draw the questions, prepare them for every engine and see that all engines answer alike."""
    from bench.policy_cedar import Cedar
    from bench.policy_rego import Rego, RegoBytecode

    del folder
    whole = load_pack()
    assert len(whole.rules) >= RULES, f"the pack has only {len(whole.rules)} rules"
    pack = replace(whole, rules=whole.rules[:RULES])
    state = State(pack, whole, questions(whole, QUESTIONS), [])
    compared = state.asked[:COMPARED]
    state.expected = [answer_of(decide(pack, question)) for question in compared]
    for name, kind in ((CEDAR, Cedar), (REGORUS, Rego), (BYTECODE, RegoBytecode)):
        engine: Any = kind(pack)
        state.peers[name] = Peer(name, engine, [engine.prepared(question) for question in compared])
        _agrees(state, state.peers[name], engine.ask(state.peers[name].prepared))
    told = {rule for answer in state.expected for rule in (*answer.reasons, *(answer.warnings or ()))}
    say(f"  {len(compared)} answers equal in all engines; {len(told)} of {RULES} rules spoke in them")
    # The questions live as long as the bench: the collector need not look through them again and again.
    gc.collect()
    gc.freeze()
    try:
        yield state
    finally:
        gc.unfreeze()


def ours(state: State) -> float:
    """Measure all questions from end to end, reasons and warnings taken."""
    return QUESTIONS / _asked(state.pack, state.asked)


def whole_pack(state: State) -> float:
    """Measure the same under all the rules that are shipped."""
    return QUESTIONS / _asked(state.whole, state.asked)


def _asked(pack: Pack, asked: list[Question]) -> float:
    began = time.perf_counter()
    for question in asked:
        verdict = decide(pack, question)
        verdict.reasons  # noqa: B018 — taking them is part of what is measured
        verdict.warnings  # noqa: B018
    took = time.perf_counter() - began
    _nothing_is_remembered(pack, asked[0], verdict)
    return took


def one_by_one(state: State) -> float:
    """Measure every decision by itself and return the rate of the median one."""
    return 1e9 / _singly(state.pack, state.asked)


def one_by_one_whole(state: State) -> float:
    """Measure the same under all the rules that are shipped."""
    return 1e9 / _singly(state.whole, state.asked)


def _singly(pack: Pack, asked: list[Question]) -> float:
    """Return the median of single decisions in ns, less what reading the clock costs in the same moment."""
    now = time.perf_counter_ns
    took, clock = [], []
    for question in asked:
        began = now()
        verdict = decide(pack, question)
        verdict.reasons  # noqa: B018
        verdict.warnings  # noqa: B018
        took.append(now() - began)
    for _ in asked:
        began = now()
        clock.append(now() - began)
    _nothing_is_remembered(pack, asked[0], verdict)
    overhead = statistics.median(clock)
    took.sort()
    median, slow = statistics.median(took) - overhead, took[len(took) * 99 // 100] - overhead
    say(
        f"    {len(pack.rules)} rules: median {median / 1000:.2f} µs, 99 of 100 within {slow / 1000:.2f} µs "
        f"(the clock's {overhead:.0f} ns taken off)"
    )
    return median


def _nothing_is_remembered(pack: Pack, question: Question, last: object) -> None:
    """See that equal questions are answered twice, and that only programs are kept.

    Raises:
        AssertionError: an answer is kept somewhere.
    """
    again = decide(pack, replace(question))
    assert again == decide(pack, question)
    assert again is not decide(pack, question)
    assert again is not last
    most = len(pack.platforms) * len(Purpose) * len(RecipientKind)
    assert len(pack.programs) <= most, f"{len(pack.programs)} programs, and at most {most} can be"


def peer(name: str) -> Callable[[State], float]:
    """Return what measures an engine: the call alone, everything before and after it is left out."""

    def run(state: State) -> float:
        asked = state.peers[name]
        began = time.perf_counter()
        results = asked.engine.ask(asked.prepared)
        took = time.perf_counter() - began
        _agrees(state, asked, results)
        return len(results) / took

    return run


def _agrees(state: State, asked: Peer, results: list[Any]) -> None:
    answers = [asked.engine.answer(result) for result in results]
    compare(state.asked[:COMPARED], state.expected, answers, asked.name)


def _missing() -> str | None:
    needed = {"cedarpy": "cedarpy", "regorus": "gordon-to-regorus"}
    absent = [package for module, package in needed.items() if find_spec(module) is None]
    return f"bench policy: not installed: {', '.join(absent)}; uv sync brings it" if absent else None


VESTNIK = version_of("vestnik")
REGORUS_VERSION = version_of("gordon-to-regorus")
OURS: Final = f"vestnik decide, {RULES} rules"
SINGLE: Final = f"{OURS}, the median one"
WHOLE: Final = "vestnik decide, the whole pack"
WHOLE_SINGLE: Final = f"{WHOLE}, the median one"
CEDAR: Final = "cedarpy, in one batch"
REGORUS: Final = "regorus, interpreter"
BYTECODE: Final = "regorus, bytecode"
LIMIT: Final = f"limit of {LIMIT_US:g} µs"

BENCH = Bench(
    name="policy",
    what=f"decisions with their reasons, {QUESTIONS} questions of which no two are equal",
    unit="decisions/s",
    sides=(
        Side(OURS, VESTNIK, "-", ours),
        Side(SINGLE, VESTNIK, "-", one_by_one),
        Side(CEDAR, version_of("cedarpy"), "-", peer(CEDAR)),
        Side(REGORUS, REGORUS_VERSION, "-", peer(REGORUS)),
        Side(BYTECODE, REGORUS_VERSION, "-", peer(BYTECODE)),
        Side(WHOLE, VESTNIK, "-", whole_pack),
        Side(WHOLE_SINGLE, VESTNIK, "-", one_by_one_whole),
        Side(LIMIT, "arithmetic", "-", lambda _: 1e6 / LIMIT_US),
    ),
    figures=(
        Figure("30 rules beside Cedar", OURS, CEDAR, floor=20.0),
        Figure("30 rules beside Rego", OURS, REGORUS, floor=20.0),
        Figure("30 rules beside Rego in bytecode", OURS, BYTECODE, floor=8.0, aim=20.0),
        Figure("the median decision under 30 rules", SINGLE, LIMIT, floor=1.0),
        Figure("the median decision under the whole pack", WHOLE_SINGLE, LIMIT, floor=None, aim=1.0),
    ),
    open=opened,
    missing=_missing,
    notes=(
        f"{min(COMPARED, QUESTIONS)} questions go to all; verdicts, reasons and told warnings agree.",
        "the others get facts already worked out (how a consent stands, whether it is quiet) and ready JSON;",
        "ours works them out inside the measured time and brings the sentences as well.",
    ),
)
