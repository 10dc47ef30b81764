"""Simulated operators: they take what waits at the desk, and answer by what the scenario's rules would say.

They see what the console shows. What they answer is the fallback mock's answer (or what was proposed to them, or one by
chance), with a share of mistakes; they know no truth.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import mocks
from curtain import asking, desk
from curtain.clock import moment, stamp
from curtain.desk import Operator
from curtain.state import Asked
from mocks import Prediction

if TYPE_CHECKING:
    from curtain.simulated.passing import Due, Passing

OPERATORS = tuple(Operator(f"simulated-{n}", f"Simulated operator {n}") for n in (1, 2, 3))
TAKES, THINKS = 1.6, 3.5  # seconds (medians) until a request is taken, and from then until it is answered
SPREAD = 0.4  # of both, as a logarithm
AWAY = 0.03  # share of requests that nobody takes: the deadline passes
MISTAKES = 0.06  # share of answers that are another label than meant
CONFIRMS = 0.85  # share of proposals that are sent as they are
BEAT = 10.0  # seconds between a console's signs of life


class _Plan(NamedTuple):
    operator: Operator
    takes_at: str
    answers_at: str
    first_key_ms: int


class Shift:
    """The operators whom one simulated session meets; `rng` decides who takes what, and when."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._plans: dict[str, _Plan | None] = {}

    def next_(self, passing: Passing, asked: Asked) -> Due | None:
        """What an operator does next about a request; None where nobody is there for it."""
        from curtain.simulated.passing import Due

        if asked.id not in self._plans:
            self._plans[asked.id] = self._plan(asked)
        plan, house = self._plans[asked.id], passing.house
        if plan is None:
            return None
        if asked.claimed_by is None:
            seen_ms = round(1000 * (moment(plan.takes_at) - moment(asked.requested_at)).total_seconds())
            return Due(plan.takes_at, lambda: desk.claim(house, plan.operator, asked.id, seen_ms).result())
        if asked.lease_until:
            beats = stamp(moment(asked.lease_until) - timedelta(seconds=desk.LEASE - BEAT))
            if beats < plan.answers_at:
                return Due(beats, lambda: desk.beat(house, plan.operator).result())
        return Due(plan.answers_at, lambda: self._answer(passing, asked, plan))

    def _plan(self, asked: Asked) -> _Plan | None:
        draw = self.rng
        operator = draw.choice(OPERATORS)
        takes, thinks = (draw.lognormvariate(math.log(median), SPREAD) for median in (TAKES, THINKS))
        if draw.random() < AWAY:
            return None
        begun = moment(asked.requested_at) + timedelta(seconds=takes)
        answers = begun + timedelta(seconds=thinks)
        return _Plan(operator, stamp(begun), stamp(answers), round(600 * thinks))

    def _answer(self, passing: Passing, asked: Asked, plan: _Plan) -> None:
        shown = desk.view(passing.house, plan.operator)["open"]
        given = self._meant(passing, asked, shown)
        desk.answer(passing.house, plan.operator, asked.id, given, plan.first_key_ms).result()

    def _meant(self, passing: Passing, asked: Asked, shown: Mapping[str, Any]) -> Any:
        """What they send: an output in the shape of the task."""
        house, state = passing.house, passing.state
        script = house.script_of(state, house.panel_of(state), asked.period)
        proposal = shown["proposal"]
        if proposal and self.rng.random() < CONFIRMS:
            return proposal["output"]
        labels = shown["form"].get("labels") if shown["form"]["plain"] == "label" else None
        if labels and self.rng.random() < MISTAKES:
            return [{"label": self.rng.choice(labels), "score": self.rng.choice(desk.SURENESS)[1]}]
        ruled = asking.ask(house, script, state, asked, fallback=True)
        if ruled.output is not None:
            return ruled.output
        question = asking.question(script, state, asked, knows_truth=False)
        guessed = mocks.build({"kind": "random"}).predict(question)
        return guessed.output if isinstance(guessed, Prediction) else None
