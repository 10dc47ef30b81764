"""The guards: each speaks where something is wrong, and is silent where nothing is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curtain.analysis.flags import FLAGS, among_others
from curtain.analysis.guards import Guard, guards, reasons
from curtain.analysis.plan import Factor, Plan
from curtain.analysis.quantities import a_share
from curtain.analysis.study import Study, joined, study
from scenarios.decision import Worth
from scenarios.questions import Choice
from tests.analysis.made import study_of, within_study
from tests.analysis.panels import PLAN as COURIER
from tests.analysis.panels import Maker
from tests.analysis.tables import Tables

RIGHT = a_share("right", "Right decisions", "", "decisions")
FALLBACK = a_share("fallback", "Stand-in answers", "", "health")
PLAN = Plan(("old", "new"), ("old", "new"), "right", people=40, worth_it_from=Worth(amount=12))
GOOD = list(np.linspace(0.3, 0.9, 20))


def panel(old: int = 20, new: int = 20, **columns: Any) -> Study:
    """A panel in which nothing is wrong but the columns, which are those of all people, the old arm's first."""
    values = [0.3 + 0.6 * (n % 20) / 20 for n in range(max(old, new))]
    made = study_of([RIGHT, FALLBACK], {"old": {"right": values[:old]}, "new": {"right": values[:new]}})
    return replace(made, people=made.people.assign(**columns))


def one(name: str, found: list[Guard]) -> Guard:
    return next(guard for guard in found if guard.name == name)


def test_a_healthy_panel_is_fine() -> None:
    found = guards(panel(), PLAN)
    assert {guard.state for guard in found} == {"fine"}
    assert reasons(found) == ()


@pytest.mark.parametrize(
    ("old", "new", "state"), [(20, 20, "fine"), (40, 8, "invalid"), (33, 14, "look"), (1, 0, "cannot tell")]
)
def test_people_are_sent_as_planned(old: int, new: int, state: str) -> None:
    assert one("allocation", guards(panel(old, new), PLAN)).state == state


def test_weights_are_what_was_planned() -> None:
    assert one("allocation", guards(panel(40, 10), PLAN, {"old": 4, "new": 1})).state == "fine"
    assert one("allocation", guards(panel(25, 25), PLAN, {"old": 4, "new": 1})).state == "invalid"


def test_uneven_loss_is_told() -> None:
    gone = panel(30, 30)
    left = gone.people["arm"].eq("new") & gone.people["number"].le(12)
    people = gone.people.assign(counts=~left, status=np.where(left, "withdrawn", "completed"))
    found = one("drop_out", guards(replace(gone, people=people), PLAN))
    assert found.state == "look"
    assert "new 12 of 30" in found.says


def test_an_arm_without_people_stops_everything() -> None:
    found = guards(panel(40, 0), PLAN)
    assert one("cells", found).state == "invalid"
    assert any("Nobody has finished in new" in reason for reason in reasons(found))


def test_a_measure_at_the_end_of_its_scale_is_told() -> None:
    made = study_of([RIGHT], {"old": {"right": [1.0] * 20}, "new": {"right": [1.0] * 15 + [0.5] * 5}})
    found = one("ends", guards(made, PLAN))
    assert (found.state, found.do) == ("look", "Make the task harder in the next panel.")
    assert one("ends", guards(panel(), PLAN)).state == "fine"


@pytest.mark.parametrize(("share", "state"), [(0.0, "fine"), (0.3, "look"), (0.7, "invalid")])
def test_stand_in_answers_are_told(share: float, state: str) -> None:
    made = panel(fallback=[0.0] * 20 + [share] * 20)
    assert one("fallback", guards(made, PLAN)).state == state


def test_waiting_that_differs_is_told() -> None:
    made = panel(latency=[1.0] * 20 + [4.0] * 20)
    found = one("latency", guards(made, PLAN))
    assert (found.state, found.says) == ("look", "From request to screen: old 1.0 s, new 4.0 s.")
    assert one("latency", guards(panel(latency=[1.0, 1.2] * 20), PLAN)).state == "fine"


def test_operators_who_played_in_one_arm_are_told() -> None:
    assert one("operators", guards(panel(operator=["ann"] * 20 + ["ben"] * 20), PLAN)).state == "look"
    assert one("operators", guards(panel(operator=["ann", "ben"] * 20), PLAN)).state == "fine"


def test_people_who_met_two_arms_are_evidence() -> None:
    made = within_study([RIGHT], {"old": {"right": GOOD}, "new": {"right": GOOD}})
    assert len(one("two_arms", guards(made, PLAN)).sessions) == 20
    assert not [guard for guard in guards(made, PLAN._replace(within=True)) if guard.name == "two_arms"]


