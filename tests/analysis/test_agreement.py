"""Two operators' blind answers beside each other: printed kappas, worked values, and data of which nobody can tell."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curtain.analysis.agreement import Agreement, Twice, agreement, answered_twice
from mocks import tasks


def label(name: str | None) -> Any:
    return None if name is None else [{"label": name, "score": 0.9}, {"label": "z", "score": 0.1}]


def labels(*pairs: tuple[str | None, str | None]) -> Agreement:
    (found,) = agreement([Twice("delay", "text-classification", label(a), label(b)) for a, b in pairs])
    return found


def of(task: str, *pairs: tuple[Any, Any], within: float | None = None) -> Agreement:
    answers = [Twice("it", task, first, second) for first, second in pairs]
    (found,) = agreement(answers, within=None if within is None else {"it": within})
    return found


def text(said: str) -> Any:
    return {"role": "assistant", "content": said}


def order(*ids: str) -> Any:
    return [{"id": name, "score": -n} for n, name in enumerate(ids)]


def box(name: str, xmin: float, xmax: float) -> Any:
    return {"label": name, "score": 0.9, "box": {"xmin": xmin, "ymin": 0, "xmax": xmax, "ymax": 10}}


# Labels ------------------------------------------------------------------


def test_kappa_is_the_one_of_cohens_own_table() -> None:
    # J. Cohen, "Weighted Kappa", Psychological Bulletin 70 (1968), table 1: two judges, 200 cases. Observed agreement
    # .70, expected by chance .41, so kappa is .29 / .59 = .492, as he prints.
    names = ("personality disorder", "neurosis", "psychosis")
    table = ((88, 10, 2), (14, 40, 6), (18, 10, 12))
    pairs = [
        (first, second)
        for first, row in zip(names, table, strict=True)
        for second, times in zip(names, row, strict=True)
        for _ in range(times)
    ]
    found = labels(*pairs)
    assert found.n == 200
    assert found.same == pytest.approx(0.70)
    assert found.value == pytest.approx(0.492, abs=0.0005)
    # The large-sample standard error of Fleiss, Cohen and Everitt, Psychological Bulletin 72 (1969), is 0.053 here.
    assert found.ci_lower == pytest.approx(0.492 - 1.96 * 0.053, abs=0.015)
    assert found.ci_upper == pytest.approx(0.492 + 1.96 * 0.053, abs=0.015)
    assert found.says.startswith("delay: the same label in 140 of 200 requests (70%). Kappa is 0.49 ["), (
        found.says
    )


def test_a_common_label_makes_kappa_low_though_operators_mostly_agree() -> None:
    # A. R. Feinstein, D. V. Cicchetti, "High agreement but low kappa", Journal of Clinical Epidemiology 43 (1990):
    # 80 of 85 answers alike in 100 where 85 of 100 do: kappa .32; by hand (.85 - .78) / (1 - .78).
    pairs = [("yes", "yes")] * 80 + [("yes", "no")] * 10 + [("no", "yes")] * 5 + [("no", "no")] * 5
    found = labels(*pairs)
    assert found.same == pytest.approx(0.85)
    assert found.value == pytest.approx((0.85 - 0.78) / 0.22, abs=0.0005)


def test_only_the_surest_label_counts() -> None:
    assert labels(("late", "late"), ("on time", "on time")).value == pytest.approx(1)


def test_no_answer_is_an_answer_of_its_own() -> None:
    found = labels(("late", None), (None, None), ("late", "late"), (None, None))
    assert found.same == pytest.approx(3 / 4)
    assert found.value == pytest.approx((3 / 4 - 1 / 2) / (1 / 2))


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        (
            [("late", "late")] * 12,
            "12 of 12 requests (100%), but every answer was “late”. Kappa: cannot tell.",
        ),
        ([(None, None)] * 2, "2 of 2 requests (100%), but no answer was given at all. Kappa: cannot tell."),
        ([("late", "on time")], "0 of 1 request (0%). Kappa: cannot tell from one request."),
    ],
)
def test_labels_of_which_nobody_can_tell_are_said_to_be_so(pairs: list[Any], says: str) -> None:
    found = labels(*pairs)
    assert (found.value, found.ci_lower, found.ci_upper) == (None, None, None)
    assert found.says == f"delay: the same label in {says}"


def test_what_nobody_answered_twice_cannot_be_told() -> None:
    assert agreement([]) == []
    expected = {"delay": "text-classification", "reply": "chat-completion"}
    for found in agreement([], expected=expected):
        assert found.n == 0
        assert (found.value, found.same) == (None, None)
        assert found.says == f"{found.feature}: cannot tell, no request was answered twice."


def test_few_people_have_no_interval_and_many_requests_of_one_person_are_not_many() -> None:
    answers = [
        Twice("delay", "text-classification", label("ab"[n % 2]), label("aab"[n % 3]), f"p{n % people}")
        for people in (9, 60)
        for n in range(60)
    ]
    few, many = agreement(answers[:60])[0], agreement(answers[60:])[0]
    assert few.value == many.value
    assert few.ci_lower is None
    assert many.ci_lower is not None
    # The same person ten times over: the interval is that of 20 people, not that of 200 requests.
    whose = [Twice("it", "regression", {"value": n % 20}, {"value": 0}, f"p{n % 20}") for n in range(200)]
    clustered, apart = agreement(whose)[0], agreement([one._replace(person="") for one in whose])[0]
    assert width(clustered) > 2 * width(apart)


def width(found: Agreement) -> float:
    assert found.ci_lower is not None
    assert found.ci_upper is not None
    return found.ci_upper - found.ci_lower


def test_full_agreement_claims_no_interval_without_width() -> None:
    found = labels(*[("late", "late"), ("on time", "on time")] * 20)
    assert found.value == pytest.approx(1)
    assert found.ci_lower is None
    assert "Kappa is 1.00:" in found.says


def test_requests_that_were_answered_twice_are_found_in_the_tables() -> None:
    asked = [
        {"id": f"r{n}", "feature": "delay", "task": "text-classification", "participant": f"p{n}"}
        for n in (1, 2)
    ]
    acts = [
        {"prediction": "r2", "kind": "answered", "payload": {"output": label("late")}},
        {
            "prediction": "r2",
            "kind": "second_answered",
            "payload": {"first": "op1", "first_output": label("late"), "output": label("on time")},
        },
        {"prediction": None, "kind": "noted", "payload": {"text": "…"}},
    ]
    found = answered_twice(pd.DataFrame(asked), pd.DataFrame(acts))
    assert found == [Twice("delay", "text-classification", label("late"), label("on time"), "p2")]
    assert answered_twice(pd.DataFrame(), pd.DataFrame()) == []
    assert answered_twice(pd.DataFrame(asked), pd.DataFrame(acts[:1])) == []


# Other tasks -------------------------------------------------------------


def test_numbers_are_so_far_apart_and_so_many_are_near() -> None:
    pairs = [
        ({"value": a, "unit": "min"}, {"value": b, "unit": "min"}) for a, b in ((20, 22), (10, 14), (5, 5))
    ]
    found = of("regression", *pairs)
    assert (found.measure, found.value, found.same) == ("difference", pytest.approx(2), pytest.approx(2 / 3))
    assert found.says == (
        "it: answers are 2.00 min apart on average; within 10% of each other in 2 of 3 requests (67%)."
    )
    assert of("regression", *pairs, within=4).same == 1
    assert "within 4 min of each other" in of("regression", *pairs, within=4).says


def test_numbers_that_do_not_compare_are_left_out() -> None:
    found = of(
        "regression",
        ({"value": 1, "unit": "h"}, {"value": 60, "unit": "min"}),
        ({"value": 1}, None),
        ({"value": 1e308}, {"value": -1e308}),
        ({"value": 3}, {"value": 3}),
    )
    assert (found.n, found.left_out, found.value) == (1, 3, 0)
    assert found.says.endswith("3 more could not be compared.")


def test_where_no_two_answers_can_be_compared_nobody_can_tell() -> None:
    found = of("regression", ({"value": 1}, None))
    assert (found.n, found.left_out, found.value, found.same) == (0, 1, None, None)
    assert "cannot tell" in found.says


def test_texts_are_alike_by_their_words() -> None:
    found = of(
        "chat-completion", (text("Bus 61 comes soon"), text("bus 61 comes now")), (text("yes"), text("Yes"))
    )
    assert (found.measure, found.value, found.same) == ("similarity", pytest.approx(7 / 8), 1 / 2)
    assert "88% of the words are the same on average" in found.says


def test_boxes_overlap_and_one_without_a_counterpart_overlaps_with_nothing() -> None:
    half = ([box("dent", 0, 10)], [box("dent", 0, 5)])
    other = ([box("dent", 0, 10)], [box("scratch", 0, 10)])
    nothing: tuple[Any, Any] = ([], [])
    assert of("object-detection", half).value == pytest.approx(1 / 2)
    assert of("object-detection", other).value == 0
    found = of("object-detection", half, other, nothing)
    assert (found.value, found.same) == (pytest.approx(1 / 2), pytest.approx(2 / 3))
    assert of("object-detection", ([box("dent", 0, 10)] * 2, [box("dent", 0, 10)])).same == 0


def test_orders_are_compared_by_kendalls_tau() -> None:
    # M. G. Kendall, "A New Measure of Rank Correlation", Biometrika 30 (1938): one of six pairs turned, (5 - 1) / 6.
    found = of(
        "ranking",
        (order(*"abcd"), order(*"abdc")),
        (order(*"ab"), order(*"ba")),
        (order(*"ab"), order(*"ab")),
    )
    assert (found.measure, found.value) == ("tau", pytest.approx((4 / 6 - 1 + 1) / 3))
    assert found.same == pytest.approx(1 / 3)
    assert of("ranking", (order(*"ab"), order(*"ac")), (order("a"), order("a"))).left_out == 2


def test_marks_and_fields_are_counted() -> None:
    mark = {"entity_group": "city", "score": 0.9, "word": "Rome", "start": 0, "end": 4}
    marks = of("token-classification", ([mark], [mark, mark | {"start": 8, "end": 9}]), ([], []))
    assert (marks.measure, marks.value, marks.same) == ("overlap", pytest.approx((2 / 3 + 1) / 2), 1 / 2)
    fields = of("structured", ({"a": 1, "b": 2}, {"a": 1.0, "b": 3}), ({}, {}), ({"a": 1}, {"a": True}))
    assert (fields.measure, fields.value, fields.same) == (
        "fields",
        pytest.approx(1 / 2),
        pytest.approx(1 / 3),
    )


@pytest.mark.parametrize("task", sorted(tasks.TASKS))
def test_every_task_has_a_way_in_which_its_example_agrees_with_itself(task: str) -> None:
    example = tasks.find(task).example
    found = of(task, (example, example), (example, example))
    assert (found.n, found.left_out, found.same) == (2, 0, 1)
    assert found.says


@given(
    st.sampled_from(sorted(tasks.TASKS)),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.sampled_from(["", "p", "q"])), max_size=14),
)
@settings(max_examples=60, deadline=None)
def test_no_figure_is_ever_anything_but_a_number_or_unknown(
    task: str, drawn: list[tuple[int, int, str]]
) -> None:
    choices: list[Any] = [tasks.find(task).example, None, label("a")]
    answers = [Twice("it", task, choices[first], choices[second], who) for first, second, who in drawn]
    for found in agreement(answers, expected={"it": task}):
        figures = (found.value, found.ci_lower, found.ci_upper, found.same)
        assert all(figure is None or math.isfinite(figure) for figure in figures)
        assert "nan" not in found.says
        assert found.n + found.left_out == len(answers)


def test_the_same_answers_give_the_same_interval_every_time() -> None:
    pairs = [("a", "ab"[n % 2]) for n in range(20)] + [("b", "b")] * 5
    assert labels(*pairs) == labels(*pairs)


@pytest.mark.parametrize("module", ["agreement", "alike"])
def test_statistics_are_loaded_when_they_are_needed(module: str) -> None:
    source = (Path(__file__).parents[2] / "curtain" / "analysis" / f"{module}.py").read_text(encoding="utf-8")
    at_once = [
        line
        for line in source.splitlines()
        if re.match(r"(from|import) (scipy|statsmodels|curtain\.screens)", line)
    ]
    assert not at_once
