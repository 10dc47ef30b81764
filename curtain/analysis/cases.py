"""What each person met and what they did about it: predictions shown, times at a step, reactions."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from curtain.analysis.frames import PLACE, Evidence, together
from mocks.around import outputs
from scenarios.measures import MEANT, VALUED


def visits(evidence: Evidence, steps: Collection[str]) -> pd.DataFrame:
    """One row per person and time at one of the steps, whether anything was predicted there or not.

    A time that left no prediction, no reaction and no message behind cannot be seen.
    """
    places = together([evidence.reactions[PLACE], evidence.predictions[PLACE], evidence.messages[PLACE]])
    return places[places["step"].isin(list(steps))].drop_duplicates(PLACE)


def shown(
    evidence: Evidence, steps: Collection[str] | None = None, feature: str | None = None
) -> pd.DataFrame:
    """One row per prediction that a person saw: `right` is 1 or 0, and missing where that cannot be told; `sure` is
    how sure it claimed to be, from 0 to 1. Answers that were kept silent (`only_when`) were not seen."""
    rows = evidence.predictions
    rows = rows[rows["status"].eq("released") & rows["output"].notna()]
    if steps is not None:
        rows = rows[rows["step"].isin(list(steps))]
    if feature is not None:
        rows = rows[rows["feature"].eq(feature)]
    seen = pd.to_numeric(evidence.reactions["warned"], errors="coerce")
    silent = evidence.reactions.loc[seen.eq(0), "prediction"]
    rows = rows[~rows["id"].isin(silent)]
    cells = list(zip(rows["task"], rows["output"], rows["truth"], strict=True))
    return rows.assign(
        right=pd.Series([is_right(*cell) for cell in cells], index=rows.index, dtype=float),
        sure=pd.Series([outputs.sureness(output) for _, output, _ in cells], index=rows.index, dtype=float),
    )


def is_right(task: str, output: Any, truth: Any) -> float | None:
    """1 where an answer says what is true, 0 where it says something else; None where that cannot be told.

    A label is right when the top one is the true one, a text when it is the true text.
    """
    said = outputs.top(output) if task in outputs.ONE_LABEL else outputs.text(task, output)
    if said is None or not isinstance(truth, str | int | float):
        return None
    return float(said.strip() == str(truth).strip())


def done(evidence: Evidence, of: str, value: str | int | None = None) -> pd.DataFrame:
    """The reactions `of` a kind (with that `value`), or those that `followed` or `ignored` the product.

    A thumb, stars or a label that was taken back is none.
    """
    if of in MEANT:
        rows = evidence.decisions
        return rows[rows["decision"].eq(MEANT[of])]
    rows = evidence.reactions
    rows = rows[rows["kind"].eq(of)]
    if of in VALUED:
        rows = rows[rows["value"].notna()]
    return rows if value is None else rows[rows["value"].astype(str).eq(str(value))]


def at_places(places: pd.DataFrame, reactions: pd.DataFrame) -> pd.DataFrame:
    """The places with `got`: 1 where one of the reactions was given there, else 0."""
    given = reactions[PLACE].drop_duplicates().assign(got=1.0)
    return places[PLACE].merge(given, on=PLACE, how="left").fillna({"got": 0.0})


def about(predictions: pd.DataFrame, reactions: pd.DataFrame) -> pd.DataFrame:
    """The predictions with `got`: 1 where one of the reactions was about it, else 0."""
    by_id = predictions["id"].isin(reactions["prediction"])
    unnamed = at_places(predictions, reactions[reactions["prediction"].eq("")])["got"].to_numpy()
    return predictions.assign(got=(by_id | (unnamed == 1)).astype(float))
