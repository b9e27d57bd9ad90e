"""The cabinet channel at work: a message goes into the person's inbox, and is delivered by that."""

from collections.abc import Sequence
from typing import Final, Protocol

from vestnik.channels.cabinet.manifest import MANIFEST
from vestnik.channels.cabinet.wire import check_content
from vestnik.kernel.errors import InvalidInput, NotFound, TooMany, Unavailable
from vestnik.kernel.text import N_
from vestnik.law.permit import Permit
from vestnik.notify.driver import Manifest, Outbound, SendError, Sent, check_outbound
from vestnik.notify.model import Content

_RETRY_S: Final = 5.0


class Inbox(Protocol):
    """Where cabinet messages are kept; notify owns the rows and hands this over."""

    async def deliver(
        self, workspace_id: str, person_reference: str, message_id: str, content: Content, /
    ) -> str:
        """Store durably and return the row's id; the same ``message_id`` again returns the same id.

        Raises:
            NotFound: there is no such person, and the inbox does not make one.
            TooMany: the writing queue is full.
            Unavailable: the database does not answer; nothing was stored.
        """
        ...


class CabinetDriver:
    """Delivers into an ``Inbox``; see ``notify.driver.Driver`` for the verbs."""

    def __init__(self, inbox: Inbox) -> None:
        """Keep the inbox."""
        self._inbox = inbox
        self._closed = False

    @property
    def manifest(self) -> Manifest:
        """What this channel is and can do."""
        return MANIFEST

    async def send(self, permit: Permit, outbound: Outbound) -> Sent:
        """Put the message into the inbox; ``delivered`` is true in the answer.

        Raises:
            SendError: no such person (permanent), or the store does not answer (temporary). Never in doubt:
                the inbox recognises a message it already has.
            TypeError: ``permit`` is not a Permit of the law room.
        """
        check_outbound(MANIFEST, permit, outbound)
        if self._closed:
            raise SendError("unreachable", str(N_("Канал выключается.")), permanent=False, retry_after_s=1.0)
        try:
            check_content(outbound.content)
            reference = await self._inbox.deliver(
                outbound.workspace_id, outbound.to.value, outbound.message_id, outbound.content
            )
        except InvalidInput as error:
            raise SendError("content", str(error), permanent=True) from error
        except NotFound as error:
            raise SendError("address", str(error), permanent=True) from error
        except TooMany as error:
            raise SendError(
                "throttled", str(error), permanent=False, retry_after_s=float(error.retry_after_s)
            ) from error
        except Unavailable as error:
            raise SendError("unreachable", str(error), permanent=False, retry_after_s=_RETRY_S) from error
        return Sent(reference=reference, raw={"stored": True}, delivered=True)

    async def check(self) -> Sequence[str]:
        """Return nothing: the cabinet has no settings that could be wrong."""
        return []

    async def close(self) -> None:
        """Take no more messages; may be called again."""
        self._closed = True
