"""How people join: personas, screening questions, strata and quotas, and arms by what they bring."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from curtain import panels
from curtain.errors import Refused
from tests.engine.changed import guest_of, house_of
from tests.house import Guest, House

SCREENED = """personas:
  parent: {about: You are Sarah., share: 2, facts: {name: Sarah}}
  student: {about: You are Tom., facts: {name: Tom}}
assign:
  strata: [about.phone]
  quotas: {about.phone: {rarely: 1}}
arms:
  plain: {}
  bold: {change: {steps.page.info: "# Bold {{ persona.name }}"}}
flow:
  - {info: "Hello, {{ persona.name }}!", id: hello}
  - form: About you
    id: about
    screening: true
    fields: {phone: {choice: How often do you use a phone?, of: [often, rarely]}}
  - {info: "# Plain {{ persona.name }}", id: page}
  - {end: Bye., id: bye}
"""


def join(house: House, panel: str, phone: str) -> Guest:
    guest = Guest(house, panel)
    guest.act("next")
    guest.act("answer", answers={"phone": phone})
    return guest


@pytest.fixture
def screened(tmp_path: Path) -> tuple[House, str]:
    house = house_of(tmp_path, SCREENED)
    first = guest_of(house)
    assert first.panel
    return house, first.panel.id


def test_the_arm_is_told_after_the_screening_question(screened: tuple[House, str]) -> None:
    house, panel = screened
    guest = Guest(house, panel)
    assert guest.state.arm == ""
    guest.act("next")
    guest.act("answer", answers={"phone": "often"})
    assert guest.place == "page"
    assert guest.state.arm in {"plain", "bold"}
    assert guest.state.arm.capitalize() in guest.screen["html"]
    with house.engine.store.reading() as reading:
        session = reading.session(guest.session)
    assert (session.arm, session.arms) == (guest.state.arm, [guest.state.arm])
    assert session.stratum == '{"about.phone": "often"}'


def test_a_persona_speaks_in_texts_and_is_given_by_its_share(screened: tuple[House, str]) -> None:
    house, panel = screened
    guests = [Guest(house, panel) for _ in range(5)]  # besides the first one, who came with the panel
    met = Counter(guest.state.persona for guest in guests)
    assert met.total() == 5
    assert met["parent"] in {3, 4}
    names = {"parent": "Sarah", "student": "Tom"}
    assert all(names[str(guest.state.persona)] in guest.screen["html"] for guest in guests)


def test_whoever_comes_after_a_full_quota_is_thanked(screened: tuple[House, str]) -> None:
    house, panel = screened
    first, second = join(house, panel, "rarely"), join(house, panel, "rarely")
    assert first.place == "page"
    assert second.state.status == "screened"
    assert second.look()["kind"] == "gone"
    assert join(house, panel, "often").place == "page"


def test_a_quota_of_a_yes_is_full_after_so_many(tmp_path: Path) -> None:
    text = SCREENED.replace(
        "{choice: How often do you use a phone?, of: [often, rarely]}", "{yes_no: A phone?}"
    )
    house = house_of(tmp_path, text.replace("{rarely: 1}", "{yes: 1}"))
    first = guest_of(house)
    assert first.panel
    kinds = [join(house, first.panel.id, answer).screen["kind"] for answer in ("yes", "no", "yes")]
    assert kinds == ["info", "info", "gone"]


def test_nobody_goes_back_to_the_question_that_told_their_arm(tmp_path: Path) -> None:
    text = SCREENED.replace("id: page}", "id: page, back: true}")
    guest = guest_of(house_of(tmp_path, text))
    guest.act("next")
    guest.act("answer", answers={"phone": "often"})
    assert guest.place == "page"
    assert "back" not in guest.screen
    with pytest.raises(Refused):
        guest.act("back")


def test_a_place_of_somebody_screened_out_is_not_taken(screened: tuple[House, str]) -> None:
    house, panel = screened
    join(house, panel, "rarely")
    with house.engine.store.reading() as reading:
        before = reading.taken_places(panel)
    join(house, panel, "rarely")
    with house.engine.store.reading() as reading:
        assert reading.taken_places(panel) == before


def test_arms_are_balanced_within_each_answer(screened: tuple[House, str]) -> None:
    house, panel = screened
    arms = Counter(join(house, panel, "often").state.arm for _ in range(8))
    assert arms == {"plain": 4, "bold": 4}


REWARDED = """arms: {good: {}, bad: {}}
assign: {by_reward: {measure: yes, floor: 10%, from: 10 people}}
flow:
  - {show: nothing, id: ask, title: Do you like it?, buttons: {Yes: accept, No: dismiss}}
  - {end: Bye., id: bye}
measures: {yes: {share: {step: ask, of: accept}}}
"""


def test_more_people_come_to_the_arm_that_brings_more(tmp_path: Path) -> None:
    house = house_of(tmp_path, REWARDED)
    first = guest_of(house, seed="rewards")
    assert first.panel
    arms = []
    for _ in range(60):
        guest = Guest(house, first.panel.id)
        arms.append(guest.state.arm)
        guest.react("accept" if guest.state.arm == "good" else "dismiss")
        house.settle()
    assert Counter(arms[:7]).most_common()[0][1] == 4  # with the first one, a block of eight
    assert Counter(arms[20:])["good"] >= 30
    with house.engine.store.reading() as reading:
        chances = [e.payload["chance"] for e in reading.events(first.panel.id) if e.kind == "session.started"]
    assert min(chances) >= 0.05
    assert panels.overview(house.engine) == []
