"""What a mobile application declares: packages and schemes of messengers that it asks the phone for."""

import re
from collections.abc import Iterator

from vestnik.audit.marks import Sighting, Weight
from vestnik.audit.model import Carrier, ChannelKind, Role, Severity, State
from vestnik.audit.readers.model import Token
from vestnik.audit.readers.reading import Reading
from vestnik.law.signatures import LiteralKind

_QUERIES = "LSApplicationQueriesSchemes"
_SCHEME = re.compile(r"android:scheme=\"$")
_LONGER = re.compile(r"[A-Za-z0-9_]|\.otp", re.IGNORECASE)


def detect(reading: Reading) -> Iterator[Sighting]:
    """Yield packages named anywhere in an application, and the schemes of its manifest."""
    document = reading.document
    asks = _QUERIES in document.text
    manifest = document.path.endswith("AndroidManifest.xml")
    for token in reading.tokens:
        if token.kind is LiteralKind.MARK:
            mark = reading.signatures.mark_of.get(token.text)
            if mark is None or mark.carrier != Carrier.APP or _LONGER.match(document.text, token.end):
                continue
            if token.where.attribute and token.where.attribute.text.lower().startswith("intent:"):
                continue  # a link that opens the application, and found as one
            if mark.rule != "IOS-001" or asks:
                yield _declared(token, mark.rule, Severity[mark.severity.upper()])
        elif token.kind is LiteralKind.WORD and token.match is None:
            if asks and token.whole and _in_string(document.text, token):
                yield _declared(token, "IOS-001", Severity.MEDIUM)
            elif manifest and _SCHEME.search(document.text[max(0, token.start - 20) : token.start]):
                yield _declared(token, "AND-001", Severity.MEDIUM)


def _in_string(text: str, token: Token) -> bool:
    return text[max(0, token.start - 8) : token.start].lower().endswith("<string>")


def _declared(token: Token, rule: str, severity: Severity) -> Sighting:
    return Sighting(
        rule=rule,
        platform=token.platform,
        carrier=Carrier.APP,
        kind=ChannelKind.UNKNOWN,
        role=Role.CODE,
        severity=severity,
        start=token.start,
        end=token.end,
        weight=Weight.SPECIAL,
        state=State.COMMENTED if token.where.commented else State.LIVE,
    )
