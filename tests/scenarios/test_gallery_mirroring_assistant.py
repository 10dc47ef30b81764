"""The mirroring assistant: one ladder of replies, three ways to climb it, and everybody meets all of them."""

from __future__ import annotations

import importlib.util
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import scenarios
from curtain import desk, panels
from curtain.analysis import Plan, analyse, read_frames
from curtain.state import SessionState
from scenarios import LIBRARY, at_desk, trials
from scenarios.assignment import orders
from tests.house import Guest, House

FOLDER = LIBRARY / "mirroring-assistant"
STUDY = scenarios.load(FOLDER / "mirroring-assistant.yaml")
ROWS = trials.rows(STUDY, "all")["prompt"]
LADDER = {row["prompt"]: [row[f"level_{n}"] for n in range(1, 6)] for row in ROWS}
DOMAINS = ["web questions", "directions", "weather", "schedules", "timers"]
# By its level, something that somebody might say when they want to know tomorrow's weather.
SAID = {
    1: "weather tomorrow",
    2: "What's the weather tomorrow?",
    3: "Tell me what the weather will be like tomorrow",
    4: "Can you please tell me what the weather is going to be like tomorrow?",
    5: "Hi there! We are going to the lake tomorrow, all of us. Could you please tell me whether it will be nice?",
}
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "curtain.db")
    yield house
    house.close()


def guest(house: House, played_by: str | None = None) -> Guest:
    chosen = {"reply": played_by} if played_by else {}
    panel = panels.create(
        house.engine, "mirroring-assistant", "Try", played_by=chosen, origin="practice", seed="try"
    )
    panels.open_panel(house.engine, panel)
    return Guest(house, panel)


def begin(who: Guest, talks: str = "chatty") -> None:
    """Go to the first request."""
    who.act("next")
    who.act(
        "answer",
        answers={"talks": talks, "talkative": 6, "small_talk": 6, "to_devices": 5, "uses": "every day"},
    )
    who.act("next")
    who.act("next")
    assert who.screen["kind"] == "chat"


def row_of(state: SessionState, place: str) -> dict[str, Any]:
    number, _, period = place.removeprefix("talk/").partition("@")
    return state.rows[f"prompt@{period}" if period else "prompt"][int(number) - 1]


def test_every_domain_has_three_requests_with_five_replies_each() -> None:
    assert [row["domain"] for row in ROWS] == [domain for domain in DOMAINS for _ in range(3)]
    assert len({row["prompt"] for row in ROWS}) == 15
    replies = [reply for ladder in LADDER.values() for reply in ladder]
    assert len(set(replies)) == 75


@pytest.mark.parametrize("prompt", LADDER)
def test_each_step_of_the_ladder_says_more(prompt: str) -> None:
    for lower, upper in itertools.pairwise(LADDER[prompt]):
        assert len(lower) < len(upper), (lower, upper)


@pytest.mark.parametrize("prompt", LADDER)
def test_all_five_replies_tell_the_same_fact(prompt: str) -> None:
    """The numbers and names of the shortest reply stand in every other one too, unless it only says that it is done."""
    fact = set(re.findall(r"\d[\d,:]*\d|\d+|[A-Z][a-z]+(?= Street)", LADDER[prompt][0]))
    for reply in LADDER[prompt]:
        assert fact <= set(re.findall(r"\d[\d,:]*\d|\d+|[A-Z][a-z]+(?= Street)", reply)), reply


def test_the_files_are_those_that_the_script_writes() -> None:
    found = importlib.util.spec_from_file_location("make_prompts", FOLDER / "make_prompts.py")
    assert found
    assert found.loader
    script = importlib.util.module_from_spec(found)
    found.loader.exec_module(script)
    assert (FOLDER / "prompts.jsonl").read_text(encoding="utf-8") == script.rows()
    text = (FOLDER / "mirroring-assistant.yaml").read_text(encoding="utf-8")
    book = [line.strip() for line in text.splitlines() if line.strip().startswith("- {id: ")]
    assert book == script.rules()


@pytest.mark.parametrize("seed", range(20))
def test_each_assistant_gets_one_request_of_each_domain_and_none_comes_twice(seed: int) -> None:
    seen = []
    for period in (1, 2, 3):
        rows = trials.met(
            "prompt", STUDY.data["prompt"], "en-US", f"person {seed}",
            take=5, order="blocks", block="domain", period=period, periods=3,
        )  # fmt: skip
        assert sorted(row["domain"] for row in rows) == sorted(DOMAINS)
        seen += [row["prompt"] for row in rows]
    assert len(set(seen)) == 15


@pytest.mark.parametrize(("arm", "level"), [("terse", 1), ("chatty", 5)])
def test_the_replies_of_an_arm_are_of_the_length_that_its_style_wants(arm: str, level: int) -> None:
    words = STUDY.for_arm(arm).features["reply"].desk.words
    assert words
    counts = [len(re.findall(r"[\w':,]+", ladder[level - 1])) for ladder in LADDER.values()]
    assert words.least <= min(counts) <= max(counts) <= words.most


def test_nine_prepared_replies_stand_at_the_keys_and_all_of_them_may_be_sent() -> None:
    feature = STUDY.features["reply"]
    for row in ROWS:
        replies = at_desk.prepared(feature, {name: row[name] for name in feature.model_sees}, "Well?")
        assert [reply.text for reply in replies[:5]] == LADDER[row["prompt"]]
        assert len(replies) == 9
        filled = [reply.text.replace("[that thing]", "the moon") for reply in replies]
        assert [at_desk.broken(feature, text, ["Kim"]) for text in filled] == [None] * 9


def test_three_arms_have_six_orders() -> None:
    found = orders(tuple(STUDY.arms))
    assert len(found) == len(set(found)) == 6


