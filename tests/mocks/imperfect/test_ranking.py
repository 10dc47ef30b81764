"""Rankings: the mean NDCG is the one asked for, for lists, for relevances, and for the first few places."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from mocks.contract import Request
from mocks.errors import MockError
from mocks.imperfect.ranking import Ranking

ASK: dict[str, Any] = {"id": "p", "feature": "search", "task": "ranking", "input": {}}
DRAWS = 600


def ask(number: int = 0) -> Request:
    return Request(**ASK, seed=f"panel/session/{number}")


def ndcg(relevances: dict[str, float], order: list[str]) -> float:
    """Written down once more, from the formula."""

    def dcg(values: list[float]) -> float:
        return sum(value / math.log2(1 + place) for place, value in enumerate(values, start=1))

    best = sorted(relevances.values(), reverse=True)[: len(order)]
    return dcg([relevances[name] for name in order]) / dcg(best)


def graded(ids: list[str]) -> dict[str, float]:
    return {name: 2 ** (4 * (1 - place / (len(ids) - 1))) - 1 for place, name in enumerate(ids)}


def mean_ndcg(ranking: Ranking, truth: Any, relevances: dict[str, float]) -> float:
    made = [ranking.spoil(truth, ask(number)) for number in range(DRAWS)]
    for output, why in made:
        assert why["ndcg"] == pytest.approx(ndcg(relevances, [one["id"] for one in output]), abs=1e-5)
    return float(sum(why["ndcg"] for _, why in made)) / DRAWS


@given(count=st.integers(3, 20), target=st.floats(0.65, 1))
@settings(max_examples=12)
def test_the_mean_ndcg_of_a_list_is_the_one_asked_for(count: int, target: float) -> None:
    ids = [f"id {place}" for place in range(count)]
    assert mean_ndcg(Ranking(ndcg=target), ids, graded(ids)) == pytest.approx(target, rel=0.05)


@given(
    relevances=st.lists(st.integers(0, 3), min_size=4, max_size=12).filter(lambda found: len(set(found)) > 1),
    target=st.floats(0, 1),
)
@settings(max_examples=12)
def test_the_mean_ndcg_of_relevances_is_the_one_asked_for(relevances: list[int], target: float) -> None:
    truth = {f"id {place}": float(relevance) for place, relevance in enumerate(relevances)}
    lowest = ndcg(truth, sorted(truth, key=truth.__getitem__))
    target = lowest + (1 - lowest) * (0.15 + 0.85 * target)
    assert mean_ndcg(Ranking(ndcg=target), truth, truth) == pytest.approx(target, rel=0.05)


@pytest.mark.parametrize("target", [0.5, 0.8, 0.95])
def test_with_top_the_first_places_count_and_are_shown(target: float) -> None:
    ids = [f"id {place}" for place in range(15)]
    ranking = Ranking(ndcg=target, top=5)
    assert mean_ndcg(ranking, ids, graded(ids)) == pytest.approx(target, rel=0.05)
    assert len(ranking.spoil(ids, ask())[0]) == 5


@given(
    count=st.integers(2, 30),
    target=st.floats(0.7, 1),
    top=st.none() | st.integers(1, 40),
    number=st.integers(),
)
@settings(max_examples=15)
def test_the_answer_has_each_id_once_with_scores_that_never_rise(
    count: int, target: float, top: int | None, number: int
) -> None:
    ids = [f"id {place}" for place in range(count)]
    output, _ = Ranking(ndcg=target, top=top).spoil(ids, ask(number))
    names, scores = [one["id"] for one in output], [one["score"] for one in output]
    assert len(set(names)) == len(names) == min(count, top or count)
    assert set(names) <= set(ids)
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_a_perfect_ndcg_is_the_right_order() -> None:
    truth = {"b": 1, "a": 3, "c": 0}
    assert [one["id"] for one in Ranking(ndcg=1).spoil(truth, ask())[0]] == ["a", "b", "c"]


def test_whole_numbers_may_be_ids() -> None:
    assert {one["id"] for one in Ranking.model_validate({"ndcg": "90%"}).spoil([3, 1, 2], ask())[0]} == {
        "1",
        "2",
        "3",
    }


def test_an_ndcg_below_the_reverse_order_is_refused_with_the_lowest_there_is() -> None:
    with pytest.raises(MockError, match=r"even their reverse order has 0\.740"):
        Ranking(ndcg=0.5).spoil({"a": 2, "b": 1, "c": 0.5}, ask())


@pytest.mark.parametrize(
    "truth",
    [
        None,
        [],
        {},
        ["only"],
        "abc",
        ["a", "a"],
        [1, "1"],
        ["a", None],
        [True, False],
        ["a", ["b"]],
        {"a": math.nan, "b": 1},
        {"a": -1, "b": 1},
        {"a": 0, "b": 0},
        {"a": "1", "b": 1},
        {"a": 10**400, "b": 1},
        {"a": 1, "b": 1},
        [str(place) for place in range(1001)],
    ],
)
def test_a_truth_that_cannot_be_ranked_is_refused(truth: Any) -> None:
    with pytest.raises(MockError, match=r"'search', trial 1: expected"):
        Ranking(ndcg=0.8).spoil(truth, ask())


def test_a_thousand_ids_take_no_more_than_a_moment() -> None:
    ids = [f"{place}" for place in range(1000)]
    random.Random(1).shuffle(ids)
    assert Ranking(ndcg=0.9).spoil(ids, ask())[1]["ndcg"] == pytest.approx(0.9, rel=0.1)


@pytest.mark.parametrize("wrong", [{}, {"ndcg": 2}, {"ndcg": "8"}, {"ndcg": True}, {"ndcg": 0.8, "top": 0}])
def test_settings_that_do_not_fit_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Ranking.model_validate(wrong)
