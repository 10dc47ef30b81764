"""Published tables and textbook examples, to the printed digit. More of them stand in tests/analysis/test_intervals.py
(Newcombe 1998, both papers; Student 1908) and test_agreement.py."""

from __future__ import annotations

import gc
import math
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curtain.analysis.inference import power, tests
from curtain.analysis.inference.order import crossover
from curtain.analysis.inference.preference import preferred
from curtain.analysis.inference.reliability import cronbach
from curtain.analysis.inference.sequential import boundaries
from curtain.analysis.inference.several import benjamini_hochberg, holm
from curtain.analysis.inference.signal import reliance
from curtain.analysis.inference.survival import compared, survived

# "Student", "The probable error of a mean", Biometrika 6 (1908). R: t.test(extra ~ group, data = sleep, paired = TRUE):
# t = -4.0621, df = 9, p = 0.002833, 95 percent confidence interval -2.4598858 to -0.7001142, mean difference -1.58.
DRUG_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
DRUG_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

# Box, Hunter and Hunter, "Statistics for Experimenters" (1978), wear of shoes. R: t.test(A, B, paired = TRUE) with
# MASS::shoes: t = -3.3489, df = 9, p = 0.008539, 95 percent confidence interval -0.6869539 to -0.1330461, mean -0.41.
SHOES_A = [13.2, 8.2, 10.9, 14.3, 10.7, 6.6, 9.5, 10.8, 8.8, 13.3]
SHOES_B = [14.0, 8.8, 11.2, 14.2, 11.8, 6.4, 9.8, 11.3, 9.3, 13.6]


@pytest.mark.parametrize(
    ("here", "there", "estimate", "lower", "upper", "p"),
    [
        (DRUG_1, DRUG_2, -1.58, -2.4598858, -0.7001142, 0.002833),
        (SHOES_A, SHOES_B, -0.41, -0.6869539, -0.1330461, 0.008539),
    ],
)
def test_paired_examples(
    here: list[float], there: list[float], estimate: float, lower: float, upper: float, p: float
) -> None:
    found = tests.within(here, there)
    assert found.estimate == pytest.approx(estimate)
    assert (found.ci_lower, found.ci_upper) == (
        pytest.approx(lower, abs=5e-8),
        pytest.approx(upper, abs=5e-8),
    )
    assert found.p == pytest.approx(p, abs=5e-7)


def test_darwins_maize() -> None:
    # Fisher, "The Design of Experiments" (1935), section 17: differences of 15 pairs in eighths of an inch, sum 314,
    # mean 20.93, t = 2.148, just beyond the 5% point.
    pairs = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
    found = tests.within(pairs, [0] * 15)
    assert sum(pairs) == 314
    assert found.estimate == pytest.approx(20.93, abs=0.005)
    # d = t / sqrt(n), so t is the effect times sqrt(15).
    assert (found.effect or 0) * math.sqrt(15) == pytest.approx(2.148, abs=0.0005)
    assert found.p == pytest.approx(0.0497, abs=0.00005)


def test_students_sleep_data_between_groups() -> None:
    # R: t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, p-value = 0.07939.
    assert tests.between(DRUG_1, DRUG_2).p == pytest.approx(0.07939, abs=5e-6)


def test_the_pain_scores_of_brunner_and_munzel() -> None:
    # Brunner and Munzel, Biometrical Journal 42 (2000); R: brunnermunzel.test(Y, N): P(X<Y) + P(X=Y) / 2 = 0.788961,
    # p = 0.005786, 95 percent confidence interval 0.5952169 to 0.9827052.
    young = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1]
    old = [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]
    found = tests.ordinal_between(old, young)
    assert found.estimate == pytest.approx(0.788961, abs=5e-7)
    assert (found.ci_lower, found.ci_upper) == (
        pytest.approx(0.5952169, abs=5e-8),
        pytest.approx(0.9827052, abs=5e-8),
    )
    assert found.p == pytest.approx(0.005786, abs=5e-7)


# Freireich et al., Blood 21 (1963), weeks of remission of leukaemia with 6-mercaptopurine and with a placebo.
DRUG = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_the_leukaemia_trial() -> None:
    # Medians 23 and 8 weeks; log-rank chi-square 16.79 with one degree of freedom; Cox's coefficient 1.572 with Efron's
    # ties (Kalbfleisch and Prentice 1980; Collett 2003).
    found = compared(DRUG, [bool(each) for each in RELAPSED], PLACEBO, [True] * 21)
    assert (found.here.median, found.there.median) == (23, 8)
    assert (found.here.events, found.there.events) == (9, 21)
    assert found.p == pytest.approx(math.erfc(math.sqrt(16.79 / 2)), rel=0.005)
    assert -math.log(found.hazard_ratio or 1) == pytest.approx(1.572, abs=0.0005)


def test_half_never_left() -> None:
    assert survived([1, 2, 3, 4], [True, False, False, False]).median is None
    assert "nobody did it" in compared([1, 2], [False, False], [1, 2], [True, True]).note


def test_senns_crossover() -> None:
    # Senn, "Cross-over Trials in Clinical Research" (2002), table 3.1: peak flow after formoterol and salbutamol in 13
    # children. Formoterol is better by 46.6 l/min with a standard error of 10.8 on 11 degrees of freedom.
    first = [(310, 270), (310, 260), (370, 300), (410, 390), (250, 210), (380, 350), (330, 365)]
    second = [(370, 385), (310, 400), (380, 410), (290, 320), (260, 340), (90, 220)]
    rows = []
    for n, (before, after) in enumerate(first):
        rows += [(before, "formoterol", 1, n), (after, "salbutamol", 2, n)]
    for n, (before, after) in enumerate(second, 100):
        rows += [(before, "salbutamol", 1, n), (after, "formoterol", 2, n)]
    found = crossover(*zip(*rows, strict=True), "formoterol", "salbutamol")  # type: ignore[arg-type]
    assert found.arm.estimate == pytest.approx(46.6, abs=0.05)
    half = ((found.arm.ci_upper or 0) - (found.arm.ci_lower or 0)) / 2
    assert half / 2.201 == pytest.approx(10.8, abs=0.05)
    assert found.carry_over is not None
    assert (found.carry_over.p or 0) > 0.05


