"""The rule pack as Cedar policies, asked through cedarpy."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from cedarpy import AuthzResult, Entities, PolicySet, is_authorized_batch

from bench.policy_clauses import Clause, attributes, clauses
from bench.policy_questions import Answer, answer_from, plain
from vestnik.law.model import Effect, Pack
from vestnik.law.policy.question import Question, RecipientKind

FACTS: Final = {
    "subjects_unknown": "context has unanswered",
    "sensitive_data": 'context has contains && context.contains == "some"',
    "sensitive_data_unknown": 'context has contains && context.contains == "unknown"',
    "sensitive_data_possible": "context has contains",
    "client_wrote_first": "context has client_first",
    "no_advertising_consent": "context has ads",
    "advertising_consent_unproven": 'context has ads && context.ads == "unproven"',
    "no_call_consent": "context has calls",
    "operator_opt_out": "context has opt_out",
    "no_operator_contract": 'context has contract && context.contract == "no"',
    "operator_contract_unknown": 'context has contract && context.contract == "unknown"',
    "dialled_automatically": 'context has automated && context.automated == "yes"',
    "dialling_unknown": 'context has automated && context.automated == "unknown"',
    "codes_are_held": "context has codes_held",
    "call_in_progress": 'context has line && context.line == "active"',
    "call_just_ended": "context has grace",
    "call_unknown": 'context has line && context.line == "unknown"',
    "quiet_hours_now": "context has quiet",
    "quiet_hours_without_zone": "context has quiet_unsure",
    "cap_reached": "context has cap",
    "cap_without_history": "context has cap_unsure",
    "registry_excluded": 'context has registry && context.registry == "excluded"',
    "registry_missing": 'context has registry && context.registry == "missing"',
    "invites_abroad": "context has invites && context.invites.containsAny(FOREIGN)",
    "invites_where_advertising_is_banned": "context has invites && context.invites.containsAny(ADS_BANNED)",
}
"""What each condition of ``rules.toml`` asks, in Cedar."""

KINDS: Final = {RecipientKind.CITIZEN: "Citizen", RecipientKind.ORGANISATION: "Organisation"}


class Cedar:
    """The pack parsed once into a policy set, the platforms into entities."""

    def __init__(self, pack: Pack, facts: Mapping[str, str] = FACTS) -> None:
        self.policies = policies(pack, facts)
        self._asked = frozenset(re.findall(r"context(?:\.| has )(\w+)", self.policies))
        self._set = PolicySet.from_str(self.policies)
        self._entities = Entities.from_json_str(
            json.dumps(
                [
                    {"uid": {"type": "Platform", "id": one.id}, "attrs": attributes(one), "parents": []}
                    for one in pack.platforms.values()
                ]
            )
        )

    def prepared(self, question: Question) -> dict[str, Any]:
        """Return the request for a question, its context as JSON: else cedarpy writes it at every call."""
        context = {name: fact for name, fact in plain(question).items() if name in self._asked}
        return {
            "principal": {"type": KINDS[question.recipient], "id": "r"},
            "action": {"type": "Action", "id": str(question.purpose)},
            "resource": {"type": "Platform", "id": question.platform},
            "context": json.dumps(context),
        }

    def ask(self, requests: Sequence[dict[str, Any]]) -> list[AuthzResult]:
        """Answer prepared requests in one call."""
        return is_authorized_batch(list(requests), self._set, self._entities)

    def answer(self, result: AuthzResult) -> Answer:
        """Return a result in the form engines are compared in.

        A denial of Cedar names the policies that forbid and no others, so warnings beside it are not told.

        Raises:
            AssertionError: Cedar could not evaluate a policy.
        """
        assert not result.diagnostics.errors, result.diagnostics.errors
        said: dict[str, list[str]] = {}
        for label in result.diagnostics.id_annotations_by_reason.values():
            effect, _, rule = label.partition(":")
            said.setdefault(effect, []).append(rule)
        return answer_from(said, warnings="deny" not in said)


def policies(pack: Pack, facts: Mapping[str, str] = FACTS) -> str:
    """Return the text of the policies: denials forbid; holds and warnings permit, told by their ids."""
    text = "\n".join(_policy(clause, facts) for clause in clauses(pack))
    foreign = [one.id for one in pack.platforms.values() if one.foreign_owned]
    banned = [one.id for one in pack.platforms.values() if one.fas_named and one.access_restricted]
    return text.replace("FOREIGN", json.dumps(foreign)).replace("ADS_BANNED", json.dumps(banned))


def _policy(clause: Clause, facts: Mapping[str, str]) -> str:
    word = "forbid" if clause.effect is Effect.DENY else "permit"
    principal = "".join(f" is {KINDS[RecipientKind(one)]}" for one in clause.recipients)
    resource = "".join(f' == Platform::"{one}"' for one in clause.platforms if not one.startswith("!"))
    action = ""
    if len(clause.purposes) == 1:
        action = f" == {_action(clause.purposes[0])}"
    elif clause.purposes:
        action = f" in [{', '.join(map(_action, clause.purposes))}]"
    conditions = " && ".join((*_lane(clause), *_facts(clause, facts), *_company(clause))) or "true"
    return (
        f'@id("{clause.effect}:{clause.rule}")\n'
        f"{word} (principal{principal}, action{action}, resource{resource}) when {{ {conditions} }};"
    )


def _lane(clause: Clause) -> Iterator[str]:
    for tag in clause.tags:
        yield f"!resource.{tag[1:]}" if tag.startswith("!") else f"resource.{tag}"
    for platform in clause.platforms:
        if platform.startswith("!"):
            yield f'resource != Platform::"{platform[1:]}"'
    for purpose in clause.not_purposes:
        yield f"action != {_action(purpose)}"


def _facts(clause: Clause, facts: Mapping[str, str]) -> Iterator[str]:
    for fact in clause.facts:
        yield facts[fact]
    if clause.start is not None:
        yield f"context.at >= {clause.start}"
    if clause.end is not None:
        yield f"context.at < {clause.end}"
    for moment in clause.since:
        yield f"context.at >= resource.{moment}"


def _company(clause: Clause) -> Iterator[str]:
    if clause.subjects:
        yield f"context has subjects && context.subjects.containsAny({json.dumps(clause.subjects)})"
    if clause.accepted is not None:
        yield _accepted(clause.accepted)
    if clause.not_accepted is not None:
        yield f"!({_accepted(clause.not_accepted)})"


def _action(purpose: str) -> str:
    return f'Action::"{purpose}"'


def _accepted(norm_id: str) -> str:
    return f'context has accepted && context.accepted.contains("{norm_id}")'
