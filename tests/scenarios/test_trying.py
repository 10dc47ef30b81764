"""Texts are tried before anybody reads them: with rows as they are made, personas, and an answer to each question."""

from __future__ import annotations

import pytest

from scenarios import ScenarioError, trying
from scenarios.answers import check
from scenarios.questions import KINDS
from tests.scenarios.rich import rich
from tests.scenarios.sketch import sketch


def test_every_question_is_answered_with_something_that_answers_it() -> None:
    scenario = rich()
    asked = {step.id: step.all_questions for step in scenario.steps.values() if step.all_questions}
    assert set(asked) == {"about", "survey", "probe"}
    for step, questions in asked.items():
        for item, question in questions.items():
            check(question, trying.answers(scenario)[step][item])


@pytest.mark.parametrize(
    ("kind", "rest"),
    [
        ("number", {"to": -5}), ("number", {}), ("choices", {"of": ["a", "b"]}), ("yes_no", {}), ("date", {}),
        ("date", {"from": "2030-01-01"}), ("time", {}), ("likert", {"from": 0}), ("stars", {}), ("text", {}),
    ],
)  # fmt: skip
def test_questions_of_all_types_are_answered(kind: str, rest: dict[str, object]) -> None:
    question = KINDS[kind].model_validate({kind: "What?", **rest})
    check(question, trying.answer(question))


def test_each_case_has_a_row_a_persona_and_what_the_feature_says() -> None:
    cases = list(trying.contexts(rich(), "case", ["delay"]))
    assert {case["persona"]["child"] for case in cases} == {"Mia", "nobody"}
    assert {case["delay"]["label"] for case in cases} == {"in time", "late"}
    assert all(case["case"]["kind"] and case["answers"]["about"]["age"] == 18 for case in cases)
    assert cases[0]["answers"]["embed"].get("whatever")


def test_what_a_structured_answer_may_hold_is_there_when_its_texts_are_tried() -> None:
    window = (
        "  window:\n    task: structured\n    played_by: coin\n"
        "    schema: {type: object, properties: {from: {type: string}, hours: {type: number}}, required: [from]}\n"
    )
    screen = (
        '- {show: window, title: A parcel, text: "TEXT", buttons: {Go on: accept}}\n      - reveal: parcel'
    )
    change = (("arms:", f"{window}arms:"), ("- reveal: parcel", screen))
    sketch(*change, ("TEXT", "{{ window.from | upper }}, {{ window.hours | round }}"))
    with pytest.raises(ScenarioError, match="`round` works on numbers"):
        sketch(*change, ("TEXT", "{{ window.from | round }}"))


def test_the_turn_of_an_arm_is_a_number_where_its_texts_are_tried() -> None:
    within = (
        ("flow:\n", "flow:\n  - each: arm\n    steps:\n      - {info: 'Round {{ arm.turn | round }}'}\n"),
        ("with: {change: {steps.warning.text: Late.}}", "with: {}"),
    )
    sketch(*within)
    with pytest.raises(ScenarioError, match="`day` wants a date"):
        sketch(*within, ("arm.turn | round", "arm.turn | day"))


def test_what_can_be_in_one_arm_is_no_mistake() -> None:
    asked = ("      - reveal: parcel.actual\n", "      - {info: Sorry., when: reactions.warning == 'undo'}\n")
    with pytest.raises(ScenarioError, match=r"is never 'undo'; expected one of accept, dismiss"):
        sketch(asked)
    sketch(asked, ("{steps.warning.text: Late.}", "{steps.warning.presented.as: automate}"))


def test_a_condition_may_ask_whether_somebody_wanted_a_person() -> None:
    talk = "- {chat: nothing, person: {says: Soon.}, menu: {Help: {person: true}}, id: talk}"
    asked = "- {info: A person?, when: reactions.talk == 'contact'}"
    sketch(("- survey: [sus]", f"{talk}\n  {asked}\n  - survey: [sus]"))


@pytest.mark.parametrize(
    "when",
    ["answers.about.age > 2 * answers.about.mood", "answers.about.phone != null", "case.minutes > 500"],
)
def test_what_cannot_be_told_beforehand_is_no_mistake(when: str) -> None:
    inside = (
        "- reveal: case.kind\n",
        f"- {{info: Look., id: look, when: {when}}}\n      - reveal: case.kind\n",
    )
    rich(inside)
