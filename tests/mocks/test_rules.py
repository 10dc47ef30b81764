"""Kind `rules`: conditions, the first match, and why nothing matched."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocks import BadSettings, Mock, Prediction, build, check_mock, matchers, memory, suits
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
        ({"x": {"between": [3, 5]}}, {"x": 3}, True),
        ({"x": {"between": [3, 5]}}, {"x": 5}, True),
        ({"x": {"between": [3, 5]}}, {"x": 5.1}, False),
        ({"x": {"between": [3, 5]}}, {"x": True}, False),
        ({"x": {"between": [0, 5]}}, {"x": "3"}, False),
        ({"x": {"between": ["2026-01", "2026-03"]}}, {"x": "2026-02-14"}, True),
        ({"x": {"length": 3}}, {"x": "abc"}, True),
        ({"x": {"length": 3}}, {"x": ["a", "b", "c"]}, True),
        ({"x": {"length": {"gt": 3}}}, {"x": "abc"}, False),
        ({"x": {"length": {"gt": 1, "le": 3}}}, {"x": "abc"}, True),
        ({"x": {"length": {"between": [4, 5]}}}, {"x": "abc"}, False),
        ({"x": {"length": 0}}, {}, False),
        ({"x": {"length": 1}}, {"x": 7}, False),
        ({"x": {"regex": "snow"}}, {"x": "heavy snow"}, True),
        ({"x": {"regex": "^snow"}}, {"x": "heavy snow"}, False),
        ({"x": {"regex": "(?i)SNOW$"}}, {"x": "heavy snow"}, True),
        ({"x": {"regex": r"^\d{4}-\d{2}$"}}, {"x": "2026-02"}, True),
        ({"x": {"regex": r"\bcafé\b"}}, {"x": "im café"}, True),
        ({"x": {"regex": "1"}}, {"x": 1}, False),
        ({"x": {"regex": "a"}}, {}, False),
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
        ({"x": {"between": [20, 30]}}, "x between [20, 30], got 12"),
        ({"s": {"length": {"gt": 5}}}, "s length gt 5, got 4"),
        ({"x": {"length": 2}}, "x length equals 2, got 12, which has no length"),
        ({"s": {"regex": "^x"}}, "s regex '^x', got 'snow'"),
        ({"x": {"regex": "1"}}, "x regex '1', got 12, which is not a text"),
        ({"y": {"regex": "1"}}, "y regex '1', but it is not there"),
    ],
)
def test_what_failed_is_said_in_words(conditions: dict[str, Any], said: str) -> None:
    told = failed(conditions, {"x": 12, "z": 2, "s": "snow"})
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
        (
            {"x": {"between": [5, 3]}},
            ("x", "between"),
            "'between' needs the lowest and the highest value, as in [3, 5]",
        ),
        ({"x": {"between": [3, "5"]}}, ("x", "between"), "'between' needs"),
        ({"x": {"between": 3}}, ("x", "between"), "'between' needs"),
        (
            {"x": {"length": "5"}},
            ("x", "length"),
            "'length' needs a number, or an operator such as {gt: 5}, got '5'",
        ),
        ({"x": {"length": {}}}, ("x", "length"), "'length' needs"),
        (
            {"x": {"length": {"above": 5}}},
            ("x", "length", "above"),
            "unknown operator 'above' of 'length'; use one of equals",
        ),
        ({"x": {"length": {"contains": 5}}}, ("x", "length", "contains"), "unknown operator"),
        ({"x": {"length": {"gt": "5"}}}, ("x", "length", "gt"), "'gt' of 'length' needs numbers, got '5'"),
        ({"x": {"regex": 5}}, ("x", "regex"), "'regex' needs a pattern in quotes, got 5"),
        ({"x": {"regex": "a" * 201}}, ("x", "regex"), "the pattern has 201 characters, and 200 is the most"),
        ({"x": {"regex": "snow["}}, ("x", "regex"), "this set of letters cannot be read"),
        ({"x": {"regex": "a**"}}, ("x", "regex"), "multiple repeat at character 3 of the pattern"),
        ({"x": {"regex": "(snow"}}, ("x", "regex"), "a bracket is not closed"),
        (
            {"x": {"regex": "snow)"}},
            ("x", "regex"),
            "this bracket closes nothing; write \\) for a bracket (character 5",
        ),
        (
            {"x": {"regex": "(?:a{1000}){1000}"}},
            ("x", "regex"),
            "the pattern repeats 1,001,000 parts, and 1,000 is the most",
        ),
        ({"x": {"regex": "snow{e<=1}"}}, ("x", "regex"), "write \\{ for a brace"),
        ({"x": {"regex": "(?R)"}}, ("x", "regex"), "this kind of group is not known here"),
    ],
)
def test_wrong_conditions_are_refused_with_their_path(
    conditions: Any, path: tuple[Any, ...], said: str
) -> None:
    matcher, problems = matchers.parse(conditions)
    assert matcher is None
    assert [found for found, _ in problems] == [path]
    assert said in problems[0][1]


def when_rule(**rule: Any) -> Mock:
    return build(
        {
            "kind": "rules",
            "rules": [{"id": "far", "answer": "delayed", **rule}],
            "otherwise": {"answer": "on time"},
        }
    )


def test_a_rule_may_have_an_expression_instead_of_conditions() -> None:
    mock = when_rule(when='kilometres > 200 and weather != "clear"')
    assert ask(mock, kilometres=300, weather="fog").why == {"rule": "far"}
    assert ask(mock, kilometres=120, weather="fog").why["nearest"] == {
        "rule": "far",
        "failed": "when kilometres > 200, got 120",
    }


def test_a_rule_with_both_needs_both() -> None:
    mock = when_rule(**{"if": {"weather": "fog"}, "when": "kilometres > 200"})
    assert ask(mock, kilometres=300, weather="fog").why == {"rule": "far"}
    assert ask(mock, kilometres=300, weather="sun").why["rule"] == "otherwise"
    assert ask(mock, kilometres=100, weather="fog").why["rule"] == "otherwise"


@pytest.mark.parametrize(
    ("rule", "path", "said"),
    [
        ({}, ("rules", 0, "if"), "is missing; a rule needs conditions (`if`), or an expression (`when`)"),
        (
            {"when": "kilometres >"},
            ("rules", 0, "when"),
            "this is not an expression: invalid syntax (character 12)",
        ),
        ({"when": "x ** 2 > 1"}, ("rules", 0, "when"), "`**` is off in expressions (character 1)"),
        ({"if": {"x": {"regex": "("}}}, ("rules", 0, "if", "x", "regex"), "a bracket is not closed"),
    ],
)
def test_a_rule_that_cannot_be_read_is_told_with_its_place(
    rule: dict[str, Any], path: tuple[Any, ...], said: str
) -> None:
    with pytest.raises(BadSettings) as caught:
        when_rule(**rule)
    ((found, reason),) = caught.value.problems
    assert found == path
    assert reason.startswith(said)


def remembered(conditions: dict[str, Any], data: dict[str, Any] | None = None) -> bool:
    third = dataclasses.replace(
        A_PARCEL,
        input=data or {},
        trial=3,
        trials=8,
        turn=2,
        earlier=(
            [{"label": "on time", "score": 0.4}, {"label": "delayed", "score": 0.6}],
            [{"label": "on time", "score": 1}],
        ),
    )
    prediction = when_rule(**{"if": conditions}).predict(third)
    assert isinstance(prediction, Prediction)
    return prediction.why["rule"] == "far"


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"trial.index": 3, "trial.of": 8, "turn.index": 2}, True),
        ({"trial.index": {"gt": 3}}, False),
        ({"earlier.count": 2, "earlier.last": "on time"}, True),
        ({"earlier.times.delayed": 1, "earlier.times.on time": 1}, True),
        ({"earlier.times.lost": 0}, True),
        ({"earlier.times.delayed": {"ge": 2}}, False),
        ({"trial.number": {"present": True}}, False),
        ({"any": [{"not": {"trial.index": 3}}, {"all": [{"trial.index": 3}]}]}, True),
    ],
)
def test_rules_remember_what_this_person_was_shown(conditions: dict[str, Any], expected: bool) -> None:
    assert remembered(conditions) is expected


def test_an_input_of_the_same_name_hides_the_memory() -> None:
    assert remembered({"trial.index": 9}, {"trial": {"index": 9}})
    assert not remembered({"trial.of": 8}, {"trial": {"index": 9}})
    assert remembered({"trial.index": 9}, {"trial.index": 9})


def test_nothing_was_last_in_the_first_trial() -> None:
    mock = when_rule(**{"if": {"earlier.last": {"present": False}, "earlier.count": 0}})
    assert ask(mock).why == {"rule": "far"}


@pytest.mark.parametrize(
    ("task", "output", "word"),
    [
        ("text-generation", {"generated_text": "Hello."}, "Hello."),
        ("chat-completion", {"role": "assistant", "content": "Hello."}, "Hello."),
        ("question-answering", {"answer": "Monday", "score": 0.4}, "Monday"),
        ("regression", {"value": 12.5}, 12.5),
        ("ranking", [{"id": "b", "score": 2}, {"id": "a", "score": 1}], "b"),
        (
            "token-classification",
            [{"entity_group": "CITY", "score": 0.9, "word": "Graz", "start": 0, "end": 4}],
            "CITY",
        ),
        ("token-classification", [], None),
        ("structured", {"eta": 5}, {"eta": 5}),
        ("text-generation", None, None),
    ],
)
def test_of_each_task_one_word_is_remembered(task: str, output: Any, word: Any) -> None:
    assert memory.said(task, output) == word


def test_an_answer_may_be_a_whole_output() -> None:
    output = {"value": 40, "low": 30, "high": 60, "unit": "min"}
    mock = build(
        {
            "kind": "rules",
            "rules": [{"if": {"weather": "fog"}, "output": output}],
            "otherwise": {"output": {"value": 20}},
        }
    )
    request = dataclasses.replace(A_PARCEL, task="regression", answers=(), input={"weather": "fog"})
    prediction = mock.predict(request)
    assert isinstance(prediction, Prediction)
    assert prediction.output == output
    assert suits(mock, "regression", ()) == []
    assert [path for path, _ in suits(mock, "text-classification", ("on time",))] == [
        ("rules", 0, "output"),
        ("otherwise", "output"),
    ]


def test_an_answer_beside_an_output_is_refused() -> None:
    with pytest.raises(BadSettings) as caught:
        build({"kind": "rules", "rules": [], "otherwise": {"answer": "a", "output": {"b": 1}}})
    assert caught.value.problems == [(("otherwise", "output"), "stands beside `answer`; give one of the two")]


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
