"""Android's binary XML and resource tables → text. Written after AOSP's ``ResourceTypes.h``.

A chunk is: type (u16), header size (u16), size (u32), then its own. Everything is little-endian.
"""

import struct
from collections.abc import Iterator
from html import escape
from typing import Final

_POOL, _TABLE, _XML = 0x0001, 0x0002, 0x0003
_START, _END, _TEXT = 0x0102, 0x0103, 0x0104
_UTF8: Final = 1 << 8
_STRING: Final = 0x03
_TRUE: Final = 0x12
_NONE: Final = 0xFFFFFFFF
_MOST: Final = 500_000
"""Strings of a pool, chunks of a file."""
_DEEPEST: Final = 200


def is_binary_xml(data: bytes) -> bool:
    """Tell a compiled XML from a text one."""
    return data[:4] == b"\x03\x00\x08\x00"


def xml_text(data: bytes) -> str:
    """Return a compiled XML as text, one tag a line; attributes keep the ``android:`` prefix of manifests.

    Raises:
        ValueError, struct.error, IndexError: the file is damaged.
    """
    strings: list[str] = []
    lines: list[str] = []
    depth = 0
    for kind, header, chunk in _chunks(data, 8):
        if kind == _POOL:
            strings = pool(chunk)
        elif kind == _START:
            lines.append("  " * min(depth, _DEEPEST) + _start_tag(chunk, header, strings))
            depth += 1
        elif kind == _END:
            depth = max(depth - 1, 0)
            (name,) = struct.unpack_from("<I", chunk, header + 4)
            lines.append("  " * min(depth, _DEEPEST) + f"</{_at(strings, name)}>")
        elif kind == _TEXT:
            (name,) = struct.unpack_from("<I", chunk, header)
            lines.append(escape(_at(strings, name)))
    return "\n".join(lines)


def table_strings(data: bytes) -> list[str]:
    """Return the values of a resource table (``resources.arsc``), in its own order.

    Raises as ``xml_text``.
    """
    kind, header = struct.unpack_from("<HH", data)
    if kind != _TABLE:
        msg = "no resource table"
        raise ValueError(msg)
    return next((pool(chunk) for kind, _, chunk in _chunks(data, header) if kind == _POOL), [])


def _chunks(data: bytes, at: int) -> Iterator[tuple[int, int, bytes]]:
    for _ in range(_MOST):
        if at + 8 > len(data):
            return
        kind, header, size = struct.unpack_from("<HHI", data, at)
        if size < 8 or header < 8:  # noqa: PLR2004 — a chunk's own head
            msg = "a chunk without a size"
            raise ValueError(msg)
        yield kind, header, data[at : at + size]
        at += size


def pool(chunk: bytes) -> list[str]:
    """Return the strings of a pool."""
    _, header, _, count, _, flags, begin, _ = struct.unpack_from("<HHIIIIII", chunk)
    found: list[str] = []
    for number in range(min(count, _MOST)):
        (offset,) = struct.unpack_from("<I", chunk, header + 4 * number)
        found.append(_string(chunk, begin + offset, utf8=bool(flags & _UTF8)))
    return found


def _string(chunk: bytes, at: int, *, utf8: bool) -> str:
    if utf8:
        _, at = _length(chunk, at, 1)
        size, at = _length(chunk, at, 1)
        return chunk[at : at + size].decode("utf-8", "replace")
    size, at = _length(chunk, at, 2)
    return chunk[at : at + 2 * size].decode("utf-16-le", "replace")


def _length(chunk: bytes, at: int, unit: int) -> tuple[int, int]:
    """Read a length of one unit, or of two when the highest bit of the first is set."""
    high = 0x80 if unit == 1 else 0x8000
    form = "<B" if unit == 1 else "<H"
    (size,) = struct.unpack_from(form, chunk, at)
    if not size & high:
        return size, at + unit
    (low,) = struct.unpack_from(form, chunk, at + unit)
    return (size & (high - 1)) << (8 * unit) | low, at + 2 * unit


def _start_tag(chunk: bytes, header: int, strings: list[str]) -> str:
    _, name, begin, size, count = struct.unpack_from("<IIHHH", chunk, header)
    shown = [_at(strings, name)]
    for number in range(count):
        at = header + begin + number * size
        space, key, raw, _, _, kind, value = struct.unpack_from("<IIIHBBI", chunk, at)
        prefix = "android:" if space != _NONE else ""
        shown.append(f'{prefix}{_at(strings, key)}="{escape(_value(strings, raw, kind, value))}"')
    return f"<{' '.join(shown)}>"


def _value(strings: list[str], raw: int, kind: int, value: int) -> str:
    if raw != _NONE:
        return _at(strings, raw)
    if kind == _STRING:
        return _at(strings, value)
    if kind == _TRUE:
        return "true" if value else "false"
    return f"@{value:x}" if kind == 1 else str(value)


def _at(strings: list[str], number: int) -> str:
    return strings[number] if number < len(strings) else ""
