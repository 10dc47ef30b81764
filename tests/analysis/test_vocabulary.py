"""Each form of a measure, by tables small enough to compute by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from scenarios import instruments
from tests.analysis.tables import Tables

WARNING = frozenset({"warning"})


def share(of: str, value: str | None = None, **where: Any) -> ReactionShare:
    return ReactionShare("m", of, value, WARNING, **where)


def four_answers() -> Tables:
    """One person and four predictions: two right, two wrong; both right ones and one wrong one were accepted."""
    made = Tables().person("p", "a")
    for trial, (said, truth, does) in enumerate(
        [
            ("late", "late", "accept"),
            ("late", "late", "accept"),
            ("late", "ok", "accept"),
            ("ok", "late", "dismiss"),
        ],
        1,
    ):
        made.shown(f"x{trial}", "p", "a", trial, said, truth).did("p", "a", trial, does, f"x{trial}")
    return made


def test_following_what_is_right_and_ignoring_what_is_wrong_are_right_decisions() -> None:
    assert four_answers().of(Followed("m", "delay", {})) == 75


def test_what_was_never_shown_can_be_neither_followed_nor_ignored() -> None:
    made = four_answers().person("q", "b").did("q", "b", 1, "accept", truth="late")
    assert made.of(Followed("m", "delay", {}), "b") is None


def test_where_a_step_speaks_up_for_one_answer_silence_and_arms_without_the_feature_count_too() -> None:
    made = Tables().person("p", "a").person("q", "b")
    made.shown("x1", "p", "a", 1, "late", "late").did("p", "a", 1, "accept", "x1", truth="late")
    made.shown("x2", "p", "a", 2, "ok", "late").did("p", "a", 2, "dismiss", "x2", truth="late", warned=0)
    made.did("q", "b", 1, "dismiss", truth="ok", warned=0).did("q", "b", 2, "dismiss", truth="ok", warned=0)
    asked = Followed("m", "delay", {"warning": "late"})
    assert (made.of(asked), made.of(asked, "b")) == (50, 100)


def test_an_edit_follows_and_an_undo_does_not() -> None:
    made = Tables().person("p", "a")
    for trial, does in enumerate(["edit", "undo"], 1):
        made.shown(f"x{trial}", "p", "a", trial, "late", "late").did("p", "a", trial, does, f"x{trial}")
    assert made.of(Followed("m", "delay", {})) == 50
    assert (made.of(share("followed")), made.of(share("ignored"))) == (50, 50)
    assert (made.of(share("accept")), made.of(share("edit")), made.of(share("undo"))) == (0, 50, 50)


def test_an_act_that_came_by_itself_and_was_undone_was_not_followed() -> None:
    made = Tables().person("p", "a").shown("x", "p", "a", 1, "late", "late")
    made.did("p", "a", 1, "accept", "x", done_by="itself").did("p", "a", 1, "undo", "x", revision=1)
    assert (made.of(share("followed")), made.of(share("undo"))) == (0, 100)


def test_acceptance_is_told_apart_by_whether_the_answer_was_right() -> None:
    made = four_answers()
    assert made.of(share("accept", feature="delay")) == 75
    assert made.of(share("accept", feature="delay", shown="right")) == 100
    assert made.of(share("accept", shown="wrong")) == 50


def test_an_answer_that_was_kept_silent_was_not_shown_and_still_was_a_time_at_the_step() -> None:
    made = Tables().person("p", "a")
    made.shown("x1", "p", "a", 1, "late", "late").did("p", "a", 1, "accept", "x1")
    made.shown("x2", "p", "a", 2, "ok", "ok").did("p", "a", 2, "dismiss", "x2", warned=0)
    assert made.of(share("accept", feature="delay")) == 100
    assert made.of(share("accept")) == 50


def test_an_answer_without_a_reaction_counts_as_shown() -> None:
    made = Tables().person("p", "a").shown("x1", "p", "a", 1, "late").shown("x2", "p", "a", 2, "late")
    made.did("p", "a", 1, "report", "x1")
    assert made.of(share("report", feature="delay")) == 50


def test_several_answers_of_one_chat_are_several_predictions_and_one_time_at_the_step() -> None:
    made = Tables().person("p", "a")
    for turn in range(4):
        made.shown(f"x{turn}", "p", "a", 0, "hm")
    made.did("p", "a", 0, "contact", "x3")
    assert made.of(share("contact", feature="delay")) == 25
    assert made.of(share("contact")) == 100


def test_a_label_counts_by_its_value_and_not_when_it_was_taken_back() -> None:
    made = Tables().person("p", "a")
    for trial, label in enumerate(["good", "too casual", None, "good"], 1):
        made.shown(f"x{trial}", "p", "a", trial, "hello").did(
            "p", "a", trial, "label", f"x{trial}", value=label
        )
    assert made.of(share("label", feature="delay")) == 75
    assert made.of(share("label", "good", feature="delay")) == 50


def test_counts_are_per_session_with_everybody_or_per_time_at_the_step() -> None:
    made = Tables().person("p", "a").person("q", "a")
    for trial in (1, 2, 3, 4):
        made.did("p", "a", trial, "accept").did("q", "a", trial, "accept")
    made.did("p", "a", 1, "report").did("p", "a", 1, "report", revision=1).did("p", "a", 2, "report")
    assert made.of(ReactionCount("m", "report", None, WARNING, "session")) == 1
    assert made.of(ReactionCount("m", "report", None, WARNING, "trial")) == 0.25


def test_reports_about_two_answers_of_one_chat_are_two() -> None:
    made = Tables().person("p", "a").shown("x1", "p", "a", 0, "hm").shown("x2", "p", "a", 0, "hm")
    made.did("p", "a", 0, "report", "x1").did("p", "a", 0, "report", "x2")
    assert made.of(ReactionCount("m", "report", None, WARNING, "session")) == 2


def test_means_are_of_stars_of_what_was_changed_of_quality_and_of_how_sure_it_said_it_was() -> None:
    made = Tables().person("p", "a").person("q", "a")
    made.did("p", "a", 1, "stars", value="2").did("p", "a", 2, "stars", value=4).did(
        "q", "a", 1, "stars", value=5
    )
    made.did("p", "a", 1, "edit", distance=0.5, quality={"overlap": 0.8, "found": 1.0})
    made.did("p", "a", 2, "edit", distance=0.25, quality={"overlap": 0.6, "found": 0.5})
    made.shown("x1", "p", "a", 1, "late", sure=0.9).shown("x2", "p", "a", 2, "late", sure=0.7)
    assert made.of(Average("m", "stars", None)) == 4
    assert made.of(Average("m", "distance", None)) == 37.5
    assert made.of(Average("m", "quality", "found")) == 75
    assert made.of(Average("m", "quality", None)) == pytest.approx(70)
    assert made.of(Average("m", "confidence", None)) == pytest.approx(80)
    assert made.of(Average("m", "stars", None, frozenset({"elsewhere"}))) is None


def test_a_question_is_averaged_and_one_asked_before_the_arms_counts_in_all_of_them() -> None:
    made = Tables().person("p", "a", "b").person("q", "b", "a")
    made.said("p", "", "about", "age", 30).said("q", "", "about", "age", 50)
    made.said("p", "a", "likes/1", "how", 7).said("p", "a", "likes/2", "how", 5).said(
        "p", "b", "likes/1@2", "how", 1
    )
    age, likes = Average("m", "about", "age"), Average("m", "likes", "how", None, 1, 7)
    assert [made.of(age, arm) for arm in "ab"] == [40, 40]
    assert [made.of(likes, arm) for arm in "ab"] == [6, 1]


def test_the_median_time_leaves_out_what_happened_by_itself() -> None:
    made = Tables().person("p", "a")
    for trial, ms in enumerate([1000, 2000, 9000], 1):
        made.did("p", "a", trial, "accept", ms=ms)
    made.did("p", "a", 4, "accept", ms=60_000, done_by="itself")
    told = made.results(Median("m", "decision"))
    assert told.of("m")[0].estimate == pytest.approx(2)
    assert told.measure("m").unit == "s"
    assert made.of(Median("m", "decision", frozenset({"elsewhere"}))) is None


def test_the_first_reaction_is_the_quickest_one_of_each_time_at_the_step() -> None:
    made = Tables().person("p", "a")
    made.did("p", "a", 1, "thumb", value="up", ms=500).did(
        "p", "a", 1, "thumb", value="down", ms=4000, revision=1
    )
    made.did("p", "a", 1, "accept", ms=6000).did("p", "a", 2, "accept", ms=1500)
    assert made.of(Median("m", "first reaction")) == pytest.approx(1)


def test_the_time_to_finish_is_that_of_people_with_a_single_arm() -> None:
    made = Tables().person("p", "a", seconds=90).person("q", "a", "b", seconds=300)
    assert made.of(Median("m", "finish")) == pytest.approx(90)


def test_a_questionnaire_after_every_trial_is_averaged_and_of_two_in_the_flow_the_last_one_counts() -> None:
    made = Tables().person("p", "a").person("q", "a")
    for trial, values in ((1, (7, 7, 7)), (2, (4, 4, 4))):
        for item, value in enumerate(values, 1):
            made.said("p", "a", f"each-s-tias/{trial}", f"stias{item}", value, "s-tias")
    for place, value in (("before-s-tias", 1), ("after-s-tias", 3)):
        for item in (1, 2, 3):
            made.said("q", "a", place, f"stias{item}", value, "s-tias")
    trust = instruments.get("s-tias")
    assert made.of(Scored("m", trust)) == pytest.approx((5.5 + 3) / 2)
    assert made.of(Scored("m", trust, None, "before")) == 1


def test_a_subscale_is_scored_by_itself() -> None:
    load = instruments.get("nasa-tlx")
    made = Tables().person("p", "a")
    for item in load.items:
        made.said("p", "a", "survey-nasa-tlx", item.id, 80 if item.id == "tlx_effort" else 20, "nasa-tlx")
    told = made.results(Scored("m", load, "effort"))
    assert (told.of("m")[0].estimate, told.measure("m").high) == (80, 100)
    assert made.of(Scored("m", load)) == 30


def test_a_preferred_arm_is_named_or_told_by_its_turn() -> None:
    made = Tables().person("p", "a", "b").person("q", "b", "a").person("r", "b", "a")
    made.said("p", "", "best", "which", "the second").said("q", "", "best", "which", "the first")
    made.said("r", "", "best", "which", "the second")
    by_turn = Preference("m", "best", "which", ("the first", "the second"), "in order")
    assert made.of(by_turn) == pytest.approx(100 / 3)
    assert made.of(by_turn, "b") == pytest.approx(200 / 3)
    named = Tables().person("p", "b", "a").said("p", "", "best", "which", "b")
    by_name = Preference("m", "best", "which", ("a", "b"), "by name")
    assert (named.of(by_name), named.of(by_name, "b")) == (0, 100)


def test_a_choice_between_two_mocks_has_a_share_for_each() -> None:
    made = Tables().person("p", "a")
    for trial, chosen in enumerate(["rules", "rules", "coin", "rules"], 1):
        for mock in ("rules", "coin"):
            made.shown(f"{mock}{trial}", "p", "a", trial, "hi", step="pick", mock=mock)
        made.did("p", "a", trial, "accept", f"{chosen}{trial}", step="pick")
    asked = Preference("m", "pick", None, ("rules", "coin"))
    assert (made.of(asked, name="m.rules"), made.of(asked, name="m.coin")) == (75, 25)


def test_every_measure_says_in_words_what_it_is() -> None:
    for measure in Tables().results(*EVERY).measures:
        assert measure.plain.endswith(".")
        assert measure.title[:1].isupper()


EVERY: list[Asked] = [
    Followed("m", "delay", {}),
    Followed("m", "delay", {"warning": "late"}),
    share("accept"),
    share("thumb", "up", feature="delay", shown="wrong"),
    ReactionCount("m", "report", None, WARNING, "session"),
    ReactionCount("m", "comment", None, WARNING, "trial"),
    *[Average("m", subject, None) for subject in ("stars", "confidence", "distance", "quality")],
    Average("m", "about", "age"),
    *[Median("m", to) for to in ("decision", "first reaction", "leave", "finish")],  # type: ignore[arg-type]
    Scored("m", instruments.get("sus")),
    Preference("m", "pick", None, ("rules", "coin")),
    Preference("m", "best", "which", ("a", "b"), "by name"),
]

CELL = st.sampled_from([None, 0, 1, 4.5, "up", "late", '"late"', "4", "a"])
ROW = st.fixed_dictionaries(
    {
        "who": st.sampled_from(["p", "q", "r", "nobody"]),
        "arm": st.sampled_from(["a", "b", ""]),
        "trial": st.integers(0, 2),
        "kind": st.sampled_from(["accept", "dismiss", "edit", "undo", "thumb", "stars", "report", "comment"]),
        "value": CELL,
        "ms": st.sampled_from([None, -1, 0, 800, 10**9]),
        "warned": st.sampled_from([None, 0, 1]),
        "truth": CELL,
        "distance": st.sampled_from([None, 0.0, 0.5]),
        "quality": st.sampled_from([None, {}, {"overlap": 0.5}, 0.3]),
        "done_by": st.sampled_from([None, "person", "itself"]),
        "about": st.sampled_from([None, "x0", "x1", "gone"]),
        "revision": st.integers(0, 2),
    }
)


@settings(max_examples=25, deadline=None)
@given(st.lists(ROW, max_size=12), st.lists(st.tuples(CELL, CELL), max_size=2))
def test_no_tables_whatever_give_nan(rows: list[dict[str, Any]], said: list[tuple[Any, Any]]) -> None:
    made = Tables().person("p", "a", "b").person("q", "b").person("r", "a", status="running")
    for n, (label, truth) in enumerate(said):
        made.shown(f"x{n}", "p", "a", 1, str(label), truth)
    for row in rows:
        made.did(**row)
        made.said(row["who"], row["arm"], "about", "age", row["value"])
        made.said(row["who"], row["arm"], "best", "which", row["value"])
    told = made.results(*[asked._replace(name=f"m{n}") for n, asked in enumerate(EVERY)])
    for each in (*told.estimates, *told.differences):
        figures = (each.estimate, each.ci_lower, each.ci_upper)
        assert all(figure is None or math.isfinite(figure) for figure in figures)
