"""Ask the law again as it was: every decision about a message, under the pack of its day."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from vestnik.access.model import Principal
from vestnik.kernel.core import Core
from vestnik.kernel.errors import InvalidInput, NotFound
from vestnik.kernel.text import N_, Text
from vestnik.law.decide import decide
from vestnik.law.explain import record
from vestnik.law.model import Pack
from vestnik.law.policy.form import read_question
from vestnik.notify.messages import message_story

PackOf = Callable[[str], Awaitable[Pack]]
"""Gives a pack by its SHA-256; NotFound when this installation does not hold it."""

_NO_TEXT: Final = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Replayed:
    """One decision as it was recorded, and as the same pack answers the same question now."""

    at: datetime
    recorded: dict[str, Any]
    again: dict[str, Any] | None
    """None when it could not be asked again; ``why`` says so."""
    why: Text | None = None

    @property
    def same(self) -> bool:
        """Whether both are equal, word for word."""
        return self.again == self.recorded


async def replay(core: Core, principal: Principal, message_id: str, pack_of: PackOf) -> tuple[Replayed, ...]:
    """Return every decision about a message beside its repetition, oldest first.

    Raises:
        NotAllowed: the role may not read messages.
        NotFound: the workspace has no such message.
    """
    story = await message_story(core, principal, message_id)
    return tuple([await _again(decided.at, dict(decided.answer), pack_of) for decided in story.decisions])


async def _again(at: datetime, recorded: dict[str, Any], pack_of: PackOf) -> Replayed:
    asked = recorded.get("question")
    if asked is None:
        return Replayed(at, recorded, None, N_("Вопрос к этому решению не сохранён: оно старше этой версии."))
    try:
        pack = await pack_of(recorded["pack"]["hash"])
        question = read_question(asked, pack, lambda _text: _NO_TEXT)
    except (NotFound, InvalidInput) as error:
        return Replayed(at, recorded, None, error.message)
    again = record(pack, decide(pack, question))
    return Replayed(at, recorded, json.loads(json.dumps(again)))