def test_the_order_of_arms_is_told() -> None:
    plan = PLAN._replace(within=True)
    made = within_study([RIGHT], {"old": {"right": GOOD}, "new": {"right": GOOD}})
    assert one("order", guards(made, plan)).state == "fine"
    always = made.people.assign(period=np.where(made.people["arm"].eq("old"), 1, 2))
    assert one("order", guards(replace(made, people=always), plan)).state == "look"


def test_few_people_and_hurried_people_are_told() -> None:
    assert one("few", guards(panel(5, 5), PLAN)).state == "look"
    made = panel()
    ends = pd.to_datetime(made.people["started_at"]) + pd.to_timedelta([60] + [600] * 39, unit="s")
    found = among_others(made.people.assign(completed_at=ends.map(str)), "real")
    assert one("hurried", guards(replace(made, people=found), PLAN)).sessions == ("s-old-0",)
    assert not one("hurried", guards(panel(), PLAN)).sessions


def test_people_who_may_be_left_out_are_counted_with_their_sessions() -> None:
    made = panel(suspected=[True] * 8 + [False] * 32)
    found = one("suspected", guards(made, PLAN))
    assert (found.state, len(found.sessions), found.flag) == ("look", 8, "suspected")
    assert found.says.startswith(
        "8 of 40 people said that a person was answering, when asked what was going on"
    )
    assert "(old 8 of 20, new 0 of 20)" in found.says


def test_answering_all_alike_and_seeing_through_it_are_flags() -> None:
    made = Maker()
    made.person("short", answers={f"sus{n}": 3 for n in range(1, 11)})
    made.person("short", answers={f"sus{n}": 1 + n % 5 for n in range(1, 11)})
    assert study(made.frames(), COURIER).people["straight_lined"].tolist() == [True, False]
    told = Tables().person("p", "a").person("q", "a")
    told.said("p", "", "end", "guess", "a person").said("q", "", "end", "guess", "a program")
    plan = PLAN._replace(arms=("a",), suspects={"end": frozenset({"a person"})})
    assert study(told.frames(), plan).people["suspected"].tolist() == [True, False]


def test_people_who_are_left_out_are_counted_still() -> None:
    whole = panel(suspected=[True] * 9 + [False] * 31)
    found = guards(whole.without(["suspected"]), PLAN, whole=whole)
    assert one("allocation", found).says.startswith("old 20, new 20.")
    assert one("suspected", found).says.endswith("They are left out.")
    told = one("left_out", found)
    assert (told.state, told.says[:45]) == ("look", "Of those who finished: old 9 of 20, new 0 of ")
    even = panel(suspected=[True, *[False] * 19] * 2)
    assert one("left_out", guards(even.without(["suspected"]), PLAN, whole=even)).state == "fine"
    assert not [guard for guard in guards(whole, PLAN) if guard.name == "left_out"]


def test_who_has_gone_without_a_word_has_left() -> None:
    made = panel(30, 30)
    open_ = made.people["number"].le(10) & made.people["arm"].eq("new")
    people = made.people.assign(
        counts=~open_, status=np.where(open_, "running", "completed"), completed_at=made.people["started_at"]
    )
    people.loc[open_, "completed_at"] = None
    found = one("drop_out", guards(replace(made, people=people), PLAN))
    assert (found.state, len(found.sessions)) == ("look", 10)
    # Whoever began just before the last sign of life is under way.
    late = people.assign(started_at=people["started_at"].where(~open_, people["started_at"].max()))
    assert one("drop_out", guards(replace(made, people=late), PLAN)).says == "Nobody has left."


def test_what_decides_has_to_be_known() -> None:
    made = panel()
    assert one("measured", guards(made, PLAN)).state == "fine"
    people = made.people.assign(right=made.people["right"].mask(made.people["number"].le(5)))
    found = one("measured", guards(replace(made, people=people), PLAN))
    assert (found.state, found.says) == ("look", "Right decisions is not known of: old 5 of 20, new 5 of 20.")


def test_the_number_of_people_says_what_would_be_seen() -> None:
    found = one("few", guards(panel(), PLAN))
    assert "a difference of 16 points would be seen; what was asked for is 12 points." in found.says
    assert one("few", guards(panel(), PLAN._replace(worth_it_from=Worth(amount=5)))).state == "look"


def test_it_is_told_where_it_matters_who_answered() -> None:
    who, slow = ["ann", "ben"] * 20, [0.8, 0.4] * 20
    made = panel(operator=who, right=[one + n % 4 / 50 for n, one in enumerate(slow)])
    found = one("operators", guards(made, PLAN))
    assert found.state == "look"
    assert "people differ by 38 points, by who answered them" in found.says
    only = panel(operator=[None] * 20 + ["ann", "ben"] * 10)
    assert one("operators", guards(only, PLAN)).says == "2, each in every arm that people play."


def test_waiting_that_was_planned_is_fine() -> None:
    plan = PLAN._replace(factors={"wait": Factor("wait", "s", {"old": 1.0, "new": 4.0})})
    assert one("latency", guards(panel(latency=[1.0] * 20 + [4.0] * 20), plan)).state == "fine"


