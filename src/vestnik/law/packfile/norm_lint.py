"""What is wrong with a norm's row: evidence, references, days, figures nothing stands behind. Pure."""

import hashlib
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Final

from vestnik.law.figures.model import Sum, SumUnit, ThresholdUnit
from vestnik.law.figures.words import Amount, Range, amounts, days, periods
from vestnik.law.model import Norm, NormKind, NormStatus, Pack, Subject
from vestnik.law.packfile.row import TIERS

STRONG: Final = frozenset({"P", "Q"})
"""Tiers that let a statement be called confirmed."""
MAX_QUOTE: Final = 300

_ENOUGH: Final = 2


def norm_problems(pack: Pack, norm: Norm, today: date | None) -> Iterator[str]:
    """Yield what to mend in one norm; with ``today`` also an overdue review."""
    yield from _evidence(norm)
    yield from _references(pack, norm)
    yield from _days(norm, today)
    yield from _quote(norm)
    yield from _figures(pack, norm)
    yield from _sums(norm)


def subject_problems(subject: Subject) -> Iterator[str]:
    """Yield what to mend in one class of companies."""
    if subject.anyone == bool(subject.question):
        yield "«question» нужен тому, о ком спрашивают, и только ему"
    if not subject.hint:
        yield "нет подсказки «hint»"
    held = {amount.range for amount in _thresholds(subject)}
    for amount in (*amounts(subject.name), *amounts(subject.question)):
        if not _either_side(amount.range) & held:
            yield f"«{amount.words}» без «threshold»"


def _evidence(norm: Norm) -> Iterator[str]:
    if norm.status is not TIERS[norm.evidence]:
        yield f"статус «{norm.status}» не следует из степени «{norm.evidence}»"
    tiers = [source.tier for source in norm.sources]
    if not tiers:
        yield "нет источника"
    if norm.status is NormStatus.CONFIRMED and not STRONG.intersection(tiers):
        yield "статус «confirmed» без источника степени P или Q"
    if norm.status is NormStatus.SECONDARY and len([tier for tier in tiers if tier != "U"]) < _ENOUGH:
        yield "статус «secondary» требует двух независимых источников"


def _references(pack: Pack, norm: Norm) -> Iterator[str]:
    if not norm.subjects:
        yield "не сказано, кого касается"
    for code in sorted(norm.subjects - pack.subjects.keys()):
        yield f"нет субъекта «{code}»"
    if norm.kind is not NormKind.PENALTY and (norm.penalty_for or norm.sums):
        yield "«penalty_for» и «sums» бывают только у санкции"
    if norm.kind is NormKind.PENALTY and not norm.penalty_for and norm.applies_if is None:
        yield "санкции нужен «penalty_for» или хотя бы «applies_if»: за что она"
    for norm_id in norm.penalty_for:
        if norm_id not in pack.norms:
            yield f"нет нормы «{norm_id}», за которую санкция"
        elif pack.norms[norm_id].kind is NormKind.PENALTY:
            yield f"«{norm_id}» сама санкция"
    for norm_id in norm.supersedes:
        if norm_id not in pack.norms or norm_id == norm.id:
            yield f"нет нормы «{norm_id}», которую эта заменила"


def _days(norm: Norm, today: date | None) -> Iterator[str]:
    if norm.in_force_from and norm.in_force_to and norm.in_force_to < norm.in_force_from:
        yield "перестала действовать раньше, чем начала"
    if (norm.verified_by is None) != (norm.verified_at is None):
        yield "«verified_by» и «verified_at» ставят вместе"
    if norm.review_due is None:
        yield "нет срока пересмотра «review_due»"
    elif today is not None and norm.review_due < today:
        yield f"пересмотр просрочен: {norm.review_due}"


def _quote(norm: Norm) -> Iterator[str]:
    if norm.quote is None:
        return
    if "P" not in {source.tier for source in norm.sources}:
        yield "дословная «quote» — только из источника степени P"
    if len(norm.quote) > MAX_QUOTE:
        yield f"«quote» длиннее {MAX_QUOTE} знаков"
    if hashlib.sha256(norm.quote.encode()).hexdigest() != norm.quote_sha256:
        yield "«quote_sha256» не сходится с «quote»"


def _figures(pack: Pack, norm: Norm) -> Iterator[str]:
    """Compare the figures in the row's sentences with those that carry evidence."""
    sentences = (norm.summary, *norm.caveats, norm.confidence_note or "")
    held = {(_range(one), one.unit is SumUnit.PERCENT_OF_REVENUE) for one in norm.sums}
    held |= {((one.people_from, one.people_to), False) for one in norm.sums if one.people_from is not None}
    for code in norm.subjects & pack.subjects.keys():
        held |= {(amount.range, amount.percent) for amount in _thresholds(pack.subjects[code])}
    for amount in chain.from_iterable(map(amounts, sentences)):
        if not {(side, amount.percent) for side in _either_side(amount.range)} & held:
            yield f"«{amount.words}» без строки в «sums»"
    terms = {(term.number, term.unit) for term in norm.terms}
    said = set()
    for period in chain.from_iterable(map(periods, sentences)):
        said.add((period.number, period.unit))
        if (period.number, period.unit) not in terms:
            yield f"«{period.words}» без строки в «terms»"
    yield from (f"срок «{number} {unit}» не назван словами" for number, unit in sorted(terms - said))
    known = _known_days(norm)
    for day in chain.from_iterable(map(days, sentences)):
        if day.on not in known:
            yield f"«{day.words}» без строки в «dates»"


def _sums(norm: Norm) -> Iterator[str]:
    named = {(amount.range, amount.percent) for amount in amounts(norm.summary)}
    for one in norm.sums:
        least, most = _range(one)
        if least is not None and most is not None and most < least:
            yield f"сумма от {least} до {most}: наоборот"
        if ((least, most), one.unit is SumUnit.PERCENT_OF_REVENUE) not in named:
            yield f"сумма «{_told(one)}» не названа в «summary»"


def _known_days(norm: Norm) -> set[date | None]:
    return {
        norm.in_force_from,
        norm.in_force_to,
        norm.act_date,
        norm.verified_at,
        *(change.on for change in norm.changes),
        *(source.seen for source in norm.sources),
        *(fact.on for fact in norm.dates),
    } - {None}


def _thresholds(subject: Subject) -> Iterator[Amount]:
    if subject.threshold is not None:
        number = subject.threshold.number
        yield Amount((number, None), subject.threshold.unit is ThresholdUnit.PERCENT_STATE_SHARE, "")


def _range(one: Sum) -> Range:
    return one.least, one.most


def _either_side(found: Range) -> set[Range]:
    """A lone number in a sentence may be a threshold: «порог в 100 тыс.» is «от 100 тыс.»."""
    low, high = found
    return {found, (low, None)} if low == high else {found}


def _told(one: Sum) -> str:
    return f"{one.least or ''}–{one.most or ''} {one.unit}"
