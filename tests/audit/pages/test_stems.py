"""Every case form of the words that matter is recognised; words that only look alike are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.audit.pages import stems

POLITIKA = [
    "политика",
    "политики",
    "политике",
    "политику",
    "политикой",
    "политикою",
    "политик",
    "политикам",
    "политиками",
    "политиках",
]
KONFIDENCIALNOST = ["конфиденциальность", "конфиденциальности", "конфиденциальностью"]
SOGLASIE = ["согласие", "согласия", "согласию", "согласием", "согласии", "согласий"]
OBRABOTKA = ["обработка", "обработки", "обработке", "обработку", "обработкой"]
PERSONALNYE = [
    ("персональные", "данные"),
    ("персональных", "данных"),
    ("персональным", "данным"),
    ("персональными", "данными"),
]
RASSYLKA = [
    "рассылка",
    "рассылки",
    "рассылке",
    "рассылку",
    "рассылкой",
    "рассылкою",
    "рассылок",
    "рассылкам",
    "рассылками",
    "рассылках",
]
OFERTA = ["оферта", "оферты", "оферте", "оферту", "офертой", "оферт", "офертам", "офертами", "офертах"]
REKLAMA = [
    "реклама",
    "рекламы",
    "рекламе",
    "рекламу",
    "рекламой",
    "рекламный",
    "рекламных",
    "рекламную",
    "рекламными",
]
PODPISKA = ["подписка", "подписки", "подписке", "подписку", "подпиской"]
AGREEING = ["соглашаюсь", "соглашаетесь", "соглашаешься", "соглашаясь", "согласен", "согласна", "согласны"]


def written(text: str) -> list[str]:
    """The spellings a page may use."""
    return [text, text.upper(), text.capitalize(), text.replace(" ", "\u00a0"), text.replace(" ", "\n\t  ")]


@pytest.mark.parametrize("first", POLITIKA)
@pytest.mark.parametrize("second", KONFIDENCIALNOST)
def test_a_policy_of_confidentiality_is_known_in_every_case(first: str, second: str) -> None:
    for text in written(f"{first} {second}"):
        assert stems.POLICY.found(stems.fold(text)), text


@pytest.mark.parametrize("first", POLITIKA)
@pytest.mark.parametrize("second", OBRABOTKA)
def test_a_policy_of_processing_is_known_with_the_company_between(first: str, second: str) -> None:
    for between in ("", "ООО «Пример» в отношении ", "компании в области "):
        assert stems.POLICY.found(stems.fold(f"{first} {between}{second} персональных данных"))


@pytest.mark.parametrize("consent", SOGLASIE)
@pytest.mark.parametrize("processing", OBRABOTKA)
@pytest.mark.parametrize("data", PERSONALNYE)
def test_a_consent_to_processing_is_known_in_every_case(
    consent: str, processing: str, data: tuple[str, str]
) -> None:
    for text in written(f"{consent} на {processing} {data[0]} {data[1]}"):
        folded = stems.fold(text)
        assert stems.CONSENT.found(folded), text
        assert stems.PERSONAL_DATA.found(folded), text
        assert stems.says_consent_document(folded), text


@pytest.mark.parametrize("word", RASSYLKA + PODPISKA)
def test_a_mailing_is_known_in_every_case(word: str) -> None:
    for text in written(f"на {word} компании"):
        assert stems.MAILING.found(stems.fold(text)), text


@pytest.mark.parametrize("word", OFERTA)
def test_an_offer_is_known_in_every_case(word: str) -> None:
    assert stems.OFFER.found(stems.fold(f"с условиями {word}"))


@pytest.mark.parametrize("word", REKLAMA)
def test_advertising_is_known_in_every_form(word: str) -> None:
    assert stems.ADVERT.found(stems.fold(f"на получение {word} материалов"))


@pytest.mark.parametrize("word", AGREEING)
def test_agreeing_is_known_in_every_person(word: str) -> None:
    assert stems.CONSENT.found(stems.fold(f"Вы {word} с условиями"))


@pytest.mark.parametrize(
    "text",
    [
        "пользовательское соглашение",
        "соглашения об уровне услуг",
        "согласно договору",
        "проект согласован с заказчиком",
        "согласование документов",
        "несогласие",
    ],
)
def test_words_that_look_like_consent_are_none(text: str) -> None:
    assert not stems.CONSENT.found(stems.fold(text))


@pytest.mark.parametrize("text", ["подпись", "подпишите договор", "электронной подписью", "подписан акт"])
def test_a_signature_is_no_subscription(text: str) -> None:
    assert not stems.MAILING.found(stems.fold(text))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Privacy Policy", stems.POLICY),
        ("our privacy notice", stems.POLICY),
        ("I agree to the terms", stems.CONSENT),
        ("By submitting you consent to processing", stems.CONSENT),
        ("subscribe to our newsletter", stems.MAILING),
        ("unsubscribe at any time", stems.UNSUBSCRIBE),
        ("personal data", stems.PERSONAL_DATA),
        ("terms of use", stems.OFFER),
    ],
)
def test_english_pages_are_read_too(text: str, phrase: stems.Phrase) -> None:
    assert phrase.found(stems.fold(text))


def test_an_agreement_about_data_is_no_offer() -> None:
    assert not stems.OFFER.found(
        stems.fold("условиями пользовательского соглашения по обработке персональных данных")
    )
    assert stems.OFFER.found(stems.fold("условиями пользовательского соглашения"))


def test_soft_hyphens_and_yo_do_not_hide_a_word() -> None:
    assert stems.POLICY.found(stems.fold("поли\u00adтика кон\u00adфиденциальности"))
    assert stems.fold("Даёте") == "даете"


@given(st.text(max_size=400))
def test_any_text_is_folded_and_searched(text: str) -> None:
    folded = stems.fold(text)
    assert stems.fold(folded) == folded
    for name in vars(stems).values():
        if isinstance(name, stems.Phrase):
            name.found(folded)
