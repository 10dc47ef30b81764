"""What breaks on purpose: in the trials and in the way that were asked, and without touching anything else."""

from __future__ import annotations

import copy
import dataclasses
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from mocks import BadOutput, build, tasks
from mocks.around import faults, outputs
from mocks.around.failures import WhenItFails
from mocks.around.faults import Fault, apply, generator, read, which
from mocks.testing import A_PARCEL
from tests.mocks.processes import printed_in_each

A_TRIAL = dataclasses.replace(A_PARCEL, session_seed="session 1/delay", trial=3, trials=8)
ANSWERS = ("on time", "delayed", "lost")
DELAYED = [{"label": "delayed", "score": 0.91}, {"label": "on time", "score": 0.09}]
A_TEXT = {"generated_text": "Your parcel is on its way and will be there today."}
SPEECH = tasks.find("automatic-speech-recognition").example

seeds = st.text(max_size=5)
every_task = pytest.mark.parametrize("task", tasks.TASKS)


def named(level: Any, *, trials: int, seed: str = "s") -> list[str | None]:
    """The faults of a session with one level, trial by trial."""
    found = []
    for trial in range(1, trials + 1):
        fault = which([read(level)], dataclasses.replace(A_TRIAL, trial=trial, session_seed=seed))
        found.append(fault.fault if fault else None)
    return found


