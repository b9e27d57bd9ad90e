"""All drivers, and how one is made from settings as a form or a file gives them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from vestnik.channels.cabinet.driver import CabinetDriver, Inbox
from vestnik.channels.cabinet.manifest import MANIFEST as CABINET
from vestnik.channels.email.driver import EmailDriver
from vestnik.channels.email.manifest import MANIFEST as EMAIL
from vestnik.channels.email.settings import read_settings
from vestnik.kernel.clock import Clock
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.notify.driver import Driver, Manifest, complete


@dataclass(frozen=True, slots=True)
class DriverDeps:
    """What drivers may need from the rest of the house."""

    clock: Clock
    inbox: Inbox


@dataclass(frozen=True, slots=True)
class Registration:
    """A channel's manifest and the factory of its driver; settings come checked against the manifest."""

    manifest: Manifest
    make: Callable[[Mapping[str, str], DriverDeps], Driver]


def _email(values: Mapping[str, str], deps: DriverDeps) -> Driver:
    return EmailDriver(read_settings(values), deps.clock)


def _cabinet(values: Mapping[str, str], deps: DriverDeps) -> Driver:
    del values  # the manifest has none
    return CabinetDriver(deps.inbox)


DRIVERS: Final[Mapping[str, Registration]] = MappingProxyType(
    {
        EMAIL.channel: Registration(EMAIL, _email),
        CABINET.channel: Registration(CABINET, _cabinet),
    }
)


def make_driver(channel: str, settings: Mapping[str, str], deps: DriverDeps) -> Driver:
    """Make a channel's driver; it opens no connection before its first message.

    Raises:
        InvalidInput: no such channel (field ``channel``), or a setting that is unknown, missing
            or wrong (its name is the field). Values of secrets are never repeated.
    """
    registration = DRIVERS.get(channel)
    if registration is None:
        raise InvalidInput(
            N_("Канала «%(channel)s» нет.", channel=channel[:40]),
            field="channel",
            hint=N_("Есть: %(known)s.", known=", ".join(sorted(DRIVERS))),
        )
    return registration.make(complete(registration.manifest, settings), deps)
