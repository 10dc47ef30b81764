"""The tax form with a risk meter: its returns, its meter in all arms, and what its measures count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scenarios
from scenarios import LIBRARY, texts, trials
from scenarios.steps import Reveal, Show
from tests.house import Guest, House

FOLDER = LIBRARY / "audit-risk"
AUDIT = scenarios.load(FOLDER / "audit-risk.yaml")
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
TELLTALE = r"\b(curtain|wizard|mock|model|operator|panel|arms?|scenario|experiment|streamlit)\b"
AFTERWARDS = ("mend", "last-look", "after-mending", "after-sending", "after-sending-short")
METERS = [arm for arm in AUDIT.arms if arm != "no-meter"]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "curtain.db")
    yield made
    made.close()


# What people read ----------------------------------------------------------


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_page_is_short_and_gives_nothing_away(path: Path) -> None:
    text = path.read_text()
    assert len(re.findall(r"\w+", text)) < 140
    assert not re.search(TELLTALE, text, re.IGNORECASE)


@pytest.mark.parametrize("arm", ["no-meter", "end-percent-wording-advice", "live-bands-wording-words"])
def test_what_became_of_a_return_is_told_for_every_way_that_it_can_go(arm: str) -> None:
    scenario = AUDIT.for_arm(arm)
    for row in (row for n in range(20) for row in trials.rows(scenario, str(n))["case"]):
        for name in ("after-mending", "after-sending", "after-sending-short"):
            told = scenario.steps[name]
            assert isinstance(told, Reveal)
            assert texts.render(told.title or "", case=row)
            assert row["name"] in texts.render(told.text or "", case=row)


# The returns ---------------------------------------------------------------


@settings(max_examples=40)
@given(st.text())
def test_two_of_six_returns_would_be_picked_and_papers_are_missing_in_one_of_either_kind(seed: str) -> None:
    rows = trials.rows(AUDIT, seed)["case"]
    assert Counter((row["audited"], row["papers"]) for row in rows) == {
        ("audit", "complete"): 1,
        ("audit", "one is missing"): 1,
        ("no audit", "complete"): 3,
        ("no audit", "one is missing"): 1,
    }


def test_a_claim_that_stands_out_makes_it_likelier_that_a_return_is_picked_but_does_not_settle_it() -> None:
    rows = [row for n in range(200) for row in trials.rows(AUDIT, str(n))["case"]]
    odd = [row["audited"] == "audit" for row in rows if row["stands_out"] != "nothing"]
    usual = [row["audited"] == "audit" for row in rows if row["stands_out"] == "nothing"]
    assert 0.45 < sum(odd) / len(odd) < 0.75
    assert 0.02 < sum(usual) / len(usual) < 0.12


def test_the_claim_that_stands_out_is_above_what_most_people_claim_and_no_other_is() -> None:
    usual = {
        "travel": ("Travel", 1200),
        "meals": ("Meals", 400),
        "home": ("Home office", 800),
        "donations": ("Donations", 500),
    }
    for row in (row for n in range(60) for row in trials.rows(AUDIT, str(n))["case"]):
        for column, (claim, most) in usual.items():
            amount = int(row[column].removeprefix("€").replace(",", ""))
            assert (amount > most) == (row["stands_out"] == claim)


def test_everybody_sees_the_same_claims_and_what_is_usual() -> None:
    cards = [AUDIT.for_arm(arm).steps["check"] for arm in AUDIT.arms]
    assert len({tuple(step.card.items()) for step in cards if isinstance(step, Show)}) == 1
    for plain, live in (("work", "work-live"), ("home", "home-live")):
        one, other = AUDIT.steps[plain], AUDIT.steps[live]
        assert isinstance(one, Show)
        assert isinstance(other, Show)
        assert (one.title, one.card, one.buttons) == (other.title, other.card, other.buttons)


# The arms ------------------------------------------------------------------


def test_three_wordings_two_precisions_and_two_moments_are_crossed_beside_the_baseline() -> None:
    ways = product(("end", "live"), ("percent", "bands"), ("numbers", "words", "advice"))
    crossed = {f"{moment}-{precision}-wording-{said}" for moment, precision, said in ways}
    assert set(AUDIT.arms) == {"no-meter", *crossed}
    assert not AUDIT.for_arm("no-meter").features["risk"].on
    assert all(AUDIT.for_arm(arm).features["risk"].on for arm in METERS)


@pytest.mark.parametrize("arm", METERS)
def test_an_arm_has_the_moment_precision_and_wording_of_its_name(arm: str) -> None:
    scenario, (moment, precision, _, said) = AUDIT.for_arm(arm), arm.split("-")
    live = moment == "live"
    assert {name: scenario.steps[name].off for name in ("work", "home", "work-live", "home-live")} == {
        "work": live, "home": live, "work-live": not live, "home-live": not live,
    }  # fmt: skip
    meters = [scenario.steps[name] for name in ("check", *(("work-live", "home-live") if live else ()))]
    for step in meters:
        assert isinstance(step, Show)
        assert step.gauge
        assert list(step.gauge.bands) == (["Low", "Medium", "High"] if precision == "bands" else [])
        assert step.gauge.unit == {"bands": "of 3", "percent": "%"}[precision]
    check, same = scenario.steps["check"], AUDIT.for_arm(f"end-bands-wording-{said}").steps["check"]
    assert isinstance(check, Show)
    assert isinstance(same, Show)
    assert check.text == same.text


def readings(arm: str, label: str, score: float, stands_out: str) -> list[float]:
    """What the meter shows on each page of the arm that has one."""
    said, case = {"label": label, "score": score, "sure": "x"}, {"stands_out": stands_out}
    steps = [step for step in AUDIT.for_arm(arm).steps.values() if isinstance(step, Show) and not step.off]
    written = [step.gauge.value or "" for step in steps if step.gauge]
    return [float(texts.render(text, risk=said, case=case)) for text in written]


def test_the_meter_shows_how_likely_an_audit_is_whatever_the_answer_is() -> None:
    assert readings("end-percent-wording-words", "audit", 0.86, "Travel") == [86]
    assert readings("end-percent-wording-words", "no audit", 0.86, "nothing") == [14]
    assert readings("end-bands-wording-words", "audit", 0.86, "Travel") == [3]
    assert readings("end-bands-wording-words", "audit", 0.6, "Travel") == [2]
    assert readings("end-bands-wording-words", "no audit", 0.86, "nothing") == [1]


def test_a_live_meter_moves_when_the_claim_that_stands_out_comes_in() -> None:
    assert readings("live-percent-wording-words", "audit", 0.8, "Meals") == [80, 80, 80]
    assert readings("live-percent-wording-words", "audit", 0.8, "Home office") == [24, 80, 80]
    assert readings("live-percent-wording-words", "audit", 0.8, "Donations") == [24, 44, 80]
    assert readings("live-bands-wording-words", "audit", 0.8, "Donations") == [1, 2, 3]


def test_advice_names_the_claim_and_words_say_how_likely_it_is() -> None:
    said = {
        said: AUDIT.for_arm(f"end-percent-wording-{said}").steps["check"]
        for said in ("numbers", "words", "advice")
    }

    def told(wording: str, label: str, score: float = 0.9, odd: str = "Travel") -> str:
        step = said[wording]
        assert isinstance(step, Show)
        return texts.render(step.text or "", risk={"label": label, "score": score}, case={"stands_out": odd})

    assert told("numbers", "audit") == told("numbers", "no audit")
    assert "very likely" in told("words", "audit")
    assert "very unlikely" in told("words", "no audit")
    assert "very" not in told("words", "audit", 0.7)
    assert "Travel is far above" in told("advice", "audit")
    assert "largest" in told("advice", "audit", odd="nothing")
    assert told("advice", "no audit").startswith("Nothing more to do")


# Played --------------------------------------------------------------------


def to_the_check(guest: Guest) -> None:
    """From wherever they are to the next return's last page, with the meter read where there is one."""
    while not guest.place.startswith("check"):
        screen = guest.screen
        if screen["kind"] == "show":
            if screen["waiting"]:
                guest.wait()
            guest.react("accept", ms=900)
        else:
            guest.act("next")
    if guest.screen["waiting"]:
        guest.wait()


