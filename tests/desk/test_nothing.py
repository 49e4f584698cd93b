"""The desk opens whatever lies in the folders from the start, says what is wrong, and follows when it is mended."""

import contextlib
import datetime as dt
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot import web
from bot.content.changes import Posted
from bot.content.library import Library
from bot.core.answering import Answerer
from bot.core.wording import LONDON_ZONE
from bot.delivery.counts import Count
from bot.delivery.listing import Standing
from bot.delivery.rounds import Rounds
from bot.desk.desk import Desk
from bot.desk.door import Door
from bot.desk.sources import Sources
from bot.errors import ContentError
from bot.health import Health

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime(2026, 4, 20, 9, 0, tzinfo=LONDON_ZONE)
OTHERS = ["/entries", "/entries/sleep", "/ask", "/week", "/coverage", "/asked", "/changes"]
Lay = Callable[[Path], None]


def _empty(home: Path) -> None:
    for folder in ("knowledge", "schedules"):
        (home / folder).mkdir()


def _missing(_: Path) -> None:
    pass


def _a_file_in_the_way(home: Path) -> None:
    (home / "knowledge").write_text("not a folder", encoding="utf-8")


def _broken(home: Path) -> None:
    for folder in ("knowledge", "schedules"):
        shutil.copytree(ROOT / folder, home / folder)
    path = home / "schedules" / "2026.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("starts: 14:00", "starts: 2pm", 1), encoding="utf-8")


def _noise(home: Path) -> None:
    _empty(home)
    (home / "knowledge" / "week.yaml").write_bytes(bytes(range(256)))
    (home / "schedules" / "2026.yaml").write_text("[[[{", encoding="utf-8")


SAYS = {
    _empty: "there is no file with entries in this folder",
    _missing: "the folder ’knowledge’ is missing",
    _a_file_in_the_way: "the folder ’knowledge’ is missing",
    _broken: "must be a time like 14:00",
    _noise: "knowledge/week.yaml:",
}


@contextlib.asynccontextmanager
async def _desk(home: Path) -> AsyncIterator[tuple[Library, aiohttp.ClientSession]]:
    folders = home / "knowledge", home / "schedules"
    library = Library(*folders, home / "last-good", now=lambda: NOW, settled=0)
    with contextlib.suppress(ContentError):
        library.open()

    async def nothing() -> list[Standing] | list[Posted] | list[Count]:
        return []

    async def wrong() -> list[str]:
        return [*(f"the newest files have problems: {problem}" for problem in library.problems), "no database"]

    health = Health(library, Rounds({}), lambda: False)
    sources = Sources(
        folders=folders,
        library=library,
        answerer=lambda: Answerer.build(library.live) if library.live else None,
        reader=None,
        now=lambda: NOW,
        standings=nothing,  # type: ignore[arg-type]
        posted=nothing,  # type: ignore[arg-type]
        before=lambda: None,
        counts=nothing,  # type: ignore[arg-type]
        wrong=wrong,
    )
    desk = Desk(sources, Door(None, loopback=True))
    server = TestServer(web.admin(lambda: b"", health, lambda *_, **__: None, desk.application()))
    await server.start_server()
    try:
        async with aiohttp.ClientSession(base_url=str(server.make_url("/"))) as client:
            yield library, client
    finally:
        await desk.close()
        await server.close()


@pytest.mark.parametrize("lay", SAYS, ids=lambda lay: lay.__name__.strip("_"))
async def test_it_opens_and_says_what_is_wrong(tmp_path: Path, lay: Lay) -> None:
    lay(tmp_path)
    async with _desk(tmp_path) as (_, client), client.get("/desk") as answer:
        text = (await answer.text()).lower().replace("'", "’").replace("&#x27;", "’")
        assert answer.status == 200
        assert "only people in danger are answered" in text
        assert SAYS[lay].lower() in text


async def test_a_problem_of_a_file_is_said_once(tmp_path: Path) -> None:
    _broken(tmp_path)
    async with _desk(tmp_path) as (_, client), client.get("/desk") as answer:
        text = await answer.text()
    assert text.count("must be a time like 14:00") == 1
    assert "no database" in text


@pytest.mark.parametrize("path", OTHERS)
async def test_every_other_page_says_so_too(tmp_path: Path, path: str) -> None:
    async with _desk(tmp_path) as (_, client), client.get(f"/desk{path}") as answer:
        assert answer.status == 503
        assert "Nothing is live" in await answer.text()


async def test_a_page_that_is_open_learns_of_each_save_and_of_the_first_good_version(tmp_path: Path) -> None:
    _broken(tmp_path)
    async with _desk(tmp_path) as (library, client):
        async with client.get("/desk/status") as answer:
            told = await answer.json()
        assert (told["state"], told["live"]) == ("bad", "")
        assert "schedules/2026.yaml" in told["problems"]
        path = tmp_path / "schedules" / "2026.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("starts: 2pm", "starts: 14:00"), encoding="utf-8")
        async with client.get("/desk/status") as answer:
            assert "Nothing keeps the newest files from going live" in (await answer.json())["problems"]
        assert library.refresh()
        async with client.get("/desk/status") as answer:
            assert (await answer.json())["live"] == library.current.version
