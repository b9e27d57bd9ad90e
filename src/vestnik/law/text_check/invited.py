"""Which platforms a text invites to: all that the policy needs to know of it."""

from typing import Final

from vestnik.law.signatures import Signatures
from vestnik.law.text_check.check import READ, invitations

_OVERLAP: Final = 1_000
"""Neighbouring stretches share this much, so that no invitation is cut in two."""
_PLACES: Final = 1_000


def invited(signatures: Signatures, text: str) -> frozenset[str]:
    """Return the platforms that ``invitations`` finds, each once, however long the text is.

    Padding hides nothing: a text longer than one look is looked at stretch by stretch.
    """
    found: set[str] = set()
    for start in range(0, max(len(text), 1), READ - _OVERLAP):
        stretch = text[start : start + READ]
        found.update(place.platform for place in invitations(signatures, stretch, limit=_PLACES))
        if start + READ >= len(text):
            break
    return frozenset(found)
