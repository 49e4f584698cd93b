"""What ``signpost diff`` tells a lead, on real git repositories and a real ledger."""

import datetime as dt
import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.commands import diff
from bot.content.changes_words import SCREEN
from bot.content.source import load
from bot.core import posts
from bot.core.schedule import on_day
from bot.core.wording import LONDON_ZONE
from bot.delivery.ledger import Ledger
from bot.errors import ContentError, UsageError
from bot.settings import Settings
from tests.content.cases import lay_out

WEEK, WHEN, CHANNELS = "knowledge/week.yaml", "schedules/2026.yaml", "schedules/channels.yaml"
BEFORE_THE_WEEK = dt.datetime(2026, 4, 1, 9, tzinfo=LONDON_ZONE)
TUESDAY_MORNING = dt.datetime(2026, 4, 21, 9, tzinfo=LONDON_ZONE)
IDENTITY = {"GIT_AUTHOR_NAME": "a lead", "GIT_AUTHOR_EMAIL": "lead@force.example", "GIT_CONFIG_GLOBAL": os.devnull}
IDENTITY |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in IDENTITY.items() if "AUTHOR" in name}

Edit = Callable[[str, str, str], None]


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, env={**os.environ, **IDENTITY})


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The sound content, not yet in git, with a database that nobody has made."""
    knowledge, schedules = lay_out(tmp_path)
    monkeypatch.setenv("SIGNPOST_KNOWLEDGE", str(knowledge))
    monkeypatch.setenv("SIGNPOST_SCHEDULES", str(schedules))
    monkeypatch.setenv("SIGNPOST_DATABASE_URL", f"sqlite:///{tmp_path / 'data' / 'signpost.sqlite3'}")
    monkeypatch.setenv("SIGNPOST_PUBLIC_URL", "")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return Settings.read()


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> Settings:
    """The same, committed."""
    _git(tmp_path, "init", "--initial-branch=main")
    _git(tmp_path, "add", "knowledge", "schedules")
    _git(tmp_path, "commit", "--message=as it was")
    return settings


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    def change(file: str, old: str, new: str) -> None:
        path = tmp_path / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


async def _told(
    settings: Settings, at: dt.datetime = BEFORE_THE_WEEK, revision: str = "HEAD", *, whole: bool = True
) -> str:
    return await diff(settings, revision, at, False, pytest.fail, whole=whole)


def _move(edit: Edit) -> None:
    edit(WHEN, "    day: 2026-04-21\n    starts: 14:00\n    ends: 14:45\n    status: on",
         "    day: 2026-04-21\n    starts: 15:00\n    ends: 15:45\n    status: moved")  # fmt: skip


async def test_no_change_is_one_sentence(kept: Settings) -> None:
    assert await _told(kept) == "Nothing that officers or channels see is different from HEAD."


async def test_a_change_that_nobody_sees_is_no_change(kept: Settings, edit: Edit) -> None:
    edit(WHEN, "aliases: [crisis intervention, intervention session]",
         "# a note to ourselves\n    aliases: [crisis intervention, intervention session]")  # fmt: skip
    assert (await _told(kept)).startswith("Nothing that officers or channels see")


async def test_a_changed_answer_shows_what_officers_read_before_and_after(kept: Settings, edit: Edit) -> None:
    edit(WEEK, "resources on better sleep", "resources on better rest")
    told = await _told(kept)
    assert "- 1 answer whose own words change: Better sleep" in told
    assert "Better sleep (sleep)" in told
    assert told.index("resources on better sleep") < told.index("resources on better rest")


async def test_wording_for_after_the_week_is_told_with_its_time(kept: Settings, edit: Edit) -> None:
    edit(WEEK, "{week} ran from", "{week} was held from")
    told = await _told(kept)
    assert "When the week is (week-when) (after the week)" in told
    assert "before the week" not in told


async def test_a_moved_session_shows_in_answers_posts_and_calendar(kept: Settings, edit: Edit) -> None:
    _move(edit)
    told = await _told(kept)
    for piece in (
        "- 1 post that is still to go out: Tuesday 21 April, in Derbyshire response, ",
        "- 1 calendar entry: “First on the scene: crisis intervention”",
        "Tuesday 21 April, in Derbyshire response, Derbyshire wellbeing, this machine",
        "Today, 2pm to 2:45pm: First on the scene: crisis intervention",
        "Today, 3pm to 3:45pm: First on the scene: crisis intervention",
        "Tuesday 21 April 2026, 3pm to 3:45pm",
        "First on the scene: crisis intervention is on Tuesday 21 April, 3pm to 3:45pm.",
    ):
        assert piece in told


MOVED = (
    "“First on the scene: crisis intervention” moves: it was Tuesday 21 April, 2pm to 2:45pm; "
    "it is now Tuesday 21 April, 3pm to 3:45pm."
)
CRISIS = "    day: 2026-04-21\n    starts: 14:00\n    ends: 14:45\n    status: on"


async def test_what_happened_to_the_week_is_said_first_and_fits_a_screen(kept: Settings, edit: Edit) -> None:
    _move(edit)
    told = await _told(kept, whole=False)
    assert told.startswith(f"Compared with HEAD:\n\n{MOVED}\n\n- 1 post")
    assert told.endswith("word for word, as it was and as it will be: signpost diff --all")
    assert len(told.splitlines()) <= SCREEN + 2
    assert len((await _told(kept)).splitlines()) > SCREEN


async def test_with_everything_shown_nothing_is_left_to_ask_for(kept: Settings, edit: Edit) -> None:
    edit(WEEK, "resources on better sleep", "resources on better rest")
    assert await _told(kept, whole=False) == await _told(kept)
    assert "--all" not in await _told(kept)


async def test_words_that_a_lead_changed_are_told_apart_from_what_follows(kept: Settings, edit: Edit) -> None:
    _move(edit)
    edit(WEEK, "resources on better sleep", "resources on better rest")
    told = await _told(kept)
    assert "- 1 answer whose own words change: Better sleep\n" in told
    assert "- 1 answer that speaks of what changed: When a session is\n" in told


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (CRISIS, CRISIS.replace("status: on", "status: cancelled"), "is cancelled (Tuesday 21 April, 2pm to 2:45pm)."),
        (CRISIS, CRISIS.replace("04-21", "04-22"), "it is now Wednesday 22 April, 2pm to 2:45pm."),
        (CRISIS + "\n    register: null", CRISIS + "\n    register: https://www.college.police.uk/x",
         "has a registration page: https://www.college.police.uk/x"),
        ('title: "First on the scene: crisis intervention"', "title: First on the scene",
         "“First on the scene: crisis intervention” is now called “First on the scene”."),
        ("  - id: crisis-intervention", "  - id: crisis",
         "“First on the scene: crisis intervention” is new: Tuesday 21 April, 2pm to 2:45pm.\n"
         "“First on the scene: crisis intervention” is taken out. It was on Tuesday 21 April, 2pm to 2:45pm."),
        ("ends: 2026-04-26", "ends: 2026-04-25",
         "The week is now Monday 20 to Saturday 25 April 2026. It was Monday 20 to Sunday 26 April 2026."),
    ],
)  # fmt: skip
async def test_each_thing_that_can_happen_to_the_week_has_its_sentence(
    kept: Settings, edit: Edit, old: str, new: str, says: str
) -> None:
    edit(WHEN, old, new)
    assert says in await _told(kept, whole=False)


async def test_another_years_week_is_told_as_a_whole(kept: Settings, tmp_path: Path) -> None:
    text = (tmp_path / WHEN).read_text(encoding="utf-8")
    later = re.sub(r"2026-04-2(\d)", lambda day: f"2027-04-{int(day[1]) + 19}", text).replace("2026", "2027")
    (tmp_path / "schedules" / "2027.yaml").write_text(re.sub(r" +weekday:.*\n", "", later), encoding="utf-8")
    told = await _told(kept, whole=False)
    assert "The week is another one now: “Response policing week of action 2027”, Monday 19 to Sunday 25" in told


async def test_a_post_in_many_channels_names_a_few(kept: Settings, edit: Edit, tmp_path: Path) -> None:
    rows = "".join(
        f"  - {{name: Force {n}, platform: slack, workspace: T0{n}, channel: C0{n}, reminders: [today]}}\n"
        for n in range(43)
    )
    with (tmp_path / CHANNELS).open("a", encoding="utf-8") as file:
        file.write(rows)
    _git(tmp_path, "commit", "--all", "--message=forty-three forces")
    _move(edit)
    assert "Force 0 and 42 more" in await _told(kept, whole=False)


async def test_a_post_whose_time_has_passed_is_said_not_to_go_out(kept: Settings, edit: Edit) -> None:
    _move(edit)
    told = await _told(kept, dt.datetime(2026, 5, 1, 9, tzinfo=LONDON_ZONE))
    assert "Its time has passed, so nothing goes out." in told
    assert "- 1 post whose time has passed: Tuesday 21 April" in told
    assert "still to go out" not in told


async def test_a_cancelled_session_leaves_no_post_of_its_day(kept: Settings, edit: Edit) -> None:
    edit(WHEN, "status: on\n    register: null", "status: cancelled\n    register: null")
    told = await _told(kept)
    assert "no longer there:\n    At 8:30am:\n    Today, 2pm to 2:45pm" in told
    assert "Cancelled: First on the scene: crisis intervention" in told


async def test_a_message_that_is_already_posted_is_named_with_what_follows(kept: Settings, edit: Edit) -> None:
    knowledge = load(*(Path(str(folder)) for folder in (kept.knowledge, kept.schedules)))
    ledger = await Ledger.open(kept.database_url)
    for occurrence in on_day(knowledge, dt.date(2026, 4, 21)):
        if occurrence.channel.name == "Derbyshire wellbeing":
            await ledger.claim(occurrence.key, posts.told(occurrence), occurrence.at, occurrence.at)
            await ledger.posted(occurrence.key, "1.1", occurrence.at, occurrence.at)
    await ledger.close()
    _move(edit)
    told = await _told(kept, TUESDAY_MORNING)
    assert "- 1 message that is already posted: Tuesday 21 April, in Derbyshire wellbeing" in told
    assert "Tuesday 21 April, in Derbyshire wellbeing\n" in told
    assert "The message is edited where it stands, and its thread gets one line:" in told
    assert "Changed: First on the scene: crisis intervention is now on Tuesday 21 April, 3pm to 3:45pm." in told
    assert "in Derbyshire response, this machine" in told


async def test_looking_makes_no_database(kept: Settings, tmp_path: Path) -> None:
    await _told(kept)
    assert not (tmp_path / "data").exists()


async def test_what_a_force_changes_is_said_to_be_for_its_people_only(kept: Settings, edit: Edit) -> None:
    edit("knowledge/forces/derbyshire.yaml", "knows what is on at your station", "knows what is on")
    told = await _told(kept)
    assert "What Derbyshire does this week (derbyshire-events) (people of Derbyshire Constabulary only)" in told


async def test_new_and_lost_entries_are_told_as_such(kept: Settings, tmp_path: Path) -> None:
    path = tmp_path / WEEK
    text = path.read_text(encoding="utf-8")
    begins = text.index("  - id: sleep")
    path.write_text(
        text[:begins].replace("    see_also: [sleep]\n", "") + text[begins:].replace("id: sleep", "id: rest"),
        encoding="utf-8",
    )
    told = await _told(kept)
    assert "Better sleep (rest)\n  new:" in told
    assert "Better sleep (sleep)\n  no longer there:" in told


async def test_changed_asks_are_told_apart_from_answers(kept: Settings, edit: Edit) -> None:
    edit(WEEK, "      - help with sleep\n", "      - my sleep is all over the place\n")
    told = await _told(kept)
    assert "- 1 list of asks: Better sleep (sleep)" in told
    assert "taken out:\n    help with sleep\n  added:\n    my sleep is all over the place" in told


async def test_the_pause_is_told(kept: Settings, edit: Edit) -> None:
    edit(CHANNELS, "paused: no", "paused: yes")
    assert "nothing is posted or edited until it says no" in await _told(kept)


async def test_a_program_gets_whole_texts(kept: Settings, edit: Edit) -> None:
    edit(WEEK, "resources on better sleep", "resources on better rest")
    found = json.loads(await diff(kept, "HEAD", BEFORE_THE_WEEK, True, pytest.fail))
    assert [one["where"] for one in found] == ["answers"]
    assert "116 123" in found[0]["before"]
    assert "116 123" in found[0]["after"]


async def test_an_older_version_can_be_named(kept: Settings, edit: Edit, tmp_path: Path) -> None:
    edit(WEEK, "resources on better sleep", "resources on better rest")
    _git(tmp_path, "commit", "--all", "--message=rest")
    assert (await _told(kept)).startswith("Nothing")
    assert "1 answer" in await _told(kept, revision="HEAD~1")


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x", "HEAD~9", ""])
async def test_a_version_that_git_does_not_know_is_said_in_one_sentence(kept: Settings, revision: str) -> None:
    with pytest.raises(UsageError, match="git knows no version called"):
        await _told(kept, revision=revision)


async def test_no_git_is_said_in_one_sentence(settings: Settings) -> None:
    with pytest.raises(UsageError, match="is not kept in git"):
        await _told(settings)


async def test_no_git_program_is_said_in_one_sentence(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="The program git is not on this machine"):
        await _told(settings)


async def test_nothing_committed_yet_is_said_in_one_sentence(settings: Settings, tmp_path: Path) -> None:
    _git(tmp_path, "init")
    with pytest.raises(UsageError, match="Nothing has been committed to git yet"):
        await _told(settings)


async def test_a_folder_that_git_does_not_hold_is_named(kept: Settings, tmp_path: Path) -> None:
    _git(tmp_path, "rm", "-r", "--cached", "schedules")
    _git(tmp_path, "commit", "--message=schedules are kept elsewhere")
    with pytest.raises(UsageError, match="The folder schedules is not in HEAD"):
        await _told(kept)


async def test_an_earlier_version_that_was_broken_is_named_with_its_first_problem(
    settings: Settings, edit: Edit, tmp_path: Path
) -> None:
    edit(WHEN, "at: 08:30", "at: 8.30am")
    _git(tmp_path, "init")
    _git(tmp_path, "add", "knowledge", "schedules")
    _git(tmp_path, "commit", "--message=broken")
    edit(WHEN, "at: 8.30am", "at: 08:30")
    with pytest.raises(UsageError, match=r"The files of HEAD could not go live.*2026.yaml:\d+:\d+"):
        await _told(settings)


async def test_broken_files_are_not_compared(kept: Settings, edit: Edit) -> None:
    edit(WHEN, "at: 08:30", "at: 8.30am")
    with pytest.raises(ContentError):
        await _told(kept)


async def test_a_copy_that_an_editor_left_is_no_change(kept: Settings, tmp_path: Path) -> None:
    (tmp_path / "knowledge" / ".week.yaml.swp").write_bytes(b"\0")
    (tmp_path / "knowledge" / "notes.txt").write_text("ours", encoding="utf-8")
    assert (await _told(kept)).startswith("Nothing")
