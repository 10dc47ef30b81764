"""Guards of people who may be left out: one for each reason that the panel can know of."""

from __future__ import annotations

import pandas as pd

from curtain.analysis.flags import FEWEST, FLAGS, MANY_ITEMS, Flag
from curtain.analysis.guards.shape import ALARMING, DOUBT, Given, Guard, State, by_arm, of_all, people, seldom
from curtain.analysis.inference.counts import chance_of_shares


def flagged(given: Given) -> list[Guard]:
    """How many people have each flag, and whether as many in each arm."""
    rows = given.whole.counted
    everybody = rows["participant"].nunique()
    return [
        _guard(given, rows, flag, everybody)
        for flag in FLAGS.values()
        if everybody and (rows[flag.name].any() or _could_be(flag, given, everybody))
    ]


def _guard(given: Given, rows: pd.DataFrame, flag: Flag, everybody: int) -> Guard:
    has = rows[flag.name].astype(bool)
    who = rows[has].drop_duplicates("participant")
    if who.empty:
        return Guard(
            flag.name, flag.title, "fine", f"Nobody of {people(everybody)} {flag.who}.", flag=flag.name
        )
    counts, within = by_arm(given.plan, rows, has), given.plan.within
    listed = "" if within else f" ({of_all(counts)})"
    says = f"{len(who)} of {people(everybody)} {flag.who}{listed}."
    sessions = tuple(who["session"])
    if not given.study.people[flag.name].any():
        return Guard(flag.name, flag.title, "fine", f"{says} They are left out.", "", sessions, flag.name)
    p = 1.0 if within else chance_of_shares(list(counts.values()))
    do = "Leave them out by the switch above, and see whether the verdict stays."
    if p < DOUBT:
        says = f"{says} If the arms were alike in this, chance would make such numbers {seldom(p)}."
        do = f"{do} Ask what in that arm brings it about."
    state: State = "look" if len(who) / everybody > ALARMING or p < DOUBT else "fine"
    return Guard(flag.name, flag.title, state, says, do, sessions, flag.name)


def _could_be(flag: Flag, given: Given, everybody: int) -> bool:
    """Whether this panel could have such people: where nothing was asked, there is nothing to tell."""
    plan = given.plan
    known = {
        "inattentive": bool(plan.checks),
        "straight_lined": any(len(each.questions) >= MANY_ITEMS for each in plan.instruments),
        "suspected": bool(plan.suspects),
        "slipped": bool(given.whole.counted["operator"].notna().any()),
        "hurried": everybody >= FEWEST,
        "repeated": bool(plan.free),
    }
    return known.get(flag.name, False)


LOOKS = (flagged,)
