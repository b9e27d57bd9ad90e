"""The report on paper: the same HTML page, printed by a browser that somebody else opened."""

from collections.abc import Awaitable, Callable

from vestnik.kernel.errors import Unavailable
from vestnik.kernel.text import N_

PrintPdf = Callable[[str], Awaitable[bytes]]
"""``await print_pdf(html)``: the page as a browser prints it; raises ``Unavailable`` without one."""
_HEAD = b"%PDF-"


async def render_pdf(html: str, print_pdf: PrintPdf) -> bytes:
    """Return the page as PDF.

    Raises:
        Unavailable: there is no browser, or what it gave is no PDF.
    """
    printed = await print_pdf(html)
    if not printed.startswith(_HEAD):
        raise Unavailable(
            N_("Браузер не смог напечатать отчёт."),
            field="format",
            hint=N_("Возьмите отчёт HTML: его печатает любой браузер."),
        )
    return printed
