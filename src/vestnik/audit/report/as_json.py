"""The report for programs: schema ``vestnik.audit/1``, whose fields are only ever added to."""

import json
from collections import Counter
from typing import Any

from vestnik.audit.model import ContactPoint, Finding, Span, Trouble
from vestnik.audit.report.model import Report

SCHEMA = "vestnik.audit/1"


def render_json(report: Report) -> str:
    """Return the whole report as one JSON object, UTF-8 text, ending with a newline."""
    result = report.result
    whole: dict[str, Any] = {
        "schema": SCHEMA,
        "tool": {"name": "vestnik", "version": report.version},
        "pack_version": report.pack_version,
        "target": result.target,
        "started_at": report.started_at.isoformat(),
        "finished_at": report.finished_at.isoformat(),
        "incomplete": result.incomplete,
        "exit_code": result.exit_code,
        "stats": {
            "files": result.files,
            "bytes": result.bytes,
            "findings": len(result.findings),
            "actionable": report.actionable,
            "suppressed": result.suppressed,
            "troubles": len(result.troubles),
            "by_severity": dict(Counter(finding.severity.name.lower() for finding in result.findings)),
            "by_platform": dict(Counter(finding.platform for finding in result.findings)),
        },
        "contact_points": [contact_point_json(point) for point in report.contact_points],
        "findings": [finding_json(finding) for finding in result.findings],
        "troubles": [trouble_json(trouble) for trouble in result.troubles],
    }
    text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    # A file name that is no text holds lone surrogates; as JSON escapes they come through whole.
    return text.encode("utf-8", "backslashreplace").decode()


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return one finding: lines and columns from 1, spans in bytes of the file as it was read."""
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": finding.severity.name.lower(),
        "messenger": finding.platform,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "matched": finding.matched,
        "target": finding.target,
        "carrier": finding.carrier.value,
        "channel_kind": finding.channel_kind.value,
        "role": finding.role.value,
        "state": finding.state.value,
        "confidence": finding.confidence.name.lower(),
        "excerpt": finding.excerpt,
        "span": _span(place.span),
        "element": _span(place.element) if place.element else None,
        "fingerprint": finding.fingerprint,
        "norms": list(finding.norm_ids),
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


def trouble_json(trouble: Trouble) -> dict[str, Any]:
    """Return one trouble."""
    return {
        "path": trouble.path,
        "kind": trouble.kind,
        "detail": trouble.detail,
        "incomplete": trouble.incomplete,
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}
