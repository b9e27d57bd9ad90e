"""How many pages are shown in a browser, and how long each is watched. Pure."""

from dataclasses import dataclass, field

from vestnik.kernel.browser import DEFAULT_TAB_LIMITS, TabLimits


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """Every limit of the rendered part of an audit."""

    max_pages: int = 20
    per_template: int = 2
    """Pages built alike that are worth a look."""
    samples: int = 5
    """Pages that nothing marks but scripts of their own: one of a template."""
    at_once: int = 2
    """Pages at a time, each at both widths: mostly they are waited for."""
    max_seconds: float = 900.0
    quiet_s: float = 0.5
    """Quiet after which a page counts as loaded; then the visitor moves."""
    watch_s: float = 3.0
    """How long a page must ask for nothing before it is looked at: widgets come late on purpose."""
    most_s: float = 8.0
    """Longest wait for a page that never stops asking."""
    after_click_s: float = 0.4
    clicks: int = 12
    """Of ours on one page at one width."""
    max_shots: int = 12
    """Pictures of one page at one width."""
    shots_alike: int = 4
    """Pictures of one contact among them: a list of goods repeats it on every card."""
    try_forms: int = 3
    """Forms of one page whose consent box is tried."""
    tab: TabLimits = field(default=DEFAULT_TAB_LIMITS)
