"""The clean tables as pandas frames, and the rows that count: people who finished, and their last word."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from scenarios.steps import MEANS

PERSON = ["participant", "arm"]
PLACE = [*PERSON, "step", "trial"]  # one time at one step

COLUMNS = {
    "session": [
        *["id", "participant", "origin", "arm", "status", "started_at", "completed_at"],
        *["persona", "stratum", "done", "steps"],
    ],
    "assignment": ["session", "period", "arm"],
    "participant": ["id", "number", "withdrawn_at"],
    "prediction": [
        *["id", "session", "participant", "arm", "step", "trial", "feature", "task", "mock", "status"],
        *["output", "truth", "late", "fallback", "operator", "requested_at", "released_at", "shown_at"],
    ],
    "reaction": [
        *["id", "session", "participant", "arm", "prediction", "step", "trial", "kind", "value", "revision"],
        *["seen_to_pressed_ms", "at", "warned", "truth", "decision", "distance", "quality", "done_by"],
    ],
    "message": ["session", "participant", "arm", "step", "trial"],
    "answer": ["session", "participant", "arm", "step", "instrument", "item", "value", "at"],
    "event": ["id", "session", "participant", "arm", "kind", "at", "payload"],
    "desk_action": ["id", "session", "participant", "prediction", "operator", "kind", "payload"],
}


class Frames(NamedTuple):
    """One panel's clean tables, within one origin. Their columns are those of the data dictionary."""

    session: pd.DataFrame
    participant: pd.DataFrame
    prediction: pd.DataFrame
    reaction: pd.DataFrame
    answer: pd.DataFrame
    message: pd.DataFrame
    assignment: pd.DataFrame
    event: pd.DataFrame  # empty, unless somebody asks how long people stay
    desk_action: pd.DataFrame  # empty, unless somebody asks what went wrong at the desk


def read_frames(table: Callable[[str], pd.DataFrame], *, stays: bool = False, desk: bool = False) -> Frames:
    """The frames of one panel; `table` gives a clean table by its name. With `stays`, all events come along, and with
    `desk` what operators did."""
    left = {name for name, wanted in (("event", stays), ("desk_action", desk)) if not wanted}
    return Frames(**{name: pd.DataFrame() if name in left else table(name) for name in Frames._fields})


class Evidence(NamedTuple):
    """What is left to count. Every frame but `started` holds finished people only, all of one origin.

    A person who meets several arms has a row for each of them in `started` and in `people`.
    """

    started: pd.DataFrame  # one row per session that began and arm that it was given, whatever became of it
    people: pd.DataFrame  # participant, arm, session, period: those who finished and kept their data
    acts: pd.DataFrame  # everything that they did
    reactions: pd.DataFrame  # of that, per person, place, prediction and slot the last one
    predictions: pd.DataFrame
    messages: pd.DataFrame
    answers: pd.DataFrame  # those from outside of the arms stand here once for every arm of the person
    stays: pd.DataFrame  # how many `seconds` they were at a step, each time; where it was asked for
    desk: pd.DataFrame  # what operators did about their requests; where it was asked for

    @property
    def decisions(self) -> pd.DataFrame:
        """The reactions that follow the product or do not, one for each place and prediction: see `decision`."""
        rows = self.reactions
        return rows[rows["slot"].eq("decision")]

    @property
    def everybody(self) -> pd.MultiIndex:
        """All finished people, by arm."""
        return pd.MultiIndex.from_frame(self.people[PERSON])


def evidence(frames: Frames, origin: str) -> Evidence:
    """The rows that count for `origin`. The frames themselves are left as they are."""
    tables = {name: _with_columns(frame, COLUMNS[name]) for name, frame in frames._asdict().items()}
    sessions = tables["session"].drop_duplicates("id")
    # A session without an arm was screened out, or has not come that far.
    began = _by_arm(
        sessions[sessions["origin"].eq(origin) & sessions["status"].ne("screened")], tables["assignment"]
    )
    began = began.assign(number=began["participant"].map(_numbers(tables["participant"])))
    started = began[began["arm"].notna() & began["arm"].ne("")]
    gone = tables["participant"].loc[tables["participant"]["withdrawn_at"].notna(), "id"]
    counts = started["status"].eq("completed") & ~started["participant"].isin(gone)
    finished = started[counts].rename(columns={"id": "session"})
    people = finished[[*PERSON, "session", "period"]].drop_duplicates(PERSON).reset_index(drop=True)

    def of_finished(name: str) -> pd.DataFrame:
        rows = tables[name]
        return rows[rows["session"].isin(finished["session"])].merge(people[PERSON], on=PERSON)

    acts = of_finished("reaction")
    return Evidence(
        started=started,
        people=people,
        acts=acts,
        reactions=_last_reactions(acts),
        predictions=of_finished("prediction").drop_duplicates("id"),
        messages=of_finished("message"),
        answers=_last_answers(_around(tables["answer"], people)),
        stays=_around(_stays(tables["event"]), people),
        desk=tables["desk_action"][tables["desk_action"]["session"].isin(finished["session"])],
    )


