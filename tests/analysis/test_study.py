"""A panel as people and trials: what stands in the rows, who is left out, and that parts join to the whole."""

from __future__ import annotations

import pandas as pd
import pytest

from curtain.analysis import Frames
from curtain.analysis.study import joined, study
from tests.analysis.panels import PLAN, Maker, Trial, bad, good
from tests.analysis.tables import Tables


def a_panel() -> Frames:
    made = Maker()
    made.person("no-warning", bad(), late=[0, 1])
    made.person("with-reason", good(), contacts=[1])
    made.person("with-reason", status="running")
    made.person("no-warning", good(), status="withdrawn")
    return made.frames()


def test_everybody_who_began_has_a_row_and_only_who_finished_counts() -> None:
    found = study(a_panel(), PLAN)
    assert found.people["counts"].tolist() == [True, True, False, False]
    assert found.people["number"].tolist() == [1, 2, 3, 4]
    assert found.people["right_decisions"].tolist()[:2] == [0, 1]
    assert found.people["right_decisions"].isna().tolist() == [False, False, True, True]
    assert found.people["decisions"].tolist() == [4, 4, 0, 0]
    assert found.counted["participant"].tolist() == ["p1", "p2"]


def test_a_trial_has_its_answer_and_the_decision_about_it() -> None:
    made = Tables().person("p", "a").shown("one", "p", "a", 1, "late", "late", sure=0.8)
    made.did("p", "a", 1, "accept", truth="late", ms=1500)
    (row,) = made_trials(made)
    assert (row["said"], row["sure"], row["right"], row["truth"]) == ("late", 0.8, 1.0, "late")
    assert (row["prediction"], row["decision"], row["followed"], row["seconds"]) == (
        "one",
        "accept",
        1.0,
        1.5,
    )
    assert (row["period"], row["position"], row["seen"]) == (1, 1, True)


def test_an_answer_without_a_decision_and_a_decision_without_an_answer_are_trials_too() -> None:
    made = Tables().person("p", "a").shown("one", "p", "a", 1, "late", "ok")
    made.did("p", "a", 2, "dismiss", truth="ok")
    first, second = made_trials(made)
    assert (first["right"], first["decision"]) == (0.0, None)
    assert (second["prediction"], second["decision"], second["truth"]) == ("", "dismiss", "ok")


def made_trials(made: Tables) -> list[dict[str, object]]:
    rows = study(made.frames(), PLAN).trials.sort_values("trial")
    return list(rows.astype(object).where(rows.notna(), None).to_dict("records"))


def test_flags_are_those_of_people() -> None:
    made = Maker()
    made.person("short", [Trial(True, True, "accept")] * 2)
    frames = made.frames()
    predictions = pd.DataFrame(
        [
            {
                "id": str(n),
                "session": "s1",
                "participant": "p1",
                "arm": "short",
                "status": "released",
                "fallback": n < 2,
            }
            for n in range(3)
        ]
    )
    found = study(frames._replace(prediction=predictions), PLAN)
    assert found.people["stood_in"].tolist() == [True]
    assert found.without(["stood_in"]).people.empty
    assert len(found.without(["inattentive"]).people) == 1


def test_the_first_people_are_those_who_finished_first() -> None:
    made = (
        Tables()
        .person("slow", "a", seconds=50)
        .person("quick", "b", seconds=20)
        .person("gone", "a", status="running")
    )
    found = study(made.frames(), PLAN)
    assert found.first(1).counted["participant"].tolist() == ["quick"]
    assert found.first(5).counted["participant"].tolist() == ["quick", "slow"]


def test_sessions_that_are_counted_apart_join_to_the_whole() -> None:
    frames = a_panel()
    apart = [
        study(frames._replace(session=frames.session[frames.session["id"].isin(ids)]), PLAN)
        for ids in (["s1", "s3"], ["s2", "s4"])
    ]
    whole, found = study(frames, PLAN), joined(apart)
    order = ["participant", "arm"]
    pd.testing.assert_frame_equal(
        found.people.sort_values(order, ignore_index=True), whole.people.sort_values(order, ignore_index=True),
        check_dtype=False,
    )  # fmt: skip
    assert len(found.trials) == len(whole.trials) == 8


def test_nobody_yet_is_an_empty_study() -> None:
    found = study(Maker().frames(), PLAN)
    assert found.people.empty
    assert found.trials.empty
    with pytest.raises(ValueError, match="no study"):
        joined([])
