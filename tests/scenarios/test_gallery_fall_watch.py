"""The gallery's fall-watch study: the day that people live through, what the watch does, what is measured."""

from __future__ import annotations

import json
import runpy
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

import scenarios
from curtain.analysis import Plan, Results, analyse, read_frames
from curtain.errors import Refused
from scenarios import LIBRARY, texts, trials
from scenarios.steps import Info, Reveal, Show
from tests.house import Guest, House

FOLDER = LIBRARY / "fall-watch"
STUDY = scenarios.load(FOLDER / "fall-watch.yaml")
DAY = trials.rows(STUDY, "anna")["moment"]

Row = dict[str, Any]
How = Callable[[dict[str, Any], Row], str]


class Met(NamedTuple):
    """One moment as somebody met it: the screen before and after the watch spoke, the row behind it, what was done."""

    before: dict[str, Any]
    screen: dict[str, Any]
    row: Row
    does: str

    @property
    def spoke(self) -> bool:
        return self.screen["notice"] is not None


def to_first_moment(house: House, panel: str, arm: str) -> Guest:
    guest = Guest(house, panel, arm)
    while guest.screen["kind"] != "show":
        guest.act("next")
    return guest


def live(house: House, panel: str, arm: str, how: How) -> list[Met]:
    """Go through the day, each moment decided by `how(screen, row)` once the watch had time to speak."""
    guest, met = to_first_moment(house, panel, arm), []
    while guest.screen["kind"] != "end":
        match guest.screen["kind"]:
            case "show":
                before = guest.screen
                guest.wait(5)  # the watch begins by itself …
                screen = guest.wait(1)  # … and speaks a moment later
                row = guest.state.rows["moment"][int(guest.place.split("/")[1]) - 1]
                does = how(screen, row)
                met.append(Met(before, screen, row, does))
                prediction = screen["notice"] and screen["notice"]["prediction"]
                if does == "nothing":
                    guest.wait(20)
                    guest.act("by_itself", prediction=prediction)
                else:
                    guest.react(does, ms=3_000, prediction=prediction)
            case "survey":
                guest.act("answer", answers={item["id"]: 6 for item in guest.screen["items"]})
            case "debrief":
                guest.act("keep")
            case _:
                guest.act("next")
    assert guest.state.status == "completed"
    return met


def knowing(_screen: dict[str, Any], row: Row) -> str:
    """Who sees at once what is needed."""
    return "accept" if row["actual"] == "needs help" else "dismiss"


def stubborn(screen: dict[str, Any], _row: Row) -> str:
    """Who needs no help, ever."""
    return "undo" if any(button["reaction"] == "undo" for button in screen["buttons"]) else "dismiss"


def frozen(screen: dict[str, Any], _row: Row) -> str:
    """Who never reacts to the watch, and goes on with the day when it is silent."""
    return "nothing" if screen["notice"] else "dismiss"


class Study(NamedTuple):
    """Everything that was played: by arm what was met, and the figures of it all."""

    met: dict[str, list[Met]]
    results: Results

    def figure(self, measure: str, arm: str) -> float | None:
        found = next(each for each in self.results.of(measure) if each.arm == arm)
        return None if found.estimate is None else round(found.estimate, 6)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("study") / "curtain.db")
    yield made
    made.close()


@pytest.fixture(scope="module")
def study(house: House) -> Study:
    """One person in each arm, for a whole day."""
    panel = house.panel(None, scenario="fall-watch")
    ways: dict[str, How] = {"log": knowing, "ask": frozen, "call-at-once": stubborn}
    met = {arm: live(house, panel, arm, ways[arm]) for arm in STUDY.arms}
    with house.engine.store.reading() as reading:
        frames = read_frames(lambda name: reading.table(panel, name, "preview"))
    return Study(met, analyse(frames, Plan.of(STUDY), origin="preview"))


# The day


def test_the_day_has_ten_moments_in_order_and_three_of_them_need_help() -> None:
    assert [row["time"] for row in DAY] == sorted(row["time"] for row in DAY)
    assert Counter(row["actual"] for row in DAY) == {"needs help": 3, "fine": 7}
    assert [row["steps"] for row in DAY] == sorted(row["steps"] for row in DAY)


