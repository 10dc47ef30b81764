"""The shapes of predictions: what passes, and what is said about the rest."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocks import BadOutput, tasks

LABELS = ("on time", "delayed")


@pytest.mark.parametrize("task", tasks.TASKS)
def test_the_documented_example_of_each_task_has_its_shape(task: str) -> None:
    assert tasks.check(task, tasks.TASKS[task].example) == tasks.TASKS[task].example


@pytest.mark.parametrize("task", tasks.TASKS)
def test_a_plain_answer_is_wrapped_into_the_shape_of_its_task(task: str) -> None:
    output = tasks.wrap(task, "delayed", 0.7)
    assert tasks.check(task, output, LABELS) == output


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


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["label", "score", "generated_text"]), inner)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("task", tasks.TASKS)
@given(output=anything)
def test_whatever_passes_can_be_stored_and_sent_as_json(task: str, output: Any) -> None:
    try:
        passed = tasks.check(task, output)
    except BadOutput:
        return
    assert json.loads(json.dumps(passed, allow_nan=False, ensure_ascii=False).encode()) == output
