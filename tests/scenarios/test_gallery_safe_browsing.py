"""The gallery's safe-browsing study: what people meet in each arm, how often it is wrong, what is measured."""

from __future__ import annotations

import json
import runpy
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

import scenarios
from curtain.analysis import Plan, Results, analyse, read_frames
from scenarios import LIBRARY, texts, trials
from scenarios.steps import Info, Reveal, Show
from tests.house import Guest, House

FOLDER = LIBRARY / "safe-browsing"
STUDY = scenarios.load(FOLDER / "safe-browsing.yaml")
WARNS = ("mark", "banner", "interstitial", "block")
PEOPLE = [f"person {n}" for n in range(20)]

Row = dict[str, Any]
How = Callable[[bool, Row], str]


class Met(NamedTuple):
    """One errand as somebody met it: what the browser got to show, the row behind it, and what they decided."""

    view: dict[str, Any]
    row: Row
    does: str

    @property
    def force(self) -> str | None:
        notice = self.view["screen"]["notice"]
        return notice and str(notice["force"])


def play(house: House, panel: str, arm: str, how: How) -> list[Met]:
    """Go through all errands, each decided by `how(warned, row)`, and on to the end."""
    guest, met = Guest(house, panel, arm), []
    while guest.screen["kind"] != "end":
        match guest.screen["kind"]:
            case "show":
                screen = guest.wait(2)
                row = guest.state.rows["page"][int(guest.place.split("/")[1]) - 1]
                does = how(screen["notice"] is not None, row)
                met.append(Met(guest.view, row, does))
                prediction = screen["notice"] and screen["notice"]["prediction"]
                guest.react(does, ms=2_000, prediction=prediction)
            case "survey":
                guest.act("answer", answers={item["id"]: 4 for item in guest.screen["items"]})
            case "debrief":
                guest.act("keep")
            case _:
                guest.act("next")
    assert guest.state.status == "completed"
    return met


def obey(warned: bool, _row: Row) -> str:
    return "accept" if warned else "dismiss"


def know(_warned: bool, row: Row) -> str:
    return "accept" if row["actual"] == "unsafe" else "dismiss"


def plunge(_warned: bool, _row: Row) -> str:
    return "dismiss"


class Study(NamedTuple):
    """Everything that was played: by arm what was met, and the figures of it all."""

    met: dict[str, list[Met]]
    results: Results

    def figure(self, measure: str, arm: str) -> float | None:
        found = next(each for each in self.results.of(measure) if each.arm == arm)
        return None if found.estimate is None else round(found.estimate, 6)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """One person in each arm: those in `mark` look through everything, those in `block` never care, the rest obey."""
    house = House(tmp_path_factory.mktemp("study") / "curtain.db")
    panel = house.panel(None, scenario="safe-browsing")
    ways: dict[str, How] = {"mark": know, "block": plunge}
    met = {arm: play(house, panel, arm, ways.get(arm, obey)) for arm in STUDY.arms}
    with house.engine.store.reading() as reading:
        frames = read_frames(lambda name: reading.table(panel, name, "preview"))
    yield Study(met, analyse(frames, Plan.of(STUDY), origin="preview"))
    house.close()


# What people meet


@pytest.mark.parametrize("person", PEOPLE[:5])
def test_everybody_meets_each_errand_once_and_four_of_the_twelve_pages_are_copies(person: str) -> None:
    rows = trials.rows(STUDY, person)["page"]
    assert len({row["name"] for row in rows}) == 12
    assert Counter(row["actual"] for row in rows) == {"unsafe": 4, "safe": 8}


def test_every_errand_is_a_copy_for_some_people_and_real_for_others() -> None:
    met = {(row["name"], row["actual"]) for person in PEOPLE for row in trials.rows(STUDY, person)["page"]}
    assert len(met) == 24


def test_what_a_page_is_decides_its_address_what_it_asks_for_and_what_comes_of_it() -> None:
    for row in trials.rows(STUDY, "anna")["page"]:
        copy = row["actual"] == "unsafe"
        assert row["address"] == row["copy" if copy else "real"]
        assert row["asks_more"] == (row["copy_asks"] if copy else "")
        assert row["if_used"] == row["used_copy" if copy else "used_real"]
        assert row["if_left"] == row["left_copy" if copy else "left_real"]


def test_every_address_is_on_a_domain_that_nobody_can_own() -> None:
    for row in trials.rows(STUDY, "anna")["page"]:
        hosts = {row[page].split("/")[2] for page in ("real", "copy")}
        assert all(host.endswith(".example") for host in hosts)
        assert len(hosts) == 2
        assert row["real"].startswith("https://")


def test_the_file_of_pages_is_what_its_script_writes() -> None:
    made = runpy.run_path(str(FOLDER / "make_pages.py"))["rows"]()
    written = (FOLDER / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in written] == made


