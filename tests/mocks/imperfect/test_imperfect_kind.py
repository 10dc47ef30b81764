"""Kind `imperfect`: registered, truthful about what it needs, the same in every process, and at home in each task."""

from __future__ import annotations

import copy
import dataclasses
import os
import subprocess
import sys
from typing import Any

import pytest

from mocks import MockError, build, check_mock, kinds, suits, warnings
from tests.mocks.imperfect.labelled import ANSWERS, EIGHT, ask, imperfect, question, said, session

WISHES: list[dict[str, Any]] = [
    {"alarm": "delayed", "misses": 1, "false_alarms": 2},
    {"right_in": "80%"},
    {"right_in": "80%", "errors": "drawn", "calibration": {"overconfident": 0.1}},
    {"alarm": "delayed", "precision": 0.7, "recall": 0.8, "errors": "drawn"},
    {
        "confusion": {"delayed": {"delayed": 0.8, "on time": 0.2}, "on time": {"on time": 1}},
        "errors": "drawn",
        "confidence": {"when_right": 0.95, "when_wrong": 0.75, "spread": 0.05},
    },
    {
        "alarm": "delayed",
        "worse": {"from_trial": 5, "right_in": "50%", "errors": "drawn"},
        "where": [{"if": {"weather": "heavy snow"}, "misses": 1, "false_alarms": 1}],
    },
]

PLAYED = """
import json, sys
from tests.mocks.imperfect.labelled import imperfect, session
from tests.mocks.imperfect.test_imperfect_kind import WISHES, SNOWY
for wish in WISHES:
    mock = imperfect(**wish)
    for person in range(50):
        for told in session(mock, session=f"person {person}", rows=SNOWY):
            print(json.dumps([told.output, told.why]))
"""

SNOWY = [{"weather": "heavy snow" if n in (1, 2) else "clear"} for n in range(8)]


def test_it_is_registered_and_knows_the_truth() -> None:
    assert "imperfect" in kinds()
    assert not [line for line in warnings() if "imperfect" in line]
    mock = imperfect(right_in=1)
    assert mock.knows_truth is True
    assert mock.at_once is True


@pytest.mark.parametrize("wish", WISHES)
def test_it_keeps_every_promise_of_a_mock(wish: dict[str, Any]) -> None:
    check_mock(imperfect(**wish), question(2, rows=SNOWY))


@pytest.mark.parametrize("wish", WISHES)
def test_the_same_session_gets_the_same_answers_from_another_copy_in_any_order(wish: dict[str, Any]) -> None:
    first = session(imperfect(**wish), rows=SNOWY)
    backwards = [ask(imperfect(**wish), question(trial, rows=SNOWY)) for trial in range(8, 0, -1)]
    assert backwards[::-1] == first


def test_answers_are_the_same_bytes_in_every_process() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", PLAYED],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.getcwd()},
            capture_output=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2024")
    ]
    assert runs[0].count(b"\n") == len(WISHES) * 50 * 8
    assert runs[0] == runs[1]


def test_an_answer_can_be_changed_without_changing_the_next_one() -> None:
    mock = imperfect(alarm="delayed", misses=1, false_alarms=2)
    first = ask(mock, question())
    kept = copy.deepcopy(first)
    first.output.clear()
    first.why["planned"].clear()
    assert ask(mock, question()) == kept


def test_two_mocks_with_the_same_settings_are_equal_after_one_has_played() -> None:
    one, two = imperfect(right_in=0.5), imperfect(right_in=0.5)
    session(one)
    assert one == two


def test_without_the_truth_it_says_what_is_missing() -> None:
    for mock, task in (
        (imperfect(right_in=1), "text-classification"),
        (imperfect(numbers={"bias": 1}), "regression"),
    ):
        with pytest.raises(
            MockError, match="must know the truth to miss it, and 'delay' has none here; name its"
        ):
            mock.predict(question(task=task, oracle=None))


def test_truths_that_do_not_fit_are_told() -> None:
    mock = imperfect(right_in=1)
    with pytest.raises(
        MockError, match="the truth 'late' is not among the answers; use one of 'delayed', 'on time'"
    ):
        ask(mock, question(truths=("late",)))
    with pytest.raises(MockError, match=r"must be one of its answers, got \[1\]"):
        ask(mock, question(truths=([1],)))
    with pytest.raises(
        MockError, match="trial 9 of 'delay' is 'on time', which is not what the truths of all 8"
    ):
        ask(mock, dataclasses.replace(question(), trial=9))


