"""A page in a frame: what it hears, and what is kept of what it tells."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from curtain.errors import Refused
from tests.engine.work import events, guest_at_work, reactions, working
from tests.house import Guest

TOP = """mocks:
  coin: {{kind: fixed, answer: late}}
features:
  delay: {{answers: [in time, late], played_by: coin{more}}}
arms: {{with: , without: {{change: {{features.delay: off}}}}}}"""
FLOW = """  - embed: prototype.html
    title: Try this
    height: 400
    {more}
"""
FILES = {"prototype.html": b"<!doctype html><title>x</title><p>Try me"}
Make = Callable[..., Guest]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Somebody before a prototype."""
    with ExitStack() as houses:

        def guest(*, more: str = "uses: delay", feature: str = "", arm: str = "with") -> Guest:
            top = TOP.format(more=feature)
            house = houses.enter_context(working(tmp_path, top, FLOW.format(more=more), FILES))
            made = guest_at_work(house, arm)
            made.wait(5)
            return made

        yield guest


def test_the_page_has_an_address_that_tells_nothing(make: Make) -> None:
    screen = make().screen
    assert screen["src"].startswith("/files/")
    assert "prototype" not in screen["src"]
    assert (screen["height"], screen["done"]) == (400, None)


def test_the_page_hears_what_the_feature_says_once_it_is_shown(make: Make) -> None:
    guest = make(feature=", show_after: 9 s")
    assert guest.screen["prediction"] is None
    assert guest.screen["waiting"]
    guest.wait(9)
    said = guest.screen["prediction"]
    assert (said["says"]["label"], said["text"]) == ("late", None)
    assert guest.screen["waiting"] is None
    assert "coin" not in json.dumps(guest.screen)


def test_without_the_feature_or_an_answer_the_page_hears_of_none(make: Make) -> None:
    assert make(arm="without").screen["prediction"] is None


def test_a_failure_is_told_in_its_words(make: Make) -> None:
    told = make(feature=", faults: [error], when_it_fails: Not today.").screen["prediction"]
    assert (told["says"], told["text"]) == (None, "Not today.")


def test_events_of_the_page_are_kept_and_a_repetition_is_kept_once(make: Make) -> None:
    guest = make()
    for revision, name in [(0, "opened"), (1, "scrolled"), (1, "scrolled")]:
        guest.act("told", value={"name": name, "value": {"to": 3}}, revision=revision, ms=10)
    kept = [event.payload for event in events(guest, "embed.told")]
    assert [(each["name"], each["number"], each["after_ms"]) for each in kept] == [
        ("opened", 0, 10),
        ("scrolled", 1, 10),
    ]
    assert kept[0]["value"] == {"to": 3}
    assert guest.screen["kind"] == "embed"


@pytest.mark.parametrize(
    ("value", "revision"),
    [
        (None, 0),
        ("opened", 0),
        ({"name": "<script>"}, 0),
        ({"name": 7}, 0),
        ({"name": "a" * 41}, 0),
        ({"name": "opened", "value": "é" * 1_100}, 0),
        ({"name": "opened", "value": float("nan")}, 0),
        ({"name": "opened", "value": 2**70}, 0),
        ({"name": "opened"}, 100),
    ],
)
def test_events_are_bounded(make: Make, value: Any, revision: int) -> None:
    guest = make()
    with pytest.raises(Refused):
        guest.act("told", value=value, revision=revision)
    assert events(guest, "embed.told") == []


def test_a_reaction_is_kept_and_does_not_end_the_screen(make: Make) -> None:
    guest = make()
    guest.act("react", reaction="accept", ms=50)
    guest.act("react", reaction="dismiss", revision=1)
    told = reactions(guest)
    assert [(each["reaction"], each["decision"]) for each in told] == [
        ("accept", "accept"),
        ("dismiss", "dismiss"),
    ]
    assert told[0]["prediction"] == guest.screen["prediction"]["id"]
    assert guest.screen["kind"] == "embed"


@pytest.mark.parametrize("reaction", ["skip", "edit", "nonsense", None])
def test_only_reactions_to_a_prediction_count(make: Make, reaction: str | None) -> None:
    guest = make()
    with pytest.raises(Refused):
        guest.act("react", reaction=reaction)


def test_without_a_feature_there_is_nothing_to_react_to(make: Make) -> None:
    guest = make(more="")
    with pytest.raises(Refused):
        guest.act("react", reaction="accept")


@pytest.mark.parametrize(
    ("value", "answers"),
    [
        (None, None),
        ("Lisbon", {"value": "Lisbon"}),
        ({"place": "Lisbon", "people": 2, "nothing": None}, {"place": "Lisbon", "people": 2}),
        ({"where ever": 1}, {"value": '{"where ever": 1}'}),
        ([1, [2]], {"value": "[1, [2]]"}),
    ],
)
def test_the_page_ends_the_screen_with_answers(make: Make, value: Any, answers: Any) -> None:
    guest = make()
    assert guest.act("done", value=value)["kind"] == "end"
    assert [event.payload["answers"] for event in events(guest, "answer.given")] == (
        [answers] if answers else []
    )


def test_an_end_with_too_much_to_say_is_refused(make: Make) -> None:
    guest = make()
    with pytest.raises(Refused):
        guest.act("done", value="a" * 2_100)
    assert guest.screen["kind"] == "embed"


def test_half_a_character_is_refused(make: Make) -> None:
    guest = make()
    with pytest.raises((Refused, ValueError)):
        guest.act("told", value={"name": "opened", "value": "\ud800"})
    assert events(guest, "embed.told") == []
