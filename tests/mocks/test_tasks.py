"""The shapes of predictions: what passes, and what is said about the rest."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocks import BadOutput, BadSettings, tasks
from mocks.tasks import structured

LABELS = ("on time", "delayed")


@pytest.mark.parametrize("task", tasks.TASKS)
def test_the_documented_example_of_each_task_has_its_shape(task: str) -> None:
    assert tasks.check(task, tasks.TASKS[task].example) == tasks.TASKS[task].example


@pytest.mark.parametrize("task", tasks.TASKS)
def test_a_plain_answer_is_wrapped_into_the_shape_of_its_task(task: str) -> None:
    plain = tasks.TASKS[task].plain
    if plain is None:
        with pytest.raises(BadOutput, match=f"{task}: a plain answer such as 'delayed' is not enough; give"):
            tasks.wrap(task, "delayed", 0.7)
    else:
        output = tasks.wrap(task, "12.5" if plain == "number" else "delayed", 0.7)
        assert tasks.check(task, output, LABELS) == output


def test_a_number_may_be_written_as_a_text() -> None:
    assert tasks.wrap("regression", "12.5") == {"value": 12.5}
    assert tasks.wrap("regression", "12") == tasks.wrap("regression", 12) == {"value": 12}
    for wrong in ("soon", "nan", None, "1e999", 10**400):
        with pytest.raises(BadOutput, match="expected a finite number as the answer"):
            tasks.wrap("regression", wrong)


@pytest.mark.parametrize(
    ("task", "said"),
    [
        ("text-classification", {"label": "delayed", "score": 0.91, "text": "delayed"}),
        ("image-classification", {"label": "scratched", "score": 0.72, "text": "scratched"}),
        ("text-generation", {"text": "Your parcel is on its way."}),
        ("summarization", {"text": "The parcel is late; the customer is upset."}),
        ("translation", {"text": "Ihr Paket ist unterwegs."}),
        ("question-answering", {"text": "on Tuesday", "score": 0.83}),
        ("chat-completion", {"text": "It left the depot this morning."}),
        ("token-classification", {"count": 1, "labels": ["city"], "words": ["Lisbon"]}),
        ("object-detection", {"count": 1, "labels": ["parcel"]}),
        ("automatic-speech-recognition", {"text": "leave it at the door"}),
        ("regression", {"value": 24, "low": 18, "high": 35, "unit": "min", "text": "24 min"}),
        ("ranking", {"first": "route-b", "ids": ["route-b", "route-a"]}),
        ("structured", {"depot": "Lisbon", "vans": 3, "late": ["A-17", "A-20"]}),
    ],
)
def test_a_screen_may_name_the_plain_values_of_an_output(task: str, said: dict[str, Any]) -> None:
    assert tasks.says(task, tasks.TASKS[task].example) == said


def test_the_likeliest_label_is_said_wherever_it_stands() -> None:
    output = [{"label": "on time", "score": 0.2}, {"label": "delayed", "score": 0.8}]
    assert tasks.says("text-classification", output)["label"] == "delayed"


def test_an_unknown_task_gets_the_nearest_name() -> None:
    with pytest.raises(
        BadOutput, match="no task is called 'text-clasification'; did you mean 'text-classification'"
    ):
        tasks.check("text-clasification", [])


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ([], "expected a list with at least one"),
        ({"label": "delayed", "score": 1}, "expected a list with at least one"),
        (None, "expected a list with at least one"),
        ([{"label": "delayed"}], "entry 0: expected exactly the keys 'label' and 'score'"),
        ([{"label": "delayed", "score": 1, "truth": "on time"}], "exactly the keys"),
        ([{"label": 3, "score": 1}], "expected a text as 'label', got 3"),
        ([{"label": "delayed", "score": 1.2}], "expected a 'score' from 0 to 1, got 1.2"),
        ([{"label": "delayed", "score": float("nan")}], "expected a 'score' from 0 to 1, got nan"),
        ([{"label": "delayed", "score": True}], "expected a 'score' from 0 to 1, got True"),
        ([{"label": "delayed", "score": "0.5"}], "expected a 'score' from 0 to 1"),
        ([{"label": "delayd", "score": 1}], "the feature has no answer 'delayd'; did you mean 'delayed'?"),
        ([{"label": "delayed", "score": 1}, {"label": "delayed", "score": 0}], "'delayed' is there twice"),
    ],
)
def test_a_wrong_classification_is_refused_with_what_was_expected(output: Any, said: str) -> None:
    with pytest.raises(BadOutput) as caught:
        tasks.check("text-classification", output, LABELS)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("Hello", "expected exactly the key 'generated_text'"),
        ({"generated_text": "Hello", "role": "x"}, "expected exactly the key 'generated_text'"),
        ({"generated_text": None}, "expected a text that is not empty, got None"),
        ({"generated_text": "  \n"}, "expected a text that is not empty"),
        ({"generated_text": "x" * 20_001}, "at most 20000 characters, got 20001"),
        ({"generated_text": "\ud83d"}, "half a character"),
    ],
)
def test_a_wrong_text_is_refused_with_what_was_expected(output: Any, said: str) -> None:
    with pytest.raises(BadOutput) as caught:
        tasks.check("text-generation", output)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 250


def test_without_known_answers_any_label_passes() -> None:
    tasks.check("text-classification", [{"label": "anything", "score": 0.5}])


BOX = {"xmin": 0, "ymin": 0, "xmax": 10, "ymax": 10}
WORD = {"entity_group": "city", "score": 0.9, "word": "Lisbon", "start": 3, "end": 9}
CHUNK = {"text": "leave it", "timestamp": [0.0, 0.5]}


@pytest.mark.parametrize(
    ("task", "output", "said"),
    [
        (
            "image-classification",
            [{"label": "x"}],
            "image-classification, entry 0: expected exactly the keys",
        ),
        ("text-classification", [{"label": str(n), "score": 0} for n in range(2001)], "at most 2000 entries"),
        ("text-classification", [{"label": "\ud83d", "score": 0}], "half a character"),
        ("summarization", {"generated_text": "x"}, "expected exactly the key 'summary_text'"),
        ("translation", {"translation_text": 3}, "a text that is not empty, got 3"),
        ("question-answering", {"answer": "x"}, "the keys 'answer' and 'score'"),
        ("question-answering", {"answer": "x", "score": 2}, "a 'score' from 0 to 1, got 2"),
        (
            "question-answering",
            {"answer": "x", "score": 1, "start": -1},
            "the place of a character as 'start'",
        ),
        ("chat-completion", {"role": "user", "content": "x"}, "'assistant' as 'role', got 'user'"),
        ("chat-completion", {"role": "assistant", "content": ""}, "a text that is not empty"),
        ("token-classification", {}, "a list of {entity_group, score, word, start, end}"),
        ("token-classification", [{**WORD, "end": 3}], "start < end, got [3, 3]"),
        ("token-classification", [{**WORD, "start": 1.0}], "whole numbers from 0 up"),
        ("token-classification", [WORD, {"word": "x"}], "entry 1: expected exactly the keys"),
        ("object-detection", [{"label": "x", "score": 1, "box": {"xmin": 1}}], "a 'box' of 'xmin', 'ymin'"),
        ("object-detection", [{"label": "x", "score": 1, "box": {**BOX, "xmin": -1}}], "numbers from 0 up"),
        ("object-detection", [{"label": "x", "score": 1, "box": {**BOX, "xmax": 0}}], "xmin < xmax"),
        ("object-detection", [{"label": "x", "score": 1, "box": {**BOX, "xmax": float("inf")}}], "in pixels"),
        ("automatic-speech-recognition", {"chunks": []}, "the key 'text'"),
        (
            "automatic-speech-recognition",
            {"text": "x", "chunks": [{**CHUNK, "timestamp": [2, 1]}]},
            "start <= end",
        ),
        (
            "automatic-speech-recognition",
            {"text": "x", "chunks": [{**CHUNK, "timestamp": [2, None]}]},
            "[start, end]",
        ),
        (
            "automatic-speech-recognition",
            {"text": "x", "chunks": [{**CHUNK, "score": 2}]},
            "chunk 0: expected a 'score'",
        ),
        ("regression", {"low": 1}, "the key 'value'"),
        ("regression", {"value": float("nan")}, "a finite number as 'value', got nan"),
        ("regression", {"value": 10**400}, "a finite number as 'value'"),
        ("regression", {"value": 5, "low": 6}, "'low' <= 'value' <= 'high'"),
        ("regression", {"value": 5, "unit": ""}, "a text that is not empty"),
        ("ranking", [], "a list with at least one {id, score}"),
        ("ranking", [{"id": "a", "score": 1}, {"id": "a", "score": 1}], "the id 'a' is there twice"),
        (
            "ranking",
            [{"id": "a", "score": 1}, {"id": "b", "score": 2}],
            "entry 1: expected a 'score' of at most 1",
        ),
        ("structured", ["x"], "structured: expected an object"),
        ("structured", {"a": {1: 2}}, "texts as the names of all properties, got 1"),
        ("structured", {"a": (1, 2)}, "plain JSON data, got (1, 2)"),
        ("structured", {"a": "x" * 50_001}, "at most 50000 characters in all"),
        ("structured", {"a": [0] * 2001}, "lists of at most 2000 entries"),
        ("structured", {"a": "\ud83d"}, "half a character"),
    ],
)
def test_what_does_not_have_the_shape_of_its_task_is_refused(task: str, output: Any, said: str) -> None:
    with pytest.raises(BadOutput) as caught:
        tasks.check(task, output)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("task", "output"),
    [
        ("token-classification", []),
        ("object-detection", []),
        ("automatic-speech-recognition", {"text": ""}),
        ("question-answering", {"answer": "Tuesday", "score": 0.5, "start": 0, "end": 7}),
        ("regression", {"value": 0}),
        ("ranking", [{"id": "a", "score": -1.5}, {"id": "b", "score": -1.5}]),
        ("structured", {}),
    ],
)
def test_the_rims_of_a_shape_still_belong_to_it(task: str, output: Any) -> None:
    assert tasks.check(task, output) == output


def test_words_boxes_and_ranks_must_be_answers_of_the_feature_where_it_has_some() -> None:
    box = {"label": "parcle", "score": 1, "box": BOX}
    rank = {"id": "parcle", "score": 1}
    for task, output in (
        ("token-classification", [{**WORD, "entity_group": "parcle"}]),
        ("object-detection", [box]),
        ("ranking", [rank]),
    ):
        with pytest.raises(BadOutput, match="no answer 'parcle'; did you mean 'parcel'"):
            tasks.check(task, output, ["parcel", "letter"])


def nested(levels: int) -> Any:
    return [nested(levels - 1)] if levels else []


@pytest.mark.parametrize("task", tasks.TASKS)
def test_an_output_nested_very_deep_is_refused_like_any_other(task: str) -> None:
    for output in (nested(500), {"text": nested(500)}, [nested(500)], {"value": nested(500)}):
        with pytest.raises(BadOutput):
            tasks.check(task, output)


# --- the JSON Schema of `structured` ---

PLAN = {
    "type": "object",
    "properties": {
        "depot": {"enum": ["Lisbon", "Porto"]},
        "vans": {"type": "integer", "minimum": 1},
        "stops": {"type": "array", "items": {"$ref": "#/$defs/stop"}},
    },
    "required": ["depot"],
    "additionalProperties": False,
    "$defs": {"stop": {"type": "string", "pattern": "^[A-Z]-[0-9]+$"}},
}


def test_an_object_that_is_valid_under_its_schema_passes() -> None:
    for output in ({"depot": "Porto"}, {"depot": "Lisbon", "vans": 3, "stops": ["A-17"]}):
        assert tasks.check("structured", output, schema=PLAN) == output


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ({}, "structured, the whole: 'depot' is a required property ('required' of the JSON Schema)"),
        ({"depot": "Faro"}, "structured, depot: 'Faro' is not one of ['Lisbon', 'Porto']"),
        ({"depot": "Porto", "vans": 0}, "structured, vans: 0 is less than the minimum of 1"),
        ({"depot": "Porto", "stops": ["A-1", "b"]}, "structured, stops.1: 'b' does not match"),
        ({"depot": "Porto", "truth": 1}, "('additionalProperties' of the JSON Schema)"),
    ],
)
def test_an_object_that_is_not_is_refused_with_the_place_and_the_keyword(output: Any, said: str) -> None:
    with pytest.raises(BadOutput) as caught:
        tasks.check("structured", output, schema=PLAN)
    assert said in str(caught.value)


def test_equal_values_are_equal_as_json_schema_sees_it() -> None:
    schema = {"properties": {"a": {"uniqueItems": True}}}
    tasks.check("structured", {"a": [1, True, "1", [1], None, {"x": 1}]}, schema=schema)
    for twice in ([1, 1.0], [[1], [1.0]], [{"x": 1, "y": 2}, {"y": 2, "x": 1}]):
        with pytest.raises(BadOutput, match="an entry twice"):
            tasks.check("structured", {"a": twice}, schema=schema)


@pytest.mark.parametrize(
    ("schema", "path", "said"),
    [
        ({"$ref": "http://127.0.0.1:9/s"}, ("$ref",), "in the same schema, got 'http://127.0.0.1:9/s'"),
        ({"items": {"$ref": "other.json"}}, ("items", "$ref"), "in the same schema"),
        ({"$ref": "https://json-schema.org/draft/2020-12/schema"}, ("$ref",), "in the same schema"),
        ({"$ref": "#/$defs/plan"}, ("$ref",), "leads nowhere"),
        ({"$id": "http://127.0.0.1:9/s"}, ("$id",), "'$id' is not supported; leave it out"),
        ({"$dynamicRef": "#x"}, ("$dynamicRef",), "use '$ref' instead"),
        ({"patternProperties": {"a": {}}}, ("patternProperties",), "name the properties instead"),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, ("$schema",), "only draft 2020-12"),
        ({"properties": {"a": {"type": "txt"}}}, ("properties", "a", "type"), "'txt'"),
        ({"properties": {"a": {"pattern": "("}}}, ("properties", "a", "pattern"), "not a regular expression"),
        ({"pattern": "((a{100}){100}){100}"}, ("pattern",), "repeats too much"),
        ({"pattern": "a" * 201}, ("pattern",), "at most 200 characters"),
        ({"default": "x" * 50_001}, (), "at most 50000 characters"),
        ({"minimum": float("nan")}, (), "not plain JSON data"),
        ({"enum": [{1, 2}]}, (), "not plain JSON data"),
    ],
)
def test_a_schema_that_cannot_be_used_is_refused_with_its_path(
    schema: Any, path: tuple[str, ...], said: str
) -> None:
    with pytest.raises(BadSettings) as caught:
        tasks.check_schema(schema)
    assert caught.value.problems[0][0] == path
    assert said in caught.value.problems[0][1]


def test_a_property_may_be_called_like_a_keyword() -> None:
    schema = {"properties": {"$id": {"type": "string"}, "$ref": {"const": {"$ref": "http://127.0.0.1:9/"}}}}
    tasks.check_schema(schema)
    tasks.check("structured", {"$id": "x"}, schema=schema)


DOUBLING = {
    "$ref": "#/$defs/0",
    "$defs": {
        **{str(n): {"allOf": [{"$ref": f"#/$defs/{n + 1}"}] * 2} for n in range(30)},
        "30": {"type": "object"},
    },
}


@pytest.mark.parametrize(
    ("schema", "output"),
    [
        ({"$ref": "#"}, {}),
        (DOUBLING, {}),
        ({"properties": {"a": {"items": {"pattern": "^(a|a)*$"}}}}, {"a": ["a" * 60 + "b"] * 500}),
        ({"properties": {"a": {"items": {"enum": list(range(8000))}}}}, {"a": [9999] * 2000}),
        ({"allOf": [{"type": "string"}] * 2000}, {"a": "x" * 40_000}),
        ({"properties": {"a": {"uniqueItems": True}}}, {"a": [1, "1"] * 1000}),
    ],
)
def test_neither_a_hostile_schema_nor_a_hostile_output_takes_long(schema: Any, output: Any) -> None:
    tasks.check_schema(schema)
    before = time.thread_time()
    with pytest.raises(BadOutput):
        tasks.check("structured", output, schema=schema)
    assert time.thread_time() - before < 0.5


@pytest.mark.parametrize("off", [{"LONGEST_CHECK": 60.0}, {"MOST_STEPS": 10**9}])
@pytest.mark.parametrize(
    ("schema", "output"),
    [(DOUBLING, {}), ({"properties": {"a": {"items": {"enum": list(range(8000))}}}}, {"a": [7999] * 2000})],
)
def test_the_bound_on_steps_and_the_bound_on_time_each_hold_alone(
    monkeypatch: pytest.MonkeyPatch, off: dict[str, float], schema: Any, output: Any
) -> None:
    tasks.check_schema(schema)
    for name, value in off.items():
        monkeypatch.setattr(structured, name, value)
    before = time.thread_time()
    with pytest.raises(BadOutput, match="it cannot be checked, it takes too many steps"):
        tasks.check("structured", output, schema=schema)
    assert time.thread_time() - before < 1


KEYS = ["label", "score", "generated_text", "summary_text", "answer", "content", "value", "low", "id", "text"]
anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=8,
)


@given(output=anything)
def test_whatever_passes_can_be_stored_and_sent_as_json(output: Any) -> None:
    for task in tasks.TASKS:
        try:
            passed = tasks.check(task, output)
        except BadOutput:
            continue
        assert json.loads(json.dumps(passed, allow_nan=False, ensure_ascii=False).encode()) == output
