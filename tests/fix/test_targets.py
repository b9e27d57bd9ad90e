"""Targets are lawful, complete and say where they lead."""

import pytest
from tests.fix.bench import inspector

from vestnik.fix.model import Target, TargetKind
from vestnik.fix.targets import href, parse_target, shown
from vestnik.kernel.errors import InvalidInput


@pytest.mark.parametrize(
    ("raw", "address", "words"),
    [
        ("max=https://max.ru/shop_bot", "https://max.ru/shop_bot", "max.ru/shop_bot"),
        ("VK = https://vk.me/shop/", "https://vk.me/shop/", "vk.me/shop"),
        ("email=Hello@shop.example", "mailto:Hello@shop.example", "Hello@shop.example"),
        ("phone=8 (900) 000-00-01", "tel:+79000000001", "+7 900 000-00-01"),
        (
            "url=https://shop.example/cabinet?a=1",
            "https://shop.example/cabinet?a=1",
            "shop.example/cabinet?a=1",
        ),
    ],
)
def test_a_target_is_read_as_people_type_it(raw: str, address: str, words: str) -> None:
    target = parse_target(raw, inspector().signatures)
    assert href(target) == address
    assert shown(target) == words


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "max",
        "icq=1",
        "vk=",
        "vk=vk.me/shop",
        "url=javascript:alert(1)",
        "url=https://x.example/'onclick=1",
        'url=https://x.example/"><script>',
        "url=http://shop.example/",
        "email=nobody",
        "phone=12",
    ],
)
def test_a_target_that_cannot_be_used_names_the_field(raw: str) -> None:
    with pytest.raises(InvalidInput) as error:
        parse_target(raw, inspector().signatures)
    assert error.value.field == "to"


def test_a_foreign_messenger_is_no_target() -> None:
    with pytest.raises(InvalidInput, match="иностранный мессенджер"):
        parse_target("url=https://t.me/lavka_shop_bot", inspector().signatures)


def test_an_address_with_a_quote_cannot_break_out_of_a_script() -> None:
    assert href(Target(TargetKind.EMAIL, "o'hara@shop.example")) == "mailto:o%27hara@shop.example"
