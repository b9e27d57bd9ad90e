"""Asks ``decide`` the question of a case."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from vestnik.law.decide import decide
from vestnik.law.model import Pack
from vestnik.law.permit import Verdict
from vestnik.law.policy.form import read_question
from vestnik.law.signatures import load
from vestnik.law.text_check.invited import invited


def asker(pack: Pack) -> Callable[[Mapping[str, Any]], Verdict]:
    """Return what answers questions in their JSON form under ``pack``.

    Raises (when called):
        InvalidInput: the question cannot be read.
    """
    invites = partial(invited, load())
    return lambda plain: decide(pack, read_question(plain, pack, invites))
