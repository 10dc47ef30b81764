"""Kind `fixed`: one answer for everything."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from mocks import BadSettings, Prediction, build, check_mock, suits
from mocks.testing import A_PARCEL


def predicted(settings: dict[str, Any], **changes: Any) -> Prediction:
    prediction = build({"kind": "fixed", **settings}).predict(dataclasses.replace(A_PARCEL, **changes))
    assert isinstance(prediction, Prediction)
    return prediction


def problems_of(settings: dict[str, Any]) -> list[Any]:
    with pytest.raises(BadSettings) as caught:
        build({"kind": "fixed", **settings})
    return caught.value.problems


def test_it_keeps_every_promise_of_a_mock() -> None:
    check_mock(build({"kind": "fixed", "answer": "delayed", "score": 0.7}))
    check_mock(build({"kind": "fixed", "output": [{"label": "delayed", "score": 0.7}]}))


def test_a_plain_answer_takes_the_shape_of_the_task() -> None:
    assert predicted({"answer": "delayed", "score": 0.7}).output == [{"label": "delayed", "score": 0.7}]
    said = predicted({"answer": "On its way."}, task="text-generation", answers=())
    assert said.output == {"generated_text": "On its way."}


def test_a_number_is_a_plain_answer_too() -> None:
    assert predicted({"answer": 12}, task="regression", answers=()).output["value"] == 12


def test_a_whole_output_is_given_as_it_stands() -> None:
    output = {"value": 12, "low": 10, "high": 15, "unit": "min"}
    assert predicted({"output": output}, task="regression", answers=()).output == output


def test_whoever_changes_an_output_does_not_change_the_next_one() -> None:
    mock = build({"kind": "fixed", "output": [{"label": "delayed", "score": 0.7}]})
    first = mock.predict(A_PARCEL)
    assert isinstance(first, Prediction)
    first.output[0]["label"] = "on time"
    second = mock.predict(A_PARCEL)
    assert isinstance(second, Prediction)
    assert second.output == [{"label": "delayed", "score": 0.7}]


def test_the_reason_goes_into_the_log() -> None:
    assert (
        predicted({"answer": "delayed", "because": "it always says so"}).why["because"] == "it always says so"
    )


@pytest.mark.parametrize(
    ("settings", "path", "said"),
    [
        ({}, ("answer",), "is missing; give an `answer`, or an `output`"),
        ({"answer": "a", "output": {"b": 1}}, ("output",), "give one of the two"),
        ({"output": {"b": 1}, "score": 0.5}, ("score",), "an `output` holds its own scores"),
        ({"output": {"b": float("nan")}}, ("output",), "must be plain JSON data"),
        ({"answer": True}, ("answer",), "should be a label, a text or a number, got True"),
        ({"answer": "a", "score": 1.5}, ("score",), "should be less than or equal to 1"),
    ],
)
def test_an_answer_and_an_output_are_two_ways_to_say_it(
    settings: dict[str, Any], path: tuple[str, ...], said: str
) -> None:
    ((found, reason),) = problems_of(settings)
    assert found == path
    assert said in reason


def test_an_answer_that_the_feature_cannot_have_is_found_before_anybody_plays() -> None:
    labels = ["on time", "delayed"]
    assert suits(build({"kind": "fixed", "answer": "late"}), "text-classification", labels) == [
        (("answer",), "the feature has no answer 'late'; use one of 'delayed', 'on time'")
    ]
    wrong = build({"kind": "fixed", "output": [{"label": "late", "score": 1}]})
    ((path, reason),) = suits(wrong, "text-classification", labels)
    assert path == ("output",)
    assert "no answer 'late'" in reason
    ((path, reason),) = suits(build({"kind": "fixed", "answer": "late"}), "object-detection", ())
    assert path == ("answer",)
    assert "give the whole output" in reason
    assert suits(build({"kind": "fixed", "output": {"eta": 5}}), "structured", ()) == []
