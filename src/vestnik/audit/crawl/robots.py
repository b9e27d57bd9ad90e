"""What a site's robots.txt allows (RFC 9309), read by protego."""

from dataclasses import dataclass, field

import protego

ROBOT = "Vestnik"
"""The name by which robots.txt may address the audit."""

_MAX_BYTES = 500 * 1024
"""RFC 9309, 2.5: a reader must take at least 500 KiB and may stop there."""
_OK, _CLIENT_ERROR, _SERVER_ERROR = 200, 400, 500
_MAX_SITEMAPS = 20


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one origin for our robot."""

    delay_s: float = 0.0
    sitemaps: tuple[str, ...] = ()
    unread: bool = False
    """The site did not give its rules out (5xx); its own audit goes on, and the report says so."""
    _rules: protego.Protego | None = field(default=None, repr=False)

    def allows(self, url: str) -> bool:
        """Tell whether the site lets our robot fetch ``url``."""
        return self._rules is None or self._rules.can_fetch(url, ROBOT)


def read_robots(status: int, body: bytes) -> Robots:
    """Return the rules that an answer to ``/robots.txt`` means; no file means no rules."""
    if status >= _SERVER_ERROR:
        return Robots(unread=True)
    if status != _OK:
        return Robots()
    rules = protego.Protego.parse(body[:_MAX_BYTES].decode("utf-8", "replace"))
    delay = rules.crawl_delay(ROBOT) or 0.0
    rate = rules.request_rate(ROBOT)
    if rate is not None and rate.requests:
        delay = max(delay, rate.seconds / rate.requests)
    return Robots(float(delay), tuple(rules.sitemaps)[:_MAX_SITEMAPS], _rules=rules)
