"""A policy's text, whatever file it came from, is taken apart into what it holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.audit.pages.page import FOOTER, NAME_AND_PHONE, SOUND_BOX, form, read, whole

from vestnik.audit.model import Severity
from vestnik.audit.pages import policy_links, read_policy
from vestnik.audit.pages.model import Policy
from vestnik.audit.pages.policy import SECTIONS

WHOLE = """Политика в отношении обработки персональных данных
Оператор: ООО «Пример», ИНН 7707083893, ОГРН 1027700132195, 101000, г. Москва, ул. Примерная, д. 1.
Политика действует для сайта https://lavka-primer.ru/.
Цели обработки персональных данных: исполнение договора, ответы на обращения.
Перечень обрабатываемых персональных данных: фамилия, имя, телефон, адрес электронной почты.
Перечень действий с персональными данными: сбор, запись, систематизация, накопление, хранение, уничтожение.
Правовые основания обработки: согласие субъекта, Федеральный закон № 152-ФЗ.
Срок обработки персональных данных: до достижения целей, но не дольше трёх лет.
Передача третьим лицам: данные передаются службе доставки. Трансграничная передача не производится.
Согласие можно отозвать, написав на адрес оператора. Субъект имеет право на доступ к своим данным.
Базы данных находятся на территории Российской Федерации. Используется Яндекс Метрика.
"""
LONG = WHOLE + "Оператор принимает необходимые меры. " * 10


def taken_apart(text: str) -> Policy:
    return read_policy(text, "https://shop.example/privacy")


def told(policy: Policy, *pages: str) -> dict[str, str]:
    """What a site with this policy is told, by check."""
    page = form(NAME_AND_PHONE + SOUND_BOX)
    return {
        signal.check: signal.observed
        for signal in whole(page, *pages, policies=[policy], url="https://lavka-primer.ru/").signals
        if signal.severity > Severity.INFO
    }


def test_a_whole_policy_has_every_section() -> None:
    policy = taken_apart(LONG)
    assert [name for name, found in policy.sections.items() if not found] == []
    assert set(policy.sections) == set(SECTIONS)
    assert policy.russian
    assert not policy.stub
    assert policy.requisites.inn == {"7707083893"}
    assert policy.requisites.ogrn == {"1027700132195"}
    assert policy.messengers == ()
    assert policy.leftovers == ()
    assert told(policy) == {}


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("Цели обработки", "цели обработки"),
        ("Перечень действий", "действия с данными"),
        ("Передача третьим", "передача третьим лицам"),
        ("Согласие можно отозвать", "отзыв согласия"),
        ("Базы данных", "хранение в России"),
        ("Срок обработки", "сроки"),
    ],
)
def test_a_policy_without_a_section_is_told_which(line: str, missing: str) -> None:
    text = "\n".join(row for row in LONG.splitlines() if not row.startswith(line))
    assert missing in told(taken_apart(text))["PD-POL-02"]


def test_a_policy_of_somebody_else_is_noticed() -> None:
    page = "<p>ООО «Другое», ИНН: 5003052454</p>" + FOOTER
    said = told(taken_apart(LONG), page)["PD-POL-03"]
    assert "7707083893" in said
    assert "5003052454" in said


def test_the_same_operator_is_not_noticed() -> None:
    assert "PD-POL-03" not in told(
        taken_apart(LONG), "<p>ИНН&nbsp;<b>7707083893</b>, ОГРН 1027700132195</p>" + FOOTER
    )


def test_a_number_with_a_wrong_check_digit_is_noticed() -> None:
    assert "7707083894" in told(taken_apart(LONG.replace("7707083893", "7707083894")))["PD-POL-03"]


@pytest.mark.parametrize("name", ["WhatsApp", "Telegram", "ватсапе", "телеграма", "вайбером", "Viber"])
def test_a_foreign_messenger_in_a_policy_is_noticed(name: str) -> None:
    assert "PD-POL-04" in told(taken_apart(LONG + f"Оператор вправе написать вам в {name}."))


@pytest.mark.parametrize(
    "left",
    [
        "ООО «Ромашка»",
        "{{ company }}",
        "[название компании]",
        "[указать адрес]",
        "________________",
        "www.example.com",
    ],
)
def test_traces_of_a_template_are_noticed(left: str) -> None:
    assert (
        left.replace("ООО ", "").removeprefix("www.")
        in told(taken_apart(LONG + f"Оператор — {left}."))["PD-POL-05"]
    )


def test_another_sites_domain_is_noticed() -> None:
    said = told(taken_apart(LONG.replace("https://lavka-primer.ru/", "https://chuzhoy-magazin.ru/")))
    assert "chuzhoy-magazin.ru" in said["PD-POL-05"]


def test_a_hidden_address_is_no_trace() -> None:
    assert "PD-POL-05" not in told(taken_apart(LONG + "Почта: [email protected]"))


def test_a_stub_and_a_foreign_text_are_noticed() -> None:
    assert "очень короткий" in told(taken_apart("Политика конфиденциальности."))["PD-POL-01"]
    english = "Privacy policy. We collect personal data for the purposes of orders. Your rights. " * 20
    assert "не по-русски" in told(taken_apart(english))["PD-POL-01"]


def test_a_page_that_is_a_policy_is_read_as_one() -> None:
    rows = "".join(f"<p>{row}</p>" for row in (LONG + WHOLE).splitlines())
    page = (
        "<html><head><title>Политика обработки персональных данных</title></head><body><h1>"
        f"Политика</h1>{rows}</body></html>"
    )
    reading = read(page, "https://shop.example/privacy")
    assert reading.policy is not None
    assert reading.policy.requisites.inn == {"7707083893"}
    assert all(reading.policy.sections.values())
    consent = page.replace("Политика обработки", "Согласие на обработку").replace(
        "<h1>Политика", "<h1>Согласие"
    )
    assert read(consent, "https://shop.example/consent").policy is None


def test_counters_are_compared_with_the_policy() -> None:
    page = form(NAME_AND_PHONE + SOUND_BOX) + "<script>s.src='https://mc.yandex.ru/metrika/tag.js'</script>"
    named = whole(page, policies=[taken_apart(LONG)])
    silent = whole(page, policies=[taken_apart(LONG.replace("Используется Яндекс Метрика.", ""))])
    unread = whole(page)
    assert [tracker.disclosed for tracker in (*named.trackers, *silent.trackers, *unread.trackers)] == [
        True,
        False,
        None,
    ]
    assert [item.check for item in silent.signals if item.check == "PD-TRK-03"] == ["PD-TRK-03"]
    assert not [item for item in (*named.signals, *unread.signals) if item.check == "PD-TRK-03"]


def test_policies_worth_fetching_are_found_by_their_links() -> None:
    page = (
        '<footer><a href="/docs/politika.pdf">Политика обработки персональных данных</a> <a '
        'href="/privacy">Политикой конфиденциальности</a>'
        '<a href="/consent">Согласие на обработку персональных данных</a><a href="/about">О нас</a>'
        '<a href="mailto:a@shop.example">Персональные данные</a></footer>'
    )
    assert policy_links([read(page)]) == [
        "https://shop.example/docs/politika.pdf",
        "https://shop.example/privacy",
    ]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/news/politika/">Политика</a>',
        '<a href="/vozvrat">Политика возврата товара</a>',
        '<a href="/politics/1">Внешняя политика</a>',
        '<a href="/positions">Положение дел</a>',
    ],
)
def test_politics_are_no_policy(link: str) -> None:
    assert policy_links([read(f"<footer>{link}</footer>")]) == []


@given(st.text(max_size=2_000))
def test_any_text_can_be_read_as_a_policy(text: str) -> None:
    policy = taken_apart(text)
    assert set(policy.sections) == set(SECTIONS)
