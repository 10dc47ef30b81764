"""Boxes: the overlap, the misses, the inventions and the wrong labels come out as asked, inside the picture."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from mocks.contract import Request
from mocks.errors import MockError
from mocks.imperfect.boxes import Boxes

ASK: dict[str, Any] = {"id": "p", "feature": "shelf", "task": "object-detection", "input": {}}
WIDTH, HEIGHT = 640, 480


def ask(number: int = 0) -> Request:
    return Request(**ASK, seed=f"panel/session/{number}")


def box(label: str, xmin: float, ymin: float, xmax: float, ymax: float) -> dict[str, Any]:
    return {"label": label, "box": {"xmin": xmin, "ymin": ymin, "xmax": xmax, "ymax": ymax}}


def overlap(a: dict[str, float], b: dict[str, float]) -> float:
    across = max(0.0, min(a["xmax"], b["xmax"]) - max(a["xmin"], b["xmin"]))
    down = max(0.0, min(a["ymax"], b["ymax"]) - max(a["ymin"], b["ymin"]))
    areas = [(s["xmax"] - s["xmin"]) * (s["ymax"] - s["ymin"]) for s in (a, b)]
    return across * down / (sum(areas) - across * down)


@st.composite
def pictures(draw: st.DrawFn) -> list[dict[str, Any]]:
    """From one to six boxes anywhere in the picture, from 4 pixels up to all of it."""
    made = []
    for _ in range(draw(st.integers(1, 6))):
        xmin, ymin = draw(st.integers(0, WIDTH - 4)), draw(st.integers(0, HEIGHT - 4))
        xmax, ymax = draw(st.integers(xmin + 4, WIDTH)), draw(st.integers(ymin + 4, HEIGHT))
        made.append(box("milk", xmin, ymin, xmax, ymax))
    return made


SHELF = [
    box("milk", 10, 10, 110, 90),
    box("bread", 300, 200, 600, 440),
    box("milk", 0, 0, 640, 480),
    box("tea", 620, 0, 640, 100),
    box("tea", 50, 300, 54, 303),
]


@given(picture=pictures(), target=st.floats(0.1, 1))
@settings(max_examples=30)
def test_the_mean_overlap_is_the_one_asked_for(picture: list[dict[str, Any]], target: float) -> None:
    boxes = Boxes(iou=target, image=(WIDTH, HEIGHT))
    found = []
    for number in range(1 + 600 // len(picture)):
        output, why = boxes.spoil(picture, ask(number))
        found += [one["iou"] for one in why["found"]]
        for shown in output:
            sides = shown["box"]
            assert 0 <= sides["xmin"] < sides["xmax"] <= WIDTH
            assert 0 <= sides["ymin"] < sides["ymax"] <= HEIGHT
    assert sum(found) / len(found) == pytest.approx(target, rel=0.05)


@given(picture=pictures(), target=st.floats(0.3, 0.95), number=st.integers(0, 10**6))
def test_what_is_said_of_the_overlap_is_true(
    picture: list[dict[str, Any]], target: float, number: int
) -> None:
    output, why = Boxes(iou=target).spoil(picture[:1], ask(number))
    assert overlap(output[0]["box"], picture[0]["box"]) == pytest.approx(why["found"][0]["iou"], abs=2e-4)
    assert abs(why["found"][0]["iou"] - target) < 0.17


def test_without_settings_the_boxes_are_the_true_ones() -> None:
    output, _ = Boxes().spoil(SHELF, ask())
    plain = [{"label": shown["label"], "box": shown["box"]} for shown in output]
    assert sorted(plain, key=str) == sorted(SHELF, key=str)


def test_misses_inventions_and_wrong_labels_are_as_many_as_asked() -> None:
    asked = {"missed": "10%", "invented": "20%", "wrong_label": "5%", "labels": ["milk", "bread", "tea"]}
    boxes = Boxes.model_validate({**asked, "image": [WIDTH, HEIGHT], "iou": 0.7})
    count = 2000
    made = [boxes.spoil(SHELF[:4], ask(number)) for number in range(count)]
    found = [one for _, why in made for one in why["found"]]

    def near(hits: int, of: int, share: float) -> bool:
        return abs(hits - of * share) < 5 * math.sqrt(of * share * (1 - share))

    assert near(sum(len(why["missed"]) for _, why in made), 4 * count, 0.1)
    assert near(sum(why["invented"] for _, why in made), count, 0.2)
    assert near(sum(not one["label_is_right"] for one in found), len(found), 0.05)
    for output, why in made:
        assert len(output) == len(why["found"]) + why["invented"]


def test_an_empty_picture_may_get_an_invented_box_inside_it() -> None:
    boxes = Boxes(invented=1, labels=("milk",), image=(WIDTH, HEIGHT))
    for number in range(200):
        (shown,) = boxes.spoil([], ask(number))[0]
        sides = shown["box"]
        assert 0 <= sides["xmin"] < sides["xmax"] <= WIDTH
        assert 0 <= sides["ymin"] < sides["ymax"] <= HEIGHT
    assert Boxes(missed=0.5).spoil([], ask())[0] == []


def test_an_invented_box_keeps_off_the_real_ones() -> None:
    boxes = Boxes(invented=1, missed=1, labels=("milk",), image=(WIDTH, HEIGHT))
    for number in range(100):
        (shown,) = boxes.spoil(SHELF[:2], ask(number))[0]
        assert max(overlap(shown["box"], real["box"]) for real in SHELF[:2]) < 0.5


def test_an_invented_box_takes_the_place_where_it_is_least_in_the_way() -> None:
    boxes = Boxes(invented=1, missed=1, labels=("milk",), image=(WIDTH, HEIGHT))
    full = box("milk", 0, 0, WIDTH, HEIGHT)
    invented = [boxes.spoil([full], ask(number))[0][0]["box"] for number in range(100)]
    # A box of a tenth to a third of the sides covers a twentieth of the picture; the least of eight far less.
    assert sum(overlap(shown, full["box"]) for shown in invented) / 100 < 0.03


def test_the_surest_box_comes_first_and_scores_keep_to_their_bounds() -> None:
    scores = [shown["score"] for shown in Boxes(score=(0.6, 0.8)).spoil(SHELF, ask())[0]]
    assert scores == sorted(scores, reverse=True)
    assert 0.6 <= min(scores) <= max(scores) <= 0.8


@pytest.mark.parametrize(
    "truth",
    [
        None,
        "milk",
        {},
        [None],
        [{"label": "milk"}],
        [{"label": "milk", "box": [1, 2, 3, 4]}],
        [{"label": "milk", "box": {"xmin": 1}}],
        [box("", 0, 0, 9, 9)],
        [box("milk", 5, 5, 5, 9)],
        [box("milk", 9, 9, 5, 5)],
        [box("milk", math.nan, 0, 9, 9)],
        [box("milk", 0, 0, math.inf, 9)],
        [box("milk", -1, 0, 9, 9)],
        [box("milk", True, 0, 9, 9)],
        [box("milk", "0", 0, 9, 9)],  # type: ignore[arg-type]
        [box("milk", 0, 0, 641, 9)],
        [box("milk", 0, 0, 9, 9)] * 1001,
    ],
)
def test_a_truth_that_is_no_list_of_boxes_is_refused(truth: Any) -> None:
    with pytest.raises(MockError, match=r"'shelf', trial 1: expected"):
        Boxes(iou=0.7, image=(WIDTH, HEIGHT)).spoil(truth, ask())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"iou": 0}, "iou"),
        ({"invented": "5%"}, "image"),
        ({"invented": "5%", "image": [640, 480]}, "labels"),
        ({"wrong_label": "5%", "labels": ["milk", "milk"]}, "two different"),
        ({"score": [0.9, 0.5]}, "lower bound"),
        ({"image": [0, 480]}, "greater"),
        ({"mised": 1}, "mised"),
    ],
)
def test_settings_that_do_not_fit_are_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Boxes.model_validate(wrong)
    assert said in str(refused.value.errors())
