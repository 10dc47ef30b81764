"""What a person cost the team in its own currency, by the prices of the decision block."""

from __future__ import annotations

import pandas as pd

from curtain.analysis.frames import PERSON
from curtain.analysis.plan import Followed, Plan
from curtain.analysis.quantities import Measure

COST = "cost"

_FOR = {
    "contact": "contacts to support",
    "missed": "events without a warning",
    "false_alarm": "warnings for nothing",
    "wrong": "wrong decisions",
    "minute": "minutes of their time",
}


def measure(plan: Plan) -> Measure | None:
    """What a person cost, as a measure; None where nothing has a price."""
    if plan.costs is None or not plan.costs.prices:
        return None
    unit = plan.costs.currency
    priced = ", ".join(f"{_FOR[name]} at {price:g} {unit}" for name, price in plan.costs.prices.items())
    words = f"What a person cost the team: {priced}."
    return Measure(COST, "Cost", words, "count", "experience", unit, unit, less="less")


def per_person(plan: Plan, people: pd.DataFrame, trials: pd.DataFrame) -> pd.Series[float]:
    """The cost of everybody who counts, over (participant, arm): what happened as often as it did, by its price.

    `people` has the columns `contacts`, `started_at` and `completed_at`, `trials` those of a study.
    """
    assert plan.costs is not None
    rows = people[people["counts"]].set_index(PERSON)
    counts = {
        "contact": pd.to_numeric(rows["contacts"], errors="coerce") if "contacts" in rows else 0.0,
        "minute": _minutes(rows),
        **{
            name: found.reindex(rows.index, fill_value=0.0) for name, found in _by_trial(plan, trials).items()
        },
    }
    total = pd.Series(0.0, index=rows.index)
    for name, price in plan.costs.prices.items():
        total = total + price * counts[name]
    return total


def _by_trial(plan: Plan, trials: pd.DataFrame) -> dict[str, pd.Series[float]]:
    """How many misses, false alarms and wrong decisions each person met, where the truth is known."""
    truth, warned = trials["truth"], pd.to_numeric(trials["warned"], errors="coerce").eq(1)
    event = trials["step"].map(_events(plan))
    known, accepted = truth.notna() & event.notna(), trials["decision"].eq("accept")
    real = truth.astype(str).eq(event.astype(str))
    decided = trials["decision"].isin(["accept", "dismiss"])
    by_answer = decided & event.isna() & trials["right"].notna()
    wrong = (known & decided & accepted.ne(real)) | (by_answer & accepted.ne(trials["right"].eq(1)))
    found = {"missed": known & real & ~warned, "false_alarm": known & ~real & warned, "wrong": wrong}
    return {name: trials[rows].groupby(PERSON).size().astype(float) for name, rows in found.items()}


def _events(plan: Plan) -> dict[str, str]:
    """By step, the truth that a warning is about."""
    shares = {share.step: share.right_when["accept"] for share in plan.shares if "accept" in share.right_when}
    followed = {
        step: said for one in plan.asked if isinstance(one, Followed) for step, said in one.alarms.items()
    }
    return {**followed, **shares}


def _minutes(rows: pd.DataFrame) -> pd.Series[float]:
    began, ended = (
        pd.to_datetime(rows[end], utc=True, format="ISO8601") for end in ("started_at", "completed_at")
    )
    arms = rows.groupby("session")["status"].transform("size")  # who meets several arms spends a part in each
    return (ended - began).dt.total_seconds() / 60 / arms
