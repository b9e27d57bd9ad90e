"""What the pages of one audit share: the run, the state it is shown in, the numbers on the tabs."""

from typing import Any, Final

from vestnik.audit.runs.browse import get_audit, latest_findings
from vestnik.audit.runs.model import Run, RunState, StoredFinding, Story
from vestnik.entrypoints.web.visit import Visit

OPEN: Final = frozenset({RunState.QUEUED, RunState.RUNNING})


def shown_state(run: Run) -> str:
    """Return the label's name: a finished run that missed something, or was stopped, says so."""
    if run.state is RunState.RUNNING and run.stop_asked_by:
        return "stopping"
    if run.state is RunState.RUNNING and run.resumes:
        return "resumed"
    if run.state is RunState.DONE and run.interrupted:
        return "stopped"
    return "incomplete" if run.state is RunState.DONE and run.incomplete else run.state.value


async def story_of(visit: Visit) -> Story:
    """Return the audit that the address names."""
    return await get_audit(visit.core, visit.principal, visit.param("audit_id"))


async def fresh_of(visit: Visit, run: Run) -> list[StoredFinding]:
    """Return what a running audit found last; of one that is over, nothing."""
    if run.state not in OPEN:
        return []
    return await latest_findings(visit.core, visit.principal, run.id)


def of_run(visit: Visit, story: Story) -> dict[str, Any]:
    """Return what the head and the tabs of an audit's page need."""
    run = story.run
    return {
        "run": run,
        "troubles": story.troubles,
        "state": shown_state(run),
        "moving": run.state in OPEN,
        "signatures": visit.site.vestnik.signatures,
        "tab_numbers": {
            "points": len(run.contact_points),
            "findings": run.stats.get("findings", 0),
            "checks": run.stats.get("signals", 0),
            "forms": _sum(run, "forms", "trackers"),
            "troubles": len(story.troubles),
        },
    }


def _sum(run: Run, *names: str) -> int:
    values = [run.stats.get(name, 0) for name in names]
    return sum(value for value in values if isinstance(value, int))
