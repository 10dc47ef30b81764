"""The error schedule: people give right answers, the planned wrong ones are shown, and both are logged."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mocks import Deferred, MockError, Oracle, Prediction, Request, build, tasks
from mocks.around import outputs
from mocks.around.schedule import hindrances, planned, shown
from mocks.testing import A_PARCEL

ANSWERS = ("on time", "delayed", "lost")


class WrongOn:
    """Knows the truth, and says the next answer instead in some trials."""

    knows_truth: ClassVar[bool] = True

    def __init__(self, *trials: int) -> None:
        self.trials = trials

    def predict(self, request: Request) -> Prediction:
        assert request.oracle is not None
        said = request.oracle.truth
        if request.trial in self.trials:
            said = request.answers[(request.answers.index(said) + 1) % len(request.answers)]
        return Prediction(tasks.wrap(request.task, said, 0.83), why={"error": request.trial in self.trials})


class Later:
    """Knows the truth, but hands out tickets."""

    knows_truth: ClassVar[bool] = True

    def predict(self, request: Request) -> Deferred:
        return Deferred()


def asked(trial: int, truths: tuple[Any, ...] = ("delayed",) * 8, **more: Any) -> Request:
    told = Oracle(truths[trial - 1], truths, tuple({} for _ in truths))
    return dataclasses.replace(
        A_PARCEL, answers=ANSWERS, trial=trial, trials=len(truths), oracle=told, session_seed="s", **more
    )


def by_person(label: str) -> Any:
    return tasks.wrap("text-classification", label, 1.0)


def test_in_a_trial_that_is_planned_wrong_the_right_answer_is_replaced() -> None:
    plan = planned(WrongOn(3), asked(3))
    assert plan.wrong
    came = shown(by_person("delayed"), plan)
    assert came.output == [{"label": "lost", "score": 0.83}]
    assert came.intended == by_person("delayed")
    assert came.why == {"planned": "wrong", "did": "replaced", "own_error": False, "plan": {"error": True}}


def test_in_a_trial_that_is_planned_right_the_label_stays_with_the_plans_scores() -> None:
    plan = planned(WrongOn(3), asked(4))
    assert not plan.wrong
    came = shown(by_person("delayed"), plan)
    # Scores of a person beside planned ones would tell which answers were theirs.
    assert came.output == [{"label": "delayed", "score": 0.83}]
    assert came.intended == by_person("delayed")
    assert (came.why["did"], came.why["own_error"]) == ("scored", False)


def test_an_error_of_the_person_stays_and_is_told() -> None:
    came = shown(by_person("on time"), planned(WrongOn(3), asked(4)))
    assert came.output == by_person("on time")
    assert came.why == {"planned": "right", "did": "kept", "own_error": True, "plan": {"error": False}}


def test_an_error_of_the_person_in_a_trial_that_is_planned_wrong_is_told_too() -> None:
    came = shown(by_person("on time"), planned(WrongOn(3), asked(3)))
    assert outputs.top(came.output) == "lost"
    assert (came.why["did"], came.why["own_error"]) == ("replaced", True)


def test_without_an_answer_nothing_is_shown() -> None:
    for trial in (3, 4):
        came = shown(None, planned(WrongOn(3), asked(trial)))
        assert (came.output, came.intended) == (None, None)
        assert (came.why["did"], came.why["own_error"]) == ("nothing", None)


@settings(deadline=None)
@given(
    truths=st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=8).map(tuple),
    wrong=st.sets(st.integers(1, 8)),
    slips=st.sets(st.integers(1, 8)),
)
def test_a_person_who_is_always_right_is_shown_wrong_just_as_planned(
    truths: tuple[str, ...], wrong: set[int], slips: set[int]
) -> None:
    for trial, truth in enumerate(truths, start=1):
        given = by_person(ANSWERS[(ANSWERS.index(truth) + 2) % 3] if trial in slips else truth)
        came = shown(given, planned(WrongOn(*wrong), asked(trial, truths)))
        assert (outputs.top(came.output) != truth) == (trial in wrong or trial in slips)
        assert came.why["own_error"] == (trial in slips)
        assert came.intended == given


def test_texts_are_scheduled_too_but_an_own_error_cannot_be_told() -> None:
    question = asked(1, ("It comes today.", "It comes today."), task="text-generation")
    right = dataclasses.replace(question, answers=("It comes today.", "It is lost."))
    own = {"generated_text": "Today, I promise."}
    kept = shown(own, planned(WrongOn(2), right))
    assert (kept.output, kept.why["did"], kept.why["own_error"]) == (own, "kept", None)
    wrong = planned(WrongOn(2), dataclasses.replace(right, trial=2))
    assert shown(own, wrong).output == {"generated_text": "It is lost."}


def test_the_kind_imperfect_can_plan_the_errors() -> None:
    mock = build({"kind": "imperfect", "alarm": "delayed", "misses": 1, "false_alarms": 2})
    truths = ("delayed", "on time") * 4
    requests = [asked(trial, truths) for trial in range(1, 9)]
    requests = [dataclasses.replace(one, answers=("on time", "delayed")) for one in requests]
    wrong = [one.trial for one in requests if planned(mock, one).wrong]
    assert len(wrong) == 3
    assert sorted(truths[trial - 1] for trial in wrong) == ["delayed", "on time", "on time"]
    assert [one.trial for one in requests if planned(mock, one).wrong] == wrong


def test_a_mock_that_cannot_plan_is_refused_with_the_reason() -> None:
    with pytest.raises(
        MockError, match="errors of 'delay' cannot be scheduled: Chance does not know the truth"
    ):
        planned(build("random"), asked(1))
    with pytest.raises(MockError, match="the truth is not known; name its column in the feature"):
        planned(WrongOn(1), dataclasses.replace(asked(1), oracle=None))
    with pytest.raises(MockError, match="task regression is not simply right or wrong"):
        planned(WrongOn(1), asked(1, task="regression"))
    with pytest.raises(MockError, match="Later answers later; a plan must be there at once"):
        planned(Later(), asked(1))


def test_what_hinders_a_schedule_is_found_before_anybody_plays() -> None:
    assert hindrances(WrongOn(1), "text-classification", ANSWERS) == []
    assert (
        "expected a mock such as one of the kind 'imperfect'"
        in hindrances(build("random"), "text-classification", [])[0][1]
    )
    assert hindrances(WrongOn(1), "object-detection", ANSWERS)[0][1].startswith(
        "an answer of the task object-detection"
    )
    misnamed = build({"kind": "imperfect", "alarm": "delyed", "misses": 1})
    assert hindrances(misnamed, "text-classification", ANSWERS) != []
