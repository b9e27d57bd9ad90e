"""What must not be reported: sound forms in other words, and forms that ask a visitor for nothing."""

import pytest
from tests.audit.pages.page import FOOTER, NAME_AND_PHONE, SOUND_BOX, checks, form, one, read

from vestnik.audit.model import Severity

QUIET = {
    "a sound form": form(NAME_AND_PHONE + SOUND_BOX),
    "a box whose label stands apart": form(
        NAME_AND_PHONE
        + (
            '<input type="checkbox" id="a" required><label for="a">Согласие на <a '
            'href="/consent">обработку ПДн</a></label>'
        )
    ),
    "a box with the words beside it": form(
        NAME_AND_PHONE
        + (
            '<div><input type="checkbox" required><span>Разрешаю <a href="/soglasie">обработку '
            "моих персональных данных</a></span></div>"
        )
    ),
    "a box that the words of a class explain": form(
        NAME_AND_PHONE + '<input type="checkbox" class="agreement" required>'
    ),
    "a box in English": form(
        NAME_AND_PHONE
        + (
            '<label><input type="checkbox" required> I consent to the <a href="/consent">'
            "processing of personal data</a></label>"
        )
    ),
    "consent in the genitive": form(
        NAME_AND_PHONE
        + (
            '<label><input type="checkbox" required> Без <a href="/soglasie">согласия на '
            "обработку персональных данных</a> нельзя</label>"
        )
    ),
    "two boxes, each for its own": form(
        '<input type="email" name="email">'
        + SOUND_BOX
        + '<label><input type="checkbox"> Хочу получать рекламные рассылки</label>'
    ),
    "a honeypot": form(
        '<input name="q"><input type="email" name="email" style="display:none"><input '
        'name="hp" type="tel" class="hp">'
    ),
    "a hidden phone": form('<input type="hidden" name="phone"><input name="comment">'),
    "a search": (
        '<form action="/search"><input name="q" placeholder="Поиск товаров"><button>'
        f"Найти</button></form>{FOOTER}"
    ),
    "a search by role": (
        f'<form role="search"><input type="search" name="name"><button>→</button></form>{FOOTER}'
    ),
    "signing in": form('<input type="email" name="login"><input type="password" name="password">'),
    "signing in by telephone": (
        f'<form class="auth-form"><input type="tel" name="phone"><button>Войти</button></form>{FOOTER}'
    ),
    "a forgotten password": (
        '<form><h3>Забыли пароль?</h3><input type="email" name="email"><button>'
        f"Восстановить</button></form>{FOOTER}"
    ),
    "a password sent by letter": form(
        '<p>Пароль будет выслан вам на почту</p><input type="email" name="email" placeholder="Эл. почта">'
    ),
    "a search by a number": (
        f'<form><input name="number" placeholder="Номер телефона"><button>Найти</button></form>{FOOTER}'
    ),
    "a filter": (
        '<form action="/catalog"><input name="price_from"><select name="brand"></select>'
        f"<button>Показать</button></form>{FOOTER}"
    ),
    "a basket": (
        f'<form method="post"><input type="number" name="count"><button>В корзину</button></form>{FOOTER}'
    ),
    "a comment without a name": form("<textarea name=comment></textarea>"),
    "a name of a thing": form('<input name="name" placeholder="Название товара">'),
    "a form in a comment": f"<!-- {form(NAME_AND_PHONE)} -->",
    "a form in a program": (
        f"<script>var t = '<form><input type=tel><button>x</button></form>';</script>{FOOTER}"
    ),
    "a lone field without a button": f'<div><input type="tel" name="phone"></div>{FOOTER}',
    "a profile": (
        f'<form method="post">{NAME_AND_PHONE}<button type="submit">Сохранить</button></form>{FOOTER}'
    ),
    "a subscription with its own consent": form(
        '<h3>Подписка</h3><input type="email" name="email"><label><input type="checkbox" required> Даю '
        '<a href="/consent-ads">согласие на получение рекламной рассылки</a></label>' + SOUND_BOX
    ),
    "a notice about cookies with a choice": (
        '<div class="cookie"><p>Мы используем cookie. Продолжая пользоваться сайтом, вы соглашаетесь.</p>'
        f"<button>Принять</button><button>Отклонить</button></div>{FOOTER}"
    ),
    "cookies of a bakery": f"<h2>Cookies с шоколадом</h2><p>Печенье cookie, 120 ₽</p>{FOOTER}",
    "a link to a video": (
        '<a href="https://www.youtube.com/watch?v=1">видео</a><a '
        f'href="https://google.com/maps">карта</a>{FOOTER}'
    ),
    "a tracker in a comment": (
        f'<!-- <script src="https://www.google-analytics.com/ga.js"></script> -->{FOOTER}'
    ),
    "a longer host": f'<script src="https://google-analytics.com.example/x.js"></script>{FOOTER}',
    "a canonical link": f'<link rel="canonical" href="https://cdn.jsdelivr.net/">{FOOTER}',
    "a link to a text of law": form(
        NAME_AND_PHONE + '<label><input type="checkbox" required> Даю <a href="/consent">согласие на '
        "обработку персональных данных</a> "
        'по <a href="https://www.consultant.ru/x">закону о персональных данных</a></label>'
    ),
    "a link that opens a dialogue": form(
        NAME_AND_PHONE + '<label><input type="checkbox" required> Даю <a href="#" data-bs-toggle="modal" '
        'data-bs-target="#pd">согласие на обработку '
        "персональных данных</a></label>"
    ),
    "a Russian service of forms": form(
        NAME_AND_PHONE + SOUND_BOX, attributes='action="https://forms.tildacdn.com/procces/" method="post"'
    ),
    "an agreement about data": form(
        NAME_AND_PHONE + '<label><input type="checkbox" required> Согласен с <a href="/soglasie">'
        "пользовательским соглашением об обработке "
        "персональных данных</a></label>"
    ),
}


