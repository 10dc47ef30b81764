"""What a scenario asks of its results: arms in order, what is compared, measures, planned people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from scenarios import Scenario
from scenarios.answers import BaseQuestion
from scenarios.decision import Bound, Costs, HowGood, Worth
from scenarios.instruments import Instrument
from scenarios.measures import Measure, can_get, instrument_of, options, questions, range_of
from scenarios.steps import Probe, Survey


class RightShare(NamedTuple):
    """The share of a person's decisions at `step` that fit the truth: `right_when` maps decision to truth."""

    name: str
    step: str
    right_when: Mapping[str, str]


class Followed(NamedTuple):
    """The share of a person's decisions about `feature` that followed it when it was right, or ignored it when wrong.

    `alarms` are the steps that speak up for one answer only, and which: there, silence and the arms without the
    feature count too, because it is known what following would have been.
    """

    name: str
    feature: str
    alarms: Mapping[str, str]


class ReactionShare(NamedTuple):
    """The share of the times at `steps`, or of the predictions of `feature` (or of those that were `shown` right or
    wrong), that got the reaction `of` (with `value`)."""

    name: str
    of: str
    value: str | int | None
    steps: frozenset[str]
    feature: str | None = None
    shown: Literal["right", "wrong"] | None = None


class ReactionCount(NamedTuple):
    """How often a person did `of` at `steps`, in the session or per trial."""

    name: str
    of: str
    value: str | int | None
    steps: frozenset[str]
    per: Literal["session", "trial"]


class Average(NamedTuple):
    """The mean of numbers: `subject` and `detail` as in `scenarios.measures`; values lie from `low` to `high`."""

    name: str
    subject: str
    detail: str | None
    steps: frozenset[str] | None = None
    low: float | None = None
    high: float | None = None


class Median(NamedTuple):
    """The median of a person's times to something, in seconds; at all steps where `steps` is None."""

    name: str
    to: Literal["decision", "first reaction", "leave", "finish"]
    steps: frozenset[str] | None = None


class Scored(NamedTuple):
    """The score of a questionnaire, or of one of its subscales; of one survey step where `step` is given."""

    name: str
    instrument: Instrument
    subscale: str | None = None
    step: str | None = None


class Preference(NamedTuple):
    """What people preferred at a `choose` step, or in the question `item` of a form, out of `options`.

    Where the options stand for the arms that a person met, `arms` says how: by their names, or in the order of the
    periods (the first, the second …).
    """

    name: str
    step: str
    item: str | None
    options: tuple[str, ...]
    arms: Literal["by name", "in order"] | None = None


Asked = Followed | ReactionShare | ReactionCount | Average | Median | Scored | Preference


class Factor(NamedTuple):
    """A factor whose levels have an order: the number of its level in each arm that it reaches, and its unit.

    `crossed` says which arm of the file such an arm was made of (`marked` for `marked-wer-0.2`), where there was one.
    """

    name: str
    unit: str
    by_arm: Mapping[str, float]
    crossed: Mapping[str, str] = {}


class Plan(NamedTuple):
    """The part of a scenario that the analysis needs. `compare` has the baseline first."""

    arms: tuple[str, ...]
    compare: tuple[str, ...]
    primary: str | None = None
    shares: tuple[RightShare, ...] = ()
    reactions: frozenset[str] = frozenset()
    instruments: tuple[Instrument, ...] = ()
    people: int | None = None
    worth_it_from: Worth | None = None
    asked: tuple[Asked, ...] = ()
    must_hold: Mapping[str, list[Bound]] = {}
    ship_when: str | None = None
    by_reward: bool = False
    checks: Mapping[tuple[str, str], BaseQuestion] = {}  # attention checks, by place and item
    free: Mapping[tuple[str, str], str] = {}  # questions answered in people's own words, by place and item
    probes: frozenset[str] = frozenset()  # steps that ask what people think was going on
    suspects: Mapping[
        str, frozenset[str]
    ] = {}  # answers to a probe that mean that somebody saw through it, by step
    looks: int = 1
    how_good: tuple[HowGood, ...] = ()
    costs: Costs | None = None
    factors: Mapping[str, Factor] = {}  # those whose levels have an order
    within: bool = False  # whether everybody meets every arm

    @property
    def baseline(self) -> str | None:
        return self.compare[0] if self.compare else None

    @property
    def sharing(self) -> int:
        """How many arms share the people among them: 1 where everybody meets every arm."""
        return 1 if self.within else len(self.arms)

    @property
    def accept_fits(self) -> dict[str, str]:
        """By step, the truth for which it is right to accept, where that is known: it is what a warning is about."""
        spoken = {
            step: says for one in self.asked if isinstance(one, Followed) for step, says in one.alarms.items()
        }
        shares = {one.step: one.right_when["accept"] for one in self.shares if "accept" in one.right_when}
        return {**spoken, **shares}

    @property
    def counts_stays(self) -> bool:
        """Whether it asks how long people stay at a screen, which only the events tell."""
        return any(isinstance(one, Median) and one.to == "leave" for one in self.asked)

    @classmethod
    def of(cls, scenario: Scenario) -> Plan:
        """The plan that a scenario implies. Without a decision block its first arm is the baseline, and its first
        measure the primary one.
        """
        decision, arms = scenario.decision, tuple(scenario.arms)
        found = [_ASKED[measure.form](scenario, name, measure) for name, measure in scenario.measures.items()]
        return cls(
            arms=arms,
            compare=tuple(decision.compare) if decision else arms,
            primary=decision.by if decision else next(iter(scenario.measures), None),
            shares=tuple(one for one in found if isinstance(one, RightShare)),
            reactions=frozenset(scenario.reactions()),
            instruments=tuple(instrument_of(scenario, name) for name in scenario.instruments()),
            people=decision.people if decision else None,
            worth_it_from=decision.worth_it_from if decision else None,
            asked=tuple(one for one in found if not isinstance(one, RightShare)),
            must_hold=decision.limits if decision else {},
            ship_when=decision.ship_when if decision else None,
            by_reward=scenario.assign.by_reward is not None,
            checks={
                place: asked for place, asked in questions_of(scenario).items() if asked.must_be is not None
            },
            free={
                place: asked.text
                for place, asked in questions_of(scenario).items()
                if asked.kind in {"text", "long_text"} and asked.must_be is None
            },
            probes=frozenset(step.id for step, _ in scenario.walk() if isinstance(step, Probe)),
            suspects={
                step.id: frozenset(step.suspects)
                for step, _ in scenario.walk()
                if isinstance(step, Probe) and step.suspects
            },
            looks=decision.looks if decision else 1,
            within=scenario.within,
            how_good=tuple(decision.how_good) if decision else (),
            costs=decision.costs if decision else None,
            factors=_factors(scenario),
        )


