"""All signatures together: one frozen value, made by ``load`` and handed around."""

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vestnik.law.signatures.addresses import classify, parse_address
from vestnik.law.signatures.model import Library, Literal, LiteralKind, Mark, Match, PlatformSigns, UrlRule

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_ENCODINGS = ("utf-8", "cp1251", "koi8-r")
_BASE64_SEEDS = (
    ("https://wa.me", "whatsapp"),
    ("https://t.me/", "telegram"),
    ("https://api.whatsapp", "whatsapp"),
    ("tg://resolve", "telegram"),
    ("viber://", "viber"),
    ("whatsapp://", "whatsapp"),
)


@dataclass(frozen=True, slots=True)
class Signatures:
    """Everything that names a foreign messenger; pure, safe to share between threads."""

    platforms: Mapping[str, PlatformSigns]
    by_host: Mapping[str, tuple[UrlRule, ...]]
    by_scheme: Mapping[str, tuple[UrlRule, ...]]
    words: Mapping[str, str]
    """Spelling in lower case → platform."""
    loose: Mapping[str, str]
    keys: Mapping[str, str]
    """Configuration key in lower case (short keys and plain names) → platform."""
    marks: tuple[Mark, ...]
    mark_of: Mapping[str, Mark]
    """The mark that a literal, as the data spells it, stands for."""
    libraries: tuple[Library, ...]
    digest: str
    """SHA-256 of the data files."""

    def classify_url(self, url: str) -> Match | None:
        """Say which platform an address leads to, or None when it is not a messenger's.

        Takes addresses as they stand in sources: escaped, percent-encoded, without scheme, ``//host``;
        ``{}`` for parts known only at run time.
        """
        address = parse_address(url)
        return None if address is None else classify(address, self.by_host, self.by_scheme)

    def name(self, platform: str) -> str:
        """The name people know the platform by."""
        signs = self.platforms.get(platform)
        return signs.name if signs else platform

    def rules(self) -> frozenset[str]:
        """Ids of all rules the data can speak."""
        found = {rule.rule for rules in (*self.by_host.values(), *self.by_scheme.values()) for rule in rules}
        return frozenset(found | {mark.rule for mark in self.marks} | {lib.rule for lib in self.libraries})

    def literals(self) -> tuple[Literal, ...]:
        """Byte strings of which at least one stands in every file worth reading."""
        plain = [word.encode() for word in self.words if word.isascii()]
        unique: dict[tuple[bytes, bool], Literal] = {}
        for item in self._literals():
            if item.kind is LiteralKind.URL and any(word in item.data for word in plain):
                continue  # the word inside it is looked for anyway
            unique.setdefault((item.data, item.caseless), item)
        return tuple(unique.values())

    def _literals(self) -> Iterator[Literal]:
        yield from self._address_literals()
        for word, platform in self.words.items():
            yield from _spellings(word, platform)
        for mark in self.marks:
            yield _ascii(mark.literal, LiteralKind.MARK, mark.platform)
        for library in self.libraries:
            yield _ascii(library.name, LiteralKind.LIBRARY, library.platform)
        for seed, platform in _BASE64_SEEDS:
            for code in _base64_forms(seed.encode()):
                yield Literal(code, LiteralKind.BASE64, platform, seed, caseless=False)

    def _address_literals(self) -> Iterator[Literal]:
        for host, rules in self.by_host.items():
            forms = [host + ending for ending in ("/", "\\/", "%2F", "%5C/", "?")]
            below = ["." + host] if any(rule.subdomain for rule in rules) else []
            for form in (*forms, "//" + host, *below):
                yield _ascii(form, LiteralKind.URL, rules[0].platform)
        for scheme, rules in self.by_scheme.items():
            for ending in _scheme_endings(scheme):
                yield _ascii(scheme + ending, LiteralKind.URL, rules[0].platform)


def _ascii(text: str, kind: LiteralKind, platform: str) -> Literal:
    return Literal(text.lower().encode(), kind, platform, text, caseless=True)


def _scheme_endings(scheme: str) -> tuple[str, ...]:
    """``skype:`` and ``sms:open`` need no slashes; a bare ``tg:`` would be found everywhere."""
    forms = ("://", ":\\/\\/", "%3A%2F%2F")
    if scheme == "sms":
        return (":open?service=imessage", "://open?service=imessage")
    short_forms = {"skype", "viber", "whatsapp", "facetime", "facetime-audio", "imessage", "msteams"}
    return (*forms, ":") if scheme in short_forms else forms


def _spellings(word: str, platform: str) -> Iterator[Literal]:
    if not _CYRILLIC.search(word):
        yield _ascii(word, LiteralKind.WORD, platform)
        return
    forms = {word, word.capitalize(), word.upper()}
    if " " in word or "-" in word:  # "в тг", "В тг", "В ТГ", but also "в ТГ" and "ТГ-канал"
        head, sign, tail = re.split(r"([ -])", word, maxsplit=1)
        forms |= {f"{head}{sign}{tail.upper()}", f"{head.upper()}{sign}{tail}"}
    for form in sorted(forms):
        for encoding in _ENCODINGS:
            yield Literal(form.encode(encoding), LiteralKind.WORD, platform, word, caseless=False)


def _base64_forms(seed: bytes) -> Iterator[bytes]:
    """Yield the three alignments in which the bytes can stand inside base64, without the shared edges."""
    for shift in range(3):
        code = base64.b64encode(b"\0" * shift + seed)
        start = (0, 2, 3)[shift]
        whole = (shift + len(seed)) // 3 * 4
        yield code[start:whole]
