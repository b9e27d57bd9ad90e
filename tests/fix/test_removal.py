"""What only served a messenger goes with it; what served anything else stays."""

import pytest
from tests.fix.bench import fix

WA = '<a href="https://wa.me/79265551122">WhatsApp</a>'
TG = '<a href="https://t.me/lavka_shop_bot">Telegram</a>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"<ul>\n  <li>x</li>\n  <li>{WA}</li>\n</ul>", "<ul>\n  <li>x</li>\n</ul>"),
        (f"<div><p>x</p><h3>Мы в мессенджерах</h3><p>{WA} | {TG}</p></div>", None),
        (f"<p><b>vk</b> | {WA} | <b>ok</b></p>", "<p><b>vk</b> | <b>ok</b></p>"),
        (f"<p>{WA}, <b>ok</b></p>", "<p><b>ok</b></p>"),
        (f"<p><b>vk</b> · {WA}</p>", "<p><b>vk</b></p>"),
        (f"<p>Телефон: 1<br>\nWhatsApp: {WA}<br>\nПочта: y</p>", "<p>Телефон: 1<br>\nПочта: y</p>"),
        (
            f"<dl><dt>Телефон</dt><dd>1</dd><dt>WhatsApp</dt><dd>{WA}</dd></dl>",
            "<dl><dt>Телефон</dt><dd>1</dd></dl>",
        ),
        (
            f"<table><tr><td>a</td><td>b</td></tr><tr><td>WhatsApp</td><td>{WA}</td></tr></table>",
            "<table><tr><td>a</td><td>b</td></tr></table>",
        ),
        (f"<p>Рады помочь. Пишите нам в {WA} или {TG}. Ждём вас.</p>", "<p>Рады помочь. Ждём вас.</p>"),
        ('<p>x</p><iframe src="https://t.me/lavka_shop_bot?embed=1"></iframe>', "<p>x</p>"),
        ('<p>x</p><a href=""><img src="img/whatsapp.svg" alt=""></a>', "<p>x</p>"),
        (f"{{% if wa %}}{WA}{{% endif %}}<p>x</p>", "{% if wa %}{% endif %}<p>x</p>"),
    ],
)
def test_a_removal_leaves_no_lame_rest(before: str, after: str | None) -> None:
    fixed = fix(before)
    if after is None:
        assert "<p>x</p>" in fixed.text
        assert "WhatsApp" not in fixed.text
        assert "|" not in fixed.text
    else:
        assert fixed.text == after


def test_a_wrapper_that_a_script_may_look_for_by_id_stays() -> None:
    assert fix(f'<div id="chat">{WA}</div><p>x</p>').text == '<div id="chat"></div><p>x</p>'


def test_a_cell_among_others_keeps_its_column() -> None:
    before = f"<table><tr><td>a</td><td>b</td></tr><tr><td>Пункт 1</td><td>{WA}</td></tr></table>"
    assert fix(before).text == before.replace(WA, "")


def test_a_sentence_that_says_more_waits_for_a_person() -> None:
    before = f"<p>Статус приходит на почту. Бот подскажет остаток: {TG}.</p>"
    fixed = fix(before)
    assert fixed.text == before
    assert fix(before, unsafe=True).text == "<p>Статус приходит на почту.</p>"
    assert [str(patch.reason) for patch in fixed.review] == [
        "Ссылка стоит внутри предложения: проверьте, что оно осталось связным."
    ]


def test_a_widget_goes_with_its_settings_and_the_comment_that_announced_it() -> None:
    before = """<p>x</p>
  <!-- Кнопка чата -->
  <script>
    (function () {
      var options = { whatsapp: "+79265551122", call_to_action: "Пишите" };
      var s = document.createElement("script");
      s.src = "https://static.getbutton.io/widget-send-button/js/init.js";
      s.onload = function () { WhWidgetSendButton.init("getbutton.io", "https", options); };
      document.head.appendChild(s);
    })();
  </script>
<p>y</p>
"""
    assert fix(before).text == "<p>x</p>\n<p>y</p>\n"


def test_a_widget_of_an_allowed_vendor_is_only_proposed_for_commenting_out() -> None:
    before = '<script src="//code.jivosite.com/widget/abcdef" async></script><p>x</p>'
    fixed = fix(before)
    assert fixed.text == before
    assert fix(before, unsafe=True).text == (
        '<!-- <script src="//code.jivosite.com/widget/abcdef" async></script> --><p>x</p>'
    )


def test_share_services_lose_the_messengers_and_keep_their_order() -> None:
    before = '<div class="ya-share2" data-services="vkontakte,telegram,odnoklassniki,whatsapp"></div>'
    assert fix(before).text == '<div class="ya-share2" data-services="vkontakte,odnoklassniki"></div>'


def test_a_code_for_cameras_made_elsewhere_is_only_proposed_for_removal() -> None:
    picture = '<img src="https://api.qrserver.com/v1/create-qr-code/?data=https://wa.me/79265551122" alt="">'
    before = f"<div><p>Сканируйте</p>{picture}</div>"
    assert fix(before).text == before
    assert fix(before, unsafe=True).text == "<div><p>Сканируйте</p></div>"


def test_names_that_a_program_reads_are_never_rewritten() -> None:
    before = '<form><input id="Telegram1" name="telegram" placeholder="Ваш ник в Telegram"></form>'
    after = fix(before, unsafe=True).text
    assert 'id="Telegram1" name="telegram"' in after


def test_comments_are_left_alone() -> None:
    before = f"<!-- {WA} --><p>x</p>"
    fixed = fix(before)
    assert fixed.text == before
    assert fixed.plan.patches == ()
