"""Drafts of one file put together: equal ones become one, overlapping deletions join, the rest is refused."""

from vestnik.audit.model import Span
from vestnik.fix.model import Disposition, Edit, Strategy
from vestnik.fix.page import Draft
from vestnik.kernel.text import N_


def merge(drafts: list[Draft]) -> list[Draft]:
    """Return drafts without overlaps, in order; one that would cut into another is left to a person."""
    placed: list[Draft] = []
    refused: list[Draft] = []
    for draft in sorted(drafts, key=_rank):
        rivals = [other for other in placed if _overlap(draft, other)]
        if not rivals:
            (placed if draft.edits else refused).append(draft)
        elif len(rivals) == 1 and _join(rivals[0], draft):
            continue
        else:
            draft.edits = []
            draft.strategy = Strategy.NONE
            draft.reason = None  # the overlap is what stands in the way now
            draft.doubt(
                N_("Место пересекается с другой правкой: примените её и запустите исправление снова.")
            )
            refused.append(draft)
    return sorted([*placed, *refused], key=_place)


def _rank(draft: Draft) -> tuple[int, int, int]:
    """Safe first, then larger: what a safe patch takes along needs no patch of its own."""
    size = sum(one.span.end - one.span.start for one in draft.edits)
    return (draft.disposition is not Disposition.SAFE, -size, _place(draft))


def _place(draft: Draft) -> int:
    starts = [one.span.start for one in draft.edits] or [f.place.span.start for f in draft.findings]
    return min(starts, default=0)


def _overlap(draft: Draft, other: Draft) -> bool:
    return any(_touch(one, two) for one in draft.edits for two in other.edits)


def _touch(one: Edit, two: Edit) -> bool:
    return one == two or (one.span.start < two.span.end and two.span.start < one.span.end)


def _join(kept: Draft, draft: Draft) -> bool:
    """Put ``draft`` into ``kept`` when one swallows the other; tell whether it worked."""
    loose = [one for one in draft.edits if not _covered(one, kept.edits)]
    if loose:
        deletions = not any(one.replacement for one in (*kept.edits, *draft.edits))
        if not deletions or kept.disposition is not draft.disposition:
            return False
        kept.edits = _union([*kept.edits, *draft.edits])
    kept.findings.extend(finding for finding in draft.findings if finding not in kept.findings)
    return True


def _covered(one: Edit, edits: list[Edit]) -> bool:
    return any(
        one == other
        or (not one.replacement and other.span.start <= one.span.start and one.span.end <= other.span.end)
        or (not other.replacement and other.span.start <= one.span.start and one.span.end <= other.span.end)
        for other in edits
    )


def _union(edits: list[Edit]) -> list[Edit]:
    joined: list[Edit] = []
    for one in sorted(edits):
        if joined and one.span.start <= joined[-1].span.end:
            joined[-1] = Edit(Span(joined[-1].span.start, max(joined[-1].span.end, one.span.end)))
        else:
            joined.append(one)
    return joined
