"""The report as SARIF 2.1.0, for code hosts and editors; checked against the schema of OASIS."""

import base64
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote

from vestnik.audit.baseline import Accepted
from vestnik.audit.model import Carrier, Finding, Place, Severity, Shot, Signal
from vestnik.audit.report.columns import said
from vestnik.audit.report.facts import evidence_of, fix_of, rule_of, title_of, what_of, why_of
from vestnik.audit.report.model import Report, ids_of, is_url
from vestnik.audit.report.words import CARRIER, KIND, ROLE, SIGNALS_NOTE, word

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT: Final = "vestnik/v1"
"""Our own key: code hosts compute ``primaryLocationLineHash`` themselves and take offence at another."""
_LEVEL: Final = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "none",
}
_NORMS: Final = "norms"
_RELATED: Final = 20
_ROOT: Final = "%SRCROOT%"
_EMBEDDED: Final = 5_000_000
"""Bytes of pictures kept inside the file: code hosts refuse files above 10 MB."""
_SAFE: Final = "/!~$&'()*+,;=:@"
Item = Finding | Signal


def render_sarif(report: Report) -> str:
    """Return one SARIF log, UTF-8 text, ending with a newline."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
    return json.dumps(log, ensure_ascii=False, indent=2).encode("utf-8", "replace").decode() + "\n"


def _run(report: Report) -> dict[str, Any]:
    result, comparison = report.result, report.comparison
    aside = {id(item): entry for item, entry in comparison.put_aside} if comparison else {}
    items: list[Item] = [*result.findings, *result.signals]
    items += [item for item, _entry in comparison.put_aside] if comparison else []
    shots = _Shots(report)
    writer = _Results(report, items, shots)
    known = {entry.fingerprint for entry in comparison.expired} if comparison else set()
    results = []
    for item, made in zip(items, ids_of(item.fingerprint for item in items), strict=True):
        row = writer.row(item, made)
        if comparison is not None:
            old = id(item) in aside or item.fingerprint in known
            row["baselineState"] = "unchanged" if old else "new"
            row["suppressions"] = [_suppression(aside[id(item)])] if id(item) in aside else []
        results.append(row)
    taxa = sorted({norm for item in items for norm in item.norm_ids})
    run: dict[str, Any] = {
        "tool": {"driver": _driver(report, items, taxa)},
        "automationDetails": {"id": "vestnik-audit/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that was audited."}}},
        "invocations": [_invocation(report)],
        "artifacts": shots.artifacts,
        "results": results,
        "properties": {
            "target": result.target,
            "files": result.files,
            "bytes": result.bytes,
            "pages": result.pages,
            "suppressed": result.suppressed,
        },
    }
    if taxa:
        rows = [{"id": norm, "shortDescription": {"text": report.norms.get(norm, norm)}} for norm in taxa]
        run["taxonomies"] = [{"name": _NORMS, "version": report.pack_version or "0", "taxa": rows}]
    return run


def _driver(report: Report, items: Iterable[Item], taxa: list[str]) -> dict[str, Any]:
    first: dict[str, Item] = {}
    for item in items:
        first.setdefault(rule_of(item), item)
    driver: dict[str, Any] = {
        "name": "Vestnik",
        "version": report.version,
        "semanticVersion": report.version,
        "language": "ru",
        "rules": [_descriptor(report, rule, item) for rule, item in sorted(first.items())],
    }
    if taxa:
        driver["supportedTaxonomies"] = [{"name": _NORMS}]
    return driver


def _descriptor(report: Report, rule: str, item: Item) -> dict[str, Any]:
    """Return a rule: what it looks for, why it matters and how its places are closed."""
    if isinstance(item, Signal):
        short, note = "Признак обработки персональных данных на странице", SIGNALS_NOTE
    else:
        short, note = f"{report.platform(item.platform)}: {word(CARRIER, item.carrier)}", ""
    described: dict[str, Any] = {
        "id": rule,
        "shortDescription": {"text": title_of(rule) or short},
        "defaultConfiguration": {"level": _LEVEL[item.severity]},
        "properties": {"evidence": evidence_of(item)},
    }
    if what := what_of(rule):
        described["fullDescription"] = {"text": what}
    if told := " ".join(part for part in (why_of(rule), fix_of(rule), note) if part):
        described["help"] = {"text": told}
    return described


class _Results:
    """Rows of results, which know their rule's index and the other places of their group."""

    def __init__(self, report: Report, items: list[Item], shots: "_Shots") -> None:
        self._report = report
        self._shots = shots
        self._index = {rule: index for index, rule in enumerate(sorted({rule_of(item) for item in items}))}
        self._groups: defaultdict[str, list[Item]] = defaultdict(list)
        for item in items:
            if item.group:
                self._groups[item.group].append(item)

    def row(self, item: Item, made: str) -> dict[str, Any]:
        """Return one result."""
        info = item.severity is Severity.INFO
        row: dict[str, Any] = {
            "ruleId": rule_of(item),
            "ruleIndex": self._index[rule_of(item)],
            "kind": "informational" if info else "fail",
            "level": _LEVEL[item.severity],
            "message": {"text": self._message(item)},
            "locations": [_location(item.place, item.matched, item.excerpt)],
            "partialFingerprints": {FINGERPRINT: item.fingerprint},
            "properties": self._properties(item, made),
        }
        if item.norm_ids:
            row["taxa"] = [{"id": norm, "toolComponent": {"name": _NORMS}} for norm in item.norm_ids]
        if related := self._related(item):
            row["relatedLocations"] = related
        if attachments := self._shots.attachments(item):
            row["attachments"] = attachments
        if request := _web_request(item):
            row["webRequest"] = request
        return row

    def _message(self, item: Item) -> str:
        if isinstance(item, Signal):
            return f"{said(item.observed)} {said(item.inferred)}".strip() or item.check
        what = word(CARRIER, item.carrier)
        if item.channel_kind.value != "unknown":
            what += f", {word(KIND, item.channel_kind)}"
        told = (
            f"{self._report.platform(item.platform)}: {what} ({word(ROLE, item.role)}) — {said(item.matched)}"
        )
        return f"{told}. {fix}" if (fix := fix_of(item.rule)) else told

    def _properties(self, item: Item, made: str) -> dict[str, Any]:
        told: dict[str, Any] = {
            "id": made,
            "severity": item.severity.name.lower(),
            "confidence": item.confidence.name.lower(),
            "group": item.group,
            "norms": list(item.norm_ids),
        }
        if isinstance(item, Signal):
            return told | {"claim": item.claim.value}
        return told | {
            "messenger": item.platform,
            "role": item.role.value,
            "kind": item.channel_kind.value.replace("_", "-"),
            "evidence": evidence_of(item),
            "state": item.state.value,
            "target": item.target,
            "part": item.part,
        }

    def _related(self, item: Item) -> list[dict[str, Any]]:
        others = [other for other in self._groups.get(item.group, ()) if other is not item][:_RELATED]
        return [
            {
                "id": number,
                "message": {"text": self._message(other)},
                **_location(other.place, other.matched, other.excerpt),
            }
            for number, other in enumerate(others, 1)
        ]


