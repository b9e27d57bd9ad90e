"""``vestnik law``: ask the policy, read the norms and platforms, check the pack."""

import json
from datetime import UTC, datetime, time
from enum import StrEnum
from gettext import gettext as _
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from vestnik.entrypoints.cli import law_pack
from vestnik.entrypoints.cli.law_pack import PackPath, pack_at
from vestnik.entrypoints.cli.law_view import show_norm, show_norms, show_platforms, show_verdict
from vestnik.entrypoints.cli.usage import RussianCommand, refuse
from vestnik.kernel.clock import SystemClock
from vestnik.kernel.errors import VestnikError
from vestnik.law.decide import decide
from vestnik.law.explain import explain, norm_to_plain
from vestnik.law.model import (
    CallFact,
    CallState,
    NormStatus,
    Organisation,
    Pack,
    PlatformKind,
    Purpose,
    Question,
    RecipientKind,
)
from vestnik.law.permit import Denial, Permit
from vestnik.law.rules import MOSCOW

PERMITTED, DENIED, HELD = 0, 1, 4
"""Exit codes of ``law decide``; wrong usage is 2."""


class YesNo(StrEnum):
    """An answer on the command line; leaving the option out means "not known"."""

    YES = "yes"
    NO = "no"


def register(app: typer.Typer) -> None:
    """Add ``law`` with its commands to the command line."""
    law = typer.Typer(no_args_is_help=True, help=_("Что можно по закону и почему: нормы, площадки, решения."))
    law.command("decide", cls=RussianCommand)(decide_command)
    law.command("norms", cls=RussianCommand)(norms_command)
    law.command("explain", cls=RussianCommand)(explain_command)
    law.command("platforms", cls=RussianCommand)(platforms_command)
    law.command("subjects", cls=RussianCommand)(subjects_command)
    law_pack.register(law)
    app.add_typer(law, name="law")


def decide_command(  # noqa: PLR0913, PLR0917 — one option a fact
    platform: Annotated[str, typer.Option(help=_("Площадка или канал: telegram, email, sms…"))],
    purpose: Annotated[Purpose, typer.Option(help=_("Зачем пишем: %s.") % ", ".join(Purpose))],
    subject: Annotated[
        list[str] | None, typer.Option(help=_("Кто вы: код из «law subjects»; можно несколько раз."))
    ] = None,
    accept: Annotated[
        list[str] | None, typer.Option(help=_("Принятая владельцем норма; можно несколько раз."))
    ] = None,
    call: Annotated[
        CallState, typer.Option(help=_("Идёт ли у получателя разговор: %s.") % ", ".join(CallState))
    ] = CallState.UNKNOWN,
    recipient: Annotated[
        RecipientKind, typer.Option(help=_("Кому пишем: %s.") % ", ".join(RecipientKind))
    ] = RecipientKind.CITIZEN,
    consent: Annotated[
        YesNo | None, typer.Option(help=_("Есть ли согласие на рекламу или вызов: yes или no."))
    ] = None,
    personal_data: Annotated[
        YesNo | None, typer.Option(help=_("Есть ли персональные данные: yes или no."))
    ] = None,
    operator_opt_out: Annotated[
        YesNo | None, typer.Option(help=_("Отказался ли абонент от рассылок у оператора: yes или no."))
    ] = None,
    at: Annotated[
        str | None, typer.Option(help=_("На какой день или момент: 2026-11-23; иначе — сейчас."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Ответ в JSON."))] = False,
    trace: Annotated[bool, typer.Option("--trace", help=_("Показать каждое правило."))] = False,
) -> None:
    """Можно ли отправить сообщение и почему.

    Код выхода: 0 — можно, 1 — нельзя, 4 — подождёт, 2 — ошибка в вопросе.
    """
    pack = _pack()
    agreed = _known(consent)
    question = Question(
        organisation=_organisation(pack, subject, accept),
        platform=platform,
        purpose=purpose,
        at=_moment(at),
        recipient=recipient,
        personal_data=_known(personal_data),
        advertising_consent=agreed,
        call_consent=agreed if purpose is Purpose.MASS_CALL else None,
        operator_opt_out=_known(operator_opt_out),
        call=CallFact(call),
    )
    try:
        verdict = decide(pack, question)
    except VestnikError as error:
        refuse(str(error))
    answer = explain(pack, verdict, trace=trace)
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        show_verdict(_console(), answer)
    if isinstance(verdict, Permit):
        raise typer.Exit(PERMITTED)
    raise typer.Exit(DENIED if isinstance(verdict, Denial) else HELD)


def norms_command(
    find: Annotated[str, typer.Argument(help=_("Слово из нормы, акта или её id."))] = "",
    status: Annotated[
        NormStatus | None, typer.Option(help=_("Только с таким статусом: %s.") % ", ".join(NormStatus))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Ответ в JSON."))] = False,
    pack_path: PackPath = None,
) -> None:
    """Нормы набора: что говорят, насколько подтверждены, с какого дня."""
    pack = _pack(pack_path)
    wanted = find.casefold()
    found = [
        norm_to_plain(pack, norm)
        for norm in pack.norms.values()
        if wanted in f"{norm.id} {norm.citation} {norm.summary}".casefold()
        and (status is None or norm.status is status)
    ]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        show_norms(_console(), pack, found)


def explain_command(
    norm_id: Annotated[str, typer.Argument(help=_("Id нормы, например 41fz-15-1."))],
    as_json: Annotated[bool, typer.Option("--json", help=_("Ответ в JSON."))] = False,
    pack_path: PackPath = None,
) -> None:
    """Одна норма целиком: текст, кого касается, источники, оговорки, санкции."""
    pack = _pack(pack_path)
    norm = pack.norms.get(norm_id)
    if norm is None:
        refuse(_("Нормы «%s» в наборе нет. Список: vestnik law norms.") % norm_id)
    plain = norm_to_plain(pack, norm)
    if as_json:
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        show_norm(_console(), plain)


def platforms_command(
    kind: Annotated[
        PlatformKind | None, typer.Option(help=_("Только такого вида: %s.") % ", ".join(PlatformKind))
    ] = None,
) -> None:
    """Площадки: чьи, в каком состоянии, что могут."""
    pack = _pack()
    show_platforms(_console(), [item for item in pack.platforms.values() if kind in {None, item.kind}])


def subjects_command() -> None:
    """Классы компаний, о которых говорят нормы: по ним отвечают на вопрос «кто мы»."""
    console = _console()
    for subject in _pack().subjects.values():
        if not subject.anyone:
            console.print(f"[bold]{subject.code:<18}[/] {subject.question}")


def _pack(path: Path | None = None) -> Pack:
    try:
        return pack_at(path)
    except VestnikError as error:
        refuse(str(error))


def _organisation(pack: Pack, subjects: list[str] | None, accepted: list[str] | None) -> Organisation:
    for code in subjects or ():
        if code not in pack.subjects or pack.subjects[code].anyone:
            refuse(_("Кода «%s» среди ответов «кто мы» нет. Список: vestnik law subjects.") % code)
    for norm_id in accepted or ():
        if norm_id not in pack.norms:
            refuse(_("Нормы «%s» в наборе нет. Список: vestnik law norms.") % norm_id)
    return Organisation(
        subjects=frozenset(subjects) if subjects else None, accepted_norms=frozenset(accepted or ())
    )


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


def _known(answer: YesNo | None) -> bool | None:
    return None if answer is None else answer is YesNo.YES


def _console() -> Console:
    return Console(highlight=False, soft_wrap=False)
