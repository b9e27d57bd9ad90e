"""What the checks of one page are asked with. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vestnik.audit.documents import Document
from vestnik.audit.model import Confidence
from vestnik.audit.pages.fields import IDENTIFYING
from vestnik.audit.pages.links import host_of
from vestnik.audit.pages.model import Anchor, FoundForm, Purpose
from vestnik.audit.pages.seeds import Seeds

_ASKING = frozenset({Purpose.CONTACT, Purpose.SUBSCRIPTION, Purpose.REGISTRATION})


@dataclass(frozen=True, slots=True)
class Context:
    """One page with what was found on it."""

    document: Document
    text: str
    """The document's text with template code covered; offsets are the same."""
    url: str | None
    """The page's address; None for a file."""
    seeds: Seeds
    headers: Mapping[str, str] | None
    forms: Sequence[FoundForm]
    anchors: Sequence[Anchor]
    """Links whose words or address tell of a policy or a consent."""

    @property
    def host(self) -> str:
        """The page's host, empty for a file."""
        return host_of(self.url or "")

    @property
    def asking(self) -> tuple[FoundForm, ...]:
        """Forms that ask a visitor for personal data; search and login are none of them."""
        return tuple(form for form in self.forms if asks(form))


def asks(form: FoundForm) -> bool:
    """Whether a form asks a visitor for personal data."""
    return form.purpose in _ASKING and bool(IDENTIFYING.intersection(form.data))


def sureness(context: Context, form: FoundForm) -> Confidence:
    """How sure it is that what the source lacks is lacking on the page too."""
    weak = not IDENTIFYING.intersection(form.data)
    if form.templated or weak or not form.tagged:
        return Confidence.LOW if form.templated or weak else Confidence.MEDIUM
    return Confidence.HIGH if context.url else Confidence.MEDIUM


def named(form: FoundForm) -> str:
    """A form as sentences name it: ``Форма «Заказать звонок»``."""
    return f"Форма «{form.title}»" if form.title else "Форма"
