"""Confidences: the means and spreads asked for, calibration with its knob, and the given label always on top."""

from __future__ import annotations

import random
import statistics
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mocks import MockError
from mocks.imperfect import confidence
from mocks.imperfect.confidence import Calibration, Confidence
from tests.mocks.imperfect.labelled import EIGHT, ask, imperfect, question, session

DRAWS = 20_000


def calibration_error(mock: Any, knob: float, **person: Any) -> float:
    """The expected calibration error over bins of 0.05 (Guo et al., On Calibration of Modern Neural Networks,
    ICML 2017): the mean distance, weighted by size, of what a bin claims (less the knob) and its share of right."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for number in range(DRAWS // 8):
        for given_answer in session(mock, session=f"s{number}", **person):
            score = given_answer.output[0]["score"]
            bins.setdefault(int(score * 20), []).append((score, not given_answer.why["wrong"]))
    off = 0.0
    for inside in bins.values():
        claimed = statistics.fmean(score for score, _ in inside) - knob
        off += abs(claimed - statistics.fmean(right for _, right in inside)) * len(inside)
    return off / DRAWS


@pytest.mark.parametrize(
    ("settings", "knob"),
    [
        ({"right_in": 0.8, "errors": "drawn", "calibration": {}}, 0.0),
        ({"right_in": 0.75, "errors": "drawn", "calibration": {"overconfident": 0.1, "spread": 0.08}}, 0.1),
        ({"right_in": 0.8, "errors": "drawn", "calibration": {"underconfident": 0.15}}, -0.15),
        ({"alarm": "delayed", "misses": 1, "false_alarms": 2, "calibration": {"overconfident": 0.2}}, 0.2),
    ],
)
def test_calibration_is_within_two_points_of_the_asked_at_twenty_thousand_draws(
    settings: dict[str, Any], knob: float
) -> None:
    mock = imperfect(**settings)
    assert calibration_error(mock, knob) < 0.02
    # Against another knob it would show.
    told = session(mock)
    assert len({each.output[0]["score"] for each in told}) > 4


@given(
    accuracy=st.floats(0.05, 0.99),
    knob=st.floats(-0.4, 0.4),
    labels=st.integers(2, 6),
    score=st.floats(0.01, 0.99),
)
def test_the_share_of_right_answers_at_each_score_is_the_score_less_the_knob(
    accuracy: float, knob: float, labels: int, score: float
) -> None:
    name = "overconfident" if knob > 0 else "underconfident"
    wish = Calibration(**{name: abs(knob), "spread": 0.05})
    assume(not confidence.misses_the_mark(wish, accuracy, labels))
    right, wrong = confidence.calibrated(wish, accuracy, labels)
    assume(right.width > 0)
    for curve in (right, wrong):
        assert 1 / labels < curve.low < curve.low + curve.width <= 1 + 1e-9
    scores = right.low + right.width * score
    of_right, of_wrong = accuracy * density(right, score), (1 - accuracy) * density(wrong, score)
    assume(1e-200 < of_right + of_wrong < 1e200)
    assert of_right / (of_right + of_wrong) == pytest.approx(scores - knob, abs=1e-6)


def density(curve: confidence.Curve, at: float) -> float:
    """The density of the mixture at a place between 0 and 1."""
    from scipy.stats import beta

    return float(curve.first * beta.pdf(at, *curve.one) + (1 - curve.first) * beta.pdf(at, *curve.other))


def test_fixed_confidences_have_the_means_and_the_spread_asked_for() -> None:
    scores = confidence.fixed(Confidence(when_right=0.85, when_wrong=0.7, spread=0.08), 2)
    draw = random.Random(1)
    for curve, mean in ((scores.right, 0.85), (scores.wrong, 0.7)):
        drawn = [curve.draw(draw) for _ in range(DRAWS)]
        assert statistics.fmean(drawn) == pytest.approx(mean, abs=0.003)
        assert statistics.pstdev(drawn) == pytest.approx(0.08, abs=0.003)


@given(
    labels=st.integers(2, 9),
    right_in=st.floats(0, 1),
    seed=st.text(max_size=5),
    knob=st.floats(-0.5, 0.5),
    spread=st.floats(0, 0.5),
)
def test_the_answer_has_the_highest_score_and_the_others_share_the_rest(
    labels: int, right_in: float, seed: str, knob: float, spread: float
) -> None:
    answers = [f"label {n}" for n in range(labels)]
    name = "overconfident" if knob > 0 else "underconfident"
    mock = imperfect(right_in=right_in, errors="drawn", calibration={name: abs(knob), "spread": spread})
    request = question(1, session=seed, truths=("label 1",), answers=answers)
    if mock.fits(["label 1"], answers=answers):
        with pytest.raises(MockError, match=r"nearest: (over|under)confident: [\d.]+$"):
            ask(mock, request)
        return
    output = ask(mock, request).output
    assert {each["label"] for each in output} == set(answers)
    assert all(each["score"] < output[0]["score"] <= 1 for each in output[1:])
    assert sum(each["score"] for each in output) == pytest.approx(1, abs=0.001)
    assert all(one["score"] == two["score"] for one, two in pairwise(output[1:]))


@given(accuracy=st.floats(0, 1), knob=st.floats(-0.5, 0.5), labels=st.integers(2, 9))
def test_the_nearest_knob_that_a_refusal_names_can_be_had(accuracy: float, knob: float, labels: int) -> None:
    name = "overconfident" if knob > 0 else "underconfident"
    refused = confidence.misses_the_mark(Calibration(**{name: abs(knob)}), accuracy, labels)
    if refused:
        nearest_name, number = refused[0][1].rsplit("nearest: ", 1)[1].split(": ")
        assume(float(number) <= 0.5)
        assert not confidence.misses_the_mark(Calibration(**{nearest_name: float(number)}), accuracy, labels)


@given(mean=st.floats(0.01, 1), spread=st.floats(0, 0.5), labels=st.integers(2, 9))
def test_the_nearest_mean_or_spread_that_a_refusal_names_can_be_had(
    mean: float, spread: float, labels: int
) -> None:
    wish: dict[str, float] = {"when_right": mean, "when_wrong": 0.75, "spread": spread}
    for _ in range(3):
        refused = confidence.hindrances(Confidence(**wish), labels)
        for path, reason in refused:
            wish[str(path[0])] = min(wish[str(path[0])] if path[0] == "spread" else 1, number_in(reason))
    assert not confidence.hindrances(Confidence(**wish), labels)
    scores = confidence.fixed(Confidence(**wish), labels)
    assert 1 / labels < scores.right.draw(random.Random(1)) <= 1


def number_in(reason: str) -> float:
    return float(reason.rsplit("nearest: ", 1)[1])


def test_a_knob_that_the_accuracy_leaves_no_room_for_is_told_beforehand_and_when_asked() -> None:
    mock = imperfect(alarm="delayed", misses=0, false_alarms=1, calibration={"overconfident": 0.2})
    problem = (
        ("calibration", "overconfident"),
        "answers that are right in 87.5% would need a mean score of 1.07, which is not between 0.50 (a guess among 2 "
        "answers) and 1; nearest: overconfident: 0.125",
    )
    assert mock.fits(EIGHT) == [problem]
    with pytest.raises(MockError, match=r"calibration\.overconfident: answers that are right in 87\.5%"):
        ask(mock, question())


def test_a_spread_of_nothing_gives_one_score() -> None:
    mock = imperfect(right_in=0.5, confidence={"when_right": 0.8, "when_wrong": 0.7, "spread": 0})
    assert {each.output[0]["score"] for each in session(mock)} == {0.8, 0.7}
    one = imperfect(right_in=0.5, calibration={"overconfident": 0.2, "spread": 0})
    assert {each.output[0]["score"] for each in session(one)} == {0.7}


def test_one_that_is_never_wrong_and_calibrated_is_certain() -> None:
    assert {each.output[0]["score"] for each in session(imperfect(right_in=1, calibration={}))} == {1.0}