def decide(guest: Guest, *, mend: bool, bold: bool = False) -> list[str]:
    """Decide about one return; gives the kinds of place that followed, up to the next return or the questions."""
    met = []
    guest.react("accept" if mend else "dismiss", ms=2000)
    while (where := guest.place.split("/")[0]) in AFTERWARDS:
        met.append(where)
        match where:
            case "mend":
                guest.act("answer", answers={"claim": "Travel", "how": "Lower it", "given_up": 300})
            case "last-look":
                guest.react("dismiss" if bold else "accept", ms=1500)
            case _:
                guest.act("next")
    return met


@pytest.mark.parametrize("arm", ["no-meter", "end-percent-wording-numbers", "live-bands-wording-advice"])
def test_who_goes_by_what_will_happen_has_all_decisions_right(house: House, arm: str) -> None:
    guest = Guest(house, house.panel(None, scenario="audit-risk"), arm)
    rows = guest.state.rows["case"]
    for row in rows:
        to_the_check(guest)
        assert (guest.screen["gauge"] is None) == (arm == "no-meter")
        met = decide(guest, mend=row["audited"] == "audit")
        reminded = ["last-look"] if row["papers"] == "one is missing" else []
        assert met == (
            ["mend", "after-mending"] if row["audited"] == "audit" else [*reminded, "after-sending"]
        )
    assert guest.screen["kind"] == "survey"
    right = AUDIT.measures["right_decisions"].share
    assert right
    done = [found["decision"] for place, found in guest.state.reactions.items() if place.startswith("check")]
    for row, found in zip(rows, done, strict=True):
        assert right.right_when[found["decision"]] == row["audited"]


def test_who_sends_everything_is_reminded_of_each_missing_paper_and_told_what_came_of_it(
    house: House,
) -> None:
    guest = Guest(house, house.panel(None, scenario="audit-risk"), "no-meter")
    for row in guest.state.rows["case"]:
        to_the_check(guest)
        met = decide(guest, mend=False, bold=True)
        assert met == (
            ["last-look", "after-sending-short"] if row["papers"] == "one is missing" else ["after-sending"]
        )


def test_the_meter_is_wrong_just_once_for_each_person_and_never_misses(house: House) -> None:
    panel = house.panel(None, scenario="audit-risk")
    for arm in ("end-percent-wording-words", "live-percent-wording-words"):
        guest = Guest(house, panel, arm)
        shown = []
        for row in guest.state.rows["case"]:
            to_the_check(guest)
            shown.append((guest.screen["gauge"]["value"] > 50, row["audited"] == "audit"))
            decide(guest, mend=True)
        assert Counter(shown) == {(True, True): 2, (True, False): 1, (False, False): 3}


def test_the_screen_of_a_return_does_not_hold_what_will_become_of_it(house: House) -> None:
    guest = Guest(house, house.panel(None, scenario="audit-risk"), "live-bands-wording-advice")
    to_the_check(guest)
    assert not re.search(r"no audit|picked|good-model|live-bands|wording-advice", str(guest.view))
