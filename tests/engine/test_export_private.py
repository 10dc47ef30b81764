"""What is not in an export: ids, tokens and names, words that somebody may not read, formulas that would run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from curtain import desk
from curtain.desk import Operator, board
from curtain.export.panels import Asked
from curtain.export.writers import FORMATS, Format, defused
from tests.engine.changed import guest_of, house_of
from tests.engine.exported import everything, exported, place_of, read
from tests.house import Guest, House

ANNA = Operator("anna-0f3c", "Wizard Anna")
BEN = Operator("ben-77aa", "Wizard Ben")
CARL = Operator("carl-1b2c", "Wizard Carl")  # who is given a request, and does nothing


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house in which tests make panels of their own."""
    house = House(tmp_path_factory.mktemp("house") / "curtain.db")
    yield house
    house.close()


@pytest.fixture(scope="module")
def played(house: House) -> str:
    """Two people, and operators who answered one, handed the other over, and took a note with them."""
    panel = house.panel("person")
    guests = [Guest(house, panel, "with-reason") for _ in range(2)]
    for guest in guests:
        guest.to_first_parcel()
    house.settle()
    first, second = (line["prediction"] for line in desk.view(house.engine, ANNA)["queue"])
    desk.answer(house.engine, BEN, first, [{"label": "delayed", "score": 0.8}]).result(10)
    house.clock.step(1)
    desk.claim(house.engine, ANNA, second).result(10)
    desk.hand_over(house.engine, ANNA, second, CARL, "please", None).result(10)
    board.note(house.engine, ANNA, guests[0].session, "A note.").result(10)
    house.step(6)
    return panel


def ids_in(house: House, panel: str) -> set[str]:
    with house.engine.store.reading() as reading:
        sessions = reading.sessions(panel)
        found = {link.token for link in reading.links(panel)}
        found |= {cell for who in reading.participants(panel) for cell in (who.id, who.token)}
        found |= {session.id for session in sessions}
        found |= {each.id for session in sessions for each in reading.predictions_of(session.id)}
        found |= {event.key for session in sessions for event in reading.events_of(session.id)}
        return found | {"anna-0f3c", "ben-77aa", "carl-1b2c", "Wizard"}


@pytest.mark.parametrize("labels", [False, True])
@pytest.mark.parametrize("form", FORMATS)
def test_nothing_leads_back_to_anybody(
    house: House, played: str, tmp_path: Path, form: Format, labels: bool
) -> None:
    place = place_of(tmp_path, form)
    exported(house, played, place, Asked(form, labels=labels))
    written = everything(place, form)
    assert "delayed" in written
    assert not [each for each in ids_in(house, played) if each in written]


def test_an_operator_has_the_same_number_in_all_tables(house: House, played: str, tmp_path: Path) -> None:
    exported(house, played, tmp_path / "out", Asked("jsonl"))
    answered = [row for row in read(tmp_path / "out", "jsonl", "desk") if row["kind"] == "answered"]
    (handed,) = (row for row in read(tmp_path / "out", "jsonl", "desk") if row["kind"] == "handed_over")
    by_hand = [row for row in read(tmp_path / "out", "jsonl", "predictions") if row["operator"]]
    assert [row["operator"] for row in answered] == [row["operator"] for row in by_hand] == [1]
    assert (handed["operator"], handed["payload"]["to"]) == (2, 3)
    assert handed["payload"]["note"] == "please"
    assert by_hand[0]["provenance"]["operator"] == 1
    assert [row["operator"] for row in read(tmp_path / "out", "jsonl", "sessions")] == [1, None]


def test_with_ids_the_rows_can_be_found_in_the_database_but_no_token_opens_a_session(
    house: House, played: str, tmp_path: Path
) -> None:
    exported(house, played, tmp_path / "out", Asked("jsonl", ids=True))
    rows = read(tmp_path / "out", "jsonl", "predictions")
    with house.engine.store.reading() as reading:
        people, links = reading.participants(played), reading.links(played)
        assert {row["participant_id"] for row in rows} == {who.id for who in people}
        assert reading.predictions_of(rows[0]["session_id"])[0].id == rows[0]["prediction_id"]
    assert "ben-77aa" in {row["operator_id"] for row in rows}
    written = everything(tmp_path / "out", "jsonl")
    assert not [
        token
        for token in [*(who.token for who in people), *(link.token for link in links)]
        if token in written
    ]


# What people wrote -----------------------------------------------------------------

WRITTEN = """flow:
  - form: About you
    id: about
    fields: {town: {text: Where do you live?}, age: {number: How old are you?}}
  - {end: Bye.}
"""


@pytest.mark.parametrize("form", FORMATS)
def test_without_words_nothing_that_somebody_wrote_is_in_it(tmp_path: Path, form: Format) -> None:
    house = house_of(tmp_path, WRITTEN)
    guest = guest_of(house)
    guest.act("answer", answers={"town": "Kleinweiler", "age": 47})
    assert guest.panel
    for words in (True, False):
        folder = tmp_path / f"out-{words}"
        place = place_of(folder, form)
        exported(house, guest.panel.id, place, Asked(form, words=words))
        assert ("Kleinweiler" in everything(place, form)) is words
        assert "47" in {str(row["value"]) for row in read(place, form, "answers")}
    house.close()


@pytest.mark.parametrize("text", ["null", "3", "[1]", '"x"', "{"])
def test_what_somebody_typed_stays_as_they_typed_it(tmp_path: Path, text: str) -> None:
    house = house_of(tmp_path, WRITTEN)
    guest = guest_of(house)
    guest.act("answer", answers={"town": text, "age": 47})
    assert guest.panel
    exported(house, guest.panel.id, tmp_path / "out", Asked("jsonl"))
    assert [row["value"] for row in read(tmp_path / "out", "jsonl", "answers")] == [text, 47]
    house.close()


# Formulas -----------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", '=HYPERLINK("http://x")']
)
def test_what_a_spreadsheet_would_run_is_defused(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["delayed", "a=b", "", None, -1, 2.5, 0])
def test_everything_else_stays_as_it_is(cell: object) -> None:
    assert defused(cell) is cell


def test_a_formula_that_somebody_typed_is_defused_for_spreadsheets_only(tmp_path: Path) -> None:
    house = house_of(tmp_path, WRITTEN)
    guest = guest_of(house)
    guest.act("answer", answers={"town": "=1+1", "age": 47})
    assert guest.panel
    values: dict[Format, str] = {"csv": "'=1+1", "jsonl": "=1+1", "parquet": "=1+1"}
    for form, value in values.items():
        exported(house, guest.panel.id, tmp_path / form, Asked(form))
        assert read(tmp_path / form, form, "answers")[0]["value"] == value
    house.close()
