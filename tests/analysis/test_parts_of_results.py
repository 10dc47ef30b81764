"""Parts of the decision page, without a browser: how good the model must be, costs, and panels by reward."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from curtain import charts
from curtain.analysis.bandit import bandit
from curtain.analysis.carried import carried
from curtain.analysis.dose import Dose, cells, doses
from curtain.analysis.guards import guards
from curtain.analysis.plan import Factor, Plan
from curtain.analysis.spending import Spending
from curtain.analysis.study import Study
from scenarios.decision import Bound, Worth
from tests.analysis.made import study_of
from tests.analysis.test_bandit import ARMS, RIGHT, rule
from tests.analysis.test_dose import ACCEPTED, ACCURACY, asking, people

HALF = Bound(op="at least", value=50, unit="%")


def drawn(part: str, *given: Any) -> AppTest:
    def script(part: str, given: tuple[object, ...]) -> None:
        from importlib import import_module

        import_module(f"curtain.ui.results.{part}").draw(*given)

    shown = AppTest.from_function(script, kwargs={"part": part, "given": given}, default_timeout=60).run()
    assert not shown.exception
    return shown


def words(shown: AppTest) -> str:
    found = [*shown.subheader, *shown.markdown, *shown.caption, *shown.warning]
    return "\n".join(str(element.value) for element in found).replace("\\", "")


HERE = SimpleNamespace(
    theme="light",
    panel=SimpleNamespace(name="Autumn"),
    results=SimpleNamespace(origin="real", completed=24, planned=None),
)


def dose(slope: float = 2.0) -> Dose:
    made = people(slope) | {"none": {"accepted": [0.4, 0.5, 0.6]}}
    return doses(study_of([ACCEPTED], made), asking(HALF))[0]


def test_the_sentence_the_curve_and_the_levels_are_on_the_page() -> None:
    shown = drawn("dose", HERE, [dose()], None)
    assert "Accepted suggestions: at least 50% once accuracy is 0.75 or more" in words(shown)
    assert "Dotted lines are arms without this factor" in words(shown)
    table = shown.table[0].value
    assert list(table.index) == ["0.6", "0.7", "0.8", "0.9", "none"]
    assert list(table.columns) == ["Accepted suggestions", "people"]
    assert table.loc["none", "people"] == "3"


def test_two_factors_have_a_table_of_cells() -> None:
    wait = Factor("wait", "s", {"accuracy-0.6": 1.0, "accuracy-0.7": 3.0, "accuracy-0.8": 1.0})
    plan = asking(HALF)._replace(factors={"accuracy": ACCURACY, "wait": wait})
    found = cells(study_of([ACCEPTED], people(2.0)), plan, ACCEPTED)
    shown = drawn("dose", HERE, [dose()], found)
    assert "by accuracy and wait" in words(shown)
    assert str(shown.table[1].value.loc["0.7", "3 s"]).startswith("40%")


def test_nobody_and_nothing_asked_leave_words_or_nothing() -> None:
    (empty,) = doses(study_of([ACCEPTED], {}), asking(HALF))
    assert "cannot tell" in words(drawn("dose", HERE, [empty], None))
    for part, given in (("dose", (HERE, [], None)), ("costs", (None,)), ("bandit", (HERE, None))):
        assert words(drawn(part, *given)) == ""


def test_costs_come_with_what_they_are_made_of() -> None:
    parts = pd.DataFrame({"all": [4.5, None], "contacts to support": [4.5, None]}, index=["a", "b"])
    shown = drawn("costs", Spending("€", ("b costs 2.10 € less per person than a [0.40, 3.80].",), parts))
    assert "b costs 2.10 € less per person than a" in words(shown)
    assert shown.table[0].value["all"].tolist() == ["4.50", "–"]


def test_a_panel_by_reward_says_what_it_may_not_be_used_for() -> None:
    study = study_of([RIGHT], {"plain": {"right": [0.5] * 8}, "warned": {"right": [1.0, 0.75] * 3}})
    shown = drawn("bandit", HERE, bandit(study, rule("right"), ARMS, less_is_better=False))
    assert "may not be used for" in words(shown)
    beliefs, sent = (table.value for table in shown.table)
    assert beliefs["people who finished"].tolist() == ["8", "6"]
    assert sent.loc["warned"].iloc[0] == "33% (1)"
    early = drawn("bandit", HERE, bandit(study_of([RIGHT], {}), rule("right"), ARMS, less_is_better=False))
    assert early.table[0].value["chance of the next person"].tolist() == ["too early"] * 2


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_charts_name_the_target_and_the_arms_beside(theme: str) -> None:
    told = json.dumps(charts.curve(dose(), "Accepted (%)", theme=theme).to_dict())
    assert '"at least 50%"' in told
    assert '"none"' in told
    assert '"level": 0.75' in told


def guarded(study: Study) -> AppTest:
    plan = Plan(
        ("old", "new"), ("old", "new"), "right", worth_it_from=Worth(amount=50), suspects={"end": frozenset()}
    )
    here = SimpleNamespace(
        panel=SimpleNamespace(id="p-1"), whole=study, results=SimpleNamespace(measure=study.measure)
    )
    return drawn("guards", here, guards(study, plan), carried(study, plan))


def test_guards_stand_worst_first_with_the_sessions_behind_them() -> None:
    values = [0.5 + n % 5 / 50 for n in range(20)]
    made = study_of(
        [RIGHT],
        {"old": {"right": values}, "new": {"right": values}},
        suspected={"new": [True] * 14 + [False] * 6},
    )
    shown = guarded(replace(made, people=made.people.assign(latency=[1.0, 1.1] * 10 + [3.0, 3.3] * 10)))
    marked = [str(each.value).replace("\\", "") for each in shown.main.markdown]
    states = [each.split("-badge", 1)[0].strip(":") for each in marked if "-badge" in each]
    assert states == sorted(states, key=["red", "orange", "grey", "green"].index)
    assert states.count("orange") == 2
    told = words(shown)
    assert "**Saw through it**: 14 of 40 people said that a person was answering" in told
    assert "[1](?panel=p-1&view=replay&session=s-new-0)" in told
    assert "and 2 more" in told
    assert "the main comparison (right decisions) once more" in told
    assert "How long answers took came together with the arm" in told
    assert shown.table[0].value["with the rest held equal"].tolist() == ["cannot tell"]
    assert [each.label for each in shown.expander] == [f"{states.count('green')} things that are fine"]


def test_a_panel_without_trouble_says_so_openly() -> None:
    values = [0.5 + n % 5 / 50 for n in range(20)]
    shown = guarded(study_of([RIGHT], {"old": {"right": values}, "new": {"right": values}}))
    assert "-badge[:material/visibility" not in words(shown)
    assert shown.expander[0].proto.expanded
    assert not shown.table


def test_whoever_is_left_out_stands_in_the_address() -> None:
    def script(study: object) -> None:
        import streamlit as st

        from curtain.ui.results import guards

        st.caption(f"left out: {guards.switches(study)}")  # type: ignore[arg-type]

    values = {"old": {"right": [0.5] * 4}, "new": {"right": [0.6] * 4}}
    made = study_of([RIGHT], values, suspected={"new": [True, False, False, False]})
    shown = AppTest.from_function(script, kwargs={"study": made})
    shown.query_params["without"] = "suspected,inattentive"
    shown.run()
    assert not shown.exception
    assert words(shown) == "left out: ('suspected',)", "nobody was inattentive here"
    assert shown.query_params["without"] in ("suspected", ["suspected"])
    (pills,) = shown.button_group
    assert pills.options == ["Saw through it (1)"]
    pills.set_value([]).run()
    assert words(shown) == "left out: ()"
    assert "without" not in shown.query_params
    # The next panel has nobody of that kind, whatever was chosen before.
    calm = AppTest.from_function(script, kwargs={"study": study_of([RIGHT], values)})
    calm.session_state["without"] = ["suspected"]
    assert words(calm.run()) == "left out: ()"
