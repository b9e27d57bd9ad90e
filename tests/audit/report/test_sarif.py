"""SARIF: what code hosts rely on."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from tests.audit.report.sample import LATE, LINK, hostile, marked, report, whole

from vestnik.audit.model import Place, Severity, Span
from vestnik.audit.report.as_sarif import render_sarif
from vestnik.audit.report.model import Report


def run_of(made: Report) -> dict[str, Any]:
    log = json.loads(render_sarif(made))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    [run] = log["runs"]
    return dict(run)


def result_of(made: Report, rule: str) -> dict[str, Any]:
    return next(row for row in run_of(made)["results"] if row["ruleId"] == rule)


def test_a_result_points_at_the_characters_of_the_match() -> None:
    row = result_of(report(LINK), "DEMO-TG-LINK-001")
    [location] = row["locations"]
    physical = location["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "contacts.html", "uriBaseId": "%SRCROOT%"}
    region = physical["region"]
    assert [region[name] for name in ("startLine", "startColumn", "endLine", "endColumn")] == [3, 10, 3, 36]
    assert (region["byteOffset"], region["byteLength"]) == (40, 26)
    assert region["snippet"] == {"text": "https://t.me/lavka_fiction"}


def test_the_fingerprint_stands_under_our_own_key() -> None:
    row = result_of(report(LINK), "DEMO-TG-LINK-001")
    assert row["partialFingerprints"] == {"vestnik/v1": LINK.fingerprint}
    assert "primaryLocationLineHash" not in render_sarif(report(LINK))


@pytest.mark.parametrize(
    ("severity", "level", "kind"),
    [
        (Severity.CRITICAL, "error", "fail"),
        (Severity.HIGH, "error", "fail"),
        (Severity.MEDIUM, "warning", "fail"),
        (Severity.LOW, "note", "fail"),
        (Severity.INFO, "none", "informational"),
    ],
)
def test_levels_follow_severity(severity: Severity, level: str, kind: str) -> None:
    row = result_of(report(replace(LINK, severity=severity)), "DEMO-TG-LINK-001")
    assert (row["level"], row["kind"]) == (level, kind)


def test_every_rule_of_a_result_is_described_once() -> None:
    run = run_of(whole())
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    for row in run["results"]:
        assert rules[row["ruleIndex"]] == row["ruleId"]


def test_parts_of_a_group_know_each_other() -> None:
    row = result_of(whole(), "DEMO-TG-ICON-001")
    related = [place["physicalLocation"]["artifactLocation"]["uri"] for place in row["relatedLocations"]]
    assert related == ["https://lavka.example/"]


def test_a_picture_is_attached_with_the_element_framed() -> None:
    run = run_of(whole())
    row = next(row for row in run["results"] if "attachments" in row)
    [attachment] = row["attachments"]
    assert attachment["rectangles"] == [{"top": 760, "left": 1180, "bottom": 824, "right": 1400}]
    [artifact] = run["artifacts"]
    assert attachment["artifactLocation"]["index"] == 0
    assert artifact["mimeType"] == "image/png"
    assert base64.b64decode(artifact["contents"]["binary"]).startswith(b"\x89PNG")


def test_what_is_put_aside_is_suppressed_with_its_reason() -> None:
    row = result_of(whole(), "DEMO-WA-LINK-001")
    [suppression] = row["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert suppression["justification"] == "закроет отдел продаж"
    assert suppression["properties"]["expires"] == "2027-01-31"
    assert row["baselineState"] == "unchanged"
    assert result_of(whole(), "DEMO-TG-API-001")["baselineState"] == "new"


def test_without_a_baseline_nothing_is_compared() -> None:
    row = result_of(report(LINK), "DEMO-TG-LINK-001")
    assert not {"baselineState", "suppressions"} & set(row)


def test_an_api_call_of_a_site_tells_its_request() -> None:
    row = result_of(whole(), "DEMO-TG-API-001")
    assert row["webRequest"] == {"target": "https://api.telegram.org/bot***/sendMessage"}
    assert "webRequest" not in result_of(whole(), "DEMO-TG-LINK-001")


def test_norms_are_a_taxonomy() -> None:
    run = run_of(whole())
    [norms] = run["taxonomies"]
    assert {row["id"]: row["shortDescription"]["text"] for row in norms["taxa"]}["152fz-9"] == "152-ФЗ, ст. 9"
    row = result_of(whole(), "DEMO-TG-API-001")
    assert row["taxa"] == [{"id": "41fz-15-1", "toolComponent": {"name": "norms"}}]


def test_what_was_not_read_is_a_notification() -> None:
    [invocation] = run_of(report(LINK, troubles=(LATE,)))["invocations"]
    [note] = invocation["toolExecutionNotifications"]
    assert (note["level"], note["descriptor"]) == ("warning", {"id": "too_large"})
    assert invocation["executionSuccessful"] is True


def test_an_interrupted_audit_was_no_success() -> None:
    made = report(LINK)
    stopped = replace(made, result=replace(made.result, interrupted=True))
    assert run_of(stopped)["invocations"][0]["executionSuccessful"] is False


def test_paths_become_addresses_without_surprises() -> None:
    odd = [
        "папка/файл с пробелом.html",
        "c:/x.html",
        "архив.zip!/внутри.html",
        "a?b#c%d.html",
        "\udc98.html",
    ]
    findings = [marked(replace(LINK, place=Place(path, 1, 1, Span(0, 1))), path) for path in odd[:-1]]
    findings.append(marked(replace(LINK, place=Place(odd[-1], 1, 1, Span(0, 1))), "surrogate"))
    uris = [
        row["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for row in run_of(report(*findings))["results"]
    ]
    assert uris == [
        (
            "%D0%BF%D0%B0%D0%BF%D0%BA%D0%B0/%D1%84%D0%B0%D0%B9%D0%BB%20%D1%81%20"
            "%D0%BF%D1%80%D0%BE%D0%B1%D0%B5%D0%BB%D0%BE%D0%BC.html"
        ),
        "c%3A/x.html",
        "%D0%B0%D1%80%D1%85%D0%B8%D0%B2.zip!/%D0%B2%D0%BD%D1%83%D1%82%D1%80%D0%B8.html",
        "a%3Fb%23c%25d.html",
        "%3F.html",
    ]


def test_hostile_texts_stay_texts() -> None:
    run = run_of(hostile())
    assert all(row["message"]["text"] for row in run["results"])