def test_the_file_of_the_day_is_what_its_script_writes() -> None:
    made = runpy.run_path(str(FOLDER / "make_day.py"))["rows"]()
    written = (FOLDER / "day.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in written] == made


@pytest.mark.parametrize("persona", STUDY.personas)
def test_each_persona_reads_the_day_from_her_or_his_own_side(persona: str) -> None:
    facts = {"about": STUDY.personas[persona].about, **STUDY.personas[persona].facts}
    step = STUDY.steps["wear"]
    assert isinstance(step, Show)
    for row in DAY:
        told = texts.render(step.content or "", moment=row, persona=facts)
        assert told == row["she" if persona == "daughter" else "you"]
        assert ("mother" in told) if persona == "daughter" else ("You" in told)


def test_every_text_of_every_arm_can_be_filled_in_for_every_moment_and_persona() -> None:
    for arm in STUDY.arms:
        steps = STUDY.for_arm(arm).steps
        screen, reveal, page = steps["wear"], steps["outcome"], steps["persona"]
        assert isinstance(screen, Show)
        assert isinstance(reveal, Reveal)
        assert isinstance(page, Info)
        shown = [screen.title, screen.content, screen.text, *screen.card.values(), page.info]
        shown += [cell.text for cells in reveal.says.values() for cell in cells.values()]
        for persona in STUDY.personas.values():
            known = {"about": persona.about, **persona.facts}
            for row in DAY:
                filled = [texts.render(text or "", moment=row, persona=known).strip() for text in shown]
                assert all(text and "{" not in text for text in filled)


def test_whoever_plays_the_watch_does_not_know_what_is_really_the_matter() -> None:
    assert not {"actual", "you", "she", "if_called", "if_not"} & set(STUDY.features["fall"].model_sees)


# What the watch does


@pytest.mark.parametrize("arm", STUDY.arms)
def test_each_watch_misses_one_fall_of_three_and_takes_two_bumps_for_one(study: Study, arm: str) -> None:
    seen = Counter((met.row["actual"], met.spoke) for met in study.met[arm])
    assert seen == {
        ("needs help", True): 2,
        ("needs help", False): 1,
        ("fine", True): 2,
        ("fine", False): 5,
    }


@pytest.mark.parametrize("arm", STUDY.arms)
def test_the_watch_takes_only_bumps_for_a_fall_by_mistake(study: Study, arm: str) -> None:
    mistaken = [met.row for met in study.met[arm] if met.spoke and met.row["actual"] == "fine"]
    assert {row["impact"] for row in mistaken} == {"hard"}


@pytest.mark.parametrize(
    ("arm", "how"),
    [
        ("log", ("annotate", "mark")),
        ("ask", ("countdown", "interstitial")),
        ("call-at-once", ("automate", "interstitial")),
    ],
)
def test_the_arms_note_ask_or_call(study: Study, arm: str, how: tuple[str, str]) -> None:
    notices = [met.screen["notice"] for met in study.met[arm] if met.spoke]
    assert {(notice["as"], notice["force"]) for notice in notices} == {how}


@pytest.mark.parametrize("arm", STUDY.arms)
def test_people_read_first_and_the_watch_speaks_up_by_itself(study: Study, arm: str) -> None:
    for met in study.met[arm]:
        assert met.before["arrives"]
        assert (met.before["notice"], met.before["waiting"]) == (None, None)
        assert [button["reaction"] for button in met.before["buttons"]] == ["accept", "dismiss"]


@pytest.mark.parametrize("arm", STUDY.arms)
def test_in_silence_everybody_can_call_for_help_or_go_on(study: Study, arm: str) -> None:
    for met in study.met[arm]:
        if not met.spoke:
            assert [button["reaction"] for button in met.screen["buttons"]] == ["accept", "dismiss"]


def test_only_where_help_was_called_already_can_that_be_taken_back(study: Study) -> None:
    can = {
        arm: {
            met.spoke for met in all_met for button in met.screen["buttons"] if button["reaction"] == "undo"
        }
        for arm, all_met in study.met.items()
    }
    assert can == {"log": set(), "ask": set(), "call-at-once": {True}}


def test_the_question_waits_for_twenty_seconds_before_it_calls(house: House) -> None:
    guest = to_first_moment(house, house.panel(None, scenario="fall-watch"), "ask")
    while not (guest.wait(5) and guest.wait(1)["notice"]):
        guest.react("dismiss")
        guest.act("next")
    notice = guest.screen["notice"]
    assert notice["after"] == 20
    guest.wait(10)
    with pytest.raises(Refused):
        guest.act("by_itself", prediction=notice["prediction"])
    guest.wait(10)
    assert guest.act("by_itself", prediction=notice["prediction"])["kind"] == "reveal"


def test_the_moments_tell_the_browser_nothing_about_what_will_come_of_them(study: Study) -> None:
    for met in [met for arm in study.met.values() for met in arm]:
        told = json.dumps(met.screen, ensure_ascii=False)
        secrets = (met.row["if_called"], met.row["if_not"], "needs help", "impact")
        assert not any(secret in told for secret in secrets)


# What is measured


def test_who_knows_what_is_needed_is_always_right(study: Study) -> None:
    assert study.figure("right_decisions", "log") == 100
    assert study.figure("calls", "log") == 3
    assert study.figure("calls_needed", "log") == 100


def test_who_never_reacts_gets_help_for_what_the_watch_saw_and_for_nothing_else(study: Study) -> None:
    assert study.figure("accepted_when_right", "ask") == 100
    assert study.figure("accepted_false_alarm", "ask") == 100
    assert study.figure("accepted_miss", "ask") == 0
    assert study.figure("calls", "ask") == 4
    assert study.figure("calls_needed", "ask") == 50
    assert study.figure("right_decisions", "ask") == 70


def test_who_stops_every_call_gets_no_help_at_all(study: Study) -> None:
    assert study.figure("calls_stopped", "call-at-once") == 4
    assert study.figure("calls", "call-at-once") == 0
    assert study.figure("accepted_when_right", "call-at-once") == 0
    assert study.figure("right_decisions", "call-at-once") == 70


def test_a_call_that_nobody_made_takes_nobody_any_time(study: Study) -> None:
    assert study.figure("time_to_react", "ask") == 3


def test_embarrassment_counts_against_the_watch(study: Study) -> None:
    assert study.figure("wearing.keep", "log") == 6
    assert study.figure("wearing.ease", "log") == 2
    assert study.figure("wearing", "log") == 4


def test_a_right_decision_is_one_that_is_told_in_a_good_tone() -> None:
    reveal, share = STUDY.steps["outcome"], STUDY.measures["right_decisions"].share
    assert isinstance(reveal, Reveal)
    assert share is not None
    for decision, cells in reveal.says.items():
        for actual, cell in cells.items():
            assert (cell.tone == "good") == (share.right_when.get(decision) == actual)
