"""The product's screens in the engine: when a feature begins, whether it speaks up, and what people do about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curtain import desk
from curtain.desk import Operator
from curtain.errors import Refused
from curtain.screens.show import distance
from tests.house import Guest, House

ANNA = Operator("anna", "Operator 1")
ROWS = [{"n": n, "list": [{"id": "a", "name": "Train"}, {"id": "b", "name": "Coach"}]} for n in range(1, 5)]
SURE = [{"answer": "late", "score": score} for score in (0.95, 0.6, 0.9, 0.85)]
STEP = {"title": "Parcel {{ parcel.n }}", "text": "Late.", "buttons": {"Go out": "accept", "Stay": "dismiss"}}

STREET = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><path d="M0 0h9v9z"/></svg>'

Make = Callable[..., Guest]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Somebody on the first of four such screens, whose feature answers `outputs` one after the other."""
    houses: list[House] = []

    def guest(step: dict[str, Any], feature: dict[str, Any] | None = None, **mock: Any) -> Guest:
        folder = tmp_path / "library" / "parcels"
        folder.mkdir(parents=True)
        who = mock or {"kind": "sequence", "answers": SURE}
        if feature is None or "task" not in feature:
            feature = {"answers": ["late", "in time"], **(feature or {})}
        written = {
            "scenario": "parcels",
            "shown_title": "Parcels",
            "data": {"parcel": {"from": "parcels.json"}},
            "mocks": {"who": who, "rest": {"kind": "random"}},
            "features": {"delay": {"played_by": "who", "show_after": "1 s", **feature}},
            "arms": {"only": None, "without": {"change": {"features.delay": "off"}}},
            "flow": [
                {"consent": "May we?"},
                {"each": "parcel", "steps": [{"show": "delay", "id": "told", **STEP, **step}]},
                {"survey": ["sus"]},  # the decision wants it, and real people want a decision
                {"debrief": "A person answered."},
                {"end": "Thank you."},
            ],
            "decision": {
                "compare": ["without", "only"],
                "by": "sus",
                "worth_it_from": "5 points",
                "people": 2,
            },
        }
        (folder / "parcels.yaml").write_text(json.dumps(written), encoding="utf-8")
        (folder / "street.svg").write_text(STREET, encoding="utf-8")
        (folder / "parcels.json").write_text(json.dumps(ROWS), encoding="utf-8")
        house = House(tmp_path / "curtain.db", tmp_path / "library")
        houses.append(house)
        problems = [str(problem) for entry in house.engine.scenarios() for problem in entry.problems]
        assert problems == []
        made = Guest(house, house.panel(None, scenario="parcels"), "only")
        made.act("next")
        house.settle()
        return made

    yield guest
    for house in houses:
        house.close()


def said(guest: Guest) -> bool:
    """Whether the product speaks up on this screen, once its answer has come."""
    return guest.wait(2)["notice"] is not None


def all_said(guest: Guest) -> list[bool]:
    """Whether it speaks up on each of the four screens."""
    found = []
    for _ in ROWS:
        found.append(said(guest))
        guest.react("accept")
    return found


def latest(guest: Guest) -> dict[str, Any]:
    """The last decision that was written down."""
    with guest.engine.store.reading() as reading:
        return dict(
            [e for e in reading.events_of(guest.session) if e.kind == "reaction.recorded"][-1].payload
        )


def test_it_speaks_up_for_sure_answers_only_and_what_is_held_back_is_not_sent(make: Make) -> None:
    guest = make({"presented": {"how_often": {"above": 0.85}}, "why": "Because {{ delay.score }}."})
    assert all_said(guest) == [True, False, True, False]


def test_what_is_held_back_stands_nowhere_in_what_the_browser_gets(make: Make) -> None:
    guest = make(
        {"presented": {"how_often": {"above": 0.99}}, "text": "Surely {{ delay.score }}.", "why": "Snow."}
    )
    guest.wait(2)
    told = json.dumps(guest.view)
    assert guest.state.current is not None
    assert guest.state.current.released
    assert "0.95" not in told
    assert "Snow" not in told


