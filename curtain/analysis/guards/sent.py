"""Guards of who was sent where, in which order, and who stayed."""

from __future__ import annotations

import pandas as pd

from curtain.analysis.guards.shape import DOUBT, SMALL, SURE, Given, Guard, by_arm, of_all, people, seldom
from curtain.analysis.inference.counts import chance_of_counts, chance_of_shares

LITTLE = 100  # people, with fewer of whom a wrong allocation is hardly seen
AGES = 4  # times as long as people usually take: who has been under way for so long has left without a word
HOUR = 3600.0  # seconds; nobody is said to have left before


def allocation(given: Given) -> list[Guard]:
    """Sample-ratio mismatch, counted on everybody who was given an arm."""
    plan, title = given.plan, "People in each arm"
    arms = [arm for arm in plan.arms if given.weights.get(arm, 1.0) > 0]
    if plan.within or len(arms) < 2:
        return [Guard("allocation", title, "fine", "Everybody meets the same arms.")]
    if plan.by_reward:
        return [Guard("allocation", title, "fine", "They were sent where more came of it, as planned.")]
    counts = [int(given.whole.people["arm"].eq(arm).sum()) for arm in arms]
    total, says = sum(counts), ", ".join(f"{arm} {n}" for arm, n in zip(arms, counts, strict=True)) + "."
    if total < 2 * len(arms):
        return [Guard("allocation", title, "cannot tell", f"{people(total)} are too few to tell: {says}")]
    p = chance_of_counts(counts, [given.weights.get(arm, 1.0) for arm in arms])
    rare = f"{says} If people were sent as planned, chance makes such numbers {seldom(p)}."
    if p < SURE and total >= SMALL:
        do = "Find out who was lost, or sent twice, before you compare: links to one arm, reloads, errors."
        return [Guard("allocation", title, "invalid", rare, do)]
    if p < DOUBT:
        do = "Look whether links, reloads or errors lost people in one arm."
        return [Guard("allocation", title, "look", rare, do)]
    blind = f" With fewer than {LITTLE} people, only a gross mistake would show." if total < LITTLE else ""
    return [Guard("allocation", title, "fine", f"{says} That fits how they were to be sent.{blind}")]


def drop_out(given: Given) -> list[Guard]:
    """Whether as large a share left in each arm, by withdrawing or without a word."""
    plan, title = given.plan, "People who left"
    rows = given.whole.people
    left = _left(rows)
    settled = rows["counts"].astype(bool) | left
    counts = by_arm(plan, rows[settled], left[settled])
    gone = sum(some for some, _ in counts.values())
    if plan.within:
        who = rows.loc[left, "session"].drop_duplicates()
        came = rows.loc[settled, "session"].nunique()
        return [Guard("drop_out", title, "fine", f"{len(who)} of {people(came)}.", "", tuple(who))]
    if not gone:
        return [Guard("drop_out", title, "fine", "Nobody has left.")]
    says, sessions = f"Withdrawn, or gone without a word: {of_all(counts)}.", tuple(rows.loc[left, "session"])
    p = chance_of_shares(list(counts.values()))
    if p < DOUBT:
        do = "Those who stayed are no longer alike: look where the others stopped, and ask why."
        says += f" If no arm drove people away, chance makes so uneven a loss {seldom(p)}."
        return [Guard("drop_out", title, "look", says, do, sessions)]
    return [Guard("drop_out", title, "fine", says, "", sessions)]


def _left(rows: pd.DataFrame) -> pd.Series[bool]:
    """Who withdrew, and who has been under way far longer than anybody takes. The panel's own last sign of life is the
    time by which that is told, so that old panels are told the same as new ones."""
    began, ended = (
        pd.to_datetime(rows[end], utc=True, format="ISO8601") for end in ("started_at", "completed_at")
    )
    done = rows["counts"].astype(bool)
    usual = (ended - began)[done].dt.total_seconds().median()
    waited = (pd.concat([began, ended]).max() - began).dt.total_seconds()
    patience = max(HOUR, AGES * usual) if pd.notna(usual) else float("inf")
    return ~done & (rows["status"].ne("running") | waited.gt(patience))


