"""Questionnaires score as published."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scenarios import ScenariosError, instruments
from scenarios.answers import RatedQuestion
from scenarios.instruments import Instrument


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
        # Worked in public reports by Brooke's procedure: 15 and 16 make 31 times 2.5; 12 and 15 make 27 times 2.5.
        ([4, 2, 4, 2, 4, 2, 4, 1, 4, 2], 77.5),
        ([2, 1, 4, 1, 4, 3, 4, 2, 3, 3], 67.5),
    ],
)
def test_sus_scores_as_published(values: list[int], score: float) -> None:
    assert instruments.get("sus").score(answers("sus", values)) == score


def test_s_tias_is_the_mean_of_its_items() -> None:
    assert instruments.get("s-tias").score(answers("s-tias", [7, 6, 2])) == 5.0


# By the formulas of Lewis, Utesch and Maher (2013), p. 2101: ((item 1 - 1) + (item 2 - 1)) * 100 / 12, and 0.65 of that
# plus 22.9; the ends of the latter are the published range, 22.9 to 87.9.
@pytest.mark.parametrize(
    ("values", "plain", "as_sus"),
    [
        ([6, 7], 91.7, 82.5),
        ([5, 4], 58.3, 60.8),
        ([2, 1], 8.3, 28.3),
        ([6, 5], 75.0, 71.6),
        ([5, 5], 66.7, 66.2),
        ([1, 1], 0.0, 22.9),
        ([7, 7], 100.0, 87.9),
    ],
)
def test_umux_lite_has_its_plain_score_and_the_one_that_predicts_the_sus(
    values: list[int], plain: float, as_sus: float
) -> None:
    found = instruments.get("umux-lite").scores(answers("umux-lite", values))
    assert found == {
        "umux-lite": pytest.approx(plain, abs=0.051),
        "umux-lite.as_sus": pytest.approx(as_sus, abs=0.051),
    }


# The convention of the UEQ-S data analysis tool (ueq-online.org): answers 1 to 7 become -3 to 3; items 1 to 4 are
# pragmatic quality, 5 to 8 hedonic quality, and overall is the mean of all eight.
@pytest.mark.parametrize(
    ("values", "pragmatic", "hedonic", "overall"),
    [
        ([7] * 8, 3.0, 3.0, 3.0),
        ([1] * 8, -3.0, -3.0, -3.0),
        ([4] * 8, 0.0, 0.0, 0.0),
        ([6, 7, 5, 6, 3, 4, 2, 3], 2.0, -1.0, 0.5),
    ],
)
def test_ueq_s_runs_from_minus_three_to_three(
    values: list[int], pragmatic: float, hedonic: float, overall: float
) -> None:
    found = instruments.get("ueq-s").scores(answers("ueq-s", values))
    assert found == {"ueq-s": overall, "ueq-s.pragmatic": pragmatic, "ueq-s.hedonic": hedonic}


def test_raw_nasa_tlx_is_the_plain_mean_of_six_scales_from_0_to_100() -> None:
    # The worked example in the README of the R package colleyRstats (M. Colley, on CRAN): marks 14, 2, 11, 6, 13 and 9
    # on the sheet of 21 are 65, 5, 50, 25, 60 and 40, and 40.83 raw.
    values = [5 * (mark - 1) for mark in (14, 2, 11, 6, 13, 9)]
    found = instruments.get("nasa-tlx").scores(answers("nasa-tlx", values))
    assert list(found.values()) == [pytest.approx(40.83333, abs=1e-4), 65, 5, 50, 25, 60, 40]
    assert instruments.get("nasa-tlx").better == "less"
    assert instruments.get("nasa-tlx").score(answers("nasa-tlx", [63, 5, 50, 25, 60, 40])) is None


def test_nps_per_person_averages_to_promoters_minus_detractors() -> None:
    # Reichheld (2003): 9 and 10 are promoters, 0 to 6 detractors.
    score = instruments.get("nps").score
    assert [score({"nps1": n}) for n in range(11)] == [-100.0] * 7 + [0.0] * 2 + [100.0] * 2
    # The example in DELA's annual report of 2018: 30% promoters and 20% detractors are +10.
    people = [10] * 20 + [9] * 10 + [8] * 30 + [7] * 20 + [6] * 10 + [0] * 10
    assert sum(score({"nps1": n}) or 0 for n in people) / len(people) == 10.0


def test_csat_per_person_averages_to_the_share_of_satisfied_people() -> None:
    # The example of youropinion.is/en/docs/calculators/csat: 60 of 100 people choose 4 or 5, which is 60%.
    people = [5] * 25 + [4] * 35 + [3] * 20 + [2] * 10 + [1] * 10
    assert sum(instruments.get("csat").score({"csat1": n}) or 0 for n in people) / len(people) == 60.0


def test_seq_is_the_answer_itself() -> None:
    assert instruments.get("seq").score({"seq1": 6}) == 6.0


def values_of(question: RatedQuestion) -> list[float]:
    least, most, step = question.scale
    return [least + n * step for n in range(round((most - least) / step) + 1)]


@pytest.mark.parametrize("name", instruments.ids())
@given(seed=st.integers())
def test_a_score_stays_within_its_bounds(name: str, seed: int) -> None:
    one, draw = instruments.get(name), random.Random(seed)
    given_answers = {item: draw.choice(values_of(question)) for item, question in one.rated.items()}
    for scoring in filter(None, (one.scoring, *one.subscales.values())):
        found = scoring.score(one.rated, given_answers)
        assert found is not None
        assert scoring.lowest - 1e-9 <= found <= scoring.highest + 1e-9


@pytest.mark.parametrize("name", instruments.ids())
def test_both_ends_of_the_scale_can_be_reached(name: str) -> None:
    one = instruments.get(name)
    best = {item: values_of(q)[0 if q.reverse else -1] for item, q in one.rated.items()}
    worst = {item: values_of(q)[-1 if q.reverse else 0] for item, q in one.rated.items()}
    for scoring in filter(None, (one.scoring, *one.subscales.values())):
        reached = (scoring.score(one.rated, worst), scoring.score(one.rated, best))
        assert reached == (pytest.approx(scoring.lowest), pytest.approx(scoring.highest))


@pytest.mark.parametrize("name", instruments.ids())
def test_a_missing_or_impossible_answer_gives_no_score(name: str) -> None:
    one = instruments.get(name)
    whole = {item: values_of(question)[1] for item, question in one.rated.items()}
    first = one.items[0].id
    assert one.score(whole) is not None
    assert one.score({k: v for k, v in whole.items() if k != first}) is None
    for impossible in (-1, 1000, "5", True, None, float("nan")):
        assert one.score({**whole, first: impossible}) is None


@pytest.mark.parametrize("name", instruments.ids())
def test_every_questionnaire_names_its_source_and_has_items_of_its_own(name: str) -> None:
    one = instruments.get(name)
    assert one.id == name
    assert one.source is not None
    assert "19" in one.source or "20" in one.source
    assert not any(item.id in other_ids(name) for item in one.items)


def other_ids(name: str) -> set[str]:
    return {item.id for other in instruments.ids() if other != name for item in instruments.get(other).items}


@pytest.mark.parametrize("name", instruments.ids())
def test_a_benchmark_lies_within_the_score_and_names_its_source(name: str) -> None:
    one = instruments.get(name)
    for scoring in filter(None, (one.scoring, *one.subscales.values())):
        if scoring.benchmark is None:
            continue
        assert "20" in scoring.benchmark.source
        found = [*scoring.benchmark.bands.values(), *filter(None, [scoring.benchmark.typical])]
        assert found
        assert all(scoring.lowest < value < scoring.highest for value in found)
        assert list(scoring.benchmark.bands.values()) == sorted(scoring.benchmark.bands.values())


def test_an_unknown_questionnaire_is_told_with_the_nearest_name() -> None:
    with pytest.raises(ScenariosError, match="there is no questionnaire 'suss'; did you mean 'sus'"):
        instruments.get("suss")


OWN = {
    "id": "fit",
    "title": "How it fits",
    "scale": {"points": 5, "low": "No", "high": "Yes"},
    "items": {
        "easy": {"likert": "It was easy."},
        "tiring": {"likert": "It was tiring.", "reverse": True, "high": "Very"},
        "words": {"long_text": "What else?", "optional": True},
    },
}


def own(**changes: object) -> Instrument:
    return Instrument.model_validate({**OWN, **changes})


def test_an_own_questionnaire_scores_what_it_names_and_turns_round_what_it_should() -> None:
    one = own(score="mean of easy, tiring")
    assert one.score({"easy": 4, "tiring": 2, "words": "nothing"}) == 4.0
    assert one.scoring is not None
    assert (one.scoring.lowest, one.scoring.highest) == (1, 5)
    total = own(score="sum of all")
    assert total.score({"easy": 5, "tiring": 1}) == 10.0
    assert total.scoring is not None
    assert (total.scoring.lowest, total.scoring.highest) == (2, 10)


def test_items_share_a_scale_and_an_items_own_keys_go_first() -> None:
    easy, tiring, words = own().questions.values()
    assert [easy.settings()["high"], tiring.settings()["high"]] == ["Yes", "Very"]
    assert easy.settings()["points"] == 5
    assert "points" not in words.settings()


def test_without_a_score_nothing_is_scored() -> None:
    assert own().score({"easy": 4, "tiring": 2}) is None
    assert own().scores({"easy": 4, "tiring": 2}) == {}


@pytest.mark.parametrize(
    ("score", "message"),
    [
        ("median of easy", "'median of easy' is not a score"),
        ("mean of esy", "'esy' is not an item that can be scored"),
        ("mean of words", "'words' is not an item that can be scored"),
    ],
)
def test_a_score_that_cannot_be_reckoned_is_told(score: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        own(score=score)
