"""The report for build servers: JUnit XML, one test case a rule a page."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from vestnik.audit.model import Finding, Signal
from vestnik.audit.report.columns import said
from vestnik.audit.report.facts import fix_of
from vestnik.audit.report.model import Report
from vestnik.audit.report.words import CARRIER, SEVERITY, SIGNALS_NOTE, places, word

_MOST: Final = 100
"""Lines in one test case."""
_NAME: Final = "vestnik.audit"


def render_junit(report: Report) -> str:
    """Return the XML: what counts is a failure, what is put aside skipped, what was not read an error."""
    suite = ET.Element("testsuite", name=said(f"{_NAME} {report.result.target}"))
    _findings(suite, report)
    _signals(suite, report)
    _put_aside(suite, report)
    for trouble in report.result.troubles:
        if trouble.incomplete:
            case = _case(suite, trouble.path, f"прочитано: {trouble.kind}")
            ET.SubElement(case, "error", type=said(trouble.kind), message=said(trouble.detail))
    if not len(suite):
        _case(suite, report.result.target, "Иностранных мессенджеров не найдено")
    counts = {
        "tests": len(suite),
        "failures": len(suite.findall("testcase/failure")),
        "errors": len(suite.findall("testcase/error")),
        "skipped": len(suite.findall("testcase/skipped")),
    }
    for name, number in counts.items():
        suite.set(name, str(number))
    suite.set("time", f"{report.seconds:.3f}")
    suite.set("timestamp", report.started_at.strftime("%Y-%m-%dT%H:%M:%S"))
    whole = ET.Element("testsuites", name=_NAME, time=f"{report.seconds:.3f}")
    for name, number in counts.items():
        whole.set(name, str(number))
    whole.append(suite)
    ET.indent(whole)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(whole, encoding="unicode")}\n'


def _findings(suite: ET.Element, report: Report) -> None:
    cases: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.result.findings:
        cases[finding.place.path, finding.rule].append(finding)
    for (path, rule), findings in sorted(cases.items()):
        case = _case(suite, path, rule)
        worst = max(findings, key=lambda finding: finding.severity)
        lines = [_line(report, finding) for finding in findings]
        if worst.actionable:
            message = (
                f"{report.platform(worst.platform)}: {places(len(findings))}, {SEVERITY[worst.severity]}"
            )
            failure = ET.SubElement(case, "failure", type=worst.severity.name.lower(), message=message)
            failure.text = _text([*lines, fix_of(rule)])
        else:
            ET.SubElement(case, "system-out").text = _text(lines)


def _signals(suite: ET.Element, report: Report) -> None:
    cases: defaultdict[tuple[str, str], list[Signal]] = defaultdict(list)
    for signal in report.result.signals:
        cases[signal.place.path, signal.check].append(signal)
    for (path, check), signals in sorted(cases.items()):
        lines = [
            f"{signal.place.line}:{signal.place.column} {said(signal.observed)} {said(signal.inferred)}"
            for signal in signals
        ]
        ET.SubElement(_case(suite, path, check), "system-out").text = _text([*lines, SIGNALS_NOTE])


def _put_aside(suite: ET.Element, report: Report) -> None:
    for item, entry in report.comparison.put_aside if report.comparison else ():
        case = _case(suite, item.place.path, f"{entry.rule} {item.place.line}:{item.place.column}")
        ET.SubElement(case, "skipped", message=said(f"Отложено: {entry.reason}"))


def _case(suite: ET.Element, path: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=said(path), name=said(name), time="0")


def _line(report: Report, finding: Finding) -> str:
    return (
        f"{said(finding.place.path)}:{finding.place.line}:{finding.place.column} "
        f"{SEVERITY[finding.severity]} {report.platform(finding.platform)}, "
        f"{word(CARRIER, finding.carrier)}: {said(finding.matched)}"
    )


def _text(lines: Iterable[str]) -> str:
    kept = [line for line in lines if line]
    more = len(kept) - _MOST
    return "\n".join([*kept[:_MOST], *([f"… и ещё {more}"] if more > 0 else [])])
