"""What a pack changed against the one before. Pure."""

from dataclasses import replace

from vestnik.law.model import Pack
from vestnik.law.packs.model import Differences


def compare(before: Pack, after: Pack) -> Differences:
    """Return the norms and rules of ``after`` that differ from ``before``."""
    kept = [norm_id for norm_id in before.norms if norm_id in after.norms]
    old_rules = {rule.id: rule for rule in before.rules}
    new_rules = {rule.id: rule for rule in after.rules}
    return Differences(
        added=tuple(norm_id for norm_id in after.norms if norm_id not in before.norms),
        removed=tuple(norm_id for norm_id in before.norms if norm_id not in after.norms),
        statuses=tuple(
            (before.norms[norm_id], after.norms[norm_id])
            for norm_id in kept
            if before.norms[norm_id].status is not after.norms[norm_id].status
        ),
        changed=tuple(
            norm_id
            for norm_id in kept
            if replace(before.norms[norm_id], status=after.norms[norm_id].status) != after.norms[norm_id]
        ),
        rules_added=tuple(rule_id for rule_id in new_rules if rule_id not in old_rules),
        rules_removed=tuple(rule_id for rule_id in old_rules if rule_id not in new_rules),
        rules_changed=tuple(
            rule_id for rule_id, rule in new_rules.items() if old_rules.get(rule_id, rule) != rule
        ),
    )
