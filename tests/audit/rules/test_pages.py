"""The reference has a page for every rule, made from the catalogue."""

import importlib.util
from types import ModuleType

import pytest
from tests.house.tree import ROOT

from vestnik.audit.rules.load_rules import load_rules

RULES = load_rules()


@pytest.fixture(scope="module")
def made() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rules_of_docs", ROOT / "docs" / "_ext" / "rules.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_rule_has_a_page_and_the_list_leads_to_it(made: ModuleType) -> None:
    pages = made.rule_pages()
    assert pages.keys() == {f"{rule_id}.md" for rule_id in RULES.by_id}
    index = made.rules_index()
    for rule_id in RULES.by_id:
        assert f"[`{rule_id}`]({rule_id}.md)" in index
        assert f"\n{rule_id}\n" in index


def test_a_page_tells_what_why_how_with_every_sample(made: ModuleType) -> None:
    pages = made.rule_pages()
    for rule in RULES.by_id.values():
        page = pages[f"{rule.id}.md"]
        for words in (rule.russian, rule.english):
            for text in (words.title, words.what, words.why, words.remedy):
                assert text in page, (rule.id, text)
        for sample in (*rule.examples, *rule.false_alarms):
            assert sample.text.rstrip() in page, (rule.id, sample)
            assert sample.path in page
        assert all(f"`{norm_id}`" in page for norm_id in rule.norms), rule.id


def test_a_sample_cannot_end_its_own_fence() -> None:
    for rule in RULES.by_id.values():
        assert not any("~~~~" in sample.text for sample in (*rule.examples, *rule.false_alarms))
