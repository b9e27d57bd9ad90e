"""Paragraphs with links → the HTML that the inspector reads: one line a paragraph. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; with ``href`` it is a link."""

    text: str
    href: str = ""


def paragraph(runs: Iterable[Run]) -> str:
    """Return one line of HTML that is a block of its own."""
    return f"<p>{inline(runs)}</p>"


def inline(runs: Iterable[Run]) -> str:
    """Return HTML without a block; neighbours that lead to one address are one link."""
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1].href == run.href:
            joined[-1] = Run(joined[-1].text + run.text, run.href)
        else:
            joined.append(run)
    return "".join(map(_shown, joined))


def page(lines: Iterable[str]) -> bytes:
    """Return the lines as one page."""
    return "\n".join(lines).encode("utf-8", "replace")


def _shown(run: Run) -> str:
    text = escape(" ".join(run.text.split("\n")), quote=False)
    return f'<a href="{escape(run.href)}">{text}</a>' if run.href else text
