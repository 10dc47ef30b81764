"""Guards of what was measured, and of what people met beside their arm."""

from __future__ import annotations

import numpy as np
import pandas as pd

from curtain.analysis import comparing, wording
from curtain.analysis.guards.shape import ALARMING, DOUBT, SMALL, Given, Guard, seldom
from curtain.analysis.quantities import Measure
from curtain.analysis.worth import back, gain

FEW = 12  # people in an arm, with fewer of whom reading what they said tells more than any figure
BLUNT = 1.5  # times the difference that was asked for
AT_THE_END = 0.6  # the share of people at one end of a scale from which on it cannot tell them apart
HALF = 0.5  # of the answers
HEARD = 5  # people, with fewer of whom nothing is said of an operator


def number(given: Given) -> list[Guard]:
    """Whether there are enough people for the difference that was asked for."""
    counts = {arm: int(given.study.counted["arm"].eq(arm).sum()) for arm in given.plan.compare}
    if not counts:
        return []
    few = min(counts.values()) < FEW
    says = ", ".join(f"{arm} {n}" for arm, n in counts.items()) + "."
    seen, blunt = _visible(given)
    says = f"{says} {seen}" if seen else says
    if few:
        do = "Read what people did and said before any figure. No difference found is not: no difference."
        return [Guard("few", "Number of people", "look", says, do)]
    if blunt:
        do = "Smaller differences may well be there. No difference found is not: no difference."
        return [Guard("few", "Number of people", "look", says, do)]
    return [Guard("few", "Number of people", "fine", says)]


def _visible(given: Given) -> tuple[str, bool]:
    """The smallest difference that such a panel sees, in words, and whether that is far more than was asked for."""
    measure, plan = given.primary, given.plan
    if measure is None or plan.baseline is None:
        return "", False
    base = comparing.estimate(given.study, measure, plan.baseline)
    found = [comparing.difference(given.study, plan, measure, arm, base.arm) for arm in plan.compare[1:]]
    gains = [gain(each, measure, plan.worth_it_from, base.estimate) for each in found]
    worst = max((each for each in gains if each.visible), key=lambda each: each.visible or 0.0, default=None)
    if worst is None or worst.visible is None:
        return "Nothing varies enough yet to say how small a difference would be seen.", False
    size = wording.size(back(worst.visible, measure, plan.worth_it_from), measure)
    asked = f"; what was asked for is {plan.worth_it_from}" if plan.worth_it_from else ""
    blunt = worst.asked is not None and worst.visible > BLUNT * worst.asked
    return f"In 8 of 10 panels like this, a difference of {size} would be seen{asked}.", blunt


def ends(given: Given) -> list[Guard]:
    """Ceiling and floor effects of what decides."""
    measure = given.primary
    if measure is None or measure.high is None or measure.binary:
        return []
    values = given.study.counted[measure.name].dropna() * comparing.factor(measure)
    if len(values) < SMALL:
        return []
    top, bottom = values.ge(measure.high - 1e-9).mean(), values.le((measure.low or 0.0) + 1e-9).mean()
    title = "Room on the scale"
    if max(top, bottom) > AT_THE_END:
        where, share = ("top", top) if top >= bottom else ("bottom", bottom)
        says = (
            f"{measure.title}: {share:.0%} of people are at the {where}, where nothing can tell them apart."
        )
        do = f"Make the task {'harder' if where == 'top' else 'easier'} in the next panel."
        return [Guard("ends", title, "look", says, do)]
    says = f"{measure.title}: {top:.0%} of people are at the top, {bottom:.0%} at the bottom."
    return [Guard("ends", title, "fine", says)]


def stand_ins(given: Given) -> list[Guard]:
    """How many answers came from the stand-in, and how many too late, by arm."""
    found = []
    for name, title, words in (
        ("fallback", "Stand-in answers", "from the stand-in"),
        ("late", "Late answers", "later than drawn"),
    ):
        shares = _means(given, name)
        if not shares:
            continue
        says = f"Answers {words}: {', '.join(f'{arm} {share:.0%}' for arm, share in shares.items())}."
        compared = [share for arm, share in shares.items() if arm in given.plan.compare]
        rows = given.study.counted
        sessions = tuple(rows.loc[rows[name].gt(HALF), "session"].drop_duplicates())
        enough = rows["participant"].nunique() >= SMALL
        if name == "fallback" and enough and max(compared, default=0.0) > HALF:
            do = "That arm tried out the stand-in, not the feature: ask again with more operators or time."
            found.append(Guard(name, title, "invalid", says, do, sessions, "stood_in"))
        elif max(shares.values()) > ALARMING:
            do = "People met something slower or cruder than what was to be tried out."
            if max(shares.values()) - min(shares.values()) > ALARMING:
                do = "The arms differ in this, too: see what remains of the effect when it is held equal."
            found.append(Guard(name, title, "look", says, do, sessions))
        else:
            found.append(Guard(name, title, "fine", says))
    return found


