"""How seldom chance makes such counts of people: against planned shares, and between groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

ENOUGH = 5  # expected people in each cell, from which on chi-square keeps its promise
DRAWS = 9_999


def chance_of_counts(counts: Sequence[int], shares: Sequence[float]) -> float:
    """The p-value of people in groups that were to get these shares of them: exact for two groups, chi-square where
    every group expects 5 or more, and otherwise from drawn panels."""
    total, weights = sum(counts), np.asarray(shares, dtype=np.float64) / sum(shares)
    if not total or len(counts) < 2:
        return 1.0
    from scipy.stats import binomtest, chisquare

    if len(counts) == 2:
        return float(binomtest(counts[0], total, float(weights[0])).pvalue)
    expected = total * weights
    found = float(chisquare(counts, expected).pvalue)
    if expected.min() >= ENOUGH:
        return found
    drawn = np.random.default_rng(0).multinomial(total, weights, DRAWS)
    apart = ((drawn - expected) ** 2 / expected).sum(axis=1)
    here = float(((np.asarray(counts) - expected) ** 2 / expected).sum())
    return float(1 + (apart >= here - 1e-9).sum()) / (DRAWS + 1)


def chance_of_shares(groups: Sequence[tuple[int, int]]) -> float:
    """The p-value of groups with (some, of all) people: Fisher's exact test; with more than two groups chi-square where
    every cell expects 5 or more, else drawn tables with the same sums. 1 where nothing can be compared."""
    table = np.array([(some, n - some) for some, n in groups if n])
    if len(table) < 2 or not table.sum(axis=0).all():
        return 1.0
    from scipy.stats import chi2_contingency, fisher_exact, random_table
    from scipy.stats.contingency import expected_freq

    if len(table) == 2:
        return float(fisher_exact(table).pvalue)
    if expected_freq(table).min() >= ENOUGH:
        return float(chi2_contingency(table).pvalue)
    # Tables with the same margins, drawn: shuffling every person instead takes seconds in a large panel.
    expected = expected_freq(table)
    drawn = random_table(table.sum(axis=1), table.sum(axis=0), seed=0).rvs(DRAWS)
    apart = ((drawn - expected) ** 2 / expected).sum(axis=(1, 2))
    here = float(((table - expected) ** 2 / expected).sum())
    return float(1 + (apart >= here - 1e-9).sum()) / (DRAWS + 1)
