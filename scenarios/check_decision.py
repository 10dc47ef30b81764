"""What does not fit together about the decision: arms and measures that are not there, and foreign units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

from scenarios.decision import Bound, Costs, DecisionRule
from scenarios.document import Finding, Path, unknown
from scenarios.errors import ScenariosError
from scenarios.measures import ALWAYS, Measure, Scale, better, instrument_ids, instrument_of, options
from scenarios.model import Scenario
from scenarios.steps import MEANS


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything that does not fit together about the decision."""
    if scenario.decision:
        yield from _decision(scenario, scenario.decision)


def _decision(scenario: Scenario, rule: DecisionRule) -> Iterator[Finding]:
    for n, arm in enumerate(rule.compare):
        at: Path = ("decision", "compare", n)
        if arm not in scenario.arms:
            yield unknown(at, "arm", arm, scenario.arms)
        elif arm in rule.compare[:n]:
            yield Finding(at, f"the arm {arm!r} stands here twice", remedy="name another")
    if rule.looks > 1 and rule.people is None:
        remedy = "plan a number of `people`, or leave `looks` out"
        yield Finding(("decision", "looks"), "nobody can look on the way to an unknown number", remedy=remedy)
    elif rule.people is not None and rule.looks > rule.people // 2:
        what = f"{rule.looks} looks are too many for {rule.people} people"
        yield Finding(("decision", "looks"), what, "at least two people for each look")
    scales = dict(_scales(scenario))
    known = [*scenario.measures, *_scored(scenario)]
    if rule.by not in scales:
        yield unknown(("decision", "by"), "measure", rule.by, known, "describe it under `measures:`")
    else:
        yield from _comparable(scenario, rule, scales[rule.by])
    for n, limit in enumerate(rule.must_hold):
        for name, bound in limit.items():
            where: Path = ("decision", "must_hold", n, name)
            if name not in scales:
                yield unknown(where, "measure", name, [*known, *_always(scenario)], at_key=True)
            else:
                yield from _holds(where, name, scales[name], bound)
    yield from _how_good(scenario, rule, scales)
    if rule.costs:
        yield from _costs(scenario, rule.costs)


def _how_good(scenario: Scenario, rule: DecisionRule, scales: Mapping[str, Scale]) -> Iterator[Finding]:
    for n, asked in enumerate(rule.how_good):
        at: Path = ("decision", "how_good", n)
        factor = scenario.factors.get(asked.along)
        if not scenario.factors:
            remedy = "describe it under `factors:`"
            yield Finding((*at, "along"), f"there is no factor {asked.along!r}", remedy=remedy)
        elif factor is None:
            yield unknown(
                (*at, "along"), "factor", asked.along, scenario.factors, "describe it under `factors:`"
            )
        elif factor.doses is None:
            what = f"the levels of {asked.along!r} have no order"
            yield Finding((*at, "along"), what, "numbers as levels, or `ordered: true`")
        if asked.by not in scales:
            yield unknown((*at, "by"), "measure", asked.by, [*scenario.measures, *_scored(scenario)])
        elif asked.reach.against_baseline:
            expected = "`at least` or `at most` and a number, such as at least 70%"
            yield Finding((*at, "reach"), f"{str(asked.reach)!r} is no place to reach", expected)
        else:
            yield from _holds((*at, "reach"), asked.by, scales[asked.by], asked.reach)


def _costs(scenario: Scenario, costs: Costs) -> Iterator[Finding]:
    """Prices of what nobody could find in the data: they would make every arm look free."""
    at: Path = ("decision", "costs")
    if "contact" in costs.prices and "contact" not in scenario.reactions():
        what = "nobody can contact support here"
        yield Finding((*at, "contact"), what, "a button with the reaction `contact`", at_key=True)
    for name in ("missed", "false_alarm"):
        if name in costs.prices and not _warns(scenario):
            what = "nothing says what a warning is about"
            expected = "a measure `share:` with `right_when: {accept: …}`, or a screen with `only_when`"
            yield Finding((*at, name), what, expected, at_key=True)
    if "wrong" in costs.prices and not _warns(scenario) and not any(_truths(scenario)):
        yield Finding((*at, "wrong"), "nobody knows which decision is wrong", _TRUTH, at_key=True)
    sums = {
        name: measure.count
        for name, measure in scenario.measures.items()
        if measure.count and measure.count.per == "session"
    }
    for name in costs.counted:
        where: Path = (*at, "counted", name)
        if name in scenario.measures and name not in sums:
            what = f"{name!r} does not count what happened in a session"
            yield Finding(where, what, "a measure such as {count: {of: contact, per: session}}", at_key=True)
        elif name not in sums:
            named = sums or scenario.measures
            yield unknown(where, "measure", name, named, "describe it under `measures:`", at_key=True)


