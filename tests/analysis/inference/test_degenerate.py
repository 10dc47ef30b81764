"""Whatever numbers come: no NaN, no warning, bounds in order, and a reason where nothing can be told."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curtain.analysis.inference import benchmarks, power, ranks, survival, tests
from curtain.analysis.inference.clustered import average_effect
from curtain.analysis.inference.order import crossover
from curtain.analysis.inference.posterior import chance_to_be_best
from curtain.analysis.inference.preference import preferred
from curtain.analysis.inference.reliability import cronbach
from curtain.analysis.inference.sequential import boundaries, levels
from curtain.analysis.inference.several import benjamini_hochberg, holm
from curtain.analysis.inference.signal import reliance
from curtain.analysis.inference.thresholds import threshold
from curtain.analysis.intervals import Interval, mean_of_people

pytestmark = pytest.mark.filterwarnings("error::RuntimeWarning", "error::UserWarning")

ANYTHING = st.lists(st.floats(allow_nan=True, allow_infinity=True) | st.sampled_from([0.0, 1.0]), max_size=9)
FEW = st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, 1e300, math.nan, math.inf]), max_size=9)
SOME = settings(max_examples=40, deadline=None)


def plain(told: Any) -> None:
    """No NaN and no infinity in a result, its bounds in order, and a reason where there are none."""
    numbers = [each for each in told if isinstance(each, float)]
    assert all(map(math.isfinite, numbers))
    if told.ci_lower is None:
        assert told.note.startswith("cannot tell")
    if told.ci_lower is not None and told.ci_upper is not None:
        assert told.ci_lower <= told.ci_upper
    p = getattr(told, "p", None)
    assert p is None or 0 <= p <= 1


@SOME
@given(ANYTHING, ANYTHING)
def test_groups_and_pairs(here: list[float], there: list[float]) -> None:
    plain(tests.ordinal_between(here, there))
    n = min(len(here), len(there))
    for compare in (tests.within, tests.ratio_within, tests.shares_within):
        plain(compare(here[:n], there[:n]))
    for p in (ranks.between(here, there), ranks.within(here[:n], there[:n])):
        assert p is None or 0 <= p <= 1
    best = chance_to_be_best({"a": here, "b": there})
    assert best is None or sum(best.values()) == pytest.approx(1)


@SOME
@given(FEW, FEW)
def test_turning_the_arms_round_turns_ranks_and_chances_round(here: list[float], there: list[float]) -> None:
    assert ranks.between(here, there) == pytest.approx(ranks.between(there, here))
    one, other = tests.ordinal_between(here, there), tests.ordinal_between(there, here)
    if one.estimate is not None and other.estimate is not None:
        assert one.estimate == pytest.approx(1 - other.estimate)
        assert one.p == pytest.approx(other.p)


@SOME
@given(st.lists(st.tuples(st.floats(0, 100), st.booleans(), st.booleans()), max_size=14))
def test_times_that_were_never_reached(rows: list[tuple[float, bool, bool]]) -> None:
    here, there = ([(time, done) for time, done, arm in rows if arm is side] for side in (True, False))
    columns = [*zip(*here, strict=True)] or [(), ()], [*zip(*there, strict=True)] or [(), ()]
    told = survival.compared(*columns[0], *columns[1])
    plain(told)
    for side in (told.here, told.there):
        assert side.median is None or side.ci_lower is None or side.ci_lower <= side.median
        assert side.median is None or side.ci_upper is None or side.median <= side.ci_upper


@SOME
@given(st.lists(st.tuples(st.sampled_from([0.0, 1.0, 5.0, math.nan, math.inf]), st.booleans()), max_size=12))
def test_orders(people: list[tuple[float, bool]]) -> None:
    rows = [
        row
        for n, (value, turned) in enumerate(people)
        for row in ((value, "a", 2 if turned else 1, n), (1.0, "b", 1 if turned else 2, n))
    ]
    told = crossover(*([*zip(*rows, strict=True)] or [(), (), (), ()]), "a", "b")
    for each in (told.arm, *told.periods.values(), *filter(None, [told.carry_over])):
        plain(each)


@SOME
@given(st.integers(0, 9), st.data())
def test_trials(people: int, data: st.DataObject) -> None:
    trials = people * 3
    values = st.sampled_from([0.0, 1.0, math.nan, 1e200]) | st.sampled_from([0.0, 1.0])
    outcome = data.draw(st.lists(values, min_size=trials, max_size=trials))
    level = data.draw(st.lists(st.sampled_from([0.0, 1.0]), min_size=trials, max_size=trials))
    who = [n // 3 for n in range(trials)]
    for binary in (True, False):
        if not binary or max(outcome, default=0.0) <= 1:
            plain(average_effect(outcome, level, who, binary=binary))
            found = threshold(level, outcome, who, 0.6, binary=binary)
            assert found.reached != "cannot tell" or found.note.startswith("cannot tell")
            ends = [each for each in (found.lower, found.level, found.upper) if each is not None]
            assert all(map(math.isfinite, ends))
            assert all(point.lower <= point.estimate <= point.upper for point in found.curve)


@SOME
@given(st.integers(0, 6), st.integers(0, 4), st.data())
def test_items(people: int, items: int, data: st.DataObject) -> None:
    answer = st.sampled_from([1.0, 2.0, 5.0, math.nan])
    row = st.lists(answer, min_size=items, max_size=items)
    plain(cronbach(data.draw(st.lists(row, min_size=people, max_size=people))))


@SOME
@given(ANYTHING, st.sampled_from([None, 68.0]))
def test_benchmarks(values: list[float], typical: float | None) -> None:
    for bands in ({}, {"fair": 10.0, "good": 50.0}):
        said = benchmarks.standing(mean_of_people(values), bands, typical).says
        assert "nan" not in said
        assert said or not bands


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8, unique=True).map(sorted))
def test_boundaries_for_looks_at_any_time(people: list[int]) -> None:
    found = boundaries([n / 50 for n in people])
    assert all(edge > 1.9 for edge in found)
    assert [level for level in levels([n / 50 for n in people]) if not 0 <= level <= 0.05] == []
    # After the plan is full, nothing more can be decided.
    full = next((place for place, n in enumerate(people) if n >= 50), len(people))
    assert all(math.isinf(edge) for edge in found[full + 1 :])


def test_a_look_after_everybody_spends_what_may_be_spent() -> None:
    found = boundaries([n / 200 for n in range(1, 201)])
    assert math.isinf(found[0])
    assert found[40:] == sorted(found[40:], reverse=True)
    # More looks make the last one harder, but not by much.
    assert 2.0310 < found[-1] < 2.3


@given(st.lists(st.none() | st.floats(0, 1), max_size=9))
def test_corrections_keep_their_order_and_make_nothing_smaller(p: Sequence[float | None]) -> None:
    for corrected in (holm(p), benjamini_hochberg(p)):
        pairs = sorted((a, b) for a, b in zip(p, corrected, strict=True) if a is not None and b is not None)
        assert all(a <= b + 1e-12 and b <= 1 for a, b in pairs)
        assert [b for _, b in pairs] == sorted(b for _, b in pairs)
        assert [each is None for each in p] == [each is None for each in corrected]


@given(st.integers(0, 400), st.integers(0, 400))
def test_preferences_are_alike_from_both_sides(yes: int, no: int) -> None:
    one, other = preferred(yes, yes + no), preferred(no, yes + no)
    assert math.isfinite(one.e)
    assert one.e == pytest.approx(other.e)


@given(st.integers(1, 50), st.integers(1, 50), st.data())
def test_reliance_is_finite_and_follows_the_counts(right: int, wrong: int, data: st.DataObject) -> None:
    followed, fooled = data.draw(st.integers(0, right)), data.draw(st.integers(0, wrong))
    told = reliance(followed, right, fooled, wrong)
    assert told is not None
    assert math.isfinite(told.d_prime)
    assert math.isfinite(told.criterion)
    more = reliance(right, right, 0, wrong)
    assert more is not None
    assert told.d_prime <= more.d_prime + 1e-12


@pytest.mark.parametrize(
    ("score", "words"),
    [
        ((1.5, 1.1, 1.9), "good, maybe above average or excellent; above the 1 that is typical"),
        ((1.45, 1.41, 1.5), "good; above the 1 that is typical"),
        ((0.1, -0.5, 0.7), "under 'below average', maybe below average; below the 1 that is typical"),
        ((1.0, 0.9, 1.1), "below average, maybe above average; not told apart from the 1 that is typical"),
    ],
)
def test_a_score_has_words(score: tuple[float, float, float], words: str) -> None:
    # The bounds of the UEQ-S, overall (Hinderks, Schrepp and Thomaschewski 2018).
    bands = {"below average": 0.68, "above average": 1.02, "good": 1.40, "excellent": 1.58}
    assert benchmarks.standing(Interval(20, *score, "mean"), bands, 1.0).says == words


def test_no_number_of_people_shows_nothing() -> None:
    with pytest.raises(ValueError, match="there is nothing"):
        power.people_for_share(0.5, 0.5)
    with pytest.raises(ValueError, match="there is nothing"):
        power.people_within(0.0, 1.0)
    assert power.visible_share(0.99, 5) is None
    assert np.isinf(power.visible_between(1, 10, 1.0))
