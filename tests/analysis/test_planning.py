"""Planning: what so many people show, by formula and by drawing; how long it takes; what was changed since."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from curtain.analysis.plan import Plan
from curtain.analysis.planning import Spread, by_drawing, curve, pace, planned, spread_of
from curtain.analysis.quantities import a_score, a_share, a_time
from curtain.analysis.rounds import Change, changes
from curtain.cli import main
from scenarios.decision import Worth
from tests.analysis.made import study_of, within_study

RIGHT = a_share("right", "Right decisions", "", "decisions")
TIME = a_time("time", "Time", "")
SUS = a_score("sus", "Usability", "", 0.0, 100.0)
PLAN = Plan(("old", "new"), ("old", "new"), "right", people=40, worth_it_from=Worth(amount=10))


def test_the_sentence_says_what_is_shown_and_what_was_asked_for() -> None:
    # By the table of Cohen (1988): an effect of one half takes 64 people in each group.
    told = planned(PLAN, RIGHT, Spread(0.6, 0.2, "us"), 60, {})
    assert told.each == 30
    assert told.needed == 128
    assert told.visible == pytest.approx(0.1472, abs=0.001)
    assert told.sentence == (
        "60 people, 30 in the smaller of the arms compared, would show a difference of 15 points in 8 of 10 such"
        " panels. You asked for 10 points: that takes about 128."
    )
    assert "that is enough" in planned(PLAN, RIGHT, Spread(0.6, 0.2, "us"), 130, {}).sentence


def test_more_arms_more_looks_and_uneven_arms_take_more_people() -> None:
    spread = Spread(0.6, 0.2, "us")
    needed = planned(PLAN, RIGHT, spread, 60, {}).needed or 0
    three = PLAN._replace(arms=("old", "new", "other"), compare=("old", "new", "other"))
    assert (planned(three, RIGHT, spread, 60, {}).needed or 0) > 1.5 * needed
    assert needed < (planned(PLAN._replace(looks=5), RIGHT, spread, 60, {}).needed or 0) < 1.1 * needed
    assert (planned(PLAN, RIGHT, spread, 60, {"new": 3, "old": 1}).needed or 0) == pytest.approx(
        2 * needed, rel=0.05
    )
    assert planned(PLAN._replace(within=True), RIGHT, spread, 60, {}).needed == pytest.approx(34, abs=1)


def test_times_and_scores_are_planned_in_their_own_units() -> None:
    quicker = PLAN._replace(primary="time", worth_it_from=Worth(amount=0.8, unit="times", less=True))
    told = planned(quicker, TIME, Spread(20, 0.5, "us"), 80, {})
    assert "1.37 times as long" in told.sentence
    assert "You asked for 0.8 times" in told.sentence
    points = planned(PLAN._replace(primary="sus"), SUS, Spread(68, 20, "us"), 100, {})
    assert "a difference of 11.3 points" in points.sentence


def test_a_handful_of_people_shows_nothing() -> None:
    assert planned(PLAN, RIGHT, Spread(0.6, 0.2, "us"), 2, {}).sentence.endswith(
        "too few to show any difference."
    )
    assert curve(PLAN, RIGHT, Spread(0.6, 0.2, "us"), {}, 200)["chance"].is_monotonic_increasing


def test_drawing_people_anew_agrees_with_the_formula() -> None:
    rng = np.random.default_rng(2)
    values = list(rng.normal(0.5, 0.2, 200))
    made = study_of([RIGHT], {"old": {"right": values[:100]}, "new": {"right": values[100:]}})
    spread = spread_of(made, PLAN, RIGHT, "us")
    assert spread is not None
    assert spread.deviation == pytest.approx(0.2, abs=0.02)
    drawn, formula = by_drawing(PLAN, RIGHT, made, 100, {}), planned(PLAN, RIGHT, spread, 100, {}).chance
    assert drawn == pytest.approx(formula, abs=0.08)


def test_own_differences_are_what_varies_where_everybody_meets_both() -> None:
    own = list(np.linspace(0.2, 0.8, 20))
    made = within_study(
        [RIGHT], {"old": {"right": own}, "new": {"right": [value + 0.1 for value in own[:-1]] + [0.8]}}
    )
    found = spread_of(made, PLAN._replace(within=True), RIGHT, "us")
    assert found is not None
    assert found.deviation < 0.05
    assert spread_of(study_of([RIGHT], {"old": {"right": [0.5]}}), PLAN, RIGHT, "us") is None


def test_how_long_it_takes_has_an_interval() -> None:
    made = study_of([RIGHT], {"old": {"right": [0.5] * 20}, "new": {"right": [0.5] * 20}})
    # The first came on the first of January; twenty days later forty have finished: two a day.
    told = pace(made, 60, datetime(2026, 1, 21, tzinfo=UTC))
    assert (told.per_day, told.days) == (pytest.approx(2), pytest.approx(10))
    assert (told.fewest or 99) < 10 < (told.most or 0)
    assert told.sentence.startswith(
        "20 people more at the present pace of 2.0 a day: about 10 days (7 days to 14 days)."
    )
    assert "has finished" in pace(made, 40, datetime(2026, 1, 21, tzinfo=UTC)).sentence
    assert (
        pace(study_of([RIGHT], {}), 40, datetime(2026, 1, 21, tzinfo=UTC)).sentence == "Nobody has come yet."
    )


def test_what_was_changed_is_told_by_path() -> None:
    before = {"flow": [{"id": "warning", "text": "Late."}, {"end": "Bye."}], "arms": {"a": None}}
    after = {
        "flow": [{"id": "warning", "text": "It will be late."}, {"end": "Bye."}],
        "arms": {"a": None, "b": None},
    }
    assert changes(before, after) == [
        Change("arms.b", None, "nothing"), Change("flow.warning.text", "Late.", "It will be late.")
    ]  # fmt: skip
    assert changes({"people": 40}, {"people": 60, "looks": 2}) == [
        Change("looks", None, "2"), Change("people", "40", "60")
    ]  # fmt: skip
    assert changes(before, before) == []


def test_the_command_plans_before_anybody_was_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURTAIN_DB", str(tmp_path / "none.db"))
    run = CliRunner().invoke(main, ["power", "courier-delay", "-n", "80"])
    assert run.exit_code == 0, run.output
    assert "simulated people" in run.output
    assert "80 people" in run.output
    wrong = CliRunner().invoke(main, ["power", "courier-dely"])
    assert "did you mean 'courier-delay'?" in wrong.output
