"""Findings a company has looked at and put aside: by fingerprint, with a reason, a name and a last day."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from vestnik.audit.model import AuditResult, Finding
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_

_VERSION = 1
_MAX_BYTES = 20_000_000
_MAX_TEXT = 500


@dataclass(frozen=True, slots=True)
class Accepted:
    """One finding put aside; ``until`` is the last day it stays hidden, None means always."""

    fingerprint: str
    rule: str
    path: str
    reason: str
    who: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """All findings put aside."""

    entries: tuple[Accepted, ...] = ()

    def hides(self, finding: Finding, today: date) -> bool:
        """Whether the finding is put aside on this day."""
        return finding.fingerprint in self._hidden(today)

    def _hidden(self, today: date) -> frozenset[str]:
        return frozenset(
            item.fingerprint for item in self.entries if item.until is None or today <= item.until
        )

    def apply(self, result: AuditResult, today: date) -> AuditResult:
        """Return the result without what is put aside, counting it as suppressed."""
        hidden = self._hidden(today)
        kept = [item for item in result.findings if item.fingerprint not in hidden]
        return replace(result, findings=kept, suppressed=result.suppressed + len(result.findings) - len(kept))

    def expired(self, today: date) -> tuple[Accepted, ...]:
        """Entries whose last day has passed: their findings count again."""
        return tuple(item for item in self.entries if item.until is not None and today > item.until)


def accept(findings: Iterable[Finding], *, reason: str, who: str, until: date | None = None) -> Baseline:
    """Put every actionable finding aside with one reason."""
    return Baseline(
        tuple(
            Accepted(item.fingerprint, item.rule, item.place.path, reason, who, until)
            for item in findings
            if item.actionable
        )
    )


def save_baseline(path: Path, baseline: Baseline) -> None:
    """Write the file, sorted, so that a change in version control is small."""
    rows: Sequence[dict[str, Any]] = [
        {
            "fingerprint": item.fingerprint,
            "rule": item.rule,
            "path": item.path,
            "reason": item.reason,
            "who": item.who,
            "until": item.until.isoformat() if item.until else None,
        }
        for item in sorted(baseline.entries, key=lambda item: (item.path, item.rule, item.fingerprint))
    ]
    body = json.dumps({"version": _VERSION, "accepted": rows}, ensure_ascii=False, indent=2)
    path.write_text(body + "\n", encoding="utf-8")


def load_baseline(path: Path) -> Baseline:
    """Read the file.

    Raises:
        InvalidInput: the file is missing, too large or not a baseline; says which entry is wrong.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise _wrong(str(path), "файл больше 20 МБ")
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _wrong(str(path), error.strerror or str(error)) from error
    except ValueError as error:
        raise _wrong(str(path), "это не JSON в UTF-8") from error
    if not isinstance(content, dict) or content.get("version") != _VERSION:
        raise _wrong(str(path), "неизвестная версия файла")
    rows = content.get("accepted")
    if not isinstance(rows, list):
        raise _wrong(str(path), "нет списка accepted")
    return Baseline(tuple(_entry(str(path), number, row) for number, row in enumerate(rows, 1)))


def _entry(path: str, number: int, row: Any) -> Accepted:
    try:
        texts = {
            name: str(row[name])[:_MAX_TEXT] for name in ("fingerprint", "rule", "path", "reason", "who")
        }
        until = date.fromisoformat(row["until"]) if row.get("until") else None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _wrong(path, f"запись {number}: {error}") from error
    if not texts["reason"].strip() or not texts["who"].strip():
        raise _wrong(path, f"запись {number}: пустые reason или who")
    return Accepted(**texts, until=until)


def _wrong(path: str, detail: str) -> InvalidInput:
    return InvalidInput(
        N_("Файл отложенных находок %(path)s не читается: %(detail)s.", path=path, detail=detail),
        field="baseline",
        hint=N_("Создайте его заново командой audit с ключом --save-baseline или исправьте запись."),
    )
