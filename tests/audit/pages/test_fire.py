"""Every check fires on a page made for it, with the place and the words a person needs."""

import pytest
from tests.audit.pages.page import FOOTER, NAME_AND_PHONE, SOUND_BOX, checks, form, one, read, whole

from vestnik.audit.model import Confidence, Severity

BOX = (
    '<label><input type="checkbox" {} name="agree"> Согласен на <a href="/consent">'
    "обработку персональных данных</a></label>"
)


def test_a_form_without_a_word_of_consent() -> None:
    page = f"<h3>Заказать звонок</h3>{form(NAME_AND_PHONE)}"
    signal = one(page, "PD-FORM-01")
    assert signal.severity is Severity.HIGH
    assert signal.observed == (
        "Форма «Заказать звонок» спрашивает имя и телефон; рядом нет ни флажка, ни слов о "
        "согласии на обработку данных."
    )
    assert signal.inferred.startswith("Похоже,")
    assert page.encode()[signal.place.span.start :].startswith(b"<form")


def test_fields_without_a_form_are_a_form() -> None:
    page = (
        '<div class="order"><input placeholder="Телефон"><button onclick="send()">'
        f"Заказать</button></div>{FOOTER}"
    )
    assert "PD-FORM-01" in checks(page)


def test_a_box_that_comes_ticked() -> None:
    page = form(NAME_AND_PHONE + BOX.format("checked required"))
    signal = one(page, "PD-FORM-02")
    assert signal.confidence is Confidence.HIGH
    assert page.encode()[signal.place.span.start :].startswith(b'<input type="checkbox"')
    assert "отмечен заранее" in signal.observed


def test_a_box_about_an_offer_alone_is_no_consent_to_processing() -> None:
    box = (
        '<label><input type="checkbox" checked required> Принимаю условия <a href="/terms">оферты</a></label>'
    )
    page = form(NAME_AND_PHONE + box)
    signal = one(page, "PD-FORM-01")
    assert "есть только флажок о другом" in signal.observed
    assert (signal.severity, signal.confidence) == (Severity.MEDIUM, Confidence.LOW)
    assert "PD-FORM-02" in checks(page)


def test_a_react_box_that_comes_ticked() -> None:
    source = (
        "export const F = () => <form onSubmit={(e) => send(e)}><input type='tel' name='phone'/>"
        "<label><input type='checkbox' defaultChecked required/> Согласен на обработку "
        "персональных данных</label>"
        "<button>Ок</button></form>"
    )
    assert "PD-FORM-02" in checks(source, None, path="Form.tsx")


@pytest.mark.parametrize("href", ["#", "", "javascript:void(0)"])
def test_words_of_consent_whose_link_leads_nowhere(href: str) -> None:
    box = (
        f'<label><input type="checkbox" required> Согласен на <a href="{href}">обработку '
        "персональных данных</a></label>"
    )
    assert "никуда не ведёт" in one(form(NAME_AND_PHONE + box), "PD-FORM-03").observed


def test_words_of_consent_without_any_link() -> None:
    box = '<label><input type="checkbox" required> Согласен на обработку персональных данных</label>'
    assert "ссылки на документ в этих словах нет" in one(form(NAME_AND_PHONE + box), "PD-FORM-03").observed


def test_words_of_consent_that_lead_to_another_site() -> None:
    box = BOX.format("required").replace("/consent", "https://other.example.net/privacy")
    signal = one(form(NAME_AND_PHONE + box), "PD-FORM-03")
    assert "other.example.net" in signal.observed
    assert signal.severity is Severity.MEDIUM