_TRUTH = "a feature with `truth`, or a measure `share:` with `right_when`"


def _warns(scenario: Scenario) -> bool:
    """Whether it is known which truth a warning is about."""
    shares = (measure.share for measure in scenario.measures.values())
    if any(share and "accept" in share.right_when for share in shares):
        return True
    followed = {measure.followed_when_right_or_ignored_when_wrong for measure in scenario.measures.values()}
    steps = (step for step, _ in scenario.walk() if followed & set(step.features))
    return any(isinstance(getattr(step, "only_when", None), str) for step in steps)


def _truths(scenario: Scenario) -> Iterator[bool]:
    return (feature.truth is not None for feature in scenario.features.values())


def _always(scenario: Scenario) -> Iterator[str]:
    """What the results of this scenario have without being asked."""
    reactions = scenario.reactions()
    cases = any(
        measure.share and "accept" in measure.share.right_when for measure in scenario.measures.values()
    )
    asked = [question for step, _ in scenario.walk() for question in step.all_questions.values()]
    checks = any(question.must_be is not None for question in asked)
    for name in ALWAYS:
        if (name.startswith("accepted_") and not cases) or (name == "attention" and not checks):
            continue
        needs = {"contacts": {"contact"}, "thumbs_up": {"thumb"}, "decision_time": set(MEANS)}
        if name not in needs or needs[name] & reactions:
            yield name


def _scored(scenario: Scenario) -> Iterator[str]:
    """The scores that the flow's questionnaires have: `sus`, `nasa-tlx`, `nasa-tlx.effort` …"""
    for name in instrument_ids(scenario):
        with suppress(ScenariosError):  # one that is not there is told of at its survey
            instrument = instrument_of(scenario, name)
            if instrument.scoring:
                yield name
            yield from (f"{name}.{part}" for part in instrument.subscales)


def _scales(scenario: Scenario) -> Iterator[tuple[str, Scale]]:
    for name in _always(scenario):
        yield name, ALWAYS[name]
    for name in _scored(scenario):
        yield name, "number"
    for name, measure in scenario.measures.items():
        yield from _named(scenario, name, measure)


def _named(scenario: Scenario, name: str, measure: Measure) -> Iterator[tuple[str, Scale]]:
    yield name, measure.scale
    if measure.preferred:
        offered = options(scenario, measure.preferred.where, measure.preferred.field)
        yield from ((f"{name}.{option}", "share") for option in offered)


_UNITS = {
    "share": (("points", "%", "times"), "points, as for every share, such as 10 points"),
    "time": (("s", "%", "times"), "seconds, % or times, as for every time, such as 2 seconds less"),
    "number": (("points", "%", "times"), "points, % or times, such as 5 points"),
}


def _comparable(scenario: Scenario, rule: DecisionRule, scale: Scale) -> Iterator[Finding]:
    units, expected = _UNITS[scale]
    if rule.worth_it_from.unit not in units:
        what = f"{rule.by!r} is not measured in {'seconds' if rule.worth_it_from.unit == 's' else 'points'}"
        yield Finding(("decision", "worth_it_from"), what, expected)
    good, worth = better(scenario, rule.by), rule.worth_it_from
    if good is not None and (good == "less") is not worth.less:
        turned = "a ratio below 1" if good == "less" else "a ratio above 1"
        meant = turned if worth.unit == "times" else str(worth.model_copy(update={"less": good == "less"}))
        yield Finding(("decision", "worth_it_from"), f"{good} is better for {rule.by!r}", meant)
    measure = scenario.measures.get(rule.by)
    asked = measure.preferred if measure else None
    if asked:
        arms = len(scenario.arms) if asked.field and scenario.within else None
        if len(options(scenario, asked.where, asked.field)) != arms:
            what = f"{rule.by!r} is a preference between options, and no difference of arms"
            yield Finding(("decision", "by"), what, "a measure that each arm has")


def _holds(at: Path, name: str, scale: Scale, bound: Bound) -> Iterator[Finding]:
    """A limit in units that are not the measure's: 68 of a share would be 68 or 0.68, who knows."""
    if bound.against_baseline:
        units: tuple[str, ...] = ("s", "%") if scale == "time" else ("points", "%")
    else:
        units = {"share": ("%",), "time": ("s",), "number": ("",)}[scale]
    if bound.unit not in units:
        such = {"share": "a share in %, such as at least 80%", "time": "a time, such as at most 20 seconds"}
        such |= {"number": "a number, such as at least 68"}
        beside = "points or %" if scale != "time" else "seconds or %"
        yield Finding(
            at, f"{name!r} cannot be held to {bound}", beside if bound.against_baseline else such[scale]
        )
