"""A letter's bytes: read back by Python's own parser they say what was asked, and nothing more."""

from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.channels.email.wire import Letter, letterhead, transparent, write_letter
from vestnik.kernel.errors import InvalidInput
from vestnik.notify.model import Content

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SENDER = letterhead("news@shop.example", "Магазин «Ромашка»")
MESSAGE_ID = "019ab000-0000-7000-8000-000000000001"

LINE_BREAKERS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=200)
texts = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"], include_characters="\r\n\t", exclude_characters=LINE_BREAKERS
    ),
    min_size=1,
    max_size=3000,
)


def write(content: Content, *, eight_bit: bool = True, unsubscribe: str | None = None) -> Letter:
    return write_letter(
        SENDER,
        "anna@mail.example",
        content,
        message_id=MESSAGE_ID,
        at=AT,
        eight_bit=eight_bit,
        list_unsubscribe=unsubscribe,
    )


def parse(letter: Letter) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(letter.to_bytes())
    assert isinstance(message, EmailMessage)
    return message


def plain(text: str) -> str:
    """The text as any line ending may be written, with the line end that a letter always has."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.endswith("\n") else text + "\n"


def body_of(message: EmailMessage | None) -> str:
    assert message is not None
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode("utf-8").replace("\r\n", "\n")


def test_a_letter_says_who_when_what_and_which():
    message = parse(write(Content("Ваш заказ собран.", subject="Заказ № 17")))

    assert message["From"] == "Магазин «Ромашка» <news@shop.example>"
    assert message["To"] == "anna@mail.example"
    assert message["Subject"] == "Заказ № 17"
    assert message["Message-ID"] == f"<{MESSAGE_ID}@shop.example>"
    assert message["Date"] == "Mon, 23 Nov 2026 09:00:00 +0000"
    assert message["Auto-Submitted"] == "auto-generated"
    assert body_of(message) == "Ваш заказ собран.\n"
    assert "List-Unsubscribe" not in message


@given(text=texts, subject=words, eight_bit=st.booleans())
def test_any_text_and_subject_survive_the_way(text: str, subject: str, eight_bit: bool):
    letter = write(Content(text, subject=subject), eight_bit=eight_bit)
    message = parse(letter)

    assert body_of(message) == plain(text)
    assert str(message["Subject"]).split() == subject.split()
    assert {name.decode() for name, _ in letter.headers} == set(message.keys())


@given(text=texts, html=texts, eight_bit=st.booleans())
def test_text_and_html_travel_as_alternatives(text: str, html: str, eight_bit: bool):
    message = parse(write(Content(text, html=html), eight_bit=eight_bit))

    assert message.get_content_type() == "multipart/alternative"
    first, second = message.iter_parts()
    assert (first.get_content_type(), second.get_content_type()) == ("text/plain", "text/html")
    assert isinstance(first, EmailMessage)
    assert isinstance(second, EmailMessage)
    assert body_of(first) == plain(text)
    assert body_of(second) == plain(html)


@given(text=texts, html=st.none() | texts, subject=words, eight_bit=st.booleans())
def test_no_line_is_longer_than_the_standard_allows(
    text: str, html: str | None, subject: str, eight_bit: bool
):
    letter = write(Content(text, subject=subject, html=html), eight_bit=eight_bit)
    data = letter.to_bytes()

    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert data.endswith(b"\r\n")
    assert eight_bit or data.isascii()


@pytest.mark.parametrize("where", ["\r\n", "\n", "\r", "\x00", "\u2028", "\x85", "\x0b"])
def test_a_subject_cannot_start_another_header(where: str):
    with pytest.raises(InvalidInput) as refusal:
        write(Content("текст", subject=f"Привет{where}Bcc: all@victims.example"))
    assert refusal.value.field == "subject"


@pytest.mark.parametrize(
    "address",
    [
        "anna@mail.example\r\nRCPT TO:<all@victims.example>",
        "anna@mail.example> BODY=8BITMIME",
        "anna@mail.example, all@victims.example",
        "анна@mail.example",
        "anna",
        "",
    ],
)
def test_an_address_cannot_start_a_command_or_name_somebody_else(address: str):
    with pytest.raises(InvalidInput):
        write_letter(SENDER, address, Content("текст"), message_id=MESSAGE_ID, at=AT, eight_bit=True)


@pytest.mark.parametrize("name", ["A\r\nBcc: x@y.example", "A\x00", "A\u2029B"])
def test_a_sender_name_cannot_start_another_header(name: str):
    with pytest.raises(InvalidInput):
        letterhead("news@shop.example", name)


@given(name=words)
def test_any_printable_sender_name_names_only_the_sender(name: str):
    head = letterhead("news@shop.example", name)
    letter = write_letter(
        head, "anna@mail.example", Content("т"), message_id=MESSAGE_ID, at=AT, eight_bit=True
    )
    addresses = parse(letter)["From"].addresses

    assert [address.addr_spec for address in addresses] == ["news@shop.example"]


@given(text=texts)
def test_a_text_cannot_end_the_letter_early(text: str):
    letter = write(Content(text + "\r\n.\r\nMAIL FROM:<evil@victims.example>\r\n")).to_bytes()
    sent = transparent(letter)

    assert sent.endswith(b"\r\n.\r\n")
    assert b"\r\n.\r\n" not in sent[:-3]
    undone = b"\r\n".join(line.removeprefix(b".") for line in sent[:-3].split(b"\r\n"))
    assert undone == letter


def test_a_text_that_names_the_boundary_does_not_split_the_letter():
    trap = f"--=_{MESSAGE_ID}\r\nContent-Type: text/html\r\n\r\n<b>чужое</b>"
    message = parse(write(Content(trap, html=trap)))

    assert len(list(message.iter_parts())) == 2


@pytest.mark.parametrize("field", ["text", "html"])
def test_control_characters_in_a_body_are_refused(field: str):
    content = Content(
        "ноль\x00" if field == "text" else "т", html="<p>\x1b[31m</p>" if field == "html" else None
    )
    with pytest.raises(InvalidInput) as refusal:
        write(content)
    assert refusal.value.field == field


def test_half_a_surrogate_pair_is_refused_with_advice():
    with pytest.raises(InvalidInput) as refusal:
        write(Content("\ud83d"))
    assert refusal.value.hint is not None


def test_an_unsubscribe_address_makes_a_one_click_pair():
    message = parse(write(Content("текст"), unsubscribe="https://shop.example/u/1"))

    assert message["List-Unsubscribe"] == "<https://shop.example/u/1>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    "url", ["http://shop.example/u", "https://a>\r\nBcc: x@y.example", "mailto:x@y.example", ""]
)
def test_an_unsubscribe_address_that_is_not_https_is_refused(url: str):
    with pytest.raises(InvalidInput):
        write(Content("текст"), unsubscribe=url)


def test_a_foreign_message_id_cannot_break_the_header():
    with pytest.raises(InvalidInput):
        write_letter(SENDER, "a@b.example", Content("т"), message_id="x>\r\nBcc: y", at=AT, eight_bit=True)


def test_a_subject_past_the_limit_is_refused_and_not_cut():
    with pytest.raises(InvalidInput) as refusal:
        write(Content("т", subject="ы" * 501))
    assert refusal.value.field == "subject"
