"""How chatty a text is, in several scripts; and when an operator is told that their replies leave an arm's style."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curtain.style import drift, measured

TERSE = "Bus 61, in 4 minutes."
CHATTY = "Well, I think that the next bus you could take is the 61, and it'll be there in about 4 minutes!"


def reply(words: int) -> str:
    return " ".join(["bus"] * words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("🙂 … – !", 0),
        (TERSE, 5),
        ("It's a co-op, don’t worry", 5),
        ("3.50 € at 10:30", 3),
        ("Soon.Then", 2),
        ("Größe für dich", 3),
        ("cafe\u0301 cafés", 2),
        ("Скоро придёт автобус", 3),
        ("हिन्दी की बात", 3),
        ("متى يأتي الباص؟", 3),
        ("我们走吧", 4),
        ("Take 地铁 now", 4),
    ],
)
def test_words_are_counted_in_the_scripts_of_the_world(text: str, words: int) -> None:
    assert measured(text, "en").words == words


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("One two. Three four five six.", 3),
        ("One two\nthree four", 2),
        ('He said "go." Then left', 2.5),
        ("It costs 3.50 at www.shop.example today", 8),
        ("我们走吧。好！", 2.5),
        ("متى؟ الآن", 1),
        ("ठीक है। चलो", 1.5),
        ("Really?! Yes...", 1),
        ("🙂", 0),
    ],
)
def test_sentences_end_where_readers_see_an_end(text: str, each: float) -> None:
    assert measured(text, "en").words_per_sentence == each


def test_function_words_are_known_of_english_alone() -> None:
    assert measured(TERSE, "en").function_words == pytest.approx(1 / 5)
    assert measured("There’s a bus, isn't there?", "en-GB").function_words == pytest.approx(4 / 5)
    assert measured("THE bus", "en_US").function_words == pytest.approx(1 / 2)
    german = measured("Das ist der Bus für dich", "de")
    assert german.function_words is None
    assert german.words == 6
    assert 0 < german.chattiness < 1


def test_a_text_without_words_has_no_share_of_them() -> None:
    assert measured("🙂", "en") == (0, 0.0, None, 0.0)


def test_chattiness_is_reckoned_as_the_docstring_says() -> None:
    text = (
        "the bus the bus the bus the bus. the bus the bus"  # 12 words, 6 a sentence, 6 of them function words
    )
    assert measured(text, "en").chattiness == pytest.approx((12 / 24 + 6 / 14 + 6 / 12) / 3, abs=1e-4)
    assert measured(text, "de").chattiness == pytest.approx((12 / 24 + 6 / 14) / 2, abs=1e-4)


def test_small_talk_is_chattier_than_a_timetable_and_that_than_a_yes() -> None:
    found = [measured(text, "en").chattiness for text in ("Yes.", TERSE, CHATTY)]
    assert found == sorted(found)
    assert found[2] > 2 * found[1]


@given(st.text(max_size=60), st.sampled_from(["en", "de", "", "zh-Hant"]))
@settings(max_examples=100, deadline=None)
def test_whatever_is_said_the_figures_stay_within_their_bounds(text: str, lang: str) -> None:
    found = measured(text, lang)
    assert 0 <= found.chattiness < 1
    assert found.function_words is None or 0 <= found.function_words <= 1
    assert 0 <= found.words_per_sentence <= found.words


def test_an_operator_hears_that_their_last_answers_are_too_long_for_the_arm() -> None:
    told = drift([reply(n) for n in (7, 16, 18, 20)], (5, 12))
    assert told == "Your last three answers have about 18 words; this arm wants 5 to 12."


def test_an_operator_hears_that_their_last_answers_are_too_short_for_the_arm() -> None:
    assert (
        drift(["Yes", "No", "Now"], (5, 12))
        == "Your last three answers have about 1 word; this arm wants 5 to 12."
    )
    assert drift(["Yes"] * 3, (2, 2)) == "Your last three answers have about 1 word; this arm wants 2."


@pytest.mark.parametrize(
    "counts", [(), (30,), (30, 30), (5, 12, 8), (30, 8, 30), (30, 2, 30), (30, 30, 30, 9, 9)]
)
def test_a_few_answers_and_answers_in_style_say_nothing(counts: tuple[int, ...]) -> None:
    assert drift([reply(n) for n in counts], (5, 12)) is None


def test_what_is_told_does_not_come_and_go_while_answers_are_around_the_bound() -> None:
    answers = [reply(13 if n % 2 else 12) for n in range(20)]
    assert [drift(answers[:n], (5, 12)) for n in range(21)] == [None] * 21
    late = [reply(20)] * 3 + answers
    told = [bool(drift(late[:n], (5, 12))) for n in range(len(late) + 1)]
    assert sum(a != b for a, b in itertools.pairwise(told)) == 2, "it came once and went once"


def test_it_stays_told_after_one_answer_in_style_and_ends_after_two() -> None:
    answers = [reply(n) for n in (20, 20, 20, 8, 8)]
    assert drift(answers[:4], (5, 12))
    assert drift(answers, (5, 12)) is None
    short = [reply(n) for n in (2, 2, 2, 8, 8)]
    assert drift(short[:4], (5, 12))
    assert drift(short, (5, 12)) is None


def test_where_replies_mirror_the_person_the_measure_is_what_they_say() -> None:
    asked = ["When does it come?", "And the next one?", "Thanks a lot then"]
    assert drift([reply(15)] * 3, None, asked) == "Too chatty for this person: they use 4 words, you 15."
    assert drift([reply(8)] * 3, None, asked) is None
    long = [reply(20)] * 2
    assert drift([reply(4)] * 3, None, long) == "Too short for this person: they use 20 words, you 4."


def test_somebody_who_says_a_single_word_may_be_answered_by_a_few() -> None:
    assert drift([reply(4)] * 3, None, ["yes"]) is None
    assert drift([reply(9)] * 3, None, ["yes", "🙂"]) == "Too chatty for this person: they use 1 word, you 9."


def test_there_is_no_style_to_leave_where_none_is_wanted_and_nobody_has_spoken() -> None:
    assert drift([reply(50)] * 3) is None
    assert drift([reply(50)] * 3, None, ["🙂"]) is None


def test_what_the_arm_wants_counts_before_what_the_person_says() -> None:
    assert drift([reply(10)] * 3, (5, 12), ["yes"]) is None


def test_the_engine_does_not_load_patterns_that_it_may_never_use() -> None:
    code = "import sys, curtain.style; print('regex' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert found.stdout.strip() == "False"
