"""The nouns of packs as things that an installation keeps. Pure."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Edition:
    """A pack that this installation remembers."""

    sha256: str
    pack_id: str
    version: str
    as_of: date
    installed_at: datetime
    installed_by: str
    """The label of who brought it; ``BUILT_IN`` for the one inside the program."""
    in_use_since: datetime | None
    """When it was chosen; None unless somebody chose it and nothing else since."""