def _factors(scenario: Scenario) -> dict[str, Factor]:
    found = {}
    for name, factor in scenario.factors.items():
        doses = factor.doses
        if doses is None:
            continue
        met = {
            arm: factor.find(each.factors[name])
            for arm, each in scenario.arms.items()
            if name in each.factors
        }
        by_arm = {arm: doses[level] for arm, level in met.items() if level}
        found[name] = Factor(name, factor.unit, by_arm, {arm: _crossed(scenario, arm) for arm in by_arm})
    return found


def _crossed(scenario: Scenario, arm: str) -> str:
    """The arm of the file that this one was made of by the factors; empty where there was none."""
    left = arm
    for name, kept in reversed(scenario.arms[arm].factors.items()):
        level = f"{name}-{scenario.factors[name].find(kept)}"
        left = "" if left == level else left.removesuffix(f"-{level}")
    return left


def questions_of(scenario: Scenario) -> dict[tuple[str, str], BaseQuestion]:
    """All questions of the flow, by place and item."""
    found: dict[tuple[str, str], BaseQuestion] = {}
    for step, _ in scenario.walk():
        pages = {step.id: step.all_questions}
        if isinstance(step, Survey):
            pages = {f"{step.id}-{name}": page.questions for name, page in step.pages}
        for where, asked in pages.items():
            found |= {(where, item): question for item, question in asked.items()}
    return found


def _places(scenario: Scenario, step: str | None, feature: str | None, of: str) -> frozenset[str]:
    """The steps that are meant: the one that is named, those of the feature, or all where that can be done."""
    if step:
        return frozenset({step})
    found = (step for step, _ in scenario.walk())
    return frozenset(s.id for s in found if (feature in s.features if feature else can_get(s, of)))


def _share(scenario: Scenario, name: str, measure: Measure) -> RightShare | ReactionShare:
    share = measure.share
    assert share is not None
    if share.of is None:
        return RightShare(
            name, share.step or "", {str(does): true for does, true in share.right_when.items()}
        )
    steps = _places(scenario, share.step, share.feature, share.of)
    kept = share.where.shown if share.where else None
    return ReactionShare(name, share.of, share.value, steps, share.feature, kept)


def _followed(scenario: Scenario, name: str, measure: Measure) -> Followed:
    feature = measure.followed_when_right_or_ignored_when_wrong or ""
    speaking = [step for step, _ in scenario.walk() if feature in step.features]
    alarms = {step.id: getattr(step, "only_when", None) for step in speaking}
    return Followed(name, feature, {step: said for step, said in alarms.items() if isinstance(said, str)})


def _count(scenario: Scenario, name: str, measure: Measure) -> ReactionCount:
    count = measure.count
    assert count is not None
    steps = _places(scenario, count.step, count.feature, count.of)
    return ReactionCount(name, count.of, count.value, steps, count.per)


def _mean(scenario: Scenario, name: str, measure: Measure) -> Average:
    mean = measure.mean
    assert mean is not None
    subject, detail = mean.averaged
    low: float | None
    high: float | None
    low, high = (1.0, 5.0) if subject == "stars" else (0.0, None)
    if detail and subject != "quality":
        low, high = range_of(questions(scenario, subject).get(detail))
    return Average(name, subject, detail, frozenset({mean.step}) if mean.step else None, low, high)


def _median(_scenario: Scenario, name: str, measure: Measure) -> Median:
    time = measure.median_time
    assert time is not None
    return Median(name, time.to, frozenset({time.step}) if time.step else None)


def _score(scenario: Scenario, name: str, measure: Measure) -> Scored:
    score = measure.score
    assert score is not None
    return Scored(name, instrument_of(scenario, score.instrument), score.subscale, score.step)


def _preferred(scenario: Scenario, name: str, measure: Measure) -> Preference:
    asked = measure.preferred
    assert asked is not None
    offered = options(scenario, asked.where, asked.field)
    arms: Literal["by name", "in order"] | None = None
    if asked.field and scenario.within and len(offered) == len(scenario.arms):
        arms = "by name" if set(offered) == set(scenario.arms) else "in order"
    return Preference(name, asked.where, asked.field, offered, arms)


_ASKED: dict[str, Callable[[Scenario, str, Measure], RightShare | Asked]] = {
    "share": _share,
    "followed_when_right_or_ignored_when_wrong": _followed,
    "count": _count,
    "mean": _mean,
    "median_time": _median,
    "score": _score,
    "preferred": _preferred,
}
