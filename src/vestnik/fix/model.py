"""The nouns of a fix: targets, edits, patches, plans and results. Pure: no input, no output."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vestnik.audit.model import Finding, Span
from vestnik.kernel.text import Text
from vestnik.law.signatures import Signatures


class TargetKind(StrEnum):
    """Where a closed button may lead instead."""

    MAX = "max"
    VK = "vk"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"


@dataclass(frozen=True, slots=True)
class Target:
    """One lawful road; ``value`` is checked by ``fix.targets.parse_target``."""

    kind: TargetKind
    value: str


class Strategy(StrEnum):
    """What a patch does with the place."""

    REPLACE = "replace"
    REMOVE = "remove"
    COMMENT = "comment"
    NONE = "none"
    """Nothing can be proposed; a person has to look."""


class Disposition(StrEnum):
    """Whether a patch may be applied unseen."""

    SAFE = "safe"
    NEEDS_REVIEW = "needs_review"


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Put ``replacement`` in the place of the bytes of ``span`` of the original file."""

    span: Span
    replacement: bytes = b""


@dataclass(frozen=True, slots=True)
class Patch:
    """One change of one file that closes one or more findings; its edits go together or not at all."""

    path: str
    fingerprints: tuple[str, ...]
    rules: tuple[str, ...]
    title: Text
    """What is done, for the person who reviews it."""
    strategy: Strategy
    disposition: Disposition
    edits: tuple[Edit, ...]
    """In order, without overlaps; empty when nothing can be proposed."""
    reason: Text | None = None
    """Why a person must look; None for a safe patch."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller wants of a plan."""

    signatures: Signatures
    """What names a messenger: the words over a link must change with it."""
    targets: tuple[Target, ...] = ()
    """In order of preference; empty: places are removed, not re-pointed."""
    only: frozenset[str] = frozenset()
    """Rule ids to look at; empty means all."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Every patch for a set of findings, in order of path and place."""

    patches: tuple[Patch, ...]

    def chosen(self, *, include_unsafe: bool = False) -> tuple[Patch, ...]:
        """Return the patches to apply: the safe ones, and on demand those that need a look."""
        return tuple(
            patch
            for patch in self.patches
            if patch.edits and (include_unsafe or patch.disposition is Disposition.SAFE)
        )

    def by_path(self, *, include_unsafe: bool = False) -> Mapping[str, tuple[Patch, ...]]:
        """Return the chosen patches of each file that changes."""
        files: dict[str, list[Patch]] = {}
        for patch in self.chosen(include_unsafe=include_unsafe):
            files.setdefault(patch.path, []).append(patch)
        return {path: tuple(patches) for path, patches in sorted(files.items())}


class Outcome(StrEnum):
    """What became of one file."""

    FIXED = "fixed"
    RESTORED = "restored"
    """Written, judged, and put back: see the reason."""
    REFUSED = "refused"
    """Not touched: see the reason."""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file."""

    path: str
    outcome: Outcome
    patches: int
    fixed: int
    """Findings that are gone."""
    reason: Text | None = None


@dataclass(slots=True)
class FixResult:
    """What became of a whole plan."""

    files: list[FileResult] = field(default_factory=list)
    remaining: list[Finding] = field(default_factory=list)
    """Actionable findings still standing in the touched files."""
