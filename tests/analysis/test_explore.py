"""Any measure by anything: one value for each person and group, the same piles for every group, no figure made up."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curtain import charts
from curtain.analysis.course import Point, course
from curtain.analysis.encounters import COLUMNS
from curtain.analysis.explore import Spread, measures, spread, ways
from curtain.analysis.piles import MOST, behind, piles
from curtain.analysis.plan import Plan
from curtain.analysis.quantities import a_score, a_share, a_time
from curtain.analysis.study import Study
from tests.analysis.made import study_of, within_study
from tests.analysis.panels import RIGHT

ACCEPTED = a_share("accepted", "Accepted suggestions", "", "decisions")
TRUST = a_score("trust", "Trust", "", 1, 7)
TIME = a_time("time", "Time", "")
PLAN = Plan(arms=("plain", "warned"), compare=("plain", "warned"), primary="accepted")

PEOPLE = {
    "plain": {"accepted": [0.25, 0.5, 0.75], "trust": [3, 4, 5], "time": [2, 4, 8]},
    "warned": {"accepted": [0.5, 0.75, 1.0], "trust": [5, 5, 6], "time": [1, 2, 4]},
}


def people() -> Study:
    return study_of([ACCEPTED, TRUST, TIME], PEOPLE)


def among(personas: list[str | None]) -> Study:
    made = people()
    return replace(made, people=made.people.assign(persona=personas))


def with_trials(rows: list[tuple[str, str, int, dict[str, object]]]) -> Study:
    """The people, and trials: participant, arm, position and what is known of each."""
    made = [
        {"participant": who, "arm": arm, "session": f"s-{who}", "position": n, "step": "warning", **told}
        for who, arm, n, told in rows
    ]
    return replace(people(), trials=pd.DataFrame(made, columns=list(COLUMNS)))


def test_arms_stand_in_the_order_of_the_scenario_with_their_people() -> None:
    found = spread(people(), PLAN, ACCEPTED, "arm")
    assert [(each.arm, each.n, each.estimate) for each in found.groups] == [
        ("plain", 3, 50),
        ("warned", 3, 75),
    ]
    assert sorted(found.points["value"]) == [25, 50, 50, 75, 75, 100]


def test_times_are_told_by_their_geometric_mean() -> None:
    assert [each.estimate for each in spread(people(), PLAN, TIME, "arm").groups] == pytest.approx([4, 2])


def test_people_are_told_apart_by_what_has_several_values() -> None:
    assert ways(people()) == ["arm"]
    assert ways(among(["wary"] * 6)) == ["arm"]
    assert ways(among(["wary", "brisk", None] * 2)) == ["arm", "persona"]


def test_who_has_no_persona_comes_last_and_under_that_name() -> None:
    found = spread(among(["wary", "brisk", None] * 2), PLAN, TRUST, "persona")
    assert [(each.arm, each.n) for each in found.groups] == [("brisk", 2), ("wary", 2), ("not known", 2)]


def test_arms_may_be_kept_apart_in_each_group() -> None:
    found = spread(among(["wary", "brisk", None] * 2), PLAN, TRUST, "persona", apart=True)
    assert [each.arm for each in found.groups][:2] == ["brisk · plain", "brisk · warned"]


def test_a_stratum_is_told_by_its_answers() -> None:
    made = people()
    strata = ['{"persona": "brisk", "new": "yes"}', '{"persona": "wary", "new": "no"}'] * 3
    found = spread(replace(made, people=made.people.assign(stratum=strata)), PLAN, TRUST, "stratum")
    assert [each.arm for each in found.groups] == ["brisk, yes", "wary, no"]


def test_somebody_who_meets_both_arms_is_one_person_in_a_group_of_people() -> None:
    made = within_study([TRUST], {"plain": {"trust": [2, 4]}, "warned": {"trust": [4, 6]}})
    made = replace(made, people=made.people.assign(persona=["wary", "brisk"] * 2))
    found = spread(made, PLAN, TRUST, "persona")
    assert [(each.arm, each.n, each.estimate) for each in found.groups] == [("brisk", 1, 5), ("wary", 1, 3)]
    by_order = spread(made, PLAN, TRUST, "period").groups
    assert [(each.arm, each.n) for each in by_order] == [("1st", 2), ("2nd", 2)]


def test_many_trials_of_one_person_are_one_value_in_each_group() -> None:
    fast: list[tuple[str, str, int, dict[str, object]]] = [
        ("plain-0", "plain", n, {"decision": "accept", "seconds": 1.0}) for n in range(1, 501)
    ]
    slow: list[tuple[str, str, int, dict[str, object]]] = [
        ("plain-1", "plain", 1, {"decision": "dismiss", "seconds": 4.0})
    ]
    made = with_trials(fast + slow)
    known = {each.name: each for each in measures(made, PLAN, "trial")}
    assert set(known) == {"accepted", "seconds"}
    found = spread(made, PLAN, known["seconds"], "trial")
    assert found.groups[0].arm == "1 to 42"
    assert found.groups[0].n == 2
    assert found.groups[0].estimate == pytest.approx(2.0)
    assert len(found.groups) <= 12


def test_a_decision_is_right_or_wrong_in_its_own_trial() -> None:
    told = [
        ("accept", "delayed", 1),
        ("accept", "on time", 2),
        ("dismiss", "on time", 3),
        (None, "delayed", 4),
    ]
    made = with_trials([("plain-0", "plain", n, {"decision": did, "truth": true}) for did, true, n in told])
    right = a_share(RIGHT.name, "Right decisions", "", "decisions")
    made = replace(made, measures=(right,))
    plan = PLAN._replace(shares=(RIGHT,))
    assert right in measures(made, plan, "trial")
    found = spread(made, plan, right, "trial")
    assert [each.estimate for each in found.groups] == [100, 0, 100, None]
    assert found.groups[3].note.startswith("cannot tell")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(0.001, 1e6), min_size=1, max_size=60),
    st.lists(st.floats(0.001, 1e6), max_size=60),
    st.sampled_from([TRUST, TIME]),
)
def test_everybody_lies_in_one_pile_and_piles_are_the_same_for_all(
    here: list[float], there: list[float], measure: object
) -> None:
    assert measure in (TRUST, TIME)
    name = "trust" if measure is TRUST else "time"
    made = study_of([TRUST, TIME], {"plain": {name: here}, "warned": {name: there}})
    found = spread(made, PLAN, TRUST if measure is TRUST else TIME, "arm")
    piled = piles(found)
    assert len(piled) == len(here) + len(there)
    slack = 1e-6 * piled["value"].abs().max()
    assert (piled["low"] - slack <= piled["value"]).all()
    assert (piled["value"] <= piled["high"] + slack).all()
    assert piled["low"].nunique() <= 2 * MOST + 2
    assert (piled.groupby(["group", "low"])["rank"].max() == piled.groupby(["group", "low"]).size()).all()
    json.dumps(charts.spread(found, piled).to_dict(), allow_nan=False)


def test_a_mark_leads_to_the_people_behind_it() -> None:
    piled = piles(spread(people(), PLAN, ACCEPTED, "arm"))
    assert list(behind(piled, ["0|plain-1"])["session"]) == ["s-plain-1"]
    assert sorted(behind(piled, ["1|"])["participant"]) == ["warned-0", "warned-1", "warned-2"]
    half = piled.loc[piled["participant"].eq("plain-1"), "pile"].iloc[0]
    assert list(behind(piled, [half])["participant"]) == ["plain-1"]
    assert behind(piled, []).empty
    assert behind(piled, ["7|gone"]).empty


def drawn(found: Spread) -> str:
    return json.dumps(charts.spread(found, piles(found)).to_dict(), allow_nan=False)


def test_few_people_are_dots_and_many_are_bars() -> None:
    assert '"circle"' in drawn(spread(people(), PLAN, TRUST, "arm"))
    crowd = study_of([TRUST], {"plain": {"trust": [1, 2, 3, 4] * 200}})
    told = drawn(spread(crowd, PLAN, TRUST, "arm"))
    assert '"rect"' in told
    assert "200 people (25%)" in told


def test_a_group_without_data_keeps_its_row_and_says_so() -> None:
    made = study_of([TRUST], {"plain": {"trust": [3, 4]}, "warned": {"trust": [float("nan")] * 2}})
    found = spread(made, PLAN, TRUST, "arm")
    assert [each.n for each in found.groups] == [2, 0]
    assert "warned: cannot tell: did not occur in 'warned'" in drawn(found)
    nobody = spread(study_of([TRUST], {}), PLAN, TRUST, "arm")
    assert nobody.groups == []
    assert drawn(nobody)


def test_over_time_each_point_is_of_everybody_so_far_and_the_last_is_the_result() -> None:
    found = course(people(), PLAN, ACCEPTED, "people")
    plain = [point for point in found if point.found.arm == "plain"]
    assert [point.at for point in plain] == [2, 3, 4, 5, 6]
    assert [point.found.n for point in plain] == [1, 2, 2, 3, 3]
    assert plain[-1].found.estimate == 50
    assert plain[0].found.note == "cannot tell: one person only"


def test_day_by_day_each_point_is_of_that_days_people() -> None:
    made = study_of([TRUST], {"plain": {"trust": [1.0] * 24 + [3.0, 5.0]}})
    found = course(made, PLAN._replace(arms=("plain",)), TRUST, "days")
    assert [(point.at, point.found.n, point.found.estimate) for point in found] == [
        ("2026-01-01", 24, 1),
        ("2026-01-02", 2, 4),
    ]
    told = drawn_course(found)
    assert '"temporal"' in told
    assert "2026-01-02" in told


def drawn_course(found: list[Point]) -> str:
    return json.dumps(charts.course(found, TRUST).to_dict(), allow_nan=False)


def test_nobody_has_no_course() -> None:
    assert course(study_of([TRUST], {}), PLAN, TRUST, "people") == []
    assert course(study_of([TRUST], {}), PLAN, TRUST, "days") == []
