"""Any measure by anything that tells people apart: who lies where, group by group."""

from __future__ import annotations

import json
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from curtain.analysis import comparing
from curtain.analysis.figures import Estimate
from curtain.analysis.plan import Plan
from curtain.analysis.quantities import Measure, a_share, a_time
from curtain.analysis.results import arms_of
from curtain.analysis.study import Study

By = Literal["arm", "persona", "stratum", "trial", "period", "operator"]

BYS: dict[By, tuple[str, str]] = {  # a title, and what the groups are made of
    "arm": ("Arm", "What they were given to try."),
    "persona": ("Persona", "The role that they were asked to take."),
    "stratum": ("Group of people", "What they answered when asked who they are, before they got their arm."),
    "trial": ("Trial", "The first, the second, the third time … within an arm."),
    "period": ("Order", "The first arm that they met, the second, and so on."),
    "operator": ("Operator", "Who gave most of a person's answers at the desk."),
}
MOST_GROUPS = 12  # of trials; more are taken together, a few at a time
UNKNOWN, AT_NO_DESK = "not known", "nobody at the desk"

_OF_TRIALS = (
    a_share("accepted", "Accepted", "Of their decisions, how often they accepted.", "decisions"),
    a_share("right", "Right answers", "Of the answers that they got, how many were right.", "health"),
    a_time("latency", "Wait for an answer", "From the request to the answer on the screen."),
    a_time("seconds", "Time per decision", "From the moment the buttons could be seen to the press."),
    a_share("late", "Late answers", "Predictions shown later than their drawn time.", "health"),
    a_share("fallback", "Stand-in answers", "Predictions given by the fallback.", "health"),
)


class Spread(NamedTuple):
    """A measure group by group.

    `points` has a row for each person and group that they are in: `participant`, `number`, `session` (the latest of
    theirs there), `group`, `value` in the unit of the measure, and `at`, when they finished. `groups` has the estimate
    of each group in its order, with the group's name as its `arm`.
    """

    measure: Measure
    by: By
    points: pd.DataFrame
    groups: list[Estimate]


def ways(study: Study) -> list[By]:
    """What the people of this study can be told apart by: always by arm, and by what has several values."""
    people, several = study.people[study.people["counts"]], ["persona", "stratum", "period", "operator"]
    found: list[By] = ["arm"]
    for by in BYS:
        if by in several and people[by].replace("", None).nunique() > 1:
            found.append(by)
        if by == "trial" and study.trials["position"].nunique() > 1:
            found.append(by)
    return found


def measures(study: Study, plan: Plan, by: By) -> list[Measure]:
    """What can be told by this: the measures of people, or by trial, what is known of each single trial."""
    if by != "trial":
        return list(study.measures)
    trials = _trials(study, plan)
    shares = [each for each in study.measures if plan.shares and each.name == plan.shares[0].name]
    return [each for each in (*shares, *_OF_TRIALS) if trials[each.name].notna().any()]


def spread(study: Study, plan: Plan, measure: Measure, by: By, *, apart: bool = False) -> Spread:
    """The measure by groups of people, one value for each person and group; `apart` keeps the arms apart in each."""
    rows = _rows(study, plan, measure, by)
    arms = {arm: n for n, arm in enumerate(arms_of(study, plan))}
    rows = rows.assign(place=rows["arm"].map(arms)) if by == "arm" else rows
    apart = apart and by != "arm"
    if apart:
        rows = rows.assign(
            place=rows["place"] * len(arms) + rows["arm"].map(arms), group=rows["group"] + " · " + rows["arm"]
        )
    known = rows[rows["value"].gt(0) if measure.scale == "time" else rows["value"].notna()]
    points = _one_each(known, measure)
    named = rows[["place", "group"]].drop_duplicates().sort_values("place", kind="stable")["group"]
    people = rows.groupby("group")["participant"].nunique()
    binary = measure.binary and bool(points["value"].isin([0.0, 1.0]).all())
    asked = measure._replace(binary=binary)
    groups = [
        comparing.estimate_of(
            asked, comparing.Side(group, points.loc[points["group"].eq(group), "value"], int(people[group]))
        )
        for group in named
    ]
    scaled = points.assign(value=points["value"] * comparing.factor(measure))
    return Spread(measure, by, scaled.reset_index(drop=True), groups)


