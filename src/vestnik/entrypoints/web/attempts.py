"""How often somebody may try a secret that nobody can be named for: by network address, in this process."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from vestnik.access.throttle import network_of
from vestnik.kernel.errors import TooMany
from vestnik.kernel.text import N_

WINDOW: Final = timedelta(minutes=15)
LIMIT: Final = 20
"""Wrong tries of one network within ``WINDOW``."""
_REMEMBERED: Final = 10_000
"""Networks; the one that tried longest ago is forgotten first."""


class Attempts:
    """Counts wrong tries. The secrets are of 256 bits: this spares the database, it does not guard them."""

    def __init__(self) -> None:
        """Remember nobody yet."""
        self._tries: OrderedDict[str, deque[datetime]] = OrderedDict()

    def admit(self, ip: str, now: datetime) -> None:
        """Let a try pass.

        Raises:
            TooMany: this network was wrong too often; ``retry_after_s`` says when to come back.
        """
        tries = self._recent(network_of(ip), now)
        if tries is not None and len(tries) >= LIMIT:
            wait = ceil((tries[0] + WINDOW - now).total_seconds())
            raise TooMany(
                N_(
                    "Слишком много неверных ссылок подряд. Попробуйте через %(minutes)s мин.",
                    minutes=ceil(wait / 60),
                ),
                retry_after_s=wait,
            )

    def note_wrong(self, ip: str, now: datetime) -> None:
        """Count a wrong try."""
        network = network_of(ip)
        tries = self._tries.setdefault(network, deque(maxlen=LIMIT))
        tries.append(now)
        self._tries.move_to_end(network)
        while len(self._tries) > _REMEMBERED:
            self._tries.popitem(last=False)

    def _recent(self, network: str, now: datetime) -> deque[datetime] | None:
        tries = self._tries.get(network)
        while tries and tries[0] <= now - WINDOW:
            tries.popleft()
        return tries
