"""Templates: Jinja2 with autoescape always on, one environment a language, and the few filters pages use."""

from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta, get_timezone_location
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from vestnik.entrypoints.i18n import LANGUAGES, Words
from vestnik.entrypoints.web.assets import Assets
from vestnik.law.explain import FACTS

TEMPLATES: Final = Path(__file__).parent / "templates"
ZONE: Final = ZoneInfo("Europe/Moscow")
"""Times are shown as Moscow time, and say so; ``datetime`` attributes hold UTC."""


def environment(assets: Assets, words: Words) -> Environment:
    """Return the templates of one language."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    env.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals |= {"asset": assets.url, "language": words.language, "languages": LANGUAGES, "facts": FACTS}
    env.filters |= {
        "say": words.say,
        "moment": lambda value: _moment(value, words.language),
        "when": lambda value: _moment(datetime.fromisoformat(value), words.language),
        "day": lambda value: format_date(value, "d MMMM yyyy", locale=words.language),
        "plain_moment": lambda value: _plain_moment(value, words.language),
        "short_day": lambda value: format_date(value.astimezone(ZONE), "d MMM", locale=words.language),
        "date": lambda value: format_date(value, "d MMM yyyy", locale=words.language),
        "ago": lambda value, now: format_timedelta(value - now, add_direction=True, locale=words.language),
        "city": lambda zone: get_timezone_location(zone, locale=words.language, return_city=True),
        "number": lambda value: format_decimal(value, locale=words.language),
        "marked": marked,
    }
    return env


def _moment(value: datetime, language: str) -> Markup:
    """Return a ``<time>`` element: Moscow time for the eye, UTC for machines and the hint."""
    shown = format_datetime(value, "d MMM yyyy, HH:mm:ss", tzinfo=ZONE, locale=language)
    zone = "МСК" if language == "ru" else "MSK"
    utc = value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Markup('<time datetime="{}" title="{}" class="number">{}&nbsp;{}</time>').format(
        utc, utc, shown, zone
    )


def _plain_moment(value: datetime, language: str) -> str:
    """Return Moscow time without markup, for places that take none."""
    return format_datetime(value, "d MMM yyyy, HH:mm", tzinfo=ZONE, locale=language)


def marked(text: str, match: str) -> Markup:
    """Return ``text``, escaped, with the first place of ``match`` in a ``<mark>``."""
    before, found, after = text.partition(match) if match else (text, "", "")
    if not found:
        return escape(text)
    return escape(before) + Markup("<mark>{}</mark>").format(found) + escape(after)