@pytest.mark.parametrize(
    ("looks", "edges"),
    [
        # Lan and DeMets, Biometrika 70 (1983), O'Brien-Fleming spending, two-sided 5%, as printed by their program, in
        # Jennison and Turnbull, "Group Sequential Methods" (2000), and by ldbounds.
        (5, [4.8769, 3.3569, 2.6803, 2.2898, 2.0310]),
        (3, [3.7103, 2.5114, 1.9930]),
        (2, [2.9626, 1.9686]),
        (1, [1.9600]),
    ],
)
def test_boundaries_of_lan_and_demets(looks: int, edges: list[float]) -> None:
    found = boundaries([n / looks for n in range(1, looks + 1)])
    assert found == pytest.approx(edges, abs=0.00015)


def test_past_the_plan_nothing_is_left_to_spend() -> None:
    assert boundaries([0.5, 1.0, 1.2])[-1] == math.inf
    with pytest.raises(ValueError, match="grow"):
        boundaries([0.5, 0.5])


@pytest.mark.parametrize(("effect", "people"), [(0.2, 393), (0.5, 64), (0.8, 26)])
def test_sample_sizes_of_cohens_table(effect: float, people: int) -> None:
    # Cohen, "Statistical Power Analysis" (1988), table 2.4.1: two-tailed 5%, power 0.80, people in each group.
    assert abs(power.people_between(effect, 1.0) - people) <= 1


def test_what_a_panel_can_see() -> None:
    within = {10: 1.0, 12: 0.89, 20: 0.66, 24: 0.60, 50: 0.40, 100: 0.28}
    assert {n: round(power.visible_within(n, 1.0), 2) for n in within} == within
    between = {20: 98, 50: 91, 100: 86, 200: 82}
    assert {n: round(100 * (power.visible_share(0.7, n) or 0)) for n in between} == between
    assert power.design_effect(8, 0.3) == pytest.approx(3.1)


@pytest.mark.parametrize("alpha", [0.05, 0.05 / 13])
def test_every_number_of_people_shows_something_the_more_the_smaller(alpha: float) -> None:
    for visible in (
        lambda n: power.visible_between(n, n, 1.0, alpha=alpha),
        lambda n: power.visible_within(n, 1.0, alpha=alpha),
    ):
        found = [visible(n) for n in [*range(2, 40), 96, 1000]]
        assert found == sorted(found, reverse=True)
        assert not any(map(math.isnan, found))


def test_holm_and_benjamini_hochberg_by_hand() -> None:
    # Holm: 4 x .01, 3 x .02, 2 x .03 and .04, none smaller than the one before.
    assert holm([0.01, None, 0.04, 0.03, 0.02]) == [pytest.approx(0.04), None, *[pytest.approx(0.06)] * 3]
    # Benjamini and Hochberg: 4/1 x .01, 4/2 x .02, 4/3 x .03, .04.
    assert benjamini_hochberg([0.01, 0.02, 0.03, 0.04]) == pytest.approx([0.04] * 4)


def test_sensitivity_of_stanislaw_and_todorov() -> None:
    # Stanislaw and Todorov, Behavior Research Methods 31 (1999): 20 of 25 hits and 10 of 25 false alarms. Without
    # correction d' = 1.09; with theirs (log-linear) z(20.5 / 26) - z(10.5 / 26) = 0.80 + 0.24.
    found = reliance(20, 25, 10, 25)
    assert found is not None
    assert found.d_prime == pytest.approx(1.044, abs=0.001)
    assert found.criterion == pytest.approx(-0.279, abs=0.001)
    assert reliance(0, 0, 1, 2) is None


def test_alpha_by_hand() -> None:
    # Items 1 2 3 4 5 and 2 2 3 4 4: variances 2.5 and 1.0, of the sums 6.5, so 2 x (1 - 3.5 / 6.5).
    found = cronbach([[1, 2], [2, 2], [3, 3], [4, 4], [5, 4]])
    assert found.alpha == pytest.approx(2 * (1 - 3.5 / 6.5))
    assert (found.ci_lower or 1) < (found.alpha or 0) < (found.ci_upper or 0)
    assert cronbach([[1, 1], [1, 1], [1, 1]]).alpha is None


def test_fourteen_of_twenty_is_little_evidence() -> None:
    # E = B(1 + k, 1 + n - k) 2^n by hand: 14! 6! / 21! x 2^20.
    expected = math.factorial(14) * math.factorial(6) / math.factorial(21) * 2**20
    assert preferred(14, 20).e == pytest.approx(expected)
    assert not preferred(14, 20).decides
    assert preferred(17, 20).decides


@pytest.fixture(scope="module")
def frozen() -> Iterator[None]:
    """`multipletests` collects all garbage each time: what is there now is left out of it."""
    gc.freeze()
    yield
    gc.unfreeze()


@given(st.lists(st.floats(0, 1), min_size=2, max_size=12))
def test_holm_is_what_statsmodels_gives(frozen: None, values: list[float]) -> None:
    from statsmodels.stats.multitest import multipletests

    assert holm(values) == pytest.approx(list(multipletests(values, method="holm")[1]), abs=1e-12)
