"""How far apart texts, orders and picks are: worked examples, and what holds for all of them."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau

from curtain.distances import between_orders, between_picks, between_texts, word_error_rate, words

TEXT = st.text(st.sampled_from("ab cdé.,\n"), max_size=30)


def slow(one: list[str], other: list[str]) -> int:
    """Levenshtein's distance by the textbook's table."""
    row = list(range(len(other) + 1))
    for n, left in enumerate(one, 1):
        above, row[0] = row[0], n
        for k, right in enumerate(other, 1):
            above, row[k] = row[k], min(row[k] + 1, row[k - 1] + 1, above + (left != right))
    return row[-1]


@pytest.mark.parametrize(
    ("before", "after", "apart"),
    [
        ("leave it at the door", "leave it at the door", 0),
        ("leave it at the door", "leave it at the floor", 1 / 5),
        ("leave it", "please leave it there", 2 / 4),
        ("one two three", "", 1),
        ("", "", 0),
        ("Soon.", "soon", 1),
        ("a  b\n", "a b", 0),
        ("我们走吧", "我们走了", 1 / 4),
        ("caf\u00e9", "cafe\u0301", 0),
    ],
)
def test_texts_are_apart_by_the_words_that_change(before: str, after: str, apart: float) -> None:
    assert between_texts(before, after) == pytest.approx(apart)


@pytest.mark.parametrize(
    ("truth", "text", "rate"),
    [
        ("Leave it at the door.", "leave it at the door", 0),
        ("leave it at the door", "leave at the floor", 2 / 5),
        ("yes", "no no no", 3),
        ("…", "anything", None),
        ("हिन्दी की बात", "हिन्दी का बात", 1 / 3),
    ],
)
def test_the_word_error_rate_is_reckoned_over_the_words_of_the_truth(
    truth: str, text: str, rate: float | None
) -> None:
    assert word_error_rate(truth, text) == (None if rate is None else pytest.approx(rate))


@given(TEXT, TEXT)
@settings(max_examples=150, deadline=None)
def test_the_distance_of_texts_is_the_textbooks(one: str, other: str) -> None:
    longer = max(len(words(one)), len(words(other)), 1)
    found = between_texts(one, other)
    assert found == pytest.approx(slow(words(one), words(other)) / longer)
    assert found == between_texts(other, one)
    assert 0 <= found <= 1


def test_a_turned_order_is_as_far_as_can_be_and_a_swap_is_one_pair() -> None:
    assert between_orders("abcd", "abcd") == 0
    assert between_orders("abcd", "dcba") == 1
    assert between_orders("abcd", "abdc") == pytest.approx(1 / 6)
    assert between_orders(["only"], ["only"]) == 0


@given(st.permutations(range(7)))
@settings(max_examples=60, deadline=None)
def test_orders_are_apart_as_kendalls_tau_says(order: list[int]) -> None:
    tau = kendalltau(range(7), [order.index(n) for n in range(7)]).statistic
    assert between_orders(range(7), order) == pytest.approx((1 - tau) / 2)


def test_orders_of_different_things_are_refused() -> None:
    for other in ("abd", "ab", "abcc"):
        with pytest.raises(ValueError, match="same things"):
            between_orders("abc", other)


def test_picks_are_apart_by_what_was_not_taken() -> None:
    assert between_picks("ab", "ba") == 0
    assert between_picks("ab", "ac") == 0.5
    assert between_picks("ab", "cd") == 1


def test_a_distance_is_the_same_in_every_process() -> None:
    code = "from curtain.distances import between_texts as d; print(d('a b c d e f', 'f b a d c'))"
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_long_texts_are_compared_at_once() -> None:
    before, after = ("a b c d " * 2_500), ("b d a c " * 2_500)
    began = time.perf_counter()
    between_texts(before, after)
    assert time.perf_counter() - began < 1.0
