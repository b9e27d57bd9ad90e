"""Settings are checked once, each mistake by name, and secrets are never repeated."""

import pytest

from vestnik.channels.email.settings import Security, read_settings
from vestnik.kernel.errors import InvalidInput

GOOD = {"host": "smtp.shop.example", "from_address": "news@shop.example"}


def test_the_usual_settings_need_only_a_server_and_a_sender():
    settings = read_settings(GOOD)

    assert (settings.port, settings.security, settings.connections) == (587, Security.STARTTLS, 4)
    assert settings.helo_name == "shop.example"
    assert settings.username is None
    assert settings.dkim is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"host": ""}, "host"),
        ({"host": "smtp.example\r\nQUIT"}, "host"),
        ({"port": "smtp"}, "port"),
        ({"port": "0"}, "port"),
        ({"port": "65536"}, "port"),
        ({"port": "٥٨٧"}, "port"),
        ({"security": "ssl"}, "security"),
        ({"connections": "51"}, "connections"),
        ({"from_address": "ромашка"}, "from_address"),
        ({"from_name": "Ромашка\nBcc: x@y.example"}, "from_name"),
        ({"helo_name": "два слова"}, "helo_name"),
        ({"username": "shop"}, "password"),
        ({"password": "hunter2-secret"}, "username"),
        ({"username": "shop", "password": "hunter2-secret", "security": "none"}, "security"),
        ({"ca_certificate": "hunter2-secret"}, "ca_certificate"),
        ({"dkim_selector": "s1"}, "dkim_private_key"),
        ({"dkim_private_key": "hunter2-secret"}, "dkim_selector"),
        ({"dkim_selector": "s1", "dkim_private_key": "hunter2-secret"}, "dkim_private_key"),
        ({"dkim_selector": "s 1", "dkim_private_key": "hunter2-secret"}, "dkim_selector"),
    ],
)
def test_a_wrong_value_names_its_setting(change: dict[str, str], field: str):
    with pytest.raises(InvalidInput) as refusal:
        read_settings(GOOD | change)

    assert refusal.value.field == field
    assert "hunter2-secret" not in str(refusal.value)


def test_a_password_without_encryption_is_allowed_to_this_machine_only():
    local = read_settings(GOOD | {"host": "127.0.0.1", "username": "u", "password": "p", "security": "none"})

    assert local.password == "p"


def test_secrets_are_in_no_description_of_the_settings():
    settings = read_settings(GOOD | {"username": "shop", "password": "hunter2-secret"})

    assert "hunter2-secret" not in f"{settings!r} {settings}"


def test_a_russian_domain_of_the_sender_is_turned_into_its_ascii_form():
    settings = read_settings(GOOD | {"from_address": "news@ромашка.example"})

    assert settings.from_address == "news@xn--80aa3agjl3d.example"
