"""Kind `off`: the feature is not there."""

from __future__ import annotations

import pytest

from mocks import BadSettings, MockError, build
from mocks.testing import A_PARCEL


def test_it_says_that_it_is_off() -> None:
    assert getattr(build("off"), "is_off", False) is True


def test_asking_it_is_a_mistake_that_is_told() -> None:
    with pytest.raises(MockError, match="'delay' is off here, and a feature that is off is not asked"):
        build("off").predict(A_PARCEL)


def test_it_has_nothing_to_fall_back_from() -> None:
    with pytest.raises(BadSettings) as caught:
        build({"kind": "off", "fallback": "coin"})
    assert caught.value.problems[0][0] == ("fallback",)
