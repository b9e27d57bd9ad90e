"""What the cabinet is and what it can do."""

from typing import Final

from vestnik.kernel.address import AddressKind
from vestnik.kernel.text import N_
from vestnik.notify.driver import Manifest

MANIFEST: Final = Manifest(
    channel="cabinet",
    title=N_("Личный кабинет").msgid,
    platform="cabinet",
    address_kind=AddressKind.PERSON,
    max_text=20_000,
    subject=True,
    html=False,
    receipts=frozenset({"delivered", "read"}),
)
