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
@pytest.mark.parametrize("seal", [{}, {"_seal": None}, {"_seal": object()}, {"_seal": True}])
def test_a_made_up_answer_is_refused(kind: type[Verdict], seal: dict[str, object], pack: Pack) -> None:
    real = ask(pack, SHOP, "email")
    with pytest.raises(TypeError, match=r"law\.decide"):
        kind(
            platform="telegram",
            purpose=Purpose.ADVERTISING,
            decided_at=real.decided_at,
            pack_version="1",
            **seal,
        )


def test_an_answer_gives_no_seal_away(verdict: Verdict) -> None:
    assert verdict._seal is None
    with pytest.raises(TypeError):
        Permit(
            platform="telegram",
            purpose=verdict.purpose,
            decided_at=verdict.decided_at,
            pack_version="1",
            _seal=verdict._seal,
        )


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
    with pytest.raises(dataclasses.FrozenInstanceError):
        verdict.platform = "telegram"  # type: ignore[misc]
