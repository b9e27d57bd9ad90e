"""Take an address apart and ask the rules; hosts are compared label by label, never as substrings."""

import html
import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from vestnik.law.signatures.model import Address, Match, UrlRule

_MAX_ADDRESS = 2_000
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{1,20}):", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+\.?", re.IGNORECASE)
_WEB = frozenset({"http", "https"})
_RUSSIAN_DIGITS = 11


def parse_address(raw: str) -> Address | None:
    """Take apart an address as it stands in sources: entities, escaped slashes, ``%3A//``, no scheme."""
    text = html.unescape(raw[:_MAX_ADDRESS]).replace("\\/", "/").replace("\\u0026", "&")
    text = "".join(text.split("\n")).replace("\r", "").replace("\t", "").strip(" \"'`\u00a0\u200b\ufeff")
    if re.match(r"[a-z]{2,8}%3a", text, re.IGNORECASE):
        text = unquote(text)
    if text.lower().startswith("intent://"):
        text = _from_intent(text)
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in _WEB and "." not in scheme[1]:
        head, _, query = text[scheme.end() :].partition("?")
        return Address(scheme[1].lower(), "", head, _query(query))
    rest = text[scheme.end() :] if scheme and scheme[1].lower() in _WEB else text
    if rest.startswith(("http://", "https://")):  # "http://https://t.me/x" is common in the wild
        rest = rest.partition(":")[2]
    authority, slash, tail = rest.lstrip("/").partition("/")
    if not slash:
        authority, mark, tail = re.split(r"([?#]|$)", authority, maxsplit=1)
        tail = mark + tail
    else:
        tail = "/" + tail
        if "?" in authority:
            authority, _, more = authority.partition("?")
            tail = f"?{more}{tail}"
    host = authority.rpartition("@")[2].partition(":")[0].strip().lower().rstrip(".")
    if not _HOST.fullmatch(host):
        return None
    path, _, query = tail.partition("?")
    return Address("https", host, path, _query(query.partition("#")[0]))


def _from_intent(text: str) -> str:
    """Rewrite ``intent://send?phone=…#Intent;scheme=whatsapp;…`` as the scheme it opens."""
    body, _, parts = text.partition("#Intent;")
    if re.search(r"package=com\.whatsapp", parts, re.IGNORECASE) and (number := re.search(r"\d{8,15}", body)):
        return f"whatsapp://send?phone={number[0]}"
    found = re.search(r"scheme=([a-z0-9+.-]+)", parts, re.IGNORECASE)
    return f"{found[1]}://{body[9:]}" if found else text


def _query(text: str) -> Mapping[str, str]:
    pairs: dict[str, str] = {}
    for part in text.replace("&amp;", "&").split("&"):
        name, _, value = part.partition("=")
        if name:
            pairs.setdefault(name.lower(), unquote(value))
    return pairs


def classify(
    address: Address,
    by_host: Mapping[str, tuple[UrlRule, ...]],
    by_scheme: Mapping[str, tuple[UrlRule, ...]],
) -> Match | None:
    """Return what the address leads to, or None: the first fitting rule speaks."""
    if address.host:
        return _first(address, _rules_of_host(address.host, by_host))
    return _first(address, ((rule, {}) for rule in by_scheme.get(address.scheme, ())))


def _rules_of_host(
    host: str, by_host: Mapping[str, tuple[UrlRule, ...]]
) -> Iterable[tuple[UrlRule, dict[str, str]]]:
    bare = host.removeprefix("www.")
    for rule in by_host.get(host, ()) or by_host.get(bare, ()):
        if rule.subdomain in {None, "any"}:
            yield rule, {"host": host}
    label, _, parent = bare.partition(".")
    for rule in by_host.get(parent, ()):
        if rule.subdomain not in {None, "any"}:
            yield rule, {str(rule.subdomain): label, "host": host}
    while parent:
        for rule in by_host.get(parent, ()):
            if rule.subdomain == "any":
                yield rule, {"host": host}
        parent = parent.partition(".")[2]


def _first(address: Address, rules: Iterable[tuple[UrlRule, dict[str, str]]]) -> Match | None:
    for rule, captured in rules:
        parts = _fit(rule, address)
        if parts is not None:
            return _match(rule, {**captured, **parts})
    return None


def _fit(rule: UrlRule, address: Address) -> dict[str, str] | None:
    found = rule.path.match(address.path)
    if found is None:
        return None
    parts = {name: value for name, value in found.groupdict().items() if value is not None}
    for names, pattern in rule.query:
        value = next((address.query[name] for name in names if name in address.query), None)
        inner = None if value is None else pattern.match(value)
        if inner is None:
            return None
        parts.update({name: text for name, text in inner.groupdict().items() if text is not None})
    return parts


def _match(rule: UrlRule, parts: dict[str, str]) -> Match:
    values = {key: unquote(value).strip().rstrip("/") for key, value in parts.items()}
    if "phone" in values:
        values["phone"] = canonical_digits(values["phone"])
    if not rule.keep_case:
        values = {key: value.lower() for key, value in values.items()}
    target = re.sub(r"\{(\w+)\}", lambda place: values.get(place[1], ""), rule.target)
    return Match(rule.platform, rule.rule, rule.kind, rule.role, target, rule.severity, values.get("name"))


def canonical_digits(raw: str) -> str:
    """Keep digits (and ``{}`` for a part set at run time); a Russian ``8…`` becomes ``7…``."""
    digits = "".join(re.findall(r"\d|\{\}", unquote(raw)))
    if len(digits) == _RUSSIAN_DIGITS and digits.startswith("8") and digits.isdigit():
        return "7" + digits[1:]
    return digits
