"""One text for one value: the bytes that are hashed (RFC 8785 on a profile without floats)."""

import json
import re
from collections.abc import Mapping
from typing import Final

_LIMIT: Final = 2**53
_DEPTH: Final = 8
_KEY: Final = re.compile(r"[ -~]{1,64}\Z")
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Mapping[str, object]) -> bytes:
    """Return the canonical JSON of an object: keys sorted, no spaces, UTF-8.

    Allowed inside: None, bool, int below 2**53 in size, str, list or tuple, and dict with printable ASCII
    keys, eight levels deep. Two equal values give equal bytes, in any language that follows RFC 8785.

    Raises:
        TypeError: a value of another type, a float among them; names the place.
        ValueError: an integer, key, string or depth outside the profile; names the place.
    """
    _check(value, "$", 0)
    return _ENCODER.encode(value).encode("utf-8")


def _check(value: object, place: str, depth: int) -> None:
    if isinstance(value, str):
        _check_text(value, place)
    elif isinstance(value, int):  # bool is an int, and within the limit
        if not -_LIMIT < value < _LIMIT:
            raise ValueError(f"{place}: an integer must be smaller than 2**53, write it as text")
    elif isinstance(value, (dict, list, tuple)):
        if depth >= _DEPTH:
            raise ValueError(f"{place}: nested deeper than {_DEPTH} levels")
        _check_inside(value, place, depth + 1)
    elif value is not None:
        raise TypeError(f"{place}: {type(value).__name__} has no canonical form")


def _check_text(value: str, place: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError(f"{place}: the text holds half of a surrogate pair") from None


def _check_inside(
    value: dict[object, object] | list[object] | tuple[object, ...], place: str, depth: int
) -> None:
    if not isinstance(value, dict):
        for number, item in enumerate(value):
            _check(item, f"{place}[{number}]", depth)
        return
    for key, item in value.items():
        if not isinstance(key, str) or not _KEY.match(key):
            raise ValueError(f"{place}: the key {key!r} is not 1 to 64 printable ASCII characters")
        _check(item, f"{place}.{key}", depth)
