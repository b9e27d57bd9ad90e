"""PD-HOST-01: what no page tells and a person has to look up."""

from vestnik.audit.model import Claim, Confidence, Severity
from vestnik.audit.pages.signals import Sign


def by_hand(host: str) -> Sign:
    """The manual questions about a site."""
    return Sign(
        "PD-HOST-01",
        0,
        0,
        f"По страницам {host} не видно, в какой стране стоит сервер и есть ли оператор в реестре "
        f"Роскомнадзора.",
        "Проверьте сами: где записываются данные форм и подано ли уведомление об обработке (номер в "
        "реестре операторов).",
        host,
        severity=Severity.INFO,
        confidence=Confidence.LOW,
        claim=Claim.INFERRED,
    )
