"""Find the places of a message that invite its reader to a foreign messenger."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from vestnik.law.signatures import Signatures
from vestnik.law.text_check.caution import warned_words
from vestnik.law.text_check.denial import preposition_of, speaks_for_itself
from vestnik.law.text_check.fold import Cleaned, clean
from vestnik.law.text_check.layout import Gap, Layout, lay_out
from vestnik.law.text_check.links import find_links
from vestnik.law.text_check.model import Invitation, InvitationKind, Link, Name
from vestnik.law.text_check.naming import names_of
from vestnik.law.text_check.prefilter import glance
from vestnik.law.text_check.stance import Stance, Verdict, judge
from vestnik.law.text_check.words import ALL_CALLS, CHANNEL, FILLERS, JOINTS, PLACE, SOURCE, SURNAMES

READ: Final = 100_000
"""Characters of a text that are read."""
_SPELLING = 80
_NEAR = 6
_BESIDE = 40
_BEFORE = re.compile(r"[\s(—–:-]{0,4}(?:(?:в|на|in|on)\s)?")
_BREAK = re.compile(r"[!?;]|\.\s|(?<!:)\n")
_NICK = re.compile(r"\s{0,2}[:—–-]{1,2}\s{0,2}(?P<nick>(?:live:)?[a-z][a-z0-9_.]{3,30}[a-z0-9_])(?![\w@/])")


def invitations(signatures: Signatures, text: str, *, limit: int = 20) -> tuple[Invitation, ...]:
    """Return where the text invites to a foreign messenger: a link, an account, a call to write there.

    A sentence that leaves, closes, forbids, warns of or merely mentions a messenger invites nobody. A link is
    different: it works whatever the sentence around it says, so every address that leads into a messenger is
    returned, also «мы ушли, наш старый канал: t.me/shop». Addresses of a messenger's own site are judged
    as its name is. Pages of links (``taplink.cc``) and Zoom are not reported: no messenger is seen in them.

    At most ``limit`` places in order of the text; only the first ``READ`` characters are read. Never raises.
    """
    cleaned = clean(text[:READ])
    seen = glance(signatures, cleaned)
    if not seen.names and not seen.addresses:
        return ()
    links = find_links(signatures, cleaned)
    found = [_of_link(link) for link in links if link.invites]
    named = seen.names or any(link.platform and not link.invites for link in links)
    layout = lay_out(names_of(signatures), cleaned, links) if named else None
    if layout is not None:
        found += _without_echoes(_in_words(layout, cleaned), [link for link in links if link.invites], layout)
    found.sort(key=lambda place: (place.start, place.end))
    return tuple(_in_original(place, cleaned) for place in found[:limit])


def _of_link(link: Link) -> Invitation:
    return Invitation(link.platform or "", "", link.start, link.end, InvitationKind.LINK, link.disguised)


def _in_words(layout: Layout, cleaned: Cleaned) -> Iterator[Invitation]:
    warned = warned_words(layout, cleaned)
    for group in _groups(layout, cleaned):
        if group[0].first in warned:
            continue
        verdict = judge(layout, group)
        if verdict.stance is Stance.DENIES:
            continue
        for number, name in enumerate(group):
            if name.platform is not None:
                place = _place(layout, cleaned, name, verdict, alone=number == 0)
                if place is not None:
                    yield place


def _place(
    layout: Layout, cleaned: Cleaned, name: Name, verdict: Verdict, *, alone: bool
) -> Invitation | None:
    """The invitation a name makes with what stands beside it; places are of the cleaned text."""
    handle = _handle_beside(layout, cleaned, name)
    phone = None if handle else _phone_beside(layout, cleaned, name)
    if handle is None and phone is None and verdict.stance is not Stance.CALLS:
        return None
    start, end = name.start, name.end
    beside = handle or phone
    if beside is not None:
        start, end = min(start, beside[0]), max(end, beside[1])
    elif (
        verdict.witness is not None and alone and layout.one_sentence(*sorted((verdict.witness, name.first)))
    ):
        witness = layout.words[verdict.witness]
        start, end = min(start, witness.start), max(end, witness.end)
    kind = InvitationKind.HANDLE if handle else InvitationKind.PHRASE
    low, high = cleaned.span(start, end)
    if high - low > _SPELLING:
        start, end = name.start, name.end
    disguised = name.disguised or cleaned.altered(name.start, name.end)
    return Invitation(name.platform or "", "", start, end, kind, disguised)


def _handle_beside(layout: Layout, cleaned: Cleaned, name: Name) -> tuple[int, int] | None:
    """The account right after the name, or right before it when no other name claims it."""
    nick = _NICK.match(cleaned.lower, name.end)
    if nick and re.search(r"[\d_.:]\w" if name.platform != "skype" else r"[\s\d_.:]\w", nick[0][1:]):
        return nick.span("nick")
    at = bisect_left(layout.handles, (name.end, 0))
    if at < len(layout.handles) and _joined(layout, cleaned, name, layout.handles[at]):
        return layout.handles[at]
    if at > 0:
        handle = layout.handles[at - 1]
        near = name.start - handle[1] <= _BESIDE
        if (
            near
            and _BEFORE.fullmatch(cleaned.lower, handle[1], name.start)
            and not _claimed(layout, cleaned, name, handle)
        ):
            return handle
    return None


def _claimed(layout: Layout, cleaned: Cleaned, name: Name, handle: tuple[int, int]) -> bool:
    """Whether the name before the account has it already: «ВК: @shop — телеграм»."""
    at = bisect_left(layout.names, name.first, key=lambda other: other.first) - 1
    return at >= 0 and _joined(layout, cleaned, layout.names[at], handle)


def _phone_beside(layout: Layout, cleaned: Cleaned, name: Name) -> tuple[int, int] | None:
    at = bisect_left(layout.phones, (name.end, 0))
    for phone in layout.phones[max(0, at - 1) : at + 1]:
        if _joined(layout, cleaned, name, phone):
            return phone
    return None


def _joined(layout: Layout, cleaned: Cleaned, name: Name, beside: tuple[int, int]) -> bool:
    """Whether nothing with a sense of its own stands between a name and a number or an account."""
    after = beside[0] >= name.end
    low, high = (name.end, beside[0]) if after else (beside[1], name.start)
    if high - low > _BESIDE or _BREAK.search(cleaned.lower, low, high):
        return False
    at = name.last + 1 if after else name.first - 1
    while 0 <= at < len(layout.words) and low <= layout.words[at].start < high:
        text = layout.text(at)
        if at not in layout.named and text not in FILLERS and not text.startswith(CHANNEL):
            return False
        at += 1 if after else -1
    return True


def _groups(layout: Layout, cleaned: Cleaned) -> Iterator[list[Name]]:
    """Yield the names that stand as one list together, when a foreign one is among them."""
    group: list[Name] = []
    for name in layout.names:
        if _is_surname(layout, cleaned, name):
            continue
        if group and not _goes_on(layout, group[-1], name):
            yield from _foreign(group)
            group = []
        group.append(name)
    yield from _foreign(group)


def _foreign(group: list[Name]) -> Iterator[list[Name]]:
    if any(name.platform for name in group):
        yield group


def _goes_on(layout: Layout, one: Name, other: Name) -> bool:
    """Whether the second name continues the list of the first, and begins no clause of its own."""
    between = range(one.last + 1, other.first)
    if len(between) > _NEAR or any(layout.text(at) not in JOINTS for at in between):
        return False
    gaps = layout.gaps[one.last : other.first]
    if Gap.SENTENCE in gaps or Gap.INTRODUCES in gaps:
        return False
    prepositions = {layout.text(at) for at in between} & (PLACE | SOURCE)
    if prepositions and prepositions != {preposition_of(layout, one.first)}:
        return False
    return len(between) > 0 or Gap.COMMA not in gaps or not speaks_for_itself(layout, other.last)


def _is_surname(layout: Layout, cleaned: Cleaned, name: Name) -> bool:
    """Whether the word follows a first name or an initial: «Анна Вибер», «А. Вибер»."""
    if name.first == 0 or not layout.words[name.first].text.startswith(SURNAMES):
        return False
    before = layout.words[name.first - 1]
    known = layout.text(name.first - 1) in ALL_CALLS
    return (
        not known
        and cleaned.text[name.start].isupper()
        and cleaned.text[before.start].isupper()
        and cleaned.lower[before.end : name.start] in {" ", ". "}
    )


def _without_echoes(
    found: Iterable[Invitation], links: Sequence[Link], layout: Layout
) -> Iterator[Invitation]:
    """Drop a name that a link of its platform in the sentence speaks for, and the second of two calls."""
    called: dict[str, int] = {}
    for place in found:
        if _is_linked(place, links, layout):
            continue
        before = called.get(place.platform)
        if (
            place.kind is InvitationKind.PHRASE
            and before is not None
            and not layout.divided(before, place.start)
        ):
            continue
        called[place.platform] = place.end
        yield place


def _is_linked(place: Invitation, links: Sequence[Link], layout: Layout) -> bool:
    at = bisect_left(links, place.start, key=lambda link: link.start)
    for link in links[max(0, at - _NEAR) : at]:
        if link.platform == place.platform and not layout.divided(link.end, place.start):
            return True
    return any(
        link.platform == place.platform and not layout.divided(place.end, link.start)
        for link in links[at : at + _NEAR]
    )


def _in_original(place: Invitation, cleaned: Cleaned) -> Invitation:
    start, end = cleaned.span(place.start, place.end)
    end = min(end, start + _SPELLING)
    return replace(place, start=start, end=end, spelling=cleaned.original[start:end])