def plain(value: Any) -> Any:
    """A cell that may hold JSON, as the value inside: `'"delayed"'` and `'delayed'` are the same word."""
    if isinstance(value, str) and value[:1] == '"':
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def step_of(place: pd.Series[Any]) -> pd.Series[Any]:
    """The steps of places: `probe` for `probe/3` and for `probe/3@2`."""
    return place.astype(str).str.split("@").str[0].str.split("/").str[0]


def _by_arm(sessions: pd.DataFrame, assignment: pd.DataFrame) -> pd.DataFrame:
    """A row for each session and each arm that it was given."""
    given = assignment.rename(columns={"session": "id"})[["id", "arm", "period"]].drop_duplicates(
        ["id", "arm"]
    )
    merged = sessions.merge(given, on="id", how="left", suffixes=("", "_given"))
    return merged.assign(arm=merged["arm_given"].where(merged["arm_given"].notna(), merged["arm"]))


def _numbers(participants: pd.DataFrame) -> pd.Series[int]:
    return participants.drop_duplicates("id").set_index("id")["number"]


def _last_reactions(rows: pd.DataFrame) -> pd.DataFrame:
    # What follows the product and what does not answer the same question, so the later one replaces the earlier one.
    slot = rows["kind"].where(~rows["kind"].isin(list(MEANS)), "decision")
    meant = rows["decision"].where(rows["decision"].notna(), rows["kind"].map(dict(MEANS)))
    rows = rows.assign(slot=slot, decision=meant, prediction=rows["prediction"].fillna(""))
    kept = _last(rows, [*PLACE, "prediction", "slot"], ["at", "revision"])
    return kept.assign(truth=kept["truth"].map(plain), value=kept["value"].map(plain))


def _around(rows: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """The rows of finished people; what belongs to no arm stands there for each arm that the person met."""
    rows = rows[rows["session"].isin(people["session"])]
    without = rows["arm"].isna() | rows["arm"].eq("")
    around = rows[without].drop(columns=["arm"]).merge(people[PERSON], on="participant")
    within = rows[~without].merge(people[PERSON], on=PERSON)
    return together([within, around])


def _last_answers(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.assign(where=step_of(rows["step"]))
    return _last(rows, [*PERSON, "step", "instrument", "item"], ["at"])


def _stays(events: pd.DataFrame) -> pd.DataFrame:
    """A row for each time that somebody was at a step, from coming there to coming to the next one."""
    rows = events[events["kind"].isin(["step.entered", "session.completed"])].sort_values("id")
    at = pd.to_datetime(rows["at"], utc=True, format="ISO8601")
    left = at.groupby(rows["session"]).shift(-1)
    rows = rows.assign(seconds=(left - at).dt.total_seconds())
    rows = rows[rows["kind"].eq("step.entered") & rows["seconds"].gt(0)]
    return rows.assign(step=[told["step"] for told in rows["payload"]])


def together(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """All rows of the parts. Empty ones are left aside: their columns have no types to go by."""
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _last(rows: pd.DataFrame, same: list[str], order: list[str]) -> pd.DataFrame:
    return rows.sort_values(order, kind="stable").drop_duplicates(same, keep="last")


def _with_columns(frame: pd.DataFrame, needed: list[str]) -> pd.DataFrame:
    """The frame with every needed column: an empty table may come without any, and without types."""
    whole = frame.reindex(columns=list(dict.fromkeys([*frame.columns, *needed])))
    keys = {*PLACE, "id", "session", "prediction", "kind", "decision", "status", "instrument", "item"}
    return whole.astype({name: object for name in needed if name in keys})
