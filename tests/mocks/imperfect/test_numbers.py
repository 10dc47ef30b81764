"""Numbers: bias, spread, outliers and coverage come out as asked, whatever is combined with what."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from mocks.contract import Request
from mocks.errors import MockError
from mocks.imperfect.numbers import Numbers

ASK: dict[str, Any] = {"id": "p", "feature": "minutes", "task": "regression", "input": {}}


def ask(number: int = 0) -> Request:
    return Request(**ASK, seed=f"panel/session/{number}")


def draws(settings: dict[str, Any], truth: float, count: int) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    numbers = Numbers.model_validate(settings)
    return [numbers.spoil(truth, ask(number)) for number in range(count)]


def within(hits: int, count: int, share: float) -> bool:
    """Within five standard errors of a binomial share."""
    return abs(hits - count * share) <= 5 * math.sqrt(count * share * (1 - share)) + 1


def test_without_settings_the_answer_is_the_truth() -> None:
    assert Numbers().spoil(47.5, ask())[0] == {"value": 47.5}


@pytest.mark.parametrize(("spread", "bias"), [(4, 2), ("10%", "-5%"), (0.5, "20%")])
def test_the_mean_error_is_the_bias_and_its_deviation_the_spread(spread: Any, bias: Any) -> None:
    truth = 40.0
    errors = [why["error"] for _, why in draws({"bias": bias, "spread": spread}, truth, 4000)]
    shift = bias if not isinstance(bias, str) else float(bias[:-1]) / 100 * truth
    deviation = spread if not isinstance(spread, str) else float(spread[:-1]) / 100 * truth
    mean = sum(errors) / len(errors)
    assert abs(mean - shift) < 5 * deviation / math.sqrt(len(errors))
    assert math.sqrt(sum((e - mean) ** 2 for e in errors) / len(errors)) == pytest.approx(deviation, rel=0.05)


def test_outliers_are_as_many_as_asked_and_far_out() -> None:
    made = draws({"spread": 2, "outliers": {"share": "5%", "factor": 4}}, 100, 4000)
    assert within(sum(why["outlier"] for _, why in made), 4000, 0.05)
    assert all(abs(why["error"]) >= 8 for _, why in made if why["outlier"])
    ups = sum(why["error"] > 0 for _, why in made if why["outlier"])
    assert within(ups, sum(why["outlier"] for _, why in made), 0.5)
    assert sum(abs(why["error"]) >= 8 for _, why in made if not why["outlier"]) <= 3


@given(
    covers=st.floats(0.3, 0.97),
    bias=st.floats(-6, 6),
    spread=st.floats(0.5, 8),
    strange=st.sampled_from([0, 0.05, 0.4]),
    decimals=st.sampled_from([None, 0, 2]),
    truth=st.sampled_from([50, 0, -3.3, 1234.56]),
)
@settings(max_examples=25)
@example(covers=0.8, bias=0, spread=3, strange=0, decimals=0, truth=50)  # bounds and truth are whole numbers
def test_intervals_hold_the_truth_as_often_as_asked(
    covers: float, bias: float, spread: float, strange: float, decimals: int | None, truth: float
) -> None:
    if spread < 4 and decimals == 0:
        spread = 4.0  # an interval narrower than a step of the rounding cannot hold its share
    asked: dict[str, Any] = {"bias": bias, "spread": spread, "interval": {"covers": covers}}
    if strange:
        asked["outliers"] = {"share": strange}
    made = draws(asked | ({} if decimals is None else {"decimals": decimals}), truth, 1200)
    assert within(sum(output["low"] <= truth <= output["high"] for output, _ in made), 1200, covers)
    assert all(output["low"] <= output["value"] <= output["high"] for output, _ in made)
    assert all(why["holds_truth"] == (out["low"] <= truth <= out["high"]) for out, why in made)


def test_coverage_is_exact_to_a_hundredth_over_many_draws() -> None:
    made = draws({"bias": 2, "spread": "10%", "interval": {"covers": "80%"}, "decimals": 0}, 47, 20000)
    assert sum(output["low"] <= 47 <= output["high"] for output, _ in made) / 20000 == pytest.approx(
        0.8, abs=0.01
    )


def test_coverage_holds_with_outliers_inside_the_interval() -> None:
    asked = {"bias": 2, "spread": 4, "outliers": {"share": "40%", "factor": 2}, "interval": {"covers": "80%"}}
    made = draws(asked, 47, 8000)
    assert within(sum(output["low"] <= 47 <= output["high"] for output, _ in made), 8000, 0.8)


@pytest.mark.parametrize("truth", [47, 12.4, 12.6, -3.6])
def test_rounding_never_decides_whether_an_interval_holds_the_truth(truth: float) -> None:
    asked = {"spread": 3, "interval": {"covers": 0.8}}
    rounded = draws({**asked, "decimals": 0}, truth, 3000)
    for (output, why), (exact, _) in zip(rounded, draws(asked, truth, 3000), strict=True):
        assert why["holds_truth"] == (exact["low"] <= truth <= exact["high"])
        assert abs(output["low"] - exact["low"]) <= 1.5
        assert abs(output["high"] - exact["high"]) <= 1.5


def test_unit_and_decimals_shape_the_answer() -> None:
    output, _ = Numbers.model_validate({"spread": 3, "unit": "min", "decimals": 0}).spoil(47, ask())
    assert isinstance(output["value"], int)
    assert output["unit"] == "min"
    output, _ = Numbers.model_validate({"spread": 3, "decimals": 1}).spoil(47, ask())
    assert output["value"] == round(output["value"], 1)


@pytest.mark.parametrize(
    "truth", [None, "47", True, math.nan, math.inf, 1e300, pytest.param(10**5000, id="huge"), [1], {}]
)
def test_a_truth_that_is_no_usable_number_is_refused(truth: Any) -> None:
    with pytest.raises(MockError, match=r"'minutes', trial 1: expected a number"):
        Numbers.model_validate({"spread": 1}).spoil(truth, ask())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"spread": -1}, "spread"),
        ({"spread": "a lot"}, "'10%'"),
        ({"bias": math.nan}, "expected a number"),
        ({"bias": True}, "expected a number"),
        ({"interval": {"covers": "80%"}}, "interval"),
        ({"outliers": {"share": 0.1}}, "outliers"),
        ({"spread": 1, "outliers": {"share": 5}}, "'5%'"),
        ({"spread": 1, "interval": {"covers": 1}}, "99.9%"),
        ({"sprad": 1}, "sprad"),
    ],
)
def test_settings_that_do_not_fit_are_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Numbers.model_validate(wrong)
    assert said in str(refused.value.errors())


@given(truth=st.floats(-1e15, 1e15), bias=st.floats(-1e6, 1e6), spread=st.floats(0, 1e6))
def test_every_number_gives_a_finite_answer(truth: float, bias: float, spread: float) -> None:
    asked: dict[str, Any] = {"bias": bias, "spread": spread}
    if spread:
        asked["interval"] = {"covers": 0.9}
    output, _ = Numbers.model_validate(asked).spoil(truth, ask())
    assert all(math.isfinite(value) for value in output.values())


def test_settings_survive_a_round_trip() -> None:
    numbers = Numbers.model_validate({"bias": "-10%", "spread": "5%"})
    assert Numbers.model_validate(numbers.model_dump()) == numbers