def test_every_text_can_be_filled_in_for_every_errand_real_or_copy() -> None:
    reveal, screen, errand = (STUDY.steps[name] for name in ("outcome", "browse", "errand"))
    assert isinstance(reveal, Reveal)
    assert isinstance(screen, Show)
    assert isinstance(errand, Info)
    shown = [screen.title, screen.address, screen.content, screen.text, screen.why, errand.info]
    shown += [cell.text for cells in reveal.says.values() for cell in cells.values()]
    for person in PEOPLE[:6]:
        for row in trials.rows(STUDY, person)["page"]:
            filled = [texts.render(text or "", page=row).strip() for text in shown]
            assert all(text and "{" not in text for text in filled)


def test_whoever_plays_the_classifier_does_not_see_what_a_page_really_is() -> None:
    hidden = {
        "actual",
        "real",
        "copy",
        "copy_asks",
        "asks_more",
        "if_used",
        "if_left",
        "used_copy",
        "left_copy",
    }
    assert not hidden & set(STUDY.features["danger"].model_sees)


# How the arms differ


def test_the_arms_differ_in_force_and_in_nothing_else() -> None:
    steps = {arm: STUDY.for_arm(arm).steps["browse"] for arm in WARNS}
    assert {arm: step.presented.force for arm, step in steps.items() if isinstance(step, Show)} == {
        arm: arm for arm in WARNS
    }
    rest = [step.model_dump(exclude={"presented"}) for step in steps.values()]
    assert all(other == rest[0] for other in rest)
    assert [arm for arm in STUDY.arms if not STUDY.for_arm(arm).features["danger"].on] == ["no-warning"]


@pytest.mark.parametrize("arm", WARNS)
def test_each_person_is_warned_of_three_copies_and_of_two_real_pages(study: Study, arm: str) -> None:
    seen = Counter((met.row["actual"], met.force) for met in study.met[arm])
    assert seen == {("unsafe", arm): 3, ("unsafe", None): 1, ("safe", arm): 2, ("safe", None): 6}


def test_without_warnings_the_errands_are_the_same_and_nothing_is_said(study: Study) -> None:
    assert len(study.met["no-warning"]) == 12
    assert {met.force for met in study.met["no-warning"]} == {None}


def test_a_page_tells_the_browser_nothing_about_what_it_really_is_or_what_will_come_of_it(
    study: Study,
) -> None:
    for met in [met for arm in study.met.values() for met in arm]:
        told = json.dumps(met.view, ensure_ascii=False)
        other = met.row["copy" if met.row["actual"] == "safe" else "real"]
        assert not any(secret in told for secret in (met.row["if_used"], met.row["if_left"], other))
        assert "unsafe" not in told


@pytest.mark.parametrize(
    ("mock", "told"),
    [
        ("good-classifier", (1, 2, "misses one of the four copies, two false alarms")),
        ("jumpy-classifier", (0, 5, "misses none, five false alarms")),
        ("sleepy-classifier", (2, 0, "misses two, no false alarms")),
    ],
)
def test_the_classifiers_are_wrong_as_often_as_the_readme_says(mock: str, told: tuple[int, int, str]) -> None:
    settings = STUDY.mocks[mock]
    assert (settings["misses"], settings["false_alarms"]) == told[:2]
    lines = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    assert told[2] in next(line for line in lines if line.startswith(f"| `{mock}`"))


# What is measured


def test_who_obeys_every_warning_is_right_nine_times_of_twelve_and_who_never_cares_eight_times(
    study: Study,
) -> None:
    assert study.figure("right_decisions", "banner") == 75
    assert study.figure("right_decisions", "block") == pytest.approx(100 * 8 / 12, abs=1e-4)
    assert study.figure("right_decisions", "no-warning") == pytest.approx(100 * 8 / 12, abs=1e-4)
    assert study.figure("right_decisions", "mark") == 100


@pytest.mark.parametrize(
    ("arm", "right", "wrong"), [("interstitial", 0, 0), ("mark", 0, 100), ("block", 100, 100)]
)
def test_click_through_is_told_apart_for_right_and_for_wrong_warnings(
    study: Study, arm: str, right: float, wrong: float
) -> None:
    assert study.figure("went_on_when_right", arm) == right
    assert study.figure("went_on_when_wrong", arm) == wrong


def test_where_nothing_warns_there_is_no_click_through(study: Study) -> None:
    assert study.figure("went_on_when_right", "no-warning") is None


def test_annoyance_is_scored_with_less_as_the_better(study: Study) -> None:
    questionnaire = next(page for page in STUDY.questionnaires() if page.id == "in-the-way")
    assert questionnaire.better == "less"
    assert study.figure("in-the-way", "banner") == 4


def test_a_right_decision_is_one_that_is_told_in_a_good_tone() -> None:
    reveal, share = STUDY.steps["outcome"], STUDY.measures["right_decisions"].share
    assert isinstance(reveal, Reveal)
    assert share is not None
    for decision, cells in reveal.says.items():
        for actual, cell in cells.items():
            assert (cell.tone == "good") == (share.right_when.get(decision) == actual)
