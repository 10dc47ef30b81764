"""Every example in docs/scenarios.md loads, and the page knows every key of the language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scenarios import ScenarioError, arms, thaw
from scenarios.data import FAKES, Data, Fake, Numbered, OneOf, Pattern
from scenarios.model import Arm, DecisionRule, Feature, Measure, Scenario, Share
from scenarios.steps import Cell, Consent, Debrief, Each, End, Info, Reveal, Screen, Survey

PAGE = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
FIRST, *PIECES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
PARTS = (Scenario, Data, Fake, Pattern, Numbered, OneOf, Feature, Arm, Measure, Share, DecisionRule)
STEPS = (Consent, Info, Each, Screen, Reveal, Cell, Survey, Debrief, End)


def sections(text: str) -> dict[str, str]:
    """The text of each top-level key."""
    return {m[1]: m[0] for m in re.finditer(r"^(\w+):.*\n(?:(?: .*)?\n)*", text, flags=re.MULTILINE)}


def test_the_first_scenario_is_useful_and_has_at_most_15_lines() -> None:
    scenario = thaw({"late-parcel.yaml": FIRST}, "late-parcel")
    assert len(FIRST.splitlines()) <= 15
    assert scenario.reactions() == {"accept", "dismiss"}
    assert scenario.instruments() == ["s-tias"]


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.split(":")[0])
def test_every_piece_fits_into_the_first_scenario(piece: str) -> None:
    whole = {**sections(FIRST), **sections(piece)}
    scenario = thaw({"late-parcel.yaml": "".join(whole.values())}, "late-parcel")
    assert scenario.slug == "late-parcel"


@pytest.mark.parametrize("part", [*PARTS, *STEPS], ids=lambda part: part.__name__)
def test_every_key_of_the_language_is_on_the_page(part: type) -> None:
    for name, field in part.model_fields.items():  # type: ignore[attr-defined]
        assert f"`{field.alias or name}`" in PAGE, (part.__name__, name)


def test_what_an_arm_can_change_is_on_the_page() -> None:
    for name in arms.CHANGEABLE:
        assert f"`{name}" in PAGE, name


def test_the_fakes_that_the_page_names_are_there() -> None:
    named = re.search(r"from Faker, such as (.*?) \|", PAGE)
    assert named
    assert set(re.findall(r"`(\w+)`", named[1])) <= set(FAKES)


def test_the_complaint_on_the_page_is_the_one_that_is_given() -> None:
    told = re.search(r"^```text\n(.*?)\n```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert told
    with pytest.raises(ScenarioError) as caught:
        thaw({"late-parcel.yaml": FIRST.replace("only_when: late", "only_when: lte")}, "late-parcel")
    assert str(caught.value) == told[1]
