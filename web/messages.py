# ruff: noqa: INP001 — a program beside what it builds, in no package
"""Keep the catalogues in step with the tree: ``python web/messages.py [--check]``.

Extracts every marked sentence (``N_``, ``_``, templates) and updates both ``.po`` files; with ``--check``
changes nothing and fails when a catalogue lacks a sentence or keeps one that is gone.
"""

import argparse
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from vestnik.entrypoints.cli.main import build, commands_of

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "src/vestnik/entrypoints/web/locale"
LANGUAGES = ("ru", "en")
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


def extracted() -> Catalog:
    """Return every sentence of the tree."""
    catalogue = Catalog(project="Vestnik", charset="utf-8", fuzzy=False)
    with (LOCALE / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT / "src", methods, options, keywords=KEYWORDS)
    for _file, _line, message, _comments, context in sorted(found, key=lambda item: (item[0], item[1])):
        catalogue.add(message, context=context)
    for command in commands_of(build()):
        catalogue.add(command.help or "")
    return catalogue


def main() -> None:
    """Update the catalogues, or check them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="change nothing, fail when something is out of step"
    )
    check = parser.parse_args().check
    fresh = extracted()
    wanted = {message.id for message in fresh if message.id}
    problems = []
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / "vestnik.po"
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        held = {message.id for message in catalogue if message.id}
        problems += [f"{language}: lacks {sentence!r}" for sentence in sorted(wanted - held, key=str)]
        problems += [f"{language}: keeps {sentence!r}" for sentence in sorted(held - wanted, key=str)]
        if not check:
            catalogue.update(fresh, no_fuzzy_matching=True)
            catalogue.obsolete.clear()
            with path.open("wb") as file:
                write_po(
                    file, catalogue, width=110, omit_header=False, no_location=True, ignore_obsolete=True
                )
    if check and problems:
        sys.exit("web/messages.py: run it without --check\n" + "\n".join(problems[:50]))


if __name__ == "__main__":
    main()