class _Shots:
    """Pictures as artifacts: each once, its bytes inside the file as long as that stays small."""

    def __init__(self, report: Report) -> None:
        self._bytes = report.result.artefacts
        self._index: dict[str, int] = {}
        self._room = _EMBEDDED
        self.artifacts: list[dict[str, Any]] = []

    def attachments(self, item: Item) -> list[dict[str, Any]]:
        """Return an item's pictures with the element framed."""
        return [self._attachment(shot) for shot in _shots_of(item)]

    def _attachment(self, shot: Shot) -> dict[str, Any]:
        made: dict[str, Any] = {
            "description": {"text": f"{shot.viewport.value}, {shot.width}×{shot.height}"},
            "artifactLocation": {"uri": _name(shot), "index": self._known(shot)},
        }
        if shot.frame is not None:
            left, top, width, height = shot.frame
            made["rectangles"] = [{"top": top, "left": left, "bottom": top + height, "right": left + width}]
        return made

    def _known(self, shot: Shot) -> int:
        if shot.sha256 in self._index:
            return self._index[shot.sha256]
        self._index[shot.sha256] = len(self.artifacts)
        artifact: dict[str, Any] = {
            "location": {"uri": _name(shot)},
            "mimeType": shot.media,
            "hashes": {"sha-256": shot.sha256},
        }
        data = self._bytes.get(shot.sha256)
        if data is not None and len(data) <= self._room:
            self._room -= len(data)
            artifact["length"] = len(data)
            artifact["contents"] = {"binary": base64.b64encode(data).decode()}
        self.artifacts.append(artifact)
        return self._index[shot.sha256]


def _shots_of(item: Item) -> tuple[Shot, ...]:
    if isinstance(item, Signal):
        return item.shots
    return item.rendered.shots if item.rendered else ()


def _name(shot: Shot) -> str:
    return f"shots/{shot.sha256}.{shot.media.rpartition('/')[2]}"


def _location(place: Place, matched: str, excerpt: str) -> dict[str, Any]:
    region: dict[str, Any] = {
        "startLine": place.line,
        "startColumn": place.column,
        "byteOffset": place.span.start,
        "byteLength": max(0, place.span.end - place.span.start),
    }
    if matched:
        region["endLine"] = place.line
        region["endColumn"] = place.column + len(matched)
        region["snippet"] = {"text": matched}
    physical: dict[str, Any] = {"artifactLocation": _artifact(place.path), "region": region}
    if excerpt:
        physical["contextRegion"] = {"startLine": place.line, "snippet": {"text": excerpt}}
    return {"physicalLocation": physical}


def _artifact(path: str) -> dict[str, Any]:
    encoded = path.encode("utf-8", "replace")
    if is_url(path):
        return {"uri": quote(encoded, safe=_SAFE + "?#%[]")}
    # A colon in the first part of a relative path would read as a scheme.
    return {"uri": quote(encoded, safe=_SAFE.replace(":", "")), "uriBaseId": _ROOT}


def _web_request(item: Item) -> dict[str, Any] | None:
    """Return the request that an API call of a site makes."""
    if not isinstance(item, Finding) or not is_url(item.place.path):
        return None
    asked = item.rendered.requests if item.rendered else ()
    if asked:
        return {"target": asked[0]}
    if item.carrier is Carrier.API and is_url(item.target or item.matched):
        return {"target": item.target or item.matched}
    return None


def _suppression(entry: Accepted) -> dict[str, Any]:
    return {
        "kind": "external",
        "status": "accepted",
        "justification": entry.reason,
        "properties": {
            "owner": entry.owner,
            "who": entry.who,
            "added": entry.added.isoformat() if entry.added else None,
            "expires": entry.until.isoformat() if entry.until else None,
        },
    }


def _invocation(report: Report) -> dict[str, Any]:
    notes = [
        {
            "level": "warning" if trouble.incomplete else "note",
            "message": {"text": said(trouble.detail)},
            "descriptor": {"id": trouble.kind},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(trouble.path)}}],
        }
        for trouble in report.result.troubles
    ]
    return {
        "executionSuccessful": not report.result.interrupted,
        "startTimeUtc": report.started_at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
        "endTimeUtc": report.finished_at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
        "toolExecutionNotifications": notes,
    }
