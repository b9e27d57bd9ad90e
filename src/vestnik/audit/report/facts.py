"""What the catalogue of rules tells a report: class of evidence, title, how places are closed.

A rule that the catalogue does not know speaks by its carrier, and its hint is empty.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from vestnik.audit.model import Finding, Signal

_CATALOGUE = "vestnik.audit.rules.load_rules"


@cache
def catalogue() -> Mapping[str, Any]:
    """Return the rules by their ids."""
    try:
        module = import_module(_CATALOGUE)
    except ModuleNotFoundError:
        return {}
    rules: Mapping[str, Any] = module.load_rules().by_id
    return rules


def evidence_of(item: Finding | Signal) -> str:
    """Return what a finding or a signal rests on."""
    known = catalogue().get(rule_of(item))
    if known is not None:
        return str(known.evidence.value)
    return item.claim.value if isinstance(item, Signal) else item.carrier.value


def title_of(rule: str) -> str:
    """Return what a rule is called in Russian; empty when the catalogue does not know it."""
    known = catalogue().get(rule)
    return str(known.russian.title) if known is not None else ""


def what_of(rule: str) -> str:
    """Return in one Russian sentence what was seen; empty when the catalogue does not know it."""
    known = catalogue().get(rule)
    return str(known.russian.what) if known is not None else ""


def why_of(rule: str) -> str:
    """Return why it matters; empty when the catalogue does not know it."""
    known = catalogue().get(rule)
    return str(known.russian.why) if known is not None else ""


def fix_of(rule: str) -> str:
    """Return how places of this rule are closed; empty when the catalogue does not know it."""
    known = catalogue().get(rule)
    return str(known.russian.remedy) if known is not None else ""


def rule_of(item: Finding | Signal) -> str:
    """Return the rule of a finding, the check of a signal."""
    return item.check if isinstance(item, Signal) else item.rule
