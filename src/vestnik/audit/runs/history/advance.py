"""One step of a standing: an audit saw it, or looked and did not, or did not look. Pure.

::

    (nothing) --seen--> open --looked, not there--> closed --seen--> open again (reopened + 1)

Whatever was not looked at stays as it was.
"""

from dataclasses import replace

from vestnik.audit.runs.history.model import Change, Moment, Standing


def advance(
    standing: Standing | None, now: Moment, *, present: bool, looked: bool
) -> tuple[Standing | None, Change | None]:
    """Return the standing after the audit ``now``, and what changed; None for what never was there."""
    if present:
        if standing is None:
            return Standing(now, now), Change.OPENED
        if standing.open:
            return replace(standing, last=now), None
        back = replace(standing, last=now, closed=None, reopened=standing.reopened + 1, reopened_at=now.at)
        return back, Change.REOPENED
    if standing is None or not standing.open or not looked:
        return standing, None
    return replace(standing, closed=now), Change.CLOSED
