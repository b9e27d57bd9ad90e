"""Two languages: every sentence is known to the catalogues, and each is chosen as people wish."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from tests.entrypoints.web.conftest import Browser

from vestnik.entrypoints.i18n import LANGUAGES, LOCALE, choose, compile_catalogues, words
from vestnik.entrypoints.web.assets import STATIC
from vestnik.entrypoints.web.labels import LABELS
from vestnik.entrypoints.web.render import TEMPLATES
from vestnik.entrypoints.web.sections import SECTIONS

ROOT = Path(__file__).parents[3]
PLACE = re.compile(r"%\((\w+)\)[a-z]")


def test_the_catalogues_hold_every_sentence_of_the_tree() -> None:
    done = subprocess.run(
        [sys.executable, "web/messages.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_sentence_has_its_english_with_the_same_places() -> None:
    with (LOCALE / "en/LC_MESSAGES/vestnik.po").open("rb") as file:
        catalogue = read_po(file)
    entries = [message for message in catalogue if message.id]
    assert len(entries) > 300
    wrong = [
        str(message.id)
        for message in entries
        if not message.string
        or message.fuzzy
        or sorted(PLACE.findall(str(message.id))) != sorted(PLACE.findall(str(message.string)))
    ]
    assert wrong == []


def test_no_english_sentence_holds_russian_letters_outside_quotes_and_names() -> None:
    with (LOCALE / "en/LC_MESSAGES/vestnik.po").open("rb") as file:
        catalogue = read_po(file)
    left = [
        str(message.string) for message in catalogue if message.id and str(message.id) == str(message.string)
    ]
    assert [text for text in left if re.search("[а-яё]", text, re.IGNORECASE)] == []


def test_compiled_and_text_catalogues_say_the_same(tmp_path: Path) -> None:
    for language in LANGUAGES:
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "vestnik.po").write_bytes((LOCALE / language / "LC_MESSAGES/vestnik.po").read_bytes())
    assert len(compile_catalogues(tmp_path)) == len(LANGUAGES)
    assert words("en").gettext("Обзор") == "Overview"
    assert words("ru").gettext("Обзор") == "Обзор"
    assert words("xx").language == "ru"


@pytest.mark.parametrize(
    ("wishes", "accept", "chosen"),
    [
        (("en", None), "ru", "en"),
        ((None, "en"), "ru", "en"),
        ((None, None), "en-GB,en;q=0.9,ru;q=0.8", "en"),
        ((None, None), "de, ru;q=0.5, en;q=0.1", "ru"),
        ((None, None), "de", "ru"),
        (("xx", None), ";;;q=,,=", "ru"),
    ],
)
def test_the_language_is_the_first_wish_that_is_spoken(
    wishes: tuple[str | None, ...], accept: str, chosen: str
) -> None:
    assert choose(*wishes, accept=accept) == chosen


async def test_language_and_theme_are_remembered(stranger: Browser) -> None:
    await stranger.get("/login")
    answer = await stranger.post("/preferences", language="en", next="/login")
    assert answer.headers["location"] == "/login"
    assert "Sign in" in (await stranger.get("/login")).text
    assert "data-bs-theme" not in (await stranger.get("/login")).text
    await stranger.post("/preferences", theme="dark", next="/login")
    assert 'data-bs-theme="dark"' in (await stranger.get("/login")).text


def test_every_icon_a_page_names_is_in_the_sprite() -> None:
    sprite = (STATIC / json.loads((STATIC / "manifest.json").read_text())["icons.svg"]).read_text()
    there = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    code = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    named = set(re.findall(r'ui\.icon\("([^"]+)"\)|ui\.nothing\("([^"]+)"', code))
    used = {name for pair in named for name in pair if name}
    used |= {label.icon for group in LABELS.values() for label in group.values()} | {
        one.icon for one in SECTIONS
    }
    assert sorted(used - there) == []