def test_it_speaks_up_at_most_so_often_and_only_those_that_spoke_count(make: Make) -> None:
    guest = make({"presented": {"how_often": {"above": 0.7, "at_most": 2}}})
    assert all_said(guest) == [True, False, True, False]


def test_whether_somebody_was_warned_is_written_down_as_it_was_seen(make: Make) -> None:
    guest = make({"presented": {"how_often": {"at_most": 1}}})
    warned = []
    for _ in ROWS:
        seen = said(guest)
        guest.react("accept")
        warned.append((seen, latest(guest)["warned"]))
    assert warned == [(True, True), (False, False), (False, False), (False, False)]


@pytest.mark.parametrize(
    ("confidence", "told"),
    [
        ("words", {"as": "words", "text": "almost certainly", "share": 0.95}),
        ("percent", {"as": "percent", "text": "95%", "share": 0.95}),
        ("bar", {"as": "bar", "text": "95%", "share": 0.95}),
    ],
)
def test_how_sure_it_is_can_be_said_in_three_ways(make: Make, confidence: str, told: dict[str, Any]) -> None:
    assert make({"presented": {"confidence": confidence}}).wait(2)["notice"]["confidence"] == told


def test_an_explanation_can_be_folded_and_opening_it_is_written_down(make: Make) -> None:
    guest = make({"why": "{{ delay.label }} last time", "presented": {"explanation": "on demand"}})
    assert guest.wait(2)["notice"]["why"] == {"text": "late last time", "folded": True}
    prediction = guest.screen["notice"]["prediction"]
    guest.react("explain", value="why", revision=1, prediction=prediction)
    assert latest(guest)["reaction"] == "explain"
    assert latest(guest)["decision"] is None
    assert guest.screen["buttons"]
    with pytest.raises(Refused, match="not possible"):
        guest.react("explain", value="everything")


def test_a_hidden_explanation_is_not_sent(make: Make) -> None:
    guest = make({"why": "It snows.", "presented": {"explanation": "hidden"}})
    assert "It snows" not in json.dumps(guest.wait(2))


def test_what_was_done_already_can_be_undone(make: Make) -> None:
    guest = make(
        {
            "presented": {"as": "automate"},
            "buttons": {"Move it": "accept", "No": "dismiss", "Move back": "undo"},
        }
    )
    assert [b["text"] for b in guest.wait(2)["buttons"]] == ["Move back", None]
    guest.react("undo", prediction=guest.screen["notice"]["prediction"])
    told = latest(guest)
    assert (told["reaction"], told["decision"], told["by"]) == ("undo", "dismiss", "person")


def test_who_just_goes_on_leaves_it_as_it_is_and_did_not_decide(make: Make) -> None:
    guest = make({"presented": {"as": "automate"}})
    guest.wait(2)
    place = guest.place
    guest.act("by_itself")
    told = latest(guest)
    assert (told["reaction"], told["by"]) == ("accept", "itself")
    assert guest.place != place


def test_nothing_can_be_undone_where_nothing_was_done(make: Make) -> None:
    silent = {"as": "automate", "how_often": {"above": 0.99}}
    guest = make(
        {"presented": silent, "buttons": {"Move it": "accept", "No": "dismiss", "Move back": "undo"}}
    )
    assert [b["reaction"] for b in guest.wait(2)["buttons"]] == ["accept", "dismiss"]
    with pytest.raises(Refused, match="nothing to undo"):
        guest.react("undo")
    with pytest.raises(Refused, match="by itself"):
        guest.act("by_itself")


