"""The desk's pages over real HTTP, with the real content: what they say, and what they never do."""

import datetime as dt
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot import web
from bot.content.changes import Posted
from bot.content.library import Library
from bot.core.answering import Answerer
from bot.core.knowledge import Knowledge
from bot.core.wording import LONDON_ZONE
from bot.delivery import listing
from bot.delivery.counts import Count
from bot.delivery.listing import Standing
from bot.delivery.rounds import Rounds
from bot.desk.desk import Desk
from bot.desk.door import Door
from bot.desk.sources import Sources
from bot.health import Health

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime(2026, 4, 20, 9, 0, tzinfo=LONDON_ZONE)
NUMBER = "0300 131 2789"
PAGES = ["", "/entries", "/entries/sleep", "/ask", "/week", "/coverage", "/changes", "/asked"]


@dataclass
class Stage:
    """A running desk on a copy of the real content, with an empty ledger."""

    home: Path
    library: Library
    told: list[str]
    client: aiohttp.ClientSession
    answerer: Answerer
    before: Knowledge | None = None

    def refresh(self) -> None:
        """What the app does every few seconds."""
        before = self.library.current
        if self.library.refresh():
            self.before, self.answerer = before, Answerer.build(self.library.current)

    async def get(self, path: str = "") -> str:
        async with self.client.get(f"/desk{path}") as answer:
            assert answer.status == 200, path
            return await answer.text()

    async def ask(self, question: str, **more: str) -> str:
        async with self.client.post("/desk/ask", data={"question": question, **more}) as answer:
            assert answer.status == 200
            assert "question" not in str(answer.url)
            return await answer.text()


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    for folder in ("knowledge", "schedules"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    told: list[str] = []

    def tell(event: str, /, **fields: str | int | float | bool) -> None:
        told.append(f"{event} {fields}")

    folders = tmp_path / "knowledge", tmp_path / "schedules"
    library = Library(*folders, tmp_path / "last-good", tell, now=lambda: NOW, settled=0)
    answerer = Answerer.build(library.open())
    made: list[Stage] = []

    async def standings() -> list[Standing]:
        return listing.standings(library.current, [], NOW)

    async def posted() -> list[Posted]:
        return []

    async def counts() -> list[Count]:
        return [Count(dt.date(2026, 4, 18), "answer", "sleep", 12), Count(dt.date(2026, 4, 18), "answer", "mindfit", 3)]

    async def wrong() -> list[str]:
        return ["teams is not configured here <b>"]

    sources = Sources(
        folders=folders,
        library=library,
        answerer=lambda: made[0].answerer,
        reader=None,
        now=lambda: NOW,
        standings=standings,
        posted=posted,
        before=lambda: made[0].before,
        counts=counts,
        wrong=wrong,
    )
    desk = Desk(sources, Door(None, loopback=True))
    health = Health(library, Rounds({}), lambda: True)
    server = TestServer(web.admin(lambda: b"", health, tell, desk.application()))
    await server.start_server()
    async with aiohttp.ClientSession(base_url=str(server.make_url("/"))) as client:
        made.append(Stage(tmp_path, library, told, client, answerer))
        yield made[0]
    await desk.close()
    await server.close()


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_names_anything_outside_or_runs_a_script_of_its_own(stage: Stage, path: str) -> None:
    async with stage.client.get(f"/desk{path}") as answer:
        policy = answer.headers["Content-Security-Policy"]
        text = await answer.text()
        assert answer.headers["Cache-Control"] == "no-store"
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not re.search(r"<script(?! src=\"/desk/desk.js\")|\son\w+=|\sstyle=|javascript:", text)
    assert not re.search(r"(?:src|action)=\"(?!/desk)", text)


@pytest.mark.parametrize("path", ["", "/entries", "/week", "/asked", "/coverage", "/changes"])
async def test_every_page_says_what_is_live_and_since_when(stage: Stage, path: str) -> None:
    text = await stage.get(path)
    assert f"Live: version {stage.library.current.version}, since today at 9am." in text


async def test_a_problem_is_shown_with_its_place_its_line_and_its_sentence(stage: Stage) -> None:
    path = stage.home / "knowledge/oscar-kilo.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: MindFit Cop", "title: MindFit: <b>Cop</b>", 1))
    text = await stage.get()
    assert "knowledge/oscar-kilo.yaml:" in text
    assert "&lt;b&gt;Cop" in text
    assert "<b>Cop" not in text
    assert "the version before them stays live" in text


async def test_the_script_is_told_the_same_as_the_page(stage: Stage) -> None:
    path = stage.home / "schedules/2026.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("starts: 14:00", "starts: 2pm", 1), encoding="utf-8")
    async with stage.client.get("/desk/status") as answer:
        told = await answer.json()
    assert told["state"] == "bad"
    assert "2pm" in told["problems"]
    assert told["problems"] in await stage.get()


