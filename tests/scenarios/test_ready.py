"""What is still missing before real people come."""

from __future__ import annotations

from pathlib import Path

import scenarios
from scenarios import LIBRARY, ready_for_people
from scenarios.ready import can_play
from tests.scenarios.sketch import sketch

ECHO = Path(__file__).parents[2] / "curtain" / "bench" / "echo" / "echo.yaml"
CONSENT = ("flow:", "flow:\n  - consent: May we?")


def test_the_courier_scenario_is_ready_whoever_plays() -> None:
    scenario = scenarios.load(LIBRARY / "courier-delay" / "courier-delay.yaml")
    for mock in scenario.mocks:
        if not can_play(scenario, "delay", mock):
            continue
        assert ready_for_people(scenario, {"delay": mock}) == []


def test_nobody_takes_part_without_consent_or_an_end() -> None:
    (lack,) = ready_for_people(sketch())
    assert "consent" in lack
    (lack,) = ready_for_people(sketch(CONSENT, ("  - end: Thank you.\n", "")))
    assert "it is over" in lack


def test_a_hidden_person_must_be_revealed() -> None:
    scenario = sketch(CONSENT)
    assert ready_for_people(scenario) == []
    (lack,) = ready_for_people(scenario, {"delay": "person"})
    assert "nobody is told so" in lack


def test_everybody_comes_to_consent_debrief_and_end_in_every_arm() -> None:
    told = ("- end:", "- debrief: It was us.\n  - end:")
    off = ("{steps.warning.text: Late.}", "{steps.debrief: off, steps.consent: off}")
    asked = sketch(CONSENT, told, off)
    assert ready_for_people(asked) == [
        "Not everybody in the arm 'with' comes to the consent. Remove its `when` or `off`."
    ]
    assert [lack.split(" Remove")[0] for lack in ready_for_people(asked, {"delay": "person"})] == [
        "Not everybody in the arm 'with' comes to the consent.",
        "Not everybody in the arm 'with' comes to the debrief.",
    ]


def test_an_operator_whose_feature_is_off_in_every_arm_hides_nothing() -> None:
    scenario = sketch(CONSENT, ("{steps.warning.text: Late.}", "{features.delay: off}"))
    assert ready_for_people(scenario, {"delay": "person"}) == []


def test_somebody_answers_when_the_operator_does_not() -> None:
    scenario = sketch(CONSENT, ("fallback: coin", ""), ("- end:", "- debrief: It was us.\n  - end:"))
    (lack,) = ready_for_people(scenario, {"delay": "person"})
    assert "`fallback:`" in lack


def test_the_deadline_is_longer_than_answers_are_held_back() -> None:
    scenario = sketch(
        CONSENT, ("deadline: 20 s", "deadline: 1 s"), ("- end:", "- debrief: It was us.\n  - end:")
    )
    (lack,) = ready_for_people(scenario, {"delay": "person"})
    assert "longer than 1 s" in lack


def test_the_number_of_people_is_planned() -> None:
    (lack,) = ready_for_people(sketch(CONSENT, (", people: 60", "")))
    assert "how many people" in lack


def test_the_echo_of_the_benchmark_plays_but_is_not_for_people() -> None:
    echo = scenarios.load(ECHO)
    assert len(scenarios.plan(echo)) == 400
    assert echo.features["echo"].show_after.latest == 0
    assert scenarios.operators(echo) == {"echo": "person"}
    assert any("`fallback:`" in lack for lack in ready_for_people(echo))


def test_equal_settings_have_equal_keys_and_come_back_from_them() -> None:
    one, same = {"kind": "random", "weights": {"a": 1}}, {"weights": {"a": 1}, "kind": "random"}
    assert scenarios.settings_key(one) == scenarios.settings_key(same)
    assert scenarios.settings_of(scenarios.settings_key(one)) == one
