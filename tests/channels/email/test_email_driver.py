"""The e-mail driver against a real SMTP server on loopback that behaves, or does not."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from vestnik.channels.email.connection import Timeouts
from vestnik.channels.email.driver import EmailDriver
from vestnik.channels.email.settings import read_settings
from vestnik.kernel.address import AddressKind, parse_address
from vestnik.kernel.clock import ManualClock
from vestnik.law.decide import decide
from vestnik.law.model import Purpose
from vestnik.law.pack import load_pack
from vestnik.law.permit import Permit
from vestnik.law.policy.question import Organisation, Question
from vestnik.notify.driver import Outbound, SendError
from vestnik.notify.model import Content
from vestnik.sandbox.smtp import Mode, SmtpSandbox

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
QUICK = Timeouts(connect=2.0, command=2.0, final=0.3)


@pytest.fixture(scope="module")
def permit() -> Permit:
    question = Question(Organisation(frozenset()), "email", Purpose.SERVICE, NOW)
    verdict = decide(load_pack(), question)
    assert isinstance(verdict, Permit)
    return verdict


def letter(number: int = 1, text: str = "Ваш заказ собран.") -> Outbound:
    to = parse_address(AddressKind.EMAIL, "anna@mail.example")
    return Outbound("w", f"019ab000-{number:04d}", f"a-{number}", to, Content(text, subject="Заказ"))


@asynccontextmanager
async def driver_for(box: SmtpSandbox, **more: str) -> AsyncIterator[EmailDriver]:
    values = {
        "host": "127.0.0.1",
        "port": str(box.port),
        "security": "none",
        "from_address": "news@shop.example",
        "from_name": "Ромашка",
    }
    driver = EmailDriver(read_settings(values | more), ManualClock(NOW), timeouts=QUICK)
    try:
        yield driver
    finally:
        await driver.close()


@pytest.mark.parametrize("eight_bit", [True, False])
async def test_a_letter_arrives_as_it_was_written(permit: Permit, eight_bit: bool):
    async with SmtpSandbox(eight_bit=eight_bit) as box, driver_for(box) as driver:
        sent = await driver.send(permit, letter())

    (taken,) = box.messages
    assert (taken.sender, taken.recipients) == ("news@shop.example", ("anna@mail.example",))
    message = taken.parse()
    assert message["Subject"] == "Заказ"
    assert message.get_content().splitlines() == ["Ваш заказ собран."]
    assert sent.reference == message["Message-ID"] == "<019ab000-0001@shop.example>"
    assert sent.raw["code"] == 250
    assert not sent.delivered
    assert taken.data.isascii() is not eight_bit


async def test_a_lost_answer_after_the_final_dot_leaves_the_letter_in_doubt(permit: Permit):
    async with SmtpSandbox(mode=Mode.DROP_AFTER_DATA) as box, driver_for(box) as driver:
        with pytest.raises(SendError) as lost:
            await driver.send(permit, letter())

        assert lost.value.in_doubt
        assert not lost.value.permanent
        assert len(box.messages) == 1, "the server had taken it, which is why nobody may send it again"


async def test_a_late_answer_after_the_final_dot_leaves_the_letter_in_doubt(permit: Permit):
    async with SmtpSandbox(mode=Mode.SLOW) as box, driver_for(box) as driver:
        with pytest.raises(SendError) as lost:
            await driver.send(permit, letter())

        assert lost.value.in_doubt
        box.mode = Mode.ACCEPT
        sent = await driver.send(permit, letter(2))
        assert "000002" in sent.raw["text"], "the late answer was not taken for the next letter's"


async def test_a_connection_lost_before_the_data_is_temporary_and_not_in_doubt(permit: Permit):
    async with SmtpSandbox(mode=Mode.DROP_BEFORE_DATA) as box, driver_for(box) as driver:
        with pytest.raises(SendError) as lost:
            await driver.send(permit, letter())

    assert (lost.value.kind, lost.value.permanent, lost.value.in_doubt) == ("unreachable", False, False)
    assert lost.value.retry_after_s
    assert box.messages == []


@pytest.mark.parametrize(
    ("mode", "kind", "permanent"),
    [
        (Mode.REFUSE_RECIPIENT, "address", True),
        (Mode.REFUSE_CONTENT, "blocked", True),
        (Mode.THROTTLE, "throttled", False),
    ],
)
async def test_a_refusal_says_what_kind_and_whether_for_good_and_the_connection_lives_on(
    permit: Permit, mode: Mode, kind: str, permanent: bool
):
    async with SmtpSandbox(mode=mode) as box, driver_for(box) as driver:
        with pytest.raises(SendError) as refusal:
            await driver.send(permit, letter())
        assert (refusal.value.kind, refusal.value.permanent) == (kind, permanent)
        assert not refusal.value.in_doubt
        assert (refusal.value.retry_after_s is None) is permanent
        assert refusal.value.raw["code"] >= 400
        assert "anna" not in f"{refusal.value} {refusal.value.raw}", (
            "the server's echo of an address is masked"
        )

        box.mode = Mode.ACCEPT
        await driver.send(permit, letter(2))
        assert len(box.messages) == 1
        assert box.connections == 1


async def test_a_server_that_is_away_is_a_temporary_trouble(permit: Permit):
    async with SmtpSandbox() as box, driver_for(box) as driver:
        await box.stop()
        with pytest.raises(SendError) as away:
            await driver.send(permit, letter())

    assert (away.value.kind, away.value.permanent, away.value.in_doubt) == ("unreachable", False, False)


async def test_a_server_that_hung_up_on_an_idle_connection_costs_nobody_a_letter(permit: Permit):
    async with SmtpSandbox() as box, driver_for(box) as driver:
        await driver.send(permit, letter())
        port = box.port
        await box.stop()
        async with SmtpSandbox(port=port) as restarted:
            await driver.send(permit, letter(2))
            assert len(restarted.messages) == 1


async def test_many_letters_share_a_few_connections(permit: Permit):
    async with SmtpSandbox() as box, driver_for(box, connections="3") as driver:
        await asyncio.gather(*(driver.send(permit, letter(number)) for number in range(60)))

        assert len(box.messages) == 60
        assert len({taken.parse()["Message-ID"] for taken in box.messages}) == 60
        assert box.connections <= 3


async def test_a_cancelled_letter_does_not_leave_its_answer_to_the_next(permit: Permit):
    async with SmtpSandbox(mode=Mode.SLOW) as box, driver_for(box, connections="1") as driver:
        waiting = asyncio.create_task(driver.send(permit, letter()))
        await box.wait_for(1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        box.mode = Mode.ACCEPT
        sent = await driver.send(permit, letter(2))
        assert "000002" in sent.raw["text"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_password_goes_only_over_a_verified_connection(permit: Permit, security: str):
    box = SmtpSandbox(starttls=security == "starttls", tls=security == "tls", users={"shop": "пароль-секрет"})
    async with box:
        login = {"username": "shop", "password": "пароль-секрет", "security": security}
        async with driver_for(box, ca_certificate=box.ca_pem, **login) as driver:
            assert await driver.check() == []
            await driver.send(permit, letter())
        assert box.messages[0].encrypted
        assert box.messages[0].user == "shop"

        async with driver_for(box, **login) as stranger:
            with pytest.raises(SendError) as untrusted:
                await stranger.send(permit, letter(2))
        assert (untrusted.value.kind, untrusted.value.permanent) == ("settings", True)
        assert "сертификат" in untrusted.value.detail.lower()
        assert len(box.messages) == 1


async def test_a_wrong_password_is_a_settings_error_that_does_not_repeat_it(permit: Permit):
    async with (
        SmtpSandbox(users={"shop": "right"}) as box,
        driver_for(box, username="shop", password="wrong-secret") as driver,
    ):
        with pytest.raises(SendError) as refusal:
            await driver.send(permit, letter())

        assert (refusal.value.kind, refusal.value.permanent) == ("settings", True)
        assert "wrong-secret" not in f"{refusal.value!r} {refusal.value} {refusal.value.raw}"
        (wrong,) = await driver.check()
        assert "Проверьте" in wrong


async def test_a_server_without_the_wanted_encryption_is_a_settings_error(permit: Permit):
    async with SmtpSandbox() as box:
        for security in ("starttls", "tls"):
            async with driver_for(box, security=security) as driver:
                with pytest.raises(SendError) as refusal:
                    await driver.send(permit, letter())
            assert (refusal.value.kind, refusal.value.permanent) == ("settings", True)
    assert box.messages == []


async def test_a_login_that_the_server_does_not_offer_is_a_settings_error(permit: Permit):
    async with SmtpSandbox() as box, driver_for(box, username="shop", password="secret") as driver:
        with pytest.raises(SendError) as refusal:
            await driver.send(permit, letter())

    assert (refusal.value.kind, refusal.value.permanent) == ("settings", True)


async def test_a_control_character_is_refused_before_the_server_hears_of_the_letter(permit: Permit):
    async with SmtpSandbox() as box, driver_for(box) as driver:
        with pytest.raises(SendError) as refusal:
            await driver.send(permit, letter(text="\x00"))

        assert (refusal.value.kind, refusal.value.permanent) == ("content", True)
        await driver.send(permit, letter(2))
        assert len(box.messages) == 1


async def test_a_letter_past_the_servers_size_is_refused_for_good(permit: Permit):
    async with SmtpSandbox(max_bytes=2000) as box, driver_for(box) as driver:
        with pytest.raises(SendError) as refusal:
            await driver.send(permit, letter(text="длинно " * 300))

        assert (refusal.value.kind, refusal.value.permanent) == ("content", True)
        await driver.send(permit, letter(2))


async def test_a_closed_driver_takes_no_letters(permit: Permit):
    async with SmtpSandbox() as box, driver_for(box) as driver:
        await driver.send(permit, letter())
        await driver.close()
        with pytest.raises(SendError) as refusal:
            await driver.send(permit, letter(2))

    assert not refusal.value.permanent


async def test_a_letter_signed_by_the_driver_is_accepted_where_it_arrives(permit: Permit):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    async with (
        SmtpSandbox() as box,
        driver_for(box, dkim_selector="s1", dkim_private_key=pem) as driver,
    ):
        await driver.send(permit, letter(text=".точка в начале\n\n.\nи дальше"))

    data = box.messages[0].data
    assert b"d=shop.example; s=s1;" in data

    def dns(name: bytes, timeout: float = 5) -> bytes:
        return record if name == b"s1._domainkey.shop.example." else b""

    assert dkim.verify(data, dnsfunc=dns)
