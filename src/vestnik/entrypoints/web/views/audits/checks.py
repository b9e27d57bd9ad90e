"""Signs that personal data is mishandled, the forms that ask for it, and who else learns of visits."""

from collections import Counter
from typing import Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.audit.model import Severity
from vestnik.audit.rules.load_rules import load_rules
from vestnik.audit.runs.browse import page_checks_of
from vestnik.entrypoints.web.labels import CLAIMS, SEVERITIES
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.paging import address, chosen
from vestnik.entrypoints.web.views.audits.shared import of_run, story_of
from vestnik.entrypoints.web.visit import Visit

_PAGE: Final = 40
_FORMS: Final = 200


async def signals(visit: Visit) -> Response:
    """List the signs, what was observed apart from what is inferred."""
    story = await story_of(visit)
    found = (await page_checks_of(visit.core, visit.principal, story.run.id)).signals
    severity, claim = chosen(visit, SEVERITIES, "severity"), chosen(visit, CLAIMS, "claim")
    check = visit.query("check", limit=32)
    kept = [
        one
        for one in found
        if (not severity or one.severity is Severity[severity.upper()])
        and (not claim or one.claim.value == claim)
        and (not check or one.check == check)
    ]
    start = _start(visit)
    pack, english = visit.site.vestnik.pack, visit.words.language == "en"
    return visit.render(
        "audits/signals.html",
        **of_run(visit, story),
        signals=kept[start : start + _PAGE],
        number=len(kept),
        every=len(found),
        checks=sorted(Counter(one.check for one in found).items()),
        filters={"severity": severity or "", "claim": claim or "", "check": check},
        pack=pack,
        titles={key: rule.words(english=english).title for key, rule in load_rules().by_id.items()},
        newer=address(visit, start=None) if start else None,
        older=address(visit, start=start + _PAGE) if len(kept) > start + _PAGE else None,
    )


async def forms(visit: Visit) -> Response:
    """List forms and trackers."""
    story = await story_of(visit)
    found = await page_checks_of(visit.core, visit.principal, story.run.id)
    return visit.render(
        "audits/forms.html",
        **of_run(visit, story),
        forms=found.forms[:_FORMS],
        forms_left=max(0, len(found.forms) - _FORMS),
        trackers=sorted(found.trackers, key=lambda one: (not one.foreign, -one.pages, one.name)),
    )


async def troubles(visit: Visit) -> Response:
    """List what could not be read."""
    return visit.render("audits/troubles.html", **of_run(visit, await story_of(visit)))


def _start(visit: Visit) -> int:
    raw = visit.query("start", limit=6)
    return int(raw) if raw.isascii() and raw.isdigit() else 0


PAGES: Final = (
    Page("/audits/{audit_id}/signals", "audit_signals", Permission.AUDITS_READ, signals),
    Page("/audits/{audit_id}/forms", "audit_forms", Permission.AUDITS_READ, forms),
    Page("/audits/{audit_id}/troubles", "audit_troubles", Permission.AUDITS_READ, troubles),
)
