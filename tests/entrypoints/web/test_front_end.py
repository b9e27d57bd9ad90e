"""What is built: pinned, without foreign addresses, and small."""

import json
import re
from pathlib import Path

from vestnik.entrypoints.web.assets import STATIC, Assets

WEB = Path(__file__).parents[3] / "web"


def test_every_file_of_the_manifest_is_there_and_named_by_its_content() -> None:
    manifest = json.loads((STATIC / "manifest.json").read_text())
    assert {"console.css", "console.js", "icons.svg", "favicon.svg", "swagger-ui.js"} <= set(manifest)
    for name, file in manifest.items():
        assert (STATIC / file).is_file()
        assert re.fullmatch(rf"{re.escape(Path(name).stem)}-[0-9a-f]{{12}}\..+", file)
        assert Assets().url(name) == f"/static/{file}"


def test_styles_and_scripts_load_nothing_from_elsewhere() -> None:
    for file in STATIC.glob("console-*"):
        text = file.read_text(encoding="utf-8")
        loaded = re.findall(r"(?:url\(|import\s*|fetch\()[\"']?(https?://[^\"')]+|//[^\"')]+)", text)
        assert [address for address in loaded if "w3.org" not in address] == [], file.name


def test_the_console_stays_small() -> None:
    weight = sum(file.stat().st_size for file in STATIC.glob("console-*"))
    assert weight < 160_000


def test_the_lockfile_pins_everything_by_hash_and_names_no_registry() -> None:
    lock = json.loads((WEB / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert not any("resolved" in entry for entry in packages.values())
    wanted = json.loads((WEB / "package.json").read_text())
    versions = [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)


def test_the_licences_of_what_is_shipped_are_shipped() -> None:
    text = (STATIC / "third-party.txt").read_text(encoding="utf-8")
    for name in ("@tabler/core", "@tabler/icons", "htmx.org", "swagger-ui-dist"):
        assert name in text
    assert text.count("Permission is hereby granted") >= 2
