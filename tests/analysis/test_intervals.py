"""Intervals against printed tables and textbook data, to the printed digit; and data that allow none."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curtain.analysis import intervals
from curtain.analysis.inference import tests
from curtain.analysis.inference.tests import Compared
from curtain.analysis.intervals import Interval

ANYTHING = st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=12)


@pytest.mark.parametrize(
    ("yes", "n", "lower", "upper"),
    [
        # Newcombe, "Two-sided confidence intervals for the single proportion",
        # Statistics in Medicine 17 (1998), table I
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_intervals_are_those_of_newcombes_table(yes: int, n: int, lower: float, upper: float) -> None:
    found = intervals.share_of_people(yes, n)
    assert found.ci_lower == pytest.approx(lower, abs=0.00005)
    assert found.ci_upper == pytest.approx(upper, abs=0.00005)


def test_fourteen_of_twenty_may_still_be_half() -> None:
    # By hand: centre (14 + 1.96²/2) / (20 + 1.96²) = 0.6678, half width 0.1871.
    found = intervals.share_of_people(14, 20)
    assert (round(found.ci_lower or 0, 3), round(found.ci_upper or 0, 3)) == (0.481, 0.855)


@pytest.mark.parametrize(
    ("yes", "n", "others", "m", "lower", "upper"),
    [
        # Newcombe, "Interval estimation for the difference between independent proportions",
        # Statistics in Medicine 17 (1998), table II, method 10
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (10, 10, 0, 10, 0.6075, 1.0000),
    ],
)
def test_differences_of_shares_are_those_of_newcombes_table(
    yes: int, n: int, others: int, m: int, lower: float, upper: float
) -> None:
    found = tests.shares_between(yes, n, others, m)
    assert found.ci_lower == pytest.approx(lower, abs=0.00005)
    assert found.ci_upper == pytest.approx(upper, abs=0.00005)


# "Student", "The probable error of a mean", Biometrika 6 (1908): hours of sleep gained by ten patients on two
# drugs. R prints them as the example of `t.test(extra ~ group, data = sleep)`: t = -1.8608, df = 17.776,
# p = 0.07939, 95 percent confidence interval -3.3654832 to 0.2054832, means 0.75 and 2.33.
DRUG_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
DRUG_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_welchs_interval_of_students_sleep_data_is_the_printed_one() -> None:
    found = tests.between(DRUG_1, DRUG_2)
    assert found.estimate == pytest.approx(0.75 - 2.33)
    assert found.ci_lower == pytest.approx(-3.3654832, abs=5e-8)
    assert found.ci_upper == pytest.approx(0.2054832, abs=5e-8)


def test_the_mean_of_students_sleep_data_has_the_printed_interval() -> None:
    # R: t.test(sleep$extra): mean 1.54, 95 percent confidence interval 0.5955845 to 2.4844155
    found = intervals.mean_of_people([*DRUG_1, *DRUG_2])
    assert found.estimate == pytest.approx(1.54)
    assert found.ci_lower == pytest.approx(0.5955845, abs=5e-8)
    assert found.ci_upper == pytest.approx(2.4844155, abs=5e-8)


def test_times_are_told_by_their_geometric_mean_and_their_ratio() -> None:
    assert intervals.geometric_mean_of_people([1, 4, 16]).estimate == pytest.approx(4)
    doubled = tests.ratio_between([2, 8, 32], [1, 4, 16])
    assert doubled.estimate == pytest.approx(2)
    # By hand: logs differ by ln 2, each group's standard deviation is ln 4, t(4) = 2.776445.
    half = 2.776445 * math.log(4) * math.sqrt(2 / 3)
    assert doubled.ci_lower == pytest.approx(2 / math.exp(half), rel=1e-6)
    assert doubled.ci_upper == pytest.approx(2 * math.exp(half), rel=1e-6)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ([], "no data yet"),
        ([math.nan, math.nan], "no data yet"),
        ([0.5], "one person only"),
        ([1.0] * 20, "all 20 people have the same value"),
        ([0.1 + 0.2, 0.3], "all 2 people have the same value"),
    ],
)
def test_too_little_gives_cannot_tell_and_no_bounds(values: list[float], why: str) -> None:
    for found in (intervals.mean_of_people(values), tests.between(values, [0.0, 1.0])):
        assert (found.ci_lower, found.ci_upper, found.note) == (None, None, f"cannot tell: {why}")


def test_one_person_in_either_group_gives_no_difference_of_shares() -> None:
    assert tests.shares_between(1, 1, 5, 10).ci_lower is None
    assert tests.shares_between(5, 10, 0, 0).estimate is None


def honest(found: Interval | Compared) -> None:
    """No NaN, and either both bounds around the estimate, some width apart, or none and a reason."""
    if found.ci_lower is None or found.ci_upper is None:
        assert found.ci_lower is found.ci_upper is None
        assert found.note.startswith("cannot tell")
        assert found.estimate is None or math.isfinite(found.estimate)
        return
    assert found.estimate is not None
    assert found.note == ""
    assert all(map(math.isfinite, (found.estimate, found.ci_lower, found.ci_upper)))
    assert found.ci_lower < found.ci_upper
    slack = 1e-9 * max(1.0, abs(found.estimate))
    assert found.ci_lower - slack <= found.estimate <= found.ci_upper + slack


@pytest.mark.filterwarnings("error::RuntimeWarning")
@given(ANYTHING, ANYTHING)
def test_no_values_whatever_give_nan_or_an_interval_of_no_width(
    values: list[float], others: list[float]
) -> None:
    honest(intervals.mean_of_people(values))
    honest(intervals.geometric_mean_of_people(values))
    honest(tests.between(values, others))
    honest(tests.ratio_between(values, others))
    pairs = list(zip(values, others, strict=False))
    for compare in (tests.within, tests.ratio_within):
        honest(compare([one for one, _ in pairs], [other for _, other in pairs]))


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_no_counts_whatever_give_nan(yes: int, no: int, others: int, not_others: int) -> None:
    honest(intervals.share_of_people(yes, yes + no))
    honest(tests.shares_between(yes, yes + no, others, others + not_others))


def test_importing_the_analysis_does_not_load_scipy_or_streamlit() -> None:
    heavy = "scipy", "statsmodels", "streamlit"
    asks = f"import sys, curtain.analysis; print([m for m in {heavy} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
