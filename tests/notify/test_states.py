"""The table of states, walked at random."""

from hypothesis import given
from hypothesis import strategies as st

from vestnik.notify.model import NEXT, TERMINAL, MessageState, may_follow

RANK = {
    MessageState.ACCEPTED: 0,
    MessageState.HELD: 0,
    MessageState.SENDING: 1,
    MessageState.IN_DOUBT: 2,
    MessageState.SENT: 3,
    MessageState.DELIVERED: 4,
    MessageState.READ: 5,
    MessageState.DENIED: 9,
    MessageState.FAILED: 9,
    MessageState.EXPIRED: 9,
}


@given(st.lists(st.sampled_from(MessageState), max_size=30))
def test_no_walk_takes_a_sent_message_back(events: list[MessageState]):
    state = MessageState.ACCEPTED
    sent = False
    for event in events:
        if may_follow(state, event):
            state = event
        sent = sent or RANK[state] >= 2
        assert not (sent and RANK[state] < 2)


def test_every_state_is_reached_and_the_ends_are_ends():
    reached = {MessageState.ACCEPTED}.union(*NEXT.values())
    assert reached == set(MessageState)
    assert (
        frozenset({MessageState.READ, MessageState.DENIED, MessageState.FAILED, MessageState.EXPIRED})
        == TERMINAL
    )
