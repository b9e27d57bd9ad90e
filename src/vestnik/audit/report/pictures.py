"""Screenshots inside the HTML report: each picture once, as CSS; every use shows its own frame. Pure."""

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from vestnik.audit.model import Artefacts, Shot, Viewport

_MEDIA: Final = frozenset({"image/png", "image/webp", "image/jpeg"})
_ROOM: Final = 24_000_000
"""Bytes of pictures in one page."""
_NEAR: Final = 3.0
"""How much of its surroundings a crop shows: this many times the frame."""
_LEAST: Final = 520.0
"""Pixels across that a crop shows at least."""
_SHAPE: Final = 16 / 9
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_SEEN_ON: Final = {Viewport.DESKTOP: "широкий экран", Viewport.MOBILE: "телефон"}


@dataclass(frozen=True, slots=True)
class ShotView:
    """One use of a picture; the texts are CSS declarations made of numbers alone."""

    name: str
    caption: str
    crop: str
    crop_frame: str
    full: str
    full_frame: str
    cropped: bool


class Pictures:
    """The pictures of one page."""

    def __init__(self, artefacts: Artefacts) -> None:
        self._artefacts = artefacts
        self._used: dict[str, str] = {}
        self._rules: list[str] = []
        self._room = _ROOM

    @property
    def style(self) -> str:
        """The rules that hold the pictures used so far."""
        return "\n".join(self._rules)

    def views(self, shots: Sequence[Shot]) -> list[ShotView]:
        """Return the uses of these pictures; a picture that is not there, or too much, is left out."""
        return [view for shot in shots if (view := self._view(shot)) is not None]

    def first(self, many: Iterable[Sequence[Shot]]) -> list[ShotView]:
        """Return the uses of the first pictures among these, one a window width."""
        seen: dict[Viewport, Shot] = {}
        for shots in many:
            for shot in shots:
                seen.setdefault(shot.viewport, shot)
            if len(seen) == len(Viewport):
                break
        return self.views(list(seen.values()))

    def _view(self, shot: Shot) -> ShotView | None:
        name = self._named(shot)
        if name is None or shot.width <= 0 or shot.height <= 0:
            return None
        whole = (0.0, 0.0, float(shot.width), float(shot.height))
        crop = _crop(shot)
        return ShotView(
            name=name,
            caption=f"{_SEEN_ON[shot.viewport]}, {shot.width}×{shot.height}",
            crop=_window(shot, crop),
            crop_frame=_frame(shot, crop),
            full=_window(shot, whole),
            full_frame=_frame(shot, whole),
            cropped=crop != whole,
        )

    def _named(self, shot: Shot) -> str | None:
        if shot.sha256 in self._used:
            return self._used[shot.sha256]
        data = self._artefacts.get(shot.sha256)
        fits = data is not None and len(data) <= self._room
        if data is None or not fits or shot.media not in _MEDIA or not _DIGEST.fullmatch(shot.sha256):
            return None
        self._room -= len(data)
        name = f"p{len(self._used)}"
        self._used[shot.sha256] = name
        encoded = base64.b64encode(data).decode()
        self._rules.append(f".{name} {{ background-image: url(data:{shot.media};base64,{encoded}); }}")
        return name


def _crop(shot: Shot) -> tuple[float, float, float, float]:
    """Return left, top, width and height of what is worth seeing around the frame."""
    if shot.frame is None:
        return 0.0, 0.0, float(shot.width), min(float(shot.height), shot.width / _SHAPE)
    left, top, width, height = shot.frame
    across = min(float(shot.width), max(width * _NEAR, height * _NEAR * _SHAPE, _LEAST))
    down = min(float(shot.height), across / _SHAPE)
    x = min(max(0.0, left + width / 2 - across / 2), shot.width - across)
    y = min(max(0.0, top + height / 2 - down / 2), shot.height - down)
    return x, y, across, down


def _window(shot: Shot, part: tuple[float, float, float, float]) -> str:
    """Return CSS that shows this part of the picture and nothing else."""
    left, top, width, height = part
    x = _percent(left, shot.width - width)
    y = _percent(top, shot.height - height)
    return (
        f"aspect-ratio: {width:.1f} / {height:.1f}; "
        f"background-size: {_percent(shot.width, width)} auto; background-position: {x} {y}"
    )


def _frame(shot: Shot, part: tuple[float, float, float, float]) -> str:
    if shot.frame is None:
        return ""
    left, top, width, height = shot.frame
    x, y, across, down = part
    return (
        f"left: {_percent(left - x, across)}; top: {_percent(top - y, down)}; "
        f"width: {_percent(width, across)}; height: {_percent(height, down)}"
    )


def _percent(share: float, whole: float) -> str:
    return f"{100 * share / whole:.3f}%" if whole > 0 else "0%"
