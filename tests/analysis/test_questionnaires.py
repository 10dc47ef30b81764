"""Questionnaires: item by item from the clean tables, beside what others scored, and whether the items go together."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from curtain import charts
from curtain.analysis.inference.reliability import Alpha
from curtain.analysis.plan import Plan
from curtain.analysis.questionnaires import Questionnaire, goes_together, questionnaires
from curtain.analysis.study import Study, joined, study
from scenarios import instruments
from tests.analysis.panels import PLAN, Maker, good

SUS = [f"sus{n}" for n in range(1, 11)]
# Brooke's published example (1996): these answers score 22 times 2.5, which is 55.
BROOKE = dict(zip(SUS, [5, 4, 2, 1, 2, 3, 2, 4, 5, 2], strict=True))


def asked(answers: list[dict[str, int]], plan: Plan = PLAN, arm: str = "with-reason") -> Study:
    made = Maker()
    for each in answers:
        made.person(arm, good(), answers=each)
    return study(made.frames(), plan)


def sus(answers: list[dict[str, int]]) -> Questionnaire:
    return next(each for each in questionnaires(asked(answers), PLAN) if each.instrument.id == "sus")


def test_every_item_of_every_person_is_a_row_as_it_was_answered() -> None:
    found = asked([BROOKE, {"stias1": 7}])
    rows = found.items[found.items["participant"].eq("p1")]
    assert dict(zip(rows["item"], rows["value"], strict=True)) == BROOKE
    assert set(found.items["instrument"]) == {"sus", "s-tias"}


def test_answers_that_are_on_no_scale_are_no_numbers() -> None:
    assert sorted(asked([{"sus1": 9, "sus2": 3}]).items["item"]) == ["sus2"]


def test_the_last_of_several_places_counts_and_trials_are_averaged() -> None:
    made = Maker()
    made.person("with-reason", good(), answers={"sus1": 1})
    who = {"session": "s1", "participant": "p1", "arm": "with-reason", "instrument": "sus", "item": "sus1"}
    for step, value, at in (("after/1", 2, "2026-01-02"), ("after/2", 4, "2026-01-03")):
        made.rows["answer"].append({**who, "step": step, "value": value, "at": at})
    assert study(made.frames(), PLAN).items["value"].tolist() == [3.0]


def test_items_are_joined_left_out_and_excluded_with_their_people() -> None:
    whole = asked([BROOKE, BROOKE])
    parts = [whole.leaving_out(["s1"]), whole.leaving_out(["s2"])]
    assert set(parts[0].items["session"]) == {"s2"}
    assert len(joined(parts).items) == len(whole.items) == 20


def test_a_score_stands_beside_what_others_scored() -> None:
    low, high = BROOKE, BROOKE | {"sus1": 1, "sus3": 1}
    found = sus([low, low, high])
    score = next(each for each in found.scales[0].scores if each.found.arm == "with-reason")
    assert score.found.estimate == pytest.approx((55 + 55 + 42.5) / 3)
    assert score.standing is not None
    assert "D" in score.standing.says
    assert "68" in score.standing.says
    assert found.scales[0].typical == 68
    nobody = next(each for each in found.scales[0].scores if each.found.arm == "short")
    assert nobody.standing is None
    assert nobody.found.estimate is None


def test_items_are_turned_round_before_alpha_is_taken() -> None:
    def consistent(level: int) -> dict[str, int]:
        return {item: 6 - level if n % 2 else level for n, item in enumerate(SUS)}

    answers = [consistent(level) for level in (2, 3, 4, 5)]
    answers[0]["sus1"], answers[2]["sus3"] = 3, 5
    alpha = sus(answers).scales[0].alpha
    assert alpha is not None
    assert alpha.alpha is not None
    assert alpha.alpha > 0.95
    assert goes_together(alpha).startswith("so closely that fewer would do: ")


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (Alpha(40, 5, 0.82, 0.72, 0.89), "well: 0.82 [0.72, 0.89]"),
        (Alpha(9, 5, 0.72, 0.20, 0.92), "cannot tell with 9 people: 0.72 [0.20, 0.92]"),
        (Alpha(90, 5, 0.65, 0.61, 0.69), "loosely: 0.65 [0.61, 0.69]"),
        (Alpha(90, 3, -0.30, -0.60, 0.10), "hardly: −0.30 [−0.60, 0.10]"),
        (
            Alpha(2, 5, None, None, None, "cannot tell: 2 people are too few"),
            "cannot tell: 2 people are too few",
        ),
    ],
)
def test_alpha_in_words_claims_no_more_than_its_interval(found: Alpha, says: str) -> None:
    assert goes_together(found) == says


def test_who_answers_all_alike_is_counted_where_there_are_many_items() -> None:
    found = questionnaires(
        asked([BROOKE, dict.fromkeys(SUS, 3), {"stias1": 4, "stias2": 4, "stias3": 4}]), PLAN
    )
    assert {each.instrument.id: each.alike for each in found} == {
        "sus": {"with-reason": (1, 2)},
        "s-tias": {},
    }


def test_items_are_told_by_their_words_and_means() -> None:
    items = sus([BROOKE, BROOKE | {"sus1": 3}]).items
    assert items.index[0] == "1. I think that I would like to use this system frequently."
    assert items.loc[items.index[0], "with-reason"] == 4


def test_a_promoter_score_says_what_its_mean_hides() -> None:
    plan = PLAN._replace(instruments=(instruments.get("nps"),))
    made = Maker()
    for answer in (10, 9, 8, 3):
        made.person("short", good())
        who = {"session": f"s{len(made.rows['session'])}", "participant": f"p{len(made.rows['session'])}"}
        made.rows["answer"].append(
            {**who, "arm": "short", "step": "survey", "instrument": "nps", "item": "nps1", "value": answer, "at": ""}
        )  # fmt: skip
    (found,) = questionnaires(study(made.frames(), plan), plan)
    score = next(each for each in found.scales[0].scores if each.found.arm == "short")
    assert score.found.estimate == 25
    assert score.made_of == "2 promoters, 1 in between, 1 detractors"
    assert score.alpha is None


def test_nobody_asked_and_nobody_there_leave_nothing() -> None:
    assert questionnaires(asked([{}]), PLAN) == []
    assert questionnaires(study(Maker().frames(), PLAN), PLAN) == []


def test_nothing_that_is_drawn_is_no_number() -> None:
    found = sus([BROOKE])
    assert pd.isna(found.items.get("short", pd.Series(dtype=float))).all()
    marks = [
        charts.Mark(each.found.arm, "", each.found.estimate, each.found.ci_lower, each.found.ci_upper, "")
        for each in found.scales[0].scores
    ]
    json.dumps(charts.forest(marks, "SUS", line=found.scales[0].typical).to_dict(), allow_nan=False)


def test_a_scenario_without_questionnaires_has_no_items() -> None:
    plan = PLAN._replace(instruments=())
    found = asked([BROOKE], plan)
    assert found.items.empty
    assert questionnaires(found, plan) == []
