"""What a report takes from the catalogue of rules."""

from dataclasses import replace

from tests.audit.report.sample import LINK, whole

from vestnik.audit.report.facts import evidence_of, fix_of, title_of, what_of, why_of
from vestnik.audit.rules.load_rules import load_rules


def test_every_rule_of_the_catalogue_tells_a_report_everything() -> None:
    for rule in load_rules().by_id:
        assert all((title_of(rule), what_of(rule), why_of(rule), fix_of(rule))), rule
        assert evidence_of(replace(LINK, rule=rule))


def test_a_rule_outside_the_catalogue_speaks_by_its_carrier() -> None:
    assert (evidence_of(LINK), fix_of(LINK.rule), title_of(LINK.rule)) == ("link", "", "")
    assert evidence_of(whole().result.signals[0]) == "observed"
