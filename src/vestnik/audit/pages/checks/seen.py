"""What only a browser shows: PD-COOK-01, and PD-FORM-02, 06 and 07 of the rendered page."""

from collections.abc import Iterator, Sequence
from typing import Final

from vestnik.audit.findings import fingerprint
from vestnik.audit.model import Claim, Confidence, Form, Place, Severity, Span
from vestnik.audit.pages.fields import IDENTIFYING, PERSONAL, kind_of
from vestnik.audit.pages.hosts import recipients, trackers
from vestnik.audit.pages.links import host_of, same_owner
from vestnik.audit.pages.signals import Sign, kinds_in_words, quoted
from vestnik.audit.render.model import Observed, SeenForm

_WATCHING: Final = frozenset({"analytics", "ads", "pixel"})
_MANY = 6


def of_page(observed: Observed) -> Iterator[Sign]:
    """What a browser saw of one page."""
    yield from _before_choice(observed)
    for form in observed.forms:
        yield from _form(observed, form)


def unseen_in_source(observed: Observed) -> Iterator[Sign]:
    """PD-FORM-01 for forms that only a browser draws: the source of the page has none."""
    for form in observed.forms:
        data = asked(form)
        if form.visible and not form.box and IDENTIFYING.intersection(data):
            yield Sign(
                "PD-FORM-01",
                0,
                0,
                f"В браузере появляется форма, которая спрашивает {kinds_in_words(data)}; "
                "флажка согласия в ней нет.",
                "Слова у кнопки и вид формы посмотрите сами: исходный текст страницы этой формы не содержит.",
                f"{host_of(observed.url)} {' '.join(form.fields)}",
                severity=Severity.MEDIUM,
                confidence=Confidence.LOW,
                claim=Claim.OBSERVED,
            )


def forms_of(observed: Observed) -> Iterator[Form]:
    """The forms of a page that only a browser draws."""
    for form in observed.forms:
        data = asked(form)
        if form.visible and data:
            identity = f"{host_of(observed.url)} {' '.join(form.fields)}"
            consent = "box_checked" if form.box_checked else "box" if form.box else "none"
            group = fingerprint("form", identity, "", 0)[:16]
            yield Form(
                Place(observed.url, 1, 1, Span(0, 0)), form.action, form.method, data, consent, group=group
            )


def asked(form: SeenForm) -> tuple[str, ...]:
    """Kinds of data a drawn form asks for, by the names of its fields."""
    kinds = {kind_of("input", "", name.lower(), "", "") for name in form.fields}
    return tuple(kind for kind in PERSONAL if kind in kinds)


def loaded(observed: Sequence[Observed]) -> frozenset[str]:
    """Names of trackers that some page asked for before any choice."""
    known = trackers()
    found = (
        known.of(request.host.lower(), _path(request.url)) for page in observed for request in page.requests
    )
    return frozenset(service.name for service in found if service is not None)


def _before_choice(observed: Observed) -> Iterator[Sign]:
    known = trackers()
    services = (known.of(request.host.lower(), _path(request.url)) for request in observed.requests)
    watching = list(
        dict.fromkeys(
            service.name for service in services if service is not None and service.kind in _WATCHING
        )
    )
    cookies = list(dict.fromkeys(cookie.name for cookie in observed.cookies if cookie.third_party))
    if not watching and not cookies:
        return
    said = []
    if watching:
        said.append(f"запрошены счётчики: {', '.join(watching[:_MANY])}")
    if cookies:
        said.append(f"поставлены чужие cookie: {', '.join(quoted(name, 40) for name in cookies[:_MANY])}")
    yield Sign(
        "PD-COOK-01",
        0,
        0,
        f"До выбора посетителя {'; '.join(said)}.",
        "Похоже, слежение начинается без согласия. Норма о cookie прямо не говорит: это рекомендация.",
        " ".join(watching),
        confidence=Confidence.HIGH,
        claim=Claim.OBSERVED,
    )


def _form(observed: Observed, form: SeenForm) -> Iterator[Sign]:
    data = asked(form)
    what = kinds_in_words(data) if data else "данные"
    identity = f"{host_of(observed.url)} {' '.join(form.fields)}"
    if form.box_checked:
        yield Sign(
            "PD-FORM-02",
            0,
            0,
            f"В браузере у формы, которая спрашивает {what}, флажок согласия отмечен с самого начала.",
            "Человек мог не выразить согласия сам. Снимите отметку.",
            identity,
            confidence=Confidence.HIGH,
            claim=Claim.OBSERVED,
        )
    if form.submits_unticked:
        yield Sign(
            "PD-FORM-06",
            0,
            0,
            f"Форма, которая спрашивает {what}, попыталась уйти с пустым флажком согласия (отправка была "
            f"остановлена в браузере).",
            "Похоже, без отметки данные тоже уходят. Сделайте флажок обязательным.",
            identity,
            confidence=Confidence.HIGH,
            claim=Claim.OBSERVED,
        )
    yield from _sends(observed, form, what, identity)


def _sends(observed: Observed, form: SeenForm, what: str, identity: str) -> Iterator[Sign]:
    host = host_of(form.sends_to)
    if not host or same_owner(host, host_of(observed.url)):
        return
    service = recipients().of(host, _path(form.sends_to))
    if service is not None and not service.foreign:
        return
    messenger = service is not None and service.kind == "messenger"
    severity = Severity.CRITICAL if messenger else Severity.HIGH if service is not None else Severity.MEDIUM
    yield Sign(
        "PD-FORM-07",
        0,
        0,
        f"Форма, которая спрашивает {what}, отправляет их на "
        f"{service.name if service else 'другой сервер'} ({host}).",
        "Проверьте, где записываются данные и назван ли получатель в политике.",
        f"{host} {identity}",
        severity=severity,
        confidence=Confidence.HIGH,
        claim=Claim.OBSERVED,
        norms=None if service is not None else (),
    )


def _path(url: str) -> str:
    return "/" + url.partition("://")[2].partition("/")[2].partition("?")[0]
