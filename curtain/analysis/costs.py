"""What a person cost the team in its own currency, by the prices of the decision block."""

from __future__ import annotations

import pandas as pd

from curtain.analysis.frames import PERSON
from curtain.analysis.plan import Plan
from curtain.analysis.quantities import Measure, titled

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
    currency = plan.costs.currency
    priced = ", ".join(f"{thing(name)} at {price:g} {currency}" for name, price in plan.costs.prices.items())
    unit = f"{currency} per person"
    return Measure(
        COST,
        "Cost",
        f"What a person cost the team: {priced}.",
        "count",
        "experience",
        unit,
        unit,
        less="less",
    )


def thing(name: str) -> str:
    """What has a price, in words: "warnings for nothing", or the title of the measure that counts it."""
    return _FOR.get(name) or titled(name).lower()


def per_person(plan: Plan, people: pd.DataFrame, trials: pd.DataFrame) -> pd.DataFrame:
    """What everybody who counts cost, in the currency, over (participant, arm): a column for each thing with a price.

    `people` and `trials` are those of a study. A part is missing where it is not known how often it happened.
    """
    assert plan.costs is not None
    rows = people[people["counts"]].set_index(PERSON)
    often = _by_trial(plan, trials)
    found = {}
    for name, price in plan.costs.prices.items():
        if name == "minute":
            count = _minutes(rows)
        elif name in often:
            count = often[name].reindex(rows.index, fill_value=0.0)
        else:
            count = pd.to_numeric(rows["contacts" if name == "contact" else name], errors="coerce")
        found[name] = price * count.astype(float)
    return pd.DataFrame(found, index=rows.index)


def _by_trial(plan: Plan, trials: pd.DataFrame) -> dict[str, pd.Series[float]]:
    """How many misses, false alarms and wrong decisions each person met, where the truth is known."""
    truth, warned = trials["truth"], pd.to_numeric(trials["warned"], errors="coerce").eq(1)
    event = trials["step"].map(plan.accept_fits)
    known, accepted = truth.notna() & event.notna(), trials["decision"].eq("accept")
    real = truth.astype(str).eq(event.astype(str))
    decided = trials["decision"].isin(["accept", "dismiss"])
    by_answer = decided & event.isna() & trials["right"].notna()
    wrong = (known & decided & accepted.ne(real)) | (by_answer & accepted.ne(trials["right"].eq(1)))
    found = {"missed": known & real & ~warned, "false_alarm": known & ~real & warned, "wrong": wrong}
    return {name: trials[rows].groupby(PERSON).size().astype(float) for name, rows in found.items()}


def _minutes(rows: pd.DataFrame) -> pd.Series[float]:
    began, ended = (
        pd.to_datetime(rows[end], utc=True, format="ISO8601") for end in ("started_at", "completed_at")
    )
    arms = rows.groupby("session")["status"].transform("size")  # who meets several arms spends a part in each
    return (ended - began).dt.total_seconds() / 60 / arms
