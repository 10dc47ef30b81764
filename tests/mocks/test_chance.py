"""Kind `random`: the draw honours its weights and repeats itself."""

from __future__ import annotations

import dataclasses
import json
import math
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.stats import binomtest

from mocks import BadSettings, Mock, Prediction, Request, build, check_mock, invent, suits, tasks
from mocks.testing import A_PARCEL
from tests.mocks.processes import printed_in_each

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


PLAN = {
    "type": "object",
    "properties": {"vans": {"type": "integer", "minimum": 1}, "depot": {"enum": ["Lisbon", "Porto"]}},
    "required": ["vans", "depot"],
}


@settings(max_examples=40, deadline=None)
@given(
    seed=st.text(max_size=5),
    text=st.text(max_size=30),
    things=st.lists(st.text(max_size=3), max_size=4),
    named=st.booleans(),
)
def test_without_settings_every_task_gets_an_answer_of_its_shape(
    seed: str, text: str, things: list[str], named: bool
) -> None:
    schema = PLAN if named else None
    answers = ("on time", "delayed") if named else ()
    for task in tasks.TASKS:
        request = Request("1", "f", task, {"text": text, "things": things}, seed, answers, schema=schema)
        prediction = build("random").predict(request)
        assert isinstance(prediction, Prediction)
        tasks.check(task, prediction.output, answers, schema=schema)
        assert prediction == build("random").predict(request)


def test_words_are_found_where_they_stand_in_the_text() -> None:
    request = Request("1", "f", "token-classification", {"text": "From Lisbon to Porto, by van"}, "s")
    found = [word for number in range(20) for word in outputs_of("random", request, number)]
    assert len(found) > 10
    for word in found:
        assert request.input["text"][word["start"] : word["end"]] == word["word"]


def test_the_things_of_the_input_are_ranked() -> None:
    for things in (["a", "b", "c"], [{"id": "a"}, {"id": "b"}, {"id": "c"}]):
        request = Request("1", "f", "ranking", {"things": things}, "s")
        orders = {"".join(one["id"] for one in outputs_of("random", request, number)) for number in range(60)}
        assert orders == {"abc", "acb", "bac", "bca", "cab", "cba"}


def outputs_of(kind: Any, request: Request, number: int) -> Any:
    prediction = build(kind).predict(dataclasses.replace(request, seed=f"{request.seed}/{number}"))
    assert isinstance(prediction, Prediction)
    return tasks.check(request.task, prediction.output, request.answers)


A_TIME = Request(id="1", feature="wait", task="regression", input={}, seed="s")


def numbers(number: dict[str, Any], draws: int = 2000) -> list[dict[str, Any]]:
    return [outputs_of({"kind": "random", "number": number}, A_TIME, draw) for draw in range(draws)]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ({"uniform": [2, 12]}, stats.uniform(2, 10)),
        ({"normal": {"mean": 5, "sd": 2}}, stats.norm(5, 2)),
        (
            {"lognormal": {"median": 20, "p95": 60}},
            stats.lognorm(math.log(3) / stats.norm.ppf(0.95), scale=20),
        ),
    ],
)
def test_numbers_follow_their_distribution(number: dict[str, Any], expected: Any) -> None:
    drawn = [found["value"] for found in numbers({**number, "decimals": 6}, 1000)]
    assert stats.kstest(drawn, expected.cdf).pvalue > 1e-4


def test_whole_numbers_are_all_equally_likely_with_both_ends() -> None:
    drawn = Counter(found["value"] for found in numbers({"whole": [1, 6]}, 1200))
    assert sorted(drawn) == [1, 2, 3, 4, 5, 6]
    assert stats.chisquare(list(drawn.values())).pvalue > 1e-6


@settings(max_examples=30, deadline=None)
@given(
    number=st.sampled_from(
        [
            {"uniform": [0.001, 0.004]},
            {"normal": {"mean": -5, "sd": 200}},
            {"lognormal": {"median": 2, "p95": 60}},
            {"whole": [0, 10]},
        ]
    ),
    share=st.integers(1, 99),
    decimals=st.integers(0, 6),
    seed=st.integers(),
)
def test_an_interval_holds_its_number_and_stays_in_the_range(
    number: dict[str, Any], share: int, decimals: int, seed: int
) -> None:
    settings_ = {**number, "interval": f"{share}%", "decimals": decimals, "unit": "min"}
    found = outputs_of({"kind": "random", "number": settings_}, A_TIME, seed)
    assert found["low"] <= found["value"] <= found["high"]
    assert found["unit"] == "min"
    for low, high in filter(None, (number.get("uniform"), number.get("whole"))):
        assert low <= found["low"] <= found["high"] <= high


