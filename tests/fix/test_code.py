"""Programs and data stay valid: one item leaves whole, or one expression becomes one string."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.depth import depth
from tests.fix.bench import MAX, fix

LAWFUL = (
    {"t": "VK", "url": "https://vk.me/x"},
    {"t": "MAX", "url": "https://max.ru/x"},
    {"t": "n", "n": [1, 2]},
)
FOREIGN = (
    {"t": "TG", "url": "https://t.me/lavka_shop_bot"},
    {"t": "WA", "url": "https://wa.me/79265551122"},
    {"t": "VB", "url": "viber://chat?number=%2B79265551122"},
)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (
            "a.json",
            '{"list": [\n  {"t": "VK", "url": "https://vk.me/x"},\n  {"t": "x", "url": "https://t.me/x_bot"}\n]}',
            {"list": [{"t": "VK", "url": "https://vk.me/x"}]},
        ),
        ("b.json", '{"telegram": {"url": "https://t.me/lavka_shop_bot"}, "n": 1}', {"n": 1}),
        ("c.json", '{"n": 1, "viber": "viber://chat?number=%2B79265551122"}', {"n": 1}),
        (
            "d.json",
            '{"sameAs": ["https://vk.com/x", "https://t.me/lavka_shop_bot"]}',
            {"sameAs": ["https://vk.com/x"]},
        ),
        ("e.json", '{"sameAs": ["https://t.me/lavka_shop_bot"]}', {"sameAs": []}),
    ],
)
def test_json_loses_the_item_and_stays_json(path: str, before: str, after: object) -> None:
    assert json.loads(fix(before, path=path).text) == after


def test_json_keeps_the_lines_of_what_stays() -> None:
    before = '{\n  "a": 1,\n  "viber": "viber://chat?number=%2B79265551122",\n  "b": 2\n}\n'
    assert fix(before, path="a.json").text == '{\n  "a": 1,\n  "b": 2\n}\n'


def test_one_row_leaves_a_list_that_mixes_messengers_with_lawful_ones() -> None:
    before = (
        "<?php\n$links = [\n    ['vk', 'ВКонтакте', 'https://vk.me/x'],\n"
        "    ['tg', 'Telegram', 'https://t.me/lavka_shop_bot'],\n    ['max', 'MAX', 'https://max.ru/x'],\n];\n"
    )
    assert fix(before, path="a.php").text == before.replace(
        "    ['tg', 'Telegram', 'https://t.me/lavka_shop_bot'],\n", ""
    )


def test_a_named_key_leaves_a_php_array() -> None:
    before = "<?php\n$c = array(\n  'phone' => '+7900',\n  'whatsapp' => 'https://wa.me/79265551122',\n);\n"
    assert fix(before, path="a.php").text == "<?php\n$c = array(\n  'phone' => '+7900',\n);\n"


def test_a_named_line_leaves_a_settings_file() -> None:
    before = 'contacts:\n  whatsapp: "https://wa.me/79265551122"\n  vk: x\n'
    assert fix(before, path="a.yml").text == "contacts:\n  vk: x\n"


def test_a_link_leaves_a_string_of_markup() -> None:
    before = '<?php echo \'<p><a class="b" href="https://wa.me/79265551122">WhatsApp</a></p>\'; ?>\n'
    assert fix(before, path="a.php").text == "<?php echo '<p></p>'; ?>\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            'window.open("https://wa.me/79265551122?text=" + encodeURIComponent(t), "_blank");\n',
            'window.open("https://max.ru/shop_bot", "_blank");\n',
        ),
        (
            "go.onclick = () => window.open(`https://wa.me/${p}`);\n",
            'go.onclick = () => window.open("https://max.ru/shop_bot");\n',
        ),
        (
            "if (a == 1) location.href = 'https://t.me/lavka_shop_bot';\n",
            "if (a == 1) location.href = 'https://max.ru/shop_bot';\n",
        ),
    ],
)
def test_a_jump_of_a_script_changes_its_whole_expression(before: str, after: str) -> None:
    assert fix(before, MAX, path="a.js").text == after


@pytest.mark.parametrize(
    "before",
    [
        'location.href = "https://wa.me/" +\n  phone;\n',
        'if (url === "https://t.me/lavka_shop_bot") { go(); }\n',
        'const A = () => <a href="https://wa.me/79265551122" className="b">Написать</a>;\n',
        '$x = \'<li><a href="https://wa.me/79265551122" class="a">\' . $name;\n',
        'const broken = [ "https://t.me/lavka_shop_bot";\n',
    ],
)
def test_what_cannot_be_cut_surely_is_left_to_a_person(before: str) -> None:
    fixed = fix(before, MAX, path="a.js", unsafe=True)
    assert fixed.text == before


def test_without_a_target_a_jump_is_not_made_dead() -> None:
    before = 'window.open("https://t.me/lavka_shop_bot");\n'
    fixed = fix(before, path="a.js", unsafe=True)
    assert fixed.text == before
    assert "Укажите, куда вести" in str(fixed.review[0].reason)


def test_messages_sent_through_a_foreign_api_are_never_rewritten() -> None:
    before = 'fetch("https://api.telegram.org/bot" + token + "/sendMessage");\n'
    fixed = fix(before, MAX, path="a.js", unsafe=True)
    assert fixed.text == before
    assert fixed.review


def test_data_of_a_database_is_mended_in_the_database() -> None:
    before = "INSERT INTO p VALUES ('<a href=\"https://wa.me/79265551122\">WhatsApp</a>');\n"
    fixed = fix(before, MAX, path="dump.sql", unsafe=True)
    assert fixed.text == before


@settings(max_examples=depth(80, 3_000), deadline=None)
@given(st.lists(st.sampled_from(LAWFUL + FOREIGN), max_size=7), st.sampled_from((None, 2)), st.booleans())
def test_any_list_of_channels_keeps_exactly_the_lawful_ones(
    rows: list[dict[str, object]], indent: int | None, nested: bool
) -> None:
    before = {"name": "x", "channels": rows} if nested else rows
    kept = [row for row in rows if row in LAWFUL]
    after = {"name": "x", "channels": kept} if nested else kept
    assert json.loads(fix(json.dumps(before, indent=indent), path="a.json").text) == after


@settings(max_examples=depth(40, 2_000), deadline=None)
@given(st.lists(st.sampled_from(("vk", "phone", "telegram", "whatsapp", "viber")), unique=True))
def test_any_object_keeps_exactly_the_keys_of_lawful_channels(keys: list[str]) -> None:
    addresses = {"vk": "https://vk.me/x", "phone": "+79000000001", "telegram": "https://t.me/lavka_shop_bot"}
    addresses |= {"whatsapp": "https://wa.me/79265551122", "viber": "viber://chat?number=%2B79265551122"}
    before = json.dumps({key: addresses[key] for key in keys}, indent=2)
    after = json.loads(fix(before, path="a.json").text)
    assert after == {key: addresses[key] for key in keys if key in {"vk", "phone"}}
