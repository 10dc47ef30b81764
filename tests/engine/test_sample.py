"""Simulated people go through the real engine, and are the same each time."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from curtain import sample
from curtain.analysis import Plan, analyse, read_frames
from curtain.engine import Engine
from feedback_db import open_store

WHAT_THEY_DID = ["arm", "place", "kind", "value", "seen_to_pressed_ms", "truth", "predicted"]


def load(path: Path) -> tuple[Engine, str]:
    engine = Engine(open_store(path))
    return engine, sample.load(engine)


def reactions(engine: Engine, panel: str) -> pd.DataFrame:
    with engine.store.reading() as reading:
        frame = reading.table(panel, "reaction", "simulated")
    return frame[WHAT_THEY_DID].sort_values(WHAT_THEY_DID, ignore_index=True)


def test_the_sample_panel_is_marked_full_and_the_same_each_time(tmp_path: Path) -> None:
    engine, panel = load(tmp_path / "one.db")
    assert sample.load(engine) == panel, "a second click finds it"
    other, same = load(tmp_path / "two.db")
    with engine.store.reading() as reading:
        row, sessions = reading.panel(panel), reading.sessions(panel)
        frames = read_frames(lambda name: reading.table(panel, name, "simulated"))
        kinds = {event.kind for session in sessions for event in reading.events_of(session.id)}
    results = analyse(frames, Plan.of(engine.scenario_of(row)), origin="simulated", planned=row.people)
    assert (row.origin, len(sessions)) == ("simulated", sample.PEOPLE)
    assert {s.origin for s in sessions} == {"simulated"}
    assert sum(each.started for each in results.people) == sample.PEOPLE
    weights = engine.scenario_of(row).assign.weights
    in_play = [(each.started - each.withdrawn) / weights.get(each.arm, 1) for each in results.people]
    assert max(in_play) - min(in_play) <= 3, "who takes their data back is replaced, so arms stay level"
    assert kinds >= {"prediction.requested", "prediction.answered", "prediction.released", "prediction.shown"}
    pd.testing.assert_frame_equal(reactions(engine, panel), reactions(other, same))
    engine.close()
    other.close()
