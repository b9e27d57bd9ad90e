"""An address in a program of the page: ``window.open``, ``location.href``, templates, base64."""

import re
from collections.abc import Iterator
from dataclasses import replace

from vestnik.audit.marks import Sighting, Weight, carrier_of, is_example, sight_address
from vestnik.audit.model import Carrier, Confidence, Role, Severity, State
from vestnik.audit.readers.model import Token
from vestnik.audit.readers.reading import Reading
from vestnik.law.signatures import LinkRole, LiteralKind

_OPENS = re.compile(
    r"(?:window\.open|location(?:\.href|\.assign|\.replace)?|openURL|\.href)\s*(?:\(|=)\s*[\"'`(]*$"
)
_CHECKS = re.compile(
    r"(?:includes|startsWith|indexOf|match|test|replace|split|===?|!==?)\s*\(?\s*[\"'`/]?(?:https?://)?$"
)
_SELECTS = re.compile(r"\[\s*[\w:-]+\s*[*^$~|]?=\s*\\?[\"']?(?:https?:)?$")
"""An attribute selector, ``[href*="//wa.me"]``: the program looks for links, it is none."""
_LOOK_BACK = 80


def detect(reading: Reading) -> Iterator[Sighting]:
    """Yield addresses in scripts; a comparison with an address is code, not a way to the messenger."""
    text = reading.document.text
    for token in reading.addresses():
        if carrier_of(token, text) is not Carrier.SCRIPT:
            continue
        found = sight_address(token, Carrier.SCRIPT, Weight.SCRIPT)
        before = text[max(0, token.start - _LOOK_BACK) : token.start]
        if _CHECKS.search(before) or _SELECTS.search(before) or is_example(text, token.start):
            yield replace(found, role=Role.CODE, severity=Severity.INFO, confidence=Confidence.MEDIUM)
        elif token.match is not None and token.match.role is LinkRole.CONTACT:
            yield replace(found, rule=_rule(token, before, found))
        else:
            yield found


def _rule(token: Token, before: str, found: Sighting) -> str:
    if token.kind is LiteralKind.BASE64:
        return "JS-OBF-001"
    if _OPENS.search(before):
        return "JS-OPEN-001"
    return "JS-OPEN-002" if found.state is State.DYNAMIC else found.rule
