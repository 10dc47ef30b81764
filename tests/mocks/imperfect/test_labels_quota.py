"""Exact quotas: each participant meets just the errors asked for, or the wish is refused with the nearest feasible."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mocks import BadSettings, MockError
from mocks.imperfect import quota
from tests.mocks.imperfect.labelled import ANSWERS, EIGHT, ask, errors, imperfect, question, said, session

THREE = ("red", "green", "blue")
truths_of_two = st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=25).map(tuple)
truths_of_three = st.lists(st.sampled_from(THREE), min_size=1, max_size=25).map(tuple)
seeds = st.text(max_size=6)
shares = st.floats(0.01, 1).map(lambda value: round(value, 3))


def refusal(mock: Any, **person: Any) -> str:
    with pytest.raises(MockError) as caught:
        session(mock, **person)
    return str(caught.value)


@given(data=st.data(), truths=truths_of_two, seed=seeds)
def test_each_participant_meets_exactly_as_many_errors_as_asked(
    data: st.DataObject, truths: tuple[str, ...], seed: str
) -> None:
    positives = truths.count("delayed")
    misses = data.draw(st.integers(0, positives))
    false_alarms = data.draw(st.integers(0, len(truths) - positives))
    mock = imperfect(alarm="delayed", misses=misses, false_alarms=false_alarms)
    given_answers = session(mock, session=seed, truths=truths)
    pairs = list(zip(said(given_answers), truths, strict=True))
    assert pairs.count(("on time", "delayed")) == misses
    assert pairs.count(("delayed", "on time")) == false_alarms
    assert errors(given_answers).count("miss") == misses
    assert errors(given_answers).count("false alarm") == false_alarms
    assert mock.fits(truths) == []


@given(data=st.data(), truths=truths_of_three, seed=seeds)
def test_among_several_labels_a_miss_says_any_other_and_a_false_alarm_says_the_alarm(
    data: st.DataObject, truths: tuple[str, ...], seed: str
) -> None:
    misses = data.draw(st.integers(0, truths.count("red")))
    false_alarms = data.draw(st.integers(0, len(truths) - truths.count("red")))
    mock = imperfect(alarm="red", misses=misses, false_alarms=false_alarms)
    pairs = list(zip(said(session(mock, session=seed, truths=truths, answers=THREE)), truths, strict=True))
    assert sum(truth == "red" and label != "red" for label, truth in pairs) == misses
    assert pairs.count(("red", "green")) + pairs.count(("red", "blue")) == false_alarms
    assert ("green", "blue") not in pairs
    assert ("blue", "green") not in pairs


def test_every_wrong_label_has_its_turn() -> None:
    mock = imperfect(right_in=0, alarm="red")
    told = {said(session(mock, session=f"s{n}", truths=("red",), answers=THREE))[0] for n in range(30)}
    assert told == {"green", "blue"}


@pytest.mark.parametrize(
    "wish",
    [
        {"alarm": "delayed", "misses": 1, "false_alarms": 2},
        {"right_in": 0.5},
        {"alarm": "delayed", "precision": 0.5, "recall": 0.5},
        {
            "confusion": {
                "delayed": {"delayed": 0.5, "on time": 0.5},
                "on time": {"delayed": 0.5, "on time": 0.5},
            }
        },
    ],
)
def test_the_order_differs_between_sessions_and_each_trial_has_its_turn(wish: dict[str, Any]) -> None:
    orders = [tuple(errors(session(imperfect(**wish), session=f"s{n}"))) for n in range(60)]
    assert len(set(orders)) > 8
    assert all(len({order[place] for order in orders}) == 2 for place in range(8))


def test_the_plan_stands_in_every_answers_log() -> None:
    told = session(imperfect(alarm="delayed", misses=1, false_alarms=2))
    planned = [{"trial": trial, "error": error} for trial, error in enumerate(errors(told), start=1) if error]
    assert len(planned) == 3
    for trial, each in enumerate(told, start=1):
        assert each.why == {
            "truth": EIGHT[trial - 1],
            "wrong": errors(told)[trial - 1] is not None,
            "error": errors(told)[trial - 1],
            "group": "usual",
            "errors": "exact",
            "planned": planned,
        }


def test_a_trial_that_asks_twice_is_wrong_twice() -> None:
    mock = imperfect(right_in=0.5)
    for trial in range(1, 9):
        first, second = question(trial), question(trial, seed="another", turn=2)
        assert said([ask(mock, first)]) == said([ask(mock, second)])


@given(share=shares, truths=truths_of_three, seed=seeds)
def test_a_share_of_right_answers_is_the_nearest_number_of_trials_or_refused(
    share: float, truths: tuple[str, ...], seed: str
) -> None:
    mock = imperfect(right_in=share)
    refused = mock.fits(truths, answers=THREE)
    if refused:
        said_nearest = re.search(r"nearest: right_in: (\d+)%", refused[0][1])
        assert said_nearest
        assert imperfect(right_in=f"{said_nearest[1]}%").fits(truths, answers=THREE) == []
        assert refused[0][1] in refusal(mock, truths=truths, answers=THREE)
        return
    right = errors(session(mock, session=seed, truths=truths, answers=THREE)).count(None)
    assert abs(right / len(truths) - share) <= min(0.05, 0.5 / len(truths)) + 1e-9


@given(precision=shares, recall=shares, truths=truths_of_two, seed=seeds)
def test_precision_and_recall_are_met_exactly_or_refused_with_a_pair_that_can_be_met(
    precision: float, recall: float, truths: tuple[str, ...], seed: str
) -> None:
    assume("delayed" in truths)
    mock = imperfect(alarm="delayed", precision=precision, recall=recall)
    refused = mock.fits(truths)
    if refused:
        near = re.search(r"nearest: precision ([\d.]+) \(.*\) and recall ([\d.]+)", refused[0][1])
        assert near, refused
        kinder = imperfect(alarm="delayed", precision=float(near[1]), recall=float(near[2]))
        assert kinder.fits(truths) == []
        return
    pairs = list(zip(said(session(mock, session=seed, truths=truths)), truths, strict=True))
    found = pairs.count(("delayed", "delayed"))
    assert abs(found / (found + pairs.count(("delayed", "on time"))) - precision) <= 0.05 + 1e-9
    assert abs(found / truths.count("delayed") - recall) <= 0.05 + 1e-9


@given(counts=st.tuples(st.integers(0, 6), st.integers(0, 9)), positives=st.integers(1, 7))
def test_a_pair_of_rates_that_can_be_had_gives_back_its_counts(
    counts: tuple[int, int], positives: int
) -> None:
    misses, false_alarms = counts
    assume(misses < positives)
    precision, recall = quota.rates(quota.Counts(misses, false_alarms), positives)
    wish = imperfect(alarm="delayed", precision=precision, recall=recall)
    assert quota.settle(wish, positives, 9) == (misses, false_alarms)


@given(
    row=st.lists(st.integers(0, 9), min_size=2, max_size=5).filter(lambda row: sum(row) > 0),
    trials=st.integers(0, 40),
)
def test_rows_become_whole_numbers_that_are_nearest(row: list[int], trials: int) -> None:
    shares_of_row = [each / sum(row) for each in row]
    counts = quota.apportion(shares_of_row, trials)
    assert sum(counts) == trials
    assert all(abs(count - share * trials) < 1 for count, share in zip(counts, shares_of_row, strict=True))
    assert all(count == 0 for count, share in zip(counts, row, strict=True) if share == 0)


@given(
    table=st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=3, max_size=3), seed=seeds
)
def test_a_confusion_matrix_is_met_cell_by_cell(table: list[list[int]], seed: str) -> None:
    assume(all(sum(row) for row in table))
    confusion = {
        truth: {label: count / sum(row) for label, count in zip(THREE, row, strict=True)}
        for truth, row in zip(THREE, table, strict=True)
    }
    truths = [truth for truth, row in zip(THREE, table, strict=True) for _ in range(sum(row))]
    mock = imperfect(confusion=confusion)
    told = said(session(mock, session=seed, truths=truths, answers=THREE))
    pairs = list(zip(truths, told, strict=True))
    assert [[pairs.count((truth, label)) for label in THREE] for truth in THREE] == table
    assert mock.fits(truths) == []


@pytest.mark.parametrize(
    ("wish", "path", "reason"),
    [
        ({"misses": 3}, ("misses",), "3 is too many: 2 of 8 trials are 'delayed'; nearest: misses: 2"),
        (
            {"false_alarms": 7},
            ("false_alarms",),
            "7 is too many: 6 of 8 trials are not 'delayed'; nearest: false_alarms: 6",
        ),
        (
            {"precision": 0.9, "recall": 0.9},
            ("precision",),
            "0.9 beside recall: 0.9 cannot be had exactly: with 2 'delayed' among 8 trials, recall can be 0%, 50% or "
            "100%; nearest: precision 1.00 (0 false alarms) and recall 1.00 (0 misses). With errors: drawn they hold "
            "on average",
        ),
        (
            {"precision": 1, "recall": 0.7},
            ("recall",),
            "0.7 beside precision: 1 cannot be had exactly: with 2 'delayed' among 8 trials, recall can be 0%, 50% or "
            "100%; nearest: precision 1.00 (0 false alarms) and recall 0.50 (1 miss). With errors: drawn they hold on "
            "average",
        ),
        (
            {"precision": 0.1, "recall": 0.9, "errors": "drawn"},
            ("precision",),
            "0.1 would need more false alarms than there are trials to be wrong in: with 2 'delayed' among 8 trials "
            "and recall 0.9, nearest: precision 0.24",
        ),
        (
            {"confusion": {"delayed": {"delayed": 0.8, "on time": 0.2}, "on time": {"on time": 1}}},
            ("confusion", "delayed"),
            "cannot be had exactly in 2 trials; nearest: {delayed: 1.00, on time: 0.00}. With errors: drawn it holds "
            "on average",
        ),
        (
            {"confusion": {"delayed": {"delayed": 1}}},
            ("confusion",),
            "has no row for 'on time'; say how often each answer comes then",
        ),
    ],
)
def test_what_cannot_be_had_is_refused_with_the_nearest_that_can(
    wish: dict[str, Any], path: tuple[str, ...], reason: str
) -> None:
    mock = imperfect(alarm="delayed", **wish)
    assert mock.fits(EIGHT) == [(path, reason)]
    assert ".".join(path) in refusal(mock)
    assert reason in refusal(mock)


def test_with_many_positives_the_message_names_steps() -> None:
    mock = imperfect(alarm="delayed", precision=0.5, recall=0.92)
    assert "recall can be had in steps of 20.0%" in mock.fits(["delayed"] * 5 + ["on time"])[0][1]


def test_a_share_over_few_trials_is_refused_in_words() -> None:
    assert imperfect(right_in="80%").fits(["delayed"] * 3) == [
        (
            ("right_in",),
            "0.8 of 3 trials is no whole number; it can be right in 2 (67%) or 3 (100%) of them; nearest: right_in: "
            "67%. With errors: drawn it holds on average",
        )
    ]


def test_an_alarm_that_never_comes_true_is_a_mistake_for_rates_and_none_for_counts() -> None:
    never = ["on time"] * 4
    assert imperfect(alarm="delayed", false_alarms=1).fits(never) == []
    for how in ("exact", "drawn"):
        mock = imperfect(alarm="delayed", precision=0.5, recall=0.5, errors=how)
        assert mock.fits(never) == [
            (("recall",), "no trial of 4 is 'delayed', so there is nothing to recall")
        ]


@pytest.mark.parametrize(
    ("wish", "path", "reason"),
    [
        ({"misses": 1}, ("misses",), "needs to know which answer is the alarm; add alarm: delayed, say"),
        (
            {"misses": 1, "alarm": "delayed", "right_in": 0.3},
            ("right_in",),
            "stands beside 'misses'; keep one of the two ways to say it",
        ),
        (
            {"misses": 1, "alarm": "delayed", "errors": "drawn"},
            ("errors",),
            "numbers of errors are always exact; for draws give right_in, precision and recall, or confusion, or "
            "write errors: exact here",
        ),
        (
            {"recall": 0.3, "alarm": "delayed"},
            ("recall",),
            "needs 'precision' beside it; precision: 1 means that no alarm is false",
        ),
        (
            {"precision": 0.3, "alarm": "delayed"},
            ("precision",),
            "needs 'recall' beside it; recall: 1 means that nothing is missed",
        ),
        ({"right_in": 80}, ("right_in",), "a share goes from 0 to 1, got 80; for per cent write '80%'"),
        (
            {"confusion": {"a": {"a": 0.5, "b": "40%"}}},
            ("confusion", "a"),
            "the shares must add up to 1, they are 0.9",
        ),
        (
            {"where": [{"if": {"x": 1}, "mises": 2}]},
            ("where", 0, "mises"),
            "unknown setting 'mises'; did you mean",
        ),
        ({"where": [{"if": {"x": [1]}, "right_in": 1}]}, ("where", 0, "if", "x"), "a list needs an operator"),
        ({"where": [{"right_in": 1}]}, ("where", 0, "if"), "is missing"),
        ({"worse": {"right_in": 1}}, ("worse", "from_trial"), "is missing"),
        (
            {"worse": {"from_trial": 3, "misses": 1}},
            ("worse", "misses"),
            "needs to know which answer is the alarm",
        ),
        ({"misses": True, "alarm": "delayed"}, ("misses",), "should be a valid integer, got True"),
        ({"misses": -1, "alarm": "delayed"}, ("misses",), "should be greater than or equal to 0, got -1"),
        (
            {"confidence": {}, "calibration": {}},
            ("calibration",),
            "stands beside 'confidence'; keep one of the two",
        ),
        (
            {"calibration": {"overconfident": 0.1, "underconfident": 0.1}},
            ("calibration",),
            "it is either overconfident or underconfident; keep one of the two",
        ),
    ],
)
def test_settings_that_contradict_each_other_are_refused_where_they_stand(
    wish: dict[str, Any], path: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(BadSettings) as caught:
        imperfect(**wish)
    assert [found for found, _ in caught.value.problems] == [path]
    assert caught.value.problems[0][1].startswith(reason)
