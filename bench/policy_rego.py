"""The rule pack as a Rego module, asked through regorus: its interpreter and its bytecode."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import regorus

from bench.policy_clauses import Clause, attributes, clauses
from bench.policy_questions import Answer, answer_from, plain
from vestnik.law.model import Pack
from vestnik.law.policy.question import Question

FACTS: Final = {
    "subjects_unknown": "input.unanswered",
    "sensitive_data": 'input.contains == "some"',
    "sensitive_data_unknown": 'input.contains == "unknown"',
    "sensitive_data_possible": "input.contains",
    "client_wrote_first": "input.client_first",
    "no_advertising_consent": "input.ads",
    "advertising_consent_unproven": 'input.ads == "unproven"',
    "no_call_consent": "input.calls",
    "operator_opt_out": "input.opt_out",
    "no_operator_contract": 'input.contract == "no"',
    "operator_contract_unknown": 'input.contract == "unknown"',
    "dialled_automatically": 'input.automated == "yes"',
    "dialling_unknown": 'input.automated == "unknown"',
    "codes_are_held": "input.codes_held",
    "call_in_progress": 'input.line == "active"',
    "call_just_ended": "input.grace",
    "call_unknown": 'input.line == "unknown"',
    "quiet_hours_now": "input.quiet",
    "quiet_hours_without_zone": "input.quiet_unsure",
    "cap_reached": "input.cap",
    "cap_without_history": "input.cap_unsure",
    "registry_excluded": 'input.registry == "excluded"',
    "registry_missing": 'input.registry == "missing"',
    "invites_abroad": "some one in input.invites; data.foreign[one]",
    "invites_where_advertising_is_banned": "some one in input.invites; data.ads_banned[one]",
}
"""What each condition of ``rules.toml`` asks, in Rego."""

HEAD: Final = """package law

import rego.v1

answer := ANSWER

here := data.platforms[input.platform]
"""
FILE: Final = "law.rego"
QUERY: Final = "data.law.answer"


class Rego:
    """The pack compiled once by the interpreter, the platforms as its data."""

    def __init__(self, pack: Pack, facts: Mapping[str, str] = FACTS) -> None:
        self.module = module(pack, facts)
        self._asked = frozenset({"platform", *re.findall(r"input\.(\w+)", self.module)})
        self._open(json.dumps(_data(pack)))

    def _open(self, data: str) -> None:
        self._engine = regorus.Engine()
        self._engine.add_policy(FILE, self.module)
        self._engine.add_data_json(data)

    def prepared(self, question: Question) -> str:
        """Return the input for a question as JSON, with the facts that a rule asks about."""
        known = {
            "platform": question.platform,
            "purpose": str(question.purpose),
            "recipient": str(question.recipient),
            **plain(question),
        }
        return json.dumps({name: fact for name, fact in known.items() if name in self._asked})

    def ask(self, prepared: Sequence[str]) -> list[Any]:
        """Answer prepared questions one after another: sets of rule ids by effect."""
        put, answer = self._engine.set_input_json, self._engine.eval_rule
        return [(put(one), answer(QUERY))[1] for one in prepared]

    def answer(self, result: Any) -> Answer:
        """Return a result in the form engines are compared in."""
        return answer_from(result)


class RegoBytecode(Rego):
    """The same module compiled to the bytecode of regorus' own machine."""

    def _open(self, data: str) -> None:
        program = regorus.Program.compile_from_modules(data, [(FILE, self.module)], [QUERY])
        self._machine = regorus.Rvm()
        self._machine.load_program(program)
        self._machine.set_data_json(data)

    def ask(self, prepared: Sequence[str]) -> list[Any]:
        """Answer prepared questions one after another: JSON that holds lists of rule ids by effect."""
        put, answer = self._machine.set_input_json, self._machine.execute
        return [(put(one), answer())[1] for one in prepared]

    def answer(self, result: Any) -> Answer:
        """Return a result in the form engines are compared in."""
        return answer_from(json.loads(result))


def _data(pack: Pack) -> dict[str, Any]:
    platforms = pack.platforms.values()
    return {
        "platforms": {one.id: attributes(one) for one in platforms},
        "foreign": {one.id: True for one in platforms if one.foreign_owned},
        "ads_banned": {one.id: True for one in platforms if one.fas_named and one.access_restricted},
    }


def module(pack: Pack, facts: Mapping[str, str] = FACTS) -> str:
    """Return the text of the module: a partial set of rule ids for each effect."""
    rows = tuple(clauses(pack))
    effects = sorted({clause.effect for clause in rows})
    answer = ", ".join(f'"{effect}": {effect}' for effect in effects)
    head = HEAD.replace("ANSWER", f"{{{answer}}}")
    return head + "\n".join(_rule(clause, facts) for clause in rows) + "\n"


def _rule(clause: Clause, facts: Mapping[str, str]) -> str:
    conditions = "; ".join((*_lane(clause), *_facts(clause, facts), *_company(clause))) or "true"
    return f'{clause.effect} contains "{clause.rule}" if {{ {conditions} }}'


def _lane(clause: Clause) -> Iterator[str]:
    if len(clause.purposes) == 1:
        yield f'input.purpose == "{clause.purposes[0]}"'
    elif clause.purposes:
        yield f"input.purpose in {{{', '.join(json.dumps(str(one)) for one in clause.purposes)}}}"
    for purpose in clause.not_purposes:
        yield f'input.purpose != "{purpose}"'
    for platform in clause.platforms:
        turned = platform.startswith("!")
        yield f'input.platform {"!=" if turned else "=="} "{platform.removeprefix("!")}"'
    for recipient in clause.recipients:
        yield f'input.recipient == "{recipient}"'
    for tag in clause.tags:
        yield f"not here.{tag[1:]}" if tag.startswith("!") else f"here.{tag}"


def _facts(clause: Clause, facts: Mapping[str, str]) -> Iterator[str]:
    for fact in clause.facts:
        yield facts[fact]
    if clause.start is not None:
        yield f"input.at >= {clause.start}"
    if clause.end is not None:
        yield f"input.at < {clause.end}"
    for moment in clause.since:
        yield f"input.at >= here.{moment}"


def _company(clause: Clause) -> Iterator[str]:
    if clause.accepted is not None:
        yield f'"{clause.accepted}" in input.accepted'
    if clause.not_accepted is not None:
        yield f'not "{clause.not_accepted}" in input.accepted'
    if clause.subjects:
        yield f"some mine in input.subjects; mine in {{{', '.join(map(json.dumps, clause.subjects))}}}"
