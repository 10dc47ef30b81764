"""What people cost: counted by the prices, made of its parts, and one arm beside another in the team's own currency."""

from __future__ import annotations

import pytest

from curtain.analysis import Plan, costs
from curtain.analysis.plan import ReactionCount, RightShare
from curtain.analysis.results import results_of
from curtain.analysis.spending import spending
from curtain.analysis.study import study
from scenarios.decision import Costs
from tests.analysis.panels import PLAN, Maker, Trial

RIGHT = RightShare("right_decisions", "warning", {"accept": "delayed", "dismiss": "on time"})
ANNOYED = ReactionCount("annoyed", "thumb", "down", frozenset({"warning"}), "session")
FINE, MISSED = Trial(True, True, "accept"), Trial(False, True, "accept")


def priced(**prices: object) -> Plan:
    return PLAN._replace(shares=(RIGHT,), asked=(ANNOYED,), costs=Costs.model_validate({"in": "€", **prices}))


def test_costs_are_counted_by_their_prices() -> None:
    made = Maker()
    made.person(
        "short",
        [FINE, Trial(True, False, "accept"), Trial(False, True, "dismiss")],
        contacts=[1, 2],
        thumbs=["down", "up", "down"],
    )
    found = study(made.frames(), priced(contact=4, missed=20, false_alarm=2, wrong=1, counted={"annoyed": 3}))
    # Two contacts, one miss, one false alarm, two wrong decisions, and two thumbs down.
    assert found.people["cost"].tolist() == [2 * 4 + 20 + 2 + 2 + 2 * 3]
    measure = found.measure(costs.COST)
    assert measure.unit == "€ per person"
    assert "annoyed at 3 €" in measure.plain


def test_arms_are_compared_in_the_teams_currency_and_told_what_it_is_made_of() -> None:
    made = Maker()
    for misses in (1, 2, 3):
        made.person("no-warning", [MISSED] * misses + [FINE], contacts=[1])
        made.person("with-reason", [MISSED] * (misses - 1) + [FINE])
    plan = priced(missed=20, contact=4)
    counted = study(made.frames(), plan)
    found = spending(counted, plan, results_of(counted, plan))
    assert found is not None
    assert found.parts.loc["no-warning"].to_dict() == {
        "contacts to support": 4,
        "events without a warning": 40,
        "all": 44,
    }
    assert found.parts.loc["with-reason", "all"] == 20
    assert found.parts.loc["short"].isna().all()
    # 24 apart; Welch by hand: both have a standard deviation of 20, so t(4) times 20 times the root of 2/3 is 45.34.
    assert found.sentences == (
        "with-reason may cost as much as no-warning: 24.00 € less per person [69.34 less, 21.34 more].",
    )


def test_a_clear_difference_is_a_sentence_of_its_own() -> None:
    made = Maker()
    for misses in (4, 5, 6):
        made.person("no-warning", [MISSED] * misses)
        made.person("with-reason", [MISSED] * (misses - 4) + [FINE])
    plan = priced(missed=1)
    counted = study(made.frames(), plan)
    found = spending(counted, plan, results_of(counted, plan))
    assert found is not None
    assert found.sentences == ("with-reason costs 4.00 € less per person than no-warning [1.73, 6.27].",)


def test_nobody_and_one_person_cannot_tell_and_without_prices_there_is_nothing() -> None:
    made = Maker()
    for people in range(2):
        plan = priced(missed=20)
        counted = study(made.frames(), plan)
        found = spending(counted, plan, results_of(counted, plan))
        assert found is not None
        assert all("cannot tell" in sentence for sentence in found.sentences), people
        made.person("with-reason", [FINE])
    assert spending(counted, PLAN, results_of(counted, PLAN)) is None


@pytest.mark.parametrize("status", ["running", "withdrawn"])
def test_who_has_not_finished_costs_nothing(status: str) -> None:
    made = Maker()
    made.person("short", [MISSED], status=status)
    made.person("short", [MISSED])
    assert study(made.frames(), priced(missed=20)).people["cost"].dropna().tolist() == [20]
