"""The analysis over the real engine and the real store: what people did is what the reviewer counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from curtain.analysis import Plan, Results, analyse, read_frames, story
from tests.engine.changed import guest_of, house_of
from tests.house import Guest, House


@pytest.fixture
def house(store_path: Path) -> Iterator[House]:
    house = House(store_path)
    yield house
    house.close()


def results(house: House, panel: str) -> Results:
    with house.engine.store.reading() as reading:
        row = reading.panel(panel)
        plan = Plan.of(house.engine.scenario_of(row))
        frames = read_frames(lambda name: reading.table(panel, name, row.origin), stays=plan.counts_stays)
    return analyse(frames, plan, origin=row.origin, planned=row.people)


CHECKED = """flow:
  - form: About you
    id: about
    fields:
      blue: {choice: Choose blue., of: [red, blue], must_be: blue}
      both: {choices: Choose both., of: [left, right], must_be: [left, right]}
      town: {text: Where do you live?}
  - survey:
      - {id: own, title: Ours, items: {three: {likert: Choose 3., must_be: 3}, good: {likert: Good.}}}
  - {end: Bye.}
"""


def test_passed_attention_checks_are_counted_wherever_they_stand(tmp_path: Path) -> None:
    house = house_of(tmp_path, CHECKED)
    first = guest_of(house)
    assert first.panel
    for guest, blue, both, three in (
        (first, "blue", ["right", "left"], 3), (Guest(house, first.panel.id), "red", ["left"], 3)
    ):  # fmt: skip
        guest.act("answer", answers={"blue": blue, "both": both, "town": "blue"})
        guest.act("answer", answers={"three": three, "good": 7})
    (found,) = results(house, first.panel.id).of("attention")
    house.close()
    assert found.estimate == pytest.approx((100 + 100 / 3) / 2)


READ = """arms: {a: {}, b: {}}
assign: {design: within}
flow:
  - {info: Read this., id: intro}
  - each: arm
    steps:
      - {info: And this., id: page, back: true}
      - {info: Do you like it?, id: ask, back: true}
  - {end: Bye.}
measures:
  reading: {median_time: {to: leave, step: intro}}
  page: {median_time: {to: leave, step: page}}
"""


def test_how_long_somebody_stays_at_a_page_is_counted_each_time_that_they_are_there(tmp_path: Path) -> None:
    house = house_of(tmp_path, READ)
    guest = guest_of(house)
    assert guest.panel
    for seconds, act in (
        (20, "next"),
        (10, "next"),
        (1, "back"),
        (30, "next"),
        (1, "next"),
        (7, "next"),
        (1, "next"),
    ):
        house.step(seconds)
        guest.act(act)
    told, first = results(house, guest.panel.id), guest.state.arms[0]
    house.close()
    read = {one.arm: round(one.estimate or 0, 3) for one in told.of("reading")}
    assert read == {"a": 20, "b": 20}, "what stands around the arms counts in all of them"
    second = {"a": "b", "b": "a"}[first]
    assert {one.arm: round(one.estimate or 0, 3) for one in told.of("page")} == {first: 20, second: 7}


def in_every_arm(told: Results, measure: str) -> float | None:
    """The estimate of all arms where somebody finished, in which it must be the same."""
    found = {round(each.estimate, 9) for each in told.of(measure) if each.estimate is not None}
    assert len(found) == 1
    return found.pop()


def test_a_panel_is_counted_as_it_was_played(house: House) -> None:
    panel = house.panel(people=3)
    leaver = Guest(house, panel)
    leaver.to_first_parcel()
    leaver.act("withdraw")
    for decide in ("dismiss", "accept", "dismiss"):
        Guest(house, panel).finish(decide)
    Guest(house, panel, "short").finish()  # a preview
    told = results(house, panel)
    assert (told.started, told.completed) == (4, 3)
    assert sum(people.withdrawn for people in told.people) == 1
    assert sum(people.decisions for people in told.people) == 24
    # Of eight parcels, two are late: who always dismisses is right six times, who always accepts twice.
    assert sum(each.n * (each.estimate or 0) for each in told.of("right_decisions")) == pytest.approx(
        25 + 75 + 75
    )
    assert in_every_arm(told, "decision_time") == pytest.approx(1.2)
    assert in_every_arm(told, "sus") == 50
    assert in_every_arm(told, "s-tias") == 3
    assert "3 of 3 people: the planned number is in." in told.sentence


def test_a_panel_without_people_has_arms_and_no_figures(house: House) -> None:
    told = results(house, house.panel())
    assert told.arms[:3] == ("no-warning", "short", "with-reason")
    assert told.sentence == "Nobody has begun yet."


def test_practice_is_counted_within_itself_and_says_so(house: House) -> None:
    panel = house.panel(origin="practice")
    Guest(house, panel).finish()
    assert results(house, panel).sentence.startswith("A practice run, which is not evidence.")


def test_a_whole_session_is_told_in_sentences(house: House) -> None:
    panel = house.panel()
    guest = Guest(house, panel)
    guest.finish()
    with house.engine.store.reading() as reading:
        told = story(reading.events_of(guest.session))
    words = [line.what for line in told]
    assert words[0].startswith("They began;")
    assert "They filled in the questionnaire 'sus'." in words
    assert words[-1] == "They reached the end."
    assert all(line.what.endswith(".") for line in told)
