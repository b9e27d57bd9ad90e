"""Outlook's .msg → subject, bodies, attachments."""

from collections.abc import Callable, Iterator

from vestnik.audit.documents import Kind
from vestnik.audit.sources.archives.naming import Names
from vestnik.audit.sources.budget import Budget
from vestnik.audit.sources.model import BROKEN, Given, Note, Part, reason_of


def read_outlook(data: bytes, budget: Budget) -> Iterator[Given]:
    """Yield the parts of one letter of Outlook; a part that is broken costs no other."""
    from oxmsg import Message

    message = Message.load(data)
    names = Names(budget.limits.skip)
    fields: tuple[tuple[str, Kind, Callable[[], str | None]], ...] = (
        ("headers", Kind.PROSE, lambda: f"Subject: {message.subject}\nFrom: {message.sender or ''}"),
        ("html", Kind.HTML, lambda: message.html_body),
        ("text", Kind.PROSE, lambda: message.body),
    )
    for name, kind, ask in fields:
        try:
            said = ask()
        except BROKEN as error:
            yield Note("unreadable", f"Часть письма испорчена: {reason_of(error)}.", name)
            continue
        if said := (said or "").rstrip("\0"):
            yield Part(name, said.encode("utf-8", "replace"), kind)
    for number, attachment in enumerate(message.attachments, 1):
        try:
            inside, called = attachment.file_bytes, attachment.file_name
        except BROKEN as error:
            yield Note("unreadable", f"Вложение испорчено: {reason_of(error)}.", str(number))
            continue
        if inside:
            yield Part(names.shown((called or "").rstrip("\0").replace("/", "_") or str(number)), inside)
