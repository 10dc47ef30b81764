"""The measures that a scenario asks for by its own `measures:`, each with its words and its computation per person."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from curtain.analysis import cases
from curtain.analysis.frames import PERSON, PLACE, Evidence, together
from curtain.analysis.plan import (
    Asked,
    Average,
    Followed,
    Median,
    Preference,
    ReactionCount,
    ReactionShare,
    Scored,
)
from curtain.analysis.quantities import (
    Measure,
    PerPerson,
    a_count,
    a_score,
    a_share,
    a_time,
    mean_per_person,
    titled,
)

Told = tuple[Measure, PerPerson]


def told(asked: Asked) -> Iterator[Told]:
    """The measure, or one for each option of a preference, with its computation per person and arm."""
    yield from _TOLD[type(asked)](asked)


# Decisions -----------------------------------------------------------------


def _followed(asked: Followed) -> Iterator[Told]:
    words = "Of a person's decisions, the share that followed it when it was right, or ignored it when it was wrong."
    yield a_share(asked.name, titled(asked.name), words, "decisions"), partial(_right_to_follow, asked)


def _right_to_follow(asked: Followed, evidence: Evidence) -> pd.Series[float]:
    rows = evidence.decisions
    accepted = rows["decision"].eq("accept")
    # Where a step speaks up for one answer only, to accept is to act as if that were so, also in silence.
    alarm = rows["step"].map(dict(asked.alarms))
    by_alarm = rows[alarm.notna() & rows["truth"].notna()]
    real = by_alarm["truth"].astype(str).eq(alarm[by_alarm.index].astype(str))
    seen = cases.shown(evidence, feature=asked.feature)[["id", "right"]].dropna()
    spoken = rows[alarm.isna()].merge(seen, left_on="prediction", right_on="id", suffixes=("", "_shown"))
    both = [
        by_alarm[PERSON].assign(good=accepted[by_alarm.index].eq(real).astype(float)),
        spoken[PERSON].assign(good=spoken["decision"].eq("accept").eq(spoken["right"].eq(1)).astype(float)),
    ]
    return mean_per_person(together(both), "good")


# Reactions -----------------------------------------------------------------

_DONE = {
    "accept": "accepted", "edit": "edited", "dismiss": "dismissed", "undo": "undone", "report": "reported",
    "contact": "answered by asking for a person", "thumb": "given a thumb", "stars": "given stars",
    "comment": "commented on", "label": "labelled", "skip": "skipped", "followed": "followed", "ignored": "ignored",
}  # fmt: skip


def _what(of: str, value: str | int | None) -> str:
    return _DONE[of] if value is None else f"{_DONE[of]} ({value})"


def _reaction_share(asked: ReactionShare) -> Iterator[Told]:
    kept = f" that were {asked.shown}" if asked.shown else ""
    if asked.shown or asked.feature:
        words = f"Of the predictions{kept} that a person was shown, the share that was {_what(asked.of, asked.value)}."
    else:
        steps = " and ".join(sorted(asked.steps))
        words = (
            f"Of the times that a person came to {steps}, the share that was {_what(asked.of, asked.value)}."
        )
    yield a_share(asked.name, titled(asked.name), words, "decisions"), partial(_got, asked)


def _got(asked: ReactionShare, evidence: Evidence) -> pd.Series[float]:
    given = cases.done(evidence, asked.of, asked.value)
    if not (asked.shown or asked.feature):
        return mean_per_person(cases.at_places(cases.visits(evidence, asked.steps), given), "got")
    rows = cases.shown(evidence, asked.steps, asked.feature)
    if asked.shown:
        rows = rows[rows["right"].eq(float(asked.shown == "right"))]
    return mean_per_person(cases.about(rows, given), "got")


def _reaction_count(asked: ReactionCount) -> Iterator[Told]:
    unit = "per trial" if asked.per == "trial" else "per person"
    words = f"How often something was {_what(asked.of, asked.value)}, {unit}."
    yield a_count(asked.name, titled(asked.name), words, unit), partial(_how_often, asked)


def _how_often(asked: ReactionCount, evidence: Evidence) -> pd.Series[float]:
    given = cases.done(evidence, asked.of, asked.value)
    given = given[given["step"].isin(asked.steps)]
    often = given.groupby(PERSON).size().astype(float).reindex(evidence.everybody, fill_value=0.0)
    if asked.per == "session":
        return often
    met = cases.visits(evidence, asked.steps).groupby(PERSON).size().reindex(evidence.everybody)
    return (often / met).dropna()


# Numbers and times -----------------------------------------------------------------

_MEANS = {
    "stars": "The stars that a person gave, 1 to 5.",
    "confidence": "How sure the predictions that a person was shown claimed to be.",
    "distance": "How much of what was proposed a person changed: 0% is nothing, 100% all of it.",
    "quality": "How good what a person made is beside the truth",
}


def _average(asked: Average) -> Iterator[Told]:
    title = titled(asked.name)
    if asked.subject == "stars":
        yield a_score(asked.name, title, _MEANS["stars"], 1.0, 5.0), partial(_stars, asked)
    elif asked.subject == "quality":
        part = f": {asked.detail}." if asked.detail else "."
        measure = a_share(asked.name, title, _MEANS["quality"] + part, "decisions")._replace(high=None)
        yield measure, partial(_quality, asked)
    elif asked.subject in _MEANS:
        compute = partial(_confidence if asked.subject == "confidence" else _distance, asked)
        yield a_share(asked.name, title, _MEANS[asked.subject], "experience"), compute
    else:
        words = f"What people answered to {asked.detail!r} in {asked.subject!r}."
        measure = a_score(asked.name, title, words, asked.low, asked.high)
        yield (
            measure if asked.high is not None else measure._replace(unit="on average"),
            partial(_answered, asked),
        )


def _stars(asked: Average, evidence: Evidence) -> pd.Series[float]:
    return _mean_of(_at(asked.steps, cases.done(evidence, "stars")), "value")


def _distance(asked: Average, evidence: Evidence) -> pd.Series[float]:
    return _mean_of(_at(asked.steps, evidence.reactions), "distance")


def _confidence(asked: Average, evidence: Evidence) -> pd.Series[float]:
    return mean_per_person(cases.shown(evidence, asked.steps), "sure")


def _quality(asked: Average, evidence: Evidence) -> pd.Series[float]:
    rows = _at(asked.steps, evidence.reactions)
    found = pd.Series([_part(cell, asked.detail) for cell in rows["quality"]], index=rows.index, dtype=float)
    return mean_per_person(rows.assign(found=found), "found")


def _part(quality: Any, detail: str | None) -> float | None:
    """One part of a quality; without a name, the first one."""
    if isinstance(quality, Mapping):
        quality = quality.get(detail) if detail else next(iter(quality.values()), None)
    known = isinstance(quality, int | float) and not isinstance(quality, bool)
    return float(quality) if known else None


def _answered(asked: Average, evidence: Evidence) -> pd.Series[float]:
    rows = evidence.answers
    return _mean_of(rows[rows["where"].eq(asked.subject) & rows["item"].eq(asked.detail or "")], "value")


def _mean_of(rows: pd.DataFrame, column: str) -> pd.Series[float]:
    values = pd.to_numeric(rows[column], errors="coerce")
    return mean_per_person(rows.assign(number=values.where(np.isfinite(values.astype(float)))), "number")


def _at(steps: frozenset[str] | None, rows: pd.DataFrame) -> pd.DataFrame:
    return rows if steps is None else rows[rows["step"].isin(steps)]


_TIMES = {
    "decision": "From the moment the buttons could be seen to the decision: the median of each person's times.",
    "first reaction": "From the moment the screen could be used to the first thing done there: each person's median.",
    "leave": "From coming to the screen to leaving it, whatever was done there: the median of each person's times.",
    "finish": "From the first screen to the last. Only people who met a single arm have one.",
}


def _median(asked: Median) -> Iterator[Told]:
    compute = {
        "decision": _to_decision,
        "first reaction": _to_first_reaction,
        "leave": _to_leave,
        "finish": _to_finish,
    }[asked.to]
    yield a_time(asked.name, titled(asked.name), _TIMES[asked.to]), partial(compute, asked)


def _to_decision(asked: Median, evidence: Evidence) -> pd.Series[float]:
    return _median_of(by_hand(_at(asked.steps, evidence.decisions)))


def _to_first_reaction(asked: Median, evidence: Evidence) -> pd.Series[float]:
    rows = by_hand(_at(asked.steps, evidence.acts))
    return _median_of(rows.sort_values("seconds", kind="stable").drop_duplicates(PLACE))


def by_hand(rows: pd.DataFrame) -> pd.DataFrame:
    """What people themselves did, with the `seconds` that it took where the browser measured them."""
    taken = pd.to_numeric(rows["seen_to_pressed_ms"], errors="coerce").astype(float)
    timed = rows[taken.gt(0) & np.isfinite(taken) & rows["done_by"].ne("itself")]
    return timed.assign(seconds=taken[timed.index] / 1000)


def _median_of(rows: pd.DataFrame) -> pd.Series[float]:
    found: pd.Series[float] = rows.groupby(PERSON)["seconds"].median()
    return found


def _to_leave(asked: Median, evidence: Evidence) -> pd.Series[float]:
    return _median_of(_at(asked.steps, evidence.stays))


def _to_finish(_asked: Median, evidence: Evidence) -> pd.Series[float]:
    alone = evidence.people[~evidence.people["participant"].duplicated(keep=False)]
    times = evidence.started.rename(columns={"id": "session"})
    rows = alone.merge(times[[*PERSON, "session", "started_at", "completed_at"]], on=[*PERSON, "session"])
    began, ended = (
        pd.to_datetime(rows[end], utc=True, format="ISO8601") for end in ("started_at", "completed_at")
    )
    seconds = (ended - began).dt.total_seconds()
    return _median_of(rows.assign(seconds=seconds)[seconds.gt(0)])


# Questionnaires and preferences -----------------------------------------------------------------


def _scored(asked: Scored) -> Iterator[Told]:
    low, high = range_of_score(asked)
    part = f" ({asked.subscale})" if asked.subscale else ""
    words = f"{asked.instrument.title}{part}, by its published scoring."
    yield a_score(asked.name, titled(asked.name), words, low, high), partial(scores, asked)


def range_of_score(asked: Scored) -> tuple[float | None, float | None]:
    """Between which numbers the score lies."""
    instrument = asked.instrument
    scoring = instrument.subscales.get(asked.subscale) if asked.subscale else instrument.scoring
    return (scoring.lowest, scoring.highest) if scoring else (None, None)


def scores(asked: Scored, evidence: Evidence) -> pd.Series[float]:
    """Each person's score. Where a questionnaire comes once for every trial, the mean of them; where it stands at
    several steps of the flow, that of the last one."""
    rows, instrument = evidence.answers, asked.instrument
    rows = rows[rows["instrument"].eq(instrument.id)]
    if asked.step:
        rows = rows[rows["where"].isin([asked.step, f"{asked.step}-{instrument.id}"])]
    named = f"{instrument.id}.{asked.subscale}" if asked.subscale else instrument.id
    # Plain rows: pandas takes ten times as long for as many small groups as there are people.
    places: dict[tuple[Any, ...], dict[str, Any]] = {}
    last_at: dict[tuple[Any, ...], str] = {}
    for who, arm, step, where, item, value, at in rows[
        [*PERSON, "step", "where", "item", "value", "at"]
    ].itertuples(index=False):
        place = (who, arm, step, where)
        places.setdefault(place, {})[str(item)] = as_given(value)
        last_at[place] = max(last_at.get(place, ""), str(at))
    found = []
    for (who, arm, step, where), answers in places.items():
        score = instrument.scores(answers).get(named)
        if score is not None:
            found.append((who, arm, where, last_at[who, arm, step, where], float(score)))
    made = pd.DataFrame(found, columns=[*PERSON, "where", "at", "score"])
    last = made.sort_values("at", kind="stable").drop_duplicates(PERSON, keep="last")[[*PERSON, "where"]]
    return mean_per_person(made.merge(last, on=[*PERSON, "where"]), "score")


def as_given(value: Any) -> Any:
    """A cell as the answer that it was: pandas makes 3.0 of a 3 beside an empty cell."""
    if isinstance(value, str | bool) or value is None:
        return value
    number = float(value)
    return int(number) if number.is_integer() else number


def _preference(asked: Preference) -> Iterator[Told]:
    if asked.arms:
        words = "The share of people who preferred this arm to the others that they met."
        measure = a_share(asked.name, titled(asked.name), words, "decisions")._replace(binary=True)
        yield measure, partial(_prefers_arm, asked)
        return
    for option in asked.options:
        words = f"How often people preferred {option!r} out of {', '.join(asked.options)}."
        measure = a_share(f"{asked.name}.{option}", f"{titled(asked.name)}: {option}", words, "decisions")
        # At a step with two predictions people may choose in many trials; a question is answered once.
        yield measure._replace(binary=asked.item is not None), partial(_prefers_option, asked, option)


def _prefers_arm(asked: Preference, evidence: Evidence) -> pd.Series[float]:
    """1 for the arm that a person preferred, and 0 for the others that they met."""
    said = _chosen(asked, evidence).drop_duplicates("participant", keep="last")[["participant", "chosen"]]
    rows = evidence.people.merge(said[said["chosen"].isin(asked.options)], on="participant")
    place = rows["chosen"].map({option: n for n, option in enumerate(asked.options, 1)})
    period = pd.to_numeric(rows["period"], errors="coerce")
    hit = rows["chosen"].eq(rows["arm"]) if asked.arms == "by name" else place.eq(period)
    return mean_per_person(rows.assign(hit=hit.astype(float)), "hit")


def _prefers_option(asked: Preference, option: str, evidence: Evidence) -> pd.Series[float]:
    rows = _chosen(asked, evidence).dropna(subset=["chosen"])
    return mean_per_person(rows.assign(hit=rows["chosen"].eq(option).astype(float)), "hit")


def _chosen(asked: Preference, evidence: Evidence) -> pd.DataFrame:
    if asked.item is None:
        rows = evidence.decisions
        rows = rows[rows["step"].eq(asked.step) & rows["decision"].eq("accept")]
        mocks = evidence.predictions.set_index("id")["mock"]
        return rows.assign(chosen=rows["prediction"].map(mocks))
    rows = evidence.answers
    rows = rows[rows["where"].eq(asked.step) & rows["item"].eq(asked.item)]
    return rows.assign(chosen=rows["value"].map(_word)).sort_values("at", kind="stable")


def _word(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    return None if value is None or value != value else json.dumps(value)


_TOLD: dict[type[Any], Callable[[Any], Iterator[Told]]] = {
    Followed: _followed,
    ReactionShare: _reaction_share,
    ReactionCount: _reaction_count,
    Average: _average,
    Median: _median,
    Scored: _scored,
    Preference: _preference,
}