@pytest.mark.parametrize("name", QUIET)
def test_nothing_is_reported(name: str) -> None:
    assert checks(QUIET[name]) == set()


FILES = {
    "a vendor's form": (form(NAME_AND_PHONE), "node_modules/x/index.html"),
    "a test": (form(NAME_AND_PHONE), "tests/fixtures/page.html"),
    "an old copy": (form(NAME_AND_PHONE), "index.php.bak"),
    "an administrator's page": (form(NAME_AND_PHONE), "admin/users.html"),
    "a reset of a password": (
        form('<input type="email" name="email">'),
        "resources/views/auth/passwords/reset.blade.php",
    ),
    "a consent of Bitrix's own component": (
        (
            f"<form method=post>{NAME_AND_PHONE}"
            '<?$APPLICATION->IncludeComponent("bitrix:main.userconsent.request", "", [])?>'
            '<button>Ок</button></form><a href="/privacy/">Политика</a>'
        ),
        "index.php",
    ),
    "a consent that a template takes from elsewhere": (
        (
            f"<form method=post>{NAME_AND_PHONE}@include('forms.privacy', ['submit' => 'Ок'])"
            '<button>Ок</button></form><a href="/privacy/">Политика</a>'
        ),
        "resources/views/page.blade.php",
    ),
    "a component of React that asks": (
        (
            "const F = () => <form onSubmit={s}><input type='tel'/><ConsentCheckbox/><button>"
            "Ок</button></form>; const p = '/privacy-policy/'"
        ),
        "Form.tsx",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_reported_of_a_file(name: str) -> None:
    source, path = FILES[name]
    assert checks(source, None, path=path) == set()


@pytest.mark.parametrize(
    "box",
    [
        '<input type="checkbox" name="agree" required <?php if ($agree) { ?> checked <?php } ?>>',
        (
            '<?php if ($agree) { ?><input type="checkbox" name="agree" required checked><?php } '
            'else { ?><input type="checkbox" name="agree" required><?php } ?>'
        ),
        '<input type="checkbox" name="agree" required checked="<?= $agree ?>">',
        '{% if agree %}<input type="checkbox" name="agree" required checked>{% endif %}',
    ],
)
def test_a_box_that_a_template_ticks_is_left_to_the_browser(box: str) -> None:
    source = (
        f"<form method=post>{NAME_AND_PHONE}<label>{box} Согласие на <a href=/consent>"
        f"обработку персональных данных</a></label><button>Ок</button></form>{FOOTER}"
    )
    signals = [
        signal for signal in read(source, None, path="form.php").signals if signal.check == "PD-FORM-02"
    ]
    assert signals
    assert {signal.severity for signal in signals} == {Severity.INFO}


def test_a_template_with_code_inside_is_less_sure() -> None:
    source = f"<form method=post>{NAME_AND_PHONE}<?php echo $x ?><button>Ок</button></form>{FOOTER}"
    assert one(source, "PD-FORM-01", None, path="form.php").severity is Severity.MEDIUM
    assert (
        one(source.replace("<?php echo $x ?>", ""), "PD-FORM-01", None, path="form.php").severity
        is Severity.HIGH
    )


def test_a_box_that_a_program_watches_is_not_called_free() -> None:
    box = SOUND_BOX.replace(" required", "").replace('name="agree"', 'name="agree" id="pd-agree"')
    assert "PD-FORM-06" in checks(form(NAME_AND_PHONE + box))
    assert "PD-FORM-06" not in checks(
        form(NAME_AND_PHONE + box) + "<script>$('#pd-agree').on('change', f)</script>"
    )
