"""What one answer of a mock costs, beside the least that an answer can cost: a seeded draw and a `Prediction`."""

from __future__ import annotations

import dataclasses
import random
import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any, NamedTuple

import mocks
from mocks import MockError, Prediction, Request
from mocks.testing import A_PARCEL, PARCELS, TRUTHS

TURNS = 15  # each mock and the baseline take turns, so that a busy neighbour slows them alike
TOLD = 100.0  # µs that an answer of these kinds may take

PEOPLE = 50

# Ten rules, of which the last one fits the fewest: most questions go through all of them.
RULES: list[Mapping[str, Any]] = [
    {"if": {"weather": weather, "last_scan": {"in": ["local depot", "sorting centre"]}}, "answer": "delayed"}
    for weather in (
        "hail",
        "fog",
        "ice",
        "flood",
        "gale",
        "sleet",
        "smoke",
        "snow drift",
        "dust",
        "heavy snow",
    )
]

KINDS: dict[str, Mapping[str, Any]] = {
    "rules (10)": {"kind": "rules", "rules": RULES, "otherwise": {"answer": "on time", "score": 0.8}},
    "random": {"kind": "random", "weights": {"delayed": 1, "on time": 3}},
    "imperfect": {"kind": "imperfect", "alarm": "delayed", "misses": 1, "false_alarms": 2},
}


class Row(NamedTuple):
    """Microseconds per answer as medians over the turns; `ratio` is the mock by the baseline, as the median of the
    turns' ratios."""

    name: str
    us: float
    baseline_us: float
    ratio: float


def questions(*, knows_truth: bool) -> list[Request]:
    """Eight trials for each of some people, as the engine would ask them."""
    asked = []
    for person in range(PEOPLE):
        for place, parcel in enumerate(PARCELS):
            oracle = A_PARCEL.oracle and dataclasses.replace(A_PARCEL.oracle, truth=TRUTHS[place])
            asked.append(
                dataclasses.replace(
                    A_PARCEL,
                    input=parcel,
                    seed=f"session {person}/warning-{place}/delay",
                    session_seed=f"session {person}/delay",
                    trial=place + 1,
                    oracle=oracle if knows_truth else None,
                )
            )
    return asked


def measure(name: str, settings: Mapping[str, Any]) -> Row:
    """What a mock of these settings costs. Raises `MockError` for settings that do not fit."""
    mock = mocks.build(settings)
    asked = questions(knows_truth=getattr(mock, "knows_truth", False))
    turns = [(_us(mock.predict, asked), _us(_baseline, asked)) for _ in range(TURNS)]
    ours, least = zip(*turns, strict=True)
    return Row(name, median(ours), median(least), median(us / base for us, base in turns))


def run(out: Callable[[str], object]) -> None:
    """Print microseconds per answer of each kind, and how many times the baseline that is."""
    out(f"one answer, medians of {TURNS} turns of {PEOPLE * len(PARCELS)} questions")
    out(f"{'kind':<12} {'µs':>7} {'baseline µs':>12} {'ratio':>6}")
    for name, settings in KINDS.items():
        try:
            row = measure(name, settings)
        except MockError as error:
            out(f"{name:<12} not measured: {error}")
            continue
        over = "" if row.us < TOLD else f"   over {TOLD:g} µs"
        out(f"{row.name:<12} {row.us:>7.1f} {row.baseline_us:>12.1f} {row.ratio:>6.1f}{over}")


def _baseline(request: Request) -> Prediction:
    draw = random.Random(request.seed)
    return Prediction([{"label": draw.choice(request.answers), "score": draw.random()}])


def _us(answer: Callable[[Request], object], asked: list[Request]) -> float:
    started = time.perf_counter()
    for request in asked:
        answer(request)
    return (time.perf_counter() - started) / len(asked) * 1e6
