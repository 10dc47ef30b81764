"""Two predictions, one choice: nobody learns who made which, the order is drawn, and one screen is left once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from curtain import session
from curtain.acts import Act
from curtain.errors import Refused
from tests.engine.work import guest_at_work, reactions, working
from tests.house import Guest

TOP = """data:
  letter: {{rows: {rows}, columns: {{about: {{one_of: [a bill, a parcel]}}}}}}
mocks:
  plain: {{kind: fixed, answer: It comes on Monday.}}
  kindly: {{kind: {kindly}}}
features:
  reply: {{task: text-generation, played_by: plain{more}}}"""
FLOW = """  - each: letter
    steps:
      - choose: reply
        between: [plain, kindly]
        title: Which reply is better?
        lead: Somebody asks about {{{{ letter.about }}}}.
        {more}
"""
SAID = {"plain": "It comes on Monday.", "kindly": "Good news: Monday it is!"}
Make = Callable[..., Guest]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Somebody before two replies."""
    with ExitStack() as houses:

        def guest(
            *,
            more: str = "",
            feature: str = "",
            rows: int = 1,
            kindly: str = "fixed, answer: 'Good news: Monday it is!'",
            folder: str = "",
        ) -> Guest:
            top = TOP.format(more=feature, rows=rows, kindly=kindly)
            house = houses.enter_context(working(tmp_path / folder, top, FLOW.format(more=more)))
            made = guest_at_work(house)
            made.wait(5)
            return made

        yield guest


def shown(guest: Guest) -> list[str]:
    """The mocks in the order in which their replies stand on the screen."""
    made = {text: mock for mock, text in SAID.items()}
    return [made[option["text"]] for option in guest.screen["options"]]


def choose(guest: Guest, choice: str, **more: Any) -> dict[str, Any]:
    return guest.act("choose", value={"choice": choice, **more})


def test_the_choice_is_an_acceptance_of_one_and_a_dismissal_of_the_other(make: Make) -> None:
    guest = make()
    first, second = shown(guest)
    options = guest.screen["options"]
    assert choose(guest, "second")["kind"] == "end"
    told = {each["prediction"]: each for each in reactions(guest)}
    assert len(told) == 2
    assert told[options[1]["prediction"]]["reaction"] == "accept"
    assert told[options[0]["prediction"]]["reaction"] == "dismiss"
    value = {"chosen": second, "order": [first, second], "place": "second"}
    assert [each["value"] for each in told.values()] == [value, value]
    assert told[options[1]["prediction"]]["predicted"] == SAID[second]


def test_nothing_on_the_screen_tells_who_made_which(make: Make) -> None:
    screen = json.dumps(make().view)
    for word in ("plain", "kindly", "mock", "turn"):
        assert f'"{word}"' not in screen.replace('"plain": "For your information"', "")


def test_order_and_ids_vary_from_trial_to_trial_and_not_with_each_other(make: Make) -> None:
    guest = make(rows=40)
    seen: Counter[tuple[str, bool]] = Counter()
    while guest.screen["kind"] == "choose":
        if guest.screen["waiting"]:
            guest.wait(5)
        turns = [asked.id for asked in guest.state.asked_at(guest.place)]
        ids = [option["prediction"] for option in guest.screen["options"]]
        seen[shown(guest)[0], ids == turns] += 1
        choose(guest, "first")
    assert len(seen) == 4
    assert min(seen.values()) >= 3


def test_the_same_person_sees_the_same_order_again(make: Make) -> None:
    guest = make()
    before = guest.screen["options"]
    assert guest.look()["options"] == before


def test_both_appear_together(make: Make) -> None:
    guest = make(kindly="operator, deadline: 20 s, fallback: plain")
    assert guest.screen["waiting"]
    assert guest.screen["options"] == []
    with pytest.raises(Refused):
        choose(guest, "first")
    screen = guest.wait(25)
    assert [option["text"] for option in screen["options"]] == [SAID["plain"]] * 2


def test_a_tie_is_taken_only_where_it_is_offered(make: Make) -> None:
    guest = make()
    with pytest.raises(Refused):
        choose(guest, "tie")
    tied = make(more="tie: true", folder="tie")
    order = shown(tied)
    choose(tied, "tie")
    told = reactions(tied)
    assert [each["reaction"] for each in told] == ["label", "label"]
    assert {each["decision"] for each in told} == {None}
    assert told[0]["value"] == {"chosen": None, "order": order, "place": "tie"}


def test_a_reason_is_a_comment_about_the_chosen_one(make: Make) -> None:
    guest = make(more="why: true")
    chosen = guest.screen["options"][0]["prediction"]
    choose(guest, "first", why=" Shorter. ")
    said = [each for each in reactions(guest) if each["reaction"] == "comment"]
    assert [(each["value"], each["prediction"]) for each in said] == [("Shorter.", chosen)]


def test_who_comes_back_finds_the_same_two_and_can_choose_anew(make: Make) -> None:
    guest = make(more="id: pair\n      - info: A pause.\n        back: true")
    before = guest.screen["options"]
    choose(guest, "first")
    guest.act("back")
    assert guest.screen["options"] == before
    choose(guest, "second")
    assert len(reactions(guest)) == 4


@pytest.mark.parametrize(
    "value",
    [None, "first", {}, {"choice": "third"}, {"choice": ["first"]}, {"choice": "first", "why": "unasked"}],
)
def test_anything_else_is_refused_and_nothing_is_kept(make: Make, value: Any) -> None:
    guest = make()
    with pytest.raises(Refused):
        guest.act("choose", value=value)
    assert reactions(guest) == []


@pytest.mark.parametrize("why", [7, "a" * 2_001])
def test_a_reason_that_is_none_is_refused(make: Make, why: Any) -> None:
    guest = make(more="why: true")
    with pytest.raises(Refused):
        choose(guest, "first", why=why)


def test_a_repetition_moves_on_once(make: Make) -> None:
    guest = make(rows=3)
    done = Act.model_validate({"place": guest.place, "act": "choose", "value": {"choice": "first"}})
    for _ in range(2):
        state = session.act(guest.engine, guest.session, done).result(10)
    assert state.place == "choose/2"
    assert len(reactions(guest)) == 2


def test_where_it_fails_its_words_stand_there_and_the_screen_can_be_left(make: Make) -> None:
    guest = make(feature=", faults: [error], when_it_fails: Nothing to say.")
    assert [option["text"] for option in guest.screen["options"]] == ["Nothing to say."] * 2
    assert choose(guest, "first")["kind"] == "end"
