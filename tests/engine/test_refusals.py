"""Why something is not possible now is said in the words of the scenario, and in no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from curtain.api import product_calls
from curtain.errors import Refused, Worded
from tests.elsewhere import elsewhere
from tests.engine.changed import guest_of, house_of
from tests.house import Guest, House

GERMAN = """lang: de
words: {not_ready: Einen Moment noch., too_long: "Bitte höchstens {most} Zeichen."}
features:
  reply: {answers: [ja, nein], played_by: {kind: random}, show_after: 60 s}
flow:
  - {show: reply, id: frage, title: Kommt es heute?, text: "{{ reply.label }}", buttons: {Weiter: accept},
     feedback: {comment: Noch etwas?}}
  - {end: Danke.}
"""


@pytest.fixture
def guest(tmp_path: Path) -> Guest:
    return guest_of(house_of(tmp_path, GERMAN))


def test_a_press_before_the_answer_and_too_long_a_comment_are_refused_in_the_scenarios_words(
    guest: Guest,
) -> None:
    with pytest.raises(Worded, match=r"^Einen Moment noch\.$"):
        guest.react("accept")
    guest.wait(61)
    with pytest.raises(Refused) as refused:
        guest.react("comment", value="x" * 3_000)
    assert isinstance(refused.value, Worded)
    assert str(refused.value) == "Bitte höchstens 2000 Zeichen."


def test_a_reason_in_other_words_is_not_sent(guest: Guest) -> None:
    """The page then says the scenario's own words for trouble."""

    async def told(**act: object) -> Refused:
        house: House = guest.house
        caller = await product_calls.caller(house.engine, guest.token)
        assert caller is not None
        with pytest.raises(Refused) as refused:
            await caller.does["act"]({"place": guest.place, **act})
        return refused.value

    assert str(elsewhere(told(act="back"))) == ""
    assert str(elsewhere(told(act="react", reaction="accept"))) == "Einen Moment noch."
