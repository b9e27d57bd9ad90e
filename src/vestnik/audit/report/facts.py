"""What the catalogue of rules tells a report: class of evidence, title, how places are closed.

A rule that the catalogue does not know speaks by its carrier, and its hint is empty.
"""

from vestnik.audit.model import Finding, Signal
from vestnik.audit.rules.load_rules import load_rules
from vestnik.audit.rules.model import Words


def evidence_of(item: Finding | Signal) -> str:
    """Return what a finding or a signal rests on."""
    known = load_rules().by_id.get(rule_of(item))
    if known is not None:
        return known.evidence.value
    return item.claim.value if isinstance(item, Signal) else item.carrier.value


def title_of(rule: str) -> str:
    """Return what a rule is called in Russian; empty when the catalogue does not know it."""
    return known.title if (known := _words(rule)) else ""


def what_of(rule: str) -> str:
    """Return in one Russian sentence what was seen; empty when the catalogue does not know it."""
    return known.what if (known := _words(rule)) else ""


def why_of(rule: str) -> str:
    """Return why it matters; empty when the catalogue does not know it."""
    return known.why if (known := _words(rule)) else ""


def fix_of(rule: str) -> str:
    """Return how places of this rule are closed; empty when the catalogue does not know it."""
    return known.remedy if (known := _words(rule)) else ""


def rule_of(item: Finding | Signal) -> str:
    """Return the rule of a finding, the check of a signal."""
    return item.check if isinstance(item, Signal) else item.rule


def _words(rule: str) -> Words | None:
    known = load_rules().by_id.get(rule)
    return known.russian if known is not None else None
