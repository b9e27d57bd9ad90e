"""The pack holds together, and every way to break it is seen and named."""

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from tests.law.packs.folders import copied, edited

from vestnik.kernel.errors import CannotStart
from vestnik.law.lint import lint
from vestnik.law.model import Pack
from vestnik.law.pack import load_pack
from vestnik.law.policy.rules import CONDITIONS, TAGS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path / "data")


def test_the_shipped_pack_has_nothing_to_mend(pack: Pack) -> None:
    assert lint(pack, today=date(2026, 11, 23)) == []


def test_the_first_norms_are_there(pack: Pack) -> None:
    assert {
        "41fz-15-1", "41fz-15-scope-citizen", "149fz-10-8", "koap-13-11-2", "41fz-gosuslugi-sms-call",
        "product-otp-during-call", "126fz-44.1-1", "126fz-44.1-1.1", "126fz-44.1-1-calls", "38fz-18-1",
        "38fz-5-10.7", "152fz-9-1-separate", "152fz-18-5", "152fz-18.1-policy", "koap-14.3-4.1",
        "quiet-hours",
    } <= pack.norms.keys()  # fmt: skip
    assert len(pack.subjects) == 17
    assert [norm.id for norm in pack.penalties_of("41fz-15-1")] == []
    assert [norm.id for norm in pack.penalties_of("149fz-10-8")] == ["koap-13-11-2"]


def test_the_regulators_list_has_nine_platforms_and_is_no_list_of_owners(pack: Pack) -> None:
    listed = {platform.name for platform in pack.platforms.values() if platform.on_rkn_list}
    assert listed == {
        "Discord", "Microsoft Teams", "Skype for Business", "Snapchat", "Telegram", "Threema", "Viber",
        "WhatsApp", "WeChat",
    }  # fmt: skip
    assert pack.platforms["signal"].foreign_owned
    assert not pack.platforms["signal"].on_rkn_list
    assert pack.platforms["tamtam"].closed_on == date(2026, 2, 27)


def test_the_hash_covers_every_file_and_not_the_line_ends(pack: Pack, folder: Path) -> None:
    assert load_pack(folder).sha256 == pack.sha256
    rows = folder / "platforms.toml"
    rows.write_bytes(rows.read_bytes().replace(b"\n", b"\r\n"))
    assert load_pack(folder).sha256 == pack.sha256
    seen = {pack.sha256}
    for path in sorted(folder.rglob("*.toml")):
        path.write_text(path.read_text() + "\n# a remark\n")
        seen.add(load_pack(folder).sha256)
    assert len(seen) == len(list(folder.rglob("*.toml"))) + 1


