"""Things to put in order or to pick from: where they begin, and what is measured about the order that people make."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from curtain.errors import Refused
from tests.engine.work import guest_at_work, reactions, working
from tests.house import Guest

RANKED = [{"id": "c", "score": 0.9}, {"id": "a", "score": 0.4}, {"id": "elsewhere", "score": 0.1}]
TOP = """data:
  search: {{from: searches.json}}
mocks:
  engine: {mock}
features:
  best: {{task: ranking, played_by: engine{more}}}
arms: {{with: , without: {{change: {{features.best: off}}}}}}"""
FLOW = """  - each: search
    steps:
      - rank: best
        items: search.found
        title: Results for {{{{ search.words }}}}
        {more}
"""
FOUND = [
    {"id": "a", "title": "A street"},
    {"id": "b", "title": "A bridge", "text": "Over the river"},
    {"id": "c", "title": "A tower"},
    {"id": "d", "title": "A park"},
]
FILES = {"searches.json": json.dumps([{"words": "sights", "found": FOUND}]).encode()}
Make = Callable[..., Guest]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Somebody before the things."""
    with ExitStack() as houses:

        def guest(*, more: str = "", feature: str = "", arm: str = "with", files: Any = FILES) -> Guest:
            mock = json.dumps({"kind": "fixed", "output": RANKED})
            top = TOP.format(mock=mock, more=feature)
            house = houses.enter_context(working(tmp_path, top, FLOW.format(more=more), files))
            made = guest_at_work(house, arm)
            made.wait(5)
            return made

        yield guest


def ids(guest: Guest) -> list[str]:
    return [item["id"] for item in guest.screen["items"]]


def test_what_is_ranked_comes_first_and_the_others_as_they_are_written(make: Make) -> None:
    guest = make()
    assert ids(guest) == ["c", "a", "b", "d"]
    assert guest.screen["items"][2] == {"id": "b", "title": "A bridge", "text": "Over the river"}
    assert "score" not in json.dumps(guest.screen)


def test_without_the_feature_they_stand_as_they_are_written(make: Make) -> None:
    guest = make(arm="without")
    assert ids(guest) == ["a", "b", "c", "d"]
    guest.act("done", value=["a", "b", "c", "d"])
    [told] = reactions(guest)
    assert (told["reaction"], told["before"], told["distance"]) == ("edit", None, None)
    assert told["after"] == ["a", "b", "c", "d"]


def test_an_order_that_is_kept_is_accepted_and_another_is_an_edit(make: Make) -> None:
    guest = make()
    guest.act("done", value=["c", "a", "b", "d"], ms=70)
    [told] = reactions(guest)
    assert (told["reaction"], told["distance"], told["seen_to_pressed_ms"]) == ("accept", 0, 70)


def test_an_order_that_is_changed_is_measured_by_its_pairs(make: Make) -> None:
    guest = make()
    assert guest.act("done", value=["a", "c", "b", "d"])["kind"] == "end"
    [told] = reactions(guest)
    assert (told["reaction"], told["before"], told["after"]) == (
        "edit",
        ["c", "a", "b", "d"],
        ["a", "c", "b", "d"],
    )
    assert told["distance"] == pytest.approx(1 / 6)


@pytest.mark.parametrize(("picked", "reaction", "distance"), [("ac", "accept", 0), ("dc", "edit", 0.5)])
def test_picks_are_measured_by_what_was_proposed(
    make: Make, picked: str, reaction: str, distance: float
) -> None:
    guest = make(more="pick: 2")
    guest.act("done", value=list(picked))
    [told] = reactions(guest)
    assert (told["reaction"], told["before"], told["distance"]) == (reaction, ["c", "a"], distance)


@pytest.mark.parametrize(
    "value",
    [None, "abcd", ["a", "b", "c"], ["a", "b", "c", "c"], ["a", "b", "c", "x"], [1, 2, 3, 4], {"a": 1}],
)
def test_anything_but_all_of_them_in_some_order_is_refused(make: Make, value: Any) -> None:
    guest = make()
    with pytest.raises(Refused):
        guest.act("done", value=value)
    assert reactions(guest) == []


def test_too_many_picks_are_refused(make: Make) -> None:
    guest = make(more="pick: 1")
    for value in ([], ["a", "b"]):
        with pytest.raises(Refused):
            guest.act("done", value=value)


def test_a_failure_says_its_words_and_leaves_them_as_written(make: Make) -> None:
    guest = make(feature=", faults: [error], when_it_fails: Not sorted today.")
    assert guest.screen["said"] == "Not sorted today."
    assert ids(guest) == ["a", "b", "c", "d"]


def test_while_the_order_is_on_its_way_nothing_is_shown(make: Make) -> None:
    guest = make(feature=", show_after: 9 s")
    assert guest.screen["waiting"]
    assert guest.screen["items"] == []
    with pytest.raises(Refused):
        guest.act("done", value=["a", "b", "c", "d"])