def test_an_interval_is_as_wide_as_the_middle_of_the_distribution() -> None:
    (found,) = numbers({"normal": {"mean": 0, "sd": 1}, "interval": "80%", "decimals": 6}, 1)
    assert found["high"] - found["low"] == pytest.approx(2 * stats.norm.ppf(0.9), abs=1e-5)
    (found,) = numbers({"lognormal": {"median": 20, "p95": 60}, "interval": "90%", "decimals": 9}, 1)
    assert found["high"] / found["value"] == pytest.approx(3)


@pytest.mark.parametrize("fake", invent.FAKES)
def test_a_lifelike_text_is_the_same_for_the_same_seed(fake: str) -> None:
    mock = build({"kind": "random", "text": {"fake": fake, "lang": "de-DE"}})
    check_mock(mock, A_QUESTION)
    said = {
        json.dumps(outputs_of({"kind": "random", "text": {"fake": fake}}, A_QUESTION, n)) for n in range(9)
    }
    assert len(said) > 4


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
        ({"number": {}}, ("number",), "give one of 'uniform', 'normal', 'lognormal' and 'whole', got none"),
        ({"number": {"uniform": [0, 1], "whole": [0, 1]}}, ("number",), "got uniform and whole"),
        ({"number": {"uniform": [1, 0]}}, ("number",), "the lower bound comes first, got [1.0, 0.0]"),
        ({"number": {"whole": [0.5, 3]}}, ("number", "whole", 0), "integer"),
        ({"number": {"normal": {"mean": 1, "sd": 0}}}, ("number", "normal", "sd"), "greater than 0"),
        ({"number": {"lognormal": {"median": 9, "p95": 3}}}, ("number", "lognormal"), "'p95' must be above"),
        ({"number": {"whole": [1, 6], "interval": "most"}}, ("number", "interval"), "a share such as '80%'"),
        ({"number": {"whole": [1, 6], "interval": "100%"}}, ("number", "interval"), "less than 1"),
        ({"text": {"fake": "sentense"}}, ("text", "fake"), "did you mean 'sentence'?"),
        ({"text": {"fake": "name", "lang": "de-D"}}, ("text", "lang"), "did you mean 'de-DE'?"),
        ({"text": {"fake": "name"}, "weights": {"a": 1}}, (), "give one of 'weights', 'number' and 'text'"),
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


@pytest.mark.parametrize(
    ("given", "fitting"),
    [
        ({"weights": {"A": 1}}, {"labels", "texts"}),
        ({"number": {"whole": [1, 6]}}, {"numbers"}),
        ({"text": {"fake": "sentence"}}, {"texts"}),
        ({}, {"labels", "texts", "numbers", "others"}),
    ],
)
def test_a_setting_of_no_use_to_the_task_is_found_before_anybody_plays(
    given: dict[str, Any], fitting: set[str]
) -> None:
    mock = build({"kind": "random", **given})
    for task, sort in (
        ("text-classification", "labels"),
        ("object-detection", "labels"),
        ("summarization", "texts"),
        ("automatic-speech-recognition", "texts"),
        ("regression", "numbers"),
        ("structured", "others"),
        ("ranking", "others"),
    ):
        problems = suits(mock, task, ["A"] if sort == "labels" else [])
        if sort in fitting:
            assert problems == []
        else:
            (name,) = given
            said = f"a feature of the task {task!r} has no use for it; leave it out"
            assert problems == [((name,), said)]


def test_scores_are_for_tasks_that_have_some() -> None:
    mock = build({"kind": "random", "score": [0.5, 0.6]})
    assert suits(mock, "question-answering", []) == []
    assert suits(mock, "regression", [])[0][0] == ("score",)


DRAWS = """
import dataclasses, json, mocks
from mocks import tasks
from mocks.testing import A_PARCEL
schema = {"properties": {"a": {"enum": ["x", "y", "z"]}, "b": {"type": ["integer", "string"]}}}
others = [mocks.Request("1", "f", task, {}, "", schema=schema) for task in tasks.TASKS]
found = []
for number in range(20):
    for request in (A_PARCEL, *others):
        found.append(mocks.build("random").predict(dataclasses.replace(request, seed=f"ä/{number}")).output)
print(json.dumps(found))
"""


def test_the_same_seed_gives_the_same_answers_in_every_process() -> None:
    printed = printed_in_each(DRAWS, "0", "1", "4321")
    assert len(printed) == 1
    assert len({json.dumps(one) for one in json.loads(printed.pop())}) > 50
