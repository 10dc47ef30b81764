"""Right and wrong reliance on an assistant: sensitivity and criterion of signal detection."""

from __future__ import annotations

from typing import NamedTuple


class Reliance(NamedTuple):
    """How well somebody told right answers from wrong ones (`d_prime`; 0 is not at all), and how ready they were to
    follow (`criterion`; below 0 is readily)."""

    d_prime: float
    criterion: float


def reliance(followed_right: int, right: int, followed_wrong: int, wrong: int) -> Reliance | None:
    """From counts of answers that were followed, with the log-linear correction (Hautus 1995); None where one kind of
    answer never came (Green and Swets 1966; Stanislaw and Todorov 1999)."""
    if not right or not wrong:
        return None
    from scipy.stats import norm

    hits = norm.ppf((followed_right + 0.5) / (right + 1))
    alarms = norm.ppf((followed_wrong + 0.5) / (wrong + 1))
    return Reliance(float(hits - alarms), float(-(hits + alarms) / 2))
