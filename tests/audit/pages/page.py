"""Shared by the page tests: short ways to read a page and to ask for the checks it raised."""

from collections.abc import Sequence

from vestnik.audit.documents import read_document
from vestnik.audit.model import Severity, Signal
from vestnik.audit.pages import conclude, read_page
from vestnik.audit.pages.model import Conclusion, PageReading, Policy

URL = "https://shop.example/"
HSTS = {"Strict-Transport-Security": "max-age=31536000"}
FOOTER = '<footer><a href="/privacy">Политика конфиденциальности</a></footer>'


def read(
    source: str, url: str | None = URL, *, path: str = "page.html", headers: dict[str, str] | None = None
) -> PageReading:
    """Read a page of a site, or, with ``url=None``, a file called ``path``."""
    document = read_document(url or path, source.encode(), "text/html" if url else None)
    return read_page(document, url, HSTS if headers is None else headers)


def whole(*sources: str, policies: Sequence[Policy] = (), url: str | None = URL) -> Conclusion:
    """Read several pages of one site and conclude."""
    pages = [
        read(source, f"{url}{number or ''}" if url else None, path=f"{number}.html")
        for number, source in enumerate(sources)
    ]
    return conclude(pages, policies)


def checks(source: str, url: str | None = URL, *, path: str = "page.html") -> set[str]:
    """Ids of what counts on one page, itself and concluded."""
    return {
        signal.check
        for signal in conclude([read(source, url, path=path)]).signals
        if signal.severity > Severity.INFO
    }


def one(source: str, check: str, url: str | None = URL, *, path: str = "page.html") -> Signal:
    """The only signal of one check."""
    found = [signal for signal in conclude([read(source, url, path=path)]).signals if signal.check == check]
    assert len(found) == 1, [(signal.check, signal.observed) for signal in found]
    return found[0]


def form(inside: str, *, attributes: str = 'action="/send" method="post"', after: str = "") -> str:
    """A page with one form and a policy in its footer."""
    return f"<body><form {attributes}>{inside}<button>Отправить</button></form>{after}{FOOTER}</body>"


NAME_AND_PHONE = '<input name="name" placeholder="Ваше имя"><input type="tel" name="phone">'
SOUND_BOX = (
    '<label><input type="checkbox" name="agree" required> Я даю '
    '<a href="/consent">согласие на обработку персональных данных</a></label>'
)
