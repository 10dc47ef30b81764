"""What was corrected, as a labelled data set: each task, by participants and by operators."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from curtain import desk
from curtain.desk import Operator
from curtain.export.labels import COLUMNS
from curtain.export.panels import Asked, export
from tests.engine import test_choose, test_rank
from tests.engine.changed import changed_house, first_guest
from tests.engine.test_annotate import at_the_picture, told
from tests.engine.test_desk_turns import CHAT, TALK, asking
from tests.engine.work import guest_at_work, working
from tests.house import Guest, House

ANNA, BEN = Operator("anna", "Anna"), Operator("ben", "Ben")
CORRECTED_BOX = {"label": "car", "score": 1.0, "box": {"xmin": 1.0, "ymin": 2.0, "xmax": 90.0, "ymax": 80.0}}


def labels(house: House, panel: str, folder: Path) -> list[dict[str, Any]]:
    file = folder / "labels.jsonl"
    with house.engine.store.reading() as reading:
        export(reading, panel, file, Asked("jsonl", labels=True))
    found = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert all(list(row) == list(COLUMNS) for row in found)
    return found


def of_guest(guest: Guest, folder: Path) -> list[dict[str, Any]]:
    assert guest.panel
    return labels(guest.house, guest.panel.id, folder)


# By participants -----------------------------------------------------------------

HEARD = """data: {note: {rows: 1, columns: {heard: {values: [the cat sat]}}}}
mocks: {wrong: {kind: fixed, output: {text: the hat sat}}}
features:
  transcript: {task: automatic-speech-recognition, truth: heard, model_sees: [], played_by: wrong, show_after: 0 s}
"""
CORRECT = """  - each: note
    steps: [{edit: transcript, id: correct, title: Correct it., done: Send it}]
"""


@pytest.mark.parametrize(("made", "done"), [("the cat sat", "edited"), ("the hat sat", "kept")])
def test_a_text_is_a_label_whether_it_was_corrected_or_left(tmp_path: Path, made: str, done: str) -> None:
    with working(tmp_path, HEARD, CORRECT) as house:
        guest = guest_at_work(house)
        guest.wait(1)
        guest.act("done", value=made)
        (row,) = of_guest(guest, tmp_path)
    assert (row["correction"], row["done"], row["corrected_by"]) == ({"text": made}, done, "participant")
    assert (row["shown"], row["truth"]) == ({"text": "the hat sat"}, "the cat sat")
    assert (row["arm"], row["participant"], row["operator"]) == ("only", 1, None)


def test_boxes_are_labels_in_the_shape_of_the_task(house: House, tmp_path: Path) -> None:
    panel = house.panel(None, scenario="box-labelling")
    guest = at_the_picture(house, panel, "pre-labels")
    drawn = {"id": "n1", "by": "person", "changed": False, **CORRECTED_BOX}
    del drawn["score"]
    guest.act("done", value=told([drawn], added=1))
    (row,) = labels(house, panel, tmp_path)
    assert row["correction"] == [CORRECTED_BOX]
    assert set(row["shown"][0]) == set(CORRECTED_BOX)
    assert (row["task"], row["done"], 0 < row["confidence"] <= 1) == ("object-detection", "edited", True)
    assert set(row["input"]) == {"picture", "light"}


@pytest.mark.parametrize(
    ("more", "value", "scores"),
    [("", ["a", "c", "b", "d"], [1.0, 0.75, 0.5, 0.25]), ("pick: 2", ["c", "d"], [1.0, 0.5])],
)
def test_an_order_is_a_label(tmp_path: Path, more: str, value: list[str], scores: list[float]) -> None:
    mock = json.dumps({"kind": "fixed", "output": test_rank.RANKED})
    top = test_rank.TOP.format(mock=mock, more="")
    with working(tmp_path, top, test_rank.FLOW.format(more=more), test_rank.FILES) as house:
        guest = guest_at_work(house, "with")
        guest.wait(5)
        guest.act("done", value=value)
        (row,) = of_guest(guest, tmp_path)
    assert row["correction"] == [{"id": id, "score": score} for id, score in zip(value, scores, strict=True)]


SHOWN = """data: {note: {rows: 1, columns: {text: {values: [Send help]}}}}
mocks: {wrong: {kind: fixed, answer: spam}}
features: {tag: {answers: [spam, urgent], model_sees: [text], played_by: wrong, show_after: 0 s}}
"""
ASKED = """  - each: note
    steps:
      - show: tag
        title: A note
        text: "{{ tag.label }}"
        feedback: {labels: {ask: What is it?, of: [spam, urgent]}}
        buttons: {Go on: accept}