def cells(given: Given) -> list[Guard]:
    """Whether every arm that is compared has people, and nobody met two who was to meet one."""
    study, plan, found = given.study, given.plan, []
    empty = [arm for arm in plan.compare if not study.counted["arm"].eq(arm).any()]
    if empty and study.counted["participant"].nunique() >= SMALL:
        says = f"Nobody has finished in {', '.join(empty)}, which the decision block compares."
        do = "Look at the links and the weights."
        found.append(Guard("cells", "Every arm has people", "invalid", says, do))
    if not plan.within:
        met = study.people.groupby("participant")["arm"].nunique()
        twice = met[met.gt(1)].index
        if len(twice):
            sessions = tuple(study.people.loc[study.people["participant"].isin(twice), "session"].unique())
            says = f"{people(len(twice))} met more than one arm, though each was to meet one."
            do = "Find out how they came back, and read their sessions before you believe the comparison."
            found.append(Guard("two_arms", "People in two arms", "look", says, do, sessions))
    return found


def measured(given: Given) -> list[Guard]:
    """Whether what decides is known of everybody who finished."""
    measure, plan = given.primary, given.plan
    if measure is None or given.study.counted.empty:
        return []
    rows = given.study.counted
    rows = rows[rows["arm"].isin(plan.compare)]
    missing = rows[measure.name].isna()
    counts = {arm: each for arm, each in by_arm(plan, rows, missing).items() if each[1]}
    title, sessions = "What decides is known", tuple(rows.loc[missing, "session"].drop_duplicates())
    if not sessions:
        return [Guard("measured", title, "fine", f"{measure.title}: known of everybody who finished.")]
    says = f"{measure.title} is not known of: {of_all(counts)}."
    if max(some / n for some, n in counts.values()) > 0.1:
        do = "Whoever has no value is not compared. Look whether that is for the same reason in each arm."
        return [Guard("measured", title, "look", says, do, sessions)]
    return [Guard("measured", title, "fine", says, "", sessions)]


def order(given: Given) -> list[Guard]:
    """Whether each arm came first as often, and whether the first arm lasts into the second."""
    if not given.plan.within:
        return []
    counted = given.study.counted
    first = counted[counted["period"].eq(1)]["arm"].value_counts()
    counts = [int(first.get(arm, 0)) for arm in given.plan.arms]
    listed = ", ".join(f"{arm} {n}" for arm, n in zip(given.plan.arms, counts, strict=True))
    p, title, says = chance_of_counts(counts, [1.0] * len(counts)), "Order of arms", f"First came: {listed}."
    if p < DOUBT:
        do = "Order may look like an arm: see what remains of the effect when the order is held equal."
        return [Guard("order", title, "look", f"{says} Chance does that {seldom(p)}.", do)]
    return [Guard("order", title, "fine", says), *_carry_over(given)]


def _carry_over(given: Given) -> list[Guard]:
    measure, plan = given.primary, given.plan
    if measure is None or measure.binary or len(plan.compare) != 2:
        return []
    from curtain.analysis.inference.order import crossover

    rows = given.study.counted
    values, arms, periods, who = (
        rows[name].tolist() for name in (measure.name, "arm", "period", "participant")
    )
    found = crossover(values, arms, periods, who, plan.compare[1], plan.compare[0]).carry_over
    if found is None or found.p is None:
        return []
    title = "The first arm does not last"
    if found.p < 0.05:
        says = f"Who began with {plan.compare[1]} differs in both arms from who began with {plan.compare[0]}"
        do = "What people saw first may still work in the second arm: look at the first arms alone."
        return [Guard("carry_over", title, "look", f"{says} (p = {found.p:.3f}).", do)]
    return [Guard("carry_over", title, "fine", "No sign that the first arm still works in the second.")]


def left_out(given: Given) -> list[Guard]:
    """Whether leaving people out took as many from each arm."""
    rows = given.whole.counted
    left = ~rows["session"].isin(given.study.people["session"])
    if not left.any():
        return []
    counts, title = by_arm(given.plan, rows, left), "People who are left out"
    says = f"Of those who finished: {of_all(counts)}."
    p = 1.0 if given.plan.within else chance_of_shares(list(counts.values()))
    if p < DOUBT:
        do = "The arms are no longer alike without them. Show the figures with and without."
        return [Guard("left_out", title, "look", f"{says} Chance does that {seldom(p)}.", do)]
    return [Guard("left_out", title, "fine", says)]


LOOKS = (cells, allocation, drop_out, measured, order, left_out)
