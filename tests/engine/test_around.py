"""What stands around every mock, carried out by the engine: planned errors, faults, limits, words for when it fails."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import mocks
from curtain import asking, desk
from curtain.desk import Operator
from feedback_db import PredictionRow
from mocks import registry
from tests.engine.changed import changed_house, first_guest
from tests.house import Guest, House

ANNA = Operator("anna", "Operator 1")
ALWAYS_LATE = {
    "always-late": {"kind": "rules", "rules": [], "otherwise": {"answer": "delayed", "score": 0.9}}
}
BROKEN = {"broken": {"kind": "sequence", "answers": ["delayed"], "at_the_end": "stop"}}

Make = Callable[..., Guest]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Somebody before the first parcel, in a house where every parcel is said to be late."""
    houses: list[House] = []

    def guest(others: dict[str, Any] | None = None, played_by: str = "always-late", **feature: Any) -> Guest:
        house = changed_house(tmp_path, {**ALWAYS_LATE, **(others or {})}, played_by, **feature)
        houses.append(house)
        return first_guest(house)

    yield guest
    for house in houses:
        house.close()


def row(guest: Guest) -> PredictionRow:
    with guest.engine.store.reading() as reading:
        return reading.predictions_of(guest.session)[-1]


def notice(guest: Guest) -> str | None:
    found = guest.wait(8)["notice"]
    return found["text"] if found else None


def test_an_error_has_words_of_its_own_and_an_empty_answer_too(make: Make) -> None:
    words = {"error": "Something broke.", "empty": "Nothing to say."}
    guest = make(faults=[{"fault": "error", "on": [1]}, {"fault": "empty", "on": [2]}], when_it_fails=words)
    assert notice(guest) == "Something broke."
    assert row(guest).intended == [{"label": "delayed", "score": 0.9}]
    assert row(guest).output is None
    assert row(guest).provenance["fault"]["fault"] == "error"
    guest.react("dismiss")
    guest.act("next")
    guest.house.settle()
    assert notice(guest) == "Nothing to say."


def test_an_unsure_answer_is_replaced_where_the_product_has_words_for_it(make: Make) -> None:
    guest = make(faults=[{"fault": "unsure"}], when_it_fails={"unsure": "Hard to say today."})
    assert notice(guest) == "Hard to say today."


def test_a_malformed_answer_ends_at_the_check_and_is_an_error(make: Make) -> None:
    guest = make(faults=[{"fault": "malformed"}], when_it_fails="We cannot tell right now.")
    assert notice(guest) == "We cannot tell right now."
    assert "expected" in row(guest).provenance["malformed"]


def test_without_words_nothing_is_shown_when_it_breaks(make: Make) -> None:
    guest = make(faults=[{"fault": "error"}])
    assert notice(guest) is None
    assert guest.screen["buttons"]


def test_limits_stop_what_nobody_may_see(make: Make) -> None:
    guest = make(limits={"only": ["on time"]}, when_it_fails={"empty": "No news."})
    assert notice(guest) == "No news."
    assert "approved" in row(guest).provenance["stopped"][0]


def test_planned_errors_hold_for_a_person_at_the_desk_and_both_answers_are_logged(make: Make) -> None:
    guest = make(played_by="person", errors={"alarm": "delayed", "misses": 2, "false_alarms": 6})
    right = str(guest.state.current.truth)
    [line] = desk.view(guest.engine, ANNA)["queue"]
    answer = [{"label": right, "score": 0.95}]
    desk.answer(guest.engine, ANNA, line["prediction"], answer).result(10)
    found = row(guest)
    assert found.intended == answer
    assert found.output[0]["label"] != right
    assert found.provenance["errors"]["planned"] == "wrong"
    assert found.provenance["errors"]["did"] == "replaced"


