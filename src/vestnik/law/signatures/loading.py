"""Read the data files into one ``Signatures`` value."""

import hashlib
import re
import tomllib
from collections import defaultdict
from importlib import resources
from typing import Any

from vestnik.law.signatures.model import Library, LinkRole, Mark, PlatformSigns, UrlRule
from vestnik.law.signatures.signatures import Signatures


def load() -> Signatures:
    """Read ``data/*.toml``; costs some 10 ms, so callers keep the value.

    Raises:
        ValueError: a data file is malformed; the message names the file.
    """
    files = resources.files("vestnik.law.signatures").joinpath("data")
    digest = hashlib.sha256()
    tables: list[dict[str, Any]] = []
    for entry in sorted(files.iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml"):
            continue
        body = entry.read_bytes()
        digest.update(body)
        try:
            tables.append(tomllib.loads(body.decode()))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"law/signatures/data/{entry.name}: {error}") from error
    return build(tables, digest.hexdigest())


def build(tables: list[dict[str, Any]], digest: str) -> Signatures:
    """Make the value from parsed tables, one per platform, in the order they are to be asked."""
    platforms: dict[str, PlatformSigns] = {}
    by_host: defaultdict[str, list[UrlRule]] = defaultdict(list)
    by_scheme: defaultdict[str, list[UrlRule]] = defaultdict(list)
    words: dict[str, str] = {}
    loose: dict[str, str] = {}
    keys: dict[str, str] = {}
    marks: list[Mark] = []
    libraries: list[Library] = []
    for table in tables:
        signs = _platform(table)
        platforms[signs.id] = signs
        for rule in (_url_rule(signs.id, row) for row in table.get("urls", ())):
            for host in rule.hosts:
                by_host[host].append(rule)
            for scheme in rule.schemes:
                by_scheme[scheme].append(rule)
        words.update(dict.fromkeys(signs.words, signs.id))
        loose.update(dict.fromkeys(signs.loose, signs.id))
        keys.update(dict.fromkeys((*signs.keys, *(word for word in signs.words if word.isascii())), signs.id))
        marks.extend(_mark(signs.id, row) for row in table.get("marks", ()))
        for row in table.get("libraries", ()):
            libraries.extend(Library(row["rule"], signs.id, name) for name in row["names"])
    return Signatures(
        platforms=platforms,
        by_host={host: tuple(rules) for host, rules in by_host.items()},
        by_scheme={scheme: tuple(rules) for scheme, rules in by_scheme.items()},
        words=words,
        loose=loose,
        keys=keys,
        marks=tuple(marks),
        mark_of={mark.literal: mark for mark in marks},
        libraries=tuple(libraries),
        digest=digest,
    )


def _platform(table: dict[str, Any]) -> PlatformSigns:
    return PlatformSigns(
        id=table["id"],
        name=table["name"],
        basis=table["basis"],
        words=tuple(table["words"]),
        loose=tuple(table["loose"]),
        keys=tuple(table["keys"]),
    )


def _url_rule(platform: str, row: dict[str, Any]) -> UrlRule:
    schemes = (row["scheme"],) if "scheme" in row else tuple(row.get("schemes", ()))
    query = tuple(
        (tuple(name.lower() for name in names.split("|")), re.compile(pattern, re.IGNORECASE))
        for names, pattern in row.get("query", {}).items()
    )
    return UrlRule(
        rule=row["rule"],
        platform=platform,
        hosts=tuple(row.get("hosts", ())),
        schemes=schemes,
        subdomain=row.get("subdomain"),
        path=re.compile(row["path"], re.IGNORECASE),
        query=query,
        kind=row["kind"],
        role=LinkRole(row.get("role", "contact")),
        severity=row.get("severity"),
        target=row["target"],
        keep_case=row.get("keep_case", False),
    )


def _mark(platform: str, row: dict[str, Any]) -> Mark:
    return Mark(
        row["rule"], platform, row["literal"], row["carrier"], row["severity"], row.get("kind", "unknown")
    )
