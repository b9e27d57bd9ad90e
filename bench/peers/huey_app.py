"""The peer's side of bench_dispatch: one task that does nothing, on the peer's own SQLite storage."""

import os

from huey import SqliteHuey

huey = SqliteHuey(
    filename=os.environ["BENCH_HUEY_FILE"],
    fsync=os.environ["BENCH_HUEY_FSYNC"] == "1",
    timeout=30,
)


@huey.task()
def deliver(payload: str) -> str:
    """Take a message and report it done."""
    return payload[:2]
