"""A text to correct: what is marked in it, and what is measured about the correction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curtain import session
from curtain.acts import Act
from curtain.errors import Refused
from curtain.screens.edit import _marks, _pieces
from curtain.state import Asked
from tests.engine.work import events, guest_at_work, reactions, working
from tests.house import Guest

HEARD = {
    "text": "leave it at the floor",
    "chunks": [
        {"text": "leave it", "timestamp": [0.0, 0.7], "score": 0.95},
        {"text": " at the floor", "timestamp": [0.7, 1.6], "score": 0.41},
    ],
}
TOP = """data:
  clip: {{from: clips.json}}
mocks:
  ear: {mock}
features:
  heard: {{task: {task}, played_by: ear{more}}}
arms: {{with: , without: {{change: {{features.heard: off}}}}}}"""
FLOW = """  - each: clip
    steps:
      - edit: heard
        id: fix
        title: Clip {{{{ clip.file }}}}
        {more}
"""
FILES = {
    "clips.json": json.dumps([{"file": "a.mp3", "said": "Leave it at the door."}]).encode(),
    "a.mp3": b"ID3\x04\0\0sound",
}
SPEECH = "automatic-speech-recognition"
Make = Callable[..., Guest]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Somebody before a text."""
    with ExitStack() as houses:

        def guest(
            output: Any,
            *,
            task: str = SPEECH,
            more: str = "mark_below: 0.7",
            feature: str = "",
            arm: str = "with",
        ) -> Guest:
            mock = output if isinstance(output, str) else json.dumps({"kind": "fixed", "output": output})
            top = TOP.format(mock=mock, task=task, more=feature)
            house = houses.enter_context(working(tmp_path, top, FLOW.format(more=more), FILES))
            made = guest_at_work(house, arm)
            made.wait(5)
            return made

        yield guest


def test_words_below_the_score_are_marked_and_every_chunk_can_be_heard(make: Make) -> None:
    screen = make(HEARD).screen
    assert screen["pieces"] == [
        {"text": "leave it", "at": 0.0},
        {"text": " "},
        {"text": "at the floor", "unsure": True, "label": None, "at": 0.7},
    ]
    assert screen["title"] == "Clip a.mp3"


def test_without_a_limit_nothing_is_marked(make: Make) -> None:
    assert not any("unsure" in piece for piece in make(HEARD, more="").screen["pieces"])


def test_the_recording_has_an_address_that_does_not_tell_its_name(make: Make) -> None:
    screen = make(HEARD, more='audio: "{{ clip.file }}"').screen
    assert screen["audio"].startswith("/files/")
    assert "a.mp3" not in screen["audio"]


def test_a_text_that_is_left_as_it_was_is_accepted(make: Make) -> None:
    guest = make(HEARD, feature=", truth: said")
    assert guest.act("done", value="leave it at the floor \n", ms=900)["kind"] == "end"
    [told] = reactions(guest)
    assert (told["reaction"], told["decision"], told["distance"]) == ("accept", "accept", 0)
    assert told["seen_to_pressed_ms"] == 900
    assert told["prediction"] is not None
    assert told["quality"] == {
        "word_error_rate_before": pytest.approx(0.2),
        "word_error_rate_after": pytest.approx(0.2),
    }


def test_a_corrected_text_is_measured_before_and_after(make: Make) -> None:
    guest = make(HEARD, feature=", truth: said")
    guest.act("done", value="leave it at the door")
    [told] = reactions(guest)
    assert (told["reaction"], told["decision"]) == ("edit", "accept")
    assert (told["before"], told["after"]) == ("leave it at the floor", "leave it at the door")
    assert told["distance"] == pytest.approx(0.2)
    assert told["quality"] == {
        "word_error_rate_before": pytest.approx(0.2),
        "word_error_rate_after": 0,
    }


def test_without_the_feature_the_text_is_written_by_hand(make: Make) -> None:
    guest = make(HEARD, feature=", truth: said", arm="without")
    assert (guest.screen["pieces"], guest.screen["waiting"]) == ([], None)
    guest.act("done", value="leave it at the door")
    [told] = reactions(guest)
    assert (told["reaction"], told["prediction"], told["before"], told["distance"]) == (
        "edit",
        None,
        None,
        None,
    )
    assert told["quality"] == {"word_error_rate_after": 0}


