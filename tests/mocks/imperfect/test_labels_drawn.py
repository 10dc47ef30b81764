"""Drawn errors: the rates hold on average, each trial by itself; and what holds when and for which data."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from mocks import MockError
from mocks.imperfect import quota
from tests.mocks.imperfect.labelled import ANSWERS, EIGHT, errors, imperfect, said, session

THREE = ("red", "green", "blue")
PEOPLE = 60
SNOW = tuple({"weather": "heavy snow" if n in (1, 2, 5, 7) else "clear", "n": n} for n in range(8))
some_shares = st.floats(0.05, 0.95).map(lambda value: round(value, 3))


def many(mock: Any, truths: tuple[str, ...], people: int = PEOPLE, **more: Any) -> Counter[tuple[str, str]]:
    """How often which truth was answered how, over many people."""
    counted: Counter[tuple[str, str]] = Counter()
    for person in range(people):
        told = said(session(mock, session=f"person {person}", truths=truths, **more))
        counted.update(zip(truths, told, strict=True))
    return counted


def holds(successes: int, trials: int, chance: float) -> bool:
    """Whether the share lies in the central 99.9 % of what this chance brings."""
    return trials == 0 or bool(binomtest(successes, trials, min(chance, 1.0)).pvalue > 0.001)


@settings(max_examples=15)
@given(share=some_shares)
def test_drawn_accuracy_lies_in_the_binomial_interval(share: float) -> None:
    truths = ("red", "green", "blue", "red")
    counted = many(imperfect(right_in=share, errors="drawn"), truths, answers=THREE)
    right = sum(count for (truth, label), count in counted.items() if truth == label)
    assert holds(right, counted.total(), share)
    assert holds(counted["red", "green"], counted["red", "green"] + counted["red", "blue"], 0.5)


@settings(max_examples=15)
@given(precision=some_shares, recall=some_shares, positives=st.integers(1, 6))
def test_drawn_precision_and_recall_lie_in_the_binomial_interval(
    precision: float, recall: float, positives: int
) -> None:
    truths = ("delayed",) * positives + ("on time",) * (8 - positives)
    mock = imperfect(alarm="delayed", precision=precision, recall=recall, errors="drawn")
    assume(not mock.fits(truths))
    counted = many(mock, truths)
    found, false = counted["delayed", "delayed"], counted["on time", "delayed"]
    assert holds(found, positives * PEOPLE, recall)
    chance = positives * recall * (1 - precision) / (precision * (8 - positives))
    assert holds(false, (8 - positives) * PEOPLE, chance)


def test_drawn_precision_comes_out_as_asked_over_many_people() -> None:
    mock = imperfect(alarm="delayed", precision=0.6, recall=0.8, errors="drawn")
    counted = many(mock, EIGHT, people=600)
    found, false = counted["delayed", "delayed"], counted["on time", "delayed"]
    assert found / (found + false) == pytest.approx(0.6, abs=0.04)
    assert found / 1200 == pytest.approx(0.8, abs=0.04)


@settings(max_examples=15)
@given(row=st.lists(st.integers(0, 5), min_size=3, max_size=3).filter(lambda row: sum(row) > 0))
def test_a_drawn_confusion_row_lies_in_the_binomial_interval(row: list[int]) -> None:
    shares = {label: count / sum(row) for label, count in zip(THREE, row, strict=True)}
    confusion = {"red": shares, "green": {"green": 1}, "blue": {"blue": 1}}
    counted = many(imperfect(confusion=confusion, errors="drawn"), ("red",) * 5 + ("green",), answers=THREE)
    for label, share in shares.items():
        assert holds(counted["red", label], 5 * PEOPLE, share)
    assert counted["green", "green"] == PEOPLE


@given(precision=some_shares, recall=some_shares, positives=st.integers(1, 9), others=st.integers(0, 9))
def test_the_lowest_precision_that_a_refusal_names_can_be_had(
    precision: float, recall: float, positives: int, others: int
) -> None:
    truths = ("delayed",) * positives + ("on time",) * others
    refused = imperfect(alarm="delayed", precision=precision, recall=recall, errors="drawn").fits(truths)
    assert bool(refused) is (quota.false_alarm_chance(precision, recall, positives, others) > 1 + 1e-9)
    if refused:
        near = float(refused[0][1].rsplit("precision ", 1)[1])
        assert near > precision
        assert imperfect(alarm="delayed", precision=near, recall=recall, errors="drawn").fits(truths) == []


def test_drawn_errors_differ_in_number_between_people() -> None:
    mock = imperfect(right_in=0.7, errors="drawn")
    assert len({errors(session(mock, session=f"s{n}")).count(None) for n in range(40)}) > 3


def test_the_log_of_a_drawn_answer_has_no_plan() -> None:
    why = session(imperfect(right_in=1, errors="drawn"))[1].why
    assert why == {"truth": "delayed", "wrong": False, "error": None, "group": "usual", "errors": "drawn"}


def test_it_gets_worse_from_a_trial_on() -> None:
    mock = imperfect(alarm="delayed", false_alarms=1, worse={"from_trial": 5, "misses": 1, "false_alarms": 3})
    for person in range(30):
        told = session(mock, session=f"s{person}")
        kinds = errors(told)
        assert Counter(kinds[:4]) == {None: 3, "false alarm": 1}
        assert Counter(kinds[4:]) == {"false alarm": 3, "miss": 1}
        assert [each.why["group"] for each in told] == ["usual"] * 4 + ["worse"] * 4


def test_before_it_gets_worse_it_is_right_unless_said_otherwise() -> None:
    kinds = errors(session(imperfect(worse={"from_trial": 5, "right_in": 0})))
    assert kinds == [None] * 4 + ["other"] * 4


def test_errors_gather_where_the_data_say_so() -> None:
    mock = imperfect(
        alarm="delayed", where=[{"if": {"weather": "heavy snow"}, "misses": 1, "false_alarms": 1}]
    )
    snowy = [row["weather"] == "heavy snow" for row in SNOW]
    for person in range(30):
        told = session(mock, session=f"s{person}", rows=SNOW)
        kinds = errors(told)
        assert [kind for kind, snow in zip(kinds, snowy, strict=True) if not snow] == [None] * 4
        assert sorted(filter(None, kinds)) == ["false alarm", "miss"]
        assert [each.why["group"] == "where 1" for each in told] == snowy


def test_the_first_segment_that_matches_wins_and_segments_come_before_drift() -> None:
    mock = imperfect(
        right_in=1,
        worse={"from_trial": 6, "right_in": 0},
        where=[
            {"if": {"weather": "heavy snow"}, "right_in": 1, "errors": "drawn"},
            {"if": {"n": {"ge": 5}}, "right_in": 1},
        ],
    )
    told = session(mock, rows=SNOW)
    groups = [each.why["group"] for each in told]
    assert groups == ["usual", "where 1", "where 1", "usual", "usual", "where 1", "where 2", "where 1"]
    assert [each.why["errors"] for each in told][:2] == ["exact", "drawn"]


def test_parts_are_drawn_as_the_whole_is_unless_they_say_otherwise() -> None:
    mock = imperfect(
        errors="drawn",
        right_in=0.5,
        worse={"from_trial": 3, "right_in": 0.5},
        where=[{"if": {"trial": {"ge": 6}}, "right_in": 0.5, "errors": "exact"}],
    )
    told = session(mock)
    assert [each.why["errors"] for each in told] == ["drawn"] * 6 + ["exact"] * 2


def test_data_that_differ_under_one_session_seed_get_their_own_plan() -> None:
    mock = imperfect(right_in=1, where=[{"if": {"n": 1}, "right_in": 0}])
    one, true = [{"n": 1}] * 8, [{"n": True}] * 8
    assert errors(session(mock, rows=one)) == ["other"] * 8
    assert errors(session(mock, rows=true)) == [None] * 8


def test_a_part_that_lacks_the_trials_is_refused_with_its_place() -> None:
    mock = imperfect(alarm="delayed", where=[{"if": {"weather": "hail"}, "misses": 1}])
    problem = (("where", 0, "misses"), "1 is too many: no trial is of this part; nearest: misses: 0")
    assert mock.fits(EIGHT, SNOW) == [problem]
    with pytest.raises(MockError, match=r"where\.0\.misses: 1 is too many"):
        session(mock, rows=SNOW)


def test_without_data_only_what_no_order_could_bring_is_refused() -> None:
    mock = imperfect(
        alarm="delayed",
        misses=1,
        worse={"from_trial": 5, "misses": 2},
        where=[{"if": {"n": 1}, "false_alarms": 7}],
    )
    assert mock.fits(EIGHT) == [
        (
            ("worse", "misses"),
            "2 is too many in any order: of 8 trials that are 'delayed', 1 remain for this; nearest: misses: 1",
        ),
        (
            ("where", 0, "false_alarms"),
            "7 is too many in any order: of 8 trials that are not 'delayed', 6 remain for this; nearest: "
            "false_alarms: 6",
        ),
    ]
    assert imperfect(worse={"from_trial": 9, "right_in": 0}).fits(EIGHT) == [
        (("worse", "from_trial"), "there are only 8 trials, so it never gets worse")
    ]
    assert imperfect(alarm="delayed", worse={"from_trial": 5, "misses": 2}).fits(EIGHT) == []


def test_rates_in_a_part_without_anything_to_find_bring_no_false_alarm() -> None:
    for how in ("exact", "drawn"):
        mock = imperfect(
            alarm="delayed",
            where=[{"if": {"weather": "clear"}, "precision": 0.5, "recall": 1, "errors": how}],
        )
        truths = ("on time", "delayed", "delayed", *["on time"] * 5)
        assert errors(session(mock, truths=truths, rows=SNOW)) == [None] * 8


@given(answers=st.permutations(ANSWERS), data=st.data())
def test_what_is_drawn_elsewhere_changes_nothing(answers: list[str], data: st.DataObject) -> None:
    seed = data.draw(st.text(max_size=4))
    plain = imperfect(right_in=0.5, errors="drawn")
    other_scores = imperfect(right_in=0.5, errors="drawn", confidence={"spread": 0})
    assert said(session(plain, session=seed)) == said(session(other_scores, session=seed))
    usual = imperfect(right_in=0.5)
    beside = imperfect(right_in=0.5, where=[{"if": {"trial": 99}, "right_in": 0.5}])
    assert errors(session(usual, session=seed)) == errors(session(beside, session=seed))
    exact = imperfect(right_in=0.5, errors="exact")
    assert session(usual, session=seed, answers=answers) == session(exact, session=seed, answers=answers)
