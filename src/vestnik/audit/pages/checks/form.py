"""PD-FORM-01…08: what a form asks for, how it asks for agreement, where it sends."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from vestnik.audit.model import Claim, Confidence, Severity
from vestnik.audit.pages.consent import about_data
from vestnik.audit.pages.context import Context, asks, named, sureness
from vestnik.audit.pages.fields import MORE_THAN_NEEDED
from vestnik.audit.pages.hosts import recipients
from vestnik.audit.pages.links import (
    absolute,
    host_of,
    leads_nowhere,
    names_consent,
    names_policy,
    same_owner,
    unknown_target,
)
from vestnik.audit.pages.model import Anchor, Box, FoundForm, Ticked
from vestnik.audit.pages.signals import Sign, kinds_in_words, quoted
from vestnik.audit.pages.stems import ADVERT, CONSENT, MAILING, OFFER, PERSONAL_DATA, POLICY
from vestnik.audit.readers.masks import COVER

_FRAME = re.compile(r"""<iframe\b[^<>]*?\ssrc\s*=\s*["']?(?P<address>[^\s"'<>]{6,300})""", re.IGNORECASE)
_ON_PAPER: Final = frozenset({"consultant.ru", "garant.ru", "pravo.gov.ru", "rkn.gov.ru", "kremlin.ru"})
_ABROAD_NOTE = (
    "Сервер, похоже, иностранный: проверьте, где данные записываются и предупреждён ли о передаче человек."
)


def signs(context: Context) -> Iterator[Sign]:
    """Yield what every form of the page shows."""
    for form in context.forms:
        if asks(form):
            yield from _agreement(context, form)
            yield from _sending(context, form)
            yield from _too_much(form)
    yield from _embedded(context)


def _agreement(context: Context, form: FoundForm) -> Iterator[Sign]:
    consent = form.consent
    about = [box for box in consent.boxes if about_data(box.words)]
    if not about and not consent.words and not consent.hidden_in_code:
        yield _none(context, form)
        yield from _ticked(form)
        return
    yield from _ticked(form)
    yield from _links(context, form)
    if consent.words and not about:
        yield Sign(
            "PD-FORM-04",
            form.start,
            form.end,
            f"{named(form)} спрашивает {kinds_in_words(form.data)}; о согласии говорят только слова у "
            f"кнопки: «{quoted(consent.words)}».",
            "Похоже, согласием считается само нажатие. Проверьте, можно ли дать согласие отдельным "
            "действием.",
            form.key,
            confidence=sureness(context, form),
            claim=Claim.OBSERVED,
        )
    yield from _bundled(form)
    yield from _not_required(context, form)


def _none(context: Context, form: FoundForm) -> Sign:
    also = " (есть только флажок о другом)" if form.consent.boxes else ""
    sure = Confidence.LOW if also else sureness(context, form)  # the other document may hold the consent
    return Sign(
        "PD-FORM-01",
        form.start,
        form.end,
        f"{named(form)} спрашивает {kinds_in_words(form.data)}; рядом нет ни флажка, ни слов о согласии "
        f"на обработку данных{also}.",
        "Похоже, согласие не берётся. Проверьте страницу в браузере и основание, по которому вы "
        "обрабатываете эти данные.",
        form.key,
        severity=Severity.MEDIUM if sure is Confidence.LOW else None,
        confidence=sure,
    )


def _ticked(form: FoundForm) -> Iterator[Sign]:
    for box in form.consent.boxes:
        if box.ticked is Ticked.NO:
            continue
        sure = box.ticked is Ticked.YES
        said = f"«{quoted(box.words)}»" if box.words else "согласия"
        if sure:
            observed = f"{named(form)}: флажок {said} отмечен заранее."
            inferred = (
                "Человек мог не выразить согласия сам. Проверьте страницу в браузере и снимите отметку."
            )
        else:
            observed = f"{named(form)}: отмечен ли заранее флажок {said}, решает программа или шаблон."
            inferred = "По исходному тексту этого не узнать: посмотрите на страницу в браузере."
        yield Sign(
            "PD-FORM-02",
            form.base + box.start,
            form.base + box.end,
            observed,
            inferred,
            f"{form.key} {box.words[:80]}",
            severity=None if sure else Severity.INFO,
            confidence=Confidence.HIGH
            if sure and not form.templated
            else Confidence.MEDIUM
            if sure
            else Confidence.LOW,
            claim=Claim.OBSERVED if sure else Claim.INFERRED,
        )


def _links(context: Context, form: FoundForm) -> Iterator[Sign]:
    """PD-FORM-03: the words of agreement lead to no document."""
    consent = form.consent
    if (
        consent.hidden_in_code
        or not consent.all_words
        or (COVER in context.text[form.base : form.end] and not consent.all_links)
    ):
        return
    documents = [
        link
        for link in consent.all_links
        if names_policy(link) or names_consent(link) or OFFER.found(link.words)
    ]
    links = documents or list(consent.all_links)
    if not links:
        yield _no_document(form, "ссылки на документ в этих словах нет", Confidence.MEDIUM)
        return
    for link in links:
        if leads_nowhere(link):
            yield _no_document(
                form,
                f"ссылка «{quoted(link.words, 60)}» никуда не ведёт ({link.href or 'пустой адрес'})",
                Confidence.MEDIUM,
                link,
            )
        elif (host := _elsewhere(context, link)) is not None:
            yield _no_document(
                form,
                f"ссылка «{quoted(link.words, 60)}» ведёт на другой сайт ({host})",
                Confidence.MEDIUM,
                link,
                Severity.MEDIUM,
            )


def _no_document(
    form: FoundForm,
    what: str,
    confidence: Confidence,
    link: Anchor | None = None,
    severity: Severity | None = None,
) -> Sign:
    box = next(iter(form.consent.boxes), None)
    start, end = (
        (link.start, link.end)
        if link
        else (box.start, box.end)
        if box
        else (form.start - form.base, form.end - form.base)
    )
    return Sign(
        "PD-FORM-03",
        form.base + start,
        form.base + end,
        f"{named(form)} говорит о согласии («{quoted(form.consent.all_words, 80)}»), но {what}.",
        "Похоже, прочитать, на что человек соглашается, отсюда нельзя. Проверьте ссылку в браузере.",
        f"{form.key} {link.href if link else ''}",
        severity=severity,
        confidence=Confidence.LOW if form.templated else confidence,
        claim=Claim.OBSERVED,
    )


def _elsewhere(context: Context, link: Anchor) -> str | None:
    """The other site's host, when the link leaves for a site that is not known to keep texts of laws."""
    host = host_of(absolute(link.href, context.url))
    own = context.host
    if not host or not own or unknown_target(link) or same_owner(host, own) or host in _ON_PAPER:
        return None
    return host


def _bundled(form: FoundForm) -> Iterator[Sign]:
    about = [box for box in form.consent.boxes if about_data(box.words)]
    texts: list[tuple[str, Box | None]] = [(box.words, box) for box in about]
    texts = texts or [(form.consent.words, None)]
    for words, box in texts:
        things = _things(words)
        if len(things) <= 1 or (box is not None and _has_own(form, box, things)):
            continue
        start, end = (form.base + box.start, form.base + box.end) if box else (form.start, form.end)
        yield Sign(
            "PD-FORM-05",
            start,
            end,
            f"{named(form)}: одно согласие сразу на {', '.join(things[:-1])} и {things[-1]}: "
            f"«{quoted(words)}».",
            "Похоже, от одного нельзя отказаться, не отказавшись от другого. Проверьте, нужны ли "
            "отдельные флажки.",
            f"{form.key} {words[:80]}",
            confidence=Confidence.MEDIUM,
            claim=Claim.OBSERVED,
            norms=None if "рассылку или рекламу" in things else ("152fz-9-1-separate",),
        )


@lru_cache(maxsize=4_096)
def _things(words: str) -> tuple[str, ...]:
    things: list[str] = []
    if PERSONAL_DATA.found(words) or POLICY.found(words) or "конфиденциальност" in words:
        things.append("обработку данных")
    if OFFER.found(words):
        things.append("оферту или соглашение")
    if (MAILING.found(words) or ADVERT.found(words)) and CONSENT.found(words):
        things.append("рассылку или рекламу")
    return tuple(things)


def _has_own(form: FoundForm, box: Box, things: tuple[str, ...]) -> bool:
    """Whether another box of the form is for the mailing, which these words only mention."""
    return things[1:] == ("рассылку или рекламу",) and any(
        other is not box and MAILING.found(other.words) for other in form.consent.boxes
    )


def _not_required(context: Context, form: FoundForm) -> Iterator[Sign]:
    for box in form.consent.boxes:
        guarded = box.required or form.templated or _watched(context, form, box)
        if guarded or box.ticked is not Ticked.NO or not about_data(box.words) or MAILING.found(box.words):
            continue
        yield Sign(
            "PD-FORM-06",
            form.base + box.start,
            form.base + box.end,
            f"{named(form)}: у флажка «{quoted(box.words, 80)}» нет признака обязательности.",
            "Возможно, форма уходит и без отметки; её может остановить программа страницы или сервер. "
            "Проверьте: отправьте форму с пустым флажком.",
            form.key,
            severity=Severity.LOW,
            confidence=Confidence.LOW,
        )


def _watched(context: Context, form: FoundForm, box: Box) -> bool:
    """Whether the page speaks of the box outside the form, as a program does that guards it."""
    name = box.ident
    return bool(name) and (
        context.text.find(name, form.end) >= 0 or context.text.find(name, 0, form.start) >= 0
    )


def _sending(context: Context, form: FoundForm) -> Iterator[Sign]:
    """PD-FORM-07: http, GET with personal data, another server."""
    if COVER in form.action[:12]:
        return
    start, end = form.base + form.action_start, form.base + form.action_end
    address = absolute(form.action, context.url)
    data = kinds_in_words(form.data)
    if sign := _recipient(context, form, address, (start, end)):
        yield sign
    if _unprotected(context, address):
        yield Sign(
            "PD-FORM-07",
            start,
            end,
            f"{named(form)} отправляет {data} по незащищённому адресу {quoted(address, 80)}.",
            "Данные могут прочитать по дороге. Проверьте, открывается ли адрес по https, и поправьте его.",
            f"http {form.key}",
            confidence=Confidence.HIGH
            if context.url or form.action.startswith("http")
            else Confidence.MEDIUM,
            claim=Claim.OBSERVED,
            norms=(),
        )
    if form.method == "get" and not form.templated:
        yield Sign(
            "PD-FORM-07",
            start,
            end,
            f"{named(form)} отправляет {data} способом GET: данные попадают в адрес страницы.",
            "Адреса остаются в журналах серверов и в истории браузера. Проверьте, не перехватывает ли "
            "отправку программа страницы.",
            f"get {form.key}",
            severity=Severity.MEDIUM if form.said_method else Severity.LOW,
            confidence=Confidence.MEDIUM if form.said_method else Confidence.LOW,
            claim=Claim.OBSERVED,
            norms=(),
        )


def _recipient(context: Context, form: FoundForm, address: str, span: tuple[int, int]) -> Sign | None:
    host = host_of(address)
    if not host or (context.host and same_owner(host, context.host)):
        return None
    service = recipients().of(host, urlsplit(address).path)
    data = kinds_in_words(form.data)
    if service is None:
        if not context.host:
            return None  # a file does not tell whose site it is
        return Sign(
            "PD-FORM-07",
            *span,
            f"{named(form)} отправляет {data} на другой сервер: {host}.",
            "Чей это сервер и в какой он стране, по странице не узнать. Проверьте и назовите получателя в "
            "политике.",
            f"host {host} {form.key}",
            severity=Severity.MEDIUM,
            confidence=Confidence.MEDIUM,
            claim=Claim.OBSERVED,
            norms=(),
        )
    if not service.foreign:
        return None
    messenger = service.kind == "messenger"
    return Sign(
        "PD-FORM-07",
        *span,
        f"{named(form)} отправляет {data} в {service.name} ({host}).",
        "Данные людей уходят в иностранный мессенджер. Перенесите приём заявок на свой сервер."
        if messenger
        else _ABROAD_NOTE,
        f"host {host} {form.key}",
        severity=Severity.CRITICAL if messenger else Severity.HIGH,
        confidence=Confidence.HIGH,
        claim=Claim.OBSERVED,
    )


def _unprotected(context: Context, address: str) -> bool:
    """Whether data would leave by http; a page of the same site that is itself http is told of elsewhere."""
    if not address.lower().startswith("http://"):
        return False
    host = host_of(address)
    if (context.url or "").startswith("http://") and host == context.host:
        return False
    return host not in {"localhost", "127.0.0.1"} and not host.endswith((".local", ".test", ".loc"))


def _embedded(context: Context) -> Iterator[Sign]:
    """PD-FORM-07: a frame of a foreign service of forms."""
    for frame in _FRAME.finditer(context.text) if "<iframe" in context.text else ():
        address = frame["address"]
        host = host_of(f"https:{address}" if address.startswith("//") else address)
        service = recipients().of(host, urlsplit(address).path) if host else None
        if service is not None and service.foreign:
            yield Sign(
                "PD-FORM-07",
                frame.start("address"),
                frame.end("address"),
                f"На странице встроена форма {service.name} ({host}): ответы записываются на чужом сервере.",
                _ABROAD_NOTE,
                f"frame {host}",
                confidence=Confidence.HIGH,
                claim=Claim.OBSERVED,
            )


def _too_much(form: FoundForm) -> Iterator[Sign]:
    asked = [kind for kind in form.data if kind in MORE_THAN_NEEDED]
    if asked:
        yield Sign(
            "PD-FORM-08",
            form.start,
            form.end,
            f"{named(form)} спрашивает {kinds_in_words(asked)}.",
            "Для заявки с сайта это бывает лишним. Проверьте, нужны ли эти данные для названной цели.",
            form.key,
            claim=Claim.OBSERVED,
        )
