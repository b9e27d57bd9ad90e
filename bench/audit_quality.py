"""How well the audit tells contacts from noise, on hand-labelled places of public sites.

    python bench/audit_quality.py --sources DIR [--half A|B] [--tool vestnik|regex|urls] [--misses FILE]

DIR holds ``owner+name/`` for every repository of ``labels/occurrences.tsv``: a checkout of the labelled
commit, or a git directory (bare, or inside ``repo`` or ``.git``). Labelled files alone are taken out, under
their own paths. The rules of labelling and of counting stand in ``labels/README.md``.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE.parent / "src"))

from bench.quality_score import (  # noqa: E402 — after the paths
    AGREES,
    LABELS,
    SAID,
    Reports,
    Row,
    Said,
    Score,
    Share,
    by_repository,
    faults_of,
    load,
    ranges,
    score,
    word_for,
)
from vestnik.audit.documents import read_document  # noqa: E402 — after the paths
from vestnik.audit.model import Severity  # noqa: E402 — after the paths
from vestnik.audit.scan import scan_directory  # noqa: E402 — after the paths

LINES_AROUND = 3
ByLine = dict[tuple[str, int], list[Said]]


def take_out(rows: Sequence[Row], sources: Path, into: Path) -> Path:
    """Copy one repository's labelled files from a checkout or a git directory, under their own paths."""
    folder = sources / rows[0].repository.replace("/", "+", 1)
    git = next((path for path in (folder, *_git_folders(folder)) if (path / "HEAD").is_file()), None)
    for name in sorted({row.path for row in rows}):
        if git is not None:
            data = _blob(git, rows[0].commit, name)
        elif (folder / name).is_file():
            data = (folder / name).read_bytes()
        else:
            raise SystemExit(
                f"{folder.name}: no {name} in {folder}; bring the repository at {rows[0].commit}"
            )
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return into


def _git_folders(folder: Path) -> tuple[Path, ...]:
    return folder / "repo" / ".git", folder / "repo", folder / ".git"


def _blob(git: Path, commit: str, name: str) -> bytes:
    command = ["git", f"--git-dir={git}", "cat-file", "blob", f"{commit}:{name}"]
    ran = subprocess.run(command, capture_output=True, check=False)
    if ran.returncode:
        raise SystemExit(f"{git}: {ran.stderr.decode(errors='replace').strip()}")
    return ran.stdout


def vestnik(folder: Path) -> ByLine:
    """Return what the audit says with its defaults, by path and line."""
    said: ByLine = defaultdict(list)
    for item in scan_directory(folder).findings:
        place = item.place
        told = Said(place.column, len(item.matched), item.role.value, item.severity > Severity.INFO)
        said[place.path, place.line].append(told)
    return said


WORDS = re.compile(
    r"whats?app|telegram|viber|skype|discord|wechat|imessage|snapchat|facetime|t\.me\b|wa\.me|tg://|m\.me/"
    r"|[ву]?[ао]тс.?апп?|вацап|телеграмм?|вайбер|ска[ий]п",
    re.IGNORECASE,
)
URLS = re.compile(
    r"https?://(?:wa\.me|api\.whatsapp\.com/send|chat\.whatsapp\.com|web\.whatsapp\.com/send|t\.me|telegram\.me"
    r"|m\.me|discord\.gg|signal\.me|join\.skype\.com|chats\.viber\.com)/?[\w?+@]|viber://\w|tg://\w|whatsapp://\w",
    re.IGNORECASE,
)


def matches(pattern: re.Pattern[str]) -> Callable[[Path], ByLine]:
    """Return a tool that calls every match of the pattern a contact."""

    def tool(folder: Path) -> ByLine:
        said: ByLine = defaultdict(list)
        for path in (item for item in folder.rglob("*") if item.is_file()):
            name = path.relative_to(folder).as_posix()
            for number, line in enumerate(lines_of(path), 1):
                for found in pattern.finditer(line):
                    said[name, number].append(Said(found.start() + 1, len(found[0]), "contact", loud=True))
        return said

    return tool


TOOLS = {"vestnik": vestnik, "regex": matches(WORDS), "urls": matches(URLS)}


def lines_of(path: Path) -> list[str]:
    """Return a file's lines, counted as the audit counts them."""
    return re.split(r"\r\n|\n|\r", read_document(path.name, path.read_bytes()).text)


