"""What an arm changes, and what it leaves alone."""

from __future__ import annotations

import pytest

from scenarios import ScenarioError
from scenarios.steps import Show
from tests.scenarios.sketch import sketch

ARM = "without: {change: {features.delay: off}}"


def warning(scenario: object) -> Show:
    step = scenario.steps["warning"]  # type: ignore[attr-defined]
    assert isinstance(step, Show)
    return step


def test_a_change_reaches_its_arm_and_nothing_else() -> None:
    scenario = sketch()
    assert warning(scenario.for_arm("with")).text == "Late."
    assert warning(scenario.for_arm("without")).text == "It will be late."
    assert warning(scenario).text == "It will be late."


@pytest.mark.parametrize("off", ["off", "false"])
def test_a_feature_can_be_turned_off(off: str) -> None:
    scenario = sketch((ARM, f"without: {{change: {{features.delay: {off}}}}}"))
    assert scenario.for_arm("without").features["delay"].off
    assert scenario.for_arm("with").features["delay"].on


def test_the_truth_is_still_known_where_the_feature_is_off() -> None:
    assert sketch().for_arm("without").features["delay"].truth == "actual"


def test_a_panel_says_who_plays_unless_the_arm_does() -> None:
    scenario = sketch((ARM, "without: {change: {features.delay.played_by: person}}"))
    played_by = {"delay": "coin"}
    assert scenario.for_arm("without", played_by).features["delay"].played_by == "person"
    assert scenario.for_arm("with", {"delay": "person"}).features["delay"].played_by == "person"
    assert scenario.for_arm("with").features["delay"].played_by == "coin"


def test_an_arm_may_say_who_plays_by_a_longer_or_a_shorter_path() -> None:
    for change in ("features: {delay: {played_by: person}}", "features.delay: {played_by: person}"):
        scenario = sketch((ARM, f"without: {{change: {{{change}}}}}"))
        assert scenario.for_arm("without", {"delay": "coin"}).features["delay"].played_by == "person"


def test_settings_merge_while_the_kind_stays_and_give_way_when_it_changes() -> None:
    scenario = sketch(("coin: {kind: random}", "coin: {kind: random, score: [0.6, 0.7]}"),
                      (ARM, "same: {change: {mocks.coin: {weights: {late: 1}}}}\n"
                            "  other: {change: {mocks.coin: {kind: rules, rules: [], otherwise: {answer: late}}}}"),
                      ("[without, with]", "[same, with]"))  # fmt: skip
    assert scenario.for_arm("same").mocks["coin"] == {
        "kind": "random",
        "score": [0.6, 0.7],
        "weights": {"late": 1},
    }
    assert scenario.for_arm("other").mocks["coin"] == {
        "kind": "rules",
        "rules": [],
        "otherwise": {"answer": "late"},
    }


def test_lists_and_words_are_replaced_and_not_added_to() -> None:
    change = "words.start: Go, steps.survey.survey: [s-tias], shown_title: Today"
    scenario = sketch((ARM, f"without: {{change: {{{change}}}}}")).for_arm("without")
    assert (scenario.words["start"], scenario.instruments(), scenario.shown_title) == (
        "Go",
        ["s-tias"],
        "Today",
    )


def test_a_changed_arm_is_checked_like_any_scenario() -> None:
    with pytest.raises(ScenarioError, match="'dismis' is not known here"):
        sketch((ARM, "without: {change: {steps.warning.buttons: {Stay: dismis}}}"))


def test_unknown_arms_features_and_mocks_are_told_with_the_nearest_name() -> None:
    scenario = sketch()
    with pytest.raises(ScenarioError, match=r"there is no arm 'wiht'.*did you mean 'with'"):
        scenario.for_arm("wiht")
    with pytest.raises(ScenarioError, match=r"there is no feature 'dely'.*did you mean 'delay'"):
        scenario.for_arm("with", {"dely": "coin"})
    with pytest.raises(ScenarioError, match=r"there is no mock 'cion'.*did you mean 'coin'"):
        scenario.for_arm("with", {"delay": "cion"})


def test_a_player_that_cannot_give_the_feature_its_answers_is_refused() -> None:
    scenario = sketch(
        ("coin: {kind: random}", "coin: {kind: random}\n  odd: {kind: random, weights: {never: 1}}")
    )
    with pytest.raises(ScenarioError, match="the feature has no answer 'never'"):
        scenario.for_arm("with", {"delay": "odd"})


def test_an_arm_of_an_arm_starts_from_the_scenario_as_it_is_written() -> None:
    scenario = sketch()
    assert warning(scenario.for_arm("with").for_arm("without")).text == "It will be late."