@pytest.mark.parametrize(
    "words",
    [
        "Нажимая кнопку «Отправить», вы соглашаетесь с <a href='/privacy'>политикой конфиденциальности</a>",
        "Отправляя форму, я даю согласие на <a href='/consent'>обработку персональных данных</a>",
        "By submitting this form you agree to our <a href='/privacy'>privacy policy</a>",
    ],
)
def test_consent_by_the_button_alone(words: str) -> None:
    for page in (form(NAME_AND_PHONE + f"<p>{words}</p>"), form(NAME_AND_PHONE, after=f"<p>{words}</p>")):
        found = checks(page)
        assert "PD-FORM-04" in found
        assert "PD-FORM-01" not in found


def test_one_box_for_everything() -> None:
    words = "Согласен на обработку персональных данных, с офертой и на получение рекламной рассылки"
    signal = one(
        form(f'{NAME_AND_PHONE}<label><input type="checkbox" required> {words}</label>'), "PD-FORM-05"
    )
    assert "обработку данных, оферту или соглашение и рассылку или рекламу" in signal.observed
    assert "38fz-18-1" in signal.norm_ids


def test_a_box_that_nothing_demands_is_a_weak_signal() -> None:
    signal = one(form(NAME_AND_PHONE + BOX.format("")), "PD-FORM-06")
    assert signal.severity is Severity.LOW
    assert signal.confidence is Confidence.LOW


@pytest.mark.parametrize(
    ("attributes", "severity", "words"),
    [
        ('action="https://api.telegram.org/bot1/sendMessage" method="post"', Severity.CRITICAL, "Telegram"),
        ('action="https://formspree.io/f/abc" method="post"', Severity.HIGH, "Formspree"),
        (
            'action="https://docs.google.com/forms/d/1/formResponse" method="post"',
            Severity.HIGH,
            "Google Forms",
        ),
        ('action="http://shop.example/send" method="post"', Severity.HIGH, "незащищённому адресу"),
        ('action="/send" method="get"', Severity.MEDIUM, "GET"),
        ('action="https://else.example.net/x" method="post"', Severity.MEDIUM, "другой сервер"),
    ],
)
def test_where_a_form_sends(attributes: str, severity: Severity, words: str) -> None:
    page = form(NAME_AND_PHONE + SOUND_BOX, attributes=attributes)
    signal = one(page, "PD-FORM-07")
    assert signal.severity is severity
    assert words in signal.observed
    sliced = page.encode()[signal.place.span.start : signal.place.span.end].decode()
    assert sliced == attributes.split('"')[1]


def test_a_frame_of_a_foreign_service_of_forms() -> None:
    address = "https://docs.google.com/forms/d/e/1/viewform?embedded=true"
    page = f'<iframe width="640" src="{address}"></iframe>{FOOTER}'
    signal = one(page, "PD-FORM-07")
    assert "Google Forms" in signal.observed
    assert page.encode()[signal.place.span.start : signal.place.span.end].decode() == address
    assert "PD-FORM-07" not in checks(f'<iframe src="https://vk.com/video_ext.php"></iframe>{FOOTER}')


def test_a_form_that_asks_for_a_passport() -> None:
    page = form(
        NAME_AND_PHONE + '<input placeholder="Серия и номер паспорта"><input name="birth_date">' + SOUND_BOX
    )
    signal = one(page, "PD-FORM-08")
    assert signal.severity is Severity.INFO
    assert "дату рождения и данные паспорта" in signal.observed


def test_agreement_that_leads_to_the_policy_only() -> None:
    words = 'Согласен на обработку персональных данных в соответствии с <a href="/privacy">политикой</a>'
    page = form(f'{NAME_AND_PHONE}<label><input type="checkbox" required> {words}</label>')
    signal = one(page, "PD-CONS-01")
    assert "https://shop.example/privacy" in signal.observed
    assert signal.norm_ids == ("152fz-9-1-separate",)


def test_a_consent_that_names_a_foreign_messenger() -> None:
    words = "Согласен на обработку персональных данных и сообщения в WhatsApp"
    signal = one(
        form(f'{NAME_AND_PHONE}<label><input type="checkbox" required> {words}</label>'), "PD-POL-04"
    )
    assert "whatsapp" in signal.observed


