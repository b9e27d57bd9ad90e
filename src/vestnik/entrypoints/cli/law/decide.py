"""``vestnik law decide``: one question by options, or many as JSON."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Final, NoReturn

import msgspec
import typer
from rich.console import Console

from vestnik.entrypoints.cli.law.pack import pack_or_refuse
from vestnik.entrypoints.cli.law.view import show_verdict
from vestnik.entrypoints.cli.usage import refuse
from vestnik.kernel.clock import SystemClock
from vestnik.kernel.errors import InvalidInput, VestnikError
from vestnik.kernel.text import N_
from vestnik.law.answer import answer_of
from vestnik.law.decide import decide
from vestnik.law.explain import explain
from vestnik.law.model import Pack, Purpose
from vestnik.law.permit import Denial, Permit
from vestnik.law.policy.form import Invites, parse_question
from vestnik.law.policy.question import (
    CallFact,
    CallState,
    Consent,
    ConsentKind,
    Content,
    Initiator,
    Organisation,
    Question,
    RecipientKind,
)
from vestnik.law.policy.rules import MOSCOW
from vestnik.law.signatures import load as load_signatures
from vestnik.law.text_check.invited import invited

PERMITTED, DENIED, HELD = 0, 1, 4
"""Exit codes of a question asked by options; wrong usage is 2."""

MAX_QUESTION: Final = 1_000_000
"""Bytes of one question."""


class YesNo(StrEnum):
    """An answer on the command line; leaving the option out means "not known"."""

    YES = "yes"
    NO = "no"


_Platform = Annotated[
    str | None, typer.Option("--platform", "--channel", help=_("Площадка или канал: telegram, email…"))
]
_Purpose = Annotated[Purpose | None, typer.Option(help=_("Зачем пишем: %s.") % ", ".join(Purpose))]
_Subjects = Annotated[
    list[str] | None, typer.Option(help=_("Кто вы: код из «law subjects»; можно несколько раз."))
]
_Accepted = Annotated[
    list[str] | None, typer.Option(help=_("Принятая владельцем норма; можно несколько раз."))
]
_Call = Annotated[
    CallState, typer.Option(help=_("Идёт ли у получателя разговор: %s.") % ", ".join(CallState))
]
_Recipient = Annotated[RecipientKind, typer.Option(help=_("Кому пишем: %s.") % ", ".join(RecipientKind))]
_First = Annotated[Initiator | None, typer.Option(help=_("Кто написал первым: %s.") % ", ".join(Initiator))]
_Consent = Annotated[
    YesNo | None, typer.Option(help=_("Есть ли доказуемое согласие на рекламу или вызов: yes или no."))
]
_Contract = Annotated[
    YesNo | None, typer.Option(help=_("Есть ли договор с оператором абонента: yes или no."))
]
_Personal = Annotated[
    YesNo | None, typer.Option(help=_("Есть ли персональные или платёжные данные: yes или no."))
]
_OptOut = Annotated[
    YesNo | None, typer.Option(help=_("Отказался ли абонент от рассылок у оператора: yes или no."))
]
_Text = Annotated[
    str | None, typer.Option(help=_("Текст сообщения: не зовёт ли он сам в иностранный мессенджер."))
]
_At = Annotated[str | None, typer.Option(help=_("На какой день или момент: 2026-11-23; иначе — сейчас."))]
_File = Annotated[
    str | None, typer.Option(help=_("Файл с вопросом в JSON или вопросами в JSON Lines; «-» — ввод."))
]


def decide_command(  # noqa: PLR0913, PLR0917 — one option a fact
    platform: _Platform = None,
    purpose: _Purpose = None,
    subject: _Subjects = None,
    accept: _Accepted = None,
    call: _Call = CallState.UNKNOWN,
    recipient: _Recipient = RecipientKind.CITIZEN,
    initiated_by: _First = None,
    consent: _Consent = None,
    contract: _Contract = None,
    personal_data: _Personal = None,
    operator_opt_out: _OptOut = None,
    text: _Text = None,
    at: _At = None,
    question: _File = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Ответ в JSON."))] = False,
    trace: Annotated[bool, typer.Option("--trace", help=_("Показать каждое правило."))] = False,
) -> None:
    """Можно ли отправить сообщение и почему.

    Код выхода: 0 — можно, 1 — нельзя, 4 — подождёт, 2 — ошибка в вопросе. С «--question» ответ стоит в
    выводе, а код 0 значит, что на каждый вопрос отвечено.
    """
    if question is not None:
        if platform is not None or purpose is not None:
            refuse(_("Нужно одно из двух: «--question» или «--platform» с «--purpose»."))
        answer_file(question, trace=trace)
    if platform is None or purpose is None:
        refuse(_("Назовите площадку и цель: «--platform» и «--purpose», или дайте «--question»."))
    pack, moment = pack_or_refuse(), _moment(at)
    asked = Question(
        organisation=_organisation(pack, subject, accept, contract),
        platform=platform,
        purpose=purpose,
        at=moment,
        recipient=recipient,
        initiated_by=initiated_by,
        contains=_contains(personal_data),
        consents=_consents(purpose, consent, moment),
        operator_opt_out=known(operator_opt_out),
        call=CallFact(call),
        invites=None if text is None else _invites()(text),
    )
    _tell(pack, asked, as_json=as_json, trace=trace)


def _tell(pack: Pack, question: Question, *, as_json: bool, trace: bool) -> NoReturn:
    try:
        verdict = decide(pack, question)
    except VestnikError as error:
        refuse(str(error))
    if as_json:
        typer.echo(json.dumps(explain(pack, verdict, trace=trace), ensure_ascii=False, indent=2))
    else:
        show_verdict(Console(highlight=False, soft_wrap=False), explain(pack, verdict, trace=trace))
    if isinstance(verdict, Permit):
        raise typer.Exit(PERMITTED)
    raise typer.Exit(DENIED if isinstance(verdict, Denial) else HELD)


def answer_file(name: str, *, trace: bool) -> NoReturn:
    """Answer the question or questions of a file: one JSON object in, one out; one line in, one line out."""
    pack, invites = pack_or_refuse(), _invites()
    try:
        with Path(name).open("rb") if name != "-" else sys.stdin.buffer as file:
            asked = _asked(file)
            raise typer.Exit(_answer_all(asked, pack, invites, trace=trace))
    except OSError as error:
        refuse(_("Файл «%(name)s» не читается: %(why)s.") % {"name": name, "why": error.strerror})


def _asked(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield questions with their line numbers; an object written over several lines is one question."""
    first = file.readline(MAX_QUESTION + 1)
    if _is_object(first):
        yield 1, first
        for number, line in enumerate(iter(lambda: file.readline(MAX_QUESTION + 1), b""), 2):
            if line.strip():
                yield number, line
            if len(line) > MAX_QUESTION:
                return
    else:
        yield 1, first + file.read(MAX_QUESTION + 1)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(msgspec.json.decode(line), dict)
    except msgspec.DecodeError:
        return False