BROKEN = [
    ("norms/41fz.toml", 'kind = "norm"', 'kind = "norm"\nsanction = "1 млн"', "41fz-15-1", "незнакомый ключ"),
    ("norms/41fz.toml", 'url = "https://www.vremyan', 'link = "https://www.vremyan', "sources[1]", "url"),
    ("norms/41fz.toml", 'status = "secondary"', 'status = "certain"', "41fz-15-1", "certain"),
    ("norms/41fz.toml", 'status = "secondary"', 'status = "confirmed"', "41fz-15-1", "не следует"),
    ("norms/41fz.toml", '"GOV_BODY"', '"EVERYBODY"', "41fz-15-1", "EVERYBODY"),
    ("norms/41fz.toml", "in_force_from = 2025-06-01", 'in_force_from = "2025-06-01"', "41fz-15-1", "date"),
    ("norms/41fz.toml", "act_date = 2025-04-01", "act_date = 2025-04-01T00:00:00Z", "41fz-15-1", "date"),
    ("norms/41fz.toml", "summary = ", "resume = ", "41fz-15-1", "summary"),
    ("norms/41fz.toml", 'id = "41fz-15-scope-citizen"', 'id = "41fz-15-1"', "41fz-15-1", "уже есть"),
    ("norms/149fz.toml", 'id = "149fz-10-8"', 'id = "41fz-15-1"', "41fz-15-1", "уже есть"),
    (
        "norms/149fz.toml",
        'penalty_for = ["149fz-10-8"]\neffect = "inform"\napplies_if = "нарушен запрет ч. 8 ст. 10 149-ФЗ"',
        'effect = "inform"',
        "koap-13-11-2",
        "penalty_for",
    ),
    ("norms/41fz.toml", 'in_force_evidence = "S2"\n', "", "41fz-15-1", "in_force_evidence"),
    ("norms/41fz.toml", "review_due = 2027-02-01\n", "", "41fz-15-1", "review_due"),
    ("norms/126fz.toml", 'редакции", evidence = "Q"', 'редакции"', "changes[0]", "evidence"),
    ("norms/149fz.toml", "from = 30000, to = 50000, ", "", "sums[0]", "from"),
    ("norms/149fz.toml", "from = 30000", "from = 35000", "koap-13-11-2", "30–50 тыс."),
    ("norms/149fz.toml", "30–50 тыс.", "35–50 тыс.", "koap-13-11-2", "без строки в «sums»"),
    ("norms/149fz.toml", 'who = "officials"', 'who = "everybody"', "sums[0]", "everybody"),
    ("norms/152fz.toml", "number = 10, ", "number = 0, ", "terms[0]", "от единицы"),
    ("norms/152fz.toml", "за 10 рабочих", "за 12 рабочих", "152fz-20-term", "12 рабочих дней"),
    ("norms/38fz.toml", "on = 2026-07-26", "on = 2026-07-27", "38fz-18-1", "26.07.2026"),
    ("subjects.toml", "number = 500000", "number = 5000", "SOCIAL_500K", "500 тыс."),
    ("subjects.toml", 'hint = "Посмотрите положение', 'hont = "', "GOV_BODY", "hont"),
    ("purposes.toml", 'code = "mass_call"', 'code = "service"', "purpose service", "уже есть"),
    ("purposes.toml", 'code = "mass_call"', 'code = "gossip"', "purpose gossip", "mass_call"),
    ("cases.toml", 'norm = "41fz-15-1"', 'norm = "41fz-15-2"', "bank-to-citizen-whatsapp", "41fz-15-2"),
    ("cases.toml", 'norms = ["41fz-15-1"]', 'norms = ["41fz-15-2"]', "bank-to-citizen-whatsapp", "41fz-15-2"),
    ("cases.toml", 'verdict = "deny"', 'verdict = "forbid"', "bank-to-citizen-whatsapp", "forbid"),
    ("cases.toml", 'rules = ["who-we-are"]', 'rules = ["who-are-we"]', "nobody-said", "who-are-we"),
    ("cases.toml", 'question.at = "2026', "question.at = 2026-11-23 #", "bank-to-citizen-whatsapp", "«at»"),
    ("cases.toml", 'purpose = "service"', 'purpose = "gossip"', "bank-to-citizen-whatsapp", "gossip"),
    ("pack.toml", 'version = "2026.11.1"', 'version = "october"', "заголовок", "october"),
    ("pack.toml", 'version = "2026.11.1"', 'version = "2026.11.2"', "заголовок", "changelog"),
    (
        "norms/38fz.toml",
        'penalty_for = ["38fz-18-1"',
        'penalty_for = ["38fz-18-7"',
        "koap-14.3-4.1",
        "38fz-18-7",
    ),
    ("norms/126fz.toml", '\nevidence = "Q"', '\nevidence = "Q3"', "126fz-44.1-2-3", "Q3"),
    ("norms/126fz.toml", 'note = "датированные', 'url = "датированные', "sources[0]", "https://"),
    ("platforms.toml", "closed_on = 2026-02-27\n", "", "tamtam", "closed_on"),
    ("platforms.toml", "on_rkn_list = true", 'on_rkn_list = "yes"', "whatsapp", "bool"),
    ("platforms.toml", "foreign_owned = true", "foreign_owned = false", "whatsapp", "вид площадки"),
    ("platforms.toml", "rank = 10", "rank = 20", "файл", "rank"),
    ("platforms.toml", 'carries = ["code"', 'carries = ["codes"', "max", "codes"),
    ("subjects.toml", 'evidence = "S2"', 'evidence = "S9"', "GOV_BODY", "S9"),
    ("rules.toml", 'norm = "41fz-15-1"', 'norm = "41fz-99"', "covered-company", "41fz-99"),
    ("rules.toml", '"to_citizen"', '"to_anybody"', "covered-company", "to_anybody"),
    ("rules.toml", '["closed"]', '["sealed"]', "platform-closed", "sealed"),
    ("rules.toml", 'missing = "organisation"', 'missing = "mood"', "who-we-are", "mood"),
    ("rules.toml", 'basis = "platform_state"', 'basis = "norm"', "platform-closed", "norm"),
    ("rules.toml", "«%(platform)s» закрыта", "«%(place)s» закрыта", "platform-closed", "%(platform)s"),
    ("pack.toml", "as_of = 2026-10-01\n", "", "заголовок", "as_of"),
    ("pack.toml", '"41fz"', '"../41fz"', "заголовок", "norms"),
    ("pack.toml", '"41fz"', '"42fz"', "norms/42fz.toml", "нет"),
    ("rules.toml", "[[rule]]", "[[rule", "rules.toml", "TOML"),
    ("rules.toml", "[[rule]]", "[[norm]]", "rules.toml", "[[rule]]"),
]


@pytest.mark.parametrize(("file", "old", "new", "row", "what"), BROKEN)
def test_a_broken_pack_is_refused_by_file_and_row(folder: Path, file, old, new, row, what) -> None:
    edited(folder, file, old, new)
    with pytest.raises(CannotStart) as caught:
        load_pack(folder)
    said = str(caught.value.message)
    assert file in said or "42fz" in said
    assert row in said
    assert what in said


def test_a_confirmed_norm_without_a_strong_source_is_refused(folder: Path) -> None:
    url = '"https://mosregtoday.ru/news/ofitsialno/ooo-itsen-narushilo-zakon-o-reklame/"'
    alone = f"sources = [{{ url = {url} }}]"
    edited(folder, "norms/38fz.toml", alone, f'sources = [{{ url = {url}, tier = "S1" }}]')
    with pytest.raises(CannotStart, match=r"norms/38fz\.toml, norm 38fz-18-2: .*P или Q"):
        load_pack(folder)


def test_a_file_that_is_too_large_is_refused(folder: Path) -> None:
    (folder / "rules.toml").write_text("#" * 1_000_001)
    with pytest.raises(CannotStart, match=r"rules\.toml"):
        load_pack(folder)


def test_the_readme_beside_the_data_names_every_word_a_rule_may_use() -> None:
    readme = (files("vestnik.law") / "data" / "README.md").read_text(encoding="utf-8")
    assert [word for word in sorted(CONDITIONS | TAGS.keys()) if word not in readme] == []