def test_a_subscription_without_words_of_its_own() -> None:
    page = form('<h3>Подписка на новости</h3><input type="email" name="email">' + SOUND_BOX)
    assert "согласие здесь только такое" in one(page, "PD-SUB-01").observed


@pytest.mark.parametrize(
    "words",
    [
        "Продолжая пользоваться сайтом, вы соглашаетесь с использованием файлов cookie.",
        "Мы используем куки. Оставаясь на сайте, вы соглашаетесь с этим.",
        "By continuing to use this site you agree to our use of cookies.",
    ],
)
def test_a_notice_about_cookies_that_can_only_be_agreed_to(words: str) -> None:
    signal = one(f'<div class="notice"><p>{words}</p><button>Понятно</button></div>{FOOTER}', "PD-COOK-02")
    assert signal.norm_ids == ("cookies-no-norm",)


def test_foreign_analytics_and_resources() -> None:
    page = (
        '<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>'
        '<link href="//fonts.googleapis.com/css?family=Inter" rel="stylesheet">'
        '<iframe src="https://www.youtube.com/embed/x"></iframe>'
        "<script>s.src='https://connect.facebook.net/en_US/fbevents.js'</script>"
    )
    found = {
        (item.check, item.severity) for item in whole(page, page).signals if item.check.startswith("PD-TRK")
    }
    assert found == {
        ("PD-TRK-01", Severity.HIGH),
        ("PD-TRK-02", Severity.LOW),
        ("PD-TRK-02", Severity.MEDIUM),
    }
    trackers = {item.name: item for item in whole(page, page).trackers}
    assert trackers["Google Analytics"].pages == 2
    assert set(trackers) == {"Google Analytics", "Google Fonts", "YouTube", "Facebook Pixel"}


def test_a_session_recorder_beside_a_form() -> None:
    counter = (
        "<script>"
        "ym(1,'init',{clickmap:true,webvisor:true});m.src='https://mc.yandex.ru/metrika/tag.js'</script>"
    )
    assert "Вебвизор" in one(counter + form(NAME_AND_PHONE + SOUND_BOX), "PD-TRK-03").observed


def test_a_page_without_protection() -> None:
    plain = read(form(NAME_AND_PHONE + SOUND_BOX), "http://shop.example/")
    assert [signal.check for signal in plain.signals if signal.severity is Severity.HIGH] == ["PD-TLS-01"]
    mixed = read('<script src="http://cdn.example/x.js"></script>')
    assert "по http" in mixed.signals[0].observed
    bare = read("<p>x</p>", headers={})
    assert "Strict-Transport-Security" in bare.signals[0].observed


def test_a_site_without_a_link_to_a_policy() -> None:
    page = f'<form method="post">{NAME_AND_PHONE}{SOUND_BOX}<button>Ок</button></form>'
    assert "не нашлось" in one(page, "PD-POL-01").observed
    dead = page + '<footer><a href="#">Политика конфиденциальности</a></footer>'
    assert "никуда не ведёт" in one(dead, "PD-POL-01").observed


def test_one_page_of_a_site_without_the_link() -> None:
    bare = f'<form method="post">{NAME_AND_PHONE}{SOUND_BOX}<button>Ок</button></form>'
    found = [
        item for item in whole(form(NAME_AND_PHONE + SOUND_BOX), bare).signals if item.check == "PD-POL-01"
    ]
    assert [item.place.path for item in found] == ["https://shop.example/1"]


def test_what_a_person_has_to_look_up_is_said_for_a_site_only() -> None:
    assert [item.check for item in whole("<p>x</p>").signals] == ["PD-HOST-01"]
    assert not whole("<p>x</p>", url=None).signals


def test_a_chat_is_left_to_a_person() -> None:
    signal = one('<script src="//code.jivosite.com/widget/x" async></script>', "PD-CHAT-01")
    assert signal.severity is Severity.INFO
