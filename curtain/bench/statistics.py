"""How honest the statistics are: panels of made-up people whose truth is known, and how often each method is wrong.

Beside each method stands a naive one: every reaction for itself, a test at each look, an interval that takes trials for
people.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from curtain.analysis.inference.clustered import average_effect
from curtain.analysis.inference.preference import preferred
from curtain.analysis.inference.tests import between
from curtain.analysis.inference.thresholds import threshold
from curtain.analysis.looks import looks as planned_looks

TRIALS = 8
SPREAD = 1.5  # standard deviation of people on the logit scale: strong clustering, about 0.4 of the variance
LEVELS = (0.6, 0.7, 0.8, 0.9, 0.95)
FIRST = 10  # people, before which nobody tests
MOST_LOOKS = 10  # that a scenario may ask for
UNREACHED = 1e-8  # no panel of these has a p-value as small as that
Numbers = NDArray[np.float64]


class Looking(NamedTuple):
    """How many panels without a difference ended in one: by our looks; by a t test after every participant; and by a
    test after every participant that takes trials for people."""

    ours: float
    peeking: float
    naive: float


class Beside(NamedTuple):
    """How many panels did, by our method and by a naive one; `found` of them had something to count."""

    ours: float
    naive: float
    found: float = 1.0


def looking(panels: int, *, people: int, looks: int, seed: int) -> Looking:
    """Panels of `people` in two equal arms in which nothing differs, watched while they fill: we decide at `looks`
    evenly spaced looks, and others after every participant."""
    from scipy.stats import ttest_ind

    trials = _people(np.random.default_rng(seed), (panels, people), 0.0)
    means, arm = trials.mean(axis=2), np.arange(people) % 2 == 1
    ours, peeking, naive = (np.zeros(panels, dtype=bool) for _ in range(3))
    for _, n, level, _ in planned_looks(people, looks, 1, arms=2):
        if level > UNREACHED:
            ours |= [_decides(row[:n][arm[:n]], row[:n][~arm[:n]], level) for row in means]
    for n in range(FIRST, people + 1):
        with warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):  # in a few all are alike
            told = ttest_ind(means[:, :n][:, arm[:n]], means[:, :n][:, ~arm[:n]], axis=1, equal_var=False)
        peeking |= told.pvalue <= 0.05
        naive |= _apart(trials[:, :n][:, arm[:n]], trials[:, :n][:, ~arm[:n]])
    return Looking(float(ours.mean()), float(peeking.mean()), float(naive.mean()))


def preferring(panels: int, *, people: int, seed: int) -> Beside:
    """Panels in which people prefer by the toss of a coin, looked at after each of them: by the e-value, and by a
    binomial test at each look."""
    from scipy.stats import binomtest

    chosen = np.random.default_rng(seed).random((panels, people)) < 0.5
    counts = chosen.cumsum(axis=1)
    looks = [[(int(k), n) for n, k in enumerate(row, 1) if n >= FIRST] for row in counts]
    worn = {(k, n): binomtest(k, n).pvalue <= 0.05 for n in range(FIRST, people + 1) for k in range(n + 1)}
    ours = sum(any(preferred(k, n).decides for k, n in row) for row in looks)
    return Beside(ours / panels, sum(any(worn[each] for each in row) for row in looks) / panels)


def adjusting(panels: int, *, people: int, seed: int) -> Beside:
    """Panels of two equal arms in which nothing differs but how long answers took, compared trial by trial with that
    held equal: false alarms by person, and taking trials for people."""
    rng = np.random.default_rng(seed)
    who, ours, naive, found = np.repeat(np.arange(people), TRIALS), 0, 0, 0
    arm = (who % 2).astype(float)
    for _ in range(panels):
        outcome = _people(rng, (people,), 0.0).ravel()
        latency = (rng.lognormal(0, 0.5, outcome.size) + 0.3 * arm)[:, None]
        told = average_effect(
            outcome.tolist(), arm.tolist(), who.tolist(), latency - latency.mean(), binary=True
        )
        found += told.p is not None
        ours += told.p is not None and told.p <= 0.05
        naive += bool(_apart(outcome[arm == 1][None], outcome[arm == 0][None])[0])
    return Beside(ours / panels, naive / panels, found / panels)


def coverage(panels: int, *, people: int, seed: int) -> Beside:
    """Panels with `people` in each of two arms that differ: 95% intervals that hold the true difference, by person, and
    taking trials for people."""
    rng = np.random.default_rng(seed)
    truth = _mean_share(0.8) - _mean_share(0.0)
    ours = naive = 0
    for _ in range(panels):
        there, here = _people(rng, (people,), 0.0), _people(rng, (people,), 0.8)
        found = between(here.mean(axis=1), there.mean(axis=1))
        ours += found.ci_lower is not None and _holds(found.ci_lower, found.ci_upper, truth)
        a, b = float(here.mean()), float(there.mean())
        naive += abs(a - b - truth) <= 1.96 * math.sqrt((a * (1 - a) + b * (1 - b)) / here.size)
    return Beside(ours / panels, naive / panels)


def thresholds(panels: int, *, seed: int, people: int = 24) -> Beside:
    """Panels in which everybody meets five levels, eight trials each: intervals that hold the level at which six of
    ten trials are accepted, of the panels that found one (`found`); by person, and by a logistic regression that takes
    trials for people."""
    rng = np.random.default_rng(seed)
    slope, start, target, own = 10.0, -7.5, 0.6, 1.0
    grid = np.linspace(LEVELS[0], LEVELS[-1], 400)
    truth = float(np.interp(target, [_mean_share(start + slope * x, own) for x in grid], grid))
    level = np.tile(np.repeat(LEVELS, TRIALS), people)
    who = np.repeat(np.arange(people), len(LEVELS) * TRIALS)
    ours = naive = found = 0
    for _ in range(panels):
        middle = start + slope * level + rng.normal(0, own, people)[who]
        said = (rng.random(level.size) < 1 / (1 + np.exp(-middle))).astype(float)
        told = threshold(level.tolist(), said.tolist(), who.tolist(), target, binary=True)
        if told.reached == "within":
            found += 1
            ours += _holds(told.lower, told.upper, truth)
            naive += _holds(*_by_regression(level, said, target), truth)
    return Beside(ours / max(1, found), naive / max(1, found), found / panels)


def run(panels: int, out: Callable[[str], Any] = print) -> None:
    """Print all of it; what takes long has a quarter of the panels."""
    fewer = -(-panels // 4)
    out(
        f"{panels:,} panels for each figure, {fewer:,} where models are fitted; 8 trials each, strongly clustered"
    )
    out(_row("False alarms where nothing differs (5% are promised)", "ours", "naive", "t test"))
    for people in (20, 60, 120):
        for looks, when in ((1, "one look"), (5, "five looks"), (MOST_LOOKS, "ten looks")):
            told = looking(panels, people=people, looks=looks, seed=people + looks)
            out(_row(f"  {people} people, {when}", told.ours, told.naive, told.peeking))
    found = preferring(panels, people=60, seed=1)
    out(_row("  60 preferences, a look after everybody", found.ours, found.naive))
    for people in (12, 24, 60):
        found = adjusting(fewer, people=people, seed=people)
        out(_row(f"  {people} people, trial by trial with latency held equal", found.ours, found.naive))
    out(_row("Intervals that hold the truth (95% are promised)", "ours", "naive"))
    for people in (10, 20, 50, 200):
        found = coverage(panels, people=people, seed=people)
        out(_row(f"  {people} people per arm", found.ours, found.naive))
    found = thresholds(fewer, seed=5)
    out(_row("  threshold, 24 people, 5 levels", found.ours, found.naive))
    out(
        "naive: trials taken for people, and looked at after everybody; t test: by person, looked at after everybody"
    )


def _row(name: str, *figures: float | str) -> str:
    return f"{name:<58}" + "".join(
        f"{each if isinstance(each, str) else f'{each:.1%}':>8}" for each in figures
    )


def _people(rng: np.random.Generator, shape: tuple[int, ...], middle: float) -> Numbers:
    """Trials (0 or 1) along the last axis, of people whose own share varies strongly."""
    own = rng.normal(middle, SPREAD, shape)
    return (rng.random((*shape, TRIALS)) < 1 / (1 + np.exp(-own))[..., None]).astype(float)


def _mean_share(middle: float, spread: float = SPREAD) -> float:
    """The share of all trials when people vary around `middle` on the logit scale."""
    places = np.linspace(-6, 6, 401)
    weights = np.exp(-(places**2) / 2)
    return float((weights / (1 + np.exp(-(middle + spread * places)))).sum() / weights.sum())


def _decides(here: Numbers, there: Numbers, level: float) -> bool:
    p = between(here, there).p
    return p is not None and p <= level


def _apart(here: Numbers, there: Numbers) -> NDArray[np.bool_]:
    """Whether two shares differ, for each panel (the first axis), to somebody who takes every trial for a person."""
    here, there = here.reshape(len(here), -1), there.reshape(len(there), -1)
    share = np.concatenate([here, there], axis=1).mean(axis=1)
    spread = np.sqrt(share * (1 - share) * (1 / here.shape[1] + 1 / there.shape[1]))
    wide: NDArray[np.bool_] = np.abs(here.mean(axis=1) - there.mean(axis=1)) > 1.96 * spread
    return wide


def _by_regression(level: Numbers, said: Numbers, target: float) -> tuple[float, float]:
    """The interval of the threshold by logistic regression on trials, as if each were a person's (delta method)."""
    from statsmodels.api import GLM, families

    told = GLM(said, np.column_stack([np.ones(level.size), level]), family=families.Binomial()).fit()
    (a, b), covariance = told.params, told.cov_params()
    place = (math.log(target / (1 - target)) - a) / b
    slope = np.array([-1 / b, -place / b])
    reach = 1.96 * math.sqrt(float(slope @ covariance @ slope))
    return place - reach, place + reach


def _holds(lower: float | None, upper: float | None, truth: float) -> bool:
    return (lower is None or lower <= truth) and (upper is None or upper >= truth)
