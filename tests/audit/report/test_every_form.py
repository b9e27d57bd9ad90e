"""What holds for every form of a report: secrets are hidden, size is borne, the JSON keeps its schema."""

import asyncio
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema_rs
import pytest
from rich.console import Console
from tests.audit.report.sample import HOSTILE, LATE, LINK, TOKEN, hostile, marked, report, whole
from tests.house.tree import ROOT

from vestnik.audit.model import Place, Rendered, Span, Tracker, Trouble, Viewport
from vestnik.audit.report.as_csv import render_csv
from vestnik.audit.report.as_html import MAX_FINDINGS, render_html
from vestnik.audit.report.as_json import render_json
from vestnik.audit.report.as_junit import render_junit
from vestnik.audit.report.as_markdown import render_markdown
from vestnik.audit.report.as_pdf import render_pdf
from vestnik.audit.report.as_sarif import render_sarif
from vestnik.audit.report.as_xlsx import render_xlsx
from vestnik.audit.report.masked import masked
from vestnik.audit.report.model import GROUPINGS, Report, grouped, ids_of
from vestnik.audit.report.terminal import print_report
from vestnik.kernel.errors import Unavailable

SECRET = TOKEN.partition(":")[2]
SCHEMA = json.loads((ROOT / "docs/reference/audit-schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True)


def in_terminal(made: Report, width: int = 100) -> str:
    out = io.StringIO()
    print_report(made, Console(file=out, width=width, highlight=False, emoji=False))
    return out.getvalue()


def in_workbook(made: Report) -> str:
    with zipfile.ZipFile(io.BytesIO(render_xlsx(made))) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


async def as_bytes(html: str) -> bytes:
    """Stand for a browser that prints."""
    return b"%PDF-" + html.encode()


def on_paper(made: Report) -> str:
    return asyncio.run(render_pdf(render_html(made), as_bytes)).decode()


FORMS: dict[str, Callable[[Report], str]] = {
    "terminal": in_terminal,
    "json": render_json,
    "html": render_html,
    "sarif": render_sarif,
    "junit": render_junit,
    "csv": render_csv,
    "markdown": render_markdown,
    "xlsx": in_workbook,
    "pdf": on_paper,
}


def leaking() -> Report:
    """Return a report with a bot token in every text that comes from outside."""
    url = f"https://api.telegram.org/bot{TOKEN}/sendMessage"
    finding = replace(
        LINK,
        place=Place(f"bot{TOKEN}.html", 1, 1, Span(0, 1)),
        matched=url,
        target=url,
        excerpt=f"token = '{TOKEN}'",
        rendered=Rendered((Viewport.DESKTOP,), requests=(url,)),
    )
    made = whole()
    signal = replace(made.result.signals[0], observed=url, inferred=url, matched=url, excerpt=url)
    form = replace(made.result.forms[0], action=url, consent_link=url)
    tracker = Tracker(url, url, True, 1, url)
    result = replace(
        made.result,
        target=url,
        findings=[finding],
        signals=[signal],
        forms=[form],
        trackers=[tracker],
        troubles=[Trouble(url, "unreachable", f"Не открылось: {url}")],
    )
    point = replace(made.contact_points[0], target=url)
    assert made.comparison
    aside = tuple(
        (replace(LINK, matched=url), replace(entry, path=url, reason=url))
        for _item, entry in made.comparison.put_aside
    )
    comparison = replace(made.comparison, put_aside=aside, expired=(aside[0][1],))
    return replace(made, result=result, contact_points=(point,), comparison=comparison)


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_a_report_holds_a_secret(form: str) -> None:
    text = FORMS[form](leaking())
    assert SECRET not in text
    assert "1234567890:***" in text or form == "markdown"


def test_the_test_would_see_a_secret_that_is_not_hidden() -> None:
    assert SECRET in str(replace(LINK, matched=TOKEN))
    assert SECRET not in str(masked(replace(LINK, matched=TOKEN)))


def test_what_holds_no_secret_is_not_copied() -> None:
    result = whole().result
    assert masked(result) is result


@pytest.mark.parametrize("form", FORMS)
def test_every_form_bears_hostile_texts(form: str) -> None:
    text = FORMS[form](hostile())
    assert text.encode()
    assert not {"\x1b", "\x07", "\u202e"} & set(text) or form in {"json", "sarif"}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_bears_a_clean_result_and_a_broken_off_one(form: str) -> None:
    assert FORMS[form](report())
    stopped = report(LINK, troubles=(LATE,))
    stopped = replace(stopped, result=replace(stopped.result, interrupted=True))
    assert FORMS[form](stopped)


@pytest.fixture(scope="module")
def many() -> Report:
    """Return ten thousand findings of a hundred files."""
    return report(
        *(
            marked(replace(LINK, place=Place(f"{n % 100}.html", n, 1, Span(n, n + 26))), f"{n}")
            for n in range(10_000)
        )
    )


@pytest.mark.parametrize("form", FORMS)
def test_every_form_bears_ten_thousand_findings(form: str, many: Report) -> None:
    text = FORMS[form](many)
    counted = {
        "json": text.count('"fingerprint"'),
        "sarif": text.count('"partialFingerprints"'),
        "csv": text.count("\r\n") - 1,
        "junit": text.count("<testcase ") * 100,
        "html": text.count('class="finding ') + 10_000 - MAX_FINDINGS,
    }
    assert counted.get(form, 10_000) == 10_000


@pytest.mark.parametrize("made", [whole(), report(), report(LINK, troubles=(LATE,))])
def test_the_json_keeps_its_schema(made: Report) -> None:
    jsonschema_rs.meta.validate(SCHEMA)
    VALIDATOR.validate(json.loads(render_json(made)))


def test_hostile_texts_keep_the_schema_too() -> None:
    VALIDATOR.validate(json.loads(render_json(hostile()).replace(r"\udc98\ud800", "")))


def changed(whole_: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    copy = json.loads(json.dumps(whole_))
    at = copy
    *way, last = path.split(".")
    for step in way:
        at = at[int(step)] if isinstance(at, list) else at[step]
    at[last] = value
    return dict(copy)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("version", 2),
        ("findings.0.line", 0),
        ("findings.0.column", 0),
        ("findings.0.severity", "awful"),
        ("findings.0.kind", "dm_phone"),
        ("findings.0.path", "also/a/path.html"),
        ("findings.0.url", "shop.example"),
        ("stats.files", -1),
        ("incomplete", True),
    ],
)
def test_the_schema_refuses_what_is_wrong(path: str, value: object) -> None:
    good = json.loads(render_json(whole()))
    assert VALIDATOR.is_valid(good)
    assert not VALIDATOR.is_valid(changed(good, path, value))


def test_a_key_that_a_finding_needs_cannot_be_missing() -> None:
    needed = SCHEMA["$defs"]["finding"]["required"]
    good = json.loads(render_json(report(LINK)))
    for name in needed:
        bad = json.loads(json.dumps(good))
        del bad["findings"][0][name]
        assert not VALIDATOR.is_valid(bad), name


def test_a_page_has_a_url_and_a_file_has_a_path() -> None:
    site = json.loads(render_json(whole()))["findings"][0]
    assert site["url"].startswith("https://lavka.example/")
    assert "path" not in site
    folder = json.loads(render_json(report(LINK)))["findings"][0]
    assert folder["path"] == "contacts.html"
    assert "url" not in folder


def test_ids_are_short_and_unique() -> None:
    same, other = "0123456789abcdef" * 4, "fedcba9876543210" * 4
    assert ids_of([same, other, same, same]) == [
        "0123456789abcdef", "fedcba9876543210", "0123456789abcdef-2", "0123456789abcdef-3",
    ]  # fmt: skip


@pytest.mark.parametrize("by", GROUPINGS)
def test_no_finding_is_lost_in_groups(by: str) -> None:
    findings = whole().result.findings
    groups = grouped(findings, by)
    assert sum(map(len, groups.values())) == len(findings)
    worst = [max(one.severity for one in group) for group in groups.values()]
    assert worst == sorted(worst, reverse=True)


@pytest.mark.parametrize("width", [30, 40, 80, 200])
@pytest.mark.parametrize("made", [whole(), hostile()])
def test_nothing_is_wider_than_the_terminal(width: int, made: Report) -> None:
    from rich.cells import cell_len

    assert max(cell_len(line) for line in in_terminal(made, width).splitlines()) <= width


def test_a_browser_that_prints_no_pdf_is_said() -> None:
    async def nothing(_html: str) -> bytes:
        return b""

    with pytest.raises(Unavailable) as caught:
        asyncio.run(render_pdf("<p>x</p>", nothing))
    assert caught.value.hint


def test_a_hostile_text_is_never_lost_from_json() -> None:
    told = json.loads(render_json(hostile()))
    assert [finding["match"] for finding in told["findings"]] == list(HOSTILE)


def test_the_page_of_the_reference_tells_every_key() -> None:
    page = (ROOT / "docs/reference/audit-json.md").read_text(encoding="utf-8")
    finding = SCHEMA["$defs"]["finding"]["properties"]
    missing = [name for name in (*SCHEMA["properties"], *finding) if f"`{name}`" not in page]
    assert [name for name in missing if name != "carrier"] == []
