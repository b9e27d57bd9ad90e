import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.ledger.canonical import canonical

KEYS = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=12)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PLAIN = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
)


@given(st.dictionaries(KEYS, st.lists(PLAIN, max_size=3), max_size=8), st.randoms())
def test_order_of_keys_does_not_matter(value: dict[str, object], shuffler) -> None:
    pairs = list(value.items())
    shuffler.shuffle(pairs)
    assert canonical(dict(pairs)) == canonical(value)


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_what_is_written_reads_back_equal(value: dict[str, object]) -> None:
    try:
        written = canonical(value)
    except ValueError as error:
        assert "deeper" in str(error)  # noqa: PT017 — the one refusal these values can meet
        return
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written


def test_the_form_is_that_of_rfc_8785() -> None:
    value = {"b": [1, True, None], "a": '€$\u000f\nA\'B"\\"/\x7f', "A": {}}
    assert canonical(value) == (
        b'{"A":{},"a":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\"/\x7f","b":[1,true,null]}'
    )


@pytest.mark.parametrize(
    ("value", "error", "says"),
    [
        ({"a": 1.5}, TypeError, r"\$\.a: float"),
        ({"a": [{"b": b"x"}]}, TypeError, r"\$\.a\[0\]\.b: bytes"),
        ({"a": 2**53}, ValueError, r"\$\.a: an integer"),
        ({"a": -(2**53)}, ValueError, r"\$\.a: an integer"),
        ({"имя": 1}, ValueError, "printable ASCII"),
        ({"": 1}, ValueError, "printable ASCII"),
        ({3: 1}, ValueError, "printable ASCII"),
        ({"a": "\ud800"}, ValueError, "surrogate"),
        ({"a": [[[[[[[[]]]]]]]]}, ValueError, "deeper"),
        ({"a": {1, 2}}, TypeError, "set"),
    ],
)
def test_what_has_no_single_form_is_refused_by_place(value, error, says: str) -> None:
    with pytest.raises(error, match=says):
        canonical(value)