def test_a_designer_may_write_faults_in_these_ways() -> None:
    assert read(None) == ()
    assert read("error") == (Fault(fault="error"),)
    assert read({"fault": "error", "on": 3}) == (Fault(fault="error", on=(3,)),)
    assert read([{"fault": "refusal", "chance": "10%", "says": "No."}, {"fault": "empty", "on": [3, 5]}]) == (
        Fault(fault="refusal", chance=0.1, says="No."),
        Fault(fault="empty", on=(3, 5)),
    )
    assert read(read("error")) == read("error")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("eror", "0.fault: should be 'error', 'timeout', .* got 'eror'"),
        (
            [{"fault": "error"}, {"falt": "error"}],
            r"1.fault: is missing; 1.falt: unknown setting 'falt'; did you mean",
        ),
        ({"fault": "error", "chance": "10%", "on": [3]}, "chance and on both choose the trials"),
        ({"fault": "error", "chance": "110%"}, "0.chance: a share goes from 0 to 1"),
        (
            {"fault": "error", "chance": 10},
            "0.chance: a share goes from 0 to 1, got 10; for per cent write '10%'",
        ),
        ({"fault": "error", "on": [0]}, "greater than or equal to 1, got 0"),
        ({"fault": "error", "on": []}, "on names no trial"),
        ({"fault": "error", "on": True}, "valid integer"),
        ({"fault": "truncated", "says": "x"}, "'truncated' says nothing of its own"),
        ({"fault": "none", "says": "x"}, "'none' says nothing of its own"),
        (
            [{"fault": "error", "chance": "60%"}, {"fault": "empty", "chance": "50%"}],
            "the chances add up to 110%; expected at most 100%",
        ),
        (["error", "empty"], "'empty' never comes, as 'error' always does"),
        (
            [{"fault": "error", "on": [2, 3]}, {"fault": "empty", "on": 3}],
            "trial 3 has two faults, 'error' and 'empty'",
        ),
        (7, "expected settings such as {fault, chance, on, says}, got 7"),
    ],
)
def test_what_cannot_be_read_is_refused(written: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read(written)


def test_a_complaint_keeps_the_place_of_each_problem() -> None:
    with pytest.raises(ValueError, match="missing") as caught:
        read(["error", {"falt": "error"}])
    problems = caught.value.context["problems"]  # type: ignore[attr-defined]
    assert [path for path, _ in problems] == [(1, "fault"), (1, "falt")]


def test_faults_come_in_the_trials_that_were_named() -> None:
    assert named([{"fault": "error", "on": [3, 5]}], trials=6) == [None, None, "error", None, "error", None]


def test_a_fault_without_trials_and_chance_comes_always_but_after_those_that_name_theirs() -> None:
    assert named(["error", {"fault": "none", "on": 2}], trials=3) == ["error", None, "error"]


@settings(max_examples=15, deadline=None)
@given(chance=st.floats(0, 1), other=st.floats(0, 1), seed=seeds)
def test_faults_come_as_often_as_their_chance_asks(chance: float, other: float, seed: str) -> None:
    level = [{"fault": "error", "chance": chance}, {"fault": "empty", "chance": other * (1 - chance)}]
    found = named(level, trials=600, seed=seed)
    # One in a million each: over all examples and runs this cannot happen by chance.
    assert binomtest(found.count("error"), 600, chance).pvalue > 1e-6
    assert binomtest(found.count("empty"), 600, other * (1 - chance)).pvalue > 1e-6


@settings(deadline=None)
@given(
    given=st.lists(st.sampled_from([None, "error", "empty", "none"]), min_size=4, max_size=4),
    trial=st.integers(1, 8),
)
def test_the_first_level_that_says_anything_for_a_trial_wins(given: list[str | None], trial: int) -> None:
    levels = [read({"fault": fault, "on": [trial]}) if fault else () for fault in given]
    first = next((fault for fault in given if fault), None)
    request = dataclasses.replace(A_TRIAL, trial=trial)
    found = which(levels, request)
    assert (found.fault if found else "none") == (first or "none")
    assert which(levels, dataclasses.replace(A_TRIAL, trial=trial + 1)) is None


def test_a_level_whose_chance_says_no_leaves_the_trial_to_the_next_one() -> None:
    levels = [read({"fault": "error", "chance": 0}), read("empty")]
    found = which(levels, A_TRIAL)
    assert found is not None
    assert found.fault == "empty"


def test_what_one_level_says_moves_no_fault_of_another_to_other_trials() -> None:
    scenario = read({"fault": "error", "chance": "30%"})
    arm = read({"fault": "empty", "on": 1})

    def hit(levels: list[tuple[Fault, ...]]) -> list[int]:
        requests = [dataclasses.replace(A_TRIAL, trial=trial) for trial in range(2, 60)]
        return [one.trial for one in requests if which(levels, one) is not None]

    assert hit([(), (), (), scenario]) == hit([(), arm, (), scenario]) != []


def test_the_draw_is_the_sessions_own_and_not_the_mocks() -> None:
    at = random.Random("session 1/delay/faults/3").random()
    always, never = at + 1e-9, at - 1e-9
    assert which([read({"fault": "error", "chance": always})], A_TRIAL) is not None
    assert which([read({"fault": "error", "chance": never})], A_TRIAL) is None
    # Another seed of the mock's draw changes nothing.
    other = dataclasses.replace(A_TRIAL, seed="another")
    assert generator(other).random() == at
    assert generator(dataclasses.replace(A_TRIAL, turn=2)).random() != at


def some_fault(name: str, **more: Any) -> Fault:
    return Fault.model_validate({"fault": name, **more})


@every_task
@pytest.mark.parametrize(
    ("fault", "reason"),
    [("error", "error"), ("timeout", "late"), ("empty", "empty"), ("disconnect", "error")],
)
def test_some_faults_leave_no_answer_and_say_why(task: str, fault: str, reason: str) -> None:
    applied = apply(some_fault(fault, says="Hm."), task, tasks.find(task).example, ANSWERS, random.Random(1))
    assert applied.output is None
    assert applied.reason == reason
    assert applied.says == "Hm."
    assert applied.why["fault"] == fault


def test_a_connection_breaks_off_in_the_middle() -> None:
    places = {
        apply(some_fault("disconnect"), "text-generation", A_TEXT, (), random.Random(seed)).why["after"]
        for seed in range(50)
    }
    assert len(places) > 20
    assert all(0.2 <= place <= 0.8 for place in places)


@every_task
@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_a_malformed_answer_fails_its_check(task: str, seed: str) -> None:
    applied = apply(some_fault("malformed"), task, tasks.find(task).example, (), random.Random(seed))
    assert applied.reason == "error"
    with pytest.raises(BadOutput):
        tasks.check(task, applied.output)


@every_task
@pytest.mark.parametrize("fault", ["truncated", "refusal", "unsure", "wrong_label", "none"])
@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_every_other_fault_leaves_a_whole_answer_or_none_and_the_given_one_as_it_was(
    task: str, fault: str, seed: str
) -> None:
    before = copy.deepcopy(tasks.find(task).example)
    applied = apply(some_fault(fault), task, before, (), random.Random(seed))
    assert before == tasks.find(task).example
    if applied.reason == "error":
        assert (task, fault) == ("structured", "truncated")
    elif applied.output is not None:
        tasks.check(task, applied.output)


@settings(deadline=None)
@given(text=st.text(min_size=1, max_size=300).filter(str.strip), seed=seeds)
def test_a_truncated_text_is_a_beginning_of_it(text: str, seed: str) -> None:
    applied = apply(
        some_fault("truncated"), "text-generation", {"generated_text": text}, (), random.Random(seed)
    )
    left = applied.output["generated_text"]
    assert text.startswith(left)
    assert left.strip()
    assert (len(left) < len(text.rstrip())) or "unchanged" in applied.why
    assert "unchanged" not in applied.why or len(text.strip()) <= 3


def test_truncated_speech_ends_its_chunks_with_its_text() -> None:
    for seed in range(30):
        left = apply(
            some_fault("truncated"), "automatic-speech-recognition", SPEECH, (), random.Random(seed)
        ).output
        assert " ".join(chunk["text"] for chunk in left["chunks"]).strip() == left["text"]
        assert len(left["text"]) < len(SPEECH["text"])
    # Pieces that are not the text's own cannot be cut with it.
    pieces = [{"text": said, "timestamp": [0.0, 1.0]} for said in ("leave", "IT AT THE DOOR")]
    foreign = {"text": "leave it at the door", "chunks": pieces}
    cut = apply(some_fault("truncated"), "automatic-speech-recognition", foreign, (), random.Random(1)).output
    assert cut["chunks"] == []


def test_a_truncated_list_keeps_its_beginning() -> None:
    ranked = [{"id": f"route-{n}", "score": 9 - n} for n in range(8)]
    for seed in range(30):
        left = apply(some_fault("truncated"), "ranking", ranked, (), random.Random(seed)).output
        assert left == ranked[: len(left)]
        assert 1 <= len(left) <= 7
    one = apply(some_fault("truncated"), "ranking", ranked[:1], (), random.Random(1))
    assert one.output == ranked[:1]
    assert "unchanged" in one.why


def test_a_refusal_stands_in_place_of_the_text() -> None:
    refused = apply(some_fault("refusal"), "text-generation", A_TEXT, (), random.Random(1))
    assert (refused.output, refused.reason) == ({"generated_text": faults.REFUSAL}, None)
    own = apply(
        some_fault("refusal", says="Ask your doctor."),
        "chat-completion",
        {"role": "assistant", "content": "x"},
        (),
        random.Random(1),
    )
    assert own.output == {"role": "assistant", "content": "Ask your doctor."}
    placed = {"answer": "on Tuesday", "score": 0.8, "start": 4, "end": 14}
    assert apply(some_fault("refusal"), "question-answering", placed, (), random.Random(1)).output == {
        "answer": faults.REFUSAL,
        "score": 0.8,
    }


def test_where_there_is_no_text_a_refusal_is_no_answer() -> None:
    refused = apply(
        some_fault("refusal", says="No."), "text-classification", DELAYED, ANSWERS, random.Random(1)
    )
    assert (refused.output, refused.reason, refused.says) == (None, "empty", "No.")


@settings(deadline=None)
@given(score=st.floats(0.5, 1), seed=seeds)
def test_an_unsure_answer_is_the_same_with_scores_below_a_half(score: float, seed: str) -> None:
    sure = [{"label": "delayed", "score": score}, {"label": "on time", "score": 1 - score}]
    applied = apply(some_fault("unsure"), "text-classification", sure, ANSWERS, random.Random(seed))
    assert applied.reason == "unsure"
    assert [one["label"] for one in applied.output] == ["delayed", "on time"]
    assert all(one["score"] < 0.5 for one in applied.output)
    assert outputs.top(applied.output) == "delayed"
    assert WhenItFails().reason_for(applied.output) == "unsure"


def test_unsure_speech_has_unsure_chunks() -> None:
    unsure = apply(some_fault("unsure"), "automatic-speech-recognition", SPEECH, (), random.Random(1)).output
    assert max(chunk["score"] for chunk in unsure["chunks"]) < 0.5
    assert unsure["text"] == SPEECH["text"]


@settings(deadline=None)
@given(seed=seeds, answers=st.permutations(ANSWERS))
def test_a_wrong_label_is_another_answer_as_sure_as_the_first(seed: str, answers: list[str]) -> None:
    applied = apply(some_fault("wrong_label"), "text-classification", DELAYED, answers, random.Random(seed))
    assert outputs.top(applied.output) in {"on time", "lost"}
    assert [one["score"] for one in applied.output] == [0.91, 0.09]
    tasks.check("text-classification", applied.output, answers)


def test_all_other_answers_come_up_as_the_wrong_label() -> None:
    found = {
        outputs.top(
            apply(some_fault("wrong_label"), "text-classification", DELAYED, ANSWERS, random.Random(n)).output
        )
        for n in range(60)
    }
    assert found == {"on time", "lost"}
    wished = some_fault("wrong_label", says="lost")
    assert (
        outputs.top(apply(wished, "text-classification", DELAYED, ANSWERS, random.Random(1)).output) == "lost"
    )
    same = apply(
        some_fault("wrong_label", says="delayed"), "text-classification", DELAYED, ANSWERS, random.Random(1)
    )
    assert (same.output, "unchanged" in same.why) == (DELAYED, True)


def test_one_thing_in_a_picture_gets_a_wrong_label() -> None:
    box = {"xmin": 1, "ymin": 1, "xmax": 5, "ymax": 5}
    seen = [{"label": "parcel", "score": 0.9, "box": box}, {"label": "parcel", "score": 0.8, "box": box}]
    wrong = apply(
        some_fault("wrong_label"), "object-detection", seen, ("parcel", "letter"), random.Random(1)
    ).output
    assert sorted(one["label"] for one in wrong) == ["letter", "parcel"]
    tasks.check("object-detection", wrong, ("parcel", "letter"))


def test_without_an_answer_there_is_nothing_to_break() -> None:
    applied = apply(some_fault("truncated"), "text-generation", None, (), random.Random(1))
    assert applied == (
        None,
        "error",
        {"fault": "truncated", "unchanged": "there was no answer to break"},
        None,
    )


def test_faults_that_a_task_cannot_have_are_found_before_anybody_plays() -> None:
    level = read(
        [
            {"fault": "truncated", "on": 1},
            {"fault": "wrong_label", "on": 2, "says": "dlayed"},
            {"fault": "wrong_label", "on": 3, "says": "delayed"},
            {"fault": "error", "on": 4},
        ]
    )
    assert faults.suits(level, "text-classification", ["on time", "delayed"]) == [
        ((0, "fault"), "an answer of the task text-classification cannot be cut; use malformed or empty"),
        ((1, "says"), "the feature has no answer 'dlayed'; did you mean 'delayed'?"),
    ]
    assert [path for path, _ in faults.suits(level, "text-generation", [])] == [(1, "fault"), (2, "fault")]
    assert [path for path, _ in faults.suits(read("wrong_label"), "text-classification", ["yes"])] == [
        (0, "fault")
    ]


def test_a_fault_leaves_the_mocks_own_draw_alone() -> None:
    mock = build("random")
    before = mock.predict(A_TRIAL)
    which([read({"fault": "error", "chance": "50%"})], A_TRIAL)
    apply(some_fault("wrong_label"), "text-classification", DELAYED, ANSWERS, generator(A_TRIAL, "how"))
    assert mock.predict(A_TRIAL) == before


SCRIPT = """
import dataclasses
from mocks.around.faults import apply, generator, read, which
from mocks.testing import A_PARCEL
level = read([{"fault": "wrong_label", "chance": "50%"}, {"fault": "malformed", "chance": "40%"}])
for trial in range(1, 60):
    request = dataclasses.replace(A_PARCEL, session_seed="ä", trial=trial)
    fault = which([(), level], request)
    said = [{"label": "delayed", "score": 0.9}]
    print(fault and apply(fault, request.task, said, ("on time", "delayed", "lost"), generator(request, "how")))
"""


def test_the_same_session_breaks_in_the_same_way_in_every_process() -> None:
    printed = printed_in_each(SCRIPT, "1", "4321")
    assert len(printed) == 1
