"""A mock proposes, and the operator confirms, edits or rejects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from curtain import desk
from curtain.desk import Operator
from curtain.errors import Refused
from tests.engine.changed import changed_house, first_guest
from tests.house import Guest, House

ANNA = Operator("anna", "Operator 1")
PROPOSED = [{"label": "delayed", "score": 0.7}]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house where every parcel is proposed to be late."""
    mocks = {
        "always-late": {"kind": "rules", "rules": [], "otherwise": {"answer": "delayed", "score": 0.7}},
        "checked": {"kind": "draft", "proposed_by": "always-late", "fallback": "weather-rules"},
    }
    house = changed_house(tmp_path, mocks, "checked", when_it_fails="We cannot tell right now.")
    yield house
    house.close()


@pytest.fixture
def guest(house: House) -> Guest:
    return first_guest(house)


def opened(house: House) -> dict[str, Any]:
    [line] = desk.view(house.engine, ANNA)["queue"]
    desk.claim(house.engine, ANNA, line["prediction"]).result(10)
    found: dict[str, Any] = desk.view(house.engine, ANNA)["open"]
    return found


def provenance(house: House, guest: Guest) -> dict[str, Any]:
    with house.engine.store.reading() as reading:
        [prediction] = reading.predictions_of(guest.session)
    assert prediction.provenance is not None
    return prediction.provenance


@pytest.mark.parametrize(
    ("output", "did"),
    [(PROPOSED, "confirmed"), ([{"label": "on time", "score": 0.9}], "edited"), (None, "rejected")],
)
def test_what_was_proposed_is_at_the_desk_and_what_came_of_it_in_the_log(
    house: House, guest: Guest, output: Any, did: str
) -> None:
    request = opened(house)
    assert request["proposal"] == {"text": "delayed, 70% sure", "output": PROPOSED}
    desk.answer(house.engine, ANNA, request["prediction"], output).result(10)
    house.step(6)
    why = provenance(house, guest)
    assert why["operator_did"] == did
    assert why["proposal"] == {"by": "always-late", "output": PROPOSED}
    assert guest.state.current is not None
    assert guest.state.current.output == output


def test_after_a_rejection_the_product_says_that_it_has_no_answer(house: House, guest: Guest) -> None:
    desk.answer(house.engine, ANNA, opened(house)["prediction"], None).result(10)
    assert guest.wait(6)["notice"]["text"] == "We cannot tell right now."


def test_nobody_decides_so_the_fallback_answers(house: House, guest: Guest) -> None:
    house.step(21)
    assert provenance(house, guest)["mock"] == "weather-rules"


def test_without_a_proposal_an_operator_cannot_reject(tmp_path: Path) -> None:
    house = changed_house(tmp_path / "plain", None, "person")
    try:
        first_guest(house)
        with pytest.raises(Refused):
            desk.answer(house.engine, ANNA, opened(house)["prediction"], None).result(10)
    finally:
        house.close()
