"""What a scenario asks of its results: arms in order, what is compared, measures, planned people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scenarios import Scenario, instruments
from scenarios.instruments import Instrument


class RightShare(NamedTuple):
    """The share of a person's decisions at `step` that fit the truth: `right_when` maps reaction to truth."""

    name: str
    step: str
    right_when: Mapping[str, str]


class Plan(NamedTuple):
    """The part of a scenario that the analysis needs. `compare` has the baseline first."""

    arms: tuple[str, ...]
    compare: tuple[str, ...]
    primary: str | None = None
    shares: tuple[RightShare, ...] = ()
    reactions: frozenset[str] = frozenset()
    instruments: tuple[Instrument, ...] = ()
    people: int | None = None
    worth_it_from: float | None = None

    @property
    def baseline(self) -> str | None:
        return self.compare[0] if self.compare else None

    @classmethod
    def of(cls, scenario: Scenario) -> Plan:
        """The plan that a scenario implies. Without a decision block its first arm is the baseline, and its first
        measure the primary one.
        """
        decision, arms = scenario.decision, tuple(scenario.arms)
        return cls(
            arms=arms,
            compare=tuple(decision.compare) if decision else arms,
            primary=decision.by if decision else next(iter(scenario.measures), None),
            shares=tuple(
                RightShare(
                    name,
                    measure.share.step,
                    {str(does): truth for does, truth in measure.share.right_when.items()},
                )
                for name, measure in scenario.measures.items()
            ),
            reactions=frozenset(scenario.reactions()),
            instruments=tuple(instruments.get(name) for name in scenario.instruments()),
            people=decision.people if decision else None,
            worth_it_from=decision.worth_it_from if decision else None,
        )
