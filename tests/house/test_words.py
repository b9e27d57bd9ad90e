"""The tree speaks of itself alone, and holds no notes to self."""

import re
from collections.abc import Iterator

import pytest
from tests.house.tree import ROOT, files, name, none

SUFFIXES = (".py", ".md", ".toml", ".html", ".js", ".ts", ".mjs", ".css", ".sh", ".service", ".po", "")
TOPS = ("src", "tests", "docs", "bench", "examples", "deploy", "changes", "web", ".ci", "Makefile")
BANNED = {
    "a path of somebody's machine": re.compile("/(?:wor[k]|roo[t]|hom[e]/[a-z]+)/"),
    "the number of an issue": re.compile(r"\bissue[s]? #?\d", re.IGNORECASE),
    "a note to self": re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X])\b(?!-)"),
}


def _found(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        for what, pattern in BANNED.items():
            if pattern.search(line):
                yield f"{number}: {what}: {line.strip()[:100]}"


def test_no_banned_word_stands_in_the_tree() -> None:
    problems = [
        f"{name(path)}:{line}"
        for path in [*files(*TOPS, suffixes=SUFFIXES), *ROOT.glob("*.md")]
        for line in _found(path.read_bytes().decode("utf-8", "replace"))
    ]
    none(problems)


@pytest.mark.parametrize(
    ("line", "word"),
    [("cd /{}/x", "root"), ("see {} 12", "issue"), ("# {}: later", "todo".upper()), ("/{}/anna/x", "home")],
)
def test_a_banned_word_is_seen(line: str, word: str) -> None:
    assert list(_found(line.format(word)))


def test_ordinary_words_are_not_taken_for_banned_ones() -> None:
    assert not list(_found("an issue was opened; /var/lib/vestnik; XXX-large"))
