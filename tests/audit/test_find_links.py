"""Links, buttons, scripts, widgets: the right place, the right state."""

import pytest
from tests.audit.finding import every, find, loud, one, rules, sliced

from vestnik.audit.model import Carrier, Role, Severity, State


def test_a_link_gives_its_address_its_element_and_its_line() -> None:
    source = (
        'раз\r\n<p><a class="x" href="https://t.me/some_shop">Телеграм <i class="fa fa-telegram"></i></a></p>'
    )
    data = source.encode()
    item = one(data)
    assert (item.rule, item.carrier, item.role, item.severity) == (
        "TG-LINK-001",
        Carrier.LINK,
        Role.CONTACT,
        Severity.HIGH,
    )
    assert sliced(item, data) == b"https://t.me/some_shop"
    assert item.place.element is not None
    element = data[item.place.element.start : item.place.element.end].decode()
    assert element.startswith('<a class="x"')
    assert element.endswith("</a>")
    assert (item.place.line, item.place.column) == (2, 23)
    assert item.target == "https://t.me/some_shop"


def test_an_icon_and_a_label_inside_a_link_belong_to_its_one_finding() -> None:
    found = find(
        '<a href="https://wa.me/79000000001"><i class="fa fa-whatsapp"></i>'
        "<span>Написать в WhatsApp</span></a>"
    )
    assert [item.rule for item in found] == ["WA-LINK-001"]


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ('<a href="https://wa.me/<?= $phone ?>?text=a">x</a>', "page.php"),
        ('<a href="https://wa.me/{{ phone }}">x</a>', "page.twig"),
        ('<a href="https://wa.me/{{ $phone }}">x</a>', "page.blade.php"),
        ('<a href="https://wa.me/{$phone}">x</a>', "page.tpl"),
        ("<a href={`https://wa.me/${phone}`}>x</a>", "Page.tsx"),
        ("const a = 'https://wa.me/' + phone;", "a.js"),
        ("<?php echo 'https://wa.me/' . $phone;", "a.php"),
    ],
)
def test_an_address_with_a_part_set_at_run_time_is_dynamic(source, path) -> None:
    item = one(source, path)
    assert item.state is State.DYNAMIC
    assert item.target == "https://wa.me/{}"
    assert item.severity is Severity.HIGH


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ('<!-- <a href="https://t.me/some_shop">x</a> -->', "page.html"),
        ('<p><?/* <a href="https://t.me/some_shop">x</a> */?></p>', "page.php"),
        ("<?php // https://t.me/some_shop\n", "a.php"),
        ('{# <a href="https://t.me/some_shop">x</a> #}', "page.twig"),
        ('{{-- <a href="https://t.me/some_shop">x</a> --}}', "page.blade.php"),
        ('{* <a href="https://t.me/some_shop">x</a> *}', "page.tpl"),
        ("/* window.open('https://t.me/some_shop') */", "a.js"),
        ("let a = 1; // https://t.me/some_shop", "a.js"),
        ("<div>{/* <a href='https://t.me/some_shop'>x</a> */}</div>", "Page.tsx"),
        ("# https://t.me/some_shop\n", "a.yml"),
        ("<!-- [x](https://t.me/some_shop) -->", "a.md"),
    ],
)
def test_what_is_commented_out_is_a_note(source, path) -> None:
    item = one(source, path)
    assert item.state is State.COMMENTED
    assert item.severity is Severity.INFO


def test_a_slash_pair_inside_a_string_is_no_comment() -> None:
    item = one("open('https://t.me/some_shop')", "a.js")
    assert item.state is State.LIVE


def test_links_in_strings_of_programs_are_links() -> None:
    for source, path in (
        ('<?php echo "<a href=\\"https://wa.me/79000000001\\">W</a>"; ?>', "a.php"),
        ("box.innerHTML = '<a href=\"https://wa.me/79000000001\">W</a>';", "a.js"),
        ('<Link to="https://wa.me/79000000001">W</Link>', "A.jsx"),
    ):
        item = one(source, path)
        rule = "JS-INJ-001" if "innerHTML" in source else "WA-LINK-001"
        assert (item.rule, item.carrier) == (rule, Carrier.LINK), source
        assert sliced(item, source.encode()) == b"https://wa.me/79000000001"


