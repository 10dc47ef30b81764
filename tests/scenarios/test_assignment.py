"""Arms stay balanced."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.assignment import choose


@given(st.lists(st.text(min_size=1), min_size=1, max_size=8, unique=True), st.integers(0, 120), st.text())
def test_arms_never_differ_by_more_than_one_while_nobody_drops_out(
    arms: list[str], people: int, seed: str
) -> None:
    counts: Counter[str] = Counter(dict.fromkeys(arms, 0))
    for n in range(people):
        counts[choose(arms, counts, f"{seed}/{n}")] += 1
        assert max(counts.values()) - min(counts.values()) <= 1


def test_the_place_of_somebody_who_dropped_out_is_given_to_the_next() -> None:
    assert choose(["a", "b", "c"], {"a": 4, "b": 3, "c": 4}, "any") == "b"


def test_ties_are_drawn_and_not_taken_in_order() -> None:
    firsts = Counter(choose(["a", "b", "c"], {}, str(n)) for n in range(600))
    assert set(firsts) == {"a", "b", "c"}
    assert all(150 < count < 250 for count in firsts.values())  # 200 expected, standard deviation 11.5


def test_without_arms_there_is_nothing_to_choose() -> None:
    with pytest.raises(ValueError, match="no arm"):
        choose([], {}, "a")
