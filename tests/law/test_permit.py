"""Nobody but the law room makes an answer."""

import copy
import dataclasses
import pickle

import pytest
from tests.law.asking import MARKETPLACE, SHOP, TALKING, ask

from vestnik.law.model import Pack, Purpose
from vestnik.law.permit import Denial, Hold, Permit, Verdict


@pytest.fixture(params=["permit", "hold", "denial"])
def verdict(request: pytest.FixtureRequest, pack: Pack) -> Verdict:
    if request.param == "permit":
        return ask(pack, SHOP, "email")
    if request.param == "hold":
        return ask(pack, SHOP, "email", Purpose.CODE, call=TALKING)
    return ask(pack, MARKETPLACE, "telegram")


@pytest.mark.parametrize("kind", [Permit, Hold, Denial])
@pytest.mark.parametrize("seal", [None, object(), True])
def test_a_made_up_answer_is_refused(kind: type[Verdict], seal: object, pack: Pack) -> None:
    real = ask(pack, SHOP, "email")
    with pytest.raises(TypeError, match=r"law\.decide"):
        kind(seal, real.question, real._program)


def test_an_answer_gives_no_seal_away(verdict: Verdict) -> None:
    for kind in type(verdict).__mro__:
        for name in getattr(kind, "__slots__", ()):
            held = getattr(verdict, name)
            with pytest.raises(TypeError, match=r"law\.decide"):
                Permit(held, verdict.question, verdict._program)


def test_an_answer_cannot_be_turned_into_another(verdict: Verdict) -> None:
    with pytest.raises(TypeError):
        dataclasses.replace(verdict, platform="telegram")


def test_an_answer_cannot_be_copied(verdict: Verdict) -> None:
    for duplicate in (copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="again"):
            duplicate(verdict)


def test_an_answer_cannot_be_pickled(verdict: Verdict) -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match="again"):
            pickle.dumps(verdict, protocol)


def test_an_answer_cannot_be_changed(verdict: Verdict) -> None:
    for name in ("platform", "purpose", "reasons", "warnings", "needs_decision", "missing", "question"):
        with pytest.raises(AttributeError):
            setattr(verdict, name, ())
    with pytest.raises(AttributeError):
        verdict.note = "let it pass"  # type: ignore[attr-defined]