def test_a_failure_says_its_words_and_the_text_is_written_by_hand(make: Make) -> None:
    guest = make(HEARD, feature=", faults: [error], when_it_fails: Please type it.")
    assert (guest.screen["said"], guest.screen["pieces"]) == ("Please type it.", [])
    guest.act("done", value="leave it")
    [told] = reactions(guest)
    assert (told["before"], told["after"]) == (None, "leave it")
    assert told["prediction"] is not None


def test_words_that_were_found_in_a_text_are_marked_with_what_they_are(make: Make) -> None:
    found = [{"entity_group": "typo", "score": 0.6, "word": "teh", "start": 6, "end": 9}]
    more = 'content: "Go 🙂 to teh door"'
    screen = make(found, task="token-classification", more=more).screen
    assert "".join(piece["text"] for piece in screen["pieces"]) == "Go 🙂 to teh door"
    assert screen["pieces"][1] == {"text": "o t", "unsure": True, "label": "typo"}


def test_while_the_text_is_on_its_way_nothing_can_be_done(make: Make) -> None:
    guest = make(HEARD, feature=", show_after: 9 s")
    assert guest.screen["waiting"]
    assert (guest.screen["pieces"], guest.screen["buttons"]) == ([], [])
    with pytest.raises(Refused):
        guest.act("done", value="early")
    assert guest.wait(9)["waiting"] is None


@pytest.mark.parametrize("value", [None, 7, ["a"], {"text": "a"}, "a" * 20_001])
def test_anything_but_a_text_is_refused_and_nothing_is_kept(make: Make, value: Any) -> None:
    guest = make(HEARD)
    with pytest.raises(Refused):
        guest.act("done", value=value)
    assert reactions(guest) == []


def test_half_a_character_is_refused(make: Make) -> None:
    guest = make(HEARD)
    with pytest.raises((Refused, ValueError)):
        guest.act("done", value="a\ud800")
    assert reactions(guest) == []


def test_a_prediction_of_somewhere_else_does_not_count(make: Make) -> None:
    guest = make(HEARD)
    guest.act("done", value="leave it at the floor", prediction="of-nobody")
    assert reactions(guest)[0]["reaction"] == "accept"


def test_a_repetition_changes_nothing(make: Make) -> None:
    guest = make(HEARD)
    place = guest.place
    for value in ("one", "two"):
        done = Act.model_validate({"place": place, "act": "done", "value": value})
        session.act(guest.engine, guest.session, done).result(10)
    assert [event.payload["after"] for event in events(guest, "reaction.recorded")] == ["one"]


def test_who_comes_back_finds_the_proposal_again_and_what_they_do_counts_anew(make: Make) -> None:
    guest = make(HEARD, more="mark_below: 0.7\n      - info: A pause.\n        back: true")
    before = guest.screen["pieces"]
    guest.act("done", value="one")
    guest.act("back")
    assert guest.screen["pieces"] == before
    guest.act("done", value="two")
    assert [told["after"] for told in reactions(guest)] == ["one", "two"]
    assert len({told["prediction"] for told in reactions(guest)}) == 1


def test_it_can_be_skipped_where_that_is_allowed(make: Make) -> None:
    guest = make(HEARD, more="optional: true")
    assert guest.screen["skip"]
    assert guest.act("skip")["kind"] == "end"
    assert [told["reaction"] for told in reactions(guest)] == ["skip"]


def test_nothing_tells_who_answers(make: Make) -> None:
    screen = json.dumps(make(HEARD, feature=", truth: said").view)
    assert '"ear"' not in screen
    assert "Leave it at the door." not in screen


WORDS = st.lists(st.sampled_from(["a", "bb", "the", "🙂", ""]), max_size=6)


@given(WORDS, WORDS, st.floats(0, 1))
@settings(max_examples=100, deadline=None)
def test_the_pieces_are_the_text_whatever_the_chunks_say(
    said: list[str], chunks: list[str], below: float
) -> None:
    text = " ".join(said)
    output = {"text": text, "chunks": [{"text": one, "timestamp": [0, 1], "score": 0.5} for one in chunks]}
    asked = Asked(
        id="p", feature="f", task=SPEECH, place="", step="", each=None, trial=0, mock="", input={},
        requested_at="", release_at="", deadline_at="", output=output, released=True,
    )  # fmt: skip
    assert "".join(piece["text"] for piece in _pieces(text, list(_marks(asked, text, below)))) == text
