"""The command line speaks the installation's language."""

import os
import re
import subprocess
import sys

import pytest

CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def _help(language: str, *words: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", "vestnik", *words, "--help"],
        env={**os.environ, "VESTNIK_LANGUAGE": language},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return ran.stdout


@pytest.mark.parametrize("words", [(), ("audit",), ("law", "decide"), ("user",)])
def test_help_is_english_where_english_is_set_and_russian_otherwise(words: tuple[str, ...]):
    assert not CYRILLIC.search(_help("en", *words))
    assert CYRILLIC.search(_help("ru", *words))
