"""Writing: whole files, proven clean, inside the root, or nothing."""

import os
import subprocess
from pathlib import Path

import pytest
from tests.fix.bench import MAX, inspector, targets

from vestnik.audit.documents import Document, read_document
from vestnik.audit.model import Finding, Span
from vestnik.audit.scan import scan_directory
from vestnik.fix.apply import apply
from vestnik.fix.diff import rewritten, unified
from vestnik.fix.model import Disposition, Edit, FixResult, Options, Outcome, Patch, Plan, Strategy
from vestnik.fix.plan import plan
from vestnik.kernel.errors import Conflict
from vestnik.kernel.text import N_

LINK = '<p>Пример</p><a href="https://wa.me/79265551122">WhatsApp</a>\n'


def _documents(root: Path) -> tuple[list[Finding], dict[str, Document]]:
    found = scan_directory(root, None, None, inspector()).findings
    paths = {finding.place.path for finding in found}
    return found, {path: read_document(path, (root / path).read_bytes()) for path in paths}


def _apply(root: Path, *, allow_dirty: bool = False) -> FixResult:
    found, documents = _documents(root)
    proposed = plan(found, documents, Options(inspector().signatures, targets(MAX)))
    return apply(root, proposed, documents, inspector().inspect, allow_dirty=allow_dirty)


def _patch(document: Document, findings: list[Finding], replacement: bytes) -> Plan:
    at = document.data.index(b"https://wa.me")
    edit = Edit(Span(at, at + len(b"https://wa.me/79265551122")), replacement)
    patch = Patch(
        document.path,
        tuple(finding.fingerprint for finding in findings),
        ("WA-LINK-001",),
        N_("Проба"),
        Strategy.REPLACE,
        Disposition.SAFE,
        (edit,),
    )
    return Plan((patch,))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_encoding_line_endings_and_mode_are_kept(tmp_path: Path, encoding: str) -> None:
    page = tmp_path / "a.html"
    page.write_bytes(LINK.replace("\n", "\r\n").encode(encoding))
    page.chmod(0o640)
    result = _apply(tmp_path)
    assert [one.outcome for one in result.files] == [Outcome.FIXED]
    after = '<p>Пример</p><a href="https://max.ru/shop_bot">MAX</a>\r\n'
    assert page.read_bytes() == after.encode(encoding)
    assert page.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.html"]


