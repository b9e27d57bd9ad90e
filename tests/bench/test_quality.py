"""The quality bench counts what it says: right answers raise the figures, wrong ones lower them."""

import csv
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from bench.audit_quality import examine, main, report
from bench.quality_score import LABELS, Row, Said, by_repository, load, ranges, score, word_for

PAGE = """<p>Пишите в WhatsApp.</p>
<a class="messenger" href="https://wa.me/79000000001"><i class="fa-whatsapp"></i></a>
<!-- <a href="https://t.me/old_example">Telegram</a> -->
<p>Тариф: WhatsApp и Viber без счёта.</p>
<p>glyphicon-facetime-video</p>
<a href="https://t.me/share/url?url=/">Поделиться</a>
"""


def row(
    line: int, column: int, label: str, role: str, *, repository: str = "shop/site", half: str = "A"
) -> Row:
    return Row(repository, "0" * 40, "index.html", line, column, label, role, half)


def said(column: int, role: str, *, loud: bool = True, length: int = 8) -> Said:
    return Said(column, length, role, loud)


ROWS = [
    row(1, 13, "contact", "contact"),
    row(2, 27, "link", "contact"),
    row(3, 15, "commented", "none"),
    row(4, 11, "mention", "mention"),
    row(5, 14, "fp", "none"),
    row(6, 10, "share", "share"),
]
RIGHT = {
    ("shop/site", "index.html", 1): [said(13, "contact")],
    ("shop/site", "index.html", 2): [said(27, "contact", length=24)],
    ("shop/site", "index.html", 3): [said(15, "contact", loud=False)],
    ("shop/site", "index.html", 4): [said(11, "mention", loud=False)],
    ("shop/site", "index.html", 6): [said(10, "share")],
}


def site(folder: Path, name: str = "shop+site") -> Path:
    (folder / name).mkdir(parents=True)
    (folder / name / "index.html").write_text(PAGE, encoding="utf-8")
    return folder


def test_right_answers_give_full_figures():
    whole = score(ROWS, RIGHT)

    assert (whole.precision.value, whole.recall.value, whole.links.value) == (1.0, 1.0, 1.0)
    assert (whole.noise.part, whole.roles.value, whole.loudness.value) == (0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("line", "answer", "figure"),
    [
        (1, [], "recall"),
        (2, [], "links"),
        (2, [said(27, "contact", loud=False)], "links"),
        (2, [said(90, "contact")], "links"),
        (4, [said(11, "contact")], "precision"),
        (4, [said(11, "contact")], "loudness"),
        (5, [said(14, "contact")], "noise"),
        (3, [said(15, "contact")], "noise"),
        (6, [said(10, "contact")], "roles"),
        (4, [], "roles"),
    ],
)
def test_a_wrong_answer_lowers_its_figure(line: int, answer: list[Said], figure: str):
    wrong = score(ROWS, RIGHT | {("shop/site", "index.html", line): answer})
    right = score(ROWS, RIGHT)

    if figure == "noise":
        assert wrong.noise.part > right.noise.part
    else:
        assert getattr(wrong, figure).value < getattr(right, figure).value


def test_a_finding_far_down_a_long_line_does_not_speak_for_a_token():
    far = {("shop/site", "index.html", 5): [said(5_000, "contact")]}

    assert word_for(ROWS[4], far) == "silence"
    assert score(ROWS[4:5], far).noise.part == 0


def test_lines_without_labels_count_neither_for_nor_against():
    elsewhere = {("shop/site", "index.html", 99): [said(1, "contact")]}

    assert score(ROWS, RIGHT | elsewhere) == score(ROWS, RIGHT)


def test_ranges_come_from_whole_repositories():
    good = [row(2, 27, "link", "contact", repository=f"good/{number}") for number in range(5)]
    bad = [row(2, 27, "link", "contact", repository=f"bad/{number}") for number in range(5)]
    reports = {item.at: [said(27, "contact")] for item in good}
    low, high = ranges([*good, *bad], reports, draws=200)["recall"]

    assert 0.0 <= low < 0.5 < high <= 1.0
    assert ranges(good, reports, draws=50)["recall"] == (1.0, 1.0)


def test_the_audit_is_asked_about_a_checkout_and_about_a_git_folder(tmp_path: Path):
    folder = site(tmp_path / "plain") / "shop+site"
    plain = examine(ROWS, tmp_path / "plain", "vestnik")
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "one"],
    ):
        subprocess.run(["git", "-C", str(folder), *command], check=True)
    ran = subprocess.run(
        ["git", "-C", str(folder), "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    )
    (folder / "index.html").unlink()
    rows = [Row(item.repository, ran.stdout.strip(), *_rest(item)) for item in ROWS]

    assert score(rows, examine(rows, tmp_path / "plain", "vestnik")) == score(ROWS, plain)
    assert score(ROWS, plain).links.value == 1.0
    assert score(ROWS, plain).noise.part == 0


def _rest(item: Row) -> tuple[str, int, int, str, str, str]:
    return item.path, item.line, item.column, item.label, item.role, item.half


def test_the_baselines_are_worse_where_they_must_be(tmp_path: Path):
    site(tmp_path)
    words, urls = (score(ROWS, examine(ROWS, tmp_path, tool)) for tool in ("regex", "urls"))

    assert words.recall.value == 1.0
    assert words.precision.value < 1.0
    assert words.noise.part == 2
    assert urls.recall.value < 1.0
    assert urls.noise.part == 1


def test_only_misses_of_half_a_are_written_down(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    site(tmp_path)
    site(tmp_path, "other+site")
    rows = [*ROWS, row(5, 14, "link", "contact", repository="other/site", half="B")]
    labels = tmp_path / "labels.tsv"
    with labels.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(Row.__dataclass_fields__)
        writer.writerows([item.repository, item.commit, *_rest(item)] for item in rows)
    misses = tmp_path / "misses.txt"
    arguments = ["--sources", str(tmp_path), "--labels", str(labels), "--tool", "regex"]

    assert main([*arguments, "--misses", str(misses)]) == 0
    written = misses.read_text(encoding="utf-8")
    assert "NOISE ABOVE INFO" in written
    assert "other/site" not in written
    assert "7 rows of 2 repositories" in capsys.readouterr().out


def test_a_missing_file_is_named(tmp_path: Path):
    (tmp_path / "shop+site").mkdir()

    with pytest.raises(SystemExit, match=r"no index\.html"):
        examine(ROWS, tmp_path, "vestnik")


def test_the_shipped_labels_are_whole():
    rows = load(LABELS)
    groups = by_repository(rows)

    assert len({(item.repository, item.path, item.line, item.column) for item in rows}) == len(rows)
    assert all(item.half == "AB"[sha256(item.repository.encode()).digest()[-1] % 2] for item in rows)
    assert max(len(group) for group in groups.values()) <= 45
    assert {item.label for item in rows} <= {
        *("link", "contact", "share", "mention", "code", "commented", "dead", "fp")
    }
    assert {item.role for item in rows} <= {"contact", "share", "mention", "code", "none"}
    assert all(len(item.commit) == 40 for item in rows)
    assert next(iter(report(rows, {}))).startswith(f"{len(rows)} rows")
