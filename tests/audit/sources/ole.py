"""OLE files written by hand: a container, an Outlook letter and an old Excel sheet, as small as they can be.

After [MS-CFB], [MS-OXMSG] and [MS-XLS]. Every stream is at least 4,096 bytes long: no short sectors.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_ROOT, _STREAM, _FOLDER = 5, 2, 1
_SHORT = 4_096

Tree = Mapping[str, "bytes | Tree"]


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    right: int = _FREE
    child: int = _FREE

    def row(self, start: int, size: int) -> bytes:
        title = (self.name + "\0").encode("utf-16-le")
        tail = struct.pack("<IQQIQ", 0, 0, 0, start, size)
        return (
            struct.pack("<64sHBBIII16s", title, len(title), self.kind, 1, _FREE, self.right, self.child, b"")
            + tail
        )


def ole(tree: Tree) -> bytes:
    """Pack streams and folders."""
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _add(entries, tree)
    sectors: list[bytes] = []
    table: list[int] = []
    rows = b""
    for entry in entries:
        padded = entry.data.ljust(_SHORT, b"\0") if entry.data else b""
        rows += entry.row(_store(sectors, table, padded) if padded else _END, len(padded))
    directory = _store(sectors, table, rows)
    count = next(size for size in range(1, 99) if size * 128 >= len(table) + size)
    places = [len(sectors) + number for number in range(count)] + [_FREE] * (109 - count)
    table += [_FAT] * count
    table += [_FREE] * (count * 128 - len(table))
    head = struct.pack("<8s16sHHHHH6s", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"")
    head += struct.pack("<IIIIIIIII", 0, count, directory, 0, _SHORT, _END, 0, _END, 0)
    fat = struct.pack(f"<{len(table)}I", *table)
    return head + struct.pack("<109I", *places) + b"".join(sectors) + fat


def _add(entries: list[_Entry], inside: Tree) -> int:
    """Append the entries of a folder as a chain to the right; return the first."""
    first = _FREE
    for name, item in sorted(inside.items(), key=lambda pair: (len(pair[0]), pair[0].upper()), reverse=True):
        number = len(entries)
        whole = isinstance(item, bytes)
        entries.append(
            _Entry(name, _STREAM if whole else _FOLDER, item if isinstance(item, bytes) else b"", first)
        )
        if not isinstance(item, bytes):
            entries[number].child = _add(entries, item)
        first = number
    return first


def _store(sectors: list[bytes], table: list[int], data: bytes) -> int:
    """Append data as sectors, and their chain to the table; return where it begins."""
    start = len(sectors)
    sectors += [data[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(data), _SECTOR)]
    table += [number + 1 for number in range(start, len(sectors))]
    table[-1] = _END
    return start


def outlook(subject: str, text: str, html: str, files: Mapping[str, bytes]) -> bytes:
    """An Outlook letter."""
    tree: dict[str, bytes | Tree] = {
        "__properties_version1.0": bytes(8)
        + struct.pack("<IIII", 0, len(files), 0, len(files))
        + bytes(8)
        + _text(0x0037, 0x1000)
        + _raw(0x1013),
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": text.encode("utf-16-le"),
        "__substg1.0_10130102": html.encode(),
        "__nameid_version1.0": {"__substg1.0_00020102": b"\0"},
    }
    for number, (name, data) in enumerate(files.items()):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": bytes(8)
            + _text(0x3707)
            + _raw(0x3701)
            + struct.pack("<HHIII", 3, 0x3705, 6, 1, 0),
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            "__substg1.0_37010102": data,
        }
    return ole(tree)


def _text(*numbers: int) -> bytes:
    return b"".join(struct.pack("<HHIII", 0x1F, number, 6, 0, 0) for number in numbers)


def _raw(number: int) -> bytes:
    return struct.pack("<HHIII", 0x0102, number, 6, 0, 0)


def excel(name: str, rows: list[str], link: str = "") -> bytes:
    """An old Excel book with one sheet of one column; ``link`` is that of its first cell."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    begin = struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 6)
    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    sheet_at = len(record(0x0809, begin)) + len(record(0x0085, bytes(6) + title)) + len(record(0x000A, b""))
    book = (
        record(0x0809, begin) + record(0x0085, struct.pack("<IH", sheet_at, 0) + title) + record(0x000A, b"")
    )
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 6))
    sheet += record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, 1, 0))
    for number, text in enumerate(rows):
        sheet += record(0x0204, struct.pack("<HHHHB", number, 0, 0, len(text), 1) + text.encode("utf-16-le"))
    if link:
        address = (link + "\0").encode("utf-16-le")
        moniker = (
            bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b") + struct.pack("<I", len(address)) + address
        )
        sheet += record(0x01B8, bytes(8) + bytes(16) + struct.pack("<II", 2, 3) + moniker)
    sheet += record(0x000A, b"")
    return ole({"Workbook": book + sheet})
