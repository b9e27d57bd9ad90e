"""What findings weigh for the company that ``--who`` names."""

from collections.abc import Sequence
from gettext import gettext as _

from vestnik.entrypoints.cli.usage import refuse
from vestnik.law.model import Pack
from vestnik.law.policy.question import Organisation


def company(who: Sequence[str], pack: Pack) -> Organisation:
    """Return the company; leaves with a sentence when the pack knows no such subject."""
    for code in who:
        subject = pack.subjects.get(code)
        if subject is None or subject.anyone:
            refuse(_("Кода «%s» в наборе правил нет. Список: vestnik law subjects.") % code)
    return Organisation(frozenset(who) or None)
