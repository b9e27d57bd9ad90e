"""DKIM: what we sign, dkimpy (which shares no code with us) accepts; what was changed, it refuses."""

import base64
from datetime import UTC, datetime

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from vestnik.channels.email.signing import DkimKey, read_key, sign
from vestnik.channels.email.wire import letterhead, write_letter
from vestnik.kernel.errors import InvalidInput
from vestnik.notify.model import Content

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def pem_of(key: rsa.RSAPrivateKey | Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.fixture(scope="module", params=["rsa", "ed25519"])
def signer(request: pytest.FixtureRequest) -> tuple[DkimKey, bytes]:
    """A key, and the TXT record that the DNS would hold for it."""
    if request.param == "rsa":
        rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        der = rsa_key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)
        return read_key(pem_of(rsa_key), domain="shop.example", selector="s1"), record
    key = Ed25519PrivateKey.generate()
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    record = b"v=DKIM1; k=ed25519; p=" + base64.b64encode(raw)
    return read_key(pem_of(key), domain="shop.example", selector="s1"), record


def signed(key: DkimKey, content: Content, **more: str) -> bytes:
    letter = write_letter(
        letterhead("news@shop.example", "Ромашка"),
        "anna@mail.example",
        content,
        message_id="019ab000",
        at=AT,
        eight_bit=False,
        list_unsubscribe=more.get("unsubscribe"),
    )
    return letter.to_bytes(sign(key, letter.headers, letter.body, int(AT.timestamp())))


def accepted(letter: bytes, record: bytes) -> bool:
    def dns(name: bytes | str, timeout: float = 5) -> bytes:
        del timeout
        asked = name.decode() if isinstance(name, bytes) else name
        return record if asked.rstrip(".") == "s1._domainkey.shop.example" else b""

    return bool(dkim.verify(letter, dnsfunc=dns))


@settings(max_examples=40, deadline=None)
@given(
    text=st.text(st.sampled_from("абв xyz.\t\n-=? "), min_size=1, max_size=400),
    subject=st.text(st.sampled_from("абв xyz.?= "), max_size=120),
    html=st.none() | st.text(st.sampled_from("<p>аб </p>\n\t"), min_size=1, max_size=200),
)
def test_an_independent_verifier_accepts_every_signature(
    signer: tuple[DkimKey, bytes], text: str, subject: str, html: str | None
):
    key, record = signer
    assert accepted(signed(key, Content(text, subject=subject, html=html)), record)


def test_the_unsubscribe_fields_are_signed(signer: tuple[DkimKey, bytes]):
    key, record = signer
    letter = signed(key, Content("т"), unsubscribe="https://shop.example/u/1")

    assert accepted(letter, record)
    assert not accepted(letter.replace(b"shop.example/u/1", b"shop.example/u/2"), record)


def test_a_changed_body_is_noticed(signer: tuple[DkimKey, bytes]):
    key, record = signer
    letter = signed(key, Content("pay 100 roubles"))

    assert not accepted(letter.replace(b"100", b"900"), record)


def test_a_second_subject_is_noticed(signer: tuple[DkimKey, bytes]):
    key, record = signer
    letter = signed(key, Content("hello", subject="hello"))

    assert not accepted(b"Subject: something else\r\n" + letter, record)


def test_a_relay_may_fold_spaces_without_breaking_the_signature(signer: tuple[DkimKey, bytes]):
    key, record = signer
    letter = signed(key, Content("two  words \nend", subject="plain subject"))

    assert accepted(letter.replace(b"plain subject", b"plain   subject"), record)
    assert accepted(letter.replace(b"two  words ", b"two words"), record)


def test_the_private_key_is_in_no_description_of_the_settings(signer: tuple[DkimKey, bytes]):
    assert "PrivateKey" not in repr(signer[0])


@pytest.mark.parametrize(
    "pem",
    [
        "not a key",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        pem_of(rsa.generate_private_key(public_exponent=65537, key_size=1024)),  # noqa: S505 — weak on purpose
        pem_of(ec.generate_private_key(ec.SECP256R1())),
    ],
    ids=["text", "broken", "short", "curve"],
)
def test_a_key_that_cannot_sign_is_refused_by_name_and_not_repeated(pem: str):
    with pytest.raises(InvalidInput) as refusal:
        read_key(pem, domain="shop.example", selector="s1")
    assert refusal.value.field == "dkim_private_key"
    assert pem not in str(refusal.value)
