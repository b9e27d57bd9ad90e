"""What a provider, or a person's cabinet, tells us afterwards: kept once, moves the state forward only."""

from typing import Final

from vestnik.kernel.core import Tx
from vestnik.notify import store
from vestnik.notify.model import MessageState, Receipt, ReceiptEvent

_STATE_OF: Final = {
    ReceiptEvent.SENT: MessageState.SENT,
    ReceiptEvent.DELIVERED: MessageState.DELIVERED,
    ReceiptEvent.READ: MessageState.READ,
    ReceiptEvent.FAILED: MessageState.FAILED,
}


def record_receipt(tx: Tx, receipt: Receipt) -> None:
    """Write a receipt in the caller's transaction; a repeated or late one moves nothing backwards."""
    row = (
        receipt.workspace_id,
        receipt.message_id,
        receipt.attempt_id,
        receipt.event.value,
        receipt.at,
        dict(receipt.raw),
    )
    store.insert_receipts(tx, [row])
    store.move(tx, receipt.workspace_id, [receipt.message_id], receipt.at, _STATE_OF[receipt.event])
