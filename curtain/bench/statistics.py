"""How honest the statistics are: panels of made-up people whose truth is known, and how often each method is wrong.

Beside each method stands the naive one: every reaction for itself, a test at each look, an interval that takes trials
for people.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from curtain.analysis.inference.sequential import boundaries
from curtain.analysis.inference.tests import between
from curtain.analysis.inference.thresholds import threshold

TRIALS = 8
SPREAD = 1.5  # standard deviation of people on the logit scale: strong clustering, about 0.4 of the variance
LEVELS = (0.6, 0.7, 0.8, 0.9, 0.95)
FIRST = 10  # people, before which nobody tests


class Looking(NamedTuple):
    """How many panels without a difference ended in one: by our rule, and by a test per trial at each look."""

    verdict: float
    naive: float


class Coverage(NamedTuple):
    """How many 95% intervals held the true difference: by person, and taking trials for people."""

    by_person: float
    naive: float


class Thresholds(NamedTuple):
    """How many intervals of the threshold held the true one, of those that found one; and by a plain model."""

    covered: float
    naive: float
    found: float


def looking(panels: int, *, people: int, seed: int, looks: int = 1) -> Looking:
    """Panels of `people` in two equal arms in which nothing differs, looked at after every participant.

    Our rule tests at the planned looks only, whoever watches in between; the naive one tests at each look.
    """
    rng = np.random.default_rng(seed)
    planned = [-(-people * n // looks) for n in range(1, looks + 1)]
    edges = boundaries([n / people for n in planned]) if looks > 1 else []
    levels = dict(zip(planned, [_level(edge) for edge in edges] or [0.05], strict=True))
    wrong = naive = 0
    for _ in range(panels):
        trials = _people(rng, people, 0.5)
        arm, means = np.arange(people) % 2 == 1, trials.mean(axis=1)
        alarms = fooled = False
        for n in range(FIRST, people + 1):
            if n in levels:
                p = between(means[:n][arm[:n]], means[:n][~arm[:n]]).p
                alarms |= p is not None and p <= levels[n]
            fooled = fooled or _pooled(trials[:n], arm[:n]) <= 0.05
        wrong += alarms
        naive += fooled
    return Looking(wrong / panels, naive / panels)


def coverage(panels: int, *, people: int, seed: int) -> Coverage:
    """Panels with `people` in each of two arms that differ, with eight strongly clustered trials each."""
    rng = np.random.default_rng(seed)
    truth = _mean_share(0.8) - _mean_share(0.0)
    ours = naive = 0
    for _ in range(panels):
        there, here = _people(rng, people, 0.0, logit=True), _people(rng, people, 0.8, logit=True)
        found = between(here.mean(axis=1), there.mean(axis=1))
        ours += found.ci_lower is not None and found.ci_lower <= truth <= (found.ci_upper or 0)
        a, b = here.mean(), there.mean()
        reach = 1.96 * np.sqrt((a * (1 - a) + b * (1 - b)) / (people * TRIALS))
        naive += bool(abs(a - b - truth) <= reach)
    return Coverage(ours / panels, naive / panels)


def thresholds(panels: int, *, seed: int, people: int = 24) -> Thresholds:
    """Panels in which everybody meets five levels, eight trials each, and the true threshold is known."""
    rng = np.random.default_rng(seed)
    slope, start, target = 10.0, -7.5, 0.6
    grid = np.linspace(LEVELS[0], LEVELS[-1], 400)
    truth = float(np.interp(target, [_mean_share(start + slope * x, 1.0) for x in grid], grid))
    covered = naive = found = 0
    level = np.tile(np.repeat(LEVELS, TRIALS), people)
    who = np.repeat(np.arange(people), len(LEVELS) * TRIALS)
    for _ in range(panels):
        own = np.repeat(rng.normal(0, 1, people), len(LEVELS) * TRIALS)
        said = (rng.random(level.size) < 1 / (1 + np.exp(-(start + slope * level + own)))).astype(float)
        told = threshold(level.tolist(), said.tolist(), who.tolist(), target, binary=True)
        plain = threshold(level.tolist(), said.tolist(), list(range(level.size)), target, binary=True)
        if told.reached == "within":
            found += 1
            covered += _holds(told.lower, told.upper, truth)
            naive += plain.reached == "within" and _holds(plain.lower, plain.upper, truth)
    return Thresholds(covered / max(1, found), naive / max(1, found), found / panels)


def run(panels: int, out: Callable[[str], Any] = print) -> None:
    """Print all of it, each with the naive method beside it."""
    out(f"{panels} panels for each figure; 5% false alarms and 95% coverage are what is promised")
    out(f"{'false alarms, looking after every participant':<58} {'ours':>7} {'naive':>7}")
    for people in (20, 60, 120):
        for looks in (1, 5):
            found = looking(panels, people=people, seed=people + looks, looks=looks)
            when = f"{people} people, {looks} look{'s' if looks > 1 else ''}"
            out(f"  {when:<56} {found.verdict:>7.1%} {found.naive:>7.1%}")
    out(f"{'coverage of 95% intervals, 8 clustered trials each':<58} {'ours':>7} {'naive':>7}")
    for people in (10, 20, 50, 200):
        covered = coverage(panels, people=people, seed=people)
        out(f"  {f'{people} people per arm':<56} {covered.by_person:>7.1%} {covered.naive:>7.1%}")
    reached = thresholds(max(100, panels // 4), seed=5)
    out(
        f"{'threshold inside its interval, 24 people, 5 levels':<58} {reached.covered:>7.1%} {reached.naive:>7.1%}"
    )


def _people(
    rng: np.random.Generator, people: int, middle: float, *, logit: bool = False
) -> NDArray[np.float64]:
    """Trials (0 or 1), a row for each person, whose own share varies strongly."""
    own = rng.normal(middle if logit else 0.0, SPREAD, people)
    return (rng.random((people, TRIALS)) < 1 / (1 + np.exp(-own))[:, None]).astype(float)


def _mean_share(middle: float, spread: float = SPREAD) -> float:
    """The share of all trials when people vary around `middle` on the logit scale."""
    places = np.linspace(-6, 6, 401)
    weights = np.exp(-(places**2) / 2)
    return float((weights / (1 + np.exp(-(middle + spread * places)))).sum() / weights.sum())


def _pooled(trials: NDArray[np.float64], arm: NDArray[np.bool_]) -> float:
    """The p-value of somebody who takes every trial for a person."""
    from scipy.stats import norm

    here, there = trials[arm], trials[~arm]
    share = trials.mean()
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        z = (here.mean() - there.mean()) / np.sqrt(share * (1 - share) * (1 / here.size + 1 / there.size))
    return float(2 * norm.sf(abs(z))) if np.isfinite(z) else 1.0


def _level(edge: float) -> float:
    from scipy.stats import norm

    return float(2 * norm.sf(edge))


def _holds(lower: float | None, upper: float | None, truth: float) -> bool:
    return (lower is None or lower <= truth) and (upper is None or upper >= truth)
