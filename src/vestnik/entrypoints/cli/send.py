"""``vestnik send``: one message from the command line, with the whole answer of the law."""

import asyncio
from gettext import gettext as _
from typing import Annotated

import typer
from rich.console import Console

from vestnik.access.model import Principal
from vestnik.access.workspaces import get_workspace
from vestnik.entrypoints.cli.context import complain, open_vestnik
from vestnik.kernel.errors import VestnikError
from vestnik.law.model import Purpose
from vestnik.notify.accept import accept
from vestnik.notify.draft import Request
from vestnik.notify.messages import Story, message_story
from vestnik.notify.model import MessageState

REFUSED, WAITING = 1, 4
_GOOD = frozenset({MessageState.SENT, MessageState.DELIVERED, MessageState.READ})
_OPEN = frozenset({MessageState.ACCEPTED, MessageState.HELD, MessageState.SENDING})


def register(app: typer.Typer) -> None:
    """Add ``send`` to the command line."""

    @app.command("send")
    def send(  # noqa: PLR0913, PLR0917 — one option a field
        workspace: Annotated[str, typer.Option(help=_("Код или id рабочего пространства."))],
        channel: Annotated[str, typer.Option(help=_("Канал: email, cabinet…"))],
        to: Annotated[str, typer.Option(help=_("Адрес получателя."))],
        text: Annotated[str, typer.Option(help=_("Текст."))],
        purpose: Annotated[Purpose, typer.Option(help=_("Зачем пишем."))] = Purpose.SERVICE,
        subject: Annotated[str | None, typer.Option(help=_("Тема, где она есть."))] = None,
        phone: Annotated[
            str | None, typer.Option(help=_("Телефон получателя: код ждёт конца звонка."))
        ] = None,
        key: Annotated[str | None, typer.Option(help=_("Ключ идемпотентности."))] = None,
    ) -> None:
        """Отправить одно сообщение и показать, что с ним стало.

        Код выхода: 0 — ушло, 1 — отказано или не вышло, 4 — ждёт, 2 — ошибка в команде.
        """
        request = Request(
            channel=channel, to=to, purpose=purpose.value, text=text, subject=subject, phone=phone
        )
        try:
            story = asyncio.run(_send(workspace, request, key))
        except VestnikError as error:
            raise complain(error) from error
        show(story, Console())
        state = story.message.state
        if state not in _GOOD:
            raise typer.Exit(WAITING if state in _OPEN else REFUSED)


async def _send(workspace: str, request: Request, key: str | None) -> Story:
    async with open_vestnik() as vestnik:
        found = await get_workspace(vestnik.core, workspace)
        principal = Principal.local(found.id)
        draft = vestnik.catalogue.read_draft(
            request, idempotency_key=key or vestnik.core.ids.new(), now=vestnik.clock.now()
        )
        accepted = await accept(vestnik.core, principal, draft)
        await vestnik.dispatcher.settle()
        return await message_story(vestnik.core, principal, accepted.id)


_STATES = {
    MessageState.ACCEPTED: _("принято, ждёт очереди"),
    MessageState.HELD: _("удержано"),
    MessageState.SENDING: _("отправляется"),
    MessageState.SENT: _("передано"),
    MessageState.DELIVERED: _("доставлено"),
    MessageState.READ: _("прочитано"),
    MessageState.IN_DOUBT: _("под вопросом: исход неизвестен, повтора не будет"),
    MessageState.DENIED: _("отказано"),
    MessageState.FAILED: _("не отправлено"),
    MessageState.EXPIRED: _("истёк срок"),
}


def show(story: Story, console: Console) -> None:
    """Print a message's story, plainly."""
    message = story.message
    console.print(f"{message.id}  {message.channel} → {message.to_masked}", highlight=False, markup=False)
    console.print(f"  {_STATES[message.state]}", style="bold", highlight=False)
    for decided in story.decisions:
        for reason in (*decided.answer["reasons"], *decided.answer["warnings"]):
            cited = f" [{reason['citation']}]" if reason["citation"] else ""
            console.print(f"  · {reason['text']}{cited}", highlight=False, markup=False)
    for attempt in story.attempts:
        if attempt.detail:
            console.print(f"  · {attempt.detail}", highlight=False, markup=False)
