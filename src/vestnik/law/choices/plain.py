"""Counts, choices and rows of the comparison as plain JSON-able data, for programs. Pure."""

from typing import Any, TypeAlias

from vestnik.law.choices.model import Choice, ComparedPlatform, ReachCount
from vestnik.law.model import Purpose

Plain: TypeAlias = dict[str, Any]


def count_to_plain(count: ReachCount) -> Plain:
    """Return a saved count."""
    counted = count.counted
    return {
        "id": count.id,
        "name": count.name,
        "counted_by": count.counted_by.label,
        "counted_at": count.counted_at.isoformat(),
        "people": counted.people,
        "reachable": counted.reachable,
        "reached": dict(counted.reached),
        "possible": dict(counted.possible),
        "repeats": dict(counted.repeats),
        "unusable": dict(counted.unusable),
        "unreadable": counted.unreadable,
        "unreadable_lines": list(counted.unreadable_lines),
        "columns": dict(counted.columns),
        "encoding": counted.encoding,
        "sha256": counted.sha256,
    }


def choice_to_plain(choice: Choice) -> Plain:
    """Return a choice, ended or not."""
    return {
        "id": choice.id,
        "platform": choice.platform_id,
        "purposes": sorted(choice.purposes),
        "reason": choice.reason,
        "registry": None if choice.registry is None else dict(choice.registry),
        "pack": choice.pack_version,
        "chosen_by": choice.chosen_by.label,
        "chosen_at": choice.chosen_at.isoformat(),
        "ended_by": choice.ended_by and choice.ended_by.label,
        "ended_at": choice.ended_at and choice.ended_at.isoformat(),
        "end_reason": choice.end_reason,
    }


def platform_to_plain(one: ComparedPlatform) -> Plain:
    """Return a row of the comparison, with words in Russian."""
    platform = one.platform
    return {
        "platform": platform.id,
        "name": platform.name,
        "kind": platform.kind.value,
        "status": platform.status,
        "state": str(one.state),
        "events": [
            {"on": event.on and event.on.isoformat(), "what": event.what, "evidence": event.evidence}
            for event in platform.access
        ],
        "closed_on": platform.closed_on and platform.closed_on.isoformat(),
        "owner": platform.owner,
        "evidence": platform.tier,
        "national_since": platform.national_since and platform.national_since.isoformat(),
        "national_evidence": platform.national_evidence,
        "registry": None if one.registry is None else str(one.registry),
        "carries": [purpose.value for purpose in Purpose if purpose in platform.carries],
        "reaches": platform.reaches,
        "reached_by": platform.reached_by,
        "reaches_evidence": platform.reaches_evidence,
        "effort": platform.effort,
        "effort_note": platform.effort_note,
        "effort_evidence": platform.effort_evidence,
        "receipts": None if platform.receipts is None else sorted(platform.receipts),
        "receipts_evidence": platform.receipts_evidence,
        "people": one.people,
        "reached": one.reached,
        "possible": one.possible,
        "share": one.share,
        "chosen": one.choice is not None,
        "offered": not one.why_not,
        "why_not": [str(text) for text in one.why_not],
        "warnings": [str(text) for text in one.warnings],
        "note": platform.note,
        "sources": [source.url for source in platform.sources],
    }
