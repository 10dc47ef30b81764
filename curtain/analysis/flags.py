"""People whose data a reviewer may want to leave out, and why: one truth value for each person, arm and reason."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

MOSTLY = 0.5  # the share of stand-in answers from which on somebody did not meet what was to be tried out


class Flag(NamedTuple):
    """A reason to leave somebody out: `title` on the switch, `plain` beside it."""

    name: str
    title: str
    plain: str


FLAGS = {
    flag.name: flag
    for flag in (
        Flag(
            "inattentive",
            "Failed an attention check",
            "They got a question wrong that only checks who reads.",
        ),
        Flag(
            "stood_in",
            "Mostly stand-in answers",
            "More than half of what they were answered came from the stand-in.",
        ),
    )
}


def flags(values: pd.DataFrame) -> pd.DataFrame:
    """A column of truth values for each of `FLAGS`; `values` has each person's measures by name, over (participant,
    arm). Who is missing a measure has no flag from it."""
    nothing = pd.Series(float("nan"), index=values.index)
    return pd.DataFrame(
        {
            "inattentive": values.get("attention", nothing).lt(1),
            "stood_in": values.get("fallback", nothing).gt(MOSTLY),
        }
    )
