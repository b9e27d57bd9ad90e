"""Every rule of the catalogue does what its row promises: its examples give it, its false alarms nothing."""

from pathlib import Path

import pytest
from tests.audit.finding import find, inspector
from tests.audit.rules.not_yet import ELSEWHERE, MISSED, NOT_YET, STILL_ALARMED
from tests.audit.sources.packing import code, saved

from vestnik.audit.documents import read_document
from vestnik.audit.model import Finding, Severity, Signal
from vestnik.audit.pages import conclude, read_page
from vestnik.audit.rules.load_rules import load_rules
from vestnik.audit.rules.model import AuditRule, Sample
from vestnik.audit.scan import scan_directory

RULES = load_rules().by_id.values()
SIGNALS = {family.id for family in load_rules().families.values() if family.signal}
QUIET = {rule.id for rule in RULES if rule.severity is Severity.INFO}
HSTS = {"Strict-Transport-Security": "max-age=31536000"}
EXAMPLES = [(rule, sample) for rule in RULES for sample in rule.examples]
ALARMS = [(rule, sample) for rule in RULES for sample in rule.false_alarms]


def named(pair: tuple[AuditRule, Sample]) -> str:
    rule, sample = pair
    return f"{rule.id}-{(*rule.examples, *rule.false_alarms).index(sample)}"


def seen(path: str, text: str, folder: Path) -> list[Finding]:
    """Ask the public door: a file of a tree, or a document that stands in no tree."""
    if "!/" in path or "://" in path:
        return find(text, path)
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(saved(code(text)) if path.endswith(".png") else text.encode())
    return scan_directory(folder, inspector=inspector()).findings


def signalled(path: str, text: str) -> list[Signal]:
    """Ask the door of the page checks: a page of a site, or a template of a tree."""
    url = f"https://shop.example/{path}" if path.endswith(".html") else None
    document = read_document(url or path, text.encode(), "text/html" if url else None)
    return list(conclude([read_page(document, url, HSTS)]).signals)


def untried(rule: AuditRule) -> str | None:
    return NOT_YET.get(rule.id) or ELSEWHERE.get(rule.id)


def loud(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(item.rule, item.matched) for item in findings if item.severity > Severity.INFO]


@pytest.mark.parametrize("pair", EXAMPLES, ids=map(named, EXAMPLES))
def test_an_example_gives_exactly_its_rule(pair: tuple[AuditRule, Sample], tmp_path: Path) -> None:
    rule, sample = pair
    if why := untried(rule):
        pytest.skip(why)
    if rule.family in SIGNALS:
        told = signalled(sample.path, sample.text)
        assert {item.check for item in told if item.actionable} == {rule.id} - QUIET
        assert rule.id in {item.check for item in told}
        return
    found = [item for item in seen(sample.path, sample.text, tmp_path) if not item.part]
    assert {item.rule for item in found} == {rule.id, *sample.also}
    if sample is rule.examples[0]:
        assert max(item.severity for item in found if item.rule == rule.id) is rule.severity


@pytest.mark.parametrize("pair", ALARMS, ids=map(named, ALARMS))
def test_a_false_alarm_of_the_catalogue_is_not_raised(pair: tuple[AuditRule, Sample], tmp_path: Path) -> None:
    rule, sample = pair
    if why := untried(rule):
        pytest.skip(why)
    if rule.family in SIGNALS:
        told = signalled(sample.path, sample.text)
        assert [item.observed for item in told if item.check == rule.id and item.actionable] == []
    else:
        assert loud(seen(sample.path, sample.text, tmp_path)) == []


@pytest.mark.xfail(strict=True, reason="must be found and is not yet: see not_yet.py")
@pytest.mark.parametrize(
    ("rule", "path", "text"), MISSED, ids=[f"{rule}-{place}" for place, (rule, *_) in enumerate(MISSED)]
)
def test_what_is_still_missed(rule: str, path: str, text: str, tmp_path: Path) -> None:
    assert {item.rule for item in seen(path, text, tmp_path) if not item.part} == {rule}


@pytest.mark.xfail(strict=True, reason="must stay quiet and does not yet: see not_yet.py")
@pytest.mark.parametrize(("case", "path", "text"), STILL_ALARMED, ids=[case for case, _, _ in STILL_ALARMED])
def test_what_is_still_raised(case: str, path: str, text: str, tmp_path: Path) -> None:
    assert loud(seen(path, text, tmp_path)) == []
