"""At most so many requests a second to one host, evenly spread."""

import asyncio


class Pace:
    """Gives each host its turns; waiting happens here and nowhere else."""

    def __init__(self, rate_per_s: float) -> None:
        """``rate_per_s`` holds for every host apart; with 0 nobody waits unless the host asks."""
        self._default = 1.0 / rate_per_s if rate_per_s > 0 else 0.0
        self._interval: dict[str, float] = {}
        self._free_at: dict[str, float] = {}

    def slow_down(self, origin: str, interval_s: float) -> None:
        """Keep at least ``interval_s`` seconds between two requests to ``origin``."""
        self._interval[origin] = max(interval_s, self._interval.get(origin, self._default))

    async def turn(self, origin: str) -> None:
        """Wait until ``origin`` may be asked again."""
        interval = self._interval.get(origin, self._default)
        if not interval:
            return
        now = asyncio.get_running_loop().time()
        start = max(now, self._free_at.get(origin, 0.0))
        self._free_at[origin] = start + interval
        if start > now:
            await asyncio.sleep(start - now)
