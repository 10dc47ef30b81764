"""The product's screens as designers write them: what is read, and what does not fit together."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scenarios import Scenario, ScenarioError, thaw
from scenarios.steps import Show
from scenarios.steps.presented import FORCES, HowOften, Presented, Starts, score

RESULTS = [
    {"shop": "Mill", "list": [{"id": "a", "name": "Night train"}, {"id": "b", "name": "Coach"}]},
    {"shop": "Sea", "list": [{"id": "b", "name": "Coach"}]},
]
PICTURE = "media image/svg+xml 90 sha256:" + "0" * 64

SHORT = {"title": "Your parcel", "text": "Late.", "buttons": {"Go out": "accept", "Stay": "dismiss"}}


def scenario(step: dict[str, Any], feature: dict[str, Any] | None = None, **more: Any) -> Scenario:
    """A scenario with this one screen."""
    written = {
        "scenario": "one-screen",
        "shown_title": "One screen",
        "data": {"parcel": {"from": "parcels.json"}},
        "mocks": {"coin": {"kind": "random"}},
        "features": {"delay": {"answers": ["late", "in time"], "played_by": "coin", **(feature or {})}},
        "flow": [{"each": "parcel", "steps": [{"show": "delay", **SHORT, **step}]}, {"end": "Thank you."}],
        **more,
    }
    files = {
        "one-screen.yaml": json.dumps(written),
        "parcels.json": json.dumps(RESULTS),
        "street.svg": PICTURE,
    }
    return thaw(files, "one-screen")


def screen(step: dict[str, Any], feature: dict[str, Any] | None = None) -> Show:
    return next(step for step, _ in scenario(step, feature).walk() if isinstance(step, Show))


def complaints(step: dict[str, Any], feature: dict[str, Any] | None = None) -> str:
    with pytest.raises(ScenarioError) as caught:
        scenario(step, feature)
    return "\n".join(f"{p.what}; {p.expected}; {p.remedy}" for p in caught.value.problems)


def test_a_screen_that_says_nothing_of_it_is_a_phone_with_a_banner_that_begins_at_once() -> None:
    shown = screen({})
    assert (shown.skin, shown.presented, shown.starts) == ("phone", Presented(), Starts())
    assert shown.reactions == {"accept", "dismiss"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("at once", Starts()),
        ("pushed", Starts(pushed=True)),
        ({"on_request": "Check this parcel"}, Starts(on_request="Check this parcel")),
        ({"by_itself": "20 s"}, Starts(by_itself=(20.0, 20.0))),
        ({"by_itself": "10 to 30 s"}, Starts(by_itself=(10.0, 30.0))),
        ({"by_itself": "500 ms to 2 s"}, Starts(by_itself=(0.5, 2.0))),
    ],
)
def test_a_feature_begins_at_once_or_on_request_or_by_itself_or_when_it_is_pushed(
    written: Any, read: Starts
) -> None:
    assert screen({"starts": written}).starts == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("every time", HowOften()),
        ({"above": "80%"}, HowOften(above=0.8)),
        ({"above": 0.5, "at_most": 3}, HowOften(above=0.5, at_most=3)),
    ],
)
def test_how_often_it_speaks_up_can_hang_on_how_sure_it_is_and_be_limited(
    written: Any, read: HowOften
) -> None:
    assert screen({"presented": {"how_often": written}}).presented.how_often == read


@pytest.mark.parametrize(
    ("step", "reactions"),
    [
        ({"feedback": {"thumbs": "Good?", "stars": "How good?"}}, {"thumb", "stars"}),
        (
            {"feedback": {"labels": {"ask": "What?", "of": ["good", "rude"]}, "report": "Wrong?"}},
            {"label", "report"},
        ),
        ({"feedback": {"comment": "Anything else?"}}, {"comment"}),
        ({"presented": {"as": "automate"}}, {"undo"}),
        ({"presented": {"force": "mark"}}, {"explain"}),
        ({"why": "It snows.", "presented": {"explanation": "on demand"}}, {"explain"}),
        ({"skin": "form", "form": {"fields": {"When": "{{ delay.label }}"}}}, {"edit"}),
    ],
)
def test_what_people_can_do_follows_from_what_is_offered(step: dict[str, Any], reactions: set[str]) -> None:
    assert screen(step).reactions - {"accept", "dismiss"} == reactions


@pytest.mark.parametrize(
    ("step", "feature", "said"),
    [
        ({"skin": "gauge"}, {}, "nothing is said of the gauge; a line `gauge: …`"),
        ({"gauge": {"to": 10}}, {}, "a phone shows no gauge; a line `skin: gauge`"),
        ({"address": "https://a.example"}, {}, "a phone shows no address; a line `skin: browser`"),
        ({"skin": "gauge", "gauge": {"from": 5, "to": 5}}, {}, "this gauge goes from 5 to 5"),
        ({"skin": "gauge", "gauge": {"bands": {"low": 60, "high": 40}}}, {}, "the bands end at 60, 40"),
        ({"skin": "gauge", "gauge": {"bands": {"low": 60}}}, {}, "the last at 100"),
        ({"skin": "gauge", "gauge": {"of": "lte"}}, {}, "no answer 'lte'; one of late, in time; did you mean 'late'?"),
        ({"skin": "gauge", "gauge": {}}, {"task": "text-generation", "answers": []}, "text-generation is no number"),
        ({"skin": "form", "form": {"fields": {"When": "{{ delay.lable }}"}}}, {}, "'delay' has no 'lable'"),
        ({"skin": "form", "form": {"fields": {"When": "x"}}, "presented": {"as": "prompt"}}, {}, "stand in its fields"),
        ({"skin": "form", "form": {"fields": {"When": "x"}}, "buttons": {"No": "dismiss"}}, {}, "no button sends"),
        ({"skin": "photo", "photo": {"image": "street.svg"}}, {}, "somebody who does not see it"),
        ({"skin": "photo", "photo": {"image": "stret.svg"}}, {}, "there is no file 'stret.svg'"),
        ({"skin": "table", "table": {"items": "parcel.lst", "title": "x"}}, {}, "no column 'lst' in 'parcel'"),
        ({"skin": "table", "table": {"items": "parcel.shop", "title": "x"}}, {}, "'shop' does not hold lists"),
        ({"skin": "cards", "cards": {"items": "parcel.list", "title": "{{ item.nme }}"}}, {}, "no value 'item.nme'"),
        ({"skin": "cards", "cards": {"items": "parcel.list", "title": "{{ delay.label }}"}}, {}, "names 'delay'"),
        ({"presented": {"as": "countdown", "force": "mark"}}, {}, "would not see it; one of banner, interst"),
        ({"presented": {"as": "automate", "force": "block"}}, {}, "people must be able to stop it"),
        ({"presented": {"after": "10 s"}}, {}, "only a countdown has a time; as: countdown"),
        ({"presented": {"as": "countdown", "after": "10"}}, {}, "expected a time such as '20 s'"),
        ({"presented": {"as": "countdown"}, "buttons": {"Yes": "accept"}}, {}, "and one that stops it"),
        ({"presented": {"force": "block"}, "buttons": {"Yes": "accept"}}, {}, "a safe way out, and one past it"),
        ({"presented": {"confidence": "bar"}}, {"task": "regression", "answers": []}, "does not tell how sure it is"),
        ({"presented": {"how_often": {"above": 0.5}}}, {"task": "regression", "answers": []}, "does not tell how sure"),
        ({"presented": {"how_often": {"above": 5}}}, {}, "for per cent write '5%'"),
        ({"presented": {"how_often": "often"}}, {}, "'often' does not say how often; every time"),
        ({"presented": {"explanation": "on demand"}}, {}, "there is nothing that explains; a line `why: …`"),
        ({"presented": {"as": "anotate"}}, {}, "did you mean 'annotate'?"),
        ({"starts": "soon"}, {}, "'soon' does not say what makes the feature begin; at once, pushed"),
        ({"starts": {"by_itself": "30 to 10 s"}}, {}, "goes backwards"),
        ({"starts": {"by_itself": "5 to 20 s"}, "time_limit": "20 s"}, {}, "the screen is over after 20 s"),
        ({"feedback": {}}, {}, "nothing is asked; thumbs, stars, labels, report or comment"),
        ({"feedback": {"labels": {"ask": "What?", "of": ["a", "a"]}}}, {}, "one label stands here twice"),
        ({"show": "nothing", "text": None, "presented": {"as": "prompt"}}, {}, "'presented' speaks for a feature"),
        ({"show": "nothing", "text": None, "starts": "pushed"}, {}, "'starts' speaks for a feature"),
        ({"show": "nothing", "text": None, "why": "Snow."}, {}, "'why' speaks for a feature"),
        ({"buttons": {"Undo": "undo"}}, {}, "no button ends this screen"),
        ({"content": "On {{ parcel.shp }}"}, {}, "'parcel' has no 'shp'"),
        ({"why": "{{ dlay.label }}"}, {}, "did you mean 'delay'?"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_told(step: dict[str, Any], feature: dict[str, Any], said: str) -> None:
    assert said in complaints(step, feature)


@pytest.mark.parametrize("how", FORCES)
def test_every_form_of_presentation_can_come_in_each_of_its_forces(how: str) -> None:
    for force in FORCES[how]:  # type: ignore[index]
        assert screen({"presented": {"as": how, "force": force}}).presented.force == force


def test_things_of_a_table_are_known_by_what_all_of_them_have() -> None:
    table = {"items": "parcel.list", "title": "{{ item.name }}", "lines": {"Id": "{{ item.id }}"}}
    marked = {**table, "mark": "{% if item.id == delay.label %}This one{% endif %}"}
    assert screen({"skin": "table", "table": marked}).own is not None


def test_an_arm_changes_how_intelligence_is_presented() -> None:
    arms = {
        "plain": None,
        "asks": {"change": {"steps.show.presented": {"as": "prompt", "force": "interstitial"}}},
    }
    made = scenario({"presented": {}}, arms=arms)
    step = made.for_arm("asks").steps["show"]
    assert isinstance(step, Show)
    assert (step.presented.how, step.presented.force) == ("prompt", "interstitial")


def test_how_sure_an_answer_is_depends_on_its_task() -> None:
    assert score("text-classification", [{"label": "a", "score": 0.2}, {"label": "b", "score": 0.7}]) == 0.7
    box = {"xmin": 0, "ymin": 0, "xmax": 1, "ymax": 1}
    assert score("object-detection", [{"label": "a", "score": 0.3, "box": box}]) == 0.3
    assert score("object-detection", []) is None
    assert score("regression", {"value": 3}) is None
    assert score("text-classification", None) is None
