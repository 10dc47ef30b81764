"""Segments: the word error rate, counted by Levenshtein, is the one asked for, and marks are right as often."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from mocks.contract import Request
from mocks.errors import MockError
from mocks.imperfect.segments import Segments

ASK: dict[str, Any] = {"id": "p", "feature": "dictation", "task": "automatic-speech-recognition", "input": {}}

TEXT = (
    "Their parcel will leave the depot on Monday, and the driver rings twice before he leaves it at the gate."
)
CHUNKS = [
    {"text": "Their parcel will leave", "timestamp": [0.0, 1.5]},
    {"text": "the depot on Monday,", "timestamp": [1.5, 3.25]},
    {"text": "and the driver rings", "timestamp": [3.5, 5]},
    {"text": "twice.", "timestamp": [5, 6]},
]


def ask(number: int = 0) -> Request:
    return Request(**ASK, seed=f"panel/session/{number}")


def distance(truth: list[str], heard: list[str]) -> int:
    """Levenshtein's distance on words."""
    row = list(range(len(heard) + 1))
    for place, word in enumerate(truth, start=1):
        below = [place]
        for at, other in enumerate(heard, start=1):
            below.append(min(row[at] + 1, below[-1] + 1, row[at - 1] + (word != other)))
        row = below
    return row[-1]


SOME_WORDS = ["the", "a", "van", "Monday,", "gate.", "river", "ring", "«", "twice", "twice"]
WORDS = st.lists(st.sampled_from(SOME_WORDS), min_size=1, max_size=20)
WEIGHTS = st.sampled_from([(60, 20, 20), (0, 1, 1), (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 1)])


@given(words=WORDS, wer=st.floats(0, 1), weights=WEIGHTS, number=st.integers(0, 10**6))
@settings(max_examples=150)
def test_the_distance_is_just_the_number_of_edits(
    words: list[str], wer: float, weights: tuple[int, int, int], number: int
) -> None:
    kinds = dict(zip(("substitutions", "deletions", "insertions"), weights, strict=True))
    output, why = Segments.model_validate({"wer": wer, **kinds}).spoil(" ".join(words), ask(number))
    edits = sum(why[kind] for kind in kinds)
    assert distance(words, output["text"].split()) == edits
    assert edits in (math.floor(wer * len(words)), math.ceil(wer * len(words)))
    assert output["text"].strip()


@given(wer=st.floats(0.03, 1), text=st.sampled_from([TEXT, "Ring twice", "the the the the", CHUNKS]))
@settings(max_examples=12)
def test_the_mean_word_error_rate_is_the_one_asked_for(wer: float, text: Any) -> None:
    truth = text if isinstance(text, str) else " ".join(chunk["text"] for chunk in text)
    segments, edits, draws = Segments(wer=wer), 0, 1000
    for number in range(draws):
        output, _ = segments.spoil(text, ask(number))
        edits += distance(truth.split(), output["text"].split()) if number < 100 else 0
    # The first hundred are counted; all of them are said, and what is said is true (the test above).
    said = sum(segments.spoil(text, ask(number))[1]["wer"] for number in range(draws)) / draws
    expected = wer * len(truth.split())
    assert said == pytest.approx(wer, abs=5 * 0.5 / len(truth.split()) / math.sqrt(draws))
    assert abs(edits / 100 - expected) <= 5 * 0.5 / math.sqrt(100)


def test_the_word_error_rate_is_within_five_per_cent_over_many_draws() -> None:
    for wer in (0.05, 0.15, 0.4):
        segments = Segments(wer=wer)
        heard = [segments.spoil(TEXT, ask(number))[0]["text"] for number in range(800)]
        edits = sum(distance(TEXT.split(), text.split()) for text in heard)
        assert edits / len(TEXT.split()) / 800 == pytest.approx(wer, rel=0.05)


def test_the_kinds_of_errors_come_in_the_proportion_asked_for() -> None:
    made = [Segments(wer=0.3).spoil(TEXT, ask(number))[1] for number in range(4000)]
    edits = sum(round(why["wer"] * why["words"]) for why in made)
    for kind, share in {"substitutions": 0.6, "deletions": 0.2, "insertions": 0.2}.items():
        assert sum(why[kind] for why in made) / edits == pytest.approx(share, rel=0.05)


@pytest.mark.parametrize("right", [0.3, 0.8, 1])
@pytest.mark.parametrize("truth", [TEXT, CHUNKS])
def test_marks_are_right_as_often_as_asked(right: float, truth: Any) -> None:
    segments = Segments.model_validate({"wer": 0.15, "marks": {"right": right}})
    rightly = marked = 0
    for number in range(4000):
        output, why = segments.spoil(truth, ask(number))
        low = sum(chunk["score"] < 0.5 for chunk in output["chunks"])
        assert low == why["marked"]
        marked, rightly = marked + low, rightly + why["marked_rightly"]
    assert rightly / marked == pytest.approx(right, rel=0.05)


def test_a_marked_word_that_counts_as_right_is_not_in_the_truth() -> None:
    segments = Segments.model_validate({"wer": 0.3, "marks": {"right": 1, "found": 1}})
    for number in range(200):
        for chunk in segments.spoil(TEXT, ask(number))[0]["chunks"]:
            assert (chunk["score"] < 0.5) == (chunk["text"] not in TEXT.split())


