"""What the product says instead of an answer: each of the four ways to fail has words of its own."""

from __future__ import annotations

from typing import Any

import pytest

from mocks.around.failures import WhenItFails, read

SURE = [{"label": "delayed", "score": 0.9}, {"label": "on time", "score": 0.1}]
UNSURE = [{"label": "delayed", "score": 0.55}, {"label": "on time", "score": 0.45}]


def test_a_plain_text_is_for_all_cases_without_an_answer() -> None:
    words = read("We can't tell right now.")
    assert words.says("error") == words.says("empty") == words.says("late") == "We can't tell right now."
    assert words.says("unsure", answered=True) is None
    assert words.says("late", answered=True) is None
    assert words.says(None) is None


def test_each_case_may_have_words_of_its_own() -> None:
    words = read({"error": "It broke.", "empty": "Nothing.", "unsure": "Maybe.", "late": "Too slow."})
    assert [words.says(reason) for reason in ("error", "empty", "unsure", "late")] == [
        "It broke.",
        "Nothing.",
        "Maybe.",
        "Too slow.",
    ]
    assert words.says("late", answered=True) == "Too slow."


def test_nothing_written_says_nothing() -> None:
    assert read(None) == WhenItFails()
    assert WhenItFails().says("late") is None


@pytest.mark.parametrize(
    ("output", "failed", "late", "reason"),
    [
        (SURE, False, False, None),
        (UNSURE, False, False, "unsure"),
        (UNSURE, False, True, "late"),
        (SURE, True, True, "error"),
        (None, True, False, "error"),
        (None, False, True, "late"),
        (None, False, False, "empty"),
        ([], False, False, "empty"),
        ({"text": " "}, False, False, "empty"),
        ({"text": "", "chunks": []}, False, False, "empty"),
        ({"text": "leave it"}, False, False, None),
        ({"generated_text": "Hello"}, False, False, None),
        ({"answer": "Tuesday", "score": 0.3}, False, False, "unsure"),
        ({"answer": "Tuesday", "score": 0.6}, False, False, None),
        (
            [{"entity_group": "city", "score": 0.2, "word": "Rome", "start": 0, "end": 4}],
            False,
            False,
            "unsure",
        ),
        ([{"id": "route-b", "score": 0.2}], False, False, None),
        ({"value": 24}, False, False, None),
    ],
)
def test_the_way_it_failed_is_told_from_what_came(
    output: Any, failed: bool, late: bool, reason: str | None
) -> None:
    assert WhenItFails().reason_for(output, failed=failed, late=late) == reason


def test_how_unsure_is_too_unsure_is_the_designers_choice() -> None:
    assert read({"unsure_below": "50%"}).reason_for(UNSURE) is None
    assert read({"unsure_below": 0.95}).reason_for(SURE) == "unsure"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"eror": "x"}, r"eror: unknown setting 'eror'; did you mean 'error'\?"),
        ({"error": ""}, "error: String should have at least 1 character"),
        ("", "at least 1 character"),
        (3, "expected a text, or {error: …, empty: …, unsure: …, late: …}, got 3"),
        ({"unsure_below": 2}, "unsure_below: a share goes from 0 to 1"),
    ],
)
def test_what_cannot_be_read_is_refused(written: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read(written)
