"""A call of a messenger's server, its token, or a library that speaks to it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from vestnik.audit.marks import Sighting, Weight, carrier_of, sight_address
from vestnik.audit.model import Carrier, ChannelKind, Confidence, Role, Severity, State
from vestnik.audit.readers.model import Token, Zone
from vestnik.audit.readers.reading import Reading
from vestnik.law.signatures import LiteralKind

_STAFF = re.compile(
    r"(?:^|/)(?:\.github/workflows/|\.gitlab-ci|\.drone|Jenkinsfile|bitbucket-pipelines|\.circleci/)",
    re.IGNORECASE,
)
_MANIFEST = re.compile(
    r"(?:^|/)(?:package\.json|composer\.json|requirements[\w.-]*\.(?:txt|in)|constraints\.txt|environment\.ya?ml|pyproject\.toml"
    r"|Pipfile|setup\.(?:py|cfg)|Gemfile|go\.mod|Podfile|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|[\w.-]*\.versions\.toml)$"
    r"|(?:^|/)requirements/[\w.-]+\.(?:txt|in)$"
)
_SENDS = re.compile(
    r"send(?:Message|Photo|Document|MediaGroup|Contact|Location)|/messages?\b|waInstance|webhooks|send_message",
    re.IGNORECASE,
)
_CLIENT = re.compile(
    r"\$_(?:POST|REQUEST|GET)|FormData|req\.body|request\.(?:form|POST|json|data|all|input)|serialize\(|"
    r"\b(?:phone|tel|email|customer|client|order)\b|телефон|почта|заявк|заказ|имя\b",
    re.IGNORECASE,
)


def detect(reading: Reading) -> Iterator[Sighting]:
    """Yield calls, tokens and dependencies; a call that sends what a visitor typed is critical."""
    text = reading.document.text
    staff = bool(_STAFF.search(reading.document.path))
    calls = [token for token in reading.addresses() if carrier_of(token, text) is Carrier.API]
    feeds = bool(calls) and bool(_SENDS.search(text)) and bool(_CLIENT.search(text))
    for token in calls:
        found = sight_address(token, Carrier.API, Weight.SPECIAL)
        if token.where.zone is Zone.PROSE and text[token.end : token.end + 1] in {"<", "{", "["}:
            yield replace(found, severity=Severity.INFO)
        elif staff:
            yield replace(found, rule="CI-001", severity=Severity.INFO)
        else:
            yield replace(found, severity=Severity.CRITICAL) if feeds else found
    for token in reading.tokens:
        if token.kind is LiteralKind.CREDENTIAL:
            yield _simple(token, "API-TG-SEC", Severity.CRITICAL, Weight.SCRIPT)
        elif token.kind is LiteralKind.LIBRARY and _depends(reading, token):
            yield _simple(token, "DEP-001", Severity.MEDIUM, Weight.SPECIAL)
        elif token.kind is LiteralKind.MARK and (rule := _api_mark(reading, token)):
            yield _simple(token, rule, Severity.CRITICAL, Weight.SPECIAL)


def _depends(reading: Reading, token: Token) -> bool:
    """The exact package name in a manifest, not a longer one that contains it."""
    text, path = reading.document.text, reading.document.path
    if not _MANIFEST.search(path) or token.where.commented:
        return False
    around = text[max(0, token.start - 1) : token.start] + text[token.end : token.end + 1]
    longer = r"[\w-]" if path.endswith("go.mod") else r"[\w@/-]"
    return not re.search(longer, around)


def _api_mark(reading: Reading, token: Token) -> str | None:
    mark = reading.signatures.mark_of.get(token.text)
    return mark.rule if mark is not None and mark.carrier == Carrier.API else None


def _simple(token: Token, rule: str, severity: Severity, weight: Weight) -> Sighting:
    return Sighting(
        rule=rule,
        platform=token.platform,
        carrier=Carrier.API,
        kind=ChannelKind.WEBHOOK,
        role=Role.CODE,
        severity=severity,
        start=token.start,
        end=token.end,
        weight=weight,
        state=State.COMMENTED if token.where.commented and rule != "API-TG-SEC" else State.LIVE,
        confidence=Confidence.HIGH,
    )