def examine(rows: Sequence[Row], sources: Path, tool: str, misses: Path | None = None) -> Reports:
    """Run a tool over every repository; write what it got wrong in half A when asked."""
    reports: dict[tuple[str, str, int], Sequence[Said]] = {}
    with tempfile.TemporaryDirectory(prefix="vestnik-labels-") as scratch:
        wrong: list[str] = []
        for number, (repository, group) in enumerate(sorted(by_repository(rows).items())):
            folder = take_out(group, sources, Path(scratch) / str(number))
            for (path, line), said in TOOLS[tool](folder).items():
                reports[repository, path, line] = said
            if misses is not None:
                wrong += wrong_lines(folder, [row for row in group if row.half == "A"], reports)
    if misses is not None:
        misses.write_text("\n".join(wrong) + "\n", encoding="utf-8", errors="replace")
    return reports


def wrong_lines(folder: Path, rows: Sequence[Row], reports: Reports) -> list[str]:
    """Return what was wrong, each with the lines around it."""
    out: list[str] = []
    for row in rows:
        faults = list(faults_of(row, rows, reports))
        if not faults:
            continue
        lines = lines_of(folder / row.path)
        first = max(1, row.line - LINES_AROUND)
        out.append(f"{row.repository} {row.path}:{row.line}:{row.column}  [{row.label}/{row.role}]")
        out.append(f"  {'; '.join(faults)}; said: {word_for(row, reports)}")
        for number, text in enumerate(lines[first - 1 : row.line + LINES_AROUND], first):
            begin = max(0, row.column - 121) if number == row.line else 0
            out.append(
                f"  {'>' if number == row.line else ' '} {number}| {text[begin : begin + 260].strip()}"
            )
        out.append("")
    return out


NAMES = {
    "precision": "contact lines, precision",
    "recall": "contact lines, recall",
    "links": "links found",
    "noise": "fp, commented, dead above info",
    "roles": "role agreement",
    "loudness": "contact, share or neither",
}


def report(rows: Sequence[Row], reports: Reports) -> Iterable[str]:
    """Yield the lines of the report."""
    whole = score(rows, reports)
    spread = ranges(rows, reports)
    labels = Counter(row.label for row in rows)
    yield f"{len(rows)} rows of {len(by_repository(rows))} repositories: " + ", ".join(
        f"{name} {count}" for name, count in labels.most_common()
    )
    for figure, name in NAMES.items():
        share: Share = getattr(whole, figure)
        low, high = spread[figure]
        counted = f"{share.part} of {share.whole}; 95 %: {low:.3f} to {high:.3f}"
        yield f"  {name:32} {share.value:6.3f}  ({counted})"
    yield ""
    yield "  should be \\ said " + "".join(f"{word:>14}" for word in SAID)
    for role in AGREES:
        cells = "".join(f"{whole.table[role, word]:>14}" for word in SAID)
        yield f"  {role:17}{cells}"
    tuned = [row for row in rows if row.half == "A"]
    if not tuned:
        return
    yield ""
    yield "  worst repositories of half A: precision, recall, links, role agreement"
    parts = {name: score(group, reports) for name, group in by_repository(tuned).items()}
    for name in sorted(parts, key=lambda item: _worth(parts[item]))[:8]:
        part = parts[name]
        shares = (part.precision, part.recall, part.links, part.roles)
        yield f"    {name:44}" + "".join(f"  {item.value:.2f} ({item.part}/{item.whole})" for item in shares)


def _worth(part: Score) -> float:
    return part.precision.value + part.recall.value + part.roles.value


def main(arguments: Sequence[str]) -> int:
    """Print the report; 0 always, as this is a measure and not a gate."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sources", type=Path, required=True, help="folder of owner+name folders")
    parser.add_argument("--half", choices=("A", "B"), help="tune on A alone; B is for measuring")
    parser.add_argument("--tool", choices=tuple(TOOLS), default="vestnik")
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--misses", type=Path, help="write what was wrong in half A; never of half B")
    chosen = parser.parse_args(arguments)
    rows = [row for row in load(chosen.labels) if chosen.half in {None, row.half}]
    reports = examine(rows, chosen.sources, chosen.tool, chosen.misses)
    print(f"{chosen.tool}, half {chosen.half or 'A and B'}")
    for line in report(rows, reports):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
