"""Drafts of one file put together: equal ones become one, overlapping deletions join, the rest is refused."""

import bisect

from vestnik.audit.model import Span
from vestnik.fix.model import Disposition, Edit, Strategy
from vestnik.fix.page import Draft
from vestnik.kernel.text import N_


def merge(drafts: list[Draft]) -> list[Draft]:
    """Return drafts without overlaps, in order; one that would cut into another is left to a person."""
    placed = _Placed()
    refused: list[Draft] = []
    for draft in sorted(drafts, key=_rank):
        rivals = placed.rivals(draft)
        if not draft.edits:
            refused.append(draft)
        elif not rivals:
            placed.add(draft)
        elif len(rivals) == 1 and _join(rivals[0], draft):
            placed.note(rivals[0])
        else:
            draft.edits = []
            draft.strategy = Strategy.NONE
            draft.reason = None  # the overlap is what stands in the way now
            draft.doubt(
                N_("Место пересекается с другой правкой: примените её и запустите исправление снова.")
            )
            refused.append(draft)
    return sorted([*placed.drafts, *refused], key=_place)


def _rank(draft: Draft) -> tuple[int, int, int]:
    """Safe first, then larger: what a safe patch takes along needs no patch of its own."""
    size = sum(one.span.end - one.span.start for one in draft.edits)
    return (draft.disposition is not Disposition.SAFE, -size, _place(draft))


def _place(draft: Draft) -> int:
    starts = [one.span.start for one in draft.edits] or [f.place.span.start for f in draft.findings]
    return min(starts, default=0)


class _Placed:
    """The drafts that hold, with their edits in order, so that a rival is found without asking all."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._spans: list[tuple[int, int]] = []
        self._owners: dict[tuple[int, int], Draft] = {}

    def add(self, draft: Draft) -> None:
        """Place a draft that has no rivals."""
        self.drafts.append(draft)
        self.note(draft)

    def note(self, draft: Draft) -> None:
        """Learn the spans of a draft, also those it has just grown by."""
        for one in draft.edits:
            span = (one.span.start, one.span.end)
            if self._owners.get(span) is not draft:
                for old in self._under(span):
                    self._spans.remove(old)
                    del self._owners[old]
                bisect.insort(self._spans, span)
                self._owners[span] = draft

    def rivals(self, draft: Draft) -> list[Draft]:
        """Return the placed drafts whose edits meet those of ``draft``."""
        found = {
            id(self._owners[span]): self._owners[span]
            for one in draft.edits
            for span in self._under((one.span.start, one.span.end))
        }
        return list(found.values())

    def _under(self, span: tuple[int, int]) -> list[tuple[int, int]]:
        """Return the placed spans that meet one; placed spans never meet each other."""
        index = bisect.bisect_left(self._spans, span)
        while index > 0 and self._spans[index - 1][1] > span[0]:
            index -= 1
        found = []
        while index < len(self._spans) and self._spans[index][0] < max(span[1], span[0] + 1):
            if self._spans[index] == span or (
                self._spans[index][1] > span[0] and self._spans[index][0] < span[1]
            ):
                found.append(self._spans[index])
            index += 1
        return found


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
