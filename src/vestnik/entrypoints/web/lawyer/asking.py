"""A question to the law as a form: typed values ↔ the JSON shape that ``law.policy.form`` reads. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from vestnik.kernel.text import N_, Text
from vestnik.law.model import Pack
from vestnik.law.policy.facts import MOSCOW
from vestnik.law.policy.question import Organisation

Plain = dict[str, Any]
Faulty = dict[str, tuple[Text, Text | None]]

SINGLE: Final = (
    "platform",
    "purpose",
    "recipient",
    "initiated_by",
    "consent",
    "opt_out",
    "time_zone",
    "contains",
    "automated",
    "call",
    "call_ended",
    "at",
    "quiet_from",
    "quiet_to",
    "free_codes",
    "cap_limit",
    "cap_hours",
    "earlier",
    "contract",
    "registry",
    "who",
)
"""Fields with one value, in the order of the page. The text is not among them: no address holds it."""
MANY: Final = ("subjects", "accepted")
ZONES: Final = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)
FIELD_OF_FACT: Final[Mapping[str, str]] = {
    "organisation": "who",
    "operator_contract": "contract",
    "contains": "contains",
    "advertising_consent": "consent",
    "call_consent": "consent",
    "automated": "automated",
    "call": "call",
    "time_zone": "time_zone",
    "earlier": "earlier",
}
"""Where on the page a missing fact is told."""

_HYPOTHETICAL: Final = "what-if"
_YES: Final = {"yes": True, "no": False}
_CONTAINS: Final[Mapping[str, list[str]]] = {
    "nothing": [],
    "personal_data": ["personal_data"],
    "payment_data": ["payment_data"],
    "both": ["personal_data", "payment_data"],
}
_FIELDS: Final = (
    ("channel", "platform"),
    ("purpose", "purpose"),
    ("at", "at"),
    ("organisation.accepted_norms", "accepted"),
    ("organisation", "subjects"),
    ("recipient.time_zone", "time_zone"),
    ("recipient.earlier", "earlier"),
    ("recipient.consents", "consent"),
    ("recipient", "recipient"),
    ("company.quiet_hours", "quiet_from"),
    ("company.frequency_caps", "cap_limit"),
    ("call", "call"),
    ("initiated_by", "initiated_by"),
    ("text", "text"),
    ("registry", "registry"),
)
_MAX_COUNT: Final = 1000
_YEARS: Final = range(2000, 2101)
MAX_TYPED: Final = 8000
"""Characters of a text: with six bytes for a Russian letter it still fits a form."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed into the form; a field that is not there is empty."""

    values: Mapping[str, tuple[str, ...]]
    text: str = ""

    def get(self, name: str) -> str:
        """Return the value of a field."""
        return self.values[name][-1] if self.values.get(name) else ""

    def all(self, name: str) -> tuple[str, ...]:
        """Return the ticked boxes of a field."""
        return self.values.get(name, ())

    @property
    def complete(self) -> bool:
        """Whether enough is said to be answered."""
        return bool(self.get("platform") and self.get("purpose"))

    def query(self, **changes: str) -> str:
        """Return the address of this question, without the text, with some fields changed."""
        pairs = [(name, value) for name in SINGLE if (value := changes.get(name, self.get(name)))] + [
            (name, value) for name in MANY if self.get("who") for value in self.all(name)
        ]
        return f"/law/ask?{urlencode(pairs)}" if pairs else "/law/ask"


def asked(all_of: Callable[[str], Sequence[str]], text: str = "") -> Asked:
    """Read the fields from a form or a query; ``all_of`` returns every value of a name."""
    read = {name: tuple(value.strip()[:200] for value in all_of(name)[:100]) for name in (*SINGLE, *MANY)}
    return Asked({name: values for name, values in read.items() if any(values)}, text)


def plain_question(
    asked: Asked, organisation: Organisation, pack: Pack, now: datetime
) -> tuple[Plain, Faulty]:
    """Return the question in its published shape, and what is wrong with fields that cannot be read.

    ``organisation`` is this company as it stands; another one is asked about where the form says so.
    """
    faults: Faulty = {}
    at = _moment(asked, "at", faults) or now
    plain: Plain = {
        "channel": asked.get("platform"),
        "purpose": asked.get("purpose"),
        "at": at.isoformat(),
        "organisation": _organisation(asked, organisation, pack),
        "recipient": _recipient(asked, at, faults),
        "call": _call(asked, faults),
        "company": _company(asked, faults),
    }
    if asked.get("initiated_by"):
        plain["initiated_by"] = asked.get("initiated_by")
    if asked.get("contains") in _CONTAINS:
        plain["contains"] = _CONTAINS[asked.get("contains")]
    if asked.get("automated") in _YES:
        plain["automated"] = _YES[asked.get("automated")]
    if asked.get("registry"):
        plain["registry"] = {"state": asked.get("registry"), "hash": _HYPOTHETICAL}
    if asked.text.strip():
        plain["text"] = asked.text
    return plain, faults


