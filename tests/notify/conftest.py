"""A dispatcher under the test's control: real rooms, a driver that does as it is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import pytest

from vestnik.access.model import Principal
from vestnik.channels.cabinet.driver import CabinetDriver
from vestnik.channels.cabinet.manifest import MANIFEST as CABINET
from vestnik.channels.email.manifest import MANIFEST as EMAIL
from vestnik.kernel.core import Core
from vestnik.law.model import Pack
from vestnik.law.pack import load_pack
from vestnik.law.permit import Permit
from vestnik.law.signatures import load
from vestnik.law.text_check.invited import invited
from vestnik.notify.accept import accept
from vestnik.notify.dispatch import Dispatcher
from vestnik.notify.draft import Catalogue, Request
from vestnik.notify.driver import Driver, Manifest, Outbound, SendError, Sent
from vestnik.notify.inbox import Inbox
from vestnik.notify.model import Accepted


@dataclass
class Obedient:
    """A driver that answers what the test put into ``answers``, then takes everything."""

    manifest: Manifest = EMAIL
    answers: list[Sent | Exception] = field(default_factory=list)
    seen: list[Outbound] = field(default_factory=list)

    async def send(self, permit: Permit, outbound: Outbound) -> Sent:
        assert isinstance(permit, Permit)
        self.seen.append(outbound)
        answer = self.answers.pop(0) if self.answers else Sent(reference=f"ref-{len(self.seen)}")
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def check(self) -> Sequence[str]:
        return []

    async def close(self) -> None:
        return


@dataclass
class Hub:
    """Notify as a whole, with handles for a test."""

    core: Core
    workspace_id: str
    dispatcher: Dispatcher
    catalogue: Catalogue
    email: Obedient
    inbox: Inbox
    pack: Pack

    @property
    def principal(self) -> Principal:
        return Principal.local(self.workspace_id, "test")

    async def driver(self, workspace_id: str, channel: str) -> Driver:
        if channel == "email":
            return self.email
        if channel == "cabinet":
            return CabinetDriver(self.inbox)
        raise SendError("no_driver", channel, permanent=True)

    async def send(
        self, key: str | None = None, principal: Principal | None = None, **fields: object
    ) -> Accepted:
        words = {"channel": "email", "to": "anna@example.ru", "purpose": "service", "text": "Заказ собран"}
        request = Request(**(words | fields))
        draft = self.catalogue.read_draft(
            request, idempotency_key=key or self.core.ids.new(), now=self.core.clock.now()
        )
        return await accept(self.core, principal or self.principal, draft)


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack()


@pytest.fixture
def hub(core: Core, workspace_id: str, pack: Pack) -> Hub:
    catalogue = Catalogue(
        {"email": EMAIL, "cabinet": CABINET}, frozenset(pack.platforms), partial(invited, load())
    )
    made = Hub(core, workspace_id, None, catalogue, Obedient(), Inbox(core), pack)  # type: ignore[arg-type]
    made.dispatcher = Dispatcher(core, pack, catalogue, made)
    return made
