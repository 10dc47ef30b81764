"""What holds for all that is wrong on purpose, labels apart: the same in every process, valid for its task, cheap."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import timeit
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from mocks import tasks
from mocks.contract import Request
from mocks.imperfect.boxes import Boxes
from mocks.imperfect.numbers import Interval, Numbers, Outliers
from mocks.imperfect.ranking import Ranking
from mocks.imperfect.segments import Marks, Segments
from mocks.imperfect.texts import Error, Texts
from mocks.quantities import Share

ROOT = Path(__file__).parents[3]
TEXT = "Their parcel will leave the depot on Monday, and the driver rings twice before he leaves it."

CASES: dict[str, tuple[Any, Any]] = {
    "regression": (
        Numbers.model_validate(
            {
                "bias": 2,
                "spread": "10%",
                "outliers": {"share": "5%"},
                "interval": {"covers": "80%"},
                "unit": "min",
            }
        ),
        47,
    ),
    "ranking": (Ranking(ndcg=0.8, top=5), ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]),
    "object-detection": (
        Boxes.model_validate(
            {
                "iou": 0.7,
                "missed": "10%",
                "invented": "30%",
                "wrong_label": "20%",
                "labels": ["cat", "dog"],
                "image": [640, 480],
            }
        ),
        [
            {"label": "cat", "box": {"xmin": 10, "ymin": 20, "xmax": 110, "ymax": 90}},
            {"label": "dog", "box": {"xmin": 300, "ymin": 200, "xmax": 600, "ymax": 440}},
        ],
    ),
    "automatic-speech-recognition": (
        Segments.model_validate({"wer": "15%", "sounds_like": {"their": "there"}, "marks": {"right": "80%"}}),
        TEXT,
    ),
    "text-generation": (
        Texts.model_validate(
            {
                "errors": [
                    {"kind": "wrong_fact", "rate": "20%", "swap": {"Monday": "Tuesday", "twice": "once"}},
                    {"kind": "refusal", "times": 2},
                    {"kind": "cut_short", "rate": "20%"},
                ]
            }
        ),
        TEXT,
    ),
}


def ask(task: str, number: int) -> Request:
    return Request(
        "p", "f", task, {}, f"seed/{number}", trial=1 + number % 8, trials=8, session_seed="session"
    )


def session() -> str:
    """Forty answers of each task, as one text."""
    return json.dumps(
        [settings.spoil(truth, ask(task, n)) for task, (settings, truth) in CASES.items() for n in range(40)],
        allow_nan=False,
    )


def test_the_answers_are_the_same_in_every_process() -> None:
    told = "import runpy, sys; print(runpy.run_path(sys.argv[1])['session'](), end='')"
    for seed in ("0", "4321"):
        answers = subprocess.run(
            [sys.executable, "-c", told, __file__],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert answers == session()


@pytest.mark.parametrize("task", CASES)
def test_answers_fit_their_task_and_truth_and_settings_stay_as_they_were(task: str) -> None:
    settings, truth = CASES[task]
    before = json.dumps(truth)
    for number in range(100):
        output, why = settings.spoil(truth, ask(task, number))
        tasks.check(task, output)
        assert json.loads(json.dumps([output, why], allow_nan=False)) == [output, why]
        assert (output, why) == settings.spoil(truth, ask(task, number))
    assert json.dumps(truth) == before


@pytest.mark.parametrize("task", CASES)
def test_an_answer_takes_less_than_a_tenth_of_a_millisecond(task: str) -> None:
    settings, truth = CASES[task]
    request = ask(task, 1)
    settings.spoil(truth, request)
    best = min(timeit.repeat(lambda: settings.spoil(truth, request), number=50, repeat=10)) / 50
    assert best < 100e-6


@pytest.mark.parametrize(
    ("written", "meant"), [("15%", 0.15), (0.15, 0.15), ("0%", 0), (1, 1), ("100 %", 1), ("12.5%", 0.125)]
)
def test_a_share_is_per_cent_or_a_fraction(written: Any, meant: float) -> None:
    assert TypeAdapter(Share).validate_python(written) == pytest.approx(meant)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (15, "'15%'"),
        ("101%", "from 0% to 100%"),
        (-0.1, "from 0 to 1"),
        (float("nan"), "from 0 to 1"),
        (True, "expected a share"),
        ("a third", "'15%'"),
        ("0.15", "'15%'"),
        (None, "expected a share"),
        ("9" * 5000 + "%", "expected a share"),
        (10**400, "from 0 to 1"),
    ],
    ids=range(10),
)
def test_what_is_no_share_is_refused_with_how_to_write_it(wrong: Any, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        TypeAdapter(Share).validate_python(wrong)


@pytest.mark.parametrize(
    ("heading", "models"),
    [
        ("Numbers", (Numbers, Outliers, Interval)),
        ("Ranking", (Ranking,)),
        ("Boxes", (Boxes,)),
        ("Segments", (Segments, Marks)),
        ("Texts", (Texts, Error)),
    ],
)
def test_the_page_has_each_setting_in_a_table_of_its_section(heading: str, models: tuple[Any, ...]) -> None:
    page = (ROOT / "docs" / "mocks" / "imperfect-other-tasks.md").read_text(encoding="utf-8")
    section = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    for model in models:
        for name in model.model_fields:
            assert f"\n| `{name}` |" in section, name
