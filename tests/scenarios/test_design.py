"""What can be written under `assign`, `personas` and `factors`, and what is complained about."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from scenarios.check_design import Asked, factor_findings, findings, persona_findings
from scenarios.design import ArmName, Assign, AtLevels, Factor, Part, Persona, Simulated, level_name
from scenarios.document import Finding

ARMS = ["today", "short", "long"]
PERSONAS = {"busy-parent": Persona(about="You are busy."), "student": Persona(about="You study.")}
QUESTIONS = {
    "about.phone": Asked(["often", "rarely"]),
    "about.age": Asked(None),
    "later.mood": Asked(["good", "bad"], screening=False),
    "about.town": Asked([f"town {n}" for n in range(40)]),
}


def assign(**written: Any) -> Assign:
    return Assign.model_validate(written)


def told(written: Assign, *, within: bool = False, arms: list[str] | None = None) -> list[str]:
    """The findings, each as a line with its path."""
    found = findings(
        written,
        arms=ARMS if arms is None else arms,
        personas=PERSONAS,
        questions=QUESTIONS,
        measures=["right", "sus"],
        within=within,
    )
    return [_line(finding) for finding in found]


def _line(finding: Finding) -> str:
    parts = [finding.what, f"expected {finding.expected}" if finding.expected else "", finding.remedy]
    return ".".join(map(str, finding.path)) + ": " + "; ".join(part for part in parts if part)


def complaint(cls: type[BaseModel], **written: Any) -> str:
    """The one complaint about what is written, in the words that a designer reads."""
    with pytest.raises(ValidationError) as caught:
        cls.model_validate(written)
    (error,) = caught.value.errors()
    if error["type"] != "scenario":
        return f"{error['type']} at {'.'.join(map(str, error['loc']))}"
    parts = [error["ctx"]["what"], error["ctx"]["expected"], error["ctx"]["remedy"]]
    return "; ".join(part for part in parts if part)


def test_everything_that_can_be_assigned_fits_together() -> None:
    written = assign(
        design="between",
        weights={"today": 2},
        block=8,
        strata=["persona", "about.phone"],
        quotas={"persona": {"busy-parent": 30}, "about.phone": {"often": 20}},
        by_reward={"measure": "right", "floor": "10 %", "from": "40 people"},
    )
    assert told(written) == []
    assert written.by_reward is not None
    assert (written.by_reward.floor, written.by_reward.start) == (0.1, 40)
    assert told(assign(design="within", block=12), within=True) == []
    assert told(assign()) == told(assign(), within=True) == []


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ({"weights": {"shrot": 2}},
         "assign.weights.shrot: there is no arm 'shrot'; expected one of today, short, long; did you mean 'short'?"),
        ({"block": 4},
         "assign.block: a block of 4 people cannot hold the arms by their weights; "
         "expected a multiple of 3, such as 3"),
        ({"strata": ["about.fone"]},
         "assign.strata.0: there is no question 'about.fone'; expected one of about.phone, about.age, later.mood, "
         "about.town, persona; did you mean 'about.phone'?"),
        ({"strata": ["about.age"]},
         "assign.strata.0: 'about.age' can be answered with anything; expected a question with fixed answers; "
         "ask it as a choice, for example from ranges"),
        ({"strata": ["later.mood"]},
         "assign.strata.0: 'later.mood' is asked when people are in an arm already; "
         "expected a form with `screening: true`; add that to the form 'later'"),
        ({"strata": ["persona", "persona"]},
         "assign.strata.1: 'persona' stands here twice; expected each question once; remove one of them"),
        ({"strata": ["persona", "about.phone", "about.town"]},
         "assign.strata: these make 160 groups; expected at most 64; "
         "name fewer questions, or questions with fewer answers"),
        ({"quotas": {"persona": {"busy-parents": 30}}},
         "assign.quotas.persona.busy-parents: there is no persona 'busy-parents'; "
         "expected one of busy-parent, student; did you mean 'busy-parent'?"),
        ({"quotas": {"about.phone": {"oftn": 3}}},
         "assign.quotas.about.phone.oftn: there is no answer 'oftn' to 'about.phone'; "
         "expected one of often, rarely; did you mean 'often'?"),
        ({"by_reward": {"measure": "rihgt"}},
         "assign.by_reward.measure: there is no measure 'rihgt'; expected one of right, sus; did you mean 'right'?"),
        ({"by_reward": {"measure": "right", "floor": 0.4}},
         "assign.by_reward.floor: 3 arms with a floor of 40% come to more than the whole; expected at most 33%"),
        ({"design": "within"},
         "assign.design: nothing in the flow goes through the arms; expected a block `each: arm`; "
         "put what everybody does in each arm under `- each: arm`"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_told(written: dict[str, Any], line: str) -> None:
    assert told(assign(**written)) == [line]


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ({"design": "between"},
         "assign.design: the flow goes through all arms (`each: arm`); expected within; "
         "write within, or take `each: arm` out of the flow"),
        ({"weights": {"today": 2}},
         "assign.weights: weights have no meaning where everybody meets every arm; remove them"),
        ({"block": 4},
         "assign.block: a block of 4 people cannot hold the 6 orders equally often; "
         "expected a multiple of 6, such as 6"),
        ({"by_reward": {"measure": "right"}},
         "assign.by_reward: nobody can be given a better arm where everybody meets every arm; "
         "expected one arm for each person; remove `by_reward`, or `each: arm` from the flow"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_where_everybody_meets_every_arm_is_told(
    written: dict[str, Any], line: str
) -> None:
    assert told(assign(**written), within=True) == [line]


def test_rewards_need_two_arms() -> None:
    assert told(assign(by_reward={"measure": "right"}), arms=["only"]) == [
        "assign.by_reward: there is only one arm; expected two arms or more; add one under `arms:`"
    ]


def test_without_personas_there_are_none_to_group_by() -> None:
    found = findings(
        assign(strata=["persona"]), arms=ARMS, personas={}, questions={}, measures=[], within=False
    )
    assert [_line(finding) for finding in found] == [
        "assign.strata.0: there are no personas; describe them under `personas:`"
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"strata": ["phone"]}, "'phone' is not a question; persona, or form and field, such as about.phone"),
        ({"strata": ["personas"]}, "'personas' is not a question; persona, or form and field, such as about.phone; "
                                   "did you mean 'persona'?"),
        ({"weights": {"a b": 1}}, "'a b' cannot name an arm; a letter, then letters, digits, -, _ or . (60 at most); "
                                  "for example with-reason or accuracy-0.7"),
        ({"weights": {"a": 0}}, "greater_than_equal at weights.a"),
        ({"weights": {"a": 0.5}}, "int_type at weights.a"),
        ({"by_reward": {"measure": "m", "from": "soon"}},
         "'soon' is not a number of people; a number such as 40 people"),
        ({"by_reward": {"measure": "m", "from": True}}, "True is not a number of people; a number such as 40 people"),
        ({"by_reward": {"measure": "m", "floor": 10}},
         "a share goes from 0 to 1, got 10; for per cent write '10%'"),
        ({"quotas": {"persona": {}}}, "too_short at quotas.persona"),
        ({"desing": "within"}, "extra_forbidden at desing"),
        ({"design": "both"}, "literal_error at design"),
    ],
)  # fmt: skip
def test_what_is_written_wrongly_under_assign_is_told(written: dict[str, Any], said: str) -> None:
    assert complaint(Assign, **written) == said


def test_a_persona_is_somebody_with_facts_and_a_way_to_behave() -> None:
    found = Persona.model_validate(
        {
            "about": "You are Sarah.",
            "share": 2,
            "facts": {"name": "Sarah", "children": 2},
            "simulated": {"pace": 1.5},
        }
    )
    assert found.facts == {"name": "Sarah", "children": 2}
    assert found.simulated == Simulated(patience=0.5, trust=0.5, caution=0.5, pace=1.5)


@pytest.mark.parametrize(
    ("written", "said"),
    [({}, "missing at about"), ({"about": "x", "share": 0}, "greater_than_equal at share"),
     ({"about": "x", "facts": {"first-name": "S"}},
      "'first-name' cannot be named in a text; a letter, then letters, digits or _ (60 at most); write 'first_name'"),
     ({"about": "x", "facts": {"about": "y"}},
      "a fact cannot be called 'about'; another name; {{ persona.about }} is what people read about them"),
     ({"about": "x", "facts": {"name": ["S"]}}, "['S'] is not a single value; a text or a number"),
     ({"about": "x", "simulated": {"trust": 2}}, "less_than_equal at simulated.trust"),
     ({"about": "x", "simulated": {"humour": 1}}, "extra_forbidden at simulated.humour")],
)  # fmt: skip
def test_what_is_written_wrongly_about_a_persona_is_told(written: dict[str, Any], said: str) -> None:
    assert complaint(Persona, **written) == said


def test_facts_that_only_some_personas_have_are_told() -> None:
    personas = {
        "parent": Persona(about="x", facts={"name": "Sarah", "children": 2}),
        "student": Persona(about="x", facts={"name": "Tom", "childern": 0}),
        "other": Persona(about="x"),
    }
    assert [_line(finding) for finding in persona_findings(personas)] == [
        "personas.parent.facts: 'parent' has no fact 'childern', but 'student' has; "
        "expected the same facts for all personas; did you mean 'children'?",
        "personas.student.facts: 'student' has no fact 'children', but 'parent' has; "
        "expected the same facts for all personas; did you mean 'childern'?",
        *(f"personas.other: 'other' has no fact '{fact}', but '{owner}' has; "
          f"expected the same facts for all personas; add `{fact}: …`"
          for fact, owner in (("name", "parent"), ("children", "parent"), ("childern", "student"))),
    ]  # fmt: skip
    assert list(persona_findings({"parent": personas["parent"]})) == []


def factor(**written: Any) -> Factor:
    return Factor.model_validate({"path": "mocks.oracle.accuracy", **written})


def test_numbers_make_an_ordered_factor() -> None:
    found = factor(levels=[0.6, 0.75, 1])
    assert (found.ordered, found.unit) == (True, "")
    assert found.doses == {"0.6": 0.6, "0.75": 0.75, "1": 1.0}
    assert [found.kept(level) for level in found.levels] == [0.6, 0.75, 1]


def test_numbers_with_one_unit_make_an_ordered_factor_too() -> None:
    found = factor(levels=["0.2 s", "1 s", "4 s"])
    assert (found.ordered, found.unit) == (True, "s")
    assert found.levels == {"0.2s": "0.2 s", "1s": "1 s", "4s": "4 s"}
    assert found.doses == {"0.2s": 0.2, "1s": 1.0, "4s": 4.0}
    assert found.kept("4s") == 4.0
    assert {found.find(written) for written in ("4 s", "4s", 4)} == {"4s"}


def test_other_levels_are_ordered_only_if_that_is_said() -> None:
    found = factor(levels={"few": 1, "many": "9 s"})
    assert (found.ordered, found.doses, found.kept("few")) == (False, None, "few")
    assert factor(levels=["low", "mid", "high"], ordered=True).doses == {"low": 1, "mid": 2, "high": 3}
    assert factor(levels=["200 ms", "4 s"]).ordered is False
    assert factor(levels=[1, 2], ordered=False).doses is None
    assert factor(levels=[1, 2], unit="words").unit == "words"
    assert factor(levels=["on", False]).find(False) == "off"


@pytest.mark.parametrize(
    ("value", "name"),
    [(0.7, "0.7"), (1, "1"), (1.0, "1"), ("0.2 s", "0.2s"), ("60 %", "60-percent"), (-1, "minus-1"),
     ("A friendly text!", "A-friendly-text"), (True, "on")],
)  # fmt: skip
def test_levels_are_named_after_their_values(value: Any, name: str) -> None:
    assert level_name(value) == name


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ([0.6], "a factor needs something to vary; two levels or more, such as [0.6, 0.9]"),
        (0.6, "'0.6' is not a list of levels; two levels or more, such as [0.6, 0.9]"),
        ([1, 1], "two levels are called '1'; different levels; remove one of them"),
        (["a!", "a?"], "two levels are called 'a'; different levels; name them: {low: …, high: …}"),
        (
            [{"kind": "random"}, 1],
            "the level \"{'kind': 'random'}\" has no name; texts and numbers; give it a name: {low: …, high: …}",
        ),
        (["…", "x"], "the level '…' has no name; give it one: {low: …, high: …}"),
        ({"a b": 1, "c": 2}, "'a b' cannot name a level; letters, digits, -, _ or . (30 at most)"),
    ],
)
def test_levels_that_are_none_are_told(levels: Any, said: str) -> None:
    assert complaint(Factor, path="mocks.oracle.accuracy", levels=levels) == said


def test_factors_that_vary_the_same_thing_are_told() -> None:
    factors = {
        "accuracy": factor(levels=[1, 2]),
        "player": Factor(path="mocks.oracle", levels={"a": {}, "b": {}}),
        "other": Factor(path="mocks.oracles", levels=["a", "b"]),
    }
    assert [_line(finding) for finding in factor_findings(factors)] == [
        "factors.player.path: 'player' varies what 'accuracy' varies already; expected a path of its own"
    ]


def test_levels_of_factors_that_there_are_not_are_told() -> None:
    assert [_line(found) for found in factor_findings({}, {"short": {"accuracy": 0.9}, "today": {}})] == [
        "arms.short.factors.accuracy: there is no factor 'accuracy'; expected nothing; describe it under `factors:`"
    ]


class Named(Part):
    """An arm as far as it is described here."""

    name: ArmName = "a"
    factors: AtLevels = {}


def test_an_arm_says_none_or_levels() -> None:
    assert Named.model_validate({"factors": "none"}).factors == {}
    assert Named.model_validate({"factors": {"accuracy": 0.7}}).factors == {"accuracy": 0.7}
    assert complaint(Named, factors="nothing") == (
        "'nothing' is not a choice of levels; none, or levels such as {accuracy: 0.7}"
    )


def test_arms_can_be_named_after_levels_and_not_without_end() -> None:
    assert Named(name="with-reason-accuracy-0.7").name == "with-reason-accuracy-0.7"
    long = "a" * 61
    assert complaint(Named, name=long).startswith(f"'{long}' (61 characters) cannot name an arm")