def test_each_arm_answers_at_its_level_whatever_is_asked(house: House) -> None:
    who = guest(house)
    begin(who)
    arms = who.state.arms
    assert sorted(arms) == ["chatty", "mirroring", "terse"]
    met: list[str] = []
    while who.screen["kind"] != "form":
        if who.screen["kind"] == "chat":
            row, said = row_of(who.state, who.place), len(met) % 5 + 1
            who.act("say", value=SAID[said], revision=0)
            who.wait(10)
            wanted = {"terse": 1, "chatty": 5, "mirroring": said}[who.state.arm]
            assert who.screen["talk"][-1]["text"] == row[f"level_{wanted}"]
            assert not who.screen["writes"]
            met.append(who.state.arm)
            who.act("done")
        elif who.screen["kind"] == "survey":
            who.act("answer", answers={item["id"]: 4 for item in who.screen["items"]})
        else:
            who.act("next")
    assert met == [arm for arm in arms for _ in range(5)]


def test_what_people_prefer_is_counted_for_the_arm_that_they_met_there(house: House) -> None:
    who = guest(house)
    begin(who)
    liked = {"terse": 2, "chatty": 4, "mirroring": 6}
    while who.screen["kind"] != "form":
        if who.screen["kind"] == "chat":
            who.act("say", value="Hello, please help me!", revision=0)
            who.wait(10)
            about = who.screen["talk"][-1]["prediction"]
            up = "up" if who.state.arm == "mirroring" else "down"
            who.react("thumb", value=up, prediction=about, revision=1)
            tone = "too casual" if who.state.arm == "chatty" else "good"
            who.react("label", value=tone, prediction=about, revision=1)
            who.act("done")
        elif who.screen["kind"] == "survey":
            who.act("answer", answers={item["id"]: liked[who.state.arm] for item in who.screen["items"]})
        else:
            who.act("next")
    place = ("the first one", "the second one", "the third one")[who.state.arms.index("mirroring")]
    who.act("answer", answers={"keeps": place})
    who.act("answer", answers={"guess": "a person"})
    who.act("keep")
    assert who.screen["kind"] == "end"
    assert who.panel is not None
    with house.engine.store.reading() as reading:
        row = reading.panel(who.panel.id)
        frames = read_frames(lambda name: reading.table(row.id, name, row.origin))
    told = analyse(frames, Plan.of(house.engine.scenario_of(row)), origin=row.origin, planned=row.people)

    def by_arm(measure: str) -> dict[str, float | None]:
        return {each.arm: each.estimate for each in told.of(measure)}

    assert by_arm("likability") == {"terse": 2, "chatty": 4, "mirroring": 6}
    assert by_arm("s-tias") == {"terse": 2, "chatty": 4, "mirroring": 6}
    assert by_arm("preferred") == {"terse": 0, "chatty": 0, "mirroring": 100}
    assert by_arm("tone_was_off") == {"terse": 0, "chatty": 100, "mirroring": 0}
    assert by_arm("good_answers") == {"terse": 0, "chatty": 0, "mirroring": 100}


OPERATOR = desk.Operator("op-1", "Operator 1")


GUIDES = {"terse": "Always level 1", "chatty": "Always level 5", "mirroring": "As they talk"}


def test_operators_see_the_ladder_a_proposal_and_how_to_talk_in_every_arm(house: House) -> None:
    who = guest(house, "person-with-a-hint")
    begin(who)
    assert who.panel is not None
    asked: dict[str, int] = {}
    while who.screen["kind"] != "form":
        if who.screen["kind"] == "chat":
            arm, row = who.state.arm, row_of(who.state, who.place)
            who.act("say", value="Well?", revision=0)
            if arm not in asked:
                house.settle()
                line = desk.view(house.engine, OPERATOR, who.panel.id)["queue"][0]
                desk.claim(house.engine, OPERATOR, line["prediction"]).result(10)
                opened = desk.view(house.engine, OPERATOR, who.panel.id)["open"]
                seen = [entry["value"] for entry in opened["input"]]
                assert seen == [row["prompt"]]
                ladder = [row[f"level_{n}"] for n in range(1, 6)]
                assert [reply["text"] for reply in opened["replies"]][:5] == ladder
                assert GUIDES[arm] in opened["guide"]
                assert (opened["style"]["wanted"] is None) == (arm == "mirroring")
                assert opened["proposal"]["text"] == row["level_5" if arm == "chatty" else "level_1"]
                desk.answer(house.engine, OPERATOR, line["prediction"], {"plain": row["level_2"]}).result(10)
            who.wait(27)
            wanted = 5 if arm == "chatty" else 1
            assert who.screen["talk"][-1]["text"] == row[f"level_{2 if arm not in asked else wanted}"]
            asked[arm] = asked.get(arm, 0) + 1
            who.act("done")
        elif who.screen["kind"] == "survey":
            who.act("answer", answers={item["id"]: 4 for item in who.screen["items"]})
        else:
            who.act("next")
    assert asked == dict.fromkeys(STUDY.arms, 5)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages_give_nothing_away_before_the_debrief(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(re.findall(r"\w+", text)) < 200
    if path.name != "debrief.md":
        assert not re.search(
            r"mirror|chatty|terse|person of our team|operator|mock|\bAI\b", text, re.IGNORECASE
        )


def test_people_are_told_that_it_was_played_and_by_whom() -> None:
    text = (FOLDER / "debrief.md").read_text(encoding="utf-8")
    assert "There was no artificial intelligence" in text
    assert "delete" in text


def test_it_is_ready_for_people_with_an_operator_and_without() -> None:
    assert list(scenarios.ready_for_people(STUDY, {})) == []
    assert list(scenarios.ready_for_people(STUDY, {"reply": "person"})) == []
