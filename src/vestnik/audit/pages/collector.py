"""All pages of a site or a directory → signals, forms, trackers: the second door of this room. Pure.

What is kept grows with different things, not with pages.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from vestnik.audit.documents import Document, Kind, kind_of, read_document
from vestnik.audit.model import Confidence, Finding, Form, Place, Severity, Signal, Span, Tracker
from vestnik.audit.pages.checks import chat, host, policy, seen, tracker
from vestnik.audit.pages.hosts import trackers
from vestnik.audit.pages.links import host_of
from vestnik.audit.pages.model import Conclusion, Merged, PageReading, Policy, Requisites, TrackerHit
from vestnik.audit.pages.page import read_page
from vestnik.audit.pages.seeds import promising
from vestnik.audit.pages.signals import Sign, group_of, signal_at, tied
from vestnik.audit.render.model import Observed

MAX_OF_GROUP: Final = 20
"""The same form on hundreds of pages is told of so many times; the first says how many there are."""
_ONCE: Final = frozenset({"PD-TLS-01", "PD-COOK-02"})
"""Checks that speak of the whole site: the first page is enough."""
_TOLD_BY_SOURCE: Final = frozenset({"PD-FORM-02", "PD-FORM-07"})
"""Checks of which the source's own signal, with its exact place, is better than the browser's."""
MAX_POLICIES: Final = 10
"""Addresses of policies that are worth fetching."""


class PageCollector:
    """Takes pages one after another; ``finish`` gives everything they showed together."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._signals: list[Signal] = []
        self._forms: list[Form] = []
        self._counted: Counter[str] = Counter()
        self._trackers: dict[str, TrackerHit] = {}
        self._pages_of: Counter[str] = Counter()
        self._policies: dict[str, Policy] = {}
        self._policy_links: Counter[str] = Counter()
        self._linked = self._served = self._dead = False
        self._unlinked: list[str] = []
        self._footless: list[str] = []
        self._recorded: list[str] = []
        self._merged: dict[str, Merged] = {}
        self._asking = self._unlinked_count = self._footless_count = self._recorded_count = 0
        self._requisites = Requisites()
        self._hosts: dict[str, str] = {}
        self._with_forms: set[str] = set()

    def take(
        self, document: Document, url: str | None = None, headers: Mapping[str, str] | None = None
    ) -> PageReading:
        """Read a document and keep what it gave."""
        reading = read_page(document, url, headers)
        self.add(reading)
        return reading

    def offer(self, path: str, data: bytes) -> None:
        """Look at a file of a directory, and read it when it is markup or a program that is worth it."""
        kind = kind_of(path, "")
        if (kind.marked_up or kind is Kind.SCRIPT) and promising(data):
            self.take(read_document(path, data))

    def add(self, reading: PageReading) -> None:
        """Keep what one page gave."""
        for signal in reading.signals:
            self._keep(signal)
        for form in reading.forms:
            self._counted[f"form {form.group}"] += 1
            if self._counted[f"form {form.group}"] <= MAX_OF_GROUP:
                self._forms.append(form)
        for hit in reading.trackers:
            self._trackers.setdefault(hit.name, hit)
            self._pages_of[hit.name] += 1
        if reading.policy is not None:
            self._policies.setdefault(reading.policy.url, reading.policy)
        for merged in reading.merged:
            self._merged.setdefault(merged.key, merged)
        self._policy_links.update(reading.policy_links)
        self._requisites = _joined(self._requisites, reading.requisites)
        self._count(reading)

    def _count(self, reading: PageReading) -> None:
        self._served = self._served or reading.served
        self._linked = self._linked or reading.policy_linked
        self._dead = self._dead or reading.policy_dead
        if reading.served and (name := host_of(reading.path)):
            self._hosts.setdefault(name, reading.path)
        if reading.forms:
            self._with_forms.add(reading.path)
        if reading.asks:
            self._asking += 1
            if not reading.policy_linked:
                self._unlinked_count += 1
                self._unlinked = _first(self._unlinked, reading.path)
            if reading.webvisor:
                self._recorded_count += 1
                self._recorded = _first(self._recorded, reading.path)
        if reading.has_footer and not reading.footer_policy and not reading.asks:
            self._footless_count += 1
            self._footless = _first(self._footless, reading.path)

    @property
    def linked(self) -> tuple[str, ...]:
        """Every address that some link calls a policy."""
        return tuple(self._policy_links)

    def policy_links(self) -> list[str]:
        """Return addresses worth fetching as policies, the most linked first, without those already read."""
        return [
            url for url, _ in self._policy_links.most_common() if url not in self._policies and "://" in url
        ][:MAX_POLICIES]

    def finish(
        self,
        policies: Sequence[Policy] = (),
        observed: Sequence[Observed] = (),
        missing: Collection[str] = (),
        findings: Iterable[Finding] = (),
    ) -> Conclusion:
        """Say what all pages together show.

        ``policies``: texts read apart from pages (PDF, DOCX); ``observed``: what a browser saw;
        ``missing``: addresses that answered that there is no such page; ``findings``: those of the same
        pages, so that a form's address that is a finding too shares its group.
        """
        read = {**self._policies, **{policy.url: policy for policy in policies}}
        known = self._known_trackers(list(read.values()), observed)
        signals = [
            *_corrected(self._signals, observed),
            *self._of_policies(list(read.values()), missing),
            *self._of_trackers(known, list(read.values())),
            *self._of_observed(observed),
            *(signal_at(path, host.by_hand(name)) for name, path in self._hosts.items()),
        ]
        drawn = [
            form for page in observed if page.url not in self._with_forms for form in seen.forms_of(page)
        ]
        forms = (*self._forms, *{(form.place.path, form.group): form for form in drawn}.values())
        return Conclusion(tuple(tied(self._told(signals), findings)), forms, tuple(known))

    def _of_observed(self, observed: Sequence[Observed]) -> Iterator[Signal]:
        """What a browser saw and the source did not tell."""
        known = {(signal.check, signal.place.path) for signal in self._signals if signal.actionable}
        for page in observed:
            for sign in seen.of_page(page):
                if sign.check not in _TOLD_BY_SOURCE or (sign.check, page.url) not in known:
                    yield signal_at(page.url, sign)
            if page.url not in self._with_forms:
                yield from (signal_at(page.url, sign) for sign in seen.unseen_in_source(page))

    def _keep(self, signal: Signal) -> None:
        self._counted[signal.group] += 1
        if self._counted[signal.group] <= (1 if signal.check in _ONCE else MAX_OF_GROUP):
            self._signals.append(signal)

    def _told(self, signals: Sequence[Signal]) -> Iterator[Signal]:
        """Say once for every group how often it is met; what a browser saw twice is told once."""
        told: set[str] = set()
        prints: set[str] = set()
        for signal in sorted(signals, key=lambda item: (item.place.path, item.place.span, item.check)):
            if signal.fingerprint in prints:
                continue
            prints.add(signal.fingerprint)
            times = self._counted[signal.group]
            if times > 1 and signal.group not in told and signal.check not in _ONCE:
                yield replace(signal, observed=f"{signal.observed} Таких мест: {times}.")
            else:
                yield signal
            told.add(signal.group)

    def _of_policies(self, policies: Sequence[Policy], missing: Collection[str]) -> Iterator[Signal]:
        first = (self._unlinked or self._footless or [""])[0]
        linked = self._linked or bool(policies)
        footers = self._footless_count if self._served and linked else 0
        asking = self._unlinked_count if self._served or not linked else 0
        sign = policy.unlinked(asking, footers, linked_anywhere=linked, dead=self._dead, served=self._served)
        if sign is not None:
            paths = self._unlinked if asking else self._footless
            self._counted[group_of(sign)] = (asking or footers) if linked else 1
            yield from (signal_at(path, sign) for path in (paths if linked else [first]))
        for lost in policy.unreachable({url for url in self._policy_links if url in missing}):
            yield signal_at(lost.identity.removeprefix("missing "), lost)
        for text in policies:
            for sign in policy.of_policy(text, self._requisites, self._hosts):
                yield signal_at(text.url, sign)
        for merged in self._merged.values():
            yield signal_at(merged.place.path, _one_document(merged), merged.place)

    def _of_trackers(self, known: Sequence[Tracker], policies: Sequence[Policy]) -> Iterator[Signal]:
        services = trackers().by_name
        for item in known:
            service = services[item.name]
            hit = self._trackers.get(item.name)
            place = hit.place if hit else Place(item.first_page, 1, 1, Span(0, 0))
            for sign in tracker.of_tracker(item, service):
                yield signal_at(place.path, sign, place)
            if service.kind == "chat":
                yield signal_at(place.path, chat.to_look_at(item), place)
        recorded = tracker.recording(self._recorded_count, policies)
        if recorded is not None:
            yield signal_at(self._recorded[0], recorded)

    def _known_trackers(self, policies: Sequence[Policy], observed: Sequence[Observed]) -> list[Tracker]:
        services = trackers()
        early = seen.loaded(observed)
        first_seen = {name: page.url for page in reversed(observed) for name in seen.loaded([page])}
        known = []
        for name in dict.fromkeys((*self._trackers, *sorted(early))):
            service, hit = services.by_name[name], self._trackers.get(name)
            known.append(
                Tracker(
                    name=name,
                    host=hit.host if hit else service.hosts[0].partition("/")[0],
                    foreign=service.foreign,
                    pages=self._pages_of[name] or sum(name in seen.loaded([page]) for page in observed),
                    first_page=hit.place.path if hit else first_seen[name],
                    before_choice=name in early if observed else None,
                    disclosed=any(_names(text, service.disclosed_by) for text in policies)
                    if policies
                    else None,
                )
            )
        return sorted(known, key=lambda item: (-item.pages, item.name))


