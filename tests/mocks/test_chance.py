"""Kind `random`: the draw honours its weights and repeats itself."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from mocks import BadSettings, Mock, MockError, Prediction, Request, build, check_mock, suits, tasks
from mocks.testing import A_PARCEL

A_QUESTION = Request(
    id="1", feature="reply", task="text-generation", input={"text": "Where is it?"}, seed="s"
)


def answers_of(mock: Mock, request: Request, draws: int) -> list[dict[str, Any]]:
    found = []
    for number in range(draws):
        prediction = mock.predict(dataclasses.replace(request, seed=f"{request.seed}/{number}"))
        assert isinstance(prediction, Prediction)
        found.append(tasks.check(request.task, prediction.output, request.answers)[0])
    return found


def test_it_keeps_every_promise_of_a_mock() -> None:
    check_mock(build("random"))
    check_mock(build({"kind": "random", "weights": {"delayed": 1, "on time": 3}, "score": [0.6, 0.9]}))
    check_mock(build("random"), A_QUESTION)
    check_mock(build({"kind": "random", "weights": {"Yes.": 1, "No.": 1}}), A_QUESTION)


@settings(max_examples=15, deadline=None)
@given(
    weights=st.dictionaries(st.sampled_from("abcde"), st.integers(0, 20), min_size=2).filter(
        lambda weights: sum(weights.values()) > 0
    ),
    seed=st.text(max_size=5),
)
def test_each_answer_comes_as_often_as_its_weight_asks(weights: dict[str, int], seed: str) -> None:
    request = dataclasses.replace(A_PARCEL, answers=tuple("abcde"), seed=seed)
    drawn = Counter(
        found["label"] for found in answers_of(build({"kind": "random", "weights": weights}), request, 400)
    )
    for label in "abcde":
        share = weights.get(label, 0) / sum(weights.values())
        # One in a million per label: over all examples and runs this cannot happen by chance.
        assert binomtest(drawn[label], 400, share).pvalue > 1e-6, (label, drawn)


@settings(max_examples=25, deadline=None)
@given(low=st.floats(0, 1), high=st.floats(0, 1), seed=st.text(max_size=5))
def test_scores_stay_between_their_bounds(low: float, high: float, seed: str) -> None:
    low, high = sorted((low, high))
    request = dataclasses.replace(A_PARCEL, seed=seed)
    for found in answers_of(build({"kind": "random", "score": [low, high]}), request, 20):
        assert low - 0.0005 <= found["score"] <= high + 0.0005


def test_without_weights_all_answers_are_equally_likely() -> None:
    drawn = Counter(found["label"] for found in answers_of(build("random"), A_PARCEL, 1000))
    assert binomtest(drawn["delayed"], 1000, 0.5).pvalue > 1e-6
    assert set(drawn) == {"on time", "delayed"}


def test_without_weights_and_answers_it_says_that_there_is_nothing_to_draw_from() -> None:
    with pytest.raises(MockError, match="nothing to draw from: neither the mock nor 'delay' names answers"):
        build("random").predict(dataclasses.replace(A_PARCEL, answers=()))


def test_a_text_is_a_sentence() -> None:
    prediction = build("random").predict(A_QUESTION)
    assert isinstance(prediction, Prediction)
    text = prediction.output["generated_text"]
    assert text[0].isupper()
    assert text.endswith(".")
    assert 6 <= len(text.split()) <= 12


@pytest.mark.parametrize(
    ("wrong", "path", "said"),
    [
        ({"weights": {"delayed": 0}}, ("weights",), "at least one answer needs a weight above 0"),
        ({"weights": {}}, ("weights",), "at least one answer needs a weight above 0"),
        ({"weights": {"delayed": -1}}, ("weights", "delayed"), "greater than or equal to 0, got -1"),
        ({"weights": {"delayed": float("inf")}}, ("weights", "delayed"), "finite"),
        ({"weights": {"delayed": "often"}}, ("weights", "delayed"), "got 'often'"),
        ({"score": [0.9, 0.5]}, ("score",), "the lower bound comes first"),
        ({"score": [0, 2]}, ("score", 1), "less than or equal to 1, got 2"),
        ({"scores": [0, 1]}, ("scores",), "did you mean 'score'?"),
    ],
)
def test_wrong_settings_are_refused_with_their_path(
    wrong: dict[str, Any], path: tuple[str, ...], said: str
) -> None:
    with pytest.raises(BadSettings) as caught:
        build({"kind": "random", **wrong})
    problems = dict(caught.value.problems)
    assert said in problems[path]


def test_weights_for_an_answer_that_the_feature_lacks_are_found_before_anybody_plays() -> None:
    mock = build({"kind": "random", "weights": {"delyaed": 1, "on time": 3}})
    assert suits(mock, "text-classification", ["on time", "delayed"]) == [
        (("weights", "delyaed"), "the feature has no answer 'delyaed'; did you mean 'delayed'?")
    ]
    assert suits(build("random"), "text-classification", ["on time", "delayed"]) == []
    assert suits(mock, "text-generation", []) == []


DRAWS = """
import dataclasses, json, mocks
from mocks.testing import A_PARCEL
question = mocks.Request(id="1", feature="reply", task="text-generation", input={}, seed="")
found = []
for number in range(50):
    for request in (A_PARCEL, question):
        found.append(mocks.build("random").predict(dataclasses.replace(request, seed=f"ä/{number}")).output)
print(json.dumps(found))
"""


def test_the_same_seed_gives_the_same_answers_in_every_process() -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-c", DRAWS],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            check=True,
        ).stdout
        for hash_seed in ("0", "1", "4321")
    }
    assert len(printed) == 1
    assert len({json.dumps(one) for one in json.loads(printed.pop())}) > 50
