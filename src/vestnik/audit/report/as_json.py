"""The report for programs: version 1, told in docs/reference/audit-json.md; keys are only ever added."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from vestnik.audit.baseline import Accepted
from vestnik.audit.model import (
    ContactPoint,
    Finding,
    Form,
    Place,
    Rendered,
    Shot,
    Signal,
    Span,
    Tracker,
    Trouble,
)
from vestnik.audit.report.facts import evidence_of, fix_of
from vestnik.audit.report.model import Report, ids_of, is_url
from vestnik.audit.report.work import point_views

VERSION: Final = 1


def render_json(report: Report) -> str:
    """Return the whole report as one JSON object, UTF-8 text, ending with a newline."""
    text = json.dumps(report_json(report), ensure_ascii=False, indent=2) + "\n"
    # A file name that is no text holds lone surrogates; as JSON escapes they come through whole.
    return text.encode("utf-8", "backslashreplace").decode()


def report_json(report: Report) -> dict[str, Any]:
    """Return the whole report as plain values."""
    result, comparison = report.result, report.comparison
    return {
        "version": VERSION,
        "tool": {"name": "vestnik", "version": report.version, "pack": report.pack_version},
        "target": result.target,
        "started_at": report.started_at.isoformat(),
        "finished_at": report.finished_at.isoformat(),
        "interrupted": result.interrupted,
        "stats": stats_json(report),
        "contact_points": [
            {**contact_point_json(view.point), "templates": view.templates} for view in point_views(report)
        ],
        "findings": [finding_json(finding, made) for finding, made in _numbered(result.findings)],
        "signals": [signal_json(signal, made) for signal, made in _numbered(result.signals)],
        "forms": [form_json(form) for form in result.forms],
        "trackers": [tracker_json(tracker) for tracker in result.trackers],
        "incomplete": [trouble_json(trouble) for trouble in result.troubles if trouble.incomplete],
        "notes": [trouble_json(trouble) for trouble in result.troubles if not trouble.incomplete],
        "suppressed": [accepted_json(entry) for _, entry in comparison.put_aside] if comparison else [],
        "expired": [accepted_json(entry) for entry in comparison.expired] if comparison else [],
    }


def stats_json(report: Report) -> dict[str, Any]:
    """Return the sums."""
    result = report.result
    return {
        "files": result.files,
        "bytes": result.bytes,
        "pages": result.pages,
        "seconds": round(report.seconds, 3),
        "findings": len(result.findings),
        "actionable": report.actionable,
        "suppressed": result.suppressed,
        "signals": len(result.signals),
        "by_severity": dict(Counter(finding.severity.name.lower() for finding in result.findings)),
        "by_messenger": dict(Counter(finding.platform for finding in result.findings)),
    }


def _numbered(items: list[Any]) -> Iterable[tuple[Any, str]]:
    return zip(items, ids_of(item.fingerprint for item in items), strict=True)


def finding_json(finding: Finding, finding_id: str) -> dict[str, Any]:
    """Return one finding: lines and columns from 1, spans in bytes of the file as it was read."""
    return {
        "id": finding_id,
        "rule": finding.rule,
        "messenger": finding.platform,
        "role": finding.role.value,
        "kind": finding.channel_kind.value.replace("_", "-"),
        "evidence": evidence_of(finding),
        "state": finding.state.value,
        "severity": finding.severity.name.lower(),
        "confidence": finding.confidence.name.lower(),
        "group": finding.group,
        "part": finding.part,
        **_place(finding.place),
        "match": finding.matched,
        "target": finding.target,
        "excerpt": finding.excerpt,
        "carrier": finding.carrier.value,
        "fingerprint": finding.fingerprint,
        "norms": list(finding.norm_ids),
        "fix": fix_of(finding.rule),
        "rendered": finding.rendered and _rendered(finding.rendered),
    }


def signal_json(signal: Signal, signal_id: str) -> dict[str, Any]:
    """Return one sign of how a page handles personal data; what was seen and what it may mean stay apart."""
    return {
        "id": signal_id,
        "check": signal.check,
        "severity": signal.severity.name.lower(),
        "confidence": signal.confidence.name.lower(),
        "claim": signal.claim.value,
        "group": signal.group,
        **_place(signal.place),
        "observed": signal.observed,
        "inferred": signal.inferred,
        "match": signal.matched,
        "excerpt": signal.excerpt,
        "fingerprint": signal.fingerprint,
        "norms": list(signal.norm_ids),
        "shots": [_shot(shot) for shot in signal.shots],
    }


def contact_point_json(point: ContactPoint) -> dict[str, Any]:
    """Return one contact point."""
    return {
        "messenger": point.platform,
        "target": point.target,
        "places": point.places,
        "files": point.files,
        "severity": point.severity.name.lower(),
    }


def form_json(form: Form) -> dict[str, Any]:
    """Return one form."""
    return {
        **_place(form.place),
        "action": form.action,
        "method": form.method,
        "data": list(form.data),
        "consent": form.consent,
        "consent_link": form.consent_link,
        "group": form.group,
    }


def tracker_json(tracker: Tracker) -> dict[str, Any]:
    """Return one tracker."""
    return {
        "name": tracker.name,
        "host": tracker.host,
        "foreign": tracker.foreign,
        "pages": tracker.pages,
        "first_page": tracker.first_page,
        "before_choice": tracker.before_choice,
        "disclosed": tracker.disclosed,
    }


def trouble_json(trouble: Trouble) -> dict[str, Any]:
    """Return one trouble."""
    return {**_where(trouble.path), "kind": trouble.kind, "detail": trouble.detail}


def accepted_json(entry: Accepted) -> dict[str, Any]:
    """Return one entry of a baseline."""
    return {
        "fingerprint": entry.fingerprint,
        "rule": entry.rule,
        **_where(entry.path),
        "reason": entry.reason,
        "owner": entry.owner,
        "who": entry.who,
        "added": entry.added.isoformat() if entry.added else None,
        "expires": entry.until.isoformat() if entry.until else None,
    }


def _where(path: str) -> dict[str, str]:
    return {"url" if is_url(path) else "path": path}


def _place(place: Place) -> dict[str, Any]:
    return {
        **_where(place.path),
        "line": place.line,
        "column": place.column,
        "span": _span(place.span),
        "element": _span(place.element) if place.element else None,
    }


def _rendered(rendered: Rendered) -> dict[str, Any]:
    return {
        "viewports": [viewport.value for viewport in rendered.viewports],
        "after_click": rendered.after_click,
        "requests": list(rendered.requests),
        "shots": [_shot(shot) for shot in rendered.shots],
    }


def _shot(shot: Shot) -> dict[str, Any]:
    return {
        "sha256": shot.sha256,
        "media": shot.media,
        "width": shot.width,
        "height": shot.height,
        "viewport": shot.viewport.value,
        "frame": list(shot.frame) if shot.frame else None,
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}