def field_of(path: str) -> str:
    """Return the field of the page behind a place in the published shape."""
    return next((field for start, field in _FIELDS if path.startswith(start)), "")


def _organisation(asked: Asked, own: Organisation, pack: Pack) -> Plain:
    if asked.get("who") == "nobody":
        said: Plain = {}
    elif asked.get("who") == "other":
        said = {"subjects": list(asked.all("subjects")), "accepted_norms": list(asked.all("accepted"))}
    else:
        # What an older pack knew and this one does not can concern nobody any more.
        said = {"accepted_norms": sorted(own.accepted_norms & pack.norms.keys())}
        if own.subjects is not None:
            said["subjects"] = sorted(own.subjects & pack.subjects.keys())
        if own.operator_contract is not None:
            said["operator_contract"] = own.operator_contract
    if asked.get("contract") in _YES:
        said["operator_contract"] = _YES[asked.get("contract")]
    return said


def _recipient(asked: Asked, at: datetime, faults: Faulty) -> Plain:
    said: Plain = {"kind": asked.get("recipient") or "citizen"}
    consents = list(_consents(asked.get("consent"), asked.get("platform")))
    if consents or asked.get("consent") == "no":
        said["consents"] = consents
    if asked.get("opt_out") in _YES:
        said["operator_opt_out"] = _YES[asked.get("opt_out")]
    if asked.get("time_zone"):
        said["time_zone"] = asked.get("time_zone")
    sent = _count(asked, "earlier", faults, least=0)
    if sent is not None:
        just_before = (at - timedelta(minutes=1)).isoformat()
        said["earlier"] = [{"purpose": asked.get("purpose"), "at": just_before}] * sent
    return said


def _consents(word: str, channel: str) -> Iterator[Plain]:
    """Yield a consent of each kind for this very channel: the law asks for the one that matters."""
    verified = {"yes": True, "unproven": False}.get(word)
    if verified is not None:
        for kind in ("advertising", "mass_call"):
            yield {"kind": kind, "channel": channel, "verified": verified}


def _call(asked: Asked, faults: Faulty) -> Plain:
    said: Plain = {"state": asked.get("call") or "unknown"}
    ended = _moment(asked, "call_ended", faults)
    if ended is not None:
        said["ended_at"] = ended.isoformat()
    return said


def _company(asked: Asked, faults: Faulty) -> Plain:
    said: Plain = {"hold_codes_during_calls": asked.get("free_codes") != "yes"}
    start, end = asked.get("quiet_from"), asked.get("quiet_to")
    if start and end:
        said["quiet_hours"] = {"from": start[:5], "to": end[:5]}
    elif start or end:
        missing = "quiet_to" if start else "quiet_from"
        faults[missing] = (N_("Назовите и начало, и конец тихих часов."), None)
    limit = _count(asked, "cap_limit", faults, least=1)
    if limit is not None:
        hours = _count(asked, "cap_hours", faults, least=1)
        said["frequency_caps"] = [{"purpose": asked.get("purpose"), "limit": limit, "hours": hours or 24}]
    return said


def _moment(asked: Asked, name: str, faults: Faulty) -> datetime | None:
    """Read a day and time of Moscow, as a browser's own field writes it."""
    typed = asked.get(name)
    if not typed:
        return None
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        moment = None
    if moment is None or moment.year not in _YEARS:
        faults[name] = (N_("Это не дата со временем."), N_("Например: 2026-10-01T12:30, по Москве."))
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=MOSCOW)


def _count(asked: Asked, name: str, faults: Faulty, *, least: int) -> int | None:
    typed = asked.get(name)
    if not typed:
        return None
    if typed.isascii() and typed.isdigit() and len(typed) <= 4 and least <= int(typed) <= _MAX_COUNT:  # noqa: PLR2004
        return int(typed)
    faults[name] = (
        N_("Целое число от %(least)s до %(most)s.", least=least, most=_MAX_COUNT),
        None,
    )
    return None
