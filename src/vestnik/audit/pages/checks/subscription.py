"""PD-SUB-01: a subscription without words of its own about agreeing to letters or about leaving."""

from collections.abc import Iterator

from vestnik.audit.pages.context import Context, named, sureness
from vestnik.audit.pages.model import FoundForm, Purpose
from vestnik.audit.pages.signals import Sign, quoted
from vestnik.audit.pages.stems import ADVERT, CONSENT, MAILING, UNSUBSCRIBE


def signs(context: Context) -> Iterator[Sign]:
    """Yield a sign for every subscription that asks for no agreement to letters."""
    for form in context.forms:
        if form.purpose is not Purpose.SUBSCRIPTION or form.consent.hidden_in_code or _own(form):
            continue
        words = form.consent.all_words
        about = (
            f"согласие здесь только такое: «{quoted(words, 80)}»"
            if words
            else "слов о согласии на рассылку рядом нет"
        )
        yield Sign(
            "PD-SUB-01",
            form.start,
            form.end,
            f"{named(form)} подписывает на рассылку; {about}, о том, как отписаться, не сказано.",
            "Похоже, отдельного согласия на рассылку не берётся. Проверьте, чем вы докажете согласие "
            "адресата.",
            form.key,
            confidence=sureness(context, form),
        )


def _own(form: FoundForm) -> bool:
    words = form.consent.all_words
    return (
        bool(CONSENT.found(words) and (MAILING.found(words) or ADVERT.found(words)))
        or UNSUBSCRIBE.found(form.words)
        or any(MAILING.found(box.words) for box in form.consent.boxes)
    )
