"""The three forms of a report, from one made-up result."""

import base64
import hashlib
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from inline_snapshot import snapshot
from rich.console import Console
from tests.audit.report.sample import EVIL, LATE, LINK, report

from vestnik.audit.model import Place, Span, Trouble
from vestnik.audit.report.as_html import MAX_FINDINGS, render_html
from vestnik.audit.report.as_json import render_json
from vestnik.audit.report.model import Report
from vestnik.audit.report.terminal import print_report
from vestnik.audit.report.words import plural


def printed(made: Report, width: int = 100) -> str:
    """What a terminal of that width shows, without colours."""
    out = io.StringIO()
    print_report(made, Console(file=out, width=width, highlight=False, emoji=False))
    return out.getvalue()


class Page(HTMLParser):
    """What a browser would load or run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [
            value or ""
            for name, value in attrs
            if name in {"src", "href", "action", "srcset"} and not (value or "").startswith("#")
        ]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


def test_the_json_report_keeps_its_form() -> None:
    whole = json.loads(render_json(report(LINK, troubles=(LATE,))))
    assert len(whole.pop("findings")) == 1
    assert whole == snapshot(
        {
            "version": 1,
            "tool": {"name": "vestnik", "version": "0.1.0", "pack": "2026.10.1"},
            "target": "site",
            "started_at": "2026-11-23T09:00:00+00:00",
            "finished_at": "2026-11-23T09:01:15+00:00",
            "interrupted": False,
            "stats": {
                "files": 12,
                "bytes": 34567,
                "pages": 0,
                "seconds": 75.0,
                "findings": 1,
                "actionable": 1,
                "suppressed": 0,
                "signals": 0,
                "by_severity": {"high": 1},
                "by_messenger": {"telegram": 1},
            },
            "contact_points": [
                {
                    "messenger": "telegram",
                    "target": "https://t.me/lavka_fiction",
                    "places": 1,
                    "files": 1,
                    "severity": "high",
                    "templates": 1,
                }
            ],
            "signals": [],
            "forms": [],
            "trackers": [],
            "incomplete": [
                {
                    "path": "slow.html",
                    "kind": "too_large",
                    "detail": "Ответ больше 10 МБ, чтение остановлено.",
                }
            ],
            "notes": [],
            "suppressed": [],
            "expired": [],
        }
    )


def test_a_finding_in_json_keeps_its_fields() -> None:
    [finding] = json.loads(render_json(report(LINK)))["findings"]
    assert finding == snapshot(
        {
            "id": "0123456789abcdef",
            "rule": "DEMO-TG-LINK-001",
            "messenger": "telegram",
            "role": "contact",
            "kind": "dm-user",
            "evidence": "link",
            "state": "live",
            "severity": "high",
            "confidence": "high",
            "group": "",
            "part": False,
            "path": "contacts.html",
            "line": 3,
            "column": 10,
            "span": {"start": 40, "end": 66},
            "element": {"start": 30, "end": 90},
            "match": "https://t.me/lavka_fiction",
            "target": "https://t.me/lavka_fiction",
            "excerpt": '<a href="https://t.me/lavka_fiction">Написать</a>',
            "carrier": "link",
            "fingerprint": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "norms": ["41fz-15-1"],
            "fix": "",
            "rendered": None,
        }
    )


def test_the_json_report_is_json_whatever_was_found() -> None:
    odd = replace(EVIL, matched="\udc98 \ud800", excerpt="\0\x1b[31m")
    whole = json.loads(render_json(report(odd)).encode())
    assert whole["findings"][0]["excerpt"] == "\0\x1b[31m"
    assert whole["findings"][0]["match"] == odd.matched


def test_what_a_terminal_would_obey_and_what_no_encoding_holds_is_shown_as_a_sign() -> None:
    odd = replace(LINK, place=Place("a\x1b[2J\udc98.html", 1, 1, Span(0, 1)), excerpt="\x07\x1b[31m")
    assert "a\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}.html" in printed(report(odd))
    assert not {"\x1b", "\x07", "\udc98"} & set(printed(report(odd)))
    assert render_html(report(odd)).encode()


def test_the_terminal_shows_contact_points_then_places_then_the_verdict() -> None:
    second = replace(LINK, place=Place("index.html", 1, 1, Span(0, 1)))
    text = printed(report(LINK, second, troubles=(LATE,)))
    assert text == snapshot("""\
