"""Panels that send more people where more comes of it: what was known of each arm, and who was sent where."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from curtain.analysis import comparing
from curtain.analysis.intervals import CONFIDENCE
from curtain.analysis.quantities import Measure
from curtain.analysis.study import Study
from scenarios import assignment
from scenarios.assignment import Reward
from scenarios.design import ByReward

GROUPS = 6  # of arrivals: so many fit on a phone


class SoFar(NamedTuple):
    """What is believed of one arm, as the allocation has it, in the unit of the measure: the middle, and where the
    truth lies with 95% probability (None: too few people). `best` is the chance that no arm is better, `next` the
    chance that the next person is sent there (both 0 to 1; None: too early).
    """

    arm: str
    people: int
    middle: float | None
    lower: float | None
    upper: float | None
    best: float | None
    next: float | None


class Sent(NamedTuple):
    """Of a group of people who came one after the other (`arrivals`, such as "1–20"), how many met an arm."""

    arrivals: str
    arm: str
    people: int
    share: float


class Bandit(NamedTuple):
    """A panel with `assign: by_reward`. `began` says whether people are sent by results yet."""

    measure: Measure
    began: bool
    arms: tuple[SoFar, ...]
    sent: tuple[Sent, ...]
    sentence: str


def bandit(study: Study, rule: ByReward, arms: Sequence[str], *, less_is_better: bool) -> Bandit | None:
    """What the allocation knows (everybody who finished, whoever is left out elsewhere) and what it did.

    None where the study does not have the measure. The distributions are those of `assignment.chances_by_reward`.
    """
    measure = next((each for each in study.measures if each.name == rule.measure), None)
    if measure is None:
        return None
    rewards = {arm: _reward(comparing.side(study, measure, arm).values) for arm in arms}
    done = sum(reward.people for reward in rewards.values())
    floors = (0.0, rule.floor)
    best, after = (
        assignment.chances_by_reward(
            arms,
            rewards,
            floor,
            study.origin,
            kind="share" if measure.scale == "share" else "score",
            less_is_better=less_is_better,
        )
        for floor in floors
    )
    began = done >= rule.start and after is not None
    found = tuple(_so_far(measure, arm, rewards[arm], best, after if began else None) for arm in arms)
    return Bandit(
        measure, began, found, tuple(_sent(study, arms)), _sentence(measure, found, rule, done, began)
    )


def _reward(values: pd.Series[float]) -> Reward:
    return Reward(len(values), float(values.sum()), float((values**2).sum()))


def _so_far(
    measure: Measure, arm: str, reward: Reward, best: dict[str, float] | None, after: dict[str, float] | None
) -> SoFar:
    from scipy.stats import beta, t

    n, scale = reward.people, comparing.factor(measure)
    chances = best[arm] if best else None, after[arm] if after else None
    if measure.scale == "share":
        total = min(max(reward.total, 0.0), float(n))
        known = beta(1 + total, 1 + n - total)
    elif n < assignment.START:
        return SoFar(arm, n, reward.total / n if n else None, None, None, *chances)
    else:
        mean = reward.total / n
        around = max(0.0, reward.squares - n * mean * mean)
        if around == 0:
            return SoFar(arm, n, mean, None, None, *chances)
        known = t(n - 3, loc=mean, scale=math.sqrt(around / (n * (n - 3))))
    lower, upper = (scale * float(end) for end in known.interval(CONFIDENCE))
    return SoFar(arm, n, scale * float(known.mean()), lower, upper, *chances)


def _sent(study: Study, arms: Sequence[str]) -> list[Sent]:
    rows = study.people.sort_values(["number", "started_at"], kind="stable", ignore_index=True)
    rows = rows[rows["arm"].isin(arms)].reset_index(drop=True)
    size = max(1, math.ceil(len(rows) / GROUPS))
    found = []
    for begin in range(0, len(rows), size):
        group = rows["arm"][begin : begin + size]
        last = begin + len(group)
        arrivals = f"{begin + 1}–{last}" if last > begin + 1 else f"{last}"
        for arm in arms:
            people = int(group.eq(arm).sum())
            found.append(Sent(arrivals, arm, people, people / len(group)))
    return found


def _sentence(measure: Measure, found: Sequence[SoFar], rule: ByReward, done: int, began: bool) -> str:
    by = measure.title.lower()
    if not began:
        more = max(0, rule.start - done)
        waits = f"until {more} more have finished" if more else "until every arm has enough people"
        return f"{done} people have finished. Arms are balanced {waits}; then people are sent by {by}."
    first = max(found, key=lambda each: each.best or 0.0)
    return (
        f"By {by}, {first.arm} is the best arm with a chance of {first.best or 0:.0%}, as things look after"
        f" {done} people. The next person is sent there with a chance of {first.next or 0:.0%}."
    )