def test_a_countdown_acts_only_when_its_time_is_really_over(make: Make) -> None:
    guest = make({"presented": {"as": "countdown", "after": "10 s"}})
    assert guest.wait(2)["notice"]["after"] == 10
    with pytest.raises(Refused, match="still time"):
        guest.act("by_itself")
    guest.wait(10)
    guest.act("by_itself")
    told = latest(guest)
    assert (told["reaction"], told["by"]) == ("accept", "itself")


def test_a_countdown_whose_page_is_closed_waits_for_somebody_to_come_back(make: Make) -> None:
    guest = make({"presented": {"as": "countdown", "after": "10 s"}})
    place = guest.place
    guest.wait(3600)
    assert guest.place == place
    guest.react("dismiss", prediction=guest.screen["notice"]["prediction"])
    assert latest(guest)["by"] == "person"


def test_a_countdown_can_be_stopped(make: Make) -> None:
    guest = make({"presented": {"as": "countdown"}})
    guest.wait(2)
    guest.react("dismiss", prediction=guest.screen["notice"]["prediction"])
    assert latest(guest)["decision"] == "dismiss"


def test_on_request_nothing_is_asked_before_somebody_presses(make: Make) -> None:
    guest = make({"starts": {"on_request": "Check this parcel"}})
    assert guest.wait(5)["request"] == "Check this parcel"
    assert guest.screen["notice"] is None
    assert guest.screen["waiting"] is None
    assert guest.state.current is None
    assert guest.act("ask")["waiting"]
    assert guest.act("ask")["request"] is None  # a second press asks no second time
    assert guest.wait(2)["notice"]["text"] == "Late."
    assert len(guest.state.asked_at(guest.place)) == 1


def test_somebody_can_decide_without_asking(make: Make) -> None:
    guest = make({"starts": {"on_request": "Check this parcel"}})
    guest.react("dismiss")
    assert latest(guest)["prediction"] is None
    assert latest(guest)["warned"] is False


def test_a_screen_that_asks_by_itself_cannot_be_asked(make: Make) -> None:
    guest = make({})
    with pytest.raises(Refused):
        guest.act("ask")


def test_a_notification_comes_by_itself_while_the_screen_can_be_used(make: Make) -> None:
    guest = make(
        {"starts": {"by_itself": "10 to 30 s"}, "content": "# News\nAll is well on day {{ parcel.n }}."}
    )
    screen = guest.look()
    assert screen["content"] == "<h2>News</h2>\n<p>All is well on day 1.</p>\n"
    assert (screen["waiting"], screen["notice"], len(screen["buttons"])) == (None, None, 2)
    guest.wait(9)
    assert guest.state.current is None
    guest.wait(22)
    assert guest.look()["waiting"] is None
    assert guest.wait(2)["notice"] is not None


def test_when_it_comes_is_drawn_by_the_seed(make: Make) -> None:
    guest = make({"starts": {"by_itself": "10 to 30 s"}})
    moments = set()
    for _ in ROWS:
        moments.add(guest.state.here["ask_at"])
        guest.react("dismiss")
    assert len(moments) == len(ROWS)


def test_who_presses_in_the_moment_when_it_arrives_is_asked_to_look_first(make: Make) -> None:
    guest = make({"starts": {"by_itself": "1 s"}})
    guest.wait(1)
    guest.house.step(2)
    with pytest.raises(Refused, match="have a look") as caught:
        guest.react("dismiss", prediction=None)
    assert caught.value.kind == "busy"
    guest.react("dismiss", prediction=guest.look()["notice"]["prediction"])
    assert latest(guest)["warned"] is True


def test_what_the_operator_pushes_stands_at_the_desk_and_shows_no_cue(make: Make) -> None:
    person = {"kind": "operator", "deadline": "10 min", "fallback": "rest"}
    guest = make({"starts": "pushed"}, **person)
    screen = guest.look()
    assert (screen["waiting"], screen["notice"], len(screen["buttons"])) == (None, None, 2)
    [line] = desk.view(guest.engine, ANNA)["queue"]
    guest.wait(60)
    desk.answer(guest.engine, ANNA, line["prediction"], [{"label": "late", "score": 0.8}]).result(10)
    assert guest.wait(1)["notice"]["text"] == "Late."