Проверено: site — 12 файлов, 34 КБ

Точки контакта
●  Telegram  https://t.me/lavka_fiction  2 места, 2 файла, 1 шаблон

contacts.html
  3:10     высокая    Telegram  ссылка  DEMO-TG-LINK-001
           <a href="https://t.me/lavka_fiction">Написать</a>

index.html
  1:1      высокая    Telegram  ссылка  DEMO-TG-LINK-001
           <a href="https://t.me/lavka_fiction">Написать</a>

Не прочитано
  слишком большой: slow.html — Ответ больше 10 МБ, чтение остановлено.

Найдено 2 места с иностранными мессенджерами (2 файла). Проверка неполная: 1 помеха.
""")


def test_the_terminal_says_when_all_is_clean_and_when_it_cannot_know() -> None:
    assert printed(report()).splitlines()[-1] == "Иностранных мессенджеров не найдено."
    unsure = printed(report(troubles=(LATE,))).splitlines()[-1]
    assert unsure == "Иностранных мессенджеров не найдено. Проверка неполная: 1 помеха."


def test_text_of_the_audited_site_is_never_markup_in_the_terminal() -> None:
    assert "[bold]х[/bold]" in printed(report(EVIL), width=140)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_long_line_is_cut_around_the_match(width: int) -> None:
    excerpt = f"{'слева ' * 20}{LINK.matched}{' справа' * 20}"
    lines = printed(report(replace(LINK, excerpt=excerpt)), width=width).splitlines()
    assert max(len(line) for line in lines) <= width
    if width >= 60:
        assert any("…" in line and LINK.matched in line for line in lines)


def test_the_page_needs_nothing_from_anywhere() -> None:
    page = Page(render_html(report(LINK, troubles=(LATE,), target="https://shop.example/")))
    assert page.loads == []
    assert page.handlers == []
    assert page.tags.count("script") == 1


def test_nothing_of_the_audited_site_becomes_part_of_the_page() -> None:
    html = render_html(report(EVIL, troubles=(Trouble("<b>", "<i>", "<u>"),), target='"><svg onload=x>'))
    page = Page(html)
    assert page.handlers == []
    assert page.tags.count("script") == 1
    assert page.tags.count("style") == 1
    assert not {"img", "b>", "u", "i>"} & set(page.tags)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;.html" in html


def test_only_the_filter_may_run() -> None:
    html = render_html(report(LINK))
    script = re.search(r"<script>(.*)</script>", html, re.DOTALL)
    allowed = re.search(r"script-src 'sha256-([^']+)'", html)
    assert script
    assert allowed
    assert base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode() == allowed[1]


def test_the_page_marks_the_match_and_tells_the_place() -> None:
    html = render_html(report(LINK, target="https://shop.example/"))
    assert "<mark>https://t.me/lavka_fiction</mark>" in html
    assert "3:10" in html
    assert "Telegram" in html
    assert "23 ноября 2026, 12:01 МСК" in html


def test_a_match_that_is_not_in_its_excerpt_is_shown_all_the_same() -> None:
    html = render_html(report(replace(LINK, matched="t.me/hidden", excerpt="совсем другое")))
    assert "<mark>t.me/hidden</mark> совсем другое" in html


def test_a_page_with_too_many_findings_says_how_many_are_missing() -> None:
    many = [replace(LINK, place=Place(f"{n % 7}.html", n, 1, Span(n, n))) for n in range(MAX_FINDINGS + 5)]
    html = render_html(report(*many))
    assert html.count('class="finding ') == MAX_FINDINGS
    assert "Не поместилось находок: 5." in html


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (0, "мест"),
        (1, "место"),
        (2, "места"),
        (5, "мест"),
        (11, "мест"),
        (12, "мест"),
        (21, "место"),
        (102, "места"),
        (111, "мест"),
    ],
)
def test_words_agree_with_numbers(number: int, word: str) -> None:
    assert plural(number, "место", "места", "мест") == word


def test_a_site_has_pages_and_a_directory_has_files() -> None:
    assert report(LINK, target="https://shop.example/").verdict.endswith("(1 страница).")
    assert report(LINK).verdict.endswith("(1 файл).")