def test_a_chunk_with_a_word_left_out_counts_as_wrong() -> None:
    asked = {"wer": 0.15, "substitutions": 0, "insertions": 0, "marks": {"right": 1}}
    for number in range(100):
        for chunk in Segments.model_validate(asked).spoil(CHUNKS, ask(number))[0]["chunks"]:
            assert (chunk["score"] < 0.5) == (chunk["text"] not in [one["text"] for one in CHUNKS])


def test_only_the_share_found_of_the_wrong_words_is_marked() -> None:
    segments = Segments.model_validate({"wer": 0.3, "marks": {"right": 1, "found": "50%"}})
    made = [segments.spoil(TEXT, ask(number))[1] for number in range(2000)]
    wrong = sum(why["wrong_chunks"] for why in made)
    assert sum(why["marked"] for why in made) / wrong == pytest.approx(0.5, rel=0.05)


def test_a_word_is_misheard_as_what_it_sounds_like_with_its_capital_and_its_comma() -> None:
    asked = {"wer": 1, "deletions": 0, "insertions": 0, "sounds_like": {"their": "there", "Monday": "Sunday"}}
    output, _ = Segments.model_validate(asked).spoil("Their van, Monday, came", ask())
    heard = output["text"].split()
    assert (heard[0], heard[2]) == ("There", "Sunday,")
    assert heard[1].endswith(",")


def test_what_a_word_sounds_like_is_left_when_the_text_has_it_too() -> None:
    # Heard as "there they're them", only two words would be wrong: it is the same, shifted by one.
    chain = {"their": "there", "there": "they're", "they're": "them"}
    asked = {"wer": 1, "deletions": 0, "insertions": 0, "sounds_like": chain}
    output, why = Segments.model_validate(asked).spoil("their there they're", ask())
    assert distance(["their", "there", "they're"], output["text"].split()) == why["substitutions"] == 3


def test_the_words_to_hear_instead_may_be_our_own() -> None:
    output, _ = Segments(wer=1, deletions=0, insertions=0, words=("Bahnhof",)).spoil("der Zug", ask())
    assert output["text"] == "Bahnhof Bahnhof"


def test_timestamps_are_those_of_the_chunks() -> None:
    output, _ = Segments(wer=0.1).spoil({"text": "ignored", "chunks": CHUNKS}, ask())
    assert [chunk["timestamp"] for chunk in output["chunks"]] == [chunk["timestamp"] for chunk in CHUNKS]
    assert output["text"] == " ".join(chunk["text"] for chunk in output["chunks"])


def test_without_chunks_each_word_has_a_time_by_its_length() -> None:
    output, _ = Segments(wer=0, words_per_second=2).spoil("a gate for vans", ask())
    assert output["chunks"] == [
        {"text": "a", "timestamp": [0.0, 0.17]},
        {"text": "gate", "timestamp": [0.17, 0.83]},
        {"text": "for", "timestamp": [0.83, 1.33]},
        {"text": "vans", "timestamp": [1.33, 2.0]},
    ]


@pytest.mark.parametrize(
    "truth",
    [
        None,
        3,
        "",
        " \n",
        [],
        {},
        {"text": 3},
        [{"text": "", "timestamp": [0, 1]}],
        [{"text": "a"}],
        [{"text": "a", "timestamp": [0]}],
        [{"text": "a", "timestamp": [2, 1]}],
        [{"text": "a", "timestamp": [0, math.nan]}],
        [{"text": "a", "timestamp": [0, None]}],
        [{"text": None, "timestamp": [0, 1]}],
        ["a"],
        "word " * 5000,
        "x" * 30000,
    ],
)
def test_a_truth_that_is_no_text_is_refused(truth: Any) -> None:
    with pytest.raises(MockError, match=r"'dictation', trial 1: expected"):
        Segments(wer=0.2).spoil(truth, ask())


def test_a_text_that_uses_up_all_words_to_hear_instead_is_refused() -> None:
    with pytest.raises(MockError, match="give more 'words'"):
        Segments(wer=1, deletions=0, words=("river",)).spoil("a river", ask())


@given(text=st.text(max_size=200), number=st.integers(0, 1000))
def test_any_text_with_a_word_gives_an_answer(text: str, number: int) -> None:
    segments = Segments.model_validate({"wer": 0.5, "marks": {"right": 0.5}})
    if not text.split():
        with pytest.raises(MockError):
            segments.spoil(text, ask(number))
    else:
        output, why = segments.spoil(text, ask(number))
        assert distance(text.split(), output["text"].split()) == round(why["wer"] * why["words"])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({}, "missing"),
        ({"wer": 15}, "'15%'"),
        ({"wer": 0.1, "substitutions": 0, "deletions": 0, "insertions": 0}, "above 0"),
        ({"wer": 0.1, "words": []}, "words"),
        ({"wer": 0.1, "words": ["two words"]}, "one word"),
        ({"wer": 0.1, "sounds_like": {"their": "Their,"}}, "the word itself"),
        ({"wer": 0.1, "sounds_like": {"their": "they are"}}, "one word for one word"),
        ({"wer": 0.1, "marks": {"right": 0}}, "never right"),
        ({"wer": 0.1, "words_per_second": 0}, "words_per_second"),
    ],
)
def test_settings_that_do_not_fit_are_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Segments.model_validate(wrong)
    assert said in str(refused.value.errors())
