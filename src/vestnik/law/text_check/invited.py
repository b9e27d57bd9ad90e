"""Which platforms a text invites to: all that the policy needs to know of it."""

from vestnik.law.signatures import Signatures
from vestnik.law.text_check.check import invitations


def invited(signatures: Signatures, text: str) -> frozenset[str]:
    """Return the platforms that ``invitations`` finds, each once."""
    return frozenset(place.platform for place in invitations(signatures, text))
