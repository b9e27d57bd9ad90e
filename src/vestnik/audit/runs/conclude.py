"""End a run: store what it saw, and write into the ledger what became of each channel, in one commit."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Final

from vestnik.audit.contact_points import group
from vestnik.audit.model import AuditResult, Finding
from vestnik.audit.runs import finding_store, parts_store, store
from vestnik.audit.runs.history.coverage import coverage_of
from vestnik.audit.runs.history.keep import keep
from vestnik.audit.runs.history.model import Change, Moment, PointChange
from vestnik.audit.runs.model import Run, StoredFinding
from vestnik.audit.runs.parts_store import Part
from vestnik.kernel.core import Core, Tx, WorkspaceKeys
from vestnik.kernel.errors import Conflict
from vestnik.kernel.text import N_
from vestnik.ledger import store as ledger
from vestnik.ledger.conceal import conceal
from vestnik.ledger.model import Entry

_BATCH: Final = 500
_KINDS: Final = {
    Change.CLOSED: "audit.channel_closed",
    Change.REOPENED: "audit.channel_reopened",
    Change.OPENED: "audit.channel_found",
}


async def conclude(core: Core, run: Run, result: AuditResult) -> None:
    """Store what a running audit saw, carry the site's history forward and move the run to done.

    Findings go in batches before; all else, with the ledger's entries of what was closed, is one commit.

    Raises:
        Conflict: another process took the run over; nothing of it was changed.
    """
    workspace_id, audit_id = run.workspace_id, run.id
    ordered = sorted(result.findings, key=_worst_first)
    stored = [
        StoredFinding(core.ids.new(), audit_id, position, finding) for position, finding in enumerate(ordered)
    ]

    def write(batch: Sequence[StoredFinding]) -> Callable[[Tx], None]:
        def work(tx: Tx) -> None:
            _refuse_if_lost(tx, run)
            if not batch or batch[0].position == 0:
                finding_store.erase(tx, workspace_id, audit_id)
            finding_store.insert_findings(tx, workspace_id, audit_id, batch)

        return work

    for start in range(0, max(len(stored), 1), _BATCH):
        await core.db.write(write(stored[start : start + _BATCH]))
    pictures = parts_store.chosen(ordered, result.signals, result.artefacts)
    keys = await core.keyring.of(workspace_id)
    points, coverage, now = group(result.findings), coverage_of(result, run.options), core.clock.now()

    def close(tx: Tx) -> None:
        _refuse_if_lost(tx, run)
        parts_store.save_shots(tx, workspace_id, audit_id, pictures)
        store.insert_troubles(tx, workspace_id, audit_id, result.troubles)
        parts_store.save_list(tx, workspace_id, audit_id, Part.SIGNALS, result.signals)
        parts_store.save_list(tx, workspace_id, audit_id, Part.FORMS, result.forms)
        parts_store.save_list(tx, workspace_id, audit_id, Part.TRACKERS, result.trackers)
        parts_store.erase_checkpoint(tx, workspace_id, audit_id)
        changes = keep(tx, workspace_id, run.target, Moment(audit_id, now), ordered, coverage)
        entries = [
            Entry("audit.finished", {"audit": audit_id, **_public(result)}),
            *_told(keys, run, changes),
        ]
        index = ledger.append(tx, workspace_id, entries, now)[0]
        store.finish(tx, run, result, points, now, index)

    await core.db.write(close)


def _refuse_if_lost(tx: Tx, run: Run) -> None:
    if not store.is_running(tx, run.workspace_id, run.id, run.resumes):
        raise Conflict(N_("Проверку уже закрыл другой процесс."))


def _told(keys: WorkspaceKeys, run: Run, changes: Sequence[PointChange]) -> list[Entry]:
    """Make an entry of every contact point that was found, closed or came back.

    Its address may hold somebody's telephone number, so it stands in the sealed part.
    """
    return [
        conceal(
            keys,
            _KINDS[one.change],
            {
                "audit": run.id,
                "target": run.target,
                "platform": one.history.platform,
                "first_seen": one.history.standing.first.at.isoformat(),
                "last_seen": one.history.standing.last.at.isoformat(),
            },
            {"address": one.history.address, "places": one.history.places},
        )
        for one in changes
    ]


def _worst_first(finding: Finding) -> tuple[int, str, int, int, str]:
    return (-finding.severity, finding.place.path, finding.place.line, finding.place.column, finding.rule)


def _public(result: AuditResult) -> dict[str, object]:
    """What the ledger may say aloud: sums, and a digest by which the stored findings can be checked."""
    marks = "\n".join(sorted(finding.fingerprint for finding in result.findings))
    return {
        "target": result.target,
        "files": result.files,
        "findings": len(result.findings),
        "actionable": sum(finding.actionable for finding in result.findings),
        "incomplete": result.incomplete,
        "fingerprints": hashlib.sha256(marks.encode()).hexdigest(),
    }
