"""The web UI beside the API: pages, assets, and what a checkout without a bundle says."""

from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI

from orchestrator.api.ui import mount_ui


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>page</title>")
    (tmp_path / "assets" / "index-abc.js").write_text("0")
    return tmp_path


def client(folder: Path) -> httpx2.AsyncClient:
    app = FastAPI()

    @app.post("/api/review")
    async def review() -> None: ...  # pyright: ignore[reportUnusedFunction]

    mount_ui(app, folder)
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://127.0.0.1")


@pytest.mark.parametrize("path", ["/", "/new", "/case/123", "/rules/L99014"])
async def test_every_address_of_a_screen_is_the_one_page_and_is_not_stored(folder: Path, path: str) -> None:
    async with client(folder) as browser:
        answer = await browser.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.headers["content-type"].startswith("text/html")


async def test_an_asset_is_kept_for_good(folder: Path) -> None:
    async with client(folder) as browser:
        asset = await browser.get("/assets/index-abc.js")
        assert (await browser.get("/assets/index-old.js")).status_code == 404
    assert "immutable" in asset.headers["cache-control"]
    assert asset.headers["content-type"].startswith("text/javascript")


async def test_no_other_file_of_the_disk_can_be_asked_for(folder: Path) -> None:
    (folder.parent / "secret.txt").write_text("secret")
    async with client(folder) as browser:
        for path in ("/assets/..%2f..%2fsecret.txt", "/assets/%2e%2e/secret.txt", "/../secret.txt", "/.built"):
            assert "secret" not in (await browser.get(path)).text


async def test_the_api_keeps_its_own_answers(folder: Path) -> None:
    async with client(folder) as browser:
        assert (await browser.get("/api/nothing")).status_code == 404
        assert (await browser.get("/api/review")).status_code == 405


async def test_without_a_bundle_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    async with client(tmp_path) as browser:
        answer = await browser.get("/")
    assert answer.status_code == 503
    assert "make web" in answer.text
