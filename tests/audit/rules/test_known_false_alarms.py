"""The twenty false alarms that a naive rule gives, each with a document in the catalogue or here."""

import pytest
from tests.audit.finding import find

from vestnik.audit.model import Severity, State
from vestnik.audit.rules.load_rules import load_rules
from vestnik.audit.rules.model import Sample

CASES = [f"FP-{number:02}" for number in range(1, 21)]
APART = {"FP-15", "FP-20"}
"""Not about silence: one about a number, one about a tick."""

KEPT: dict[str, list[Sample]] = {}
for _rule in load_rules().by_id.values():
    for _sample in _rule.false_alarms:
        if _sample.case:
            KEPT.setdefault(_sample.case, []).append(_sample)


@pytest.mark.parametrize("case", [case for case in CASES if case not in APART])
def test_a_known_false_alarm_stays_quiet(case: str) -> None:
    assert KEPT[case]
    for sample in KEPT[case]:
        found = find(sample.text, sample.path)
        assert [(item.rule, item.matched) for item in found if item.severity > Severity.INFO] == []


def test_no_case_is_invented() -> None:
    assert set(KEPT) <= set(CASES)


def test_what_is_quiet_in_its_place_is_loud_on_a_page() -> None:
    """FP-11, FP-14 and FP-16 are about where a link stands: the same link on a page is found."""
    link = '<a href="https://t.me/some_shop">Телеграм</a>'
    for path, state in (
        ("tests/test_page.html", State.TEST),
        ("bitrix/modules/landing/blocks/1.php", State.VENDOR),
    ):
        assert {item.state for item in find(link, path)} == {state}
    assert {item.state for item in find(f"<?/* {link} */?>", "page.php")} == {State.COMMENTED}
    assert any(item.severity is Severity.HIGH for item in find(link))


def test_ten_digits_that_begin_with_seven_are_no_russian_number() -> None:
    """FP-15: seen with numbers of India."""
    assert find('<a href="https://wa.me/7012345678">x</a>')[0].target == "https://wa.me/7012345678"


def test_a_tick_set_by_a_program_gives_no_verdict() -> None:
    """FP-20: nothing is said about the tick; the wording beside it is found all the same."""
    (sample,) = KEPT["FP-20"]
    assert find(sample.text, sample.path) == []
    worded = sample.text.replace("обработку персональных данных", "сообщения в WhatsApp")
    assert {item.rule for item in find(worded, sample.path)} == {"CN-002"}
