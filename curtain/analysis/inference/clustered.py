"""Trials of people: several rows of one person are not several people.

Generalized estimating equations with an exchangeable working correlation, the bias-reduced covariance of Mancl and
DeRouen (2001), and t with as many degrees of freedom as people less one: right for few people, where the plain sandwich
and z are not.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from curtain.analysis.intervals import CANNOT_TELL, CONFIDENCE

FEWEST_PEOPLE = 6  # with fewer, no such interval keeps its promise


class Fit(NamedTuple):
    """Coefficients (on the logit scale where `binary`) with their covariance, from `people` people and `rows` rows."""

    coefficients: NDArray[np.float64]
    covariance: NDArray[np.float64]
    people: int
    rows: int
    binary: bool

    @property
    def t(self) -> float:
        """What a standard error is multiplied by, for a 95% interval."""
        from scipy.stats import t

        return float(t.ppf((1 + CONFIDENCE) / 2, self.people - 1))

    def p(self, place: int) -> float:
        """The two-sided p-value of one coefficient."""
        from scipy.stats import t

        ratio = self.coefficients[place] / math.sqrt(self.covariance[place, place])
        return float(2 * t.sf(abs(ratio), self.people - 1))


class CannotFit(Exception):
    """There is too little to go by, or it is all alike; the message says which."""


class Effect(NamedTuple):
    """An average difference on the natural scale, in shares (−1 to 1) or in the unit of the outcome."""

    people: int
    estimate: float | None
    ci_lower: float | None
    ci_upper: float | None
    p: float | None
    note: str = ""


def fit(outcome: Sequence[float], design: NDArray[np.float64], people: Sequence[Any], *, binary: bool) -> Fit:
    """Fit the equations: `design` has a row for each outcome, and its first column is all 1. Raises `CannotFit`.

    Where several rows of one person are alike but for the outcome, their mean is one row: who has 500 of them weighs no
    more than who has 8, and doubling them changes nothing.
    """
    y = np.asarray(outcome, dtype=np.float64)
    groups = pd.factorize(np.asarray(people, dtype=object))[0]
    count = len(set(groups.tolist()))
    if count < max(FEWEST_PEOPLE, design.shape[1] + 2):
        raise CannotFit(f"{CANNOT_TELL}: {count} people are too few")
    if not (np.isfinite(y).all() and np.isfinite(design).all()):
        raise CannotFit(f"{CANNOT_TELL}: some of the rows have no number")
    rows = y.size
    y, design, groups = _cells(y, design, groups)
    if np.ptp(y) == 0:
        raise CannotFit(f"{CANNOT_TELL}: all {rows} outcomes are the same")
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise CannotFit(f"{CANNOT_TELL}: what is to be told apart always came together")
    from statsmodels.genmod.cov_struct import Exchangeable, Independence
    from statsmodels.genmod.families import Binomial, Gaussian
    from statsmodels.genmod.generalized_estimating_equations import GEE

    family = Binomial() if binary else Gaussian()
    for structure in (Exchangeable(), Independence()):
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            try:
                told = GEE(y, design, groups=groups, family=family, cov_struct=structure).fit(
                    cov_type="bias_reduced"
                )
            except (ValueError, np.linalg.LinAlgError, FloatingPointError):
                continue
        found = np.asarray(told.params), np.asarray(told.cov_params())
        apart = binary and bool(np.abs(found[0]).max() > 15)
        if (
            told.converged
            and all(np.isfinite(each).all() for each in found)
            and (np.diag(found[1]) > 0).all()
            and not apart
        ):
            return Fit(*found, count, rows, binary)
    raise CannotFit(f"{CANNOT_TELL}: one side has all of one outcome, or the rows are too few to fit")


def _cells(
    y: NDArray[np.float64], design: NDArray[np.float64], groups: NDArray[Any]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[Any]]:
    cells, place = np.unique(np.column_stack([groups, design]), axis=0, return_inverse=True)
    means = np.bincount(place, weights=y) / np.bincount(place)
    return means, cells[:, 1:], cells[:, 0].astype(np.int64)


def average_effect(
    outcome: Sequence[float],
    treated: Sequence[float],
    people: Sequence[Any],
    others: NDArray[np.float64] | None = None,
    *,
    binary: bool,
) -> Effect:
    """How much more the outcome is where `treated` is 1, with the columns of `others` held as they are.

    For shares the average of everybody's predicted difference (average marginal effect), with the delta method's
    interval. Numbers in `others` should be centred. Gives the reason where nothing can be told.
    """
    flag = np.asarray(treated, dtype=np.float64)
    rest = np.empty((flag.size, 0)) if others is None else others
    design = np.column_stack([np.ones(flag.size), flag, rest])
    try:
        found = fit(outcome, design, people, binary=binary)
    except CannotFit as why:
        return Effect(len(set(people)), None, None, None, None, str(why))
    with_it, without = design.copy(), design.copy()
    with_it[:, 1], without[:, 1] = 1.0, 0.0
    estimate, slope = _difference(found, with_it, without)
    reach = found.t * math.sqrt(max(0.0, float(slope @ found.covariance @ slope)))
    return Effect(found.people, estimate, estimate - reach, estimate + reach, found.p(1))


def _difference(
    found: Fit, with_it: NDArray[np.float64], without: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """The mean difference of the predictions, and its derivative by the coefficients."""
    if not found.binary:
        slope = (with_it - without).mean(axis=0)
        return float(slope @ found.coefficients), slope
    from scipy.special import expit

    high, low = expit(with_it @ found.coefficients), expit(without @ found.coefficients)
    slope = (with_it * (high * (1 - high))[:, None] - without * (low * (1 - low))[:, None]).mean(axis=0)
    return float((high - low).mean()), slope
