"""What servers say, and what we make of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.channels.email.replies import Stage, read_reply

CASES = [
    (Stage.RCPT, 550, "5.1.1 <a@b.example>: no such user", "address", True),
    (Stage.RCPT, 550, "No such user here", "address", True),
    (Stage.RCPT, 556, "5.1.10 null MX", "address", True),
    (Stage.RCPT, 552, "5.2.2 mailbox full", "mailbox_full", False),
    (Stage.RCPT, 452, "4.2.2 over quota", "mailbox_full", False),
    (Stage.RCPT, 450, "4.7.1 greylisted, come back later", "throttled", False),
    (Stage.RCPT, 451, "4.3.2 try later", "unreachable", False),
    (Stage.RCPT, 554, "5.7.1 Relay access denied", "blocked", True),
    (Stage.MAIL, 550, "sender rejected", "settings", True),
    (Stage.MAIL, 553, "5.1.8 sender domain not found", "settings", True),
    (Stage.MAIL, 530, "5.7.0 Authentication required", "settings", True),
    (Stage.MAIL, 552, "5.3.4 message size exceeds limit", "content", True),
    (Stage.DATA, 421, "4.3.2 shutting down", "unreachable", False),
    (Stage.DATA, 421, "too many connections", "throttled", False),
    (Stage.END, 550, "looks like spam", "blocked", True),
    (Stage.END, 554, "5.6.3 conversion required", "content", True),
    (Stage.END, 550, "5.7.26 unauthenticated mail", "blocked", True),
    (Stage.AUTH, 535, "5.7.8 bad credentials", "settings", True),
    (Stage.AUTH, 454, "4.7.0 temporary authentication failure", "throttled", False),
    (Stage.AUTH, 599, "", "settings", True),
    (Stage.CONNECT, 554, "no SMTP service for you", "blocked", True),
]


@pytest.mark.parametrize(("stage", "code", "text", "kind", "permanent"), CASES)
def test_a_reply_means_what_its_table_says(stage: Stage, code: int, text: str, kind: str, permanent: bool):
    meaning = read_reply(stage, code, text)

    assert (meaning.kind, meaning.permanent) == (kind, permanent)
    assert meaning.reason


@given(stage=st.sampled_from(Stage), code=st.integers(-1, 999), text=st.text(max_size=60))
def test_any_reply_has_a_meaning_and_a_wait_exactly_when_it_is_temporary(stage: Stage, code: int, text: str):
    meaning = read_reply(stage, code, text)

    assert meaning.kind
    assert (meaning.retry_after_s is None) is meaning.permanent


@given(code=st.integers(400, 499), stage=st.sampled_from(Stage), text=st.text(max_size=30))
def test_a_four_hundred_is_never_for_good(code: int, stage: Stage, text: str):
    assert not read_reply(stage, code, text).permanent
