"""How many of the company's own people each platform reaches: a list comes in, only numbers stay."""

import asyncio
from typing import Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.entrypoints.web.forms import Faults
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.uploads import MAX_FILE
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.law.choices.compare_platforms import compare
from vestnik.law.choices.count_reach import count_reach
from vestnik.law.choices.reach_of import reach_of
from vestnik.law.choices.save_reach import save_reach


async def show(visit: Visit, faults: Faults | None = None) -> Response:
    """Show the newest count, and how to count."""
    pack = visit.site.vestnik.pack
    reach = await reach_of(visit.core, visit.principal)
    return visit.render(
        "reach.html",
        status=422 if faults else 200,
        pack=pack,
        reach=reach,
        rows=[row for row in compare(pack, reach, ()) if row.reached is not None or row.possible is not None],
        limit_mb=MAX_FILE // 1024 // 1024,
        faults=faults or Faults(),
    )


async def count(visit: Visit) -> Response:
    """Count the list that came; the file itself is gone when this returns."""
    upload = visit.upload
    if upload is None or not upload.name:
        return await show(visit, Faults({"file": (N_("Выберите файл со списком."), None)}))
    try:
        counted = await asyncio.to_thread(count_reach, visit.site.vestnik.pack, upload.chunks())
        name = visit.form.get("name") or upload.name
        await save_reach(visit.core, visit.principal, counted, name)
    except InvalidInput as error:
        return await show(visit, Faults.of(error))
    return visit.redirect("/law/platforms/reach", "reach-counted")


PAGES: Final = (
    Page("/law/platforms/reach", "reach", Permission.LAW_READ, show),
    Page("/law/platforms/reach", "reach", Permission.PROFILE_WRITE, count, "POST", takes_file=True),
)
