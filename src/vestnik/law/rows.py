"""TOML rows → norms, platforms, subjects and rules. Pure."""

from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from vestnik.law.model import (
    AccessEvent,
    Basis,
    Change,
    Effect,
    Effort,
    Norm,
    NormEffect,
    NormKind,
    NormStatus,
    Platform,
    PlatformKind,
    Purpose,
    ReachedBy,
    ReceiptKind,
    Rule,
    Source,
    Subject,
    When,
)
from vestnik.law.packfile.figure_rows import date_of, sum_of, term_of, threshold_of
from vestnik.law.packfile.row import TIERS, Row

Word = TypeVar("Word", bound=StrEnum)

OWN_TIER: Final = "own"
"""For the company's own roads, which need no evidence."""


def norm_of(row: Row) -> Norm:
    """Read one ``[[norm]]``; its ``tests`` are told by the cases."""
    evidence = row.tier("evidence")
    norm = Norm(
        id=row.text("id"),
        kind=row.one_of("kind", NormKind),
        act=row.text("act"),
        locator=row.optional("locator", str),
        summary=row.text("summary"),
        subjects=frozenset(row.words("subjects")),
        status=row.one_of("status", NormStatus),
        in_force_from=row.optional("in_force_from", date),
        in_force_to=row.optional("in_force_to", date),
        sources=tuple(_source_of(source, evidence) for source in row.rows("sources")),
        caveats=row.words("caveats"),
        penalty_for=row.words("penalty_for"),
        effect=row.one_of("effect", NormEffect),
        applies_if=row.optional("applies_if", str),
        evidence=evidence,
        locator_evidence=row.tier("locator_evidence", evidence),
        in_force_evidence=row.optional_tier("in_force_evidence"),
        act_date=row.optional("act_date", date),
        publication=row.optional("publication", str),
        amended_by=row.optional("amended_by", str),
        changes=tuple(_change_of(change) for change in row.rows("changes")),
        sums=tuple(sum_of(one) for one in row.rows("sums")),
        terms=tuple(term_of(one) for one in row.rows("terms")),
        dates=tuple(date_of(one) for one in row.rows("dates")),
        supersedes=row.words("supersedes"),
        confidence_note=row.optional("confidence_note", str),
        quote=row.optional("quote", str),
        quote_sha256=row.optional("quote_sha256", str),
        verified_by=row.optional("verified_by", str),
        verified_at=row.optional("verified_at", date),
        review_due=row.optional("review_due", date),
    )
    if (norm.in_force_from is None) != (norm.in_force_evidence is None):
        raise row.error("«in_force_from» и «in_force_evidence» ставят вместе")
    if (norm.quote is None) != (norm.quote_sha256 is None):
        raise row.error("«quote» и «quote_sha256» ставят вместе")
    row.close()
    return norm


def platform_of(row: Row) -> Platform:
    """Read one ``[[platform]]``."""
    kind = row.one_of("kind", PlatformKind)
    own = kind is PlatformKind.OWN_ROAD
    tier = row.text("evidence") if own else row.tier("evidence")
    if own and tier != OWN_TIER:
        raise row.error(f"у собственной дороги «evidence» — «{OWN_TIER}»")
    platform = Platform(
        id=row.text("id"),
        name=row.text("name"),
        foreign_owned=row.flag("foreign_owned"),
        on_rkn_list=row.flag("on_rkn_list"),
        access_restricted=row.flag("access_restricted"),
        owner=row.optional("owner", str),
        status=row.text("status"),
        note=row.optional("note", str),
        evidence=NormStatus.CONFIRMED if tier == OWN_TIER else TIERS[tier],
        kind=kind,
        fas_named=row.flag("fas_named"),
        closed_on=row.optional("closed_on", date),
        access=tuple(_event_of(event) for event in row.rows("access")),
        carries=row.words_of("carries", Purpose),
        rank=row.optional("rank", int),
        tier=tier,
        sources=tuple(_source_of(source, "U" if own else tier) for source in row.rows("sources")),
        national=row.flag("national"),
        national_since=row.optional("national_since", date),
        national_evidence=_tier_of(row, "national_evidence"),
        reaches=row.optional("reaches", str),
        reached_by=_word_of(row, "reached_by", ReachedBy),
        reaches_evidence=_tier_of(row, "reaches_evidence", own=own),
        effort=_word_of(row, "effort", Effort),
        effort_note=row.optional("effort_note", str),
        effort_evidence=_tier_of(row, "effort_evidence", own=own),
        receipts=row.words_of("receipts", ReceiptKind) if row.has("receipts") else None,
        receipts_evidence=_tier_of(row, "receipts_evidence", own=own),
    )
    row.close()
    return platform


def _word_of(row: Row, key: str, kind: type[Word]) -> Word | None:
    return row.one_of(key, kind) if row.has(key) else None


def _tier_of(row: Row, key: str, *, own: bool = False) -> str | None:
    value = row.optional(key, str)
    if value is None or value in TIERS or (own and value == OWN_TIER):
        return value
    raise row.error(f"ключ «{key}»: степень «{value}», а бывают {', '.join(TIERS)}")


def subject_of(row: Row) -> Subject:
    """Read one ``[[subject]]``."""
    tier = row.tier("evidence")
    subject = Subject(
        code=row.text("code"),
        name=row.text("name"),
        evidence=TIERS[tier],
        anyone=row.flag("anyone"),
        question=row.optional("question", str) or "",
        tier=tier,
        hint=row.optional("hint", str) or "",
        threshold=threshold_of(row.optional_row("threshold")),
    )
    row.close()
    return subject


def rule_of(row: Row) -> Rule:
    """Read one ``[[rule]]``."""
    when = row.row("when")
    rule = Rule(
        id=row.text("id"),
        effect=row.one_of("effect", Effect),
        basis=row.one_of("basis", Basis),
        when=When(
            platform=when.words("platform"),
            purposes=when.words_of("purposes", Purpose),
            not_purposes=when.words_of("not_purposes", Purpose),
            facts=when.words("facts"),
        ),
        text=row.text("text"),
        norm_id=row.optional("norm", str),
        missing=row.optional("missing", str),
        waits_for=row.optional("waits_for", str),
        until=row.optional("until", str),
    )
    when.close()
    row.close()
    return rule


def _source_of(row: Row, inherited: str) -> Source:
    url = row.optional("url", str)
    note = row.optional("note", str)
    if (url is None) == (note is None):
        raise row.error("нужен либо «url», либо «note»")
    if url is not None and not url.startswith(("https://", "http://")):
        raise row.error("«url» начинается с https:// или http://")
    source = Source(url=url or note or "", tier=row.tier("tier", inherited), seen=row.optional("seen", date))
    row.close()
    return source


def _change_of(row: Row) -> Change:
    change = Change(
        on=row.required("on", date), by=row.text("by"), what=row.text("what"), evidence=row.tier("evidence")
    )
    row.close()
    return change


def _event_of(row: Row) -> AccessEvent:
    event = AccessEvent(on=row.optional("on", date), what=row.text("what"), evidence=row.tier("evidence"))
    row.close()
    return event
