"""Practice runs: what there is to practise, a run from its beginning to its result, and who plays without.

A run is a panel of its own, of origin practice, played by the operator whom it is for. All that is known of it stands
in the log: `desk.practice_began` at its beginning, `desk.practised` with every answer at its end.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple

from curtain.desk import shifts
from curtain.desk.leases import Operator
from curtain.engine import Engine
from curtain.errors import CurtainError, Refused
from curtain.floor import console_of
from curtain.practice.marks import Mark
from feedback_db import Event, NewEvent, PanelRow, PredictionRow, Reading, Writing, key
from scenarios import Scenario, operators
from scenarios.at_desk import Practice
from scenarios.ready import by_person

NOTHING = "Nobody plays this by hand, so there is nothing to practise."


class Offer(NamedTuple):
    """A panel on which somebody can practise. `needed`: they may not play for its people before they have."""

    panel: PanelRow
    asks: dict[str, Practice]
    needed: bool


class Result(NamedTuple):
    """How a run ended: of so many `answers` this many were right, all of them in time, and every answer by itself."""

    answers: int
    right: int
    in_time: int
    passed: bool
    marks: list[Mark]


class Run(NamedTuple):
    """One run; `id` is its panel, `of` the panel for which somebody practises. `asks` is what each feature wants.
    `result` is None as long as it goes on, and for good when it was given up."""

    id: str
    of: str
    operator: Operator
    scenario: str
    asks: dict[str, Practice]
    began_at: str
    going_on: bool
    result: Result | None


class Progress(NamedTuple):
    """How far a run has come: of `wanted` answers so many are given, and so many were missed. `waiting` are open."""

    wanted: int
    answered: int
    missed: int
    waiting: int


def asked_of(engine: Engine, panel: PanelRow) -> dict[str, Practice]:
    """What a panel asks operators to practise, by feature; where it asks for nothing, what a person plays in it, with
    as many answers as are usual. Empty where nobody plays by hand."""
    scenario = engine.scenario_of(panel)
    if asked := shifts.practice_of(scenario):
        return asked
    return {name: Practice() for name in scenario.features if _asking(scenario, panel, name)}


def offers(engine: Engine, operator: Operator) -> list[Offer]:
    """Where somebody can practise: first what they have to, then the latest panels."""
    with engine.store.reading() as reading:
        rows = [row for row in reversed(reading.panels()) if row.origin == "real" and row.status != "closed"]
    found = []
    for row in rows:
        try:
            asks = asked_of(engine, row)
        except CurtainError:
            continue  # a draft whose scenario is broken: Panels says so
        if asks:
            found.append(Offer(row, asks, shifts.lacks_practice(engine, operator.id, row)))
    return sorted(found, key=lambda offer: not offer.needed)


def begin(engine: Engine, operator: Operator, panel: str) -> str:
    """Begin a run for a panel, and end the one that may still go on; gives the id of its own panel.

    Raises `Refused` where there is nothing to practise.
    """
    with engine.store.reading() as reading:
        row = reading.panel(panel)
    scenario = engine.scenario_of(row)
    players = _players(scenario, row)
    asks = {feature: practice for feature, practice in asked_of(engine, row).items() if feature in players}
    if not asks:
        raise Refused(NOTHING)
    made = f"p-{secrets.token_hex(4)}"
    played_by = {**_without_people(scenario, row), **{feature: players[feature] for feature in asks}}
    created = {
        "name": f"Practice: {row.name}",
        "scenario": row.scenario,
        "origin": "practice",
        "played_by": played_by,
        "seed": secrets.token_hex(8),
        "people": None,
        "arms": list(scenario.arms),
    }
    began = {
        "operator": operator.id,
        "name": operator.name,
        "of": panel,
        "scenario": row.scenario,
        "asks": {feature: practice.model_dump() for feature, practice in asks.items()},
    }

    def command(tx: Writing) -> None:
        for run in _runs(tx, None):
            if run.going_on and run.operator.id == operator.id:
                tell(engine, tx, run.id, "panel.closed", {})
        tell(engine, tx, made, "panel.created", created)
        tell(engine, tx, made, "panel.opened", {"version": row.version or engine.freeze(tx, row.scenario)})
        tell(engine, tx, made, "desk.practice_began", began)

    engine.store.do(command)
    return made


def give_up(engine: Engine, run: str) -> None:
    """End a run without a result; one that has ended already stays as it is."""

    def command(tx: Writing) -> None:
        if tx.panel(run).status != "closed":
            tell(engine, tx, run, "panel.closed", {})

    engine.store.do(command)


def going_on(engine: Engine, operator: Operator) -> Run | None:
    """The run in which the operator is."""
    found = [run for run in runs(engine) if run.operator.id == operator.id and run.going_on]
    return found[-1] if found else None


def is_over(engine: Engine, run: str) -> bool:
    """Whether a run has ended, one way or the other."""
    with engine.store.reading() as reading:
        return reading.panel(run).status == "closed"


def runs(engine: Engine, scenario: str | None = None) -> list[Run]:
    """All runs on a scenario, or on any, oldest first."""
    with engine.store.reading() as reading:
        return _runs(reading, scenario)


def latest(engine: Engine, operator: Operator, panel: PanelRow) -> Run | None:
    """The operator's latest run for a panel that was played to its end."""
    mine = [
        run for run in runs(engine, panel.scenario) if (run.operator.id, run.of) == (operator.id, panel.id)
    ]
    return next((run for run in reversed(mine) if run.result), None)


