"""The sandbox site: what a folder holds, and nothing else."""

from pathlib import Path

import aiohttp
import pytest
from yarl import URL

from vestnik.sandbox.site import SiteSandbox


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    (site / "about").mkdir(parents=True)
    (site / "index.html").write_text("<h1>Главная</h1>", encoding="utf-8")
    (site / "about" / "index.html").write_text("<h1>О нас</h1>", encoding="utf-8")
    (site / "app.js").write_text("let a = 1", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (site / "way-out.txt").symlink_to(tmp_path / "secret.txt")
    return site


async def test_pages_and_folders_are_served(folder: Path):
    async with SiteSandbox(folder) as site, aiohttp.ClientSession() as client:
        for path, wanted in (("", "Главная"), ("about/", "О нас"), ("about", "О нас"), ("app.js", "let a")):
            async with client.get(site.url + path) as answer:
                assert answer.status == 200
                assert wanted in await answer.text("utf-8")
        assert "/about" in site.requests


@pytest.mark.parametrize("path", ["nothing", "../secret.txt", "%2e%2e/secret.txt", "way-out.txt", "a%00b"])
async def test_nothing_else_is_served(folder: Path, path: str):
    async with (
        SiteSandbox(folder) as site,
        aiohttp.ClientSession() as client,
        client.get(URL(site.url + path, encoded=True)) as answer,
    ):
        assert answer.status in {400, 404}
        assert "secret" not in await answer.text()


async def test_stopping_twice_is_stopping(folder: Path):
    site = SiteSandbox(folder)
    await site.start()
    await site.stop()
    await site.stop()
    with pytest.raises(RuntimeError):
        _ = site.url
