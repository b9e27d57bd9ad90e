"""The nouns of packs as things that an installation keeps. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from vestnik.law.model import Norm

BUILT_IN: Final = "built-in"
"""Who "installed" a pack that came inside the program."""


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

    @property
    def built_in(self) -> bool:
        """Whether it came inside some version of the program, not by somebody's hand."""
        return self.installed_by == BUILT_IN


@dataclass(frozen=True, slots=True)
class Differences:
    """What one pack changed against another, by ids of rows."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    statuses: tuple[tuple[Norm, Norm], ...] = ()
    """Norms whose status is another, before and after."""
    changed: tuple[str, ...] = ()
    """Norms that differ in anything else."""
    rules_added: tuple[str, ...] = ()
    rules_removed: tuple[str, ...] = ()
    rules_changed: tuple[str, ...] = ()