def test_without_the_feature_there_is_no_request_button_and_no_notice(make: Make) -> None:
    guest = make({"starts": {"on_request": "Check"}, "presented": {"as": "automate"}})
    other = Guest(guest.house, guest.house.panel(None, scenario="parcels"), "without")
    screen = other.act("next")
    assert (screen["request"], screen["notice"], len(screen["buttons"])) == (None, None, 2)


FORM = {
    "skin": "form",
    "form": {"fields": {"Amount": "{{ delay.amount }}", "Shop": "{{ delay.shop }}"}},
    "text": None,
    "buttons": {"Save": "accept", "Leave it": "dismiss"},
}
OBJECT = {
    "task": "structured",
    "schema": {"type": "object", "properties": {"amount": {"type": "number"}, "shop": {"type": "string"}}},
}
FILLED = {"kind": "fixed", "output": {"amount": 41.8, "shop": "Mill"}}


def test_a_form_that_is_sent_as_suggested_is_accepted(make: Make) -> None:
    guest = make(FORM, OBJECT, **FILLED)
    assert guest.look()["form"] == [
        {"label": "Amount", "suggested": None},
        {"label": "Shop", "suggested": None},
    ]
    guest.wait(2)
    assert [field["suggested"] for field in guest.screen["form"]] == ["41.8", "Mill"]
    guest.react("accept", answers={"Amount": "41.8", "Shop": " Mill "})
    told = latest(guest)
    assert (told["reaction"], told["distance"]) == ("accept", 0)


def test_a_changed_form_is_an_edit_that_tells_before_and_after_and_how_far_they_are_apart(make: Make) -> None:
    guest = make(FORM, OBJECT, **FILLED)
    guest.wait(2)
    place = guest.place
    guest.react("accept", answers={"Amount": "41.9", "Shop": "Mill"})
    told = latest(guest)
    assert (told["reaction"], told["decision"]) == ("edit", "accept")
    assert told["before"] == {"Amount": "41.8", "Shop": "Mill"}
    assert told["after"] == {"Amount": "41.9", "Shop": "Mill"}
    assert told["distance"] == 0.125  # one of four characters, in one of two fields
    assert guest.place != place


def test_a_form_takes_no_more_than_its_fields_hold(make: Make) -> None:
    guest = make(FORM, OBJECT, **FILLED)
    guest.wait(2)
    with pytest.raises(Refused, match="200 characters at most"):
        guest.react("accept", answers={"Amount": "1" * 201})
    with pytest.raises(Refused, match="200 characters at most"):
        guest.react("accept", answers={"Amount": 7})


def test_a_ranking_orders_the_things_and_a_mark_tells_which_is_meant(make: Make) -> None:
    table = {
        "items": "parcel.list",
        "title": "{{ item.name }}",
        "mark": "{% if item.id == delay.first %}Best{% endif %}",
    }
    ranked = {"kind": "fixed", "output": [{"id": "b", "score": 0.9}, {"id": "a", "score": 0.2}]}
    guest = make({"skin": "table", "table": table, "text": None}, {"task": "ranking"}, **ranked)
    assert [item["title"] for item in guest.look()["table"]] == ["Train", "Coach"]
    assert [item["mark"] for item in guest.screen["table"]] == [None, None]
    guest.wait(2)
    assert [item["title"] for item in guest.screen["table"]] == ["Coach", "Train"]
    assert [item["mark"] for item in guest.screen["table"]] == ["Best", None]


