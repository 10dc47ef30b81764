"""A measure along a factor: where it reaches what was asked, and what is said when it does not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from curtain.analysis.dose import cells, doses
from curtain.analysis.encounters import COLUMNS
from curtain.analysis.plan import Factor, Plan, RightShare
from curtain.analysis.quantities import a_share, a_time
from scenarios.decision import Bound, HowGood
from tests.analysis.made import study_of

LEVELS = (0.6, 0.7, 0.8, 0.9)
ARMS = {f"accuracy-{level}": level for level in LEVELS}
ACCURACY = Factor("accuracy", "", ARMS)
ACCEPTED = a_share("accepted", "Accepted suggestions", "", "decisions")


def asking(reach: Bound | None, by: str = "accepted") -> Plan:
    asked = (HowGood(along="accuracy", by=by, reach=reach),) if reach else ()
    return Plan(("none", *ARMS), ("none", "accuracy-0.9"), by, factors={"accuracy": ACCURACY}, how_good=asked)


def people(slope: float, middle: float = 0.75, n: int = 12) -> dict[str, dict[str, list[float]]]:
    """The share that people accept: one half at the middle, with the same spread at each level."""
    spread = 0.12 * np.linspace(-1, 1, n)
    return {
        arm: {"accepted": list(np.clip(0.5 + slope * (level - middle) + spread, 0, 1))}
        for arm, level in ARMS.items()
    }


def test_the_level_is_the_one_at_which_the_curve_crosses() -> None:
    found = doses(study_of([ACCEPTED], people(2.0)), asking(Bound(op="at least", value=50, unit="%")))[0]
    assert found.reached.reached == "within"
    assert found.reached.level == pytest.approx(0.75, abs=0.005)
    assert found.sentence.startswith("Accepted suggestions: at least 50% once accuracy is 0.75 or more [0.7")
    assert [level.found.n for level in found.levels] == [12] * 4
    assert found.reached.curve[0].estimate == pytest.approx(20, abs=3)


def test_what_lies_beyond_the_tested_levels_is_not_made_up() -> None:
    never, always = (
        "not reached in the tested range of accuracy (0.6 to 0.9).",
        "at every level that was tried",
    )
    for target, where in (
        (Bound(op="at least", value=90, unit="%"), never),
        (Bound(op="at least", value=10, unit="%"), always),
        (Bound(op="at most", value=90, unit="%"), always),
    ):
        (found,) = doses(study_of([ACCEPTED], people(1.0)), asking(target))
        assert found.reached.level is None
        assert where in found.sentence


def test_just_beyond_the_range_is_said_to_be_unsure() -> None:
    (found,) = doses(study_of([ACCEPTED], people(1.0)), asking(Bound(op="at least", value=67, unit="%")))
    assert "not reached in the tested range" in found.sentence
    assert "48 people cannot make it sure" in found.sentence


def test_a_flat_curve_far_above_the_target_is_good_at_every_level() -> None:
    (found,) = doses(study_of([ACCEPTED], people(0.0)), asking(Bound(op="at least", value=20, unit="%")))
    assert "at least 20%, at every level that was tried" in found.sentence


def test_arms_that_were_meant_to_differ_have_curves_of_their_own() -> None:
    arms = {f"{name}-accuracy-{level}": level for name in ("plain", "marked") for level in LEVELS}
    factor = Factor("accuracy", "", arms, {arm: arm.split("-")[0] for arm in arms})
    plan = asking(Bound(op="at least", value=50, unit="%"))._replace(arms=("none", *arms))
    made = {
        f"{name}-{arm}": values
        for name, slope, middle in (("plain", 2.0, 0.75), ("marked", 2.0, 0.65))
        for arm, values in people(slope, middle).items()
    }
    found = doses(study_of([ACCEPTED], made), plan._replace(factors={"accuracy": factor}))
    assert [(each.crossed, round(each.reached.level or 0, 2)) for each in found] == [
        ("plain", 0.75),
        ("marked", 0.65),
    ]
    assert found[0].sentence.startswith("plain: Accepted suggestions: at least 50%")
    alone = factor._replace(crossed={**factor.crossed, "plain-accuracy-0.6": "own"})
    (together,) = doses(study_of([ACCEPTED], made), plan._replace(factors={"accuracy": alone}))
    assert together.crossed == ""


def test_without_a_slope_there_is_no_level() -> None:
    (found,) = doses(study_of([ACCEPTED], people(0.0)), asking(Bound(op="at least", value=50, unit="%")))
    assert found.reached.reached == "no slope"
    assert "does not change" in found.sentence


def test_times_are_read_on_their_own_scale() -> None:
    time = a_time("time", "Correction time", "")
    made = {
        arm: {"time": list(60 * np.exp(-2 * (level - 0.8)) * np.linspace(0.9, 1.1, 9))}
        for arm, level in ARMS.items()
    }
    (found,) = doses(study_of([time], made), asking(Bound(op="at most", value=60, unit="s"), "time"))
    assert found.reached.level == pytest.approx(0.8, abs=0.01)
    assert found.sentence.startswith("Correction time: at most 60 seconds once accuracy is 0.799 or more")
    assert found.reached.curve[0].estimate == pytest.approx(60 * np.exp(0.4), rel=0.02)


def test_nobody_and_too_few_people_cannot_tell() -> None:
    for made in ({}, people(1.0, n=1)):
        (found,) = doses(study_of([ACCEPTED], made), asking(Bound(op="at least", value=50, unit="%")))
        assert found.reached.reached == "cannot tell"
        assert "cannot tell" in found.sentence


def test_reliance_is_told_per_level() -> None:
    rows = pd.DataFrame(
        [
            {"participant": f"p{n}", "arm": "accuracy-0.6", "session": f"s{n}", "right": right, "seen": True,
             "decision": "accept" if followed else "dismiss", "followed": followed}
            for n in range(3) for right, followed in ((1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0), (0.0, 0.0))
        ],
        columns=list(COLUMNS),
    )  # fmt: skip
    made = study_of([ACCEPTED], people(1.0), rows)
    level = doses(made, asking(None))[0].levels[0]
    assert (level.followed_right, level.overrode_right) == (50, 50)
    assert level.followed_wrong == pytest.approx(100 / 3)
    # By hand: hits (1 + .5) / 3 = .5 and alarms (1 + .5) / 4 = .375, so d' = 0 - (-.3186).
    assert level.d_prime == pytest.approx(0.3186, abs=1e-4)


def test_dismissing_follows_an_answer_that_says_there_is_nothing_to_accept() -> None:
    met = [("late", "accept"), ("in time", "dismiss"), ("in time", "accept"), ("late", "dismiss")]
    rows = pd.DataFrame(
        [
            {"participant": "p0", "arm": "accuracy-0.6", "session": "s0", "step": "warning", "said": said,
             "right": 1.0, "seen": True, "decision": decision, "followed": float(decision == "accept")}
            for said, decision in met
        ],
        columns=list(COLUMNS),
    )  # fmt: skip
    plan = asking(None)._replace(
        shares=(RightShare("right", "warning", {"accept": "late", "dismiss": "in time"}),)
    )
    level = doses(study_of([ACCEPTED], people(1.0), rows[:2]), plan)[0].levels[0]
    assert level.followed_right == 100
    level = doses(study_of([ACCEPTED], people(1.0), rows[2:]), plan)[0].levels[0]
    assert (level.followed_right, level.overrode_right) == (0, 100)


def test_two_factors_make_a_table_of_cells() -> None:
    wait = Factor("wait", "s", {"accuracy-0.6": 1.0, "accuracy-0.7": 3.0, "accuracy-0.8": 1.0})
    plan = asking(None)._replace(factors={"accuracy": ACCURACY, "wait": wait})
    found = cells(study_of([ACCEPTED], people(1.0)), plan, ACCEPTED)
    assert found is not None
    assert found["wait"].tolist() == ["1 s", "3 s", "1 s"]
    assert cells(study_of([ACCEPTED], people(1.0)), asking(None), ACCEPTED) is None
