"""What a browser tells about a page, as this room needs it; ``audit.render`` hands over such values. Pure."""

from collections.abc import Sequence
from typing import Protocol


class ObservedCookie(Protocol):
    """A cookie that was there before any choice."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def domain(self) -> str:
        """Whose it is, without a leading dot."""

    @property
    def third_party(self) -> bool:
        """Whether another site set it."""

    @property
    def days(self) -> float | None:
        """How long it stays; None until the browser is closed."""


class ObservedRequest(Protocol):
    """A request that was made before any choice."""

    @property
    def url(self) -> str:
        """Where it went, without query values."""

    @property
    def host(self) -> str:
        """Its host."""

    @property
    def third_party(self) -> bool:
        """Whether it left the site."""


class ObservedForm(Protocol):
    """A form of the rendered page."""

    @property
    def ordinal(self) -> int:
        """Which form of the page, from 0."""

    @property
    def action(self) -> str:
        """Absolute address, empty when it names none."""

    @property
    def method(self) -> str:
        """``get`` or ``post``."""

    @property
    def fields(self) -> Sequence[str]:
        """Names of its fields."""

    @property
    def visible(self) -> bool:
        """Whether a visitor sees it."""

    @property
    def box(self) -> bool:
        """Whether it has a box of agreement."""

    @property
    def box_checked(self) -> bool | None:
        """Whether that box is ticked from the start."""

    @property
    def submits_unticked(self) -> bool | None:
        """Whether it tried to send with the box empty."""

    @property
    def sends_to(self) -> str:
        """Where that attempt went."""


class Observed(Protocol):
    """What one page did by itself before any click."""

    @property
    def url(self) -> str:
        """The page as the audit knows it."""

    @property
    def cookies(self) -> Sequence[ObservedCookie]:
        """Cookies before any choice."""

    @property
    def requests(self) -> Sequence[ObservedRequest]:
        """Requests before any choice."""

    @property
    def forms(self) -> Sequence[ObservedForm]:
        """Forms of the rendered page."""
