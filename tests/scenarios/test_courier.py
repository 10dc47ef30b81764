"""The courier scenario: what participants read is short, kind, true, and gives nothing away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import scenarios
from scenarios import LIBRARY, texts
from scenarios.steps import Reveal, Screen
from scenarios.words import WORDS

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
    assert isinstance(screen, Screen)
    assert isinstance(reveal, Reveal)
    for row in scenarios.rows(scenario, arm)["parcel"]:
        shown = [texts.render(text, parcel=row) for text in (screen.title, *screen.card.values())]
        for score in (0.5, 0.8, 1.0):
            sure = scenarios.words.sureness(scenario.words, score)
            delay = {"label": "delayed", "score": score, "sure": sure}
            shown.append(texts.render(screen.text or "", parcel=row, delay=delay))
        for decision in ("accept", "dismiss"):
            cell = reveal.says[decision][row["actual"]]
            shown += [texts.render(cell.title, parcel=row), texts.render(cell.text, parcel=row)]
        assert all(text.strip() and "{" not in text for text in shown)


def test_only_the_arms_with_the_feature_can_warn() -> None:
    on = {arm: COURIER.for_arm(arm).features["delay"].on for arm in COURIER.arms}
    assert on == {"no-warning": False, "short": True, "with-reason": True}


def test_the_reason_says_how_sure_and_why_and_the_bare_warning_does_not() -> None:
    named = {
        arm: {(m.name, m.field) for m in texts.mentions(COURIER.for_arm(arm).steps["warning"].text or "")}
        for arm in ("short", "with-reason")
    }
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
    for decision, value in share.right_when.items():
        assert reveal.says[decision][value].tone == "good"


def test_the_facts_behind_a_warning_are_on_the_card_in_every_arm() -> None:
    for arm in COURIER.arms:
        screen = COURIER.for_arm(arm).steps["warning"]
        assert isinstance(screen, Screen)
        assert {"Weather", "Last scan", "Promised"} <= set(screen.card)
