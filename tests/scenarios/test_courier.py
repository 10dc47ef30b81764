"""The courier scenario: what participants read is short, kind, true, and gives nothing away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import scenarios
from scenarios import LIBRARY, texts, trials
from scenarios.steps import Info, Reveal, Show
from scenarios.words import WORDS
from tests.house import Guest, House

COURIER = scenarios.load(LIBRARY / "courier-delay" / "courier-delay.yaml")
PAGES = sorted(path for path in (LIBRARY / "courier-delay").glob("*.md") if path.name != "README.md")
TELLTALE = r"\b(curtain|wizard|mock|model|operator|panel|arms?|scenario|experiment|streamlit)\b"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_page_is_short_and_gives_nothing_away(path: Path) -> None:
    text = path.read_text()
    assert len(re.findall(r"\w+", text)) < 120
    assert not re.search(TELLTALE, text, re.IGNORECASE)


def test_no_built_in_word_gives_anything_away() -> None:
    assert not re.search(TELLTALE, " ".join(WORDS.values()), re.IGNORECASE)


def test_everything_that_a_page_says_by_itself_can_be_replaced() -> None:
    parts = Path("curtain/ui/components/parts.js").read_text()
    own = re.search(r"export const WORDS = \{(.*?)\n\};", parts, re.DOTALL)
    assert own
    assert set(re.findall(r"^  (\w+):", own[1], re.MULTILINE)) <= set(WORDS)


@pytest.mark.parametrize("arm", COURIER.arms)
def test_every_text_of_every_arm_can_be_filled_in_for_every_parcel(arm: str) -> None:
    scenario = COURIER.for_arm(arm)
    screen, reveal = scenario.steps["warning"], scenario.steps["outcome"]
    assert isinstance(screen, Show)
    assert isinstance(reveal, Reveal)
    for row in trials.rows(scenario, arm)["parcel"]:
        shown = [texts.render(text, parcel=row) for text in (screen.title, *screen.card.values())]
        for score in (0.5, 0.8, 1.0):
            sure = scenarios.words.sureness(scenario.words, score)
            delay = {"label": "delayed", "score": score, "sure": sure}
            shown.append(texts.render(screen.text or "", parcel=row, delay=delay, minutes={"value": 75}))
        for decision in ("accept", "dismiss"):
            cell = reveal.says[decision][row["actual"]]
            shown += [texts.render(cell.title, parcel=row), texts.render(cell.text, parcel=row)]
        assert all(text.strip() and "{" not in text for text in shown)


def test_only_the_arms_with_the_feature_can_warn() -> None:
    asked = {}
    for arm in COURIER.arms:
        scenario = COURIER.for_arm(arm)
        uses = scenario.steps["warning"].uses
        asked[arm] = uses if uses and scenario.features[uses].on else None
    assert asked == {
        "no-warning": None,
        "short": "delay",
        "with-reason": "delay",
        "minutes": "minutes",
        "text-message": "delay",
        "few-warnings": "delay",
        "many-warnings": "delay",
    }


def test_the_reason_says_how_sure_and_why_and_the_bare_warning_does_not() -> None:
    named = {}
    for arm in ("short", "with-reason"):
        screen = COURIER.for_arm(arm).steps["warning"]
        assert isinstance(screen, Show)
        named[arm] = {(m.name, m.field) for m in texts.mentions(screen.text or "")}
    assert named == {
        "short": set(),
        "with-reason": {("delay", "sure"), ("parcel", "weather"), ("parcel", "last_scan")},
    }


def test_what_happened_is_told_in_four_ways_with_the_right_feeling() -> None:
    reveal = COURIER.steps["outcome"]
    assert isinstance(reveal, Reveal)
    tones = {(d, v): cell.tone for d, cells in reveal.says.items() for v, cell in cells.items()}
    assert tones == {
        ("accept", "delayed"): "good",
        ("accept", "on time"): "bad",
        ("dismiss", "delayed"): "bad",
        ("dismiss", "on time"): "good",
    }


def test_a_right_decision_is_one_that_feels_right() -> None:
    share = COURIER.measures["right_decisions"].share
    reveal = COURIER.steps["outcome"]
    assert isinstance(reveal, Reveal)
    assert share
    for decision, value in share.right_when.items():
        assert reveal.says[decision][value].tone == "good"


def test_the_facts_behind_a_warning_are_on_the_card_in_every_arm() -> None:
    for arm in COURIER.arms:
        screen = COURIER.for_arm(arm).steps["warning"]
        assert isinstance(screen, Show)
        assert {"Weather", "Last scan", "Promised"} <= set(screen.card)


def test_minutes_are_told_from_a_quarter_of_an_hour_and_with_no_word_from_the_other_feature() -> None:
    screen = COURIER.for_arm("minutes").steps["warning"]
    assert isinstance(screen, Show)
    assert screen.only_when is None
    told = [texts.render(screen.text or "", minutes={"value": value}) for value in (0, 14, 15, 109.6)]
    assert told[:2] == ["", ""]
    assert "15 minutes" in told[2]
    assert "110 minutes" in told[3]


def test_a_text_message_says_by_itself_which_parcel_it_means() -> None:
    scenario = COURIER.for_arm("text-message")
    screen = scenario.steps["warning"]
    assert isinstance(screen, Show)
    assert {m.field for m in texts.mentions(screen.text or "")} == {"shop", "promised"}
    assert screen.presented.sender == "Messages"


def test_the_arms_with_mistakes_say_what_the_short_one_says() -> None:
    short = COURIER.for_arm("short").steps["warning"]
    for arm in ("few-warnings", "many-warnings"):
        assert COURIER.for_arm(arm).steps["warning"] == short


def test_everybody_is_told_who_they_are_before_the_first_parcel() -> None:
    page = COURIER.steps["info"]
    assert isinstance(page, Info)
    assert ("persona", "about") in set(texts.mentions(page.text))
    for name, persona in COURIER.personas.items():
        assert str(persona.facts["name"]) in persona.about, name
        assert len(re.findall(r"\w+", page.text + persona.about)) < 140


# Played --------------------------------------------------------------------


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "curtain.db")
    yield made
    made.close()


def warned(guest: Guest) -> list[tuple[bool, bool]]:
    """For each parcel, whether the screen said that it will be late, and whether it will."""
    met = []
    guest.to_first_parcel()
    for row in guest.state.rows["parcel"]:
        if guest.screen["waiting"]:
            guest.wait()
        met.append((guest.screen["notice"] is not None, row["actual"] == "delayed"))
        guest.react("accept", ms=1000)
        guest.act("next")
    assert guest.screen["kind"] == "survey"
    return met


@pytest.mark.parametrize(
    ("arm", "counts"),
    [
        ("few-warnings", {(True, True): 1, (False, True): 1, (False, False): 6}),
        ("many-warnings", {(True, True): 2, (True, False): 3, (False, False): 3}),
    ],
)
def test_an_arm_has_just_its_mistakes_whoever_plays_the_others(
    house: House, arm: str, counts: dict[tuple[bool, bool], int]
) -> None:
    assert Counter(warned(Guest(house, house.panel("coin"), arm))) == counts


def test_the_rules_for_minutes_speak_up_where_the_rules_for_delay_do(house: House) -> None:
    guest = Guest(house, house.panel(), "minutes")
    met = warned(guest)
    signs = [
        row["weather"] == "heavy snow"
        or row["last_scan"] == "sorting centre"
        or (row["weather"], row["last_scan"]) == ("light rain", "local depot")
        for row in guest.state.rows["parcel"]
    ]
    assert [said for said, _ in met] == signs


def test_a_text_message_comes_under_the_name_of_the_messages(house: House) -> None:
    guest = Guest(house, house.panel(), "text-message")
    guest.to_first_parcel()
    while not (notice := guest.wait(6)["notice"]):
        guest.react("dismiss")
        guest.act("next")
    assert (guest.screen["app"], notice["sender"]) == ("Paket", "Messages")


def test_who_decides_by_what_will_happen_is_always_right() -> None:
    share = COURIER.measures["right_decisions"].share
    assert share
    fits = {truth: decision for decision, truth in share.right_when.items()}
    rows = trials.rows(COURIER, "a")["parcel"]
    assert Counter(fits[row["actual"]] for row in rows) == {"accept": 2, "dismiss": 6}
