"""A simulated person is a few seeded numbers: they decide by trust and caution, and learn from outcomes."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from curtain.simulated.person import USUAL, Person
from scenarios.design import Simulated


def many(like: Simulated = USUAL, number: int = 300) -> list[Person]:
    return [Person(random.Random(f"many/{n}"), like) for n in range(number)]


def mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers)


def share_that_follows(like: Simulated, weight: float | None) -> float:
    return mean([float(each.follows(weight=weight, signs=0)) for each in many(like)])


def test_the_same_seed_gives_the_same_person() -> None:
    one, two = (Person(random.Random("7")) for _ in range(2))
    assert [getattr(one, name) for name in ("trust", "caution", "pace", "chatty")] == [
        getattr(two, name) for name in ("trust", "caution", "pace", "chatty")
    ]


def test_a_statement_is_followed_by_most_and_silence_by_few() -> None:
    usual = Simulated()
    assert share_that_follows(usual, None) < 0.3 < 0.6 < share_that_follows(usual, 0.9)
    assert share_that_follows(usual, 0.2) < share_that_follows(usual, 1.2)


def test_personas_shift_trust_caution_patience_and_pace() -> None:
    bold, wary = many(Simulated(trust=0.9)), many(Simulated(trust=0.1))
    assert mean([each.trust for each in bold]) > mean([each.trust for each in wary]) + 0.3
    quick, slow = many(Simulated(pace=2)), many(Simulated(pace=0.5))
    assert mean([each.pace for each in slow]) > 3.5 * mean([each.pace for each in quick])
    assert Person(random.Random(1), Simulated(patience=0)).leaves == 0.03
    assert share_that_follows(Simulated(caution=1), None) > share_that_follows(Simulated(caution=0), None)


def test_trust_rises_slowly_and_falls_fast() -> None:
    for each in many(number=50):
        before = each.trust
        each.decided(warned=True, followed=True)
        each.learn(True)
        assert each.trust > before
        each.trust = before = 0.5
        each.decided(warned=True, followed=True)
        each.learn(False)
        assert each.trust < before - each.learning / 2, "half of what was left, and more"


def test_a_warning_that_was_ignored_rightly_costs_trust() -> None:
    each = Person(random.Random(3))
    before = each.trust
    each.decided(warned=True, followed=False)
    each.learn(True)
    assert each.trust < before


def test_an_outcome_that_nobody_decided_about_teaches_nothing() -> None:
    each = Person(random.Random(3))
    before = each.trust
    each.learn(False)
    assert (each.trust, each.went_well) == (before, [])


@settings(max_examples=100, deadline=None)
@given(st.integers(), st.lists(st.booleans(), max_size=30), st.booleans())
def test_trust_and_opinions_stay_shares(seed: int, outcomes: list[bool], against: bool) -> None:
    each = Person(random.Random(seed))
    for well in outcomes:
        each.decided(warned=True, followed=well)
        each.learn(well)
    assert 0 <= each.trust <= 1
    assert 0 <= each.liking(against=against) <= 1
    assert each.seconds(3) > 0
