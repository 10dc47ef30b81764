"""Who a simulated person is: a few seeded numbers, how they decide, what they learn, how they answer.

It is a model for dry runs, demonstrations and tests, not of anybody. Every number of it stands here or beside the
screens in `curtain.simulated.acting`, and is explained in docs/simulated.md.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field

from scenarios.design import Simulated

USUAL = Simulated()

TRUST = (6.0, 3.0)  # of the Beta distribution from which the first trust is drawn
LEARNING = (0.05, 0.2)  # how far trust moves after one outcome, as a share of what is left
WORSE = 1.5  # how much more a wrong prediction takes than a right one gives
CAUTION = (-1.6, 0.5)  # mean and spread of the log-odds of acting without any hint
BELIEVED = 5.0  # log-odds that a bare warning adds for somebody who trusts it wholly
SIGN = 0.5  # log-odds that each worrying fact adds
PACE = (4.0, 0.3)  # seconds (median) to decide, and its spread as a logarithm
HASTE = 0.45  # spread of a single time around its median, as a logarithm
LEAVES = (
    0.003  # chance to leave at a screen, for usual patience; ten times as much for none, a tenth for the most
)
WAITS = 45.0  # seconds (median) that somebody with usual patience waits for the product
RETURNS = 0.4  # share of those who left who come back
CARELESS = 0.04  # share of people who do not read the questions
LIKING, BY_OUTCOME, NOISE = (
    0.25,
    0.6,
    0.09,
)  # of an answer on a scale: its base, what outcomes add, its spread


@dataclass(slots=True)
class Person:
    """Somebody with seeded traits, shifted by the persona whom they play (`like`). Shares lie between 0 and 1.

    `trust` is the belief that what the product says is right; it moves by `learning` with each outcome. `caution` is
    the log-odds of acting without any hint, `pace` the median time to decide in seconds, `leaves` the chance to leave
    at a screen, `tolerance` the seconds for which they wait. `agrees`, `extremes` and `middle` are response styles; who
    is `careless` does not read questions. `chatty` is how much they say.
    """

    rng: random.Random
    like: Simulated = USUAL
    trust: float = field(init=False)
    learning: float = field(init=False)
    caution: float = field(init=False)
    pace: float = field(init=False)
    leaves: float = field(init=False)
    tolerance: float = field(init=False)
    agrees: float = field(init=False)
    extremes: float = field(init=False)
    middle: float = field(init=False)
    careless: bool = field(init=False)
    chatty: float = field(init=False)
    warned: bool = field(init=False, default=False)  # whether the product spoke up on the latest screen
    followed: bool | None = field(init=False, default=None)  # what they decided there
    went_well: list[bool] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        draw, like = self.rng, self.like
        self.trust = _shifted(draw.betavariate(*TRUST), 4 * (like.trust - 0.5))
        self.learning = draw.uniform(*LEARNING)
        self.caution = draw.gauss(*CAUTION) + 3 * (like.caution - 0.5)
        self.pace = draw.lognormvariate(math.log(PACE[0]), PACE[1]) / like.pace
        self.leaves = LEAVES * 100 ** (0.5 - like.patience)
        self.tolerance = draw.lognormvariate(math.log(WAITS), 0.5) * 4 ** (2 * like.patience - 1)
        self.agrees = draw.gauss(0.0, 0.05)
        self.extremes = max(0.6, draw.gauss(1.0, 0.15))
        self.middle = draw.betavariate(1.2, 12.0)
        self.careless = draw.random() < CARELESS
        self.chatty = draw.betavariate(2.0, 2.0)

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.rng.random() < share

    def seconds(self, median: float) -> float:
        """A time to act, log-normal around `median`."""
        return self.rng.lognormvariate(math.log(median), HASTE)

    def follows(self, *, weight: float | None, signs: int) -> bool:
        """Whether they do what the product proposes. `weight` is how strongly it speaks (1 for a bare statement, None
        where it is silent), `signs` how many facts on the screen look like trouble."""
        odds = self.caution + SIGN * signs
        if weight is not None:
            odds += BELIEVED * self.trust * weight
        return self.chance(1 / (1 + math.exp(-odds)))

    def decided(self, *, warned: bool, followed: bool) -> None:
        """Remember what was decided until it turns out."""
        self.warned, self.followed = warned, followed

    def learn(self, well: bool) -> None:
        """Take in how the latest decision turned out: whether what they did was right, and so what they were told."""
        if self.followed is None:
            return
        self.went_well.append(well)
        if self.warned:
            right = well == self.followed
            self.trust += self.learning * ((1 - self.trust) if right else -WORSE * self.trust)
        self.followed = None

    def liking(self, *, against: bool) -> float:
        """An opinion from 0 to 1, by how things went and by their style; `against` for words that find fault."""
        share = sum(self.went_well) / len(self.went_well) if self.went_well else self.trust
        felt = LIKING + BY_OUTCOME * share + self.rng.gauss(0, NOISE)
        felt = 1 - felt if against else felt
        styled = 0.5 + (felt + self.agrees - 0.5) * self.extremes * (1 - self.middle)
        return min(max(styled, 0.0), 1.0)


def _shifted(share: float, by: float) -> float:
    """A share whose log-odds are moved."""
    share = min(max(share, 1e-6), 1 - 1e-6)
    return 1 / (1 + (1 - share) / share * math.exp(-by))