def _one_document(merged: Merged) -> Sign:
    form = f"Форма «{merged.title}»" if merged.title else "Форма"
    return Sign(
        "PD-CONS-01",
        0,
        0,
        f"{form}: слова о согласии ведут только к политике ({merged.target[:100]}); отдельного текста "
        f"согласия там нет.",
        "Похоже, согласие не оформлено отдельным документом. Проверьте, есть ли у согласия свой текст.",
        f"{merged.key} {merged.target}",
        confidence=Confidence.MEDIUM,
    )


def _corrected(signals: Sequence[Signal], observed: Sequence[Observed]) -> Iterator[Signal]:
    """Drop what a browser disproved: guesses about boxes on pages it looked at."""
    ticked = {page.url for page in observed if any(form.box for form in page.forms)}
    tried = {page.url for page in observed if any(form.submits_unticked is not None for form in page.forms)}
    for signal in signals:
        if signal.check == "PD-FORM-02" and signal.severity is Severity.INFO and signal.place.path in ticked:
            continue
        if signal.check == "PD-FORM-06" and signal.place.path in tried:
            continue
        yield signal


def _names(text: Policy, words: Sequence[str]) -> bool:
    return any(word in text.folded for word in words)


def _joined(one: Requisites, other: Requisites) -> Requisites:
    if not (other.inn or other.ogrn):
        return one
    return Requisites(one.inn | other.inn, one.ogrn | other.ogrn, one.wrong)


def _first(paths: list[str], path: str) -> list[str]:
    return [*paths, path] if len(paths) < MAX_OF_GROUP else paths


def conclude(
    pages: Iterable[PageReading],
    policies: Sequence[Policy] = (),
    observed: Sequence[Observed] = (),
    missing: Collection[str] = (),
) -> Conclusion:
    """Say what pages show together with the policies read apart and with what a browser saw.

    ``missing`` are addresses that answered that there is no such page. For pages that come one by one,
    ``PageCollector`` does the same without keeping them.
    """
    return _collected(pages).finish(policies, observed, missing)


def policy_links(pages: Iterable[PageReading]) -> list[str]:
    """Return addresses worth fetching as policies, the most linked first, at most ``MAX_POLICIES``."""
    return _collected(pages).policy_links()


def _collected(pages: Iterable[PageReading]) -> PageCollector:
    collector = PageCollector()
    for page in pages:
        collector.add(page)
    return collector
