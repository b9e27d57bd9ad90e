"""Where short links and pages of links lead. A messenger is never asked: only what points to it is read."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from vestnik.audit.crawl.asking.fetching import Fetcher
from vestnik.audit.crawl.reading import Reader
from vestnik.audit.crawl.urls import canonical_url, origin_of
from vestnik.audit.documents import read_document
from vestnik.audit.findings import fingerprint
from vestnik.audit.model import Confidence, Finding, Role, Severity, State
from vestnik.kernel.http import HttpAnswer, HttpFailure
from vestnik.law.signatures import SEVERAL, Signatures

SHORT, AGGREGATOR = "RD-LINK-001", "RD-LINK-002"
_NOT_SHOWN = frozenset({State.COMMENTED, State.VENDOR, State.TEST, State.DEAD, State.PLACEHOLDER})
_OK = 200
_MAX_HOPS = 6
_AT_ONCE = 4
_MAX_EXCERPT = 240
_MAX_OF_PAGE = 20
"""Contacts of one page of links that are told."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address turned out to be."""

    known: bool
    """False when nobody answered: it may lead anywhere."""
    contacts: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Resolver:
    """Asks each address once, a few at a time, at most ``most`` requests."""

    fetcher: Fetcher
    reader: Reader
    most: int
    own: Callable[[str], bool]
    """Whether an address belongs to the site: its own redirects are followed."""
    _answers: dict[str, Answer] = field(default_factory=dict)
    _asked: int = 0

    async def ask(self, findings: Sequence[Finding]) -> None:
        """Ask every address that ``findings`` leave open."""
        wanted = dict.fromkeys(address for one in findings if (address := open_address(one)) is not None)
        gate = asyncio.Semaphore(_AT_ONCE)

        async def ask_one(address: str) -> None:
            async with gate:
                self._answers[address] = await self._resolve(address)

        await asyncio.gather(*(ask_one(address) for address in wanted))

    def told(self, findings: Sequence[Finding]) -> list[Finding]:
        """Return the findings with what the answers say of them."""
        counted: Counter[tuple[str, str]] = Counter()
        told: list[Finding] = []
        for one in findings:
            address = open_address(one)
            if address is None:
                told.append(one)
            else:
                told += _with(one, self._answers.get(address, Answer(known=False)), counted)
        return told

    async def _resolve(self, address: str) -> Answer:
        signatures = self.reader.inspector.signatures
        url, seen = address, {address}
        for _ in range(_MAX_HOPS):
            if self._asked >= self.most or not self._may_ask(signatures, url):
                break
            self._asked += 1
            try:
                answer = await self.fetcher.once(url, lambda _: False)
            except HttpFailure:
                break
            location = answer.location
            if location is None:
                return self._page(answer) if answer.status == _OK else Answer(known=False)
            inside = self.reader.judge(location)
            if inside is not None and inside.platform != SEVERAL:
                return Answer(known=True, contacts=(inside,))
            target = canonical_url(location)
            if target is None or target in seen:
                break
            if not self._may_ask(signatures, target) and origin_of(target) != origin_of(url):
                return Answer(known=True)  # somewhere else on the web, and no messenger
            seen.add(target)
            url = target
        return Answer(known=False)

    def _may_ask(self, signatures: Signatures, url: str) -> bool:
        """Whether the address is one that only points elsewhere, or the site's own."""
        match = signatures.classify_url(url)
        return match.platform == SEVERAL if match is not None else self.own(url)

    def _page(self, answer: HttpAnswer) -> Answer:
        """Read a page of links, or the page that a shortener shows before it lets go."""
        document = read_document(answer.url, answer.body, answer.media)
        found: dict[tuple[str, str | None], Finding] = {}
        for one in self.reader.inspector.inspect(document):
            if one.role is Role.CONTACT and one.actionable and one.target and one.platform != SEVERAL:
                found.setdefault((one.platform, one.target), one)
        return Answer(known=True, contacts=tuple(found.values())[:_MAX_OF_PAGE])


def open_address(finding: Finding) -> str | None:
    """Return the address that a finding leaves open; None when there is nothing to ask."""
    if finding.rule not in {SHORT, AGGREGATOR} or finding.platform != SEVERAL:
        return None
    if finding.part or finding.state in _NOT_SHOWN:
        return None
    target = finding.target or ""
    return None if "{" in target else canonical_url(target)


def _with(finding: Finding, answer: Answer, counted: Counter[tuple[str, str]]) -> list[Finding]:
    address = finding.target or finding.matched
    if not answer.known:
        # Nobody knows where it leads, so it is not settled that it is harmless.
        severity = max(finding.severity, Severity.MEDIUM)
        return [replace(finding, severity=severity, excerpt=_noted(finding, "куда ведёт, не раскрыто"))]
    if not answer.contacts:
        return [replace(finding, severity=Severity.INFO, excerpt=_noted(finding, "ведёт не в мессенджер"))]
    told = []
    for number, inside in enumerate(answer.contacts):
        target = inside.target or ""
        ordinal = counted[finding.place.path, target] = counted[finding.place.path, target] + 1
        told.append(
            replace(
                finding,
                platform=inside.platform,
                channel_kind=inside.channel_kind,
                role=inside.role,
                severity=max(inside.severity, Severity.LOW),
                confidence=Confidence.HIGH,
                target=target,
                excerpt=_noted(finding, f"{address} → {target}"),
                # The first keeps the identity of the link itself, so that a baseline goes on knowing it.
                fingerprint=finding.fingerprint
                if number == 0
                else fingerprint(finding.rule, target, finding.place.path, ordinal),
            )
        )
    return told


def _noted(finding: Finding, words: str) -> str:
    room = _MAX_EXCERPT - len(words) - 3
    return f"{finding.excerpt[: max(0, room)]} [{words}]".strip()[:_MAX_EXCERPT]
