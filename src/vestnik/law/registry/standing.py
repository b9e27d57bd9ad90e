"""What the newest export says of the company's platforms: for a comparison and for a choice. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from vestnik.kernel.text import N_, Text
from vestnik.law.model import Platform, PlatformKind
from vestnik.law.policy.question import RecordState
from vestnik.law.policy.rules import MOSCOW
from vestnik.law.registry.model import MatchView, RegistryState, Snapshot, SnapshotState

NOT_MATCHED: Final = "not_matched"
NOT_LOADED: Final = "not_loaded"


@dataclass(frozen=True, slots=True)
class Records:
    """The newest snapshot and the company's matches by platform."""

    newest: Snapshot | None
    matches: Mapping[str, MatchView]

    @property
    def troubled(self) -> tuple[MatchView, ...]:
        """The matches that no longer stand as they did."""
        return tuple(view for view in self.matches.values() if view.state.kind is not RecordState.LISTED)

    def state(self, platform_id: str) -> str:
        """Return the state of a platform's record, the name of a label."""
        if self.newest is None:
            return NOT_LOADED
        view = self.matches.get(platform_id)
        return NOT_MATCHED if view is None else view.state.kind.value

    def evidence(self, platform: Platform) -> Mapping[str, str] | None:
        """Return what a choice keeps of today's registry; None for what the registry does not concern."""
        if platform.kind is not PlatformKind.RUSSIAN:
            return None
        kept = {"state": self.state(platform.id)}
        if self.newest is not None:
            kept |= {"as_of": self.newest.as_of.isoformat(), "sha256": self.newest.sha256}
        if platform.id in self.matches:
            state = self.matches[platform.id].state
            kept |= {"record": state.number, "name": state.product_name[:500]}
            if state.since is not None:
                kept["since"] = state.since.isoformat()
        return kept


def records_of(snapshots: Iterable[Snapshot], matches: Iterable[MatchView]) -> Records:
    """Put together what the rooms returned; the snapshots come newest first."""
    newest = next((one for one in snapshots if one.state is SnapshotState.COMPLETE), None)
    return Records(newest, {view.match.platform_id: view for view in matches})


def said(state: RegistryState) -> Text:
    """Return one phrase: how a matched record stands, and since when or by which export."""
    day = state.as_of.astimezone(MOSCOW).strftime("%d.%m.%Y")
    match state.kind:
        case RecordState.LISTED:
            return N_("запись есть, выгрузка от %(day)s", day=day)
        case RecordState.MISSING:
            return N_("записи больше нет, выгрузка от %(day)s", day=day)
        case RecordState.OWNER_CHANGED:
            return N_("у записи другой правообладатель, выгрузка от %(day)s", day=day)
        case RecordState.EXCLUDED:
            if state.since is None:
                return N_("запись исключена, выгрузка от %(day)s", day=day)
            return N_("запись исключена с %(day)s", day=state.since.strftime("%d.%m.%Y"))
