"""The token of a shared report: whose it is, which one, a random part, and the workspace's signature.

::

    base64url( workspace 16 bytes | share 16 bytes | random 16 bytes | HMAC-SHA-256 32 bytes )

The signature is made with a key of the workspace (``keys``), over everything before it, so a token cannot
be made up and one of a company opens nothing of another. The database keeps only the SHA-256 of the whole:
who reads the table can open nothing.
"""

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from vestnik.kernel.core import WorkspaceKeys

LENGTH: Final = 107
"""Characters of a token."""
_ID: Final = 16
_NAMED: Final = 2 * _ID
_BODY: Final = 3 * _ID
_WHOLE: Final = _BODY + 32
_KIND: Final = "report_share"


@dataclass(frozen=True, slots=True)
class Token:
    """A token taken apart; nothing of it is proven yet."""

    workspace_id: str
    share_id: str
    body: bytes
    signature: bytes


def make_token(keys: WorkspaceKeys, workspace_id: str, share_id: str) -> str:
    """Return a new token of ``LENGTH`` characters."""
    body = UUID(workspace_id).bytes + UUID(share_id).bytes + secrets.token_bytes(_ID)
    return base64.urlsafe_b64encode(body + _sign(keys, body)).rstrip(b"=").decode()


def read_token(text: str) -> Token | None:
    """Take a token apart; None for what has another form."""
    if len(text) != LENGTH or not text.isascii():
        return None
    try:
        raw = base64.b64decode(f"{text}=", altchars=b"-_", validate=True)
    except binascii.Error:
        return None
    if len(raw) != _WHOLE:
        return None
    named = (str(UUID(bytes=raw[:_ID])), str(UUID(bytes=raw[_ID:_NAMED])))
    return Token(*named, raw[:_BODY], raw[_BODY:])


def is_genuine(keys: WorkspaceKeys, token: Token) -> bool:
    """Tell whether the workspace whose keys these are signed the token."""
    return hmac.compare_digest(_sign(keys, token.body), token.signature)


def _sign(keys: WorkspaceKeys, body: bytes) -> bytes:
    return keys.blind_index(_KIND, body.hex())
