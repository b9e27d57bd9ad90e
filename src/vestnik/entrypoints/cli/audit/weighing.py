"""What findings weigh for the company that ``--who`` names."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from gettext import gettext as _
from importlib import import_module

from vestnik.audit.model import AuditResult
from vestnik.entrypoints.cli.usage import refuse
from vestnik.law.model import Pack
from vestnik.law.policy.question import Organisation

_SCALES = "vestnik.audit.weigh"


def company(who: Sequence[str], pack: Pack) -> Organisation:
    """Return the company; leaves with a sentence when the pack knows no such subject."""
    for code in who:
        subject = pack.subjects.get(code)
        if subject is None or subject.anyone:
            refuse(_("Кода «%s» в наборе правил нет. Список: vestnik law subjects.") % code)
    return Organisation(frozenset(who) or None)


def weighed(result: AuditResult, organisation: Organisation, pack: Pack, at: datetime) -> AuditResult:
    """Return the result with the severities and norms that hold for this company."""
    try:
        scales = import_module(_SCALES)
    except ModuleNotFoundError:
        return result
    return replace(
        result,
        findings=scales.weigh(result.findings, organisation, pack, at),
        signals=scales.weigh_signals(result.signals, organisation, pack, at),
    )
