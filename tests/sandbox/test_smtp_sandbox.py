"""The sandbox mail server, asked by Python's own smtplib in a thread."""

import asyncio
import smtplib
import ssl
from collections.abc import Callable

import pytest

from vestnik.sandbox.smtp import Mode, SmtpSandbox

LETTER = "Subject: hello\r\n\r\n.dot\r\nbody\r\n"


async def ask(box: SmtpSandbox, talk: Callable[[smtplib.SMTP], object], *, tls: bool = False) -> object:
    def conversation() -> object:
        context = ssl.create_default_context(cadata=box.ca_pem) if tls else None
        client = (
            smtplib.SMTP_SSL(box.host, box.port, timeout=5, context=context)
            if context
            else smtplib.SMTP(box.host, box.port, timeout=5)
        )
        with client:
            return talk(client)

    return await asyncio.to_thread(conversation)


def send(client: smtplib.SMTP) -> object:
    return client.sendmail("a@shop.example", ["b@mail.example"], LETTER)


async def test_a_taken_letter_is_kept_with_its_envelope():
    async with SmtpSandbox() as box:
        await ask(box, send)
        (taken,) = await box.wait_for(1)

    assert (taken.sender, taken.recipients) == ("a@shop.example", ("b@mail.example",))
    assert taken.data == LETTER.encode()
    assert taken.parse()["Subject"] == "hello"
    assert (taken.encrypted, taken.user) == (False, None)


@pytest.mark.parametrize(("mode", "code"), [(Mode.REFUSE_RECIPIENT, 550), (Mode.THROTTLE, 451)])
async def test_a_recipient_is_refused_on_command(mode: Mode, code: int):
    async with SmtpSandbox(mode=mode) as box:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
            await ask(box, send)
        assert refusal.value.recipients["b@mail.example"][0] == code
        assert box.messages == []


async def test_a_dropped_answer_leaves_the_letter_taken():
    async with SmtpSandbox(mode=Mode.DROP_AFTER_DATA) as box:
        with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
            await ask(box, send)
        assert len(await box.wait_for(1)) == 1


async def test_a_slow_server_answers_in_the_end():
    async with SmtpSandbox(mode=Mode.SLOW) as box:
        box.delay_s = 0.2
        began = asyncio.get_running_loop().time()
        await ask(box, send)
        assert asyncio.get_running_loop().time() - began >= 0.2


async def test_a_full_sandbox_refuses_and_forgets_nothing():
    async with SmtpSandbox(max_messages=1) as box:
        await ask(box, send)
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            await ask(box, send)
        assert refusal.value.smtp_code == 452
        assert len(box.messages) == 1


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
async def test_a_login_over_starttls_is_checked_and_noted(mechanism: str):
    def talk(client: smtplib.SMTP) -> object:
        client.starttls(context=ssl.create_default_context(cadata=box.ca_pem))
        client.ehlo()
        client.user, client.password = "shop", "secret"
        method = client.auth_plain if mechanism == "PLAIN" else client.auth_login
        client.auth(mechanism, method)
        return send(client)

    async with SmtpSandbox(starttls=True, users={"shop": "secret"}) as box:
        await ask(box, talk)
        assert (box.messages[0].encrypted, box.messages[0].user) == (True, "shop")


async def test_without_a_login_a_server_with_users_takes_nothing():
    async with SmtpSandbox(users={"shop": "secret"}) as box:
        with pytest.raises(smtplib.SMTPSenderRefused):
            await ask(box, send)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            await ask(box, lambda client: client.login("shop", "wrong"))


async def test_tls_from_the_first_byte():
    async with SmtpSandbox(tls=True) as box:
        await ask(box, send, tls=True)
        assert box.messages[0].encrypted


async def test_stopping_twice_is_stopping_and_the_port_is_free_again():
    box = SmtpSandbox()
    await box.start()
    port = box.port
    await box.stop()
    await box.stop()
    async with SmtpSandbox(port=port) as again:
        assert again.port == port
    with pytest.raises(RuntimeError):
        _ = box.port