def test_opening_from_a_script_is_its_own_rule() -> None:
    assert rules("<script>window.open('https://wa.me/79000000001')</script>") == ["JS-OPEN-001"]
    assert rules("const link = `https://t.me/${name}?text=x`;", "a.ts") == ["JS-OPEN-002"]
    assert rules("const a = 'aHR0cHM6Ly93YS5tZS83OTAwMDAwMDAwMQ==';", "a.js") == ["JS-OBF-001"]


@pytest.mark.parametrize(
    "selector",
    [
        """document.querySelectorAll('[href*="//wa.me"], [href^="whatsapp://send"], [href*="//t.me/"]')""",
        """$('a[href*="//api.whatsapp.com/send"]').on('click', count)""",
        """$("a[href^='https://wa.me/79001234567']").addClass('x')""",
        """$("a[href*=\\"viber://chat\\"]").hide()""",
    ],
)
def test_a_selector_that_looks_for_links_is_code(selector: str) -> None:
    assert not loud(selector, "a.js")
    assert not loud(f"<script>{selector}</script>")


def test_an_address_that_a_script_puts_into_a_link_is_still_one() -> None:
    assert loud("""el.innerHTML = '<a href="https://wa.me/79001234567">WhatsApp</a>';""", "a.js")


def test_a_comparison_with_an_address_is_code() -> None:
    assert not loud("if (href.includes('https://t.me/some_shop')) track();", "a.js")


def test_buttons_that_open_a_messenger_are_found() -> None:
    item = one("<button onclick=\"location.href='https://t.me/some_shop'\">x</button>")
    assert item.carrier is Carrier.BUTTON
    assert item.severity is Severity.HIGH
    assert one('<div data-url="viber://chat?number=79000000001"></div>').rule == "VB-LINK-001"


@pytest.mark.parametrize("href", ["#", "", "javascript:void(0)", "#contacts"])
def test_a_messenger_label_on_a_dead_link_is_a_placeholder(href) -> None:
    item = one(f'<a href="{href}"><i class="fab fa-telegram"></i></a>')
    assert (item.state, item.severity, item.rule) == (State.PLACEHOLDER, Severity.LOW, "IC-001")
    assert one(f'<a href="{href}">Telegram</a>').rule == "LB-001"


def test_a_label_on_a_link_set_at_run_time_is_a_live_offer() -> None:
    item = one('<a href="<?= $soc["tg"] ?>"><img src="/i/telegram.svg" alt="Telegram"></a>', "a.php")
    assert (item.rule, item.state, item.severity) == ("LB-001", State.DYNAMIC, Severity.HIGH)


def test_a_phone_link_with_a_messenger_icon_is_an_offer() -> None:
    assert one('<a href="tel:+79000000001"><i class="fa fa-whatsapp"></i></a>').rule == "IC-001"


def test_template_names_are_placeholders() -> None:
    assert one('<a href="https://t.me/username">x</a>').state is State.PLACEHOLDER
    assert one('<a href="https://wa.me/71234567890">x</a>').state is State.PLACEHOLDER


