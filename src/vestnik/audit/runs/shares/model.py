"""The nouns of shared reports. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

LONGEST: Final = timedelta(days=90)
USUAL: Final = timedelta(days=14)
MAX_LIVING: Final = 20
"""Links of one audit that open it at the same time."""


@dataclass(frozen=True, slots=True)
class Share:
    """A link to one report. Its token is known only to whoever made it, at that moment."""

    id: str
    workspace_id: str
    audit_id: str
    note: str
    """Whom it is for, in the words of whoever made it."""
    created_by: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    views: int = 0
    viewed_at: datetime | None = None

    def opens_at(self, now: datetime) -> bool:
        """Tell whether the link opens the report at ``now``."""
        return self.revoked_at is None and now < self.expires_at
