"""Legal help: a menu, a chat that knows when to let go, and one that does not; and what becomes of people in each."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import scenarios
from curtain import desk, panels
from curtain.analysis import Plan, Results, analyse, read_frames
from curtain.desk import Operator
from curtain.errors import Refused
from scenarios import LIBRARY, trials
from scenarios.steps.chat import Chat, entries
from tests.house import Guest, House

FOLDER = LIBRARY / "legal-help"
STUDY = scenarios.load(FOLDER / "legal-help.yaml")
CASES = {row["case"]: row for row in trials.rows(STUDY, "all")["case"]}
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
MENU = next(step.menu for step in STUDY.steps.values() if isinstance(step, Chat))
ANNA = Operator("anna", "Anna")
LAWYER = "This one is for a lawyer."


def script() -> Any:
    """The script beside the data."""
    found = importlib.util.spec_from_file_location("make_cases", FOLDER / "make_cases.py")
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


SCRIPT = script()
TOLD = {case.case: case for case in SCRIPT.CASES}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "curtain.db")
    yield house
    house.close()


@pytest.fixture
def panel(house: House) -> str:
    made = panels.create(house.engine, "legal-help", "Try", origin="practice", seed="try")
    panels.open_panel(house.engine, made)
    return made


def people(house: House, panel: str) -> Iterator[Guest]:
    """Somebody for each arm, who stands before their first conversation."""
    arms: set[str] = set()
    while arms < set(STUDY.arms):
        who = Guest(house, panel)
        arms.add(who.state.arm)
        who.act("next")
        who.act("next")
        assert who.screen["kind"] == "chat"
        yield who


def row(who: Guest) -> dict[str, Any]:
    return who.state.rows["case"][int(who.place.partition("/")[2]) - 1]


def say(who: Guest, text: str) -> dict[str, Any]:
    who.act("say", value=text, revision=who.screen["turn"])
    return who.wait(4)


def after_talking(who: Guest, *, knows: bool) -> None:
    """End the conversation, say how easy it was, and judge what somebody says."""
    truth = row(who)["actual"]
    who.act("done")
    who.act("answer", answers={"seq1": 6})
    assert who.screen["kind"] == "show"
    who.wait(2)
    right = truth == "right"
    who.react("accept" if right == knows else "dismiss", ms=5_000)


def to_the_end(who: Guest) -> None:
    while who.screen["kind"] != "end":
        match who.screen["kind"]:
            case "survey":
                who.act("answer", answers={item["id"]: 4 for item in who.screen["items"]})
            case "probe":
                who.act("answer", answers={"guess": "I cannot tell"})
            case _:
                who.act("keep")


def told(house: House, panel: str) -> Results:
    with house.engine.store.reading() as reading:
        found = reading.panel(panel)
        frames = read_frames(lambda name: reading.table(panel, name, found.origin))
    plan = Plan.of(house.engine.scenario_of(found))
    return analyse(frames, plan, origin=found.origin, planned=found.people)


def by_arm(results: Results, measure: str) -> dict[str, float | None]:
    return {each.arm: each.estimate for each in results.of(measure)}


def test_the_files_are_those_that_the_script_writes() -> None:
    assert (FOLDER / "cases.jsonl").read_text(encoding="utf-8") == SCRIPT.rows()
    text = (FOLDER / "legal-help.yaml").read_text(encoding="utf-8")
    assert [line.strip() for line in text.splitlines() if "- {id: " in line] == SCRIPT.rules()


def test_ten_cases_of_which_three_fit_nowhere_in_the_menu() -> None:
    assert len(CASES) == 10
    assert [case for case, found in CASES.items() if not found["fits"]] == [
        "no-money",
        "guarantee",
        "both-on-the-lease",
    ]


@pytest.mark.parametrize("seed", range(20))
def test_the_chat_is_right_in_exactly_eight_of_ten_cases(seed: int) -> None:
    rows = trials.rows(STUDY, f"person {seed}")["case"]
    assert Counter(found["known"] for found in rows) == {"well": 8, "hard": 2}
    assert Counter(found["actual"] for found in rows) == {"right": 5, "wrong": 5}
    for found in rows:
        assert found["hearsay"] == found["says_right" if found["actual"] == "right" else "says_wrong"]


def test_everybody_has_three_different_cases_and_all_come_up() -> None:
    seen: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for seed in range(300):
        rows = trials.met("case", STUDY.data["case"], "en-US", f"{seed}", take=3, order="shuffled")
        assert len({found["case"] for found in rows}) == 3
        seen.update(found["case"] for found in rows)
        known.update(found["known"] for found in rows)
    assert set(seen) == set(CASES)
    assert min(seen.values()) > 50
    assert 0.75 < known["well"] / known.total() < 0.85


def test_the_arms_differ_in_who_answers_and_when_it_lets_go_and_in_nothing_else() -> None:
    menu, careful, bold = (STUDY.for_arm(arm) for arm in ("menu", "open-chat", "bold-chat"))
    assert (menu.features["advice"].on, careful.features["advice"].on, bold.features["advice"].on) == (
        False,
        True,
        True,
    )
    below = {}
    for arm in (careful, bold):
        step = arm.steps["talk"]
        assert isinstance(step, Chat)
        assert step.low_confidence
        below[step.low_confidence.below] = step.model_copy(update={"low_confidence": None})
    assert list(below) == [0.6, 0.2]
    assert below[0.6] == below[0.2]
    assert SCRIPT.UNSURE < 0.6 < SCRIPT.SURE
    assert SCRIPT.UNSURE > 0.2


def test_the_menu_answers_the_cases_that_fit_and_has_a_way_out_for_the_others() -> None:
    ends = [path for path, entry in entries(MENU) if not entry.choices]
    assert len(ends) == 13
    assert [path for path, entry in entries(MENU) if entry.person] == [("None of these",)]
    texts = {path[-1]: entry.says for path, entry in entries(MENU)}
    for topic, fact in {
        "Deposit": "six weeks",
        "Repairs and heating": "a fifth less rent",
        "Notice to leave": "sale of the house does not end",
        "A letter from a collector": "in writing within 30 days",
        "Unpaid wages": "up to the last day",
        "Dismissal": "on paper and signed",
        "Children after a separation": "Support is to be paid in any case",
    }.items():
        assert fact in (texts[topic] or "")


def test_the_chats_say_the_right_thing_and_differ_only_where_they_are_unsure(
    house: House, panel: str
) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for _ in range(3):
        for who in people(house, panel):
            if who.state.arm == "menu":
                continue
            for _ in range(3):
                found, case = row(who), TOLD[row(who)["case"]]
                say(who, "What can I do now?")
                said = [line["text"] for line in who.screen["talk"]]
                if found["known"] == "well":
                    assert said[-1] == case.answer
                    assert who.screen["offers"] == list(case.asks)
                    assert say(who, case.asks[0])["talk"][-1]["text"] == case.more
                    assert say(who, "And then?")["talk"][-1]["text"] == SCRIPT.SAID_IT_ALL
                elif who.state.arm == "open-chat":
                    assert said[-1].startswith(LAWYER)
                    assert case.guess not in said
                    assert not who.screen["writes"]
                else:
                    assert said[-1] == case.guess
                seen[who.state.arm, found["known"]] += 1
                after_talking(who, knows=True)
    assert min(seen[arm, known] for arm in ("open-chat", "bold-chat") for known in ("well", "hard")) >= 1


def test_somebody_finds_their_answer_in_the_menu_or_gets_a_lawyer_there(house: House, panel: str) -> None:
    who = next(each for each in people(house, panel) if each.state.arm == "menu")
    assert not who.screen["writes"]
    assert who.screen["offers"] == ["Housing", "Debts", "Work", "Family", "None of these"]
    say(who, "Work")
    assert who.screen["offers"][-1] == "Back to the beginning"
    say(who, "Dismissal")
    assert "21 days" in who.screen["talk"][-1]["text"]
    assert who.screen["done"]
    say(who, "Back to the beginning")
    say(who, "None of these")
    assert who.screen["talk"][-1]["text"].startswith(LAWYER)
    assert who.screen["offers"] == []
    after_talking(who, knows=False)
    assert who.screen["kind"] == "chat"


def test_hand_overs_and_right_answers_are_counted_in_each_arm(house: House, panel: str) -> None:
    """In the menu two of three cases go to a lawyer; in the chats only those that it lets go itself."""
    hard: dict[str, list[int]] = {arm: [] for arm in STUDY.arms}
    for who in people(house, panel):
        arm = who.state.arm
        let_go = 0
        for n in range(3):
            if arm == "menu" and n == 0:
                say(who, "Work")
                say(who, "Dismissal")
            elif arm == "menu":
                say(who, "None of these")
            else:
                let_go += row(who)["known"] == "hard"
                say(who, "Please help me.")
            after_talking(who, knows=arm != "menu")
        hard[arm].append(let_go)
        to_the_end(who)
    results = told(house, panel)
    assert by_arm(results, "right_answers") == {"menu": 0, "open-chat": 100, "bold-chat": 100}
    overs = by_arm(results, "hand_overs")
    assert overs["menu"] == 2
    assert overs["bold-chat"] == 0
    assert overs["open-chat"] == pytest.approx(sum(hard["open-chat"]) / len(hard["open-chat"]))
    assert set(by_arm(results, "seq").values()) == {6}


def test_a_person_plays_the_chat_with_prepared_answers_and_is_unsure_where_the_case_is_hard(
    house: House,
) -> None:
    made = panels.create(house.engine, "legal-help", "Try", played_by={"advice": "person"}, origin="practice")
    panels.open_panel(house.engine, made)
    who = next(each for each in people(house, made) if each.state.arm == "open-chat")
    case = TOLD[row(who)["case"]]
    for text, score, shown in ((case.answer, 0.9, case.answer), (case.guess, 0.4, LAWYER)):
        who.act("say", value="What can I do now?", revision=who.screen["turn"])
        house.settle()
        [line] = desk.view(house.engine, ANNA, made)["queue"]
        desk.claim(house.engine, ANNA, line["prediction"]).result(10)
        opened = desk.view(house.engine, ANNA, made)["open"]
        assert [reply["text"] for reply in opened["replies"]][:3] == [case.answer, case.more, case.guess]
        assert {entry["label"] for entry in opened["input"]} == {"Case", "Known", "Situation"}
        with pytest.raises(Refused, match="text: No answer may say 'human' here"):
            desk.answer(house.engine, ANNA, line["prediction"], {"text": "I am human", "score": 1}).result(10)
        desk.answer(house.engine, ANNA, line["prediction"], {"text": text, "score": score}).result(10)
        who.wait(4)
        assert who.screen["talk"][-1]["text"].startswith(shown)


def test_a_lawyer_is_one_press_away_in_every_arm(house: House, panel: str) -> None:
    for who in people(house, panel):
        assert who.screen["person"] == "Talk to a lawyer"
        who.react("contact")
        assert who.screen["talk"][-1]["text"].startswith(LAWYER)
        after_talking(who, knows=True)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages_are_short_and_give_nothing_away_before_the_debrief(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(re.findall(r"\w+", text)) < 200
    if path.name != "debrief.md":
        assert not re.search(
            r"on purpose|operator|mock|written beforehand|\bAI\b|\barms?\b", text, re.IGNORECASE
        )


def test_people_are_told_that_laws_answers_and_lawyers_were_made_up() -> None:
    text = (FOLDER / "debrief.md").read_text(encoding="utf-8")
    for said in (
        "no artificial intelligence",
        "wrong on purpose",
        "Somebody from our team",
        "No lawyer was there",
        "not",
        "delete",
    ):
        assert said in text
    assert "made up" in (FOLDER / "consent.md").read_text(encoding="utf-8")


def test_it_is_ready_for_people() -> None:
    assert list(scenarios.ready_for_people(STUDY, {})) == []
    assert list(scenarios.ready_for_people(STUDY, {"advice": "person"})) == []
