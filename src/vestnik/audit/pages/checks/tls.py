"""PD-TLS-01: pages without https, with parts loaded over http, or without the header that keeps https."""

import re
from collections.abc import Iterator

from vestnik.audit.model import Claim, Confidence, Severity
from vestnik.audit.pages.context import Context
from vestnik.audit.pages.links import host_of
from vestnik.audit.pages.signals import Sign, quoted

_MIXED = re.compile(
    r"<(script|iframe|link|img|source|video|audio|embed|object)\b[^<>]*?\s(?:src|href"
    r"|data)\s*=\s*[\"']?(http://[^\s\"'<>]{4,200})",
    re.IGNORECASE,
)
_ACTIVE = frozenset({"script", "iframe", "link", "embed", "object"})
_LINK_LOADS = re.compile(r"rel\s*=\s*[\"']?[^\"'>]*(?:stylesheet|preload|icon)", re.IGNORECASE)


def signs(context: Context) -> Iterator[Sign]:
    """Yield what a served page shows; a file has no connection to judge."""
    if context.url is None:
        return
    if context.url.startswith("http://"):
        yield _plain(context)
        return
    yield from _mixed(context)
    headers = context.headers
    if headers is not None and not any(name.lower() == "strict-transport-security" for name in headers):
        yield Sign(
            "PD-TLS-01",
            0,
            0,
            f"Сервер {context.host} не присылает заголовок Strict-Transport-Security.",
            "Первый заход посетителя может пройти без защиты. Проверьте настройку сервера.",
            f"hsts {context.host}",
            severity=Severity.LOW,
            confidence=Confidence.HIGH,
            claim=Claim.OBSERVED,
        )


def _plain(context: Context) -> Sign:
    asks = bool(context.asking)
    return Sign(
        "PD-TLS-01",
        0,
        0,
        f"Страница открыта по http, без "
        f"защиты{'; на ней есть форма, которая спрашивает данные' if asks else ''}.",
        "Введённое могут прочитать по дороге. Проверьте, ведёт ли сервер с http на https.",
        f"http {context.host}",
        severity=Severity.HIGH if asks else Severity.MEDIUM,
        confidence=Confidence.HIGH,
        claim=Claim.OBSERVED,
    )


def _mixed(context: Context) -> Iterator[Sign]:
    if "http://" not in context.text:
        return
    for found in _MIXED.finditer(context.text):
        tag = found[1].lower()
        if tag == "link" and not _LINK_LOADS.search(
            context.text[found.start() : found.end() + 100].partition(">")[0]
        ):
            continue
        active = tag in _ACTIVE
        yield Sign(
            "PD-TLS-01",
            found.start(2),
            found.end(2),
            f"На защищённой странице часть загружается по http: {quoted(found[2], 80)}.",
            "Браузер может её не показать или показать предупреждение; дорогой её могут подменить.",
            f"mixed {host_of(found[2])}",
            severity=Severity.MEDIUM if active else Severity.LOW,
            confidence=Confidence.HIGH,
            claim=Claim.OBSERVED,
        )
        return
