"""Keeps what a list of people gave: numbers, the file's hash, its name and who counted."""

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.law.choices import store
from vestnik.law.choices.model import Counted, ReachCount
from vestnik.law.profile import ByWhom
from vestnik.ledger.model import Entry
from vestnik.ledger.store import append

MAX_NAME = 200


async def save_reach(core: Core, principal: Principal, counted: Counted, name: str) -> ReachCount:
    """Keep a counted list under a name people will know it by, with a ledger entry; it counts from now on.

    Raises:
        NotAllowed: the role may not speak for the company.
        InvalidInput: no name, or one that is too long.
    """
    require(principal, Permission.PROFILE_WRITE)
    name = name.strip()
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise InvalidInput(
            N_("Название списка — от 1 до %(limit)s печатных знаков.", limit=MAX_NAME), field="name"
        )
    count = ReachCount(
        id=core.ids.new(),
        name=name,
        counted=counted,
        counted_by=ByWhom.of(principal),
        counted_at=core.clock.now(),
    )
    entry = Entry(
        "law.reach_counted",
        {
            "count": count.id,
            "file_sha256": counted.sha256,
            "people": counted.people,
            "reachable": counted.reachable,
            "reached": dict(counted.reached),
            "unreadable": counted.unreadable,
            "by_user": principal.user_id,
            "by_key": principal.api_key_id,
        },
    )

    def write(tx: Tx) -> None:
        store.add_count(tx, principal.workspace_id, count)
        append(tx, principal.workspace_id, [entry], count.counted_at)

    await core.db.write(write)
    return count