def test_widgets_name_their_loader() -> None:
    item = one('<script src="//code.jivosite.com/widget/AbCd" async></script>')
    assert (item.rule, item.carrier, item.severity) == ("WG-JIVO", Carrier.WIDGET, Severity.MEDIUM)
    assert item.place.element is not None
    getbutton = "<script>var o = {whatsapp: '+79000000001'}; s.src = 'https://static.getbutton.io/widget-send-button/js/init.js';</script>"
    assert [(i.rule, i.severity) for i in loud(getbutton) if i.rule == "WG-GETBUTTON"] == [
        ("WG-GETBUTTON", Severity.HIGH)
    ]
    assert (
        one(
            '<script src="https://telegram.org/js/telegram-widget.js?22"'
            ' data-telegram-login="shopbot"></script>'
        ).rule
        == "WG-TGLOGIN"
    )
    assert (
        one(
            "<link rel='stylesheet' href='/wp-content/uploads/x.css'>"
            "<script src='/wp-content/plugins/joinchat/j.js'></script>"
        ).rule
        == "WP-PLUGIN"
    )
    assert not loud('<img src="https://static.getbutton.io/img/flag.png">')
    assert not loud(".b24-widget-button-social-item { color: red }", "theme.css")


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ('<div class="elfsight-app-1234"></div>', "WG-ELFSIGHT"),
        ('<div class="fb-customerchat" page_id="1"></div>', "WG-FBCHAT"),
        ('<div class="b24-widget-button-social"></div>', "WG-B24"),
        ("<script>const app = window.Telegram.WebApp;</script>", "WG-TGWEBAPP"),
        ('<a href="/mirror/skype_3Ashop.name@chat">x</a>', "SK-LINK-003"),
    ],
)
def test_marks_give_a_widget_away(source, rule) -> None:
    assert rule in [item.rule for item in loud(source)]


def test_calls_that_send_what_a_visitor_typed_are_critical() -> None:
    source = (
        "<script>fetch(`https://api.telegram.org/bot${token}/sendMessage`,"
        " {body: new FormData(form)})</script>"
    )
    assert one(source).severity is Severity.CRITICAL
    assert (
        one(
            "curl https://api.telegram.org/bot$T/sendMessage -d text=order", ".github/workflows/deploy.yml"
        ).rule
        == "CI-001"
    )
    assert loud('{"dependencies": {"telegraf": "^4"}}', "package.json")[0].rule == "DEP-001"
    assert not loud('{"dependencies": {"telegraf-i18n-x": "^4"}}', "package.json")
    assert one("client.messages.create(to='whatsapp:+79000000001')", "a.py").rule == "API-WA-002"


def test_a_bot_token_is_never_shown() -> None:
    token = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456"
    for source, path in (
        (f"BOT_TOKEN={token}", ".env"),
        (f"fetch('https://api.telegram.org/bot{token}/getMe')", "a.js"),
    ):
        found = find(source, path)
        assert found
        assert any(item.severity is Severity.CRITICAL or item.rule == "API-TG-001" for item in found)
        assert token[10:] not in repr(found)


def test_the_fingerprint_survives_lines_added_above() -> None:
    before = one('<a href="https://t.me/some_shop">x</a>')
    after = one('<p>раз</p>\n\n<a href="https://t.me/some_shop">x</a>')
    assert before.fingerprint == after.fingerprint
    assert before.place.line != after.place.line


def test_equal_links_of_one_file_have_their_own_fingerprints() -> None:
    found = find('<a href="https://t.me/some_shop">x</a> <a href="https://t.me/some_shop">y</a>')
    assert len({item.fingerprint for item in found}) == 2


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("<a href=\"<?php the_field('viber_link', 'option') ?>\"><img src=\"/i/1.svg\"></a>", "header.php"),
        ('<a href="{{ settings.telegram_url }}">x</a>', "page.twig"),
        ("<a href={settings.whatsappUrl}>x</a>", "A.tsx"),
        ('<a :href="contacts.telegram">x</a>', "A.vue"),
    ],
)
def test_a_link_whose_variable_is_named_after_a_messenger_is_a_live_offer(source, path) -> None:
    item = one(source, path)
    assert (item.rule, item.state, item.severity) == ("LB-001", State.DYNAMIC, Severity.HIGH)
    assert item.place.element is not None


def test_a_static_page_about_a_messenger_is_no_offer() -> None:
    assert not loud('<a href="/blog/telegram-bots">Как настроить бота в Telegram</a>')