def latency(given: Given) -> list[Guard]:
    """Whether people waited as long in each arm."""
    means = _means(given, "latency", least=2)
    if len(means) < 2:
        return []
    title = "Waiting times"
    says = f"From request to screen: {', '.join(f'{arm} {mean:.1f} s' for arm, mean in means.items())}."
    shortest, longest = min(means.values()), max(means.values())
    if longest - shortest <= max(0.5, 0.25 * shortest):
        return [Guard("latency", title, "fine", says)]
    if _planned_to_wait(given):
        return [Guard("latency", title, "fine", f"{says} The arms were made to differ in this.")]
    do = "Waiting may look like an arm: see what remains of the effect when it is held equal."
    return [Guard("latency", title, "look", says, do)]


def _planned_to_wait(given: Given) -> bool:
    waits = [factor for factor in given.plan.factors.values() if factor.unit == "s"]
    return any(len({factor.by_arm.get(arm) for arm in given.plan.arms}) > 1 for factor in waits)


def operators(given: Given) -> list[Guard]:
    """Whether every operator played in every arm, and whether it mattered who answered."""
    rows = given.study.counted[given.study.counted["operator"].notna()]
    if rows.empty:
        return []
    met = rows.groupby("operator")["arm"].agg(["nunique", "size"])
    played = rows["arm"].nunique()
    title = "Operators"
    one_sided = met[met["nunique"].lt(played) & met["size"].ge(3)]
    if len(one_sided):
        says = f"{len(one_sided)} of {len(met)} played in some of the {played} arms only."
        do = "What looks like an arm may be an operator: let everybody play in every arm."
        theirs = rows.loc[rows["operator"].isin(one_sided.index), "session"].drop_duplicates()
        return [Guard("operators", title, "look", says, do, tuple(theirs))]
    only = " that people play" if played < given.study.counted["arm"].nunique() else ""
    fine = Guard("operators", title, "fine", f"{len(met)}, each in every arm{only}.")
    return [_who_answered(given, rows) or fine]


def _who_answered(given: Given, rows: pd.DataFrame) -> Guard | None:
    """Whether people differ by who answered them, once what their arm does is taken off."""
    measure = given.primary
    if measure is None:
        return None
    rows = rows[rows[measure.name].notna()]
    if measure.scale == "time":
        rows = rows[rows[measure.name].gt(0)].assign(**{measure.name: np.log(rows[measure.name])})
    rest = rows[measure.name] - rows.groupby("arm")[measure.name].transform("mean")
    # Somebody who meets several arms is one person, not several.
    person = rest.groupby([rows["participant"], rows["operator"]]).mean()
    groups = {who: each.to_numpy() for who, each in person.groupby(level="operator") if len(each) >= HEARD}
    if len(groups) < 2 or np.ptp(np.concatenate(list(groups.values()))) < 1e-9:
        return None
    from scipy.stats import f_oneway

    p = float(f_oneway(*groups.values()).pvalue)
    if not p < DOUBT:
        return None
    means = [float(each.mean()) for each in groups.values()]
    says = (
        f"{measure.title}: people differ by {_apart(measure, max(means) - min(means))}, by who answered them."
    )
    do = "Look at how the operators answered, and see what remains of the effect when that is held equal."
    return Guard("operators", "Operators", "look", f"{says} Chance does that {seldom(p)}.", do)


def _apart(measure: Measure, size: float) -> str:
    return wording.size(
        float(np.exp(size)) if measure.scale == "time" else size * comparing.factor(measure), measure
    )


def _means(given: Given, name: str, least: int = 1) -> dict[str, float]:
    """The mean of people by arm, in the plan's order, where at least so many have a value."""
    if name not in given.study.counted:
        return {}
    values = pd.to_numeric(given.study.counted[name], errors="coerce")
    means = values.groupby(given.study.counted["arm"]).agg(["mean", "count"])
    means = means[means["count"].ge(least)]
    return {arm: float(means["mean"][arm]) for arm in given.plan.arms if arm in means.index}


LOOKS = (number, ends, stand_ins, latency, operators)
