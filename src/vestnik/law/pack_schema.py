"""The shape of a pack's files as JSON Schema (2020-12), for editors and other programs. Pure.

Days of TOML are strings of the format ``date``. What stands between rows (a source of tier P for a confirmed
norm, a sum named in words) no schema can say: that is for ``vestnik law lint``.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, TypeAlias

from vestnik.law.figures.model import Expected, SumUnit, TermUnit, ThresholdUnit, Whom
from vestnik.law.model import (
    Basis,
    Effect,
    Effort,
    NormEffect,
    NormKind,
    NormStatus,
    PlatformKind,
    Purpose,
    ReachedBy,
    ReceiptKind,
)
from vestnik.law.pack import FILE_NAME, MAX_FILES, MAX_VERSION, VERSION
from vestnik.law.packfile.case_rows import NEEDED
from vestnik.law.packfile.row import MAX_TEXT, TIERS
from vestnik.law.rows import OWN_TIER

Schema: TypeAlias = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def pack_schema(kind: str | None = None) -> Schema:
    """Return the schema of one kind of file (a key of ``KINDS``), or of every kind below ``$defs``.

    Raises:
        KeyError: there is no such kind.
    """
    if kind is not None:
        return {"$schema": DIALECT, "title": f"{kind} of a rule pack", **KINDS[kind]}
    return {
        "$schema": DIALECT,
        "title": "The files of a rule pack",
        "$defs": dict(KINDS),
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in KINDS],
    }


def _text(**more: Any) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": MAX_TEXT, "pattern": r"\S", **more}


def _word(kind: type[StrEnum]) -> Schema:
    return {"enum": [word.value for word in kind]}


def _words(kind: type[StrEnum] | None = None) -> Schema:
    items = _word(kind) if kind is not None else {"type": "string", "minLength": 1}
    return {"type": "array", "items": items, "uniqueItems": True}


def _rows(row: Schema) -> Schema:
    return {"type": "array", "items": row}


def _row(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None, **more: Any) -> Schema:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


def _file(key: str, row: Schema) -> Schema:
    return _row({}, {key: _rows(row)})


def _whole(pattern: re.Pattern[str]) -> str:
    return f"^(?:{pattern.pattern})$"


_DAY: Final[Schema] = {"type": "string", "format": "date"}
_TIER: Final[Schema] = {"enum": list(TIERS)}
_FLAG: Final[Schema] = {"type": "boolean"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 1}
_NUMBER: Final[Schema] = {"type": "integer", "minimum": 0}
_TOGETHER: Final = {
    "in_force_from": ["in_force_evidence"],
    "in_force_evidence": ["in_force_from"],
    "quote": ["quote_sha256"],
    "quote_sha256": ["quote"],
}

_SOURCE: Final = _row(
    {},
    {"url": _text(allOf=[{"pattern": "^https?://"}]), "note": _text(), "tier": _TIER, "seen": _DAY},
    oneOf=[{"required": ["url"]}, {"required": ["note"]}],
)
_CHANGE: Final = _row({"on": _DAY, "by": _text(), "what": _text(), "evidence": _TIER})
_SUM: Final = _row(
    {"who": _word(Whom), "unit": _word(SumUnit), "evidence": _TIER},
    {"from": _NUMBER, "to": _NUMBER, "note": _text(), "people_from": _NUMBER, "people_to": _NUMBER},
    anyOf=[{"required": ["from"]}, {"required": ["to"]}],
)
_TERM: Final = _row({"number": _COUNT, "unit": _word(TermUnit), "what": _text(), "evidence": _TIER})
_DATE: Final = _row({"on": _DAY, "what": _text(), "evidence": _TIER})
_THRESHOLD: Final = _row({"number": _COUNT, "unit": _word(ThresholdUnit), "evidence": _TIER})
_EVENT: Final = _row({"what": _text(), "evidence": _TIER}, {"on": _DAY})

_NORM: Final = _row(
    {
        "id": _text(),
        "kind": _word(NormKind),
        "act": _text(),
        "summary": _text(),
        "effect": _word(NormEffect),
        "status": _word(NormStatus),
        "evidence": _TIER,
    },
    {
        "locator": _text(),
        "locator_evidence": _TIER,
        "act_date": _DAY,
        "publication": _text(),
        "amended_by": _text(),
        "applies_if": _text(),
        "subjects": _words(),
        "in_force_from": _DAY,
        "in_force_to": _DAY,
        "in_force_evidence": _TIER,
        "confidence_note": _text(),
        "caveats": _words(),
        "sources": _rows(_SOURCE),
        "penalty_for": _words(),
        "supersedes": _words(),
        "changes": _rows(_CHANGE),
        "sums": _rows(_SUM),
        "terms": _rows(_TERM),
        "dates": _rows(_DATE),
        "quote": _text(),
        "quote_sha256": _text(),
        "verified_by": _text(),
        "verified_at": _DAY,
        "review_due": _DAY,
    },
    dependentRequired=_TOGETHER,
)

_FACT_TIERS: Final = ("reaches_evidence", "effort_evidence", "receipts_evidence")

_PLATFORM: Final = _row(
    {"id": _text(), "name": _text(), "kind": _word(PlatformKind), "status": _text(), "evidence": _text()},
    {
        "foreign_owned": _FLAG,
        "on_rkn_list": _FLAG,
        "access_restricted": _FLAG,
        "fas_named": _FLAG,
        "owner": _text(),
        "note": _text(),
        "closed_on": _DAY,
        "access": _rows(_EVENT),
        "carries": _words(Purpose),
        "rank": {"type": "integer"},
        "sources": _rows(_SOURCE),
        "national": _FLAG,
        "national_since": _DAY,
        "national_evidence": _TIER,
        "reaches": _text(),
        "reached_by": _word(ReachedBy),
        "effort": _word(Effort),
        "effort_note": _text(),
        "receipts": _words(ReceiptKind),
        **{key: _text() for key in _FACT_TIERS},
    },
    **{
        "if": {"properties": {"kind": {"const": PlatformKind.OWN_ROAD.value}}},
        "then": {
            "properties": {
                "evidence": {"const": OWN_TIER},
                **{key: {"enum": [*TIERS, OWN_TIER]} for key in _FACT_TIERS},
            }
        },
        "else": {"properties": {"evidence": _TIER, **dict.fromkeys(_FACT_TIERS, _TIER)}},
    },
)

_SUBJECT: Final = _row(
    {"code": _text(), "name": _text(), "evidence": _TIER},
    {"anyone": _FLAG, "question": _text(), "hint": _text(), "threshold": _THRESHOLD},
)

_PURPOSE: Final = _row({"code": _word(Purpose), "name": _text(), "what": _text(), "needs": _text()})

_RULE: Final = _row(
    {"id": _text(), "effect": _word(Effect), "basis": _word(Basis), "text": _text()},
    {
        "when": _row(
            {},
            {
                "platform": _words(),
                "purposes": _words(Purpose),
                "not_purposes": _words(Purpose),
                "facts": _words(),
            },
        ),
        "norm": _text(),
        "missing": _text(),
        "waits_for": _text(),
        "until": _text(),
    },
)

_CASE: Final = _row(
    {
        "id": _text(),
        "title": _text(),
        "question": {
            "type": "object",
            "properties": {
                **{key: {"type": "string", "minLength": 1} for key in NEEDED},
                "organisation": {
                    "type": "object",
                    "properties": {"subjects": _words(), "accepted_norms": _words()},
                },
            },
            "required": list(NEEDED),
        },
        "expect": _row(
            {"verdict": _word(Expected)},
            {"norms": _words(), "warnings": _words(), "needs_decision": _words(), "rules": _words()},
        ),
    },
    {"norm": _text()},
)

_VERSION: Final[Schema] = {"type": "string", "maxLength": MAX_VERSION, "pattern": _whole(VERSION)}

_HEAD: Final = _row(
    {
        "id": _text(),
        "version": _VERSION,
        "as_of": _DAY,
        "language": _text(),
        "jurisdiction": _text(),
        "author": _text(),
        "norms": {
            "type": "array",
            "items": {"type": "string", "pattern": _whole(FILE_NAME)},
            "minItems": 1,
            "maxItems": MAX_FILES,
            "uniqueItems": True,
        },
    },
    {"changelog": _rows(_row({"version": _VERSION, "on": _DAY, "what": _text()}))},
)

KINDS: Final[Mapping[str, Schema]] = {
    "pack": _HEAD,
    "norms": _file("norm", _NORM),
    "platforms": _file("platform", _PLATFORM),
    "subjects": _file("subject", _SUBJECT),
    "purposes": _file("purpose", _PURPOSE),
    "rules": _file("rule", _RULE),
    "cases": _file("case", _CASE),
}
"""The schema of each kind of file; ``norms`` is for every file in ``norms/``."""
