"""The nouns of the catalogue of audit rules. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from vestnik.audit.model import Severity
from vestnik.kernel.errors import NotFound
from vestnik.kernel.text import N_


class Evidence(StrEnum):
    """What a finding or a signal rests on: the sort of thing that was seen."""

    LINK = "link"
    JSOPEN = "jsopen"
    API = "api"
    WIDGET = "widget"
    TEXT = "text"
    HANDLE = "handle"
    ICON = "icon"
    META = "meta"
    DATA = "data"
    DEP = "dep"
    APP = "app"
    NET = "net"
    MEDIA = "media"
    SHARE = "share"
    CONSENT = "consent"
    FIELD = "field"
    MENTION = "mention"
    FORM = "form"
    POLICY = "policy"
    COOKIE = "cookie"
    TRACKER = "tracker"


@dataclass(frozen=True, slots=True)
class Words:
    """A rule in one language, in whole sentences but for the title."""

    title: str
    what: str
    """What was seen."""
    why: str
    """Why it matters, no firmer than the norms it rests on."""
    remedy: str
    """What to do, in the imperative."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A small document: in ``examples`` it gives the rule, in ``false_alarms`` nothing above info."""

    path: str
    text: str
    note: str = ""
    """Why it is no alarm, in Russian."""
    case: str = ""
    """The id of a known false alarm, for example ``FP-01``."""
    also: tuple[str, ...] = ()
    """Further rules that the same document gives: the address beside the note on its picture."""


@dataclass(frozen=True, slots=True)
class AuditRule:
    """One rule of the audit; its id never changes its meaning."""

    id: str
    family: str
    """The id of its family: the name of its file."""
    evidence: Evidence
    severity: Severity
    """The usual one; a place may weigh more or less, see ``vestnik.audit.weigh``."""
    russian: Words
    english: Words
    norms: tuple[str, ...]
    """Ids of the law pack that may matter for it; which do for a company is for ``weigh`` to say."""
    examples: tuple[Sample, ...]
    false_alarms: tuple[Sample, ...]

    def words(self, *, english: bool = False) -> Words:
        """Return the rule in Russian, or in English."""
        return self.english if english else self.russian


@dataclass(frozen=True, slots=True)
class Family:
    """Rules that stand together in one file."""

    id: str
    title: str
    title_en: str
    signal: bool
    """Whether they are signals of 152-FZ, not findings of messengers."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole catalogue."""

    by_id: Mapping[str, AuditRule]
    """In the order of the files, and of the rows in each."""
    families: Mapping[str, Family]

    def named(self, rule: str) -> AuditRule:
        """Return the rule with this id.

        Raises:
            NotFound: the catalogue knows no such rule.
        """
        found = self.by_id.get(rule)
        if found is None:
            raise NotFound(
                N_("Правила аудита «%(rule)s» нет.", rule=rule[:64]),
                field="rule",
                hint=N_("Все правила — в справочнике, раздел «Rules of the audit»."),
            )
        return found

    def evidence_of(self, rule: str) -> Evidence:
        """Return what the findings of a rule rest on.

        Raises:
            NotFound: the catalogue knows no such rule.
        """
        return self.named(rule).evidence

    def fix_of(self, rule: str, *, english: bool = False) -> str:
        """Return what to do about a finding of this rule, one sentence or two.

        Raises:
            NotFound: the catalogue knows no such rule.
        """
        return self.named(rule).words(english=english).remedy
