"""What a message carries, sealed under the workspace's key: the address and the words."""

import msgspec

from vestnik.kernel.address import Address, AddressKind
from vestnik.kernel.core import WorkspaceKeys
from vestnik.notify.model import Content


class _Packed(msgspec.Struct, array_like=True, frozen=True):
    kind: str
    value: str
    text: str
    subject: str | None
    html: str | None


_decoder = msgspec.msgpack.Decoder(_Packed)
_encoder = msgspec.msgpack.Encoder()


def seal(keys: WorkspaceKeys, message_id: str, to: Address, content: Content) -> bytes:
    """Return the sealed envelope of a message."""
    packed = _Packed(to.kind.value, to.value, content.text, content.subject, content.html)
    return keys.seal(_encoder.encode(packed), f"messages.sealed:{message_id}")


def unseal(keys: WorkspaceKeys, message_id: str, sealed: bytes) -> tuple[Address, Content]:
    """Open an envelope.

    Raises:
        Unavailable: it was changed, moved to another message, or its key is gone.
    """
    packed = _decoder.decode(keys.open(sealed, f"messages.sealed:{message_id}"))
    address = Address(AddressKind(packed.kind), packed.value)
    return address, Content(text=packed.text, subject=packed.subject, html=packed.html)
