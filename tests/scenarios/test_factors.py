"""Factors cross into arms, and complaints about them point at the factor."""

from __future__ import annotations

import copy

import pytest

from scenarios import arms
from scenarios.document import Document, parse
from scenarios.factors import cross, levels_of

STUDY = """\
scenario: late
mocks: {oracle: {kind: imperfect, right_in: 0.5}}
features:
  delay: {answers: [in time, late], played_by: oracle}
factors:
  accuracy: {path: mocks.oracle.right_in, levels: [0.6, 0.9]}
arms:
  baseline: {factors: none, change: {features.delay: off}}
  short: {}
  with-reason:
    change:
      steps.screen.text: Because of snow.
flow:
  - show: delay
    id: screen
    text: Late.
"""
DELAY = "  wait: {path: features.delay.show_after, levels: {quick: 0.2 s, slow: 4 s}}\n"


def study(*changes: tuple[str, str]) -> Document:
    """The study with pieces of its text replaced (each must be there), prepared but not crossed."""
    text = STUDY
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    document = parse(text, "late.yaml")
    arms.prepare(document)
    return document


def crossed(*changes: tuple[str, str]) -> Document:
    document = study(*changes)
    assert cross(document) == []
    return document


def said(*changes: tuple[str, str]) -> list[str]:
    """What stands in the way of crossing, and that nothing was changed."""
    document = study(*changes)
    before = copy.deepcopy(document.data)
    problems = cross(document)
    assert document.data == before
    return [str(problem) for problem in problems]


def test_every_level_makes_an_arm_of_every_arm_but_the_baseline() -> None:
    found = crossed().data["arms"]
    assert list(found) == [
        "baseline",
        "short-accuracy-0.6",
        "short-accuracy-0.9",
        "with-reason-accuracy-0.6",
        "with-reason-accuracy-0.9",
    ]
    assert found["with-reason-accuracy-0.9"] == {
        "change": {"steps.screen.text": "Because of snow.", "mocks.oracle.right_in": 0.9},
        "factors": {"accuracy": 0.9},
    }
    assert found["baseline"] == {"factors": "none", "change": {"features.delay": "off"}}


def test_a_crossed_arm_changes_what_its_factor_says() -> None:
    document = crossed()
    assert arms.apply(document, "with-reason-accuracy-0.9") == []
    assert document.data["mocks"]["oracle"] == {"kind": "imperfect", "right_in": 0.9}
    assert document.data["flow"][0]["text"] == "Because of snow."


WRITTEN = STUDY[STUDY.index("arms:") : STUDY.index("flow:")]


@pytest.mark.parametrize("without", ["", "arms:\n"])
def test_without_arms_the_levels_are_the_arms(without: str) -> None:
    assert list(crossed((WRITTEN, without)).data["arms"]) == ["accuracy-0.6", "accuracy-0.9"]


def test_beside_a_baseline_alone_the_scenario_as_written_is_crossed() -> None:
    document = crossed((WRITTEN, "arms: {baseline: {factors: none, change: {features.delay: off}}}\n"))
    assert list(document.data["arms"]) == ["baseline", "accuracy-0.6", "accuracy-0.9"]


def test_two_factors_make_every_combination() -> None:
    document = crossed((WRITTEN, ""), ("factors:\n", f"factors:\n{DELAY}"))
    assert {name: levels_of(arm) for name, arm in document.data["arms"].items()} == {
        "wait-quick-accuracy-0.6": {"wait": 0.2, "accuracy": 0.6},
        "wait-quick-accuracy-0.9": {"wait": 0.2, "accuracy": 0.9},
        "wait-slow-accuracy-0.6": {"wait": 4.0, "accuracy": 0.6},
        "wait-slow-accuracy-0.9": {"wait": 4.0, "accuracy": 0.9},
    }
    slow = document.data["arms"]["wait-slow-accuracy-0.9"]["change"]
    assert slow == {"features.delay.show_after": "4 s", "mocks.oracle.right_in": 0.9}


def test_an_arm_that_names_a_level_is_crossed_with_the_other_factors_only() -> None:
    document = crossed(
        ("short: {}", "short: {factors: {accuracy: 0.9}}"), ("factors:\n", f"factors:\n{DELAY}")
    )
    found = [name for name in document.data["arms"] if name.startswith("short")]
    assert found == ["short-wait-quick", "short-wait-slow"]
    assert levels_of(document.data["arms"]["short-wait-slow"]) == {"wait": 4.0, "accuracy": 0.9}
    assert document.data["arms"]["short-wait-slow"]["change"]["mocks.oracle.right_in"] == 0.9


def test_crossing_again_changes_nothing() -> None:
    for changes in ((), ((WRITTEN, ""),), (("factors:\n", f"factors:\n{DELAY}"),)):
        document = crossed(*changes)
        data, spots = copy.deepcopy(document.data), dict(document.spots)
        assert cross(document) == []
        assert (document.data, document.spots) == (data, spots)


