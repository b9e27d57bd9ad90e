"""Findings of one body at the place where it stands: fingerprints count on, groups stay together. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from vestnik.audit.findings import fingerprint, group_of
from vestnik.audit.model import Finding


class Standing:
    """One path; equal places are counted over everything that is put there."""

    def __init__(self, path: str) -> None:
        """Begin with nothing there."""
        self._path = path
        self._counted: Counter[tuple[str, str]] = Counter()

    def put(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings at the path; parts stay with the finding they belong to."""
        groups: dict[str, str] = {}
        put: list[Finding] = []
        for item in findings:
            named = item.target or item.matched.lower()
            self._counted[item.rule, named] += 1
            mark = fingerprint(item.rule, named, self._path, self._counted[item.rule, named])
            if not item.part:
                groups[item.group] = group_of(mark)
            put.append(replace(item, place=replace(item.place, path=self._path), fingerprint=mark))
        return [replace(item, group=groups.get(item.group, item.group)) for item in put]