@pytest.mark.parametrize(
    ("source", "path", "state"),
    [
        ("let r = /[\"']/; let b = 'https://t.me/some_shop'", "a.js", State.LIVE),
        ("let a = 'it\\'s'; // x 'y\nopen('https://t.me/some_shop')", "a.js", State.LIVE),
        ("let a = b / c; /* ' */ open('https://t.me/some_shop') // /", "a.js", State.LIVE),
        ("return <p>don't go to https://t.me/some_shop</p>", "A.jsx", State.LIVE),
        ("let a = 1 // https://t.me/some_shop", "a.js", State.COMMENTED),
        ("/* open\n\n 'https://t.me/some_shop", "a.js", State.COMMENTED),
        ("<?php $a = <<<HTML\n<a href='https://t.me/some_shop'>\"</a>\nHTML;\n", "a.php", State.LIVE),
        ("<?php # don't\n$a = 'https://t.me/some_shop';", "a.php", State.LIVE),
        ("<?php $a = \"x\n// y\"; $b = 'https://t.me/some_shop';", "a.php", State.LIVE),
        ("a: 'x' # don't\nb: https://t.me/some_shop # y\n", "a.yml", State.LIVE),
        ("a: 1\n  # b: https://t.me/some_shop\n", "a.yml", State.COMMENTED),
        ("; url=https://t.me/some_shop\n", "a.ini", State.COMMENTED),
        ("url=https://t.me/some_shop ; no\n", "a.ini", State.LIVE),
        ("-- x 'y\nINSERT INTO t VALUES ('it''s https://t.me/some_shop');", "a.sql", State.LIVE),
        ("-- https://t.me/some_shop\n", "a.sql", State.COMMENTED),
        ('x = """a\n# b"""\ny = "https://t.me/some_shop"', "a.py", State.LIVE),
    ],
)
def test_comments_and_strings_are_told_apart(source, path, state) -> None:
    assert [item.state for item in find(source, path) if item.platform == "telegram"] == [state]


def _parts(source: str, path: str = "page.html") -> list[tuple[str, str, bool]]:
    return [(item.rule, item.matched.lower(), item.part) for item in every(source, path)]


def test_the_icon_and_the_label_of_a_link_are_occurrences_of_its_group() -> None:
    source = (
        '<a href="https://wa.me/79000000001"\n class="btn">\n<i class="fa fa-whatsapp"></i>\n'
        "<span>Написать в WhatsApp</span></a>"
    )
    found = every(source)
    assert [(item.rule, item.place.line, item.part) for item in found] == [
        ("WA-LINK-001", 1, False),
        ("IC-001", 3, True),
        ("LB-001", 4, True),
    ]
    assert {item.group for item in found} == {found[0].group} != {""}
    assert {item.role for item in found} == {Role.CONTACT}
    assert {item.target for item in found} == {"https://wa.me/79000000001"}
    assert [item.actionable for item in found] == [True, False, False]


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ('<li><i class="icon-whatsapp"></i> <a href="https://wa.me/79000000001">+7 900</a></li>', "a.html"),
        ('<p>WhatsApp: <a href="https://wa.me/79000000001">+7 900</a></p>', "a.php"),
        ('[{"icon": "whatsapp", "title": "Чат", "url": "https://wa.me/79000000001"}]', "a.json"),
        ("const a = [{icon: 'whatsapp', href: 'https://wa.me/79000000001'}];", "a.js"),
        ("WhatsApp: https://wa.me/79000000001\n", "a.txt"),
    ],
)
def test_a_name_beside_an_address_belongs_to_it(source, path) -> None:
    found = every(source, path)
    assert len(found) == 2, _parts(source, path)
    assert len({item.group for item in found}) == 1
    assert sorted(item.part for item in found) == [False, True]


@pytest.mark.parametrize(
    "source",
    [
        '<nav><p>Не пишем в WhatsApp.</p><p><a href="https://wa.me/79031112294">x</a></p></nav>',
        '<ul><li><i class="icon-viber"></i></li><li><a href="https://wa.me/79031112294">x</a></li></ul>',
        f'<div><p>WhatsApp {"обычный текст " * 30}</p><a href="https://wa.me/79031112294">x</a></div>',
    ],
)
def test_a_name_that_offers_nothing_here_stays_a_note(source) -> None:
    found = every(source)
    assert [item.part for item in found] == [False, False], _parts(source)
    assert sorted(item.severity for item in found) == [Severity.INFO, Severity.HIGH]
