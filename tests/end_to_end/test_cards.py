"""Our cards as Microsoft's own renderer draws them, as narrow as a phone."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.core import pinned
from bot.core.replies import About
from bot.platforms import teams_cards as cards
from tests.platforms.teams_rig import ANSWER, POST

HERE = Path(__file__).resolve().parent
CLIENTS = HERE.parents[1] / "build" / "clients"
REPLIES = {
    "crisis": pinned.crisis_reply(),
    "other": pinned.crisis_reply(About.OTHER),
    "welsh": pinned.crisis_reply(welsh=True),
    "support": pinned.support_reply(),
    "fear": pinned.fear_reply("text-instead"),
    "failed": pinned.failed_reply(),
    "answer": ANSWER,
    "post": POST,
}

pytestmark = pytest.mark.end_to_end


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    subprocess.run([str(HERE / "clients.sh")], check=True, timeout=300)
    folder = tmp_path_factory.mktemp("cards")
    made = {name: cards.render(reply) for name, reply in REPLIES.items() if reply is not None}
    (folder / "cards.json").write_text(json.dumps(made), encoding="utf-8")
    command = ["node", str(HERE / "cards.mjs"), str(folder / "cards.json"), str(CLIENTS), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_card_is_drawn_at_both_widths(drawn: list[dict[str, Any]]) -> None:
    assert {(card["name"], card["width"]) for card in drawn} == {(n, w) for n in REPLIES for w in (320, 640)}


def test_the_renderer_has_nothing_to_complain_of(drawn: list[dict[str, Any]]) -> None:
    assert [card["complaints"] for card in drawn if card["complaints"]] == []


def test_nothing_sticks_out_on_a_phone(drawn: list[dict[str, Any]]) -> None:
    assert [(card["name"], card["wide"]) for card in drawn if card["wide"] > card["width"]] == []


def test_the_number_can_be_read_in_every_card(drawn: list[dict[str, Any]]) -> None:
    assert all(pinned.NUMBER in card["text"] for card in drawn)


def test_every_word_of_a_reply_is_shown(drawn: list[dict[str, Any]]) -> None:
    for card in drawn:
        reply = REPLIES[card["name"]]
        assert reply is not None
        for section in reply.sections:
            assert all(line in card["text"] for line in section.text.split("\n"))


def test_titles_are_headings_and_choices_are_buttons(drawn: list[dict[str, Any]]) -> None:
    for card in drawn:
        reply = REPLIES[card["name"]]
        assert reply is not None
        assert card["headings"] == ([reply.title] if reply.title else [])
        assert card["buttons"] == [link.text for link in reply.links] + [choice.label for choice in reply.choices]
