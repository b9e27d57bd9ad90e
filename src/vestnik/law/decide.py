"""The one door out: may this message go? Pure: facts come in, an answer with its grounds comes out."""

from typing import Final

from vestnik.law.model import Pack
from vestnik.law.permit import _SEAL, Denial, Hold, Permit, Verdict
from vestnik.law.policy.program import Program, program_of
from vestnik.law.policy.question import Question

_seal: Final = _SEAL


def decide(pack: Pack, question: Question) -> Verdict:
    """Answer ``question`` under ``pack``: a Permit, a Hold or a Denial, each with reasons and a trace.

    A denial rests on a confirmed norm, on a secondary one that the owner accepted, on a closed platform
    or on a rule of the product; an unverified norm only warns. Denial outweighs hold, hold outweighs
    permit. The same pack and question always give an equal answer.

    Raises:
        InvalidInput: the pack knows no such platform.
    """
    # ``_value_``: a member's own hash is Python code, its value's is not.
    key = (question.platform, question.purpose._value_, question.recipient._value_)
    program: Program | None = pack.programs.get(key)
    if program is None:
        program = program_of(pack, question.platform, question.purpose, question.recipient)
    found = program.run(question)
    if found is None:
        return Permit(_seal, question, program)
    denials, holds, warnings, needs, missing, until, waits_for = found
    if denials:
        return Denial(_seal, question, program, denials, warnings, needs, missing)
    if holds:
        return Hold(_seal, question, program, holds, warnings, needs, missing, until, waits_for)
    return Permit(_seal, question, program, (), warnings, needs, missing)
