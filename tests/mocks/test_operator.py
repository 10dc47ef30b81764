"""Kind `operator`: a ticket for the desk."""

from __future__ import annotations

from typing import Any

import pytest

from mocks import BadSettings, Deferred, build, check_mock
from mocks.testing import A_PARCEL


def test_it_keeps_every_promise_of_a_mock() -> None:
    check_mock(build("operator"))


def test_it_hands_out_a_ticket_with_deadline_and_fallback() -> None:
    mock = build({"kind": "operator", "deadline": "30 s", "fallback": "weather-rules"})
    assert mock.predict(A_PARCEL) == Deferred(to="desk", deadline=30.0, fallback="weather-rules")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("20 s", 20), ("500 ms", 0.5), ("2 min", 120), ("1.5s", 1.5), (12, 12), (0.25, 0.25)],
)
def test_a_deadline_may_be_said_in_several_ways(said: Any, seconds: float) -> None:
    assert build({"kind": "operator", "deadline": said}).predict(A_PARCEL) == Deferred(deadline=seconds)


@pytest.mark.parametrize(
    "wrong", ["soon", "20", "0 s", 0, -1, 3601, None, [], float("nan"), "9" * 400 + " s"]
)
def test_a_deadline_that_is_no_time_is_refused(wrong: Any) -> None:
    with pytest.raises(BadSettings) as caught:
        build({"kind": "operator", "deadline": wrong})
    assert caught.value.problems[0][0] == ("deadline",)
