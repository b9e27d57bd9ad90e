"""The rendered audit knows no vendor: what it finds it finds by how things look and where they lead."""

import re
from pathlib import Path

from vestnik.audit import render
from vestnik.law.signatures import load

FOLDER = Path(render.__file__).parent
FAMILIES = re.compile(
    "getbutton|whatshelp|jivo|envybox|elfsight|callibri|bitrix|b24|carrot|chatra|tawk|chaport|chaty|joinchat"
    "|venyoo|talk-me|callbackkiller|btn-social|jchat|cbk"
)
_WORD = re.compile(r"[a-zа-яё][a-zа-яё0-9-]+", re.IGNORECASE)


def names_in(text: str) -> list[str]:
    messengers = set(load().words)
    words = [word.lower() for word in _WORD.findall(text)]
    return sorted({word for word in words if word in messengers or FAMILIES.search(word)})


def test_no_vendor_no_messenger_and_no_stand_in_is_named_in_the_code() -> None:
    files = sorted(FOLDER.glob("*.py"))
    assert len(files) > 8
    found = {path.name: names for path in files if (names := names_in(path.read_text(encoding="utf-8")))}
    assert found == {}


def test_a_name_would_be_seen() -> None:
    assert names_in("if 'jivo' in src or 'WhatsApp' in text: click('.btn-social')") == [
        "btn-social",
        "jivo",
        "whatsapp",
    ]
