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
from scenarios import LIBRARY
from scenarios.data import FAKES
from scenarios.trials import locale
from tests.scenarios.sketch import sketch

COURIER = scenarios.load(LIBRARY / "courier-delay" / "courier-delay.yaml")


@given(st.text())
def test_counts_are_exact_in_every_seed(seed: str) -> None:
    rows = scenarios.rows(COURIER, seed)["parcel"]
    assert Counter(row["actual"] for row in rows) == {"delayed": 2, "on time": 6}


@given(st.text(), st.text())
def test_rows_depend_on_the_seed_alone(seed: str, other: str) -> None:
    first = scenarios.rows(COURIER, seed)
    scenarios.rows(COURIER, other)
    assert scenarios.rows(COURIER, seed) == first


@given(st.text(min_size=1))
def test_every_row_has_every_column_in_the_order_of_the_file_as_plain_json(seed: str) -> None:
    rows = scenarios.rows(COURIER, seed)
    assert json.loads(json.dumps(rows)) == rows
    assert {tuple(row) for row in rows["parcel"]} == {tuple(COURIER.data["parcel"].columns)}


def test_rows_are_the_same_in_every_process() -> None:
    program = (
        "import json, scenarios\n"
        "s = scenarios.load(scenarios.LIBRARY / 'courier-delay' / 'courier-delay.yaml')\n"
        "print(json.dumps([scenarios.rows(s, 'a'), scenarios.assignment.choose(list(s.arms), {}, 'a')]))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "4242")
    }
    here = [scenarios.rows(COURIER, "a"), scenarios.assignment.choose(list(COURIER.arms), {}, "a")]
    assert [json.loads(one) for one in told] == [here]


def test_the_late_parcels_come_at_every_place_in_the_order() -> None:
    places = Counter(
        n
        for seed in range(400)
        for n, row in enumerate(scenarios.rows(COURIER, str(seed))["parcel"])
        if row["actual"] == "delayed"
    )
    assert set(places) == set(range(8))
    assert all(60 < count < 140 for count in places.values()), places  # 100 expected, standard deviation 8.7


def test_weather_and_scan_carry_the_signal_that_the_readme_promises() -> None:
    rules = scenarios.settings_key(COURIER.mocks["weather-rules"])
    late, in_time = [], []
    for seed in range(500):
        for row in scenarios.rows(COURIER, f"signal/{seed}")["parcel"]:
            snow, far = row["weather"] == "heavy snow", row["last_scan"] == "sorting centre"
            wet = row["weather"] == "light rain" and row["last_scan"] == "local depot"
            (late if row["actual"] == "delayed" else in_time).append(snow or far or wet)
    assert "heavy snow" in rules
    assert sum(late) / len(late) == pytest.approx(0.89, abs=0.04)
    assert sum(in_time) / len(in_time) == pytest.approx(0.20, abs=0.04)


def test_adding_a_column_leaves_the_others_as_they_were() -> None:
    before = scenarios.rows(sketch(), "a")["parcel"]
    wider = sketch(("actual: {late", "day: {fake: day_of_week}\n      actual: {late"))
    after = scenarios.rows(wider, "a")["parcel"]
    assert [{**row, "day": None} for row in before] == [{**row, "day": None} for row in after]


def test_codes_and_numbers_are_made_as_their_pattern_says() -> None:
    scenario = sketch(
        ("weather: {one_of: [clear, snow]}", 'weather: {pattern: "A-??##"}\n      n: {numbered_from: 3}')
    )
    rows = scenarios.rows(scenario, "a")["parcel"]
    assert all(re.fullmatch(r"A-[A-Z]{2}\d{2}", row["weather"]) for row in rows)
    assert [row["n"] for row in rows] == [3, 4, 5, 6]


def test_a_weight_of_nothing_is_never_drawn() -> None:
    scenario = sketch(("{one_of: [clear, snow]}", "{one_of: {clear: 1, snow: 0}}"))
    assert {row["weather"] for n in range(50) for row in scenarios.rows(scenario, str(n))["parcel"]} == {
        "clear"
    }


@pytest.mark.parametrize("fake", FAKES)
def test_every_fake_is_a_short_plain_value(fake: str) -> None:
    scenario = sketch(("{one_of: [clear, snow]}", f"{{fake: {fake}}}"))
    for row in scenarios.rows(scenario, "a")["parcel"]:
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
