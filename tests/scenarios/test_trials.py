"""Trial data: exact counts, a real signal, and the same rows for the same seed everywhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scenarios
from scenarios import LIBRARY, trials
from scenarios.data import FAKES
from scenarios.trials import Order, chosen, locale, met
from tests.scenarios.sketch import sketch

COURIER = scenarios.load(LIBRARY / "courier-delay" / "courier-delay.yaml")


@given(st.text())
def test_counts_are_exact_in_every_seed(seed: str) -> None:
    rows = trials.rows(COURIER, seed)["parcel"]
    assert Counter(row["actual"] for row in rows) == {"delayed": 2, "on time": 6}


@given(st.text(), st.text())
def test_rows_depend_on_the_seed_alone(seed: str, other: str) -> None:
    first = trials.rows(COURIER, seed)
    trials.rows(COURIER, other)
    assert trials.rows(COURIER, seed) == first


@given(st.text(min_size=1))
def test_every_row_has_every_column_in_the_order_of_the_file_as_plain_json(seed: str) -> None:
    rows = trials.rows(COURIER, seed)
    assert json.loads(json.dumps(rows)) == rows
    assert {tuple(row) for row in rows["parcel"]} == {tuple(COURIER.data["parcel"].columns)}


def test_rows_are_the_same_in_every_process() -> None:
    program = (
        "import json, scenarios\nfrom scenarios import trials\n"
        "s = scenarios.load(scenarios.LIBRARY / 'courier-delay' / 'courier-delay.yaml')\n"
        "print(json.dumps([trials.rows(s, 'a'), scenarios.assignment.choose(list(s.arms), {}, 'a')]))"
    )
    told = {_told(program, seed) for seed in ("1", "4242")}
    here = [trials.rows(COURIER, "a"), scenarios.assignment.choose(list(COURIER.arms), {}, "a")]
    assert [json.loads(one) for one in told] == [here]


def _told(program: str, hash_seed: str) -> str:
    """What a program prints in a process of its own."""
    found = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout


def test_the_late_parcels_come_at_every_place_in_the_order() -> None:
    places = Counter(
        n
        for seed in range(400)
        for n, row in enumerate(trials.rows(COURIER, str(seed))["parcel"])
        if row["actual"] == "delayed"
    )
    assert set(places) == set(range(8))
    assert all(60 < count < 140 for count in places.values()), places  # 100 expected, standard deviation 8.7


def test_weather_and_scan_carry_the_signal_that_the_readme_promises() -> None:
    rules = scenarios.settings_key(COURIER.mocks["weather-rules"])
    late, in_time = [], []
    for seed in range(500):
        for row in trials.rows(COURIER, f"signal/{seed}")["parcel"]:
            snow, far = row["weather"] == "heavy snow", row["last_scan"] == "sorting centre"
            wet = row["weather"] == "light rain" and row["last_scan"] == "local depot"
            (late if row["actual"] == "delayed" else in_time).append(snow or far or wet)
    assert "heavy snow" in rules
    assert sum(late) / len(late) == pytest.approx(0.89, abs=0.04)
    assert sum(in_time) / len(in_time) == pytest.approx(0.20, abs=0.04)


def test_adding_a_column_leaves_the_others_as_they_were() -> None:
    before = trials.rows(sketch(), "a")["parcel"]
    wider = sketch(("actual: {late", "day: {fake: day_of_week}\n      actual: {late"))
    after = trials.rows(wider, "a")["parcel"]
    assert [{**row, "day": None} for row in before] == [{**row, "day": None} for row in after]


def test_codes_and_numbers_are_made_as_their_pattern_says() -> None:
    scenario = sketch(
        ("weather: {one_of: [clear, snow]}", 'weather: {pattern: "A-??##"}\n      n: {numbered_from: 3}')
    )
    rows = trials.rows(scenario, "a")["parcel"]
    assert all(re.fullmatch(r"A-[A-Z]{2}\d{2}", row["weather"]) for row in rows)
    assert [row["n"] for row in rows] == [3, 4, 5, 6]


def test_a_weight_of_nothing_is_never_drawn() -> None:
    scenario = sketch(("{one_of: [clear, snow]}", "{one_of: {clear: 1, snow: 0}}"))
    assert {row["weather"] for n in range(50) for row in trials.rows(scenario, str(n))["parcel"]} == {"clear"}


@pytest.mark.parametrize("fake", FAKES)
def test_every_fake_is_a_short_plain_value(fake: str) -> None:
    scenario = sketch(("{one_of: [clear, snow]}", f"{{fake: {fake}}}"))
    for row in trials.rows(scenario, "a")["parcel"]:
        assert isinstance(row["weather"], (str, int, float))
        assert "\n" not in str(row["weather"])
        assert 0 < len(str(row["weather"])) < 400


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "en_US"),
        ("en-GB", "en_GB"),
        ("de", "de_DE"),
        ("pt", "pt_PT"),
        ("ja", "ja_JP"),
        ("xx", "en_US"),
        ("en-XX", "en_US"),
    ],
)
def test_made_up_values_follow_the_language(lang: str, expected: str) -> None:
    assert locale(lang) == expected


POOL = [{"n": n, "actual": "late" if n % 4 == 0 else "in time"} for n in range(16)]
ORDERS = ["as written", "shuffled", "blocks", "blocks as written"]


@st.composite
def pools(draw: st.DrawFn) -> list[dict[str, object]]:
    labels = draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=25))
    return [{"n": n, "label": label} for n, label in enumerate(labels)]


@given(pools(), st.integers(1, 30), st.sampled_from(ORDERS), st.text(max_size=5), st.integers(0, 4))
def test_a_person_never_meets_a_row_twice_in_a_block(
    pool: list[dict[str, object]], take: int, order: Order, seed: str, period: int
) -> None:
    rows = chosen(pool, take, order, "label", seed, period, 5)
    assert len(rows) == len({row["n"] for row in rows}) == min(take, len(pool))
    assert rows == chosen(pool, take, order, "label", seed, period, 9)


@given(
    pools(),
    st.integers(1, 25),
    st.sampled_from(ORDERS),
    st.text(max_size=5),
    st.sampled_from([None, "label"]),
)
def test_periods_use_up_the_pool_before_any_row_comes_again(
    pool: list[dict[str, object]], take: int, order: Order, seed: str, block: str | None
) -> None:
    if block is None and order.startswith("blocks"):
        order = "shuffled"
    met: Counter[object] = Counter()
    for period in range(6):
        met.update(row["n"] for row in chosen(pool, take, order, block, seed, period, 6))
        uses = [met[row["n"]] for row in pool]
        assert max(uses) - min(uses) <= 1


def test_a_period_in_which_the_pool_runs_out_has_no_row_twice() -> None:
    for seed in map(str, range(50)):
        assert len({row["n"] for row in chosen(POOL[:5], 3, "shuffled", None, seed, 1, 2)}) == 3


@given(st.text(max_size=5), st.integers(0, 3), st.sampled_from(ORDERS))
def test_what_is_taken_keeps_exact_shares_where_whole_numbers_allow(
    seed: str, period: int, order: Order
) -> None:
    rows = chosen(POOL, 4, order, "actual", seed, period, 4)
    assert Counter(row["actual"] for row in rows) == {"late": 1, "in time": 3}
    counted = chosen(POOL, 8, "shuffled", None, seed, period % 2, 2, counted=["actual"])
    assert Counter(row["actual"] for row in counted) == {"late": 2, "in time": 6}


@given(pools(), st.text(max_size=5), st.integers(1, 25))
def test_shares_are_never_off_by_more_than_one_or_two(
    pool: list[dict[str, object]], seed: str, take: int
) -> None:
    take = min(take, len(pool))
    got = Counter(row["label"] for row in chosen(pool, take, "as written", "label", seed))
    for label, there in Counter(row["label"] for row in pool).items():
        assert abs(got[label] - take * there / len(pool)) < 2


@given(pools(), st.text(max_size=5), st.integers(1, 25))
def test_orders_are_what_they_are_called(pool: list[dict[str, object]], seed: str, take: int) -> None:
    written = chosen(pool, take, "as written", None, seed)
    assert [row["n"] for row in written] == sorted(row["n"] for row in written)  # type: ignore[type-var]
    assert sorted(map(repr, chosen(pool, take, "shuffled", None, seed))) == sorted(map(repr, written))
    for order in ("blocks", "blocks as written"):
        labels = [row["label"] for row in chosen(pool, take, order, "label", seed)]  # type: ignore[arg-type]
        runs = [label for n, label in enumerate(labels) if n == 0 or labels[n - 1] != label]
        assert len(runs) == len(set(labels))
    places = [row["label"] for row in pool]
    assert runs == sorted(runs, key=places.index)


def test_every_row_is_taken_about_as_often_and_comes_at_every_place() -> None:
    taken: Counter[object] = Counter()
    first: Counter[object] = Counter()
    for seed in range(800):
        rows = chosen(POOL, 4, "shuffled", None, str(seed))
        taken.update(row["n"] for row in rows)
        first[rows[0]["n"]] += 1
    assert all(130 < taken[n] < 270 for n in range(16)), taken  # 200 expected, standard deviation 12
    assert all(15 < first[n] < 95 for n in range(16)), first


def test_a_block_without_settings_has_the_rows_of_the_table() -> None:
    data = COURIER.data["parcel"]
    expected = trials.rows(COURIER, "a")["parcel"]
    for period in (0, 1):
        assert met("parcel", data, COURIER.lang, "a", period=period) == expected
    anew = met("parcel", data, COURIER.lang, "a", period=2, periods=3)
    assert anew != expected
    assert Counter(row["actual"] for row in anew) == {"delayed": 2, "on time": 6}


def test_periods_share_a_pool_of_which_some_are_taken() -> None:
    data = COURIER.data["parcel"]
    for seed in map(str, range(20)):
        parts = [met("parcel", data, COURIER.lang, seed, take=4, period=p, periods=2) for p in (1, 2)]
        whole = trials.rows(COURIER, seed)["parcel"]
        assert sorted(map(repr, parts[0] + parts[1])) == sorted(map(repr, whole))
        for part in parts:
            assert Counter(row["actual"] for row in part) == {"delayed": 1, "on time": 3}


@pytest.mark.parametrize(("order", "period"), [("blocks", 0), ("shuffled", 2), ("shuffled", -1)])
def test_blocks_without_a_column_and_periods_that_are_not_there_are_refused(
    order: Order, period: int
) -> None:
    with pytest.raises(ValueError, match=r"column|period"):
        chosen(POOL, 4, order, None, "a", period, 2)


def test_the_choice_is_the_same_in_every_process() -> None:
    program = (
        "import json\nfrom scenarios.trials import chosen\n"
        "pool = [{'n': n, 'k': 'ab'[n % 2]} for n in range(20)]\n"
        "print(json.dumps([chosen(pool, 6, o, 'k', 'seed', p, 3) for p in range(3) for o in ('shuffled', 'blocks')]))"
    )
    pool = [{"n": n, "k": "ab"[n % 2]} for n in range(20)]
    here = [chosen(pool, 6, o, "k", "seed", p, 3) for p in range(3) for o in ("shuffled", "blocks")]  # type: ignore[arg-type]
    told = {_told(program, seed) for seed in ("1", "4242")}
    assert [json.loads(one) for one in told] == [here]
