"""Kind `rules`: conditions, the first match, and why nothing matched."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocks import BadSettings, Mock, Prediction, build, check_mock, matchers, suits
from mocks.testing import A_PARCEL

WEATHER_RULES: dict[str, Any] = {
    "kind": "rules",
    "rules": [
        {
            "id": "snow",
            "if": {"weather": "heavy snow", "last_scan": {"in": ["local depot", "sorting centre"]}},
            "answer": "delayed",
            "score": 0.9,
            "because": "snow keeps vans in",
        },
        {"if": {"last_scan": "sorting centre"}, "answer": "delayed", "score": 0.6},
    ],
    "otherwise": {"answer": "on time", "score": 0.8},
}


def ask(mock: Mock, **data: Any) -> Prediction:
    prediction = mock.predict(dataclasses.replace(A_PARCEL, input=data))
    assert isinstance(prediction, Prediction)
    return prediction


def holds(conditions: dict[str, Any], data: Any) -> bool:
    return failed(conditions, data) is None


def failed(conditions: dict[str, Any], data: Any) -> str | None:
    matcher, problems = matchers.parse(conditions)
    assert matcher is not None, problems
    return matcher.check(data).failed


def test_they_keep_every_promise_of_a_mock() -> None:
    check_mock(build(WEATHER_RULES))


def test_the_first_rule_that_matches_answers_and_says_so() -> None:
    prediction = ask(build(WEATHER_RULES), weather="heavy snow", last_scan="sorting centre")
    assert prediction.output == [{"label": "delayed", "score": 0.9}]
    assert prediction.why == {"rule": "snow", "because": "snow keeps vans in"}


def test_a_rule_without_an_id_goes_by_its_place() -> None:
    assert ask(build(WEATHER_RULES), weather="clear", last_scan="sorting centre").why == {"rule": "rule 2"}


def test_without_a_match_the_nearest_rule_and_what_failed_in_it_are_told() -> None:
    prediction = ask(build(WEATHER_RULES), weather="clear", last_scan="local depot")
    assert prediction.output == [{"label": "on time", "score": 0.8}]
    assert prediction.why == {
        "rule": "otherwise",
        "nearest": {"rule": "snow", "failed": "weather equals 'heavy snow', got 'clear'"},
    }


def test_of_two_rules_that_came_equally_near_the_upper_one_is_told() -> None:
    why = ask(build(WEATHER_RULES), weather="clear", last_scan="out for delivery").why
    assert why["nearest"]["rule"] == "snow"


def test_rules_may_answer_with_a_text() -> None:
    mock = build({"kind": "rules", "rules": [], "otherwise": {"answer": "I am looking into it."}})
    prediction = mock.predict(dataclasses.replace(A_PARCEL, task="text-generation", answers=()))
    assert isinstance(prediction, Prediction)
    assert prediction.output == {"generated_text": "I am looking into it."}
    assert prediction.why == {"rule": "otherwise", "nearest": None}


@pytest.mark.parametrize(
    ("conditions", "data", "expected"),
    [
        ({"x": 1}, {"x": 1}, True),
        ({"x": 1}, {"x": 1.0}, True),
        ({"x": 1}, {"x": True}, False),
        ({"x": 1}, {"x": "1"}, False),
        ({"x": True}, {"x": 1}, False),
        ({"x": None}, {"x": None}, True),
        ({"x": None}, {}, False),
        ({"x": {"equals": "a"}}, {"x": "a"}, True),
        ({"x": {"in": ["a", "b"]}}, {"x": "b"}, True),
        ({"x": {"in": ["a", "b"]}}, {"x": "c"}, False),
        ({"x": {"in": [1]}}, {"x": True}, False),
        ({"x": {"gt": 20}}, {"x": 20}, False),
        ({"x": {"gt": 20}}, {"x": 20.5}, True),
        ({"x": {"ge": 20}}, {"x": 20}, True),
        ({"x": {"lt": 20}}, {"x": 20}, False),
        ({"x": {"le": 20}}, {"x": 20}, True),
        ({"x": {"ge": 1, "lt": 3}}, {"x": 3}, False),
        ({"x": {"ge": 1, "lt": 3}}, {"x": 2}, True),
        ({"x": {"gt": 0}}, {"x": True}, False),
        ({"x": {"gt": 0}}, {"x": "many"}, False),
        ({"x": {"ge": "2026-01-01"}}, {"x": "2026-02-01"}, True),
        ({"x": {"contains": "snow"}}, {"x": "heavy snow"}, True),
        ({"x": {"contains": "Snow"}}, {"x": "heavy snow"}, False),
        ({"x": {"contains": 3}}, {"x": [1, 3]}, True),
        ({"x": {"contains": 3}}, {"x": 33}, False),
        ({"x": {"contains": 3}}, {"x": "33"}, False),
        ({"x": {"present": True}}, {"x": 0}, True),
        ({"x": {"present": True}}, {"x": ""}, False),
        ({"x": {"present": True}}, {"x": None}, False),
        ({"x": {"present": False}}, {}, True),
        ({"parcel.weather": "snow"}, {"parcel": {"weather": "snow"}}, True),
        ({"parcel.weather": "snow"}, {"parcel.weather": "snow"}, True),
        ({"scans.1": "depot"}, {"scans": ["centre", "depot"]}, True),
        ({"scans.2": "depot"}, {"scans": ["centre", "depot"]}, False),
        ({"any": [{"x": 1}, {"y": 1}]}, {"y": 1}, True),
        ({"any": [{"x": 1}, {"y": 1}]}, {"x": 2}, False),
        ({"all": [{"x": 1}, {"y": 1}]}, {"x": 1}, False),
        ({"not": {"x": 1}}, {"x": 2}, True),
        ({"not": {"x": 1, "y": 1}}, {"x": 1, "y": 2}, True),
        ({"not": {"x": 1}}, {"x": 1}, False),
        ({"z": 1, "any": [{"x": 1}, {"all": [{"y": 1}, {"not": {"w": 1}}]}]}, {"z": 1, "y": 1}, True),
        ({"z": 2, "any": [{"x": 1}]}, {"z": 1, "x": 1}, False),
    ],
)
def test_conditions(conditions: dict[str, Any], data: dict[str, Any], expected: bool) -> None:
    assert holds(conditions, data) is expected


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        ({"x": {"gt": 20}}, "x gt 20, got 12"),
        ({"y": 1}, "y equals 1, but it is not there"),
        ({"any": [{"x": 1, "z": 1}, {"x": 12, "z": 1}]}, "z equals 1, got 2"),
        ({"not": {"x": 12}}, "not {'x': 12}, but it is so"),
        ({"x": {"equals": "long " * 100}}, "x equals 'long"),
    ],
)
def test_what_failed_is_said_in_words(conditions: dict[str, Any], said: str) -> None:
    told = failed(conditions, {"x": 12, "z": 2})
    assert told is not None
    assert told.startswith(said)
    assert len(told) < 150


@pytest.mark.parametrize(
    ("conditions", "path", "said"),
    [
        ("snow", (), "expected conditions such as {weather: heavy snow}, got 'snow'"),
        ({}, (), "expected conditions"),
        ({"x": [1, 2]}, ("x",), "a list needs an operator; write {in: [1, 2]}"),
        ({"x": {}}, ("x",), "expected an operator"),
        (
            {"x": {"greater": 3}},
            ("x", "greater"),
            "unknown operator 'greater'; use one of equals, in, gt",
        ),
        ({"x": {"in": "abc"}}, ("x", "in"), "'in' needs a list of texts or numbers, got 'abc'"),
        ({"x": {"gt": True}}, ("x", "gt"), "'gt' needs a number, or a text to sort by, got True"),
        ({"x": {"present": "yes"}}, ("x", "present"), "'present' needs true or false, got 'yes'"),
        ({"x": object}, ("x",), "'equals' needs a text, a number"),
        ({3: 1}, (3,), "expected the name of an input, got 3; put it in quotes"),
        ({"any": {"x": 1}}, ("any",), "expected a list of conditions"),
        ({"any": [{"x": 1}, {"x": {"gte": 1}}]}, ("any", 1, "x", "gte"), "unknown operator 'gte'"),
        ({"not": {"all": [3]}}, ("not", "all", 0), "expected conditions"),
    ],
)
def test_wrong_conditions_are_refused_with_their_path(
    conditions: Any, path: tuple[Any, ...], said: str
) -> None:
    matcher, problems = matchers.parse(conditions)
    assert matcher is None
    assert [found for found, _ in problems] == [path]
    assert said in problems[0][1]


def test_conditions_nested_without_end_are_refused() -> None:
    deep: dict[str, Any] = {"x": 1}
    for _ in range(500):
        deep = {"not": deep}
    _, problems = matchers.parse(deep)
    assert "nested more than 12 deep" in problems[0][1]


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers(-3, 3) | st.sampled_from(["", "a", "ab", "x.a"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "x.a", "0"]), inner)
    ),
    max_leaves=6,
)
field = st.dictionaries(
    st.sampled_from(["a", "b", "a.0", "x.a"]),
    st.dictionaries(st.sampled_from(sorted(matchers.OPERATORS)), anything, min_size=1),
    min_size=1,
)
some_conditions = st.recursive(
    field,
    lambda inner: (
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)})
        | st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)})
        | st.fixed_dictionaries({"not": inner})
    ),
    max_leaves=4,
)


@given(conditions=some_conditions, data=anything)
def test_a_condition_and_its_negation_never_agree_whatever_the_input(
    conditions: dict[str, Any], data: Any
) -> None:
    matcher, problems = matchers.parse(conditions)
    if matcher is None:
        assert problems
        return
    outcome = matcher.check(data)
    assert 0 <= outcome.held <= outcome.total
    assert (outcome.failed is None) is (outcome.held == outcome.total)
    assert holds({"not": conditions}, data) is (outcome.failed is not None)


def test_two_rules_with_one_id_are_refused() -> None:
    rule = {"id": "snow", "if": {"weather": "snow"}, "answer": "delayed"}
    with pytest.raises(BadSettings) as caught:
        build({"kind": "rules", "rules": [rule, rule], "otherwise": {"answer": "on time"}})
    assert caught.value.problems == [
        (("rules", 1, "id"), "'snow' is the id of an earlier rule; give each its own")
    ]


def test_rules_need_an_otherwise() -> None:
    with pytest.raises(BadSettings) as caught:
        build({"kind": "rules", "rules": []})
    assert caught.value.problems == [(("otherwise",), "is missing")]


def test_an_answer_that_the_feature_lacks_is_found_before_anybody_plays() -> None:
    mock = build({**WEATHER_RULES, "otherwise": {"answer": "in time"}})
    assert suits(mock, "text-classification", ["on time", "delayed"]) == [
        (("otherwise", "answer"), "the feature has no answer 'in time'; did you mean 'on time'?")
    ]
    assert suits(mock, "text-generation", []) == []
