"""Findings → contact points: what the company offers people, with the number of places. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from vestnik.audit.model import ContactPoint, Finding, Role


def group(findings: Iterable[Finding]) -> list[ContactPoint]:
    """Group contacts by platform and target, the most serious and most frequent first.

    A contact without an address (a label, a call to write) is grouped under an empty target.
    """
    places: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for item in findings:
        if item.role is Role.CONTACT and item.actionable:
            places[item.platform, item.target or ""].append(item)
    points = [
        ContactPoint(
            platform=platform,
            target=target,
            places=len(items),
            files=len({item.place.path for item in items}),
            severity=max(item.severity for item in items),
        )
        for (platform, target), items in places.items()
    ]
    return sorted(points, key=lambda item: (-item.severity, -item.places, item.platform, item.target))
