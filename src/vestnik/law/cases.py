"""Runs the cases of a pack: each message must get the verdict that its row expects. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from vestnik.kernel.errors import VestnikError
from vestnik.law.figures.model import Case, Expectation, Expected
from vestnik.law.lint import Problem
from vestnik.law.model import Pack, Reason
from vestnik.law.permit import Denial, Hold, Permit, Verdict

_WORDS: Mapping[type[Verdict], Expected] = {
    Permit: Expected.PERMIT,
    Hold: Expected.HOLD,
    Denial: Expected.DENY,
}


def run_cases(pack: Pack, ask: Callable[[Mapping[str, Any]], Verdict]) -> list[Problem]:
    """Ask every case's question and return what differs from its expectation.

    ``ask`` takes a question in its JSON form; a VestnikError it raises becomes a problem of the case.
    """
    return [
        Problem(pack.files.get(f"case {case.id}", ""), f"case {case.id}", what)
        for case in pack.cases
        for what in _differences(case, ask)
    ]


def _differences(case: Case, ask: Callable[[Mapping[str, Any]], Verdict]) -> Iterator[str]:
    try:
        verdict = ask(case.question)
    except VestnikError as error:
        yield f"вопрос не задать: {error}"
        return
    expect = case.expect
    word = _WORDS[type(verdict)]
    if word is not expect.verdict:
        yield f"ответ «{word}», а ждали «{expect.verdict}»"
    yield from _sets("причины", _norms(verdict.reasons), expect.norms)
    yield from _sets("предупреждения", _norms(verdict.warnings), expect.warnings)
    yield from _sets("решает владелец", frozenset(verdict.needs_decision), expect.needs_decision)
    yield from _rules(verdict, expect)


def _norms(reasons: Iterable[Reason]) -> frozenset[str]:
    return frozenset(reason.norm_id for reason in reasons if reason.norm_id is not None)


def _sets(name: str, found: frozenset[str], wanted: frozenset[str] | None) -> Iterator[str]:
    if wanted is not None and found != wanted:
        yield f"{name}: {_told(found)}, а ждали {_told(wanted)}"


def _rules(verdict: Verdict, expect: Expectation) -> Iterator[str]:
    spoke = {reason.rule for reason in (*verdict.reasons, *verdict.warnings)}
    for rule in sorted(expect.rules - spoke):
        yield f"правило «{rule}» молчит"


def _told(words: Iterable[str]) -> str:
    return ", ".join(sorted(words)) or "ничего"
