"""How often one may try to sign in: by account, by address, and by both together."""

from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import Final

import sqlalchemy as sa

from vestnik.access.tables import sign_in_attempts
from vestnik.kernel.core import Tx
from vestnik.kernel.errors import TooMany
from vestnik.kernel.ids import Ids
from vestnik.kernel.text import N_

WINDOW: Final = timedelta(minutes=15)
PER_PAIR: Final = 10
"""Tries of one account from one address; so a stranger elsewhere cannot lock the owner out soon."""
PER_ACCOUNT: Final = 50
PER_ADDRESS: Final = 100


def admit(tx: Tx, ids: Ids, email: str, ip: str, now: datetime) -> None:
    """Count this try before the password is looked at, so that tries at once count too.

    E-mails are stored as hashes: people type passwords into the wrong field.

    Raises:
        TooMany: a limit of the last 15 minutes is reached; ``retry_after_s`` says when the oldest try ages.
    """
    tx.execute(sa.delete(sign_in_attempts).where(sign_in_attempts.c.at <= now - WINDOW))
    for bucket, limit in _buckets(email, ip):
        times = tx.execute(
            sa.select(sign_in_attempts.c.at)
            .where(sign_in_attempts.c.bucket == bucket)
            .order_by(sign_in_attempts.c.at.desc())
            .limit(limit)
        ).scalars()
        latest = list(times)
        if len(latest) == limit:
            wait = ceil((latest[-1] + WINDOW - now).total_seconds())
            raise TooMany(
                N_(
                    "Слишком много попыток входа. Попробуйте через %(minutes)s мин.",
                    minutes=ceil(wait / 60),
                ),
                retry_after_s=wait,
            )
    rows = [{"id": ids.new(), "bucket": bucket, "at": now} for bucket, _ in _buckets(email, ip)]
    tx.execute(sa.insert(sign_in_attempts), rows)


def forgive(tx: Tx, email: str, ip: str) -> None:
    """Forget the tries of an account whose owner has just signed in from this address."""
    pair, account, address = (bucket for bucket, _ in _buckets(email, ip))
    newest = (
        sa.select(sign_in_attempts.c.id)
        .where(sign_in_attempts.c.bucket == address)
        .order_by(sign_in_attempts.c.at.desc(), sign_in_attempts.c.id.desc())
        .limit(1)
    )
    tx.execute(
        sa.delete(sign_in_attempts).where(
            sign_in_attempts.c.bucket.in_([pair, account])
            | sign_in_attempts.c.id.in_(newest.scalar_subquery())
        )
    )


def _buckets(email: str, ip: str) -> tuple[tuple[str, int], ...]:
    account = sha256(email.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    network = sha256(network_of(ip).encode()).hexdigest()[:32]
    return ((f"p{account}{network}", PER_PAIR), (f"a{account}", PER_ACCOUNT), (f"n{network}", PER_ADDRESS))


def network_of(ip: str) -> str:
    """Return the address; of IPv6 the /64, which is what one customer has."""
    try:
        address = ip_address(ip)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or address.exploded[:19])
    return str(address)
