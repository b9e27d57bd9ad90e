"""Does a message invite its reader to a foreign messenger? The audit's signatures, asked of words.

``invitations(signatures, text)`` is the door; ``words.py`` holds the vocabulary with its
reasons; ``prefilter.py`` lets most texts go before any word is read.
"""

from vestnik.law.text_check.check import READ, invitations
from vestnik.law.text_check.model import Invitation, InvitationKind

__all__ = ["READ", "Invitation", "InvitationKind", "invitations"]