def test_no_place_is_kept_of_an_arm_that_is_no_more() -> None:
    document = crossed()
    assert {path[1] for path in document.spots if path[0:1] == ("arms",) and path[1:]} == set(
        document.data["arms"]
    )


def test_arms_do_not_share_what_a_level_holds() -> None:
    document = crossed(("levels: [0.6, 0.9]", "levels: {low: {is: 1}, high: {is: 2}}"))
    found = document.data["arms"]
    found["short-accuracy-low"]["change"]["mocks.oracle.right_in"]["is"] = 3
    assert found["with-reason-accuracy-low"]["change"]["mocks.oracle.right_in"] == {"is": 1}


def test_without_factors_nothing_is_crossed() -> None:
    document = study(("factors:\n  accuracy: {path: mocks.oracle.right_in, levels: [0.6, 0.9]}\n", ""))
    before = copy.deepcopy(document.data)
    assert cross(document) == []
    assert document.data == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("levels: [0.6, 0.9]", "levels: 0.6"),
        ("path: mocks.oracle.right_in, ", ""),
        ("factors:\n  accuracy: {", "factors:\n  - {"),
        ("  accuracy: {", "  accu/racy: {"),
        ("short: {}", "short: yes"),
        ("short: {}", "sh/ort: {}"),
        ("factors: none", "factors: nothing"),
    ],
)
def test_what_has_not_the_form_of_factors_or_arms_is_left_to_the_validation(old: str, new: str) -> None:
    assert said((old, new)) == []


def test_a_path_that_leads_nowhere_is_complained_about_at_the_factor_and_once() -> None:
    document = crossed(("path: mocks.oracle.right_in", "path: mocks.orakle.accuracy"))
    problems = {str(p) for arm in document.data["arms"] for p in arms.apply(document.copy(), arm)}
    assert problems == {
        "late.yaml:6:20: there is no 'orakle' in mocks; expected oracle; did you mean 'oracle'?"
    }


def test_what_a_level_breaks_points_at_the_level() -> None:
    document = crossed()
    arms.apply(document, "short-accuracy-0.9")
    problem = document.problem(("mocks", "oracle", "right_in"), "too good")
    assert (problem.line, problem.column) == (6, 57)
    document = crossed((WRITTEN, ""), ("levels: [0.6, 0.9]", "levels: {low: {is: 1}, high: {is: 2}}"))
    arms.apply(document, "accuracy-high")
    problem = document.problem(("mocks", "oracle", "right_in", "is"), "too good")
    assert (problem.line, problem.column) == (6, 77)


def test_what_an_arm_breaks_still_points_at_the_arm() -> None:
    document = crossed(("steps.screen.text", "steps.skreen.text"))
    problems = {str(p) for arm in document.data["arms"] for p in arms.apply(document.copy(), arm)}
    assert problems == {
        "late.yaml:12:7: no step has the id 'skreen'; expected screen; did you mean 'screen'?"
    }


def test_too_many_arms_are_counted() -> None:
    levels = ", ".join(str(n) for n in range(13))
    assert said(("[0.6, 0.9]", f"[{levels}]")) == [
        "late.yaml:5:1: the factors make 27 arms; expected at most 26; "
        "use fewer levels, or let arms say `factors: none`"
    ]


def test_an_arm_cannot_change_what_a_factor_varies() -> None:
    assert said(("short: {}", "short: {change: {mocks.oracle.right_in: 0.7}}")) == [
        "late.yaml:9:20: the arm 'short' changes what the factor 'accuracy' varies; "
        "leave it to the factor, or write `factors: none` in this arm"
    ]


def test_unknown_factors_and_levels_of_an_arm_are_told_with_the_nearest_name() -> None:
    assert said(("short: {}", "short: {factors: {acuracy: 0.9}}")) == [
        "late.yaml:9:21: there is no factor 'acuracy'; expected accuracy; did you mean 'accuracy'?"
    ]
    assert said(("short: {}", "short: {factors: {accuracy: 0.8}}")) == [
        "late.yaml:9:31: there is no level '0.8' of 'accuracy'; expected one of 0.6, 0.9"
    ]


def test_two_arms_of_one_name_are_refused() -> None:
    assert said(("short: {}", "short: {}\n  short-accuracy-0.6: {factors: none}")) == [
        "late.yaml:10:3: two arms would be called 'short-accuracy-0.6'; rename one of them"
    ]


def test_a_name_that_gets_too_long_is_told_once_for_an_arm() -> None:
    assert said(("short:", f"{'s' * 50}:")) == [
        f"late.yaml:9:3: with its levels, the arm is called '{'s' * 50}-accuracy-0.6', which has 63 characters; "
        "expected at most 60; give the arm, its factors or their levels shorter names"
    ]