def test_a_patch_that_leaves_its_finding_standing_is_not_written(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(LINK)
    found, documents = _documents(tmp_path)
    proposed = _patch(documents["a.html"], found, b"https://wa.me/79265551133")
    result = apply(tmp_path, proposed, documents, inspector().inspect)
    assert [one.outcome for one in result.files] == [Outcome.REFUSED]
    assert "Повторная проверка" in str(result.files[0].reason)
    assert page.read_text() == LINK


def test_a_patch_that_brings_a_new_finding_is_not_written(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(LINK)
    found, documents = _documents(tmp_path)
    result = apply(
        tmp_path,
        _patch(documents["a.html"], found, b"https://t.me/other_bot"),
        documents,
        inspector().inspect,
    )
    assert [one.outcome for one in result.files] == [Outcome.REFUSED]
    assert page.read_text() == LINK


def test_a_good_patch_is_written_though_its_neighbour_was_refused(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(LINK + '<p>x</p><a href="https://t.me/lavka_shop_bot">Telegram</a>\n')
    found, documents = _documents(tmp_path)
    bad = _patch(
        documents["a.html"], [f for f in found if f.platform == "whatsapp"], b"https://wa.me/79265551133"
    )
    telegram = [finding for finding in found if finding.platform == "telegram"]
    good = plan(telegram, documents, Options(inspector().signatures, ()))
    result = apply(tmp_path, Plan(bad.patches + good.patches), documents, inspector().inspect)
    assert [(one.outcome, one.patches) for one in result.files] == [(Outcome.FIXED, 1)]
    assert result.files[0].reason is not None
    assert page.read_text() == LINK + "<p>x</p>\n"
    assert [finding.platform for finding in result.remaining] == ["whatsapp"]


def test_a_file_whose_disk_shows_more_than_was_judged_is_put_back(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(LINK)
    found, documents = _documents(tmp_path)
    proposed = plan(found, documents, Options(inspector().signatures, ()))
    calls = 0

    def forgetful(document: Document) -> list[Finding]:
        nonlocal calls
        calls += 1
        return [] if calls == 2 else found

    result = apply(tmp_path, proposed, documents, forgetful)
    assert [one.outcome for one in result.files] == [Outcome.RESTORED]
    assert page.read_text() == LINK


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(LINK)
    found, documents = _documents(tmp_path)
    proposed = plan(found, documents, Options(inspector().signatures, ()))
    page.write_text(LINK + "новое")
    result = apply(tmp_path, proposed, documents, inspector().inspect)
    assert [one.outcome for one in result.files] == [Outcome.REFUSED]
    assert page.read_text() == LINK + "новое"


def test_nothing_behind_a_symbolic_link_is_written(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    outside.mkdir()
    root.mkdir()
    (outside / "a.html").write_text(LINK)
    (root / "folder").symlink_to(outside)
    (root / "b.html").symlink_to(outside / "a.html")
    result = _apply(root)
    assert {one.outcome for one in result.files} == {Outcome.REFUSED}
    assert (outside / "a.html").read_text() == LINK


@pytest.mark.parametrize("path", ["../a.html", "x/../../a.html", "/etc/a.html", "./a.html"])
def test_a_path_that_leads_out_of_the_root_is_refused(tmp_path: Path, path: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "a.html").write_text(LINK)
    document = read_document(path, LINK.encode())
    found = inspector().inspect(document)
    proposed = plan(found, {path: document}, Options(inspector().signatures, ()))
    result = apply(root, proposed, {path: document}, inspector().inspect)
    assert [one.outcome for one in result.files] == [Outcome.REFUSED]
    assert (tmp_path / "a.html").read_text() == LINK


def test_a_dirty_git_tree_is_refused_unless_told(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(LINK)
    subprocess.run(
        ["git", "init", "-q", str(tmp_path)], check=True, env={**os.environ, "HOME": str(tmp_path)}
    )
    with pytest.raises(Conflict):
        _apply(tmp_path)
    assert page.read_text() == LINK
    assert [one.outcome for one in _apply(tmp_path, allow_dirty=True).files] == [Outcome.FIXED]


def test_a_single_file_may_be_the_root(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(LINK)
    found = scan_directory(page, None, None, inspector()).findings
    documents = {"a.html": read_document("a.html", page.read_bytes())}
    proposed = plan(found, documents, Options(inspector().signatures, ()))
    assert apply(page, proposed, documents, inspector().inspect).files[0].outcome is Outcome.FIXED
    assert page.read_text() == "<p>Пример</p>\n"


def test_the_diff_is_read_in_the_files_own_encoding() -> None:
    document = read_document("a.html", LINK.encode("cp1251"))
    new = document.data.replace(b"WhatsApp", b"MAX")
    assert unified(document, new) == (
        "--- a/a.html\n+++ b/a.html\n@@ -1 +1 @@\n"
        '-<p>Пример</p><a href="https://wa.me/79265551122">WhatsApp</a>\n'
        '+<p>Пример</p><a href="https://wa.me/79265551122">MAX</a>\n'
    )
    assert unified(document, document.data) == ""


def test_the_diff_masks_bot_tokens() -> None:
    token = "123456789:" + "A" * 35
    document = read_document("a.html", f"<!-- {token} -->\n{LINK}".encode())
    assert token not in unified(document, document.data.replace(b"WhatsApp", b"MAX"))


def test_edits_that_overlap_are_refused() -> None:
    patches = [
        Patch("a", (), (), N_("x"), Strategy.REMOVE, Disposition.SAFE, (Edit(Span(start, end)),))
        for start, end in ((0, 4), (3, 6))
    ]
    with pytest.raises(ValueError, match="overlap"):
        rewritten(b"0123456789", patches)
