"""``vestnik law who``, ``accept``, ``revoke`` and ``replay``: what this company answered and decided."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from gettext import gettext as _
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.markup import escape

from vestnik.entrypoints.cli.context import FAILED
from vestnik.entrypoints.cli.law.decide import YesNo, known
from vestnik.entrypoints.cli.law.view import show_norm
from vestnik.entrypoints.cli.usage import refuse
from vestnik.entrypoints.cli.with_core import law_of, option_by, option_workspace, person_of, run
from vestnik.kernel.core import Core
from vestnik.law.accept_norm import accept_norm
from vestnik.law.answer_who_we_are import OTHER_BUSINESS, answer_who_we_are
from vestnik.law.explain import norm_to_plain
from vestnik.law.model import Norm, Pack
from vestnik.law.packs.pack_by_hash import pack_by_hash
from vestnik.law.profile import Profile
from vestnik.law.profile_of import profile_of
from vestnik.law.revoke_norm import revoke_norm
from vestnik.notify.replay import Replayed, replay

_Workspace = Annotated[str | None, option_workspace()]
_By = Annotated[str | None, option_by()]
_NormId = Annotated[str, typer.Argument(help=_("Id нормы, например 41fz-15-1."))]
_MARKS: Final = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[yellow]?[/]"}


def who(
    context: typer.Context,
    subject: Annotated[
        list[str] | None, typer.Option(help=_("Кто вы: код из «law subjects»; можно несколько раз."))
    ] = None,
    note: Annotated[str, typer.Option(help=_("Пояснение; для вывода «нас не касается» нужно."))] = "",
    contract: Annotated[
        YesNo | None, typer.Option(help=_("Есть ли договор с операторами на рассылки и вызовы: yes или no."))
    ] = None,
    ask: Annotated[bool, typer.Option("--ask", help=_("Задать вопросы по одному."))] = False,
    by: _By = None,
    workspace: _Workspace = None,
) -> None:
    """Кто мы: показать ответ компании или записать новый. Прежние ответы остаются."""

    async def work(core: Core) -> tuple[Profile, Pack]:
        pack = await law_of(core)
        person = await person_of(core, workspace, by)
        chosen, why = (_asked(pack), note or _reason()) if ask else (subject or [], note)
        if chosen:
            await answer_who_we_are(core, person, pack, chosen, why, operator_contract=known(contract))
        return await profile_of(core, person, pack), pack

    _show_profile(Console(highlight=False), *run(context, work))


def accept(
    context: typer.Context,
    norm_id: _NormId,
    note: Annotated[str, typer.Option(help=_("Почему принимаете."))] = "",
    yes: Annotated[bool, typer.Option("--yes", help=_("Не переспрашивать."))] = False,
    by: _By = None,
    workspace: _Workspace = None,
) -> None:
    """Принять норму, известную по обзорам: после этого она может запрещать."""

    async def work(core: Core) -> str:
        pack = await law_of(core)
        norm = pack.norms.get(norm_id)
        if norm is not None and not yes:
            _confirm(pack, norm)
        taken = await accept_norm(core, await person_of(core, workspace, by), pack, norm_id, note)
        return taken.accepted_by.label

    label = run(context, work)
    typer.echo(_("Норма %(norm)s принята: %(who)s.") % {"norm": norm_id, "who": label})


def revoke(context: typer.Context, norm_id: _NormId, by: _By = None, workspace: _Workspace = None) -> None:
    """Отозвать решение: норма снова только предупреждает. Запись остаётся в журнале."""

    async def work(core: Core) -> None:
        await revoke_norm(core, await person_of(core, workspace, by), norm_id)

    run(context, work)
    typer.echo(_("Норма %s больше не запрещает.") % norm_id)


def replay_message(
    context: typer.Context,
    message_id: Annotated[str, typer.Argument(help=_("Номер сообщения."))],
    as_json: Annotated[bool, typer.Option("--json", help=_("Ответ в JSON."))] = False,
    workspace: _Workspace = None,
) -> None:
    """Спросить закон ещё раз о решениях по сообщению, под набором правил их дня.

    Код выхода: 0 — ответы те же, 1 — нет или переспросить нельзя.
    """

    async def work(core: Core) -> tuple[Replayed, ...]:
        person = await person_of(core, workspace, None)
        return await replay(core, person, message_id, partial(pack_by_hash, core))

    told = run(context, work)
    for one in told:
        _show_replayed(one, as_json=as_json)
    if not told:
        typer.echo(_("О сообщении ещё ничего не решали."))
    if not all(one.same for one in told):
        raise typer.Exit(FAILED)


def _asked(pack: Pack) -> list[str]:
    """Ask every question of the pack; nothing chosen means that none applies."""
    chosen = [
        subject.code
        for subject in pack.subjects.values()
        if not subject.anyone and subject.code != OTHER_BUSINESS and typer.confirm(subject.question)
    ]
    return chosen or [OTHER_BUSINESS]


def _reason() -> str:
    return str(
        typer.prompt(_("Пояснение (для вывода «нас не касается» нужно)"), default="", show_default=False)
    )


def _confirm(pack: Pack, norm: Norm) -> None:
    show_norm(Console(highlight=False), norm_to_plain(pack, norm))
    if not typer.confirm(_("Принять эту норму: пусть запрещает?")):
        refuse(_("Не принята."))


def _show_profile(console: Console, profile: Profile, pack: Pack) -> None:
    if profile.answer is None:
        console.print(_("Компания ещё не ответила, кто она. Вопросы: vestnik law who --ask."))
        return
    answer = profile.answer
    when = answer.answered_at.strftime("%d.%m.%Y %H:%M UTC")
    console.print(f"[dim]{when} · {escape(answer.answered_by.label)} · {answer.pack_version}[/]")
    for code in sorted(answer.subjects):
        name = pack.subjects[code].name if code in pack.subjects else code
        console.print(f"[bold]{code:<18}[/] {escape(name)}")
    if answer.note:
        console.print(escape(answer.note))
    for accepted in profile.accepted:
        citation = accepted.norm.citation if accepted.norm else accepted.acceptance.norm_id
        console.print(_("Принята: %s") % escape(f"{citation} ({accepted.acceptance.accepted_by.label})"))
    for norm in profile.undecided:
        console.print(_("[magenta]Решает владелец:[/] %s") % escape(f"{norm.citation} — {norm.id}"))


def _show_replayed(one: Replayed, *, as_json: bool) -> None:
    if as_json:
        told = {"at": one.at.isoformat(), "same": one.same, "recorded": one.recorded, "again": one.again}
        typer.echo(json.dumps(told | {"why": str(one.why) if one.why else None}, ensure_ascii=False))
        return
    mark = _MARKS[one.same if one.again is not None else None]
    pack = one.recorded["pack"]
    line = f"{one.at.isoformat()}  {one.recorded['verdict']}  {pack['version']} {pack['hash'][:12]}"
    console = Console(highlight=False)
    console.print(f"{mark} {escape(line)}")
    if one.why is not None:
        console.print(f"  {escape(str(one.why))}")
    elif not one.same and one.again is not None:
        console.print(_("  теперь: %s") % one.again["verdict"])


COMMANDS: Final[Mapping[str, Callable[..., None]]] = {
    "who": who,
    "accept": accept,
    "revoke": revoke,
    "replay": replay_message,
}
