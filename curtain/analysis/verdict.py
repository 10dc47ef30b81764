"""The shapes of a verdict: one word, its reasons, and what it was read from."""

from __future__ import annotations

from typing import Literal, NamedTuple

from curtain.analysis.figures import Difference, Estimate
from curtain.analysis.looks import Look
from curtain.analysis.quantities import Measure
from curtain.analysis.worth import Gain, Limit

Word = Literal["ship", "iterate", "stop", "keep going", "cannot tell", "invalid"]


class Against(NamedTuple):
    """One arm of the decision block against the baseline. `better` and `worse`: more than chance would do, at this
    look; `evidence` says in words what that is read from."""

    arm: str
    here: Estimate
    there: Estimate
    found: Difference
    gain: Gain
    limits: tuple[Limit, ...]
    better: bool
    worse: bool
    evidence: str

    @property
    def broken(self) -> list[Limit]:
        return [each for each in self.limits if each.held == "broken"]

    @property
    def open(self) -> list[Limit]:
        """Limits of which nobody can tell whether they hold."""
        return [each for each in self.limits if each.held == "cannot tell"]


class Verdict(NamedTuple):
    """What to do. `headline` is one line, `why` the reasons, `next` what to do now.

    `look` is the decision point that it comes from (None before the first one), `arms` what was found there;
    `depends_on` are the flags of people without whom it would be another.
    """

    word: Word
    arm: str | None
    headline: str
    why: tuple[str, ...]
    next: str
    look: Look | None
    looks: tuple[Look, ...]
    people: int
    measure: Measure | None
    arms: tuple[Against, ...]
    depends_on: tuple[str, ...] = ()
