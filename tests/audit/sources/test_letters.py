"""Letters: every part is read decoded, attachments are opened, nothing broken raises."""

from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.audit.sources.ole import outlook
from tests.audit.sources.packing import LINK, code, examine, found, only, saved, zipped

SHOP = "https://t.me/some_shop"


def letter(html: str = "", text: str = "Добрый день", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = headers.pop("subject", "Заказ")
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text, cte="quoted-printable")
    if html:
        made.add_alternative(html, subtype="html", cte="base64")
    return made


def test_both_bodies_are_read_decoded() -> None:
    made = letter(f'<p>Привет</p>\n<p><a href="{SHOP}">чат</a></p>', "Пишите: t.me/some_shop")
    opened = examine("mail/one.eml", made.as_bytes())
    assert [(item.place.path, item.place.line) for item in opened.findings] == [
        ("mail/one.eml!/text", 1), ("mail/one.eml!/html", 2)
    ]  # fmt: skip


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-8", "utf-16", "iso-8859-5"])
def test_letters_in_any_encoding_are_read(charset: str) -> None:
    made = MIMEText("Пишите в Телеграм +7 916 123-00-45", "plain", charset)
    assert only(examine("one.eml", made.as_bytes())).target == "https://t.me/+79161230045"


def test_a_wrong_charset_is_guessed() -> None:
    data = b"Content-Type: text/plain; charset=x-nonsense\n\n" + "Пишите в Телеграм +7 916 123-00-45".encode(
        "cp1251"
    )
    assert only(examine("one.eml", data)).target == "https://t.me/+79161230045"


def test_encoded_headers_are_read_and_those_of_the_road_are_not() -> None:
    made = letter(subject="Пишите в Телеграм +7 916 123-00-45", X_Received="by t.me/not_ours")
    item = only(examine("one.eml", made.as_bytes()))
    assert item.place.path == "one.eml!/headers"
    assert item.excerpt == "Subject: Пишите в Телеграм +7 916 123-00-45"


def test_attachments_are_opened() -> None:
    made = letter()
    made.add_attachment(
        zipped({"index.html": LINK}), maintype="application", subtype="zip", filename="сайт.zip"
    )
    made.add_attachment(saved(code(SHOP)), maintype="image", subtype="png", filename="qr.png")
    assert found("one.eml", made.as_bytes()) == [
        ("one.eml!/сайт.zip!/index.html", SHOP), ("one.eml!/qr.png", SHOP)
    ]  # fmt: skip


def test_a_letter_inside_a_letter_is_opened() -> None:
    outer = letter()
    outer.add_attachment(letter(text="t.me/some_shop"))
    assert found("one.eml", outer.as_bytes()) == [("one.eml!/2.eml!/text", SHOP)]


def test_parts_of_one_name_keep_apart() -> None:
    made = MIMEMultipart()
    made.attach(MIMEText("t.me/some_shop", "plain", "utf-8"))
    made.attach(MIMEText("t.me/some_shop", "plain", "utf-8"))
    assert found("one.eml", made.as_bytes()) == [("one.eml!/text", SHOP), ("one.eml!/text (2)", SHOP)]


def test_a_mailbox_gives_its_letters_by_number() -> None:
    letters = [letter(), letter(f'<a href="{SHOP}">чат</a>')]
    box = b"".join(
        b"From somebody@example.ru Mon Jan  1 00:00:00 2026\n" + one.as_bytes() + b"\n" for one in letters
    )
    assert found("letters.mbox", box) == [("letters.mbox!/2/html", SHOP)]


def test_a_line_that_begins_like_a_letter_ends_none() -> None:
    box = b"From a@example.ru Mon\nSubject: x\n\nFirst line\nFrom here you can write to t.me/some_shop\n"
    assert found("letters.mbox", box) == [("letters.mbox!/1/text", SHOP)]


def test_a_letter_that_is_too_long_is_a_line_and_the_next_is_read() -> None:
    box = b"From a\n\n" + b"x" * 5_000 + b"\n\nFrom b\n\nt.me/some_shop\n"
    opened = examine("letters.mbox", box, part_bytes=1_000)
    assert [item.place.path for item in opened.findings] == ["letters.mbox!/2/text"]
    assert [(item.path, item.kind) for item in opened.troubles] == [("letters.mbox!/1", "too_large")]


def test_a_file_of_a_mail_folder_is_a_letter() -> None:
    name = "Maildir/cur/1700000000.M1.host:2,S"
    assert found(name, letter(text="t.me/some_shop").as_bytes()) == [(f"{name}!/text", SHOP)]
    assert found("src/new/notes", b"just t.me/some_shop") == [("src/new/notes", SHOP)]


@given(
    st.lists(
        st.sampled_from(
            [
                b"Content-Type: multipart/mixed; boundary=x\n",
                b"Content-Type: text/html; charset=\xff\n",
                b"Content-Transfer-Encoding: base64\n",
                b"Content-Type: message/rfc822\n",
                b"Content-Disposition: attachment; filename*=utf-9''%ff\n",
                b"Subject: =?koi8-r?B?\xff?=\n",
                b"\n",
                b"--x\n",
                b"--x--\n",
                b"====\n",
                b"Subject: =?utf-8?Q?=\n",
                b": \n",
                b"\0\n",
            ]
        ),
        max_size=20,
    ).map(b"".join)
)
def test_no_letter_raises(data: bytes) -> None:
    assert examine("one.eml", data).files >= 0


def test_a_letter_of_outlook_is_read_with_its_attachments() -> None:
    data = outlook(
        "Заказ", "Пишите: t.me/some_shop", f'<a href="{SHOP}">чат</a>', {"qr.png": saved(code(SHOP))}
    )
    assert found("one.msg", data) == [
        ("one.msg!/html", SHOP),
        ("one.msg!/text", SHOP),
        ("one.msg!/qr.png", SHOP),
    ]


def test_a_broken_letter_of_outlook_is_a_line() -> None:
    data = outlook("Заказ", "Пишите: t.me/some_shop", "", {})
    opened = examine("one.msg", data[: len(data) // 2])
    assert [(item.path, item.kind, item.incomplete) for item in opened.troubles] == [
        ("one.msg", "unreadable", True)
    ]
