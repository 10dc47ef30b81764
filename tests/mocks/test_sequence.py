"""Kind `sequence`: prepared answers in their order, and what happens at the end of them."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocks import BadSettings, MockError, Prediction, build, check_mock, suits
from mocks.testing import A_PARCEL


def said(settings: dict[str, Any], trial: int, turn: int = 1) -> str:
    request = dataclasses.replace(
        A_PARCEL, task="text-generation", answers=(), trial=trial, trials=20, turn=turn
    )
    prediction = build({"kind": "sequence", **settings}).predict(request)
    assert isinstance(prediction, Prediction)
    return str(prediction.output["generated_text"])


def problems_of(settings: dict[str, Any]) -> list[Any]:
    with pytest.raises(BadSettings) as caught:
        build({"kind": "sequence", **settings})
    return caught.value.problems


def test_it_keeps_every_promise_of_a_mock() -> None:
    check_mock(build({"kind": "sequence", "answers": ["delayed", "on time"]}))


def test_each_trial_gets_the_next_answer() -> None:
    assert [said({"answers": ["a", "b", "c"]}, trial) for trial in (1, 2, 3)] == ["a", "b", "c"]


def test_an_entry_may_have_a_score_or_be_a_whole_output() -> None:
    mock = build(
        {
            "kind": "sequence",
            "answers": [
                {"answer": "delayed", "score": 0.6},
                {"output": [{"label": "on time", "score": 0.4}]},
            ],
        }
    )
    one, two = (mock.predict(dataclasses.replace(A_PARCEL, trial=trial)) for trial in (1, 2))
    assert isinstance(one, Prediction)
    assert isinstance(two, Prediction)
    assert one.output == [{"label": "delayed", "score": 0.6}]
    assert two.output == [{"label": "on time", "score": 0.4}]
    assert two.why == {"answer": 2}


def test_all_turns_of_a_trial_get_its_answer_unless_it_lists_one_for_each() -> None:
    settings = {"answers": ["a", ["b1", "b2"]]}
    assert [said(settings, 1, turn) for turn in (1, 2)] == ["a", "a"]
    assert [said(settings, 2, turn) for turn in (1, 2)] == ["b1", "b2"]


def test_by_turn_every_trial_starts_from_the_beginning() -> None:
    settings = {"answers": ["hello", "goodbye"], "by": "turn"}
    assert [said(settings, trial, turn) for trial, turn in [(1, 1), (1, 2), (7, 1), (7, 2)]] == [
        "hello",
        "goodbye",
    ] * 2


@given(count=st.integers(1, 5), trial=st.integers(1, 30))
def test_at_the_end_it_starts_again_stays_or_stops(count: int, trial: int) -> None:
    answers = [str(number) for number in range(count)]
    assert said({"answers": answers, "at_the_end": "cycle"}, trial) == str((trial - 1) % count)
    assert said({"answers": answers, "at_the_end": "hold"}, trial) == str(min(trial, count) - 1)
    if trial > count:
        with pytest.raises(MockError):
            said({"answers": answers, "at_the_end": "stop"}, trial)


def test_where_it_stops_it_says_so_plainly() -> None:
    with pytest.raises(MockError, match="the sequence has 2 answers, and this is trial 3; add answers"):
        said({"answers": ["a", "b"]}, 3)
    with pytest.raises(MockError, match="the sequence has 2 answers, and this is turn 3"):
        said({"answers": [["a", "b"]]}, 1, 3)


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({"answers": []}, ("answers",)),
        ({"answers": ["a", {"score": 0.3}]}, ("answers", 1, "answer")),
        ({"answers": ["a", ["b", {"answer": "c", "score": 2}]]}, ("answers", 1, 1, "score")),
        ({"answers": ["a", []]}, ("answers", 1)),
        ({"answers": ["a", True]}, ("answers", 1)),
        ({"answers": [{"answr": "a"}]}, ("answers", 0, "answr")),
        ({"answers": ["a", ["b", "c"]], "by": "turn"}, ("answers", 1)),
        ({"answers": ["a"], "at_the_end": "repeat"}, ("at_the_end",)),
    ],
)
def test_a_mistake_is_told_with_its_place(settings: dict[str, Any], path: tuple[Any, ...]) -> None:
    assert path in [found for found, _ in problems_of(settings)]


def test_an_answer_that_the_feature_lacks_is_told_with_its_place() -> None:
    mock = build({"kind": "sequence", "answers": ["delayed", ["on time", "in time"]]})
    assert suits(mock, "text-classification", ["on time", "delayed"]) == [
        (("answers", 1, 1, "answer"), "the feature has no answer 'in time'; did you mean 'on time'?")
    ]
