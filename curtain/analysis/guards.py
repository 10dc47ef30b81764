"""Whether the data can be trusted: what may have gone wrong with a panel, each in one plain sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from curtain.analysis import comparing
from curtain.analysis.flags import FLAGS
from curtain.analysis.plan import Plan
from curtain.analysis.study import Study

State = Literal["fine", "look", "invalid", "cannot tell"]

SURE = 0.001  # a p-value below which people were not sent as they should have been
DOUBT = 0.01
SMALL = 20  # people, with fewer of whom nothing is called invalid
LITTLE = 100  # people, with fewer of whom a wrong allocation is hardly seen
ALARMING = 0.1  # a share of stand-in or flagged people from which on to look
AT_THE_END = 0.6  # the share of people at one end of a scale from which on it cannot tell them apart
HURRIED = 1 / 3  # of the median time


class Guard(NamedTuple):
    """One thing that was looked at. `says` has the numbers, `do` what to do about it, `sessions` the evidence, and
    `flag` the reason by which those people may be left out."""

    name: str
    title: str
    state: State
    says: str
    do: str = ""
    sessions: tuple[str, ...] = ()
    flag: str | None = None


def guards(study: Study, plan: Plan, weights: Mapping[str, float] | None = None) -> list[Guard]:
    """Everything that was looked at, the worst first. `weights`: how many people each arm was to get, beside the
    others (all alike, unless it is said)."""
    found = [guard for look in _LOOKS for guard in look(study, plan)]
    found = [_allocation(study, plan, weights or {}), *found, *_flagged(study)]
    order: tuple[State, ...] = ("invalid", "look", "cannot tell", "fine")
    return sorted(found, key=lambda guard: order.index(guard.state))


def reasons(found: list[Guard]) -> tuple[str, ...]:
    """Why nothing may be decided by these data, if so."""
    return tuple(guard.says for guard in found if guard.state == "invalid")


# Who was sent where, and who stayed -----------------------------------------------------------------


def _allocation(study: Study, plan: Plan, weights: Mapping[str, float]) -> Guard:
    title = "People were sent to the arms as planned"
    arms = [arm for arm in plan.arms if weights.get(arm, 1.0) > 0]
    if plan.within or len(arms) < 2:
        return Guard("allocation", title, "fine", "Everybody meets the same arms.")
    if plan.by_reward:
        return Guard(
            "allocation", title, "fine", "People were sent where more came of it, as it was planned."
        )
    counts = [int(study.people["arm"].eq(arm).sum()) for arm in arms]
    total = sum(counts)
    listed = ", ".join(f"{arm} {n}" for arm, n in zip(arms, counts, strict=True))
    if total < 2 * len(arms):
        return Guard("allocation", title, "cannot tell", f"{total} people are too few to tell ({listed}).")
    from scipy.stats import chisquare

    shares = np.array([weights.get(arm, 1.0) for arm in arms], dtype=float)
    p = float(chisquare(counts, total * shares / shares.sum()).pvalue)
    if p < SURE and total >= SMALL:
        says = f"The arms got {listed} people. Chance makes such numbers fewer than once in 1,000 panels."
        return Guard(
            "allocation", title, "invalid", says, "Find out who was lost, or sent twice, before you compare."
        )
    if p < DOUBT:
        says = f"The arms got {listed} people, which chance seldom does (p = {p:.3f})."
        return Guard(
            "allocation", title, "look", says, "Look whether links or reloads lost people in one arm."
        )
    seldom = " With fewer than 100 people, only a gross mistake would be seen." if total < LITTLE else ""
    return Guard("allocation", title, "fine", f"The arms got {listed} people.{seldom}")


def _drop_out(study: Study, plan: Plan) -> list[Guard]:
    title = "As many people left in each arm"
    rows = study.people[study.people["status"].ne("running")]
    table = [
        (int((~rows.loc[rows["arm"].eq(arm), "counts"]).sum()), int(rows["arm"].eq(arm).sum()))
        for arm in plan.arms
    ]
    if plan.within or sum(n for _, n in table) < SMALL or len(table) < 2:
        return []
    left, came = sum(one for one, _ in table), sum(n for _, n in table)
    listed = ", ".join(f"{arm} {one} of {n}" for arm, (one, n) in zip(plan.arms, table, strict=True))
    if not left:
        return [Guard("drop_out", title, "fine", "Nobody who is through has withdrawn.")]
    from scipy.stats import chi2_contingency

    filled = [[one, n - one] for one, n in table if n]
    p = float(chi2_contingency(filled).pvalue) if 0 < left < came and len(filled) > 1 else 1.0
    if p < DOUBT:
        says = f"Withdrawn: {listed}. Chance seldom makes so uneven a loss (p = {p:.3f})."
        return [
            Guard(
                "drop_out",
                title,
                "look",
                says,
                "Those who stayed are no longer alike: ask why the others left.",
            )
        ]
    return [Guard("drop_out", title, "fine", f"Withdrawn: {listed}.")]


def _cells(study: Study, plan: Plan) -> list[Guard]:
    found = []
    empty = [arm for arm in plan.compare if not (study.people["arm"].eq(arm) & study.people["counts"]).any()]
    if empty and study.people["counts"].sum() >= SMALL:
        says = f"Nobody has finished in {', '.join(empty)}, which the decision block compares."
        found.append(
            Guard("cells", "Every arm has people", "invalid", says, "Look at the links and the weights.")
        )
    if not plan.within:
        arms = study.people.groupby("participant")["arm"].nunique()
        twice = arms[arms.gt(1)].index
        if len(twice):
            sessions = tuple(study.people.loc[study.people["participant"].isin(twice), "session"].unique())
            says = f"{len(twice)} people met more than one arm, though each was to meet one."
            found.append(Guard("cells", "Nobody met two arms", "look", says, "Leave them out.", sessions))
    return found


def _order(study: Study, plan: Plan) -> list[Guard]:
    if not plan.within:
        return []
    first = study.counted[study.counted["period"].eq(1)]["arm"].value_counts()
    counts = [int(first.get(arm, 0)) for arm in plan.arms]
    listed = ", ".join(f"{arm} {n}" for arm, n in zip(plan.arms, counts, strict=True))
    uneven = sum(counts) >= len(counts) and max(counts) - min(counts) > max(2, 0.2 * sum(counts))
    title = "Each arm came first equally often"
    if uneven:
        do = "Order may look like an arm: see what the adjusted comparison says."
        return [Guard("order", title, "look", f"First came: {listed}.", do)]
    return [Guard("order", title, "fine", f"First came: {listed}.")]


# What was measured, and with whom -----------------------------------------------------------------


def _ends(study: Study, plan: Plan) -> list[Guard]:
    measure = next((each for each in study.measures if each.name == plan.primary), None)
    if measure is None or measure.high is None or measure.binary:
        return []
    title = f"{measure.title} has room above and below"
    values = study.counted[measure.name].dropna() * comparing.factor(measure)
    if len(values) < SMALL:
        return []
    top, bottom = (values.ge(measure.high - 1e-9)).mean(), values.le((measure.low or 0.0) + 1e-9).mean()
    if max(top, bottom) > AT_THE_END:
        where, share = ("top", top) if top >= bottom else ("bottom", bottom)
        says = f"{share:.0%} of people are at the {where} of the scale, where nothing can tell them apart."
        return [
            Guard("ends", title, "look", says, f"Make the task {'harder' if where == 'top' else 'easier'}.")
        ]
    return [Guard("ends", title, "fine", f"{top:.0%} of people are at the top, {bottom:.0%} at the bottom.")]


def _stand_ins(study: Study, plan: Plan) -> list[Guard]:
    found = []
    titles = {"fallback": "People were answered by what was to be tried", "late": "Answers came in time"}
    words = {"fallback": "from the stand-in", "late": "later than drawn"}
    for name, title in titles.items():
        if name not in study.counted:
            continue
        shares = study.counted.groupby("arm")[name].mean().dropna()
        shares = shares[[arm for arm in plan.arms if arm in shares.index]]
        if shares.empty:
            continue
        listed = ", ".join(f"{arm} {shares[arm]:.0%}" for arm in plan.arms if arm in shares)
        says = f"Answers {words[name]}: {listed}."
        worst = float(shares.max())
        few = len(study.counted) < SMALL
        if name == "fallback" and worst > 0.5 and not few:
            do = (
                "That arm tried out the stand-in, and not the feature: ask again with more operators or time."
            )
            found.append(Guard(name, title, "invalid", says, do, flag="stood_in"))
        elif worst > ALARMING:
            do = "The arms differ in this too: see what the adjusted comparison says."
            found.append(Guard(name, title, "look", says, do))
        else:
            found.append(Guard(name, title, "fine", says))
    return found


def _latency(study: Study, plan: Plan) -> list[Guard]:
    means = study.counted.groupby("arm")["latency"].agg(["mean", "count"])
    means = means[means["count"].ge(2)]
    if len(means) < 2:
        return []
    listed = ", ".join(f"{arm} {float(means['mean'][arm]):.1f} s" for arm in plan.arms if arm in means.index)
    title = "Answers took as long in each arm"
    apart = float(means["mean"].max() - means["mean"].min())
    if apart > max(0.5, 0.25 * float(means["mean"].min())):
        do = "Waiting may look like an arm, unless it is what you compare: see the adjusted comparison."
        return [Guard("latency", title, "look", f"From request to screen: {listed}.", do)]
    return [Guard("latency", title, "fine", f"From request to screen: {listed}.")]


def _operators(study: Study, _plan: Plan) -> list[Guard]:
    rows = study.counted[study.counted["operator"].notna()]
    if rows.empty:
        return []
    title = "Every operator played in every arm"
    met = rows.groupby("operator")["arm"].agg(["nunique", "size"])
    played = rows["arm"].nunique()
    one_sided = met[met["nunique"].lt(played) & met["size"].ge(3)]
    if len(one_sided):
        says = f"{len(one_sided)} of {len(met)} operators answered mostly in some of the {played} arms only."
        return [
            Guard("operators", title, "look", says, "What looks like an arm may be an operator: mix them.")
        ]
    return [Guard("operators", title, "fine", f"{len(met)} operators, each with people of every arm.")]


def _hurry(study: Study, _plan: Plan) -> list[Guard]:
    rows = study.counted.drop_duplicates("session")
    began, ended = (
        pd.to_datetime(rows[end], utc=True, format="ISO8601") for end in ("started_at", "completed_at")
    )
    seconds = (ended - began).dt.total_seconds()
    if len(seconds) < SMALL or not seconds.median() > 0:
        return []
    quick = rows[seconds.lt(HURRIED * seconds.median())]
    title = "Nobody rushed through"
    if len(quick):
        says = f"{len(quick)} people took less than a third of the usual {seconds.median() / 60:.0f} minutes."
        return [Guard("hurry", title, "look", says, "Look at what they did.", tuple(quick["session"]))]
    return [
        Guard("hurry", title, "fine", f"Half of the people took {seconds.median() / 60:.0f} minutes or less.")
    ]


def _number(study: Study, plan: Plan) -> list[Guard]:
    counts = {arm: int(study.counted["arm"].eq(arm).sum()) for arm in plan.compare}
    few = [f"{arm} {n}" for arm, n in counts.items() if n < 12]
    if not few:
        return []
    says = f"Few people in {', '.join(few)}: only very large differences can be seen."
    return [Guard("few", "Enough people", "look", says, "Read what they did and said before any figure.")]


def _flagged(study: Study) -> list[Guard]:
    found = []
    people = study.counted.drop_duplicates("participant")
    for flag in FLAGS.values():
        rows = people[people[flag.name].astype(bool)]
        if rows.empty:
            continue
        share = len(rows) / len(people)
        says = f"{len(rows)} of {len(people)} people: {flag.plain[0].lower()}{flag.plain[1:]}"
        state: State = "look" if share > ALARMING else "fine"
        do = "Switch them off, and see whether the verdict stays."
        found.append(Guard(flag.name, flag.title, state, says, do, tuple(rows["session"]), flag.name))
    return found


_LOOKS: tuple[Callable[[Study, Plan], list[Guard]], ...] = (
    _cells, _number, _drop_out, _order, _ends, _stand_ins, _latency, _operators, _hurry,
)  # fmt: skip