def _rows(study: Study, plan: Plan, measure: Measure, by: By) -> pd.DataFrame:
    """A row for each person and arm, or for each of their trials, with `group`, its `place` in order and `value`."""
    if by == "trial":
        trials = _trials(study, plan)
        who = study.people[["session", "arm", "number", "completed_at"]]
        rows = trials.merge(who, on=["session", "arm"])
        place, group = _positions(rows["position"].astype(int))
        return _shaped(rows, place, group, rows[measure.name])
    rows = study.counted
    if by == "arm":
        return _shaped(rows, 0, rows["arm"], rows[measure.name])
    if by == "period":
        return _shaped(rows, rows["period"], rows["period"].map(_nth), rows[measure.name])
    missing = AT_NO_DESK if by == "operator" else UNKNOWN
    named = rows[by].replace("", None).fillna(missing).astype(str).map(_in_words)
    order = {name: n for n, name in enumerate(sorted(set(named), key=lambda name: (name == missing, name)))}
    return _shaped(rows, named.map(order), named, rows[measure.name])


def _shaped(
    rows: pd.DataFrame, place: pd.Series[int] | int, group: pd.Series[str], value: pd.Series[float]
) -> pd.DataFrame:
    columns = ["participant", "number", "session", "arm", "completed_at"]
    made = rows[columns].assign(place=place, group=group, value=pd.to_numeric(value).astype(float))
    return made.rename(columns={"completed_at": "at"})


def _trials(study: Study, plan: Plan) -> pd.DataFrame:
    """The trials, with a number in each for everything that is known trial by trial."""
    rows = study.trials
    decided = rows["decision"].where(rows["decision"].isin(["accept", "dismiss"]))
    found = {"accepted": decided.eq("accept").astype(float).where(decided.notna())}
    for share in plan.shares[:1]:
        fits = decided.map(dict(share.right_when)).eq(rows["truth"]).astype(float)
        judged = decided.isin(list(share.right_when)) & rows["truth"].notna() & rows["step"].eq(share.step)
        found[share.name] = fits.where(judged)
    numbers = {
        name: pd.to_numeric(rows[name]).astype(float) for name in ("late", "fallback", "right", "seconds")
    }
    waited = pd.to_numeric(rows["latency"]).astype(float)
    return rows.assign(**numbers, latency=waited, **found)


def _positions(position: pd.Series[int]) -> tuple[pd.Series[int], pd.Series[str]]:
    """The groups of trials: each by itself, or several in a row where there are many."""
    width = -(-int(position.max() if len(position) else 1) // MOST_GROUPS)
    place = (position - 1) // width
    if width == 1:
        return place, position.map(_nth)
    return place, (place * width + 1).astype(str) + " to " + ((place + 1) * width).astype(str)


def _in_words(name: str) -> str:
    """A stratum by what people answered: "brisk, new" for `{"persona": "brisk", "customer": "new"}`."""
    if not name.startswith("{"):
        return name
    return ", ".join(str(answer) for answer in json.loads(name).values())


def _nth(n: int) -> str:
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def _one_each(rows: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """One value for each person and group: the mean of theirs, for times the geometric one."""
    rows = rows.sort_values("at", kind="stable")
    if measure.scale == "time":
        rows = rows.assign(value=np.log(rows["value"]))
    grouped = rows.groupby(["group", "participant"], sort=False, as_index=False)
    made = grouped.agg(
        value=("value", "mean"), number=("number", "last"), session=("session", "last"), at=("at", "last")
    )
    return made.assign(value=np.exp(made["value"])) if measure.scale == "time" else made
