"""What does not fit together in the design of a study: strata, quotas, weights and rewards, personas, factors."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from scenarios import assignment
from scenarios.design import PERSONA, Assign, ByReward, Factor, Level, Persona
from scenarios.document import Finding, Path, unknown
from scenarios.errors import did_you_mean

MOST_STRATA = 64


class Asked(NamedTuple):
    """A question that participants answer: its fixed answers (None if it is open), and whether its form screens."""

    answers: Sequence[str] | None
    screening: bool = True


def findings(
    assign: Assign,
    *,
    arms: Collection[str],
    personas: Mapping[str, Persona],
    questions: Mapping[str, Asked],
    measures: Collection[str],
    within: bool,
) -> Iterator[Finding]:
    """What does not fit together in `assign`.

    `questions` are all fields of forms as `form.field`; `measures` are what `by_reward` can go by; `within` says
    whether the flow has a block `each: arm`.
    """
    at: Path = ("assign",)
    if assign.design == "within" and not within:
        expected, remedy = "a block `each: arm`", "put what everybody does in each arm under `- each: arm`"
        yield Finding((*at, "design"), "nothing in the flow goes through the arms", expected, remedy)
    if assign.design == "between" and within:
        remedy = "write within, or take `each: arm` out of the flow"
        yield Finding((*at, "design"), "the flow goes through all arms (`each: arm`)", "within", remedy)
    yield from _weights(assign, arms, within)
    known = {**questions, **({PERSONA: Asked(list(personas))} if personas else {})}
    for n, name in enumerate(assign.strata):
        yield from _askable((*at, "strata", n), name, known, assign.strata[:n])
    groups = math.prod(len(known[name].answers or "?") for name in assign.strata if name in known)
    if groups > MOST_STRATA:
        remedy = "name fewer questions, or questions with fewer answers"
        yield Finding(
            (*at, "strata"), f"these make {groups:,} groups", f"at most {MOST_STRATA}", remedy, True
        )
    for name, limits in assign.quotas.items():
        yield from _askable((*at, "quotas", name), name, known, (), at_key=True)
        answers = (known[name].answers if name in known else None) or ()
        for value in limits if answers else ():
            if value not in answers:
                what = "persona" if name == PERSONA else "answer"
                where = "" if name == PERSONA else f"to {name!r}"
                yield unknown((*at, "quotas", name, value), what, value, answers, within=where, at_key=True)
    if assign.by_reward:
        yield from _by_reward(assign.by_reward, arms, measures, within)


def _weights(assign: Assign, arms: Collection[str], within: bool) -> Iterator[Finding]:
    at: Path = ("assign",)
    for arm in assign.weights:
        if arm not in arms:
            yield unknown((*at, "weights", arm), "arm", arm, arms, at_key=True)
    if within and assign.weights:
        what = "weights have no meaning where everybody meets every arm"
        yield Finding((*at, "weights"), what, remedy="remove them", at_key=True)
    elif assign.block is not None and arms:
        weights = {arm: assign.weights.get(arm, 1) for arm in arms}
        set_of = sum(weights.values()) // math.gcd(*weights.values())
        unit = len(assignment.orders(list(arms))) if within else set_of
        if assign.block % unit:
            what = f"a block of {assign.block} people cannot hold " + (
                f"the {unit} orders equally often" if within else "the arms by their weights"
            )
            near = max(1, round(assign.block / unit)) * unit
            yield Finding((*at, "block"), what, f"a multiple of {unit}, such as {near}")


def _askable(
    path: Path, name: str, known: Mapping[str, Asked], before: Collection[str], *, at_key: bool = False
) -> Iterator[Finding]:
    """What speaks against grouping people by a question."""
    if name in before:
        yield Finding(path, f"{name!r} stands here twice", "each question once", "remove one of them")
    elif name == PERSONA and name not in known:
        yield Finding(path, "there are no personas", remedy="describe them under `personas:`", at_key=at_key)
    elif name not in known:
        yield unknown(path, "question", name, known, "ask it in a form: form.field", at_key=at_key)
    elif known[name].answers is None:
        expected, remedy = "a question with fixed answers", "ask it as a choice, for example from ranges"
        yield Finding(path, f"{name!r} can be answered with anything", expected, remedy, at_key)
    elif not known[name].screening:
        form = name.partition(".")[0]
        expected, remedy = "a form with `screening: true`", f"add that to the form {form!r}"
        yield Finding(path, f"{name!r} is asked when people are in an arm already", expected, remedy, at_key)


def _by_reward(
    rule: ByReward, arms: Collection[str], measures: Collection[str], within: bool
) -> Iterator[Finding]:
    at: Path = ("assign", "by_reward")
    if within:
        what = "nobody can be given a better arm where everybody meets every arm"
        yield Finding(
            at, what, "one arm for each person", "remove `by_reward`, or `each: arm` from the flow", True
        )
    if rule.measure not in measures:
        yield unknown((*at, "measure"), "measure", rule.measure, measures, "describe it under `measures:`")
    if len(arms) < 2:
        yield Finding(at, "there is only one arm", "two arms or more", "add one under `arms:`", True)
    elif rule.floor * len(arms) > 1 + 1e-9:
        what = f"{len(arms)} arms with a floor of {100 * rule.floor:.4g}% come to more than the whole"
        yield Finding((*at, "floor"), what, f"at most {100 // len(arms)}%")


def persona_findings(personas: Mapping[str, Persona]) -> Iterator[Finding]:
    """Facts that some personas have and others do not: a text that names them could not be shown to everybody."""
    facts = dict.fromkeys(fact for persona in personas.values() for fact in persona.facts)
    for name, persona in personas.items():
        at: Path = ("personas", name, "facts") if persona.facts else ("personas", name)
        for fact in facts:
            if fact not in persona.facts:
                owner = next(other for other, found in personas.items() if fact in found.facts)
                what = f"{name!r} has no fact {fact!r}, but {owner!r} has"
                remedy = did_you_mean(fact, persona.facts, f"add `{fact}: …`")
                yield Finding(at, what, "the same facts for all personas", remedy, at_key=True)


def factor_findings(
    factors: Mapping[str, Factor], arms: Mapping[str, Mapping[str, Level]] | None = None
) -> Iterator[Finding]:
    """Factors that set the same thing, and levels that `arms` name of factors that there are not."""
    for (first, one), (second, other) in combinations(factors.items(), 2):
        short, long = sorted((one.path.split("."), other.path.split(".")), key=len)
        if long[: len(short)] == short:
            what = f"{second!r} varies what {first!r} varies already"
            yield Finding(("factors", second, "path"), what, "a path of its own")
    for arm, levels in (arms or {}).items():
        for name in levels:
            if name not in factors:
                otherwise = "describe it under `factors:`"
                yield unknown(("arms", arm, "factors", name), "factor", name, factors, otherwise, at_key=True)
