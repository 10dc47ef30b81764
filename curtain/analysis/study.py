"""A panel ready to be counted: a row for each person and arm, and a row for each trial."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from curtain.analysis import costs, encounters, items
from curtain.analysis.flags import FLAGS, among_others, flags
from curtain.analysis.frames import PERSON, Evidence, Frames, evidence, together
from curtain.analysis.measures import catalogue, decisions
from curtain.analysis.plan import Plan
from curtain.analysis.quantities import Measure


@dataclass(frozen=True, eq=False)
class Study:
    """What all results are made of: each person's numbers, reckoned from nobody's rows but their own (but for the flags
    in `AMONG_OTHERS`, which are decided again whenever parts are joined).

    `people` has a row for every session that began and arm that it was given. Its columns: `participant`,
    `number` (the participant's in the panel), `arm`, `session`, `period` (1 is the first arm that they met),
    `status`, `counts` (finished, and kept their data), `started_at`, `completed_at`, `persona`, `stratum`, `done` of
    `steps`, `decisions` (how many), what they met (`latency` in seconds, `operator`, `trials`), the fingerprints
    of their `texts`, a column of numbers for each of `measures` by its name (missing where unknown), and one of truth
    values for each flag in `curtain.analysis.flags.FLAGS`.

    `trials` has a row for every answer of a feature that a person who counts met, and every decision that they took:
    see `curtain.analysis.encounters`. `items` has a row for every item of a questionnaire that such a person answered:
    see `curtain.analysis.items`.
    """

    origin: str
    measures: tuple[Measure, ...]
    people: pd.DataFrame
    trials: pd.DataFrame
    items: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(items.COLUMNS)))

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The people who finished, in the order in which they did. Everybody reads the same one: write to a copy."""
        rows = self.people[self.people["counts"]]
        return rows.sort_values(["completed_at", "session", "period"], kind="stable")

    def measure(self, name: str) -> Measure:
        """A measure by its name. Raises `KeyError`."""
        found = {each.name: each for each in self.measures}
        return found[name]

    def without(self, excluded: Iterable[str]) -> Study:
        """The study without the people who have one of these flags: in none of their arms do they count."""
        names = list(excluded)
        if not names:
            return self
        flagged = self.people.loc[self.people[names].any(axis=1), "participant"]
        return self._keeping(~self.people["participant"].isin(flagged))

    def first(self, people: int) -> Study:
        """The study as it stood when that many people had finished."""
        done = self.counted["participant"].drop_duplicates()[:people]
        then = self._keeping(self.people["participant"].isin(done) | ~self.people["counts"])
        return replace(then, people=among_others(then.people, self.origin))

    def leaving_out(self, sessions: Collection[str]) -> Study:
        """The study without these sessions."""
        gone = list(sessions)
        people, trials, answers = (
            part[~part["session"].isin(gone)] for part in (self.people, self.trials, self.items)
        )
        return replace(self, people=people, trials=trials, items=answers)

    def _keeping(self, rows: pd.Series[bool]) -> Study:
        people = self.people[rows]
        trials, answers = (
            part[part["session"].isin(people["session"])] for part in (self.trials, self.items)
        )
        return replace(self, people=people, trials=trials, items=answers)


def study(frames: Frames, plan: Plan, origin: str = "real") -> Study:
    """The study of these clean tables. Only sessions of `origin` are in it."""
    counted = evidence(frames, origin)
    known = list(catalogue(plan))
    values = _beside({measure.name: compute(counted) for measure, compute in known}, counted)
    rows = encounters.trials(counted)
    taken = (
        decisions(counted, plan.shares[0] if plan.shares else None)
        .groupby(PERSON)
        .size()
        .to_frame("decisions")
    )
    parts = [values, encounters.met(rows), taken, flags(counted, plan, values)]
    people = _everybody(counted)
    for part in parts:
        people = people.merge(part, how="left", left_on=PERSON, right_index=True)
    measures = [measure for measure, _ in known]
    cost = costs.measure(plan)
    if cost:
        measures.append(cost)
        spent = costs.per_person(plan, people, rows).sum(axis=1, skipna=False).rename(cost.name)
        people = people.merge(spent, how="left", left_on=PERSON, right_index=True)
    people = among_others(people.fillna({"decisions": 0}), origin).astype(dict.fromkeys(FLAGS, "boolean"))
    return Study(
        origin, tuple(measures), people.fillna(dict.fromkeys(FLAGS, False)), rows, items.items(counted, plan)
    )


def joined(parts: Iterable[Study]) -> Study:
    """Studies of different sessions of one panel as one. Raises `ValueError` without any."""
    known = list(parts)
    if not known:
        raise ValueError("there is no study to join")
    people = among_others(together([part.people for part in known]), known[0].origin)
    trials, answers = together([part.trials for part in known]), together([part.items for part in known])
    return replace(known[0], people=people, trials=trials, items=answers)


def _beside(columns: dict[str, pd.Series[float]], counted: Evidence) -> pd.DataFrame:
    """The measures side by side, a row for each person who counts."""
    return pd.DataFrame(
        {name: found.reindex(counted.everybody) for name, found in columns.items()}, dtype=float
    )


def _everybody(counted: Evidence) -> pd.DataFrame:
    """A row for each session that began and arm that it was given, with whether it counts."""
    rows = counted.started.rename(columns={"id": "session"})[[*PERSON, *_SESSION]]
    rows = rows.assign(period=pd.to_numeric(rows["period"], errors="coerce").fillna(1).astype(int))
    done = counted.people[[*PERSON, "session"]].assign(counts=True)
    rows = rows.merge(done, on=[*PERSON, "session"], how="left")
    return rows.assign(counts=rows["counts"].eq(True))


_SESSION = [
    *(
        "number",
        "session",
        "period",
        "status",
        "started_at",
        "completed_at",
        "persona",
        "stratum",
        "done",
        "steps",
    ),
]
