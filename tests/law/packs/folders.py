"""Packs that tests change: the shipped one, copied, with a newer version or damage."""

import re
import shutil
from importlib.resources import files
from pathlib import Path

from vestnik.law.packs.archive import pack_archive


def copied(to: Path) -> Path:
    """Copy the shipped pack to a place where it may be changed."""
    shutil.copytree(Path(str(files("vestnik.law") / "data")), to)
    return to


def edited(folder: Path, file: str, old: str, new: str) -> Path:
    """Replace the first ``old`` of a file."""
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return folder


def versioned(folder: Path, version: str) -> Path:
    """Make the pack in ``folder`` another version, changelog included."""
    path = folder / "pack.toml"
    head = path.read_text().partition("[[changelog]]")[0]
    head = re.sub(r'^version = "[^"]+"', f'version = "{version}"', head, flags=re.MULTILINE)
    path.write_text(f'{head}[[changelog]]\nversion = "{version}"\non = 2026-11-01\nwhat = "Правка."\n')
    return folder


def with_platform(folder: Path, platform_id: str, name: str) -> Path:
    """Add a Russian platform that the shipped pack does not know."""
    row = f'[[platform]]\nid = "{platform_id}"\nname = "{name}"\nkind = "russian"\nstatus = "active"\n'
    row += 'owner = "ООО «Ромашка»"\nevidence = "U"\nreached_by = "phone"\n'
    row += 'reaches = "Всех, чей телефон известен."\nreaches_evidence = "U"\n'
    return edited(folder, "platforms.toml", "[[platform]]\n", f"{row}\n[[platform]]\n")


def archive(folder: Path) -> bytes:
    """Return the pack in ``folder`` as one file."""
    return pack_archive(folder)