async def test_an_entry_with_a_broken_line_is_marked_and_still_shown_as_it_is_live(stage: Stage) -> None:
    path = stage.home / "knowledge/oscar-kilo.yaml"
    text = path.read_text(encoding="utf-8")
    at = text.index("- id: sleep\n")
    path.write_text(text[:at] + text[at:].replace("checked: 2026-11-22", "checked: yesterday", 1), encoding="utf-8")
    assert "Sleep and tiredness" in await stage.get("/entries?state=problem")
    shown = await stage.get("/entries/sleep")
    assert "To mend" in shown
    assert "better sleep resources" in shown


async def test_entries_are_filtered_by_state_and_file(stage: Stage) -> None:
    text = await stage.get("/entries?file=knowledge/oscar-kilo.yaml&state=link")
    assert "MindFit Cop" in text
    assert 'href="/desk/entries/history' not in text


@pytest.mark.parametrize(
    ("moment", "says"),
    [("2026-04-19T09:00", "2pm to 2:45pm"), ("2026-04-21T14:10", "is on now"), ("2026-05-04T09:00", "is over")],
)
async def test_an_answer_is_shown_in_the_tense_of_the_moment(stage: Stage, moment: str, says: str) -> None:
    text = await stage.get(f"/entries/session-when?session=crisis-intervention&at={moment}")
    pictures = [text.index(f'class="view {look}"') for look in ("phone", "desktop", "plain")]
    for start, end in zip(pictures, [*pictures[1:], len(text)], strict=True):
        assert says in text[start:end]
        assert NUMBER in text[start:end]


async def test_a_force_sees_its_own_entry_and_no_other(stage: Stage) -> None:
    assert "What Derbyshire Constabulary offers" in await stage.get("/entries/nc-force-plans?force=derbyshire")
    assert "What Derbyshire Constabulary offers" not in await stage.get("/entries/nc-force-plans?force=gwent")
    assert "What Derbyshire Constabulary offers" not in await stage.get("/entries/nc-force-plans")


async def test_a_moment_that_is_none_is_left_out_with_a_sentence(stage: Stage) -> None:
    assert "2026-04-21T14:10" in await stage.get("/entries/sleep?at=tomorrow")


async def test_a_question_is_answered_with_why_and_the_runners_up(stage: Stage) -> None:
    text = await stage.ask("how do I get on the mindfit course", at="2026-04-20T09:00", force="")
    assert "Answered from “MindFit Cop”" in text
    assert "None of them" in text
    assert text.count('<th scope="row">') > 2


async def test_a_question_is_neither_told_nor_counted(stage: Stage) -> None:
    await stage.ask("my secret words about xylophones")
    assert not any("answer.given" in told or "xylophones" in told for told in stage.told)


async def test_what_is_typed_is_shown_as_text(stage: Stage) -> None:
    assert "<script>alert" not in await stage.ask("<script>alert(1)</script> sleep")


async def test_danger_is_answered_as_everywhere(stage: Stage) -> None:
    text = await stage.ask("i want to kill myself")
    assert "Read as danger" in text
    assert NUMBER in text


async def test_the_weeks_posts_stand_with_what_the_ledger_says(stage: Stage) -> None:
    text = await stage.get("/week")
    assert text.count("At 8:30am, into 1 channel") == 5
    assert "due since 8:30am" in text


async def test_a_post_is_shown_as_it_has_been_edited_by_the_moment(stage: Stage) -> None:
    assert "Finished: The future for response policing" not in await stage.get("/week?at=2026-04-20T08:00")
    assert "Finished: " in await stage.get("/week?at=2026-04-20T16:00")


async def test_what_the_last_edit_changed_is_said(stage: Stage) -> None:
    assert "Nothing has gone live since the bot was started" in await stage.get("/changes")
    path = stage.home / "schedules/2026.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("starts: 14:00", "starts: 14:05", 1), encoding="utf-8")
    stage.refresh()
    text = await stage.get("/changes")
    assert "it was Monday 20 April, 2pm to 2:45pm; it is now Monday 20 April, 2:05pm to 2:45pm." in text
    assert "<li>1 calendar entry: “The future for response policing”" in text


async def test_what_people_ask_is_told_only_in_groups_of_ten(stage: Stage) -> None:
    text = await stage.get("/asked")
    assert "15 answers" in text
    assert '<td class="number">3</td>' not in text


async def test_what_is_wrong_with_the_bot_is_said_as_text(stage: Stage) -> None:
    assert "teams is not configured here &lt;b&gt;" in await stage.get()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
async def test_nothing_can_be_changed_here(stage: Stage, method: str) -> None:
    async with stage.client.request(method, "/desk/entries") as answer:
        assert answer.status == 405


async def test_an_entry_that_is_none_is_not_found(stage: Stage) -> None:
    async with stage.client.get("/desk/entries/nothing") as answer:
        assert answer.status == 404
        assert "Content-Security-Policy" in answer.headers