def test_planned_errors_do_not_touch_what_is_planned_right(make: Make) -> None:
    guest = make(played_by="person", errors={"alarm": "delayed", "misses": 0, "false_alarms": 0})
    right = str(guest.state.current.truth)
    [line] = desk.view(guest.engine, ANNA)["queue"]
    desk.answer(guest.engine, ANNA, line["prediction"], [{"label": right, "score": 0.95}]).result(10)
    assert row(guest).output[0]["label"] == right


def test_a_feature_played_by_nothing_is_the_product_as_it_is_today(make: Make) -> None:
    guest = make({"today": {"kind": "off"}}, "today", when_it_fails="never shown")
    assert guest.state.current is None
    assert guest.screen["buttons"]
    assert guest.screen["notice"] is None


def test_a_recording_is_shown_when_it_was_recorded_and_not_before(make: Make) -> None:
    recording = [{"trial": 1, "output": [{"label": "delayed", "score": 0.8}], "after": "12 s"}]
    guest = make({"again": {"kind": "replay", "match": "trial", "recording": recording}}, "again")
    assert guest.wait(11)["waiting"]
    assert guest.wait(2)["notice"]
    assert not row(guest).late


def test_a_mock_that_has_nothing_more_to_say_falls_back(make: Make) -> None:
    guest = make({"broken": {**BROKEN["broken"], "fallback": "weather-rules"}}, "broken")
    assert not row(guest).fallback
    guest.wait(8)
    guest.react("dismiss")
    guest.act("next")
    guest.house.settle()
    assert row(guest).fallback
    assert row(guest).provenance["mock"] == "weather-rules"


def test_an_imperfect_mock_makes_just_the_errors_that_were_asked_for(make: Make) -> None:
    guest = make(
        {"wrong-thrice": {"kind": "imperfect", "alarm": "delayed", "misses": 1, "false_alarms": 2}},
        "wrong-thrice",
        show_after="instant",
    )
    while guest.screen["kind"] == "show":
        guest.wait(1)
        guest.react("dismiss")
        guest.act("next")
        guest.house.settle()
    with guest.engine.store.reading() as reading:
        found = reading.predictions_of(guest.session)
    said = [(one.truth, one.output[0]["label"]) for one in found]
    assert len(said) == 8
    assert said.count(("delayed", "on time")) == 1
    assert said.count(("on time", "delayed")) == 2


def test_the_delay_is_drawn_from_the_profile(make: Make) -> None:
    guest = make(show_after={"fixed": "9 s"})
    assert guest.wait(8.5)["waiting"]
    assert guest.wait(1)["notice"]


def test_a_streamed_text_has_its_plan_until_it_was_shown(make: Make) -> None:
    guest = make(show_after="chatty-llm")
    found = guest.wait(5)["notice"]
    assert found["stream"][-1][1] == len(found["text"])
    guest.act("shown", prediction=found["prediction"])
    assert "stream" not in guest.look()["notice"]


def test_the_truth_reaches_neither_the_desk_nor_a_mock_that_does_not_ask_for_it(make: Make) -> None:
    guest = make(played_by="person")
    parcel = guest.state.rows["parcel"][0]
    desk.claim(guest.engine, ANNA, guest.state.current.id).result(10)
    told = json.dumps(desk.view(guest.engine, ANNA))
    assert "truth" not in told
    assert "actual" not in told
    script = guest.engine.script_of(guest.state, guest.engine.panel_of(guest.state))
    asked = asking.question(script, guest.state, guest.state.current, knows_truth=False)
    assert asked.oracle is None
    assert set(asked.input) == {"weather", "last_scan", "promised"}
    for hidden in (parcel["tracking"], parcel["street"]):
        assert hidden not in told
        assert hidden not in repr(asked)


def test_only_mocks_that_are_wrong_on_purpose_know_the_truth() -> None:
    mocks.kinds()
    knowing = {kind for kind, cls in registry._classes.items() if getattr(cls, "knows_truth", False)}
    assert knowing == {"imperfect"}
