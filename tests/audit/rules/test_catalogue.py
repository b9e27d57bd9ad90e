"""The catalogue of audit rules holds together: with the detectors, with the law pack, in both languages."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from tests.audit.rules.not_yet import ELSEWHERE, NOT_YET

import vestnik.audit
from vestnik.audit.model import Severity
from vestnik.audit.pages.catalogue import CHECKS
from vestnik.audit.rules.load_rules import load_rules, read_rules
from vestnik.audit.rules.model import AuditRule, Evidence, Words
from vestnik.kernel.errors import CannotStart, NotFound
from vestnik.law.pack import load_pack
from vestnik.law.signatures import load

RULES = load_rules()
NO_RULES = {"UTF-8", "UTF-16", "SHA-256"}

_ID = re.compile(r"[\"']([A-Z]{2,4}-[A-Z0-9]+(?:-[A-Z0-9]+)*)[\"']")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_MONEY = re.compile(r"рубл|₽|штраф|\bfine|тыс\.|млн", re.IGNORECASE)

ONE = """
[family]
title = "Ссылки"
title_en = "Links"
why = "Потому."
why_en = "Because."
remedy = "Уберите."
remedy_en = "Remove it."
norms = []

[[rule]]
id = "XX-LINK-001"
evidence = "link"
severity = "high"
title = "Ссылка"
title_en = "A link"
what = "Что."
what_en = "What."
examples = [{ path = "a.html", text = "x" }]
"""


def emitted() -> set[str]:
    """Ids in the signatures and in the code of the audit."""
    signatures = load()
    found = {rule.rule for rules in signatures.by_host.values() for rule in rules}
    found |= {rule.rule for rules in signatures.by_scheme.values() for rule in rules}
    found |= {item.rule for item in (*signatures.marks, *signatures.libraries)}
    room = Path(vestnik.audit.__path__[0])
    for path in room.rglob("*.py"):
        if room / "rules" not in path.parents:
            found |= set(_ID.findall(path.read_text(encoding="utf-8")))
    return found - NO_RULES


def texts(words: Words) -> tuple[str, ...]:
    return words.title, words.what, words.why, words.remedy


def test_every_id_that_is_emitted_is_explained() -> None:
    assert sorted(emitted() - RULES.by_id.keys()) == []


def test_every_rule_is_emitted_or_named_as_not_yet() -> None:
    assert sorted(RULES.by_id.keys() - emitted() - NOT_YET.keys()) == []


def test_what_is_named_as_not_yet_is_a_rule_and_is_not_emitted() -> None:
    assert sorted(NOT_YET.keys() - RULES.by_id.keys()) == []
    assert sorted(NOT_YET.keys() & emitted()) == []
    assert emitted() >= ELSEWHERE.keys()


@pytest.mark.parametrize("rule", RULES.by_id.values(), ids=list(RULES.by_id))
def test_a_rule_rests_on_norms_of_the_pack_and_speaks_both_languages(rule: AuditRule) -> None:
    assert set(rule.norms) <= load_pack().norms.keys()
    assert all(_CYRILLIC.search(text) for text in texts(rule.russian))
    assert not any(_CYRILLIC.search(text) for text in texts(rule.english))
    for words in (rule.russian, rule.english):
        assert not words.title.endswith(".")
        assert all(text.endswith(".") for text in texts(words)[1:])


def test_no_text_names_a_sum_or_a_fine() -> None:
    """What a breach costs stands in the law pack, with its status; a rule must not say it in passing."""
    for rule in RULES.by_id.values():
        for text in (*texts(rule.russian), *texts(rule.english)):
            assert not _MONEY.search(text), (rule.id, text)


def test_signals_are_never_called_breaches() -> None:
    for rule in RULES.by_id.values():
        if RULES.families[rule.family].signal:
            said = (
                " ".join(texts(rule.russian))
                .replace("а не нарушение", "")
                .replace("а не установленное нарушение", "")
            )
            assert "наруш" not in said.lower(), rule.id
    assert [rule.id for rule in RULES.by_id.values() if RULES.families[rule.family].signal] == [
        rule_id for rule_id in RULES.by_id if rule_id.startswith("PD-")
    ]


def test_the_page_checks_and_their_rows_agree() -> None:
    """What a check raises and what its row says of it: the same severity, the same norms."""
    rows = {rule.id: rule for rule in RULES.by_id.values() if RULES.families[rule.family].signal}
    assert {name: (check.severity, check.norms) for name, check in CHECKS.items()} == {
        name: (rule.severity, rule.norms) for name, rule in rows.items()
    }


def test_what_only_informs_is_told_apart() -> None:
    for rule in RULES.by_id.values():
        assert not (rule.evidence is Evidence.MENTION and rule.severity > Severity.INFO), rule.id


def test_a_finding_is_asked_for_its_evidence_and_its_remedy() -> None:
    assert RULES.evidence_of("WA-LINK-001") is Evidence.LINK
    assert RULES.fix_of("TX-PH-001") == "Оставьте номер, уберите имя мессенджера."
    assert RULES.fix_of("TX-PH-001", english=True) == "Keep the number, remove the messenger's name."
    with pytest.raises(NotFound, match="XX-LINK-009") as caught:
        RULES.evidence_of("XX-LINK-009")
    assert caught.value.field == "rule"


def test_the_families_of_the_files_are_those_of_the_rules() -> None:
    names = {entry.name.removesuffix(".toml") for entry in (files("vestnik.audit.rules") / "data").iterdir()}
    assert names == RULES.families.keys() == {rule.family for rule in RULES.by_id.values()}


def test_a_family_speaks_for_its_rules(tmp_path: Path) -> None:
    (tmp_path / "links.toml").write_text(ONE)
    rule = read_rules(tmp_path).by_id["XX-LINK-001"]
    assert (rule.russian.why, rule.english.remedy, rule.norms) == ("Потому.", "Remove it.", ())
    (tmp_path / "links.toml").write_text(
        ONE.replace("examples", 'why = "Иначе."\nnorms = ["41fz-15-1"]\nexamples')
    )
    rule = read_rules(tmp_path).by_id["XX-LINK-001"]
    assert (rule.russian.why, rule.norms) == ("Иначе.", ("41fz-15-1",))


@pytest.mark.parametrize(
    ("old", "new", "row", "what"),
    [
        ('what = "Что."', 'what = "Что."\nsanction = "x"', "rule XX-LINK-001", "незнакомый ключ «sanction»"),
        ('title = "Ссылка"\n', "", "rule XX-LINK-001", "нет ключа «title»"),
        ('severity = "high"', 'severity = "loud"', "rule XX-LINK-001", "loud"),
        ('evidence = "link"', 'evidence = "rumour"', "rule XX-LINK-001", "rumour"),
        ("examples = [{", "false_alarms = [{", "rule XX-LINK-001", "нет ни одного примера"),
        ('text = "x" }', 'text = "x", color = "red" }', "examples[0]", "незнакомый ключ «color»"),
        ("examples", 'false_alarms = [{ path = "a", text = "b" }]\nexamples', "rule XX-LINK-001", "note"),
        ("norms = []", 'norms = ["a", "a"]', "family", "повтор"),
        ('why = "Потому."\n', "", "family", "нет ключа «why»"),
        ("[family]", "[families]", "файл", "нет ключа «family»"),
        ("[[rule]]", "[[rule", "файл", "это не TOML"),
        ("[[rule]]", "[[norm]]", "файл", "незнакомый ключ «norm»"),
    ],
)
def test_a_broken_catalogue_is_refused_by_file_and_row(
    tmp_path: Path, old: str, new: str, row: str, what: str
) -> None:
    assert old in ONE
    (tmp_path / "links.toml").write_text(ONE.replace(old, new, 1))
    with pytest.raises(CannotStart) as caught:
        read_rules(tmp_path)
    said = str(caught.value.message)
    assert said.startswith("Каталог правил аудита: links.toml")
    assert row in said
    assert what in said


def test_an_id_that_another_file_has_is_refused(tmp_path: Path) -> None:
    (tmp_path / "links.toml").write_text(ONE)
    (tmp_path / "more.toml").write_text(ONE)
    with pytest.raises(CannotStart, match=r"more\.toml, rule XX-LINK-001: правило XX-LINK-001 уже есть"):
        read_rules(tmp_path)