def _answer_all(asked: Iterable[tuple[int, bytes]], pack: Pack, invites: Invites, *, trace: bool) -> int:
    code, out = 0, sys.stdout.buffer
    for number, line in asked:
        try:
            if len(line) > MAX_QUESTION:
                raise InvalidInput(N_("Вопрос длиннее %(limit)s байт.", limit=MAX_QUESTION), field="question")
            verdict = decide(pack, parse_question(line, pack, invites))
            told: Any = answer_of(pack, verdict, trace=trace)
        except VestnikError as error:
            typer.echo(f"{number}: {error}", err=True)
            told = {
                "error": {
                    "line": number,
                    "field": error.field,
                    "message": str(error.message),
                    "hint": str(error.hint) if error.hint is not None else None,
                }
            }
            code = 2
        out.write(msgspec.json.encode(told) + b"\n")
    out.flush()
    return code


def _invites() -> Invites:
    return partial(invited, load_signatures())


def _organisation(
    pack: Pack, subjects: list[str] | None, accepted: list[str] | None, contract: YesNo | None
) -> Organisation:
    for code in subjects or ():
        if code not in pack.subjects or pack.subjects[code].anyone:
            refuse(_("Кода «%s» среди ответов «кто мы» нет. Список: vestnik law subjects.") % code)
    for norm_id in accepted or ():
        if norm_id not in pack.norms:
            refuse(_("Нормы «%s» в наборе нет. Список: vestnik law norms.") % norm_id)
    return Organisation(
        subjects=frozenset(subjects) if subjects else None,
        accepted_norms=frozenset(accepted or ()),
        operator_contract=known(contract),
    )


def _contains(answer: YesNo | None) -> frozenset[Content] | None:
    if answer is None:
        return None
    return frozenset({Content.PERSONAL_DATA}) if answer is YesNo.YES else frozenset()


def _consents(purpose: Purpose, answer: YesNo | None, at: datetime) -> tuple[Consent, ...] | None:
    if answer is None:
        return None
    if answer is YesNo.NO:
        return ()
    kind = ConsentKind.MASS_CALL if purpose is Purpose.MASS_CALL else ConsentKind.ADVERTISING
    return (Consent(kind, given_at=at - timedelta(days=1), verified=True),)


def _moment(text: str | None) -> datetime:
    if text is None:
        return SystemClock().now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        refuse(_("«%s» — не дата. Пример: 2026-11-23 или 2026-11-23T10:00:00+03:00.") % text)
    if moment.tzinfo is None:
        # A bare day means its noon in Moscow, so that no time zone moves it to a neighbour.
        noon = moment.time() == time() and "T" not in text.upper()
        moment = moment.replace(hour=12 if noon else moment.hour, tzinfo=MOSCOW)
    return moment.astimezone(UTC)


def known(answer: YesNo | None) -> bool | None:
    """Return yes as True, no as False, silence as None."""
    return None if answer is None else answer is YesNo.YES