def test_a_gauge_shows_a_number_its_band_and_how_far_it_may_be_off(make: Make) -> None:
    gauge = {"to": 60, "bands": {"soon": 20, "later": 60}}
    fixed = {"kind": "fixed", "output": {"value": 24, "low": 18, "high": 36, "unit": "min"}}
    guest = make({"skin": "gauge", "gauge": gauge, "text": None}, {"task": "regression"}, **fixed)
    assert guest.look()["gauge"] is None
    shown = guest.wait(2)["gauge"]
    assert (shown["text"], shown["place"], shown["band"], shown["around"]) == (
        "24 min",
        0.4,
        "later",
        [0.3, 0.6],
    )


@pytest.mark.parametrize(("of", "value"), [(None, 95), ("late", 95), ("in time", 5)])
def test_a_gauge_shows_how_sure_an_answer_is_or_the_share_of_one_label(
    make: Make, of: str | None, value: int
) -> None:
    guest = make({"skin": "gauge", "gauge": {"of": of} if of else {}})
    assert guest.wait(2)["gauge"]["value"] == value


def test_a_percentage_on_a_gauge_is_written_as_people_write_it(make: Make) -> None:
    guest = make({"skin": "gauge", "gauge": {"unit": "%"}})
    assert guest.wait(2)["gauge"]["text"] == "95%"


def test_boxes_below_the_asked_sureness_are_left_out(make: Make) -> None:
    box = {"xmin": 0, "ymin": 0, "xmax": 10, "ymax": 10}
    output = [{"label": "car", "score": 0.9, "box": box}, {"label": "dog", "score": 0.4, "box": box}]
    step = {
        "skin": "photo",
        "photo": {"image": {"file": "street.svg", "alt": "Street {{ parcel.n }}"}},
        "presented": {"how_often": {"above": 0.5}, "confidence": "percent"},
    }
    guest = make(step, {"task": "object-detection", "answers": ["car", "dog"]}, kind="fixed", output=output)
    shown = guest.wait(2)["photo"]
    assert shown["boxes"] == [{"label": "car", "sure": "90%", "box": box}]
    assert shown["alt"] == "Street 1"
    assert shown["src"].startswith("/files/")


@pytest.mark.parametrize(
    ("reaction", "good", "bad"),
    [
        ("thumb", ["up", "down", None], ["sideways", 1]),
        ("stars", [1, 5, None], [0, 6, "5", True]),
        ("label", ["good", None], ["bad"]),
        ("report", ["The shop is wrong.", "", None], ["x" * 2_001, 7]),
        ("comment", ["Nice.", None], ["x" * 2_001]),
    ],
)
def test_people_say_what_they_are_asked_and_can_change_their_mind(
    make: Make, reaction: str, good: list[Any], bad: list[Any]
) -> None:
    feedback = {
        "thumbs": "?",
        "stars": "?",
        "labels": {"ask": "?", "of": ["good", "rude"]},
        "report": "!",
        "comment": "?",
    }
    guest = make({"feedback": feedback})
    assert guest.look()["feedback"] == []
    guest.wait(2)
    for revision, value in enumerate(good, 1):
        guest.react(reaction, value=value, revision=revision)
        [asked] = [ask for ask in guest.screen["feedback"] if ask["reaction"] == reaction]
        assert (asked["value"], asked["revision"]) == (value, revision)
    for value in bad:
        with pytest.raises(Refused):
            guest.react(reaction, value=value, revision=9)


def test_what_a_screen_does_not_ask_cannot_be_said(make: Make) -> None:
    guest = make({"feedback": {"thumbs": "Good?"}})
    guest.wait(2)
    with pytest.raises(Refused, match="not possible"):
        guest.react("stars", value=3)


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_a_distance_is_a_share_that_is_the_same_both_ways(one: str, other: str, third: str) -> None:
    assert 0 <= distance(one, other) <= 1
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) is (one == other)
    longest = max(map(len, (one, other, third))) or 1
    far = [distance(a, b) * max(len(a), len(b)) for a, b in ((one, third), (one, other), (other, third))]
    assert far[0] <= far[1] + far[2] + 1e-6 * longest
