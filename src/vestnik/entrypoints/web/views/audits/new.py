"""Asking for an audit: once, or again and again; and the schedules there are."""

from typing import Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.audit.runs.model import RunOptions
from vestnik.audit.runs.schedules.model import Every, Rhythm
from vestnik.audit.runs.schedules.plan import (
    delete_schedule,
    list_schedules,
    pause_schedule,
    plan_audit,
)
from vestnik.audit.start import start_audit
from vestnik.entrypoints.web.forms import Faults
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import Conflict, InvalidInput, TooMany
from vestnik.kernel.text import N_

_DEFAULTS: Final = RunOptions()
_NIGHT: Final = 3
"""The hour that is offered: sites have few visitors then."""


async def ask_new(visit: Visit, faults: Faults | None = None) -> Response:
    """Ask what to audit; in the wizard as its last step."""
    wizard = visit.request.url.path.startswith("/setup")
    return visit.render(
        "setup_audit.html" if wizard else "audits/new.html",
        status=422 if faults else 200,
        faults=faults or Faults(),
        defaults=_DEFAULTS,
        hour=_NIGHT,
    )


async def start(visit: Visit) -> Response:
    """Queue the audit and show it; with a rhythm, make the schedule too."""
    target = visit.form.get("target")
    try:
        options, rhythm = _options(visit), _rhythm(visit)
        if rhythm is not None:
            await plan_audit(visit.core, visit.principal, target, options, rhythm)
        audit_id = await start_audit(visit.core, visit.principal, target, options)
    except (InvalidInput, Conflict) as error:
        return await ask_new(visit, Faults({error.field or "target": (error.message, error.hint)}))
    except TooMany as error:
        return await ask_new(visit, Faults({"": (error.message, None)}))
    return visit.redirect(f"/audits/{audit_id}", "audit-planned" if rhythm else "audit-started")


async def schedules(visit: Visit) -> Response:
    """List the audits that repeat."""
    return visit.render("audits/schedules.html", schedules=await list_schedules(visit.core, visit.principal))


async def change_schedule(visit: Visit) -> Response:
    """Pause a schedule, let it go on, or delete it."""
    schedule_id, wanted = visit.param("schedule_id"), visit.form.get("do")
    if wanted == "delete":
        await delete_schedule(visit.core, visit.principal, schedule_id)
        return visit.redirect("/audits/schedules", "schedule-deleted")
    if wanted not in {"pause", "resume"}:
        raise InvalidInput(N_("Неизвестное действие."), field="do")
    await pause_schedule(visit.core, visit.principal, schedule_id, paused=wanted == "pause")
    return visit.redirect("/audits/schedules", "saved")


def _options(visit: Visit) -> RunOptions:
    return RunOptions(
        max_pages=int(_figure(visit, "max_pages", _DEFAULTS.max_pages)),
        rate_per_s=_figure(visit, "rate_per_s", _DEFAULTS.rate_per_s),
        subdomains=visit.form.has("subdomains"),
        include_vendor=visit.form.has("include_vendor"),
        render=visit.form.has("render"),
        page_checks=visit.form.has("page_checks"),
    )


def _rhythm(visit: Visit) -> Rhythm | None:
    raw = visit.form.get("every")
    if not raw:
        return None
    try:
        every = Every(raw)
    except ValueError:
        raise InvalidInput(N_("Выберите, как часто повторять."), field="every") from None
    name = {Every.DAY: "", Every.WEEK: "weekday", Every.MONTH: "monthday"}[every]
    day = int(_figure(visit, name, 1)) if name else 1
    return Rhythm(every, int(_figure(visit, "hour", _NIGHT)), day)


def _figure(visit: Visit, name: str, default: float) -> float:
    raw = visit.form.get(name).replace(",", ".")
    try:
        value = float(raw) if raw else default
    except ValueError:
        raise InvalidInput(N_("Это не число."), field=name) from None
    if value != value or abs(value) > 1e9:  # noqa: PLR0124, PLR2004 — not a number, or far out of any bound
        raise InvalidInput(N_("Это не число."), field=name)
    return value


PAGES: Final = (
    Page("/audits", "audits", Permission.AUDITS_RUN, start, "POST"),
    Page("/audits/new", "audit_new", Permission.AUDITS_RUN, ask_new),
    Page("/setup/audit", "setup_audit", Permission.AUDITS_RUN, ask_new),
    Page("/audits/schedules", "audit_schedules", Permission.AUDITS_READ, schedules),
    Page(
        "/audits/schedules/{schedule_id}",
        "audit_schedule",
        Permission.AUDITS_RUN,
        change_schedule,
        "POST",
    ),
)
