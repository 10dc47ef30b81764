"""Kind `replay`: what was recorded comes again, found by its input or by its trial."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocks import BadSettings, Mock, MockError, Prediction, build, check_mock, suits
from mocks.replay import _key
from mocks.testing import A_PARCEL

SNOW = {"weather": "heavy snow", "kilometres": 120}
CLEAR = {"weather": "clear", "kilometres": 80}
RECORDING: list[dict[str, Any]] = [
    {"trial": 1, "input": SNOW, "answer": "delayed", "score": 0.9, "after": "2.4 s"},
    {"trial": 2, "input": CLEAR, "output": [{"label": "on time", "score": 0.8}], "after": 0.3},
]


def replay(recording: list[dict[str, Any]] | None = None, **settings: Any) -> Mock:
    return build({"kind": "replay", "recording": RECORDING if recording is None else recording, **settings})


def ask(mock: Mock, data: dict[str, Any], trial: int = 1, turn: int = 1) -> Prediction:
    prediction = mock.predict(dataclasses.replace(A_PARCEL, input=data, trial=trial, turn=turn))
    assert isinstance(prediction, Prediction)
    return prediction


def label(prediction: Prediction) -> str:
    return str(prediction.output[0]["label"])


def problems_of(recording: list[dict[str, Any]], **settings: Any) -> list[Any]:
    with pytest.raises(BadSettings) as caught:
        replay(recording, **settings)
    return caught.value.problems


def test_it_keeps_every_promise_of_a_mock() -> None:
    check_mock(replay())


def test_the_same_input_gets_the_same_answer_after_the_same_time() -> None:
    prediction = ask(replay(), dict(reversed(SNOW.items())), trial=7)
    assert label(prediction) == "delayed"
    assert prediction.after == 2.4
    assert prediction.why == {"entry": 1, "same": "input"}


def test_another_input_gets_the_answer_of_its_trial() -> None:
    prediction = ask(replay(), {"weather": "storm"}, trial=2)
    assert label(prediction) == "on time"
    assert prediction.why == {"entry": 2, "same": "trial"}


def test_without_timing_the_answer_is_there_at_once() -> None:
    assert ask(replay(timing="none"), SNOW).after == 0


def test_by_input_alone_the_trial_does_not_count() -> None:
    with pytest.raises(MockError, match="the nearest is entry 1, which differs in kilometres"):
        ask(replay(match="input"), {"weather": "heavy snow", "kilometres": 121}, trial=2)


def test_by_trial_alone_the_input_does_not_count() -> None:
    assert label(ask(replay(match="trial"), SNOW, trial=2)) == "on time"
    with pytest.raises(MockError, match="the nearest is trial 2, turn 1, and this is trial 5, turn 1"):
        ask(replay(match="trial"), SNOW, trial=5)


def test_what_differs_from_the_nearest_is_told() -> None:
    with pytest.raises(MockError) as caught:
        ask(replay(), {**CLEAR, "weather": "fog"}, trial=9)
    assert str(caught.value) == (
        "nothing is recorded for this question: the nearest is entry 2, which differs in weather "
        "(recorded 'clear', asked 'fog')"
    )


def test_a_question_that_was_asked_twice_gets_the_answer_of_its_own_trial() -> None:
    mock = replay(
        [
            {"trial": 1, "input": SNOW, "answer": "delayed"},
            {"trial": 2, "input": SNOW, "answer": "on time"},
        ]
    )
    assert [label(ask(mock, SNOW, trial)) for trial in (1, 2, 3)] == ["delayed", "on time", "delayed"]


def test_turns_of_one_trial_are_told_apart() -> None:
    mock = replay(
        [{"trial": 1, "turn": turn, "answer": answer} for turn, answer in [(1, "on time"), (2, "delayed")]]
    )
    assert [label(ask(mock, {}, 1, turn)) for turn in (1, 2)] == ["on time", "delayed"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"a": 1}, {"a": 1.0}, True),
        ({"a": 1}, {"a": True}, False),
        ({"a": 1}, {"a": "1"}, False),
        ({"a": [1, 2]}, {"a": [2, 1]}, False),
        ({"a": {"b": 1, "c": 2}}, {"a": {"c": 2, "b": 1}}, True),
        ({"a": None}, {}, False),
    ],
)
def test_inputs_are_the_same_when_they_are_equal_json(one: Any, other: Any, same: bool) -> None:
    assert (_key(one) == _key(other)) is same


json_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(data=st.dictionaries(st.text(), json_data, max_size=4))
def test_any_input_that_was_recorded_is_found_again(data: dict[str, Any]) -> None:
    mock = replay([{"input": data, "answer": "delayed"}], match="input")
    assert label(ask(mock, data, trial=3)) == "delayed"


def test_an_input_that_is_nested_without_end_is_not_found_rather_than_a_crash() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(MockError):
        ask(replay(match="input"), {"deep": deep})


@pytest.mark.parametrize(
    ("recording", "settings", "path"),
    [
        ([], {}, ("recording",)),
        ([{"answer": "delayed"}], {}, ("recording", 0)),
        ([{"trial": 1, "answer": "delayed"}], {"match": "input"}, ("recording", 0)),
        ([{"input": SNOW, "answer": "delayed"}], {"match": "trial"}, ("recording", 0, "trial")),
        ([{"trial": 1, "answer": "a"}, {"trial": 1, "answer": "b"}], {}, ("recording", 1, "trial")),
        ([{"trial": 1}], {}, ("recording", 0, "answer")),
        ([{"trial": 0, "answer": "a"}], {}, ("recording", 0, "trial")),
        ([{"trial": 1, "answer": "a", "after": "soon"}], {}, ("recording", 0, "after")),
        ([{"trial": 1, "answer": "a", "after": -1}], {}, ("recording", 0, "after")),
        ([{"trial": 1, "answer": "a", "input": {"x": float("inf")}}], {}, ("recording", 0, "input")),
    ],
)
def test_an_entry_that_cannot_be_played_is_told_with_its_place(
    recording: list[dict[str, Any]], settings: dict[str, Any], path: tuple[Any, ...]
) -> None:
    assert [found for found, _ in problems_of(recording, **settings)] == [path]


def test_a_recorded_answer_that_the_feature_lacks_is_told() -> None:
    mock = replay([{"trial": 1, "answer": "late"}])
    ((path, _),) = suits(mock, "text-classification", ["on time", "delayed"])
    assert path == ("recording", 0, "answer")
