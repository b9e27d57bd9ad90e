"""Draws the table of states as a picture, without a drawing program."""

from vestnik.notify.model import NEXT, TERMINAL, MessageState

_PLACES: dict[MessageState, tuple[int, int]] = {
    MessageState.ACCEPTED: (0, 1),
    MessageState.HELD: (1, 0),
    MessageState.SENDING: (2, 1),
    MessageState.SENT: (3, 1),
    MessageState.DELIVERED: (4, 1),
    MessageState.READ: (5, 1),
    MessageState.IN_DOUBT: (3, 0),
    MessageState.DENIED: (0, 3),
    MessageState.EXPIRED: (2, 3),
    MessageState.FAILED: (4, 3),
}
"""Column and row of each state."""
_COLUMN, _ROW, _WIDTH, _HEIGHT, _MARGIN = 165, 95, 112, 36, 50
_HEAD = """<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"
 orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#5b6b7c"/></marker></defs>"""


def _corner(state: MessageState) -> tuple[int, int]:
    column, row = _PLACES[state]
    return _MARGIN + column * _COLUMN, _MARGIN + row * _ROW


def _arrow(before: MessageState, after: MessageState) -> str:
    (x1, y1), (x2, y2) = _corner(before), _corner(after)
    same_row, back = y1 == y2, x2 < x1
    if same_row and not back and x2 - x1 == _COLUMN:
        path = f"M{x1 + _WIDTH} {y1 + _HEIGHT // 2} L{x2} {y2 + _HEIGHT // 2}"
    elif same_row:
        lift = 30 + abs(x2 - x1) // 12
        bend = y1 + _HEIGHT + lift if back else y1 - lift
        edge = y1 + _HEIGHT if back else y1
        start, end = x1 + _WIDTH // 2, x2 + _WIDTH // 2
        path = f"M{start} {edge} C{start} {bend} {end} {bend} {end} {edge}"
    else:
        down = y2 > y1
        start_y, end_y = (y1 + _HEIGHT, y2) if down else (y1, y2 + _HEIGHT)
        start_x, end_x = x1 + _WIDTH // 2 + 14, x2 + _WIDTH // 2 - 14
        middle = (start_y + end_y) // 2
        path = f"M{start_x} {start_y} C{start_x} {middle} {end_x} {middle} {end_x} {end_y}"
    return f'<path d="{path}" class="step" marker-end="url(#head)"/>'


def _box(state: MessageState) -> str:
    x, y = _corner(state)
    kind = "end" if state in TERMINAL else "state"
    return (
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="8" class="{kind}"/>'
        f'<text x="{x + _WIDTH // 2}" y="{y + _HEIGHT // 2 + 5}">{state.value}</text>'
    )


def states_svg() -> str:
    """Return the picture of ``NEXT``: final states have a thick edge."""
    missing = set(MessageState) - set(_PLACES)
    if missing:
        msg = f"give these states a place in the picture: {sorted(missing)}"
        raise ValueError(msg)
    width = 2 * _MARGIN + 5 * _COLUMN + _WIDTH
    height = 2 * _MARGIN + 3 * _ROW + _HEIGHT
    style = (
        "text{font:14px sans-serif;text-anchor:middle;fill:#1d2733}"
        ".state{fill:#eaf2fb;stroke:#2f6db3}.end{fill:#f3f4f6;stroke:#1d2733;stroke-width:2.5}"
        ".step{fill:none;stroke:#5b6b7c;stroke-width:1.3}"
    )
    steps = [(before, after) for before in MessageState for after in MessageState if after in NEXT[before]]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}">',
            f"<style>{style}</style>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            _HEAD,
            *(_arrow(before, after) for before, after in steps),
            *map(_box, MessageState),
            "</svg>\n",
        ]
    )
