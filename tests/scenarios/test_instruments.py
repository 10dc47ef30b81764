"""Questionnaires score as published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios import ScenariosError, instruments


def answers(name: str, values: list[int]) -> dict[str, int]:
    return {item.id: value for item, value in zip(instruments.get(name).items, values, strict=True)}


@pytest.mark.parametrize(
    ("values", "score"),
    [
        ([5, 1, 5, 1, 5, 1, 5, 1, 5, 1], 100.0),
        ([1, 5, 1, 5, 1, 5, 1, 5, 1, 5], 0.0),
        ([3] * 10, 50.0),
        ([5] * 10, 50.0),
        # The worked example in Brooke (1996): items add up to 22, times 2.5.
        ([5, 4, 2, 1, 2, 3, 2, 4, 5, 2], 55.0),
    ],
)
def test_sus_scores_as_published(values: list[int], score: float) -> None:
    assert instruments.get("sus").score(answers("sus", values)) == score


def test_s_tias_is_the_mean_of_its_items() -> None:
    assert instruments.get("s-tias").score(answers("s-tias", [7, 6, 2])) == 5.0


@pytest.mark.parametrize("name", instruments.ids())
@given(data=st.data())
def test_a_score_stays_within_its_bounds(name: str, data: st.DataObject) -> None:
    one = instruments.get(name)
    value = st.integers(1, one.scale.points)
    found = one.score({item.id: data.draw(value) for item in one.items})
    assert found is not None
    assert one.scoring.lowest <= found <= one.scoring.highest


@pytest.mark.parametrize("name", instruments.ids())
def test_both_ends_of_the_scale_can_be_reached(name: str) -> None:
    one = instruments.get(name)
    best = {item.id: 1 if item.reverse else one.scale.points for item in one.items}
    worst = {item.id: one.scale.points if item.reverse else 1 for item in one.items}
    assert (one.score(worst), one.score(best)) == (one.scoring.lowest, one.scoring.highest)


@pytest.mark.parametrize("name", instruments.ids())
def test_a_missing_or_impossible_answer_gives_no_score(name: str) -> None:
    one = instruments.get(name)
    whole = {item.id: 2 for item in one.items}
    first = one.items[0].id
    assert one.score(whole) is not None
    assert one.score({k: v for k, v in whole.items() if k != first}) is None
    assert one.score({**whole, first: 0}) is None
    assert one.score({**whole, first: one.scale.points + 1}) is None


@pytest.mark.parametrize("name", instruments.ids())
def test_every_questionnaire_names_its_source_and_has_items_of_its_own(name: str) -> None:
    one = instruments.get(name)
    assert one.id == name
    assert "19" in one.source or "20" in one.source
    assert len({item.id for item in one.items}) == len(one.items)
    assert not any(item.id in other_ids(name) for item in one.items)


def other_ids(name: str) -> set[str]:
    return {item.id for other in instruments.ids() if other != name for item in instruments.get(other).items}


def test_an_unknown_questionnaire_is_told_with_the_nearest_name() -> None:
    with pytest.raises(ScenariosError, match="there is no questionnaire 'suss'; did you mean 'sus'"):
        instruments.get("suss")
