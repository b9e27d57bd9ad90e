"""What a company has looked at and put aside: by fingerprint, with a reason, an owner and a last day."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from vestnik.audit.model import AuditResult, Finding, Signal
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_

VERSION: Final = 2
_READ: Final = frozenset({1, VERSION})
"""Version 1 knew neither ``owner`` nor ``added`` and called ``expires`` ``until``."""
_MAX_BYTES = 20_000_000
_MAX_TEXT = 500


@dataclass(frozen=True, slots=True)
class Accepted:
    """One finding or signal put aside."""

    fingerprint: str
    rule: str
    """The rule of a finding, the check of a signal."""
    path: str
    reason: str
    who: str
    """Who put it aside."""
    until: date | None = None
    """The last day it stays hidden; None means always."""
    owner: str = ""
    """Who is to close it."""
    added: date | None = None

    def expired(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and today > self.until


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a baseline did to a result."""

    put_aside: tuple[tuple[Finding | Signal, Accepted], ...] = ()
    expired: tuple[Accepted, ...] = ()
    """Entries whose last day has passed and whose finding is still there: it counts again."""
    gone: tuple[Accepted, ...] = ()
    """Entries whose finding is not there any more: they may leave the file."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """All that is put aside."""

    entries: tuple[Accepted, ...] = ()
    _by_fingerprint: dict[str, Accepted] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the entries; of equal ones the one that holds longest speaks."""
        longest = sorted(self.entries, key=lambda entry: entry.until or date.max)
        object.__setattr__(self, "_by_fingerprint", {entry.fingerprint: entry for entry in longest})

    def hides(self, item: Finding | Signal, today: date) -> bool:
        """Whether the finding or signal is put aside on this day."""
        entry = self._by_fingerprint.get(item.fingerprint)
        return entry is not None and not entry.expired(today)

    def apply(self, result: AuditResult, today: date) -> AuditResult:
        """Return the result without what is put aside, counting it as suppressed."""
        findings = [item for item in result.findings if not self.hides(item, today)]
        signals = [item for item in result.signals if not self.hides(item, today)]
        hidden = len(result.findings) + len(result.signals) - len(findings) - len(signals)
        return replace(result, findings=findings, signals=signals, suppressed=result.suppressed + hidden)

    def compare(self, result: AuditResult, today: date) -> Comparison:
        """Tell what ``apply`` would hide, what came back and what is gone."""
        items: list[Finding | Signal] = [*result.findings, *result.signals]
        present = {item.fingerprint for item in items}
        return Comparison(
            put_aside=tuple(
                (item, self._by_fingerprint[item.fingerprint]) for item in items if self.hides(item, today)
            ),
            expired=tuple(entry for entry in self.expired(today) if entry.fingerprint in present),
            gone=tuple(entry for entry in self.entries if entry.fingerprint not in present),
        )

    def expired(self, today: date) -> tuple[Accepted, ...]:
        """Entries whose last day has passed: their findings count again."""
        return tuple(
            entry for entry in self.entries if self._by_fingerprint[entry.fingerprint].expired(today)
        )

    def joined(self, more: "Baseline", today: date) -> "Baseline":
        """Return this baseline with what only the other one holds; an expired entry gives way."""
        kept = [entry for entry in self.entries if not entry.expired(today)]
        known = {entry.fingerprint for entry in kept}
        return Baseline((*kept, *(entry for entry in more.entries if entry.fingerprint not in known)))

    def pruned(self, gone: Iterable[Accepted]) -> "Baseline":
        """Return this baseline without these entries."""
        leaving = {entry.fingerprint for entry in gone}
        return Baseline(tuple(entry for entry in self.entries if entry.fingerprint not in leaving))


def accept(
    items: Iterable[Finding | Signal],
    *,
    reason: str,
    who: str,
    until: date | None = None,
    owner: str = "",
    added: date | None = None,
) -> Baseline:
    """Put everything that counts aside with one reason."""
    return Baseline(
        tuple(
            Accepted(
                fingerprint=item.fingerprint,
                rule=item.check if isinstance(item, Signal) else item.rule,
                path=item.place.path,
                reason=reason,
                who=who,
                until=until,
                owner=owner,
                added=added,
            )
            for item in items
            if item.actionable
        )
    )


def save_baseline(path: Path, baseline: Baseline) -> None:
    """Write the file, sorted, so that a change in version control is small.

    What was found is not in it: the file stands in the project, and would be found itself.
    """
    rows: Sequence[dict[str, Any]] = [
        {
            "fingerprint": entry.fingerprint,
            "rule": entry.rule,
            "path": entry.path,
            "reason": entry.reason,
            "owner": entry.owner,
            "who": entry.who,
            "added": entry.added.isoformat() if entry.added else None,
            "expires": entry.until.isoformat() if entry.until else None,
        }
        for entry in sorted(baseline.entries, key=lambda entry: (entry.path, entry.rule, entry.fingerprint))
    ]
    body = json.dumps({"version": VERSION, "accepted": rows}, ensure_ascii=False, indent=2) + "\n"
    # A path that is no text holds lone surrogates; as JSON escapes they come back whole.
    path.write_bytes(body.encode("utf-8", "backslashreplace"))


def load_baseline(path: Path) -> Baseline:
    """Read the file, of this version or an older one.

    Raises:
        InvalidInput: the file is missing, too large or not a baseline; says which entry is wrong.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise _wrong(str(path), "файл больше 20 МБ")
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _wrong(str(path), error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise _wrong(str(path), "это не JSON в UTF-8") from error
    if not isinstance(content, dict) or content.get("version") not in _READ:
        raise _wrong(str(path), "неизвестная версия файла")
    rows = content.get("accepted")
    if not isinstance(rows, list):
        raise _wrong(str(path), "нет списка accepted")
    return Baseline(tuple(_entry(str(path), number, row) for number, row in enumerate(rows, 1)))


def _entry(path: str, number: int, row: Any) -> Accepted:
    try:
        needed = {
            name: str(row[name])[:_MAX_TEXT] for name in ("fingerprint", "rule", "path", "reason", "who")
        }
        owner = str(row.get("owner") or "")[:_MAX_TEXT]
        until = _day(row.get("expires") or row.get("until"))
        added = _day(row.get("added"))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _wrong(path, f"запись {number}: {error}") from error
    if not needed["reason"].strip() or not needed["who"].strip():
        raise _wrong(path, f"запись {number}: пустые reason или who")
    return Accepted(**needed, owner=owner, until=until, added=added)


def _day(raw: str | None) -> date | None:
    return date.fromisoformat(raw) if raw else None


def _wrong(path: str, detail: str) -> InvalidInput:
    return InvalidInput(
        N_("Файл отложенных находок %(path)s не читается: %(detail)s.", path=path, detail=detail),
        field="baseline",
        hint=N_("Создайте его заново командой audit с ключом --save-baseline или исправьте запись."),
    )