def test_it_plays_pictures_as_it_plays_texts() -> None:
    mock = imperfect(alarm="delayed", misses=1)
    told = [ask(mock, question(trial, task="image-classification")) for trial in range(1, 9)]
    assert told == session(mock)


@pytest.mark.parametrize(
    ("settings", "task", "path", "reason"),
    [
        ({}, "text-classification", ("right_in",), "say how wrong it should be, such as right_in: 80%"),
        (
            {"right_in": 1, "alarm": "delay"},
            "text-classification",
            ("alarm",),
            "the feature has no answer 'delay'; did you mean 'delayed'?",
        ),
        (
            {"confusion": {"delayed": {"delay": 1}, "on time": {"on time": 1}}},
            "image-classification",
            ("confusion", "delayed", "delay"),
            "the feature has no answer 'delay'; did you mean 'delayed'?",
        ),
        (
            {"where": [{"if": {"x": 1}, "confusion": {"delayed": {"delayed": 1}}}]},
            "text-classification",
            ("where", 0, "confusion"),
            "has no row for 'on time'; say how often each answer comes then",
        ),
        (
            {"right_in": 1, "confidence": {"when_wrong": 0.4, "spread": 0.05}},
            "text-classification",
            ("confidence", "when_wrong"),
            "0.4 is too low: of 2 answers the one that is given has the highest score, which is above 0.50; nearest: "
            "0.51",
        ),
        (
            {"right_in": 1, "confidence": {"spread": 0.3}},
            "text-classification",
            ("confidence", "spread"),
            "0.3 is too wide around when_right: 0.9, between 0.50 and 1; nearest: 0.19",
        ),
        (
            {"right_in": 1},
            "regression",
            ("numbers",),
            "is missing; the task 'regression' needs to know how it should be wrong",
        ),
        (
            {"right_in": 1},
            "summarization",
            ("texts",),
            "is missing; the task 'summarization' needs to know how it should be wrong",
        ),
        ({"right_in": 1}, "structured", (), "this kind cannot play 'structured'; use one of"),
    ],
)
def test_what_does_not_suit_the_feature_is_found_before_anybody_plays(
    settings: dict[str, Any], task: str, path: tuple[Any, ...], reason: str
) -> None:
    found = suits(imperfect(**settings), task, ANSWERS)
    assert found[0][0] == path
    assert found[0][1].startswith(reason)
    with pytest.raises(MockError):
        imperfect(**settings).predict(question(task=task, rows=[{"x": 1}] * 8))


def test_an_only_answer_leaves_nothing_to_be_wrong_with() -> None:
    assert suits(imperfect(right_in=1), "text-classification", ["yes"]) == [
        ((), "a feature that can be wrong needs two answers or more, got yes")
    ]


def test_one_mock_may_play_several_tasks_each_by_its_own_settings() -> None:
    mock = imperfect(right_in=1, numbers={"bias": 5})
    assert said(session(mock)) == list(EIGHT)
    assert suits(mock, "regression", []) == suits(mock, "text-classification", ANSWERS) == []
    number = ask(mock, question(task="regression", truths=(10.0, 12.0), answers=()))
    assert number.output["value"] == 15
    assert mock.fits([10.0, 12.0]) == []


def test_each_other_task_goes_to_its_own_settings() -> None:
    settings: dict[str, tuple[dict[str, Any], Any]] = {
        "regression": ({"numbers": {}}, 3.0),
        "ranking": ({"ranking": {"ndcg": 1}}, ["a", "b", "c"]),
        "object-detection": (
            {"boxes": {}},
            [{"label": "cat", "box": {"xmin": 1, "ymin": 1, "xmax": 9, "ymax": 9}}],
        ),
        "automatic-speech-recognition": ({"segments": {"wer": 0}}, "the van is late"),
        "text-generation": ({"texts": {"errors": [{"kind": "cut_short", "rate": 0}]}}, "The van is late."),
        "chat-completion": ({"texts": {"errors": [{"kind": "cut_short", "rate": 0}]}}, "The van is late."),
    }
    for task, (wish, truth) in settings.items():
        mock = build({"kind": "imperfect", **wish})
        assert suits(mock, task, ()) == []
        prediction = ask(mock, question(task=task, truths=(truth,), answers=()))
        assert prediction.output, task
        assert prediction.why, task
