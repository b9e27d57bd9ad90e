"""What must stand beside every legal statement on a page: its status, its sources, its dates. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from vestnik.law.model import Norm, NormKind, NormStatus, Pack, Platform, Source, Subject

_BEST_FIRST: Final = {"P": 0, "Q": 1, "S2": 2, "S1": 3, "U": 4}
_WEB: Final = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Origin:
    """A source as a page shows it: a link with its host, a norm of the pack, or the pack's words about it."""

    url: str | None
    words: str
    tier: str
    seen: date | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A legal statement's evidence, ready to be shown; ``group`` and ``status`` name a label."""

    id: str
    group: str
    status: str
    origins: tuple[Origin, ...]
    """Best evidence first; empty when the present pack no longer holds the norm."""
    dated: bool
    """Whether a day of entry into force belongs to it at all."""
    since: date | None
    until: date | None
    known: str
    """Whose day ``known_on`` is: ``verified`` of a lawyer, ``source`` of the first origin, ``pack``."""
    known_on: date


class Evidence:
    """The pack, asked what stands behind what a page says."""

    def __init__(self, pack: Pack) -> None:
        """Keep the pack."""
        self._pack = pack

    def norm(self, norm: Norm) -> Statement:
        """Return what stands beside a norm, a penalty or a rule of the product."""
        own = norm.kind is NormKind.PRODUCT_DEFAULT
        group = "basis" if own else "penalty_status" if norm.kind is NormKind.PENALTY else "norm_status"
        behind = origins(norm.sources)
        known, known_on = self._known(norm, behind)
        return Statement(
            id=norm.id,
            group=group,
            status="product_rule" if own else norm.status.value,
            origins=behind,
            dated=not own,
            since=norm.in_force_from,
            until=norm.in_force_to,
            known=known,
            known_on=known_on,
        )

    def reason(self, reason: Mapping[str, Any]) -> Statement:
        """Return what stands beside a ground of an answer; its status is that of the day it was given."""
        norm = self._pack.norms.get(reason["norm"])
        if norm is None:
            return Statement(
                reason["norm"],
                "norm_status",
                reason["status"],
                (),
                True,
                None,
                None,
                "pack",
                self._pack.as_of,
            )
        now = self.norm(norm)
        return Statement(
            norm.id,
            "norm_status",
            reason["status"] or now.status,
            now.origins,
            now.dated,
            now.since,
            now.until,
            now.known,
            now.known_on,
        )

    def gone(self, norm_id: str) -> Statement:
        """Return what can be said of a norm that the present pack no longer holds."""
        return self.reason({"norm": norm_id, "status": NormStatus.UNVERIFIED.value})

    def subject(self, subject: Subject) -> Statement:
        """Return what stands beside a class of companies: a threshold is a statement of law too."""
        named = self._named_in(subject.name) or [
            norm
            for norm in self._pack.norms.values()
            if subject.code in norm.subjects and norm.kind is not NormKind.PRODUCT_DEFAULT
        ]
        own: tuple[Source, ...] = getattr(subject, "sources", ())
        # A class without sources of its own is known from the norms that name it: those, not one of their
        # sources, are what can be cited for it.
        behind = origins(own) or tuple(
            Origin(f"/law/norms/{norm.id}", norm.citation, norm.evidence, None) for norm in named
        )
        return Statement(
            subject.code,
            "norm_status",
            subject.evidence.value,
            behind,
            False,
            None,
            None,
            "pack",
            self._pack.as_of,
        )

    def platform(self, platform: Platform) -> Statement:
        """Return what stands beside the facts of a platform: the tier of its row, its sources, their day.

        Without sources of its own the row rests on the pack alone: ``origins`` is empty then.
        """
        behind = origins(platform.sources)
        seen = behind[0].seen if behind else None
        return Statement(
            platform.id,
            "tier",
            platform.tier,
            behind,
            False,
            None,
            None,
            "source" if seen else "pack",
            seen or self._pack.as_of,
        )

    def states(self, name: str) -> bool:
        """Tell whether the name of a class is a statement by itself: it holds a figure or names an act."""
        return any(char.isdigit() for char in name) or bool(self._named_in(name))

    def words(self, text: str) -> Statement | None:
        """Return what stands behind words that name an act of the pack, None when they name none."""
        named = self._named_in(text)
        return self.norm(named[0]) if named else None

    def _named_in(self, text: str) -> list[Norm]:
        """Return the norms whose act the words name; those whose article they name too come first.

        English words write the acts' letters in English.
        """
        text = text.replace("-FZ", "-ФЗ")
        named = [
            norm for norm in self._pack.norms.values() if re.search(rf"(?<![\w-]){re.escape(norm.act)}", text)
        ]
        return sorted(named, key=lambda norm: not (norm.locator and norm.locator in text))

    def _known(self, norm: Norm, behind: tuple[Origin, ...]) -> tuple[str, date]:
        if norm.verified_at is not None:
            return "verified", norm.verified_at
        seen = behind[0].seen if behind else None
        return ("pack", self._pack.as_of) if seen is None else ("source", seen)


def origins(sources: Iterable[Source]) -> tuple[Origin, ...]:
    """Return sources as pages show them, best evidence first."""
    shown = [
        Origin(source.url, source.url.split("/")[2].removeprefix("www."), source.tier, source.seen)
        if source.url.startswith(_WEB)
        else Origin(None, source.url, source.tier, source.seen)
        for source in sources
    ]
    return tuple(sorted(shown, key=lambda origin: _BEST_FIRST[origin.tier]))