def progress(engine: Engine, run: Run) -> Progress:
    """How far a run has come."""
    with engine.store.reading() as reading:
        rows = requests(reading, run)
    return Progress(
        sum(practice.answers for practice in run.asks.values()),
        sum(row.answered_at is not None and not row.fallback for row in rows),
        sum(row.fallback for row in rows),
        sum(row.answered_at is None for row in rows),
    )


def requests(reading: Reading, run: Run) -> list[PredictionRow]:
    """The requests of a run that count, oldest first: those that somebody went past do not."""
    found = [row for each in reading.sessions(run.id) for row in reading.predictions_of(each.id)]
    counted = [row for row in found if row.feature in run.asks and row.status != "closed"]
    return sorted(counted, key=lambda row: row.requested_at)


def lacking(engine: Engine, panel: PanelRow) -> list[Operator]:
    """Who has the desk open, or is in a shift, and has to practise before they may play for this panel's people."""
    with engine.store.reading() as reading:
        staff = [row for row in reading.staff_sessions() if not row.revoked_at and "operator" in row.roles]
    found = {row.id[:16]: Operator(row.id[:16], row.name) for row in staff}
    there = [who for who in found.values() if engine.presence.is_here(console_of(who.id))]
    there += [Operator(shift.operator, shift.name) for shift in engine.floor.at_work(panel.id)]
    return [who for who in dict.fromkeys(there) if shifts.lacks_practice(engine, who.id, panel)]


def tell(engine: Engine, tx: Writing, panel: str, kind: str, told: Mapping[str, Any]) -> None:
    """Write what happened to a run; each thing happens to it once."""
    tx.append(NewEvent(kind, engine.now(), panel, payload=dict(told), key=key(panel, "practice", kind)))


def run_of(began: Event, ended: Event | None, *, going_on: bool) -> Run:
    """A run, from the events at its beginning and its end."""
    told = began.payload
    return Run(
        began.panel,
        told["of"],
        Operator(told["operator"], told["name"]),
        told["scenario"],
        {feature: Practice.model_validate(asks) for feature, asks in told["asks"].items()},
        began.at,
        going_on and ended is None,
        _result(ended.payload) if ended else None,
    )


def _runs(reading: Reading, scenario: str | None) -> list[Run]:
    events = reading.practice_events(scenario)
    ended = {event.panel: event for event in events if event.kind == "desk.practised"}
    going_on = {row.id for row in reading.panels() if row.origin == "practice" and row.status != "closed"}
    return [
        run_of(event, ended.get(event.panel), going_on=event.panel in going_on)
        for event in events
        if event.kind == "desk.practice_began"
    ]


def _result(told: Mapping[str, Any]) -> Result:
    marks = [Mark(**each) for each in told["marks"]]
    return Result(told["answers"], told["right"], told["in_time"], told["passed"], marks)


def _players(scenario: Scenario, panel: PanelRow) -> dict[str, str]:
    """Who asks the people at the desk, by feature: the panel's choice where that does, else the scenario's first."""
    return {
        feature: _asking(scenario, panel, feature) or first for feature, first in operators(scenario).items()
    }


def _without_people(scenario: Scenario, panel: PanelRow) -> dict[str, str]:
    """Who plays all features so that nobody has to: the panel's choice, or what that falls back on."""
    found = dict(panel.played_by)
    for feature in scenario.features:
        if mock := _asking(scenario, panel, feature):
            found[feature] = str(scenario.mocks[mock].get("fallback") or "")
    return {feature: mock for feature, mock in found.items() if mock}


def _asking(scenario: Scenario, panel: PanelRow, feature: str) -> str | None:
    """The mock that plays a feature in this panel, where that asks the people at the desk."""
    mock = panel.played_by.get(feature, scenario.features[feature].played_by)
    return mock if mock in scenario.mocks and by_person(scenario.mocks[mock]) else None
