"""What may be asked of an audit, now or by a schedule: a site, and options in their bounds. Pure."""

from typing import Final

from vestnik.audit.crawl.urls import canonical_url
from vestnik.audit.runs.model import RunOptions
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_

MAX_OPEN: Final = 10
"""Audits of one workspace that may wait or run at once."""
_MOST_PAGES: Final = 20_000
_FASTEST: Final = 50.0


def read_target(target: str) -> str:
    """Return the canonical address of a site; a bare host means https.

    Raises:
        InvalidInput: it is no http(s) address.
    """
    url = canonical_url(target if "://" in target else f"https://{target}")
    if url is None:
        raise InvalidInput(
            N_("Это не адрес сайта."),
            field="target",
            hint=N_("Пример: https://shop.example/ — без имени и пароля."),
        )
    return url


def check_options(options: RunOptions) -> None:
    """Refuse options out of their bounds.

    Raises:
        InvalidInput: names the field and the bounds.
    """
    if not 1 <= options.max_pages <= _MOST_PAGES:
        raise InvalidInput(
            N_("Предел страниц — от 1 до %(most)s.", most=_MOST_PAGES),
            field="max_pages",
            hint=N_("Обычно хватает 200."),
        )
    if not 0 < options.rate_per_s <= _FASTEST:
        raise InvalidInput(
            N_("Запросов в секунду — больше 0 и не больше %(most)g.", most=_FASTEST),
            field="rate_per_s",
            hint=N_("Обычный сайт спокойно выдерживает 5."),
        )
