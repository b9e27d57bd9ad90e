"""Pages that stand before the page: a test for robots, a demand to sign in. Pure."""

import re
from enum import StrEnum

_MOST = 60_000
"""Bytes; a page that says something of its own beside the test is longer."""
_ROBOT = re.compile(
    r"подтвердите,?\s+что\s+(?:вы\s*[—–-]?\s*(?:не\s+робот|человек)|запросы\s+отправляли\s+вы)|вы\s+не\s+робот\?"
    r"|checking (?:your browser|if the site connection is secure)|verify (?:that )?you are (?:a )?human"
    r"|<title>\s*(?:just a moment|ddos-guard|attention required|проверка браузера)"
    r"|/cdn-cgi/challenge-platform/|cf-chl-|/\.well-known/ddos-guard/|__qrator|servicepipe\.ru|smartcaptcha\.yandex",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"<input\b[^>]*\btype\s*=\s*[\"']?password", re.IGNORECASE)
_LINKS = re.compile(r"<a\s[^>]*href", re.IGNORECASE)
_FEW_LINKS = 10


class Wall(StrEnum):
    """What stands in the way."""

    ROBOT_TEST = "robot_test"
    SIGN_IN = "sign_in"


def wall_of(html: str) -> Wall | None:
    """Say what stands before the page that was asked for; None when this is a page of its own."""
    if len(html) > _MOST:
        return None
    few = len(_LINKS.findall(html)) <= _FEW_LINKS
    if few and _ROBOT.search(html):
        return Wall.ROBOT_TEST
    return Wall.SIGN_IN if few and _PASSWORD.search(html) else None
