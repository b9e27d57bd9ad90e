"""The languages of the interface: Russian msgids, English catalogue, chosen per request or per terminal."""

import gettext
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from vestnik.kernel.text import Text

LANGUAGES: Final = ("ru", "en")
"""Languages of the interface; the first is the default."""

LOCALE: Final = Path(__file__).parent / "web" / "locale"
DOMAIN: Final = "vestnik"
_MAX_HEADER: Final = 400


@dataclass(frozen=True, slots=True)
class Words:
    """One language at work."""

    language: str
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]

    def say(self, text: Text | str) -> str:
        """Return a room's sentence in this language; a plain string is looked up as it stands."""
        return text.render(self.gettext) if isinstance(text, Text) else self.gettext(text)


def words(language: str) -> Words:
    """Load one language; an unknown one is the default.

    The compiled catalogue is read when it is there and fresh, else the text one is compiled in memory.
    """
    language = language if language in LANGUAGES else LANGUAGES[0]
    found = _load(language)
    return Words(language, found.gettext, found.ngettext)


def choose(*wishes: str | None, accept: str = "") -> str:
    """Return the first wish that we speak, else what ``Accept-Language`` prefers, else the default."""
    for wish in (*wishes, *_accepted(accept)):
        short = (wish or "").lower().partition("-")[0].partition("_")[0]
        if short in LANGUAGES:
            return short
    return LANGUAGES[0]


def compile_catalogues(folder: Path = LOCALE) -> Sequence[Path]:
    """Write the ``.mo`` beside every ``.po``; return what was written."""
    written = []
    for source in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        target = source.with_suffix(".mo")
        target.write_bytes(_compiled(source))
        written.append(target)
    return written


def _accepted(header: str) -> list[str]:
    """Return the tags of ``Accept-Language`` (RFC 9110, 12.5.4), best first; nonsense is skipped."""
    tags: list[tuple[float, str]] = []
    for part in header[:_MAX_HEADER].split(","):
        tag, _, parameter = part.strip().partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
        except ValueError:
            continue
        if tag and weight > 0:
            tags.append((weight, tag))
    return [tag for _, tag in sorted(tags, key=lambda item: -item[0])]


def _load(language: str) -> gettext.NullTranslations:
    source = LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    compiled = source.with_suffix(".mo")
    if compiled.is_file() and not (source.is_file() and source.stat().st_mtime > compiled.stat().st_mtime):
        return gettext.GNUTranslations(BytesIO(compiled.read_bytes()))
    return gettext.GNUTranslations(BytesIO(_compiled(source)))


def _compiled(source: Path) -> bytes:
    target = BytesIO()
    with source.open("rb") as file:
        write_mo(target, read_po(file, domain=DOMAIN))
    return target.getvalue()
