"""What the decision block makes of a panel: at its decision points, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from curtain.analysis import comparing, telling
from curtain.analysis.inference.preference import preferred
from curtain.analysis.looks import ALPHA, Look, looks
from curtain.analysis.plan import Plan, Preference
from curtain.analysis.quantities import Measure
from curtain.analysis.results import FINISHED, finished
from curtain.analysis.study import Study
from curtain.analysis.verdict import Against, Verdict, Word
from curtain.analysis.worth import Limit, gain, limit


class _Rule(NamedTuple):
    """The decision block, with what it names looked up."""

    plan: Plan
    measure: Measure
    baseline: str
    others: tuple[str, ...]


def decide(study: Study, plan: Plan, planned: int | None = None, invalid: Sequence[str] = ()) -> Verdict:
    """The verdict on a panel by the scenario's decision block; `planned` people (by default the block's).

    Each decision point sees the people who had finished by then and nobody else. The first one that has an answer
    decides, and who comes later changes nothing. `invalid` are the reasons why nothing may be decided.
    """
    people = study.counted["participant"].nunique()
    measure = next((each for each in study.measures if each.name == plan.primary), None)
    others = tuple(arm for arm in plan.compare if arm != plan.baseline)
    points = tuple(looks(planned or plan.people, plan.looks, len(others), plan.sharing))
    start = Verdict("cannot tell", None, "", (), "", None, points, people, measure, ())
    if measure is None or plan.baseline is None or not others or plan.worth_it_from is None:
        return telling.without_a_rule(start)
    rule = _Rule(plan, measure, plan.baseline, others)
    if invalid:
        return telling.invalid(start, tuple(invalid))
    if plan.by_reward:
        return telling.by_reward(start)
    if _is_preference(rule):
        return _by_preference(start, study, rule)
    for look in points:
        if look.people > people:
            break
        found = _sides(study.first(look.people), rule, look.level, corrected=plan.looks == 1)
        word, arm = _word(found)
        if look.last or word in {"ship", "stop"}:
            return telling.decided(start._replace(word=word, arm=arm, look=look, arms=found), plan)
    return telling.on_the_way(start._replace(arms=_sides(study, rule, 0.0, corrected=False)))


def depending(study: Study, plan: Plan, verdict: Verdict, flags: Sequence[str]) -> Verdict:
    """The verdict with those flags without whose people it would be another one."""
    if verdict.look is None:
        return verdict
    then = study.first(verdict.look.people)
    found = [flag for flag in flags if _differs(then, plan, verdict, flag)]
    return verdict._replace(depends_on=tuple(found))


def _differs(then: Study, plan: Plan, verdict: Verdict, flag: str) -> bool:
    if not then.counted[flag].any():
        return False
    rest = then.without([flag])
    # All who are left are what there is to decide by: nobody can be waited for.
    other = decide(rest, plan._replace(looks=1), rest.counted["participant"].nunique())
    return (other.word, other.arm) != (verdict.word, verdict.arm)


def _sides(study: Study, rule: _Rule, level: float, *, corrected: bool) -> tuple[Against, ...]:
    """Every arm of the decision block against the baseline. `level`: which p-values are more than chance would do."""
    plan, measure, baseline = rule.plan, rule.measure, rule.baseline
    # What is not corrected for several comparisons by its p-value is so by a wider interval.
    confidence = 1 - (ALPHA / len(rule.others) if corrected or not level else level)
    found = [comparing.difference(study, plan, measure, arm, baseline, confidence) for arm in rule.others]
    found = comparing.together(found)
    there = comparing.estimate(study, measure, baseline)
    made = []
    for each in found:
        p = each.p_adjusted if corrected else each.p
        told = gain(each, measure, plan.worth_it_from, there.estimate)
        sure = p is not None and p <= level
        made.append(
            Against(
                each.arm,
                comparing.estimate(study, measure, each.arm),
                there,
                each,
                told,
                _limits(study, rule, each.arm),
                better=sure and (told.estimate or 0.0) > 0,
                worse=sure and (told.estimate or 0.0) < 0,
                evidence=telling.by_chance(p, len(found) if corrected else 1),
            )
        )
    return tuple(made)


def _limits(study: Study, rule: _Rule, arm: str) -> tuple[Limit, ...]:
    found = []
    known = {measure.name: measure for measure in study.measures}
    for name, bounds in rule.plan.must_hold.items():
        if name == FINISHED.name:
            here, there, against = finished(study, arm, rule.baseline)
            found += [limit(bound, FINISHED, here, against, there) for bound in bounds]
        elif name in known:
            measure = known[name]
            here, there = (comparing.estimate(study, measure, one) for one in (arm, rule.baseline))
            against = comparing.difference(study, rule.plan, measure, arm, rule.baseline)
            found += [limit(bound, measure, here, against, there) for bound in bounds]
    return tuple(found)


def _word(found: Sequence[Against]) -> tuple[Word, str | None]:
    """What follows from the arms: the best one that does what was asked, and keeps the limits, is to be shipped."""
    ranked = sorted(found, key=lambda each: each.gain.estimate or float("-inf"), reverse=True)
    worth = [each for each in ranked if each.better and each.gain.enough]
    kept = [each for each in worth if not each.broken and not each.open]
    if kept:
        return "ship", kept[0].arm
    unsure = [each for each in worth if not each.broken]
    if unsure:
        return "cannot tell", unsure[0].arm
    if worth:
        return "iterate", worth[0].arm
    if all(each.worse or each.gain.too_little for each in found):
        some = next((each for each in ranked if each.better), None)
        return ("iterate", some.arm) if some else ("stop", None)
    return "cannot tell", None


# Preferences -----------------------------------------------------------------


def _is_preference(rule: _Rule) -> bool:
    asked = next((one for one in rule.plan.asked if one.name == rule.measure.name), None)
    return (
        isinstance(asked, Preference)
        and asked.arms is not None
        and rule.plan.within
        and len(rule.others) == 1
    )


def _by_preference(start: Verdict, study: Study, rule: _Rule) -> Verdict:
    """What people prefer may be decided at any time: the evidence is of a kind that looking does not wear out."""
    arm = rule.others[0]
    rows = study.counted[study.counted["arm"].eq(arm)]
    said = rows[["participant", rule.measure.name]].dropna()
    found: tuple[Against, ...] = ()
    for number in range(1, len(said) + 1):
        told = preferred(int(said[rule.measure.name][:number].sum()), number)
        if told.decides:
            then = study.first(_place(study, said["participant"].iloc[number - 1]))
            found = _sides(then, rule, 0.0, corrected=False)
            likes = told.share > 0.5
            found = tuple(
                each._replace(better=likes, worse=not likes, evidence=telling.by_evidence(told.e))
                for each in found
            )
            word, chosen = _word(found)
            look = Look(1, then.counted["participant"].nunique(), ALPHA, True)
            return telling.decided(start._replace(word=word, arm=chosen, look=look, arms=found), rule.plan)
    now = start._replace(arms=_sides(study, rule, 0.0, corrected=False))
    last = next((look for look in start.looks if look.last and look.people <= start.people), None)
    return telling.decided(now._replace(look=last), rule.plan) if last else telling.any_time(now)


def _place(study: Study, participant: str) -> int:
    done = study.counted["participant"].drop_duplicates().tolist()
    return done.index(participant) + 1