"""


@pytest.mark.parametrize(("chosen", "label"), [(["urgent"], ["urgent"]), (["urgent", "spam"], ["spam"])])
def test_the_last_label_that_somebody_chose_counts(
    tmp_path: Path, chosen: list[str], label: list[str]
) -> None:
    with working(tmp_path, SHOWN, ASKED) as house:
        guest = guest_at_work(house)
        guest.wait(1)
        for revision, each in enumerate(chosen):
            guest.react("label", value=each, revision=revision)
        guest.react("accept")
        found = of_guest(guest, tmp_path)
    assert [row["correction"] for row in found] == label
    assert [(row["done"], row["input"]) for row in found] == [("labelled", {"text": "Send help"})] * len(
        label
    )


def test_an_answer_that_was_only_followed_is_no_label(tmp_path: Path) -> None:
    with working(tmp_path, SHOWN, ASKED) as house:
        guest = guest_at_work(house)
        guest.wait(1)
        guest.react("accept")
        assert of_guest(guest, tmp_path) == []


def test_a_choice_between_two_labels_neither(tmp_path: Path) -> None:
    kindly = "fixed, answer: 'Good news: Monday it is!'"
    top = test_choose.TOP.format(more="", rows=1, kindly=kindly)
    with working(tmp_path, top, test_choose.FLOW.format(more="tie: true")) as house:
        guest = guest_at_work(house)
        guest.wait(5)
        test_choose.choose(guest, "tie")
        assert of_guest(guest, tmp_path) == []


# By operators -----------------------------------------------------------------


@contextmanager
def drafting(folder: Path) -> Iterator[tuple[House, Guest]]:
    """Somebody waits for an operator, who has a proposal."""
    mocks = {
        "always-late": {"kind": "rules", "rules": [], "otherwise": {"answer": "delayed", "score": 0.7}},
        "checked": {"kind": "draft", "proposed_by": "always-late", "fallback": "weather-rules"},
    }
    house = changed_house(folder, mocks, "checked", when_it_fails="We cannot tell right now.")
    try:
        yield house, first_guest(house)
    finally:
        house.close()


PROPOSED = [{"label": "delayed", "score": 0.7}]
OTHER = [{"label": "on time", "score": 0.9}]


@pytest.mark.parametrize(("sent", "done"), [(PROPOSED, "confirmed"), (OTHER, "edited"), (None, "rejected")])
def test_what_was_proposed_stands_beside_what_was_sent(tmp_path: Path, sent: Any, done: str) -> None:
    with drafting(tmp_path) as (house, guest):
        (line,) = desk.view(house.engine, ANNA)["queue"]
        desk.answer(house.engine, ANNA, line["prediction"], sent).result(10)
        house.step(6)
        (row,) = of_guest(guest, tmp_path)
    assert (row["proposed"], row["correction"], row["shown"]) == (PROPOSED, sent, sent)
    assert (row["done"], row["corrected_by"], row["operator"]) == (done, "operator", 1)
    assert row["truth"] in {"delayed", "on time"}


def test_the_stand_in_labels_nothing(tmp_path: Path) -> None:
    with drafting(tmp_path) as (house, guest):
        house.step(25)
        assert of_guest(guest, tmp_path) == []


def test_a_second_answer_is_a_label_of_its_own(tmp_path: Path) -> None:
    with working(tmp_path, TALK, CHAT) as house:
        guest = asking(house)
        (line,) = desk.view(house.engine, ANNA)["queue"]
        desk.answer(house.engine, ANNA, line["prediction"], {"plain": "Bus 12."}).result(10)
        house.step(2)
        desk.claim(house.engine, BEN, line["prediction"]).result(10)
        desk.answer(house.engine, BEN, line["prediction"], {"plain": "Bus 7."}).result(10)
        found = of_guest(guest, tmp_path)
    assert [(row["correction"]["content"], row["done"], row["operator"]) for row in found] == [
        ("Bus 12.", "wrote", 1),
        ("Bus 7.", "second", 2),
    ]
