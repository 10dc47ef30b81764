"""Events as plain sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from curtain.analysis.story import details, sentence, story


class Event(NamedTuple):
    at: str
    kind: str
    payload: Mapping[str, Any]


OUTPUT = [{"label": "on time", "score": 0.2}, {"label": "delayed", "score": 0.8}]


@pytest.mark.parametrize(
    ("kind", "payload", "words"),
    [
        ("session.started", {"steps": 22}, "They began; 22 screens lie ahead."),
        ("step.entered", {"step": "warning", "trial": 3}, "They came to 'warning', trial 3."),
        ("step.entered", {"step": "consent", "trial": 0}, "They came to 'consent'."),
        (
            "prediction.requested",
            {"feature": "delay", "step": "warning", "trial": 1},
            "The product asked the feature 'delay' at 'warning', trial 1.",
        ),
        ("desk.claimed", {"operator": "o1"}, "Operator 'o1' took the request."),
        ("desk.released", {"why": "expired"}, "The request went back to the queue (expired)."),
        (
            "desk.handed_over",
            {"operator": "o1", "to": "o2", "note": "She is in a hurry"},
            "Operator 'o1' handed the request to 'o2', and said 'She is in a hurry'.",
        ),
        (
            "desk.handed_over",
            {"operator": "o1", "to": None, "note": ""},
            "Operator 'o1' handed the request back to the queue.",
        ),
        (
            "desk.held",
            {"operator": "o1", "text": "One moment, please…"},
            "Operator 'o1' put them off with 'One moment, please…'.",
        ),
        (
            "prediction.retracted",
            {"operator": "o1", "said": OUTPUT},
            "Operator 'o1' took 'delayed' (80% sure) back before it was shown.",
        ),
        (
            "desk.flagged",
            {"operator": "o1", "what": "mistake", "text": "The wrong street"},
            "Operator 'o1' called the answer a mistake of their own: 'The wrong street'.",
        ),
        (
            "desk.flagged",
            {"operator": "o1", "what": "off_script", "text": ""},
            "Operator 'o1' called the answer off script.",
        ),
        (
            "desk.second_answered",
            {"operator": "o2", "output": OUTPUT},
            "Operator 'o2', asked too and blind, would have answered 'delayed' (80% sure).",
        ),
        ("desk.took_over", {"operator": "o1"}, "Operator 'o1' took the session over from its mocks."),
        ("desk.gave_over", {"operator": "o1"}, "Operator 'o1' gave the session back to its mocks."),
        (
            "desk.noted",
            {"operator": "o1", "name": "Operator 2", "text": "She frowned.\nTwice."},
            "Operator 2 looked on and noted 'She frowned. Twice.'.",
        ),
        ("prediction.closed", {}, "They went on before the answer came; nobody was to give it any more."),
        (
            "prediction.answered",
            {"output": OUTPUT, "late": True, "fallback": True},
            "The answer came: 'delayed' (80% sure), late and by the fallback.",
        ),
        ("prediction.released", {"output": None}, "The answer was sent to the screen: nothing."),
        ("prediction.shown", {"after_ms": 2340}, "They saw the answer after 2.3 s."),
        (
            "reaction.recorded",
            {
                "reaction": "accept",
                "step": "warning",
                "trial": 2,
                "seen_to_pressed_ms": 1800,
                "warned": True,
                "truth": "delayed",
            },
            "They accepted at 'warning', trial 2 after 1.8 s. They had been warned. It really was 'delayed'.",
        ),
        (
            "reaction.recorded",
            {"reaction": "thumb", "value": None, "step": "warning", "trial": 2},
            "They took their thumb back at 'warning', trial 2.",
        ),
        (
            "reaction.recorded",
            {"reaction": "edit", "step": "boxes", "trial": 1, "distance": 0.25, "truth": "two cars"},
            "They changed it by 25% at 'boxes', trial 1. It really was 'two cars'.",
        ),
        (
            "reaction.recorded",
            {"reaction": "accept", "by": "itself", "step": "fall", "trial": 1},
            "It went ahead by itself at 'fall', trial 1.",
        ),
        (
            "reaction.recorded",
            {"reaction": "label", "value": "too casual", "step": "reply", "trial": 2},
            "They labelled it 'too casual' at 'reply', trial 2.",
        ),
        (
            "reaction.recorded",
            {"reaction": "stars", "value": 4, "step": "x"},
            "They gave 4 of 5 stars at 'x'.",
        ),
        ("step.left", {"place": "warning", "how": "time"}, "The time for 'warning' ran out."),
        ("step.left", {"place": "warning", "how": "back"}, "They went back from 'warning'."),
        ("step.left", {"place": "talk/1", "how": "done"}, "They ended the conversation at 'talk/1'."),
        (
            "prediction.released",
            {
                "output": [
                    {"label": label, "score": 0.9, "box": {"xmin": 1}} for label in ("car", "bus", "car")
                ]
            },
            "The answer was sent to the screen: 2 × 'car', 1 × 'bus'.",
        ),
        (
            "reaction.recorded",
            {"reaction": "accept", "step": "boxes", "distance": 0.0, "truth": [{"label": "car"}]},
            "They accepted at 'boxes'.",
        ),
        ("message.said", {"by": "participant", "text": "Hello"}, "They said 'Hello'."),
        ("message.said", {"by": "product", "text": "Good day"}, "The product said 'Good day'."),
        (
            "session.assigned",
            {"arms": ["terse", "chatty"]},
            "They were given the arms 'terse', then 'chatty'.",
        ),
        ("session.screened_out", {}, "They were not among the people looked for."),
        (
            "answer.given",
            {"instrument": "sus", "answers": {"q1": 4}},
            "They filled in the questionnaire 'sus'.",
        ),
        ("session.completed", {}, "They reached the end."),
        ("something.new_here", {}, "Something new here."),
    ],
)
def test_each_event_is_one_plain_sentence(kind: str, payload: dict[str, Any], words: str) -> None:
    assert sentence(kind, payload) == words


def test_every_kind_of_event_can_be_told_without_its_payload() -> None:
    from curtain.analysis.story import _SENTENCES

    for kind in _SENTENCES:
        assert sentence(kind, {}).endswith(".")


def test_details_are_words_and_leave_ids_and_tokens_out() -> None:
    told = details(
        {"prediction": "x-1", "token": "secret", "mock": "rain", "input": {"sky": "snow", "wet": True}}
    )
    assert told == "mock: rain · input: sky snow, wet yes"


def test_a_story_counts_from_its_beginning() -> None:
    told = story(
        [
            Event("2026-01-01T10:00:00.000000+00:00", "session.started", {"steps": 3}),
            Event("2026-01-01T10:01:02.500000+00:00", "session.completed", {}),
        ]
    )
    assert [(line.since_start, line.at, line.what) for line in told] == [
        ("0:00.0", "10:00:00", "They began; 3 screens lie ahead."),
        ("1:02.5", "10:01:02", "They reached the end."),
    ]


def test_a_note_stands_where_it_was_noticed_not_where_it_was_written() -> None:
    noticed = {"name": "Operator 2", "text": "She frowned", "noticed_at": "2026-01-01T10:00:05.000000+00:00"}
    told = story(
        [
            Event("2026-01-01T10:00:00.000000+00:00", "step.entered", {"step": "chat"}),
            Event("2026-01-01T10:00:09.000000+00:00", "session.completed", {}),
            Event("2026-01-01T10:00:12.000000+00:00", "desk.noted", noticed),
        ]
    )
    assert [line.since_start for line in told] == ["0:00.0", "0:05.0", "0:09.0"]
    assert "She frowned" in told[1].what


def test_that_an_operator_still_holds_a_request_is_told_once() -> None:
    def claimed(operator: str) -> Event:
        return Event(at, "desk.claimed", {"prediction": "p1", "operator": operator})

    at = "2026-01-01T10:00:00.000000+00:00"
    handed = Event(at, "desk.handed_over", {"prediction": "p1", "operator": "o1", "to": "o2"})
    back = Event(at, "desk.released", {"prediction": "p1", "operator": "o2", "why": "expired"})
    told = story([claimed("o1"), claimed("o1"), handed, claimed("o2"), back, claimed("o2")])
    assert [line.what for line in told] == [
        "Operator 'o1' took the request.",
        "Operator 'o1' handed the request to 'o2'.",
        "The request went back to the queue (expired).",
        "Operator 'o2' took the request.",
    ]
