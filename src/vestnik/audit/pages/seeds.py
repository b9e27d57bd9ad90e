"""One pass over a text for everything worth a closer look: tags, stems, hosts. Pure.

Looking for each of them by itself would cost more than parsing the page.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

import ahocorasick_rs

from vestnik.audit.pages.hosts import trackers


class Seed(StrEnum):
    """What may begin at a place."""

    FORM = "form"
    FIELD = "field"
    SCRIPT = "script"
    COMMENT = "comment"
    FOOTER = "footer"
    LINK = "link"
    """A stem of a policy or a consent, in words or in an address."""
    PERSONAL = "personal"
    COOKIE = "cookie"
    NUMBER = "number"
    HOST = "host"
    RECORDER = "recorder"


Seeds = Mapping[Seed, Sequence[int]]
"""Characters at which something may begin, in order."""

_WORDS: Final = {
    Seed.FORM: ("<form",),
    Seed.FIELD: ("<input", "<textarea", "<textfield", "<field"),
    Seed.SCRIPT: ("<script",),
    Seed.COMMENT: ("<!--",),
    Seed.FOOTER: ("foot", "podval"),
    Seed.LINK: (
        *("политик", "конфиденц", "согласи", "положени", "privacy", "policy", "politik", "politic"),
        *("confiden", "konfiden", "soglasi", "consent"),
    ),
    Seed.PERSONAL: ("персональн", "personal", "пдн"),
    Seed.COOKIE: ("cookie", "куки"),
    Seed.RECORDER: ("webvisor",),
}


@lru_cache(maxsize=1)
def _search() -> tuple[ahocorasick_rs.AhoCorasick, tuple[Seed, ...]]:
    """Compile the words in the cases pages write them in, and the hosts of trackers; costs some 5 ms."""
    patterns: dict[str, Seed] = {}
    for seed, words in _WORDS.items():
        for word in words:
            for form in (word, word.capitalize(), word.upper(), word[0] + word[1:].capitalize()):
                patterns[form] = seed
    patterns.update({"<TextField": Seed.FIELD, "ПДн": Seed.PERSONAL, "ИНН": Seed.NUMBER, "ОГРН": Seed.NUMBER})
    for service in trackers().by_name.values():
        patterns.update((host.partition("/")[0], Seed.HOST) for host in service.hosts)
    return ahocorasick_rs.AhoCorasick(list(patterns)), tuple(patterns.values())


@lru_cache(maxsize=1)
def _bytes_search() -> ahocorasick_rs.BytesAhoCorasick:
    words = (
        *_WORDS[Seed.FORM],
        *_WORDS[Seed.FIELD],
        *_WORDS[Seed.RECORDER],
        "политик",
        "конфиденц",
        "персональн",
    )
    hosts = (host for service in trackers().by_name.values() for host in service.hosts)
    texts = [form for word in words for form in (word, word.capitalize(), word.upper())]
    coded = [text.encode(name) for text in texts for name in ("utf-8", "cp1251")]
    names = (host.partition("/")[0].encode() for host in hosts)
    return ahocorasick_rs.BytesAhoCorasick(list(dict.fromkeys((*coded, *names))))


def promising(data: bytes) -> bool:
    """Whether a file is worth decoding: its bytes hold a form, a field, a tracker or a word of a policy."""
    return bool(_bytes_search().find_matches_as_indexes(data))


def seeds_of(text: str) -> Seeds:
    """Return where something may begin."""
    search, kinds = _search()
    try:
        found = search.find_matches_as_indexes(text)
    except UnicodeEncodeError:  # bytes that did not decode; every one is one character here and there
        found = search.find_matches_as_indexes(text.encode("utf-8", "replace").decode())
    seeds: dict[Seed, list[int]] = {seed: [] for seed in Seed}
    for number, start, _ in found:
        seeds[kinds[number]].append(start)
    return seeds
