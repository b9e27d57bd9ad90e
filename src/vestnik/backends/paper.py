"""Print a page to PDF by a Chromium of this machine, without any network."""

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Final

from vestnik.kernel.errors import Unavailable
from vestnik.kernel.text import N_

_PATIENCE_S: Final = 120.0
_SWITCHES: Final = (
    "--headless=new",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-pdf-header-footer",
    # The page is one file that needs nothing; whatever asks all the same gets no answer.
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


async def print_pdf(html: str, program: str) -> bytes:
    """Return the page as PDF, A4 unless its own style says otherwise; ``program`` is a Chromium's path.

    Raises:
        Unavailable: it did not print within two minutes.
    """
    with tempfile.TemporaryDirectory(prefix="vestnik-", ignore_cleanup_errors=True) as folder:
        page, paper = Path(folder) / "report.html", Path(folder) / "report.pdf"
        page.write_text(html, encoding="utf-8")
        root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
        process = await asyncio.create_subprocess_exec(
            program,
            *_SWITCHES,
            *root,
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={paper}",
            page.as_uri(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await asyncio.wait_for(process.wait(), _PATIENCE_S)
        except TimeoutError:
            raise _failed() from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if not paper.exists():
            raise _failed()
        return paper.read_bytes()


def _failed() -> Unavailable:
    return Unavailable(
        N_("Браузер не смог напечатать отчёт."),
        field="format",
        hint=N_("Возьмите отчёт HTML: его печатает любой браузер."),
    )
