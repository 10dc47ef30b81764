"""Trial by trial: what each person was answered, and what they decided."""

from __future__ import annotations

import pandas as pd

from curtain.analysis import cases, vocabulary
from curtain.analysis.frames import PERSON, PLACE, Evidence
from mocks.around import outputs

COLUMNS = (
    *("participant", "arm", "session", "period", "step", "trial", "position", "prediction"),
    *("feature", "mock", "operator", "said", "sure", "truth", "right", "seen", "latency", "late", "fallback"),
    *("decision", "followed", "warned", "seconds"),
)


def trials(evidence: Evidence) -> pd.DataFrame:
    """A row for each released answer of a feature, with the decision about it, and for each decision without one.

    Columns: who and where (`participant`, `arm`, `session`, `period`, `step`, `trial`), `position` (1 is the first of
    the person's rows in this arm), `prediction`, `feature`, `mock`, `operator`; `said` (the label or text), `sure` (0
    to 1), `truth`, `right` (1 or 0), `seen` (False where the product kept it silent), `latency` in seconds from the
    request to the screen, `late` and `fallback` (1 or 0); `decision` ("accept" or "dismiss"), `followed` (1 where it
    did as the answer said), `warned` and `seconds` from seeing the buttons to the press. What is not known is missing.
    """
    answers = _answers(evidence)
    decided = _decided(evidence, answers)
    rows = answers.merge(decided, on=[*PLACE, "prediction"], how="outer", suffixes=("", "_decided"))
    rows["truth"] = rows["truth"].where(rows["truth"].notna(), rows["truth_decided"])
    rows["at"] = rows["at"].where(rows["at"].notna(), rows["decided_at"])
    rows = rows.merge(evidence.people[[*PERSON, "session", "period"]], on=PERSON)
    rows["period"] = pd.to_numeric(rows["period"], errors="coerce").fillna(1).astype(int)
    rows = rows.sort_values([*PERSON, "at", "step", "trial"], kind="stable", ignore_index=True)
    rows["position"] = rows.groupby(PERSON, sort=False).cumcount() + 1
    return rows[list(COLUMNS)]


def met(rows: pd.DataFrame) -> pd.DataFrame:
    """By person and arm: how many `trials`, the mean `latency` in seconds, and the `operator` who answered most."""
    grouped = rows.groupby(PERSON)
    seen = (
        rows[rows["operator"].notna()].groupby([*PERSON, "operator"]).size().rename("answers").reset_index()
    )
    most = seen.sort_values(["answers", "operator"], ascending=[False, True]).drop_duplicates(PERSON)
    return pd.DataFrame(
        {
            "trials": grouped.size().astype(float),
            "latency": grouped["latency"].mean(),
            "operator": most.set_index(PERSON)["operator"],
        }
    )


def _answers(evidence: Evidence) -> pd.DataFrame:
    rows = evidence.predictions
    rows = rows[rows["status"].eq("released") & rows["output"].notna()]
    warned = pd.to_numeric(evidence.reactions["warned"], errors="coerce")
    silent = evidence.reactions.loc[warned.eq(0), "prediction"]
    cells = list(zip(rows["task"], rows["output"], rows["truth"], strict=True))
    found = {
        "said": [_said(task, output) for task, output, _ in cells],
        "sure": [outputs.sureness(output) for _, output, _ in cells],
        "right": [cases.is_right(*cell) for cell in cells],
    }
    onscreen = rows["shown_at"].where(rows["shown_at"].notna(), rows["released_at"])
    waited = _moment(onscreen) - _moment(rows["requested_at"])
    return rows.assign(
        prediction=rows["id"],
        **{name: pd.Series(values, index=rows.index, dtype=object) for name, values in found.items()},
        seen=~rows["id"].isin(silent),
        latency=waited.dt.total_seconds(),
        late=pd.to_numeric(rows["late"], errors="coerce"),
        fallback=pd.to_numeric(rows["fallback"], errors="coerce"),
        at=rows["requested_at"],
    )[[*PLACE, *_OF_ANSWERS]].astype({"sure": float, "right": float, "latency": float})


_OF_ANSWERS = [
    *(
        "prediction",
        "feature",
        "mock",
        "operator",
        "said",
        "sure",
        "truth",
        "right",
        "seen",
        "latency",
        "late",
    ),
    *("fallback", "at"),
]


def _decided(evidence: Evidence, answers: pd.DataFrame) -> pd.DataFrame:
    """The decisions, each with the prediction that it is about: the one that it names, or the only one at its place."""
    rows = evidence.decisions
    by_hand = vocabulary.by_hand(rows)["seconds"].reindex(rows.index)
    alone = answers[[*PLACE, "prediction"]].drop_duplicates(PLACE, keep=False)
    placed = rows[PLACE].merge(alone, on=PLACE, how="left")["prediction"].to_numpy()
    named = rows["prediction"].where(rows["prediction"].isin(answers["prediction"]), placed)
    rows = rows.assign(
        prediction=named.fillna(""),
        seconds=by_hand,
        followed=rows["decision"].eq("accept").astype(float),
        warned=pd.to_numeric(rows["warned"], errors="coerce"),
        decided_at=rows["at"],
        truth_decided=rows["truth"],
    )
    kept = [*PLACE, "prediction", "decision", "followed", "warned", "seconds", "decided_at", "truth_decided"]
    return rows[kept].drop_duplicates([*PLACE, "prediction"], keep="last")


def _said(task: str, output: object) -> str | None:
    return outputs.top(output) if task in outputs.ONE_LABEL else outputs.text(task, output)


def _moment(cells: pd.Series[str]) -> pd.Series[pd.Timestamp]:
    return pd.to_datetime(cells, utc=True, format="ISO8601")