def test_the_first_arm_may_last() -> None:
    plan = PLAN._replace(within=True)
    values = [0.3 + 0.02 * n for n in range(20)]
    # Who began with the new arm (every other one) does better in both.
    values = [value + (0.3 if n % 2 else 0.0) for n, value in enumerate(values)]
    made = within_study([RIGHT], {"old": {"right": values}, "new": {"right": values}})
    assert one("carry_over", guards(made, plan)).state == "look"
    calm = within_study([RIGHT], {"old": {"right": GOOD}, "new": {"right": [*GOOD[10:], *GOOD[:10]]}})
    assert one("carry_over", guards(calm, plan)).state == "fine"


def test_a_panel_tells_of_what_it_asked_only() -> None:
    asked = PLAN._replace(suspects={"end": frozenset({"a person"})}, free={("end", "why"): "Why?"})
    names = {guard.name for guard in guards(panel(), asked)} & set(FLAGS)
    assert names == {"suspected", "repeated", "hurried"}
    assert one("suspected", guards(panel(), asked)).says.startswith("Nobody of 40 people said")


LONG = "I would have liked to know why it thought that the parcel was late"


def test_the_same_long_words_of_two_people_are_a_flag() -> None:
    told = Tables().person("p", "a").person("q", "a").person("r", "a").person("s", "a")
    told.said("p", "", "end", "why", LONG).said("q", "", "end", "why", f" {LONG.upper()} ")
    told.said("r", "", "end", "why", "Fine, thanks").said("s", "", "end", "why", "Fine, thanks")
    plan = PLAN._replace(arms=("a",), free={("end", "why"): "Why?"})
    people = study(told.frames(), plan).people.set_index("participant")
    assert people["repeated"].to_dict() == {"p": True, "q": True, "r": False, "s": False}
    assert LONG not in str(people["texts"].tolist()), "the words themselves are not kept"
    # Simulated people take their words from a list.
    made_up = told.frames()._replace(session=told.frames().session.assign(origin="simulated"))
    assert not study(made_up, plan, "simulated").people["repeated"].any()
    halves = [study(told.frames(), plan).leaving_out(out) for out in (["s-p", "s-r"], ["s-q", "s-s"])]
    assert joined(halves).people.set_index("participant")["repeated"].sum() == 2


def test_a_slip_at_the_desk_is_a_flag_of_whoever_met_it() -> None:
    told = Tables().person("p", "a").person("q", "a").person("r", "a")
    acts = [
        ("p", "answered", {}),
        ("p", "flagged", {"what": "mistake"}),
        ("q", "answered", {"off_script": True}),
    ]
    acts += [("q", "retracted", {}), ("q", "answered", {}), ("r", "answered", {"off_script": True})]
    for n, (who, kind, payload) in enumerate(acts):
        told.rows["desk_action"].append(
            {"id": n, "session": f"s-{who}", "participant": who, "prediction": f"{who}/1", "operator": "ann",
             "kind": kind, "payload": payload}
        )  # fmt: skip
    people = study(told.frames(), PLAN._replace(arms=("a",))).people
    assert people["slipped"].tolist() == [True, False, True]


def test_an_attention_check_is_no_line_of_a_questionnaire() -> None:
    told = Tables().person("p", "a")
    for item in ("one", "two", "three", "four", "five"):
        told.said("p", "a", "end-mood", item, 3, "mood")
    told.said("p", "a", "end-mood", "check", 7, "mood")
    check = Choice.model_validate({"choice": "Take b", "of": ["a", "b"], "must_be": "b"})
    plan = PLAN._replace(arms=("a",))
    assert study(told.frames(), plan).people["straight_lined"].tolist() == [False]
    plan = plan._replace(checks={("end-mood", "check"): check})
    assert study(told.frames(), plan).people["straight_lined"].tolist() == [True]


def test_panels_without_any_difference_stop_no_verdict() -> None:
    """People drawn to arms by a coin. How often chance alone is called invalid is reckoned in the tests of counts."""
    rng = np.random.default_rng(4)
    for _ in range(25):
        new = int(rng.binomial(40, 0.5))
        made = panel(40 - new, new, fallback=rng.uniform(0, 0.2, 40), latency=rng.lognormal(0, 0.3, 40))
        assert reasons(guards(made, PLAN)) == ()


@given(st.integers(0, 12), st.integers(0, 12), st.sampled_from([None, 0.0, 1.0]), st.booleans())
@settings(deadline=None, max_examples=40)
def test_no_panel_whatever_makes_nonsense(old: int, new: int, value: float | None, within: bool) -> None:
    made = study_of([RIGHT, FALLBACK], {"old": {"right": [value] * old}, "new": {"right": [value] * new}})  # type: ignore[list-item]
    plan = PLAN._replace(within=within)
    words = " ".join(guard.says for guard in guards(made, plan))
    assert "nan" not in words
    assert "inf" not in words
