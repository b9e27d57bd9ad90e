"""The contract between notify and a channel: a few verbs, no base class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from vestnik.kernel.address import Address, AddressKind
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.law.permit import Permit
from vestnik.notify.model import Content

MAX_VALUE: Final = 20_000
"""Characters of a setting's value; a certificate chain fits."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of a channel, as a form and the docs show it."""

    name: str
    title: str
    """Russian msgid."""
    required: bool = False
    secret: bool = False
    default: str | None = None
    help: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a channel is and can do; forms, docs and refusals are made from it."""

    channel: str
    title: str
    """Russian msgid."""
    platform: str
    """Platform id of the law room."""
    address_kind: AddressKind
    max_text: int
    """In characters."""
    subject: bool = False
    html: bool = False
    receipts: frozenset[str] = frozenset()
    """Events the provider can report: delivered, read, failed."""
    settings: tuple[Setting, ...] = ()


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message on its way, opened just before the driver's call."""

    workspace_id: str
    message_id: str
    attempt_id: str
    to: Address
    content: Content


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took it; ``reference`` is the provider's own id of the message."""

    reference: str | None
    raw: Mapping[str, Any] = field(default_factory=dict)
    """The provider's answer as it came, without secrets."""
    delivered: bool = False
    """True where taking is delivering (our own cabinet)."""


class SendError(Exception):
    """The provider did not take it, with one fact that matters: is it for good?

    ``in_doubt`` says that it may have been taken all the same (the answer was lost).
    """

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        permanent: bool,
        in_doubt: bool = False,
        retry_after_s: float | None = None,
        raw: Mapping[str, Any] | None = None,
    ) -> None:
        """Name the kind (``address``, ``blocked``, ``throttled``, ``unreachable``, ``settings``…)."""
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail
        self.permanent = permanent
        self.in_doubt = in_doubt
        self.retry_after_s = retry_after_s
        self.raw = dict(raw or {})


class Driver(Protocol):
    """A channel at work for one workspace."""

    @property
    def manifest(self) -> Manifest:
        """What this channel is and can do."""
        ...

    async def send(self, permit: Permit, outbound: Outbound) -> Sent:
        """Hand the message to the provider.

        Raises:
            SendError: it was not taken, or nobody knows.
            TypeError: ``permit`` is not a Permit of the law room.
        """
        ...

    async def check(self) -> Sequence[str]:
        """Try the settings against the provider; return what is wrong, in Russian; empty is well."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


def check_outbound(manifest: Manifest, permit: object, outbound: Outbound) -> None:
    """Refuse what a channel cannot carry; every driver asks this before its first byte.

    A subject is used where the channel has one; anything else it cannot carry is refused, never dropped.

    Raises:
        TypeError: ``permit`` is not a Permit of the law room, or permits another platform.
        SendError: permanent: the address, the length or the form does not fit this channel.
    """
    if not isinstance(permit, Permit):
        msg = f"a driver needs a Permit of law.decide, not {type(permit).__name__}"
        raise TypeError(msg)
    if permit.platform != manifest.platform:
        msg = f"this Permit is for {permit.platform}, not for {manifest.platform}"
        raise TypeError(msg)
    if outbound.to.kind is not manifest.address_kind:
        raise SendError("address", str(N_("Этому каналу нужен адрес другого вида.")), permanent=True)
    content = outbound.content
    if not content.text.strip():
        raise SendError("content", str(N_("Текст сообщения пуст.")), permanent=True)
    if len(content.text) > manifest.max_text:
        raise SendError(
            "content",
            str(N_("Текст длиннее %(limit)s знаков, которые передаёт канал.", limit=manifest.max_text)),
            permanent=True,
        )
    if content.html is not None and not manifest.html:
        raise SendError("content", str(N_("Этот канал не передаёт HTML.")), permanent=True)


def complete(manifest: Manifest, settings: Mapping[str, str]) -> dict[str, str]:
    """Check names against the manifest and fill in the defaults; an empty value counts as not given.

    Raises:
        InvalidInput: names the setting that is unknown, missing or too long.
    """
    known = {setting.name: setting for setting in manifest.settings}
    for name, value in settings.items():
        if name not in known:
            raise InvalidInput(
                N_("У канала «%(channel)s» нет такой настройки.", channel=manifest.channel),
                field=name[:100],
                hint=N_("Есть: %(known)s.", known=", ".join(known) or "—"),
            )
        if len(value) > MAX_VALUE:
            raise InvalidInput(N_("Значение длиннее %(limit)s знаков.", limit=MAX_VALUE), field=name)
    values = {name: setting.default for name, setting in known.items() if setting.default is not None}
    values |= {name: value for name, value in settings.items() if value.strip()}
    for name, setting in known.items():
        if setting.required and name not in values:
            raise InvalidInput(
                N_("Не заполнена настройка «%(title)s».", title=setting.title),
                field=name,
                hint=N_("Без неё канал не работает."),
            )
    return values
