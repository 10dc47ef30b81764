"""What operators answered becomes a mock that answers alike."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

import mocks
from curtain import desk, snapshot
from curtain.desk import Operator
from curtain.errors import Refused
from curtain.snapshot import Said
from tests.house import Guest, House

ANNA = Operator("anna", "Operator 1")
WEATHER = ("clear", "light rain", "heavy snow")
SCAN = ("out for delivery", "local depot", "sorting centre")


def said(weather: str, scan: str, label: str, number: int = 0, seconds: float = 3.0) -> Said:
    seen = {"weather": weather, "last_scan": scan, "number": number}
    return Said("delay", "text-classification", seen, [{"label": label, "score": 0.8}], seconds, "anna")


def asked(settings: dict[str, Any], one: Said) -> Any:
    given = mocks.build(settings).predict(mocks.Request("p", "delay", one.task, one.input, "seed"))
    assert isinstance(given, mocks.Prediction)
    return given


def by_snow(weather: str, scan: str) -> str:
    return "delayed" if weather == "heavy snow" else "on time"


def test_a_rule_that_operators_follow_is_found_in_few_words() -> None:
    answers = [
        said(weather, scan, by_snow(weather, scan), number)
        for number, (weather, scan) in enumerate((w, s) for w in WEATHER for s in SCAN)
    ]
    settings = snapshot.as_rules(answers)
    assert settings["rules"] == [{"if": {"weather": "heavy snow"}, "answer": "delayed", "score": 0.8}]
    assert settings["otherwise"] == {"answer": "on time", "score": 0.8}


one_answer = st.builds(
    said,
    st.sampled_from(WEATHER),
    st.sampled_from(SCAN),
    st.sampled_from(["delayed", "on time", "lost"]),
    st.integers(0, 3),
)


@given(st.lists(one_answer, min_size=1, max_size=40))
def test_rules_give_the_most_frequent_answer_to_every_input(answers: list[Said]) -> None:
    settings = snapshot.as_rules(answers)
    for one in answers:
        alike = [o.output[0]["label"] for o in answers if o.input == one.input]
        label = asked(settings, one).output[0]["label"]
        assert alike.count(label) == max(map(alike.count, alike))


@given(st.lists(one_answer, min_size=1, max_size=40))
def test_a_recording_gives_the_most_frequent_answer_after_its_usual_time(answers: list[Said]) -> None:
    settings = snapshot.as_replay(answers)
    for one in answers:
        alike = [o.output[0]["label"] for o in answers if o.input == one.input]
        again = asked(settings, one)
        assert alike.count(again.output[0]["label"]) == max(map(alike.count, alike))
        assert again.after == 3.0


def test_inputs_that_no_rule_can_speak_of_are_left_to_the_usual_answer() -> None:
    answers = [
        said("clear", "local depot", label)._replace(input={"scans": [n]}) for n, label in enumerate("aab")
    ]
    assert snapshot.as_rules(answers)["rules"] == []


@pytest.mark.parametrize("form", ["rules", "replay"])
def test_the_snapshot_of_a_panel_can_be_put_into_the_scenario(house: House, form: snapshot.Form) -> None:
    panel = house.panel("person")
    while not desk.view(house.engine, ANNA)["queue"]:  # in some arms nothing is asked
        Guest(house, panel).to_first_parcel()
        house.settle()
    line = desk.view(house.engine, ANNA)["queue"][0]
    house.step(2)
    desk.answer(house.engine, ANNA, line["prediction"], [{"label": "delayed", "score": 0.8}]).result(10)
    house.settle()
    with house.engine.store.reading() as reading:
        taken = snapshot.take(reading, panel, form)
    assert (taken.answers, taken.operators, taken.repeats) == (1, 1, 1.0)
    [(name, settings)] = YAML(typ="safe").load(io.StringIO(taken.yaml))["mocks"].items()
    assert name == "delay-snapshot"
    mocks.build(settings)


def test_where_nobody_answered_there_is_nothing_to_take(house: House, tmp_path: Path) -> None:
    with house.engine.store.reading() as reading, pytest.raises(Refused, match="No operator"):
        snapshot.take(reading, house.panel("weather-rules"), "rules")
