"""A participant's way through the courier scenario, without Streamlit."""

from __future__ import annotations

from collections import Counter

import pytest

from curtain.errors import Refused
from tests.house import Guest, House


def test_a_participant_walks_from_consent_to_a_completion_code(house: House) -> None:
    guest = Guest(house, house.panel())
    assert guest.screen["kind"] == "consent"
    guest.finish()
    assert guest.screen["kind"] == "end"
    assert len(guest.screen["code"]) == 9
    assert guest.state.status == "completed"


@pytest.mark.parametrize("arm", ["no-warning", "short", "with-reason"])
@pytest.mark.parametrize("mock", ["coin", "weather-rules", "person"])
def test_every_arm_is_played_to_the_end_by_every_mock(house: House, arm: str, mock: str) -> None:
    guest = Guest(house, house.panel(mock), arm)
    guest.finish()
    assert guest.state.arm == arm
    assert guest.state.status == "completed"


def test_today_s_product_neither_waits_nor_warns(house: House) -> None:
    guest = Guest(house, house.panel(), "no-warning")
    screen = guest.to_first_parcel()
    assert screen["waiting"] is None
    assert screen["notice"] is None
    assert screen["buttons"]
    assert guest.state.asked == {}


def test_the_answer_is_shown_at_its_drawn_time_and_not_before(house: House) -> None:
    guest = Guest(house, house.panel(), "short")
    screen = guest.to_first_parcel()
    assert screen["waiting"]
    assert screen["buttons"] == []
    house.step(1.9)
    assert guest.look()["waiting"], "show_after begins at two seconds"
    house.step(3.2)
    assert guest.look()["waiting"] is None
    assert guest.screen["buttons"]


def test_a_press_before_the_answer_is_refused_kindly(house: House) -> None:
    guest = Guest(house, house.panel(), "short")
    guest.to_first_parcel()
    with pytest.raises(Refused, match="moment"):
        guest.react("accept")


def test_a_press_on_a_screen_that_is_gone_changes_nothing(house: House) -> None:
    guest = Guest(house, house.panel(), "no-warning")
    guest.to_first_parcel()
    place = guest.place
    guest.react("accept")
    before = guest.state.rev
    guest.react("dismiss", place=place)
    assert guest.state.rev == before
    assert guest.state.reactions[place]["decision"]["reaction"] == "accept"


def test_a_thumb_can_go_up_and_down_and_up_and_each_counts_once(house: House) -> None:
    guest = Guest(house, house.panel(), "no-warning")
    guest.to_first_parcel()
    for revision, value in enumerate(["up", "down", "down", "up"], 1):
        guest.react("thumb", value=value, revision=min(revision, 3) if value == "up" else 2)
    [asked] = guest.screen["feedback"]
    assert (asked["value"], asked["revision"]) == ("up", 3)
    with house.engine.store.reading() as reading:
        thumbs = [r.value for r in reading.reactions_of(guest.session) if r.kind == "thumb"]
    assert thumbs == ["up", "down", "up"]


def test_contacting_support_says_something_and_leaves_the_decision_open(house: House) -> None:
    guest = Guest(house, house.panel(), "no-warning")
    guest.to_first_parcel()
    assert guest.screen["said"] is None
    guest.react("contact")
    assert guest.screen["said"]
    assert guest.screen["buttons"]


def test_a_survey_wants_every_line(house: House) -> None:
    guest = Guest(house, house.panel(), "no-warning")
    while guest.screen["kind"] != "survey":
        guest.react("dismiss") if guest.screen["kind"] == "show" else guest.act("next")
    with pytest.raises(Refused, match="Please choose one"):
        guest.act("answer", answers={guest.screen["items"][0]["id"]: 3})
    with pytest.raises(Refused, match=r"– Please choose one"):
        guest.act("answer", answers={item["id"]: 9 for item in guest.screen["items"]})


def test_a_second_look_is_the_same_screen_and_the_same_parcels(house: House) -> None:
    guest = Guest(house, house.panel(), "no-warning")
    first = guest.to_first_parcel()
    assert guest.look() == first
    assert guest.state.rev == guest.view["rev"]


def test_eight_parcels_two_of_them_late(house: House) -> None:
    guest = Guest(house, house.panel())
    truths = [row["actual"] for row in guest.state.rows["parcel"]]
    assert sorted(truths) == ["delayed"] * 2 + ["on time"] * 6


def test_what_happened_depends_on_the_decision_and_the_truth(house: House) -> None:
    said = {}
    guest = Guest(house, house.panel(), "no-warning")
    guest.to_first_parcel()
    for trial in range(8):
        decision = "accept" if trial % 2 else "dismiss"
        truth = guest.state.rows["parcel"][trial]["actual"]
        reveal = guest.react(decision)
        said[decision, truth] = (reveal["tone"], reveal["text"].split()[-1])
        guest.act("next")
    assert said[("dismiss", "on time")][0] in {"good", "plain"}
    for late in [key for key in said if key == ("dismiss", "delayed")]:
        assert said[late][0] == "bad"


def test_a_withdrawn_participant_leaves_nothing_but_a_free_place(house: House) -> None:
    panel = house.panel(people=1)
    guest = Guest(house, panel)
    assert Guest(house, panel).screen["kind"] == "gone", "the only place is taken"
    guest.act("withdraw")
    assert guest.screen["kind"] == "gone"
    assert "deleted" in guest.screen["title"]
    assert Guest(house, panel).screen["kind"] == "consent"
    with house.engine.store.reading() as reading:
        assert [e.kind for e in reading.events_of(guest.session)] == ["participant.withdrew"]


def test_who_declines_at_the_start_is_thanked_and_not_paid(house: House) -> None:
    guest = Guest(house, house.panel())
    guest.act("decline")
    assert guest.screen["kind"] == "gone"
    assert "code" not in guest.screen["text"].lower()


def test_arms_are_balanced_over_real_people_only(house: House) -> None:
    panel = house.panel()
    for arm in ("short", "short", "short"):
        Guest(house, panel, arm)
    arms = Counter(Guest(house, panel).state.arm for _ in range(22))
    assert arms.pop("no-warning") == arms.pop("with-reason") == 6
    assert set(arms.values()) == {2}
