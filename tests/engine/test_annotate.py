"""Boxes on a picture: what the screen holds for each kind of help, what is written down, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curtain.errors import Refused
from curtain.screens import annotated
from curtain.screens.annotate import level
from curtain.screens.annotated import Drawn
from mocks.imperfect.boxes import Box
from tests.house import Guest, House

JSON = dict[str, Any]
SIZE = (960, 600)
LABELS = ("car", "person")


@pytest.fixture
def panel(house: House) -> str:
    """A panel of the gallery's scenario, in which the good model plays."""
    return house.panel(None, scenario="box-labelling")


def at_the_picture(house: House, panel: str, arm: str) -> Guest:
    """Somebody who has come to the first picture, with whatever help the arm gives."""
    guest = Guest(house, panel, arm)
    guest.act("next")
    guest.act("next")
    if guest.screen["waiting"]:
        guest.wait()
    assert guest.screen["kind"] == "annotate"
    return guest


def told(boxes: list[JSON], **acts: int) -> JSON:
    """What a browser tells about these boxes."""
    return {"boxes": boxes, "acts": acts, "first_ms": 900}


def box(
    name: str, label: str = "car", xmin: float = 10, ymin: float = 10, xmax: float = 60, ymax: float = 50
) -> JSON:
    sides = {"xmin": xmin, "ymin": ymin, "xmax": xmax, "ymax": ymax}
    return {"id": name, "label": label, "box": sides, "by": "person", "changed": False}


def truth_of(guest: Guest) -> list[JSON]:
    """The true boxes of the picture, as somebody would draw them who makes no mistake."""
    rows = guest.state.rows["scene"]
    row = rows[int(guest.place.partition("/")[2]) - 1]
    return [box(f"t{n}", one["label"], **one["box"]) for n, one in enumerate(row["objects"])]


def last(guest: Guest, house: House, slot: str = "decision") -> JSON:
    """The last reaction that was recorded."""
    found = [slots[slot] for slots in guest.state.reactions.values() if slot in slots]
    return dict(found[-1])


def test_by_hand_nothing_is_proposed_and_good_work_is_known_as_such(house: House, panel: str) -> None:
    guest = at_the_picture(house, panel, "by-hand")
    screen = guest.screen
    assert (screen["boxes"], screen["offers"], screen["lint"], screen["badge"]) == ([], [], None, None)
    assert screen["image"]["src"].startswith("/files/")
    assert (screen["image"]["width"], screen["image"]["height"]) == (960, 600)
    place = guest.place
    guest.act("done", value=told(truth_of(guest), added=4), ms=40_000)
    assert guest.place != place
    reaction = last(guest, house)
    assert reaction["reaction"] == "edit"
    assert reaction["quality"] == {"f1": 1.0, "precision": 1.0, "recall": 1.0, "iou": 1.0}
    assert (reaction["before"], reaction["distance"]) == (None, None)
    assert reaction["value"]["help"] == "by hand"
    assert reaction["value"]["acts"]["added"] == 4
    assert reaction["value"]["first_ms"] == 900
    assert reaction["seen_to_pressed_ms"] == 40_000


def test_proposals_that_are_left_as_they_were_are_accepted(house: House, panel: str) -> None:
    guest = at_the_picture(house, panel, "pre-labels")
    proposed = guest.screen["boxes"]
    assert proposed
    assert guest.screen["notice"] == {"prediction": guest.screen["prediction"]}
    guest.act("done", value=told(proposed))
    reaction = last(guest, house)
    assert (reaction["reaction"], reaction["distance"]) == ("accept", 0)
    assert 0 < reaction["quality"]["f1"] <= 1


def test_proposals_that_are_mended_are_an_edit_with_what_was_changed(house: House, panel: str) -> None:
    guest = at_the_picture(house, panel, "pre-labels")
    proposed = guest.screen["boxes"]
    guest.act("done", value=told(proposed[1:], deleted=1))
    reaction = last(guest, house)
    assert reaction["reaction"] == "edit"
    assert reaction["before"] == proposed
    assert reaction["after"] == proposed[1:]
    assert reaction["distance"] == pytest.approx(1 / len(proposed), abs=0.001)


def test_suggestions_can_be_used_from_the_beginning_and_come_when_they_are_there(
    house: House, panel: str
) -> None:
    guest = Guest(house, panel, "suggestions")
    guest.act("next")
    screen = guest.act("next")
    assert (screen["waiting"], screen["offers"], len(screen["buttons"])) == (None, [], 1)
    screen = guest.wait()
    assert screen["offers"]
    assert screen["boxes"] == []


def test_the_linter_tells_nothing_before_it_is_asked_and_points_out_once(house: House, panel: str) -> None:
    guest = at_the_picture(house, panel, "linter")
    guest.wait()
    screen = guest.screen
    assert (screen["boxes"], screen["offers"], screen["lint"], screen["notice"]) == ([], [], None, None)
    assert [button["act"] for button in screen["buttons"]] == ["check"]
    mine = box("mine", "bus", 2, 2, 30, 30)
    place = guest.place
    screen = guest.act("check", value=told([mine]))
    assert guest.place == place
    assert screen["lint"]["surplus"] == ["mine"]
    assert screen["lint"]["missing"]
    assert screen["boxes"] == [mine]
    assert screen["notice"] == {"prediction": screen["prediction"]}
    assert [button["act"] for button in screen["buttons"]] == ["done"]
    found = [one | {"by": "check", "changed": False} for one in screen["lint"]["missing"]]
    guest.act("done", value=told(found))
    reaction = last(guest, house)
    assert reaction["before"] == [mine]
    assert reaction["distance"] == 1
    assert last(guest, house, "check")["after"] == [mine]


def test_a_linter_that_has_nothing_to_say_costs_no_press(house: House, panel: str) -> None:
    guest = at_the_picture(house, panel, "linter")
    guest.wait()
    asked = guest.state.current
    assert asked is not None
    same = [box(f"b{n}", one["label"], **one["box"]) for n, one in enumerate(asked.output)]
    place = guest.place
    guest.act("check", value=told(same))
    assert guest.place != place
    assert last(guest, house)["distance"] == 0


def test_the_linter_cannot_be_asked_before_the_model_has_looked(house: House, panel: str) -> None:
    guest = Guest(house, panel, "linter")
    guest.act("next")
    guest.act("next")
    with pytest.raises(Refused, match="Just a moment"):
        guest.act("check", value=told([]))


def test_a_difficult_picture_is_called_so_and_its_boxes_are_not_shown(house: House, panel: str) -> None:
    guest = at_the_picture(house, panel, "difficulty")
    assert guest.screen["badge"]["level"] in {"easy", "medium", "hard"}
    asked = guest.state.current
    assert asked is not None
    assert f"{len(asked.output)} things" in guest.screen["badge"]["text"]
    assert guest.screen["boxes"] == []
    assert guest.screen["offers"] == []


@pytest.mark.parametrize("arm", ["by-hand", "difficulty", "pre-labels", "suggestions", "linter"])
def test_every_arm_leads_through_five_pictures(house: House, panel: str, arm: str) -> None:
    guest = at_the_picture(house, panel, arm)
    seen = []
    while guest.screen["kind"] == "annotate":
        if arm != "by-hand":
            guest.wait()
        seen.append(guest.screen["image"]["src"])
        for act in [button["act"] for button in guest.screen["buttons"]]:
            place = guest.place
            guest.act(act, value=told(guest.screen["boxes"]))
            if guest.place == place:
                guest.act("done", value=told(guest.screen["boxes"]))
    assert len(set(seen)) == 5
    done = [slots["decision"] for slots in guest.state.reactions.values() if "decision" in slots]
    assert len(done) == 5
    assert all(reaction["quality"] is not None for reaction in done)


@pytest.mark.parametrize(
    ("number", "score", "how"),
    [
        (0, 0, "easy"),
        (3, 0.9, "easy"),
        (3, 0.7, "medium"),
        (3, 0.5, "hard"),
        (7, 0.9, "medium"),
        (10, 0.9, "hard"),
    ],
)
def test_a_picture_is_harder_with_more_things_and_with_less_certain_ones(
    number: int, score: float, how: str
) -> None:
    assert level([{"score": score}] * number) == how


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "did not get your boxes"),
        ([], "did not get your boxes"),
        ({"boxes": "all"}, "did not get your boxes"),
        ({"boxes": [box(str(n)) for n in range(201)]}, "room for 200"),
        ({"boxes": [7]}, "did not arrive whole"),
        ({"boxes": [box("a") | {"id": "x" * 65}]}, "did not arrive whole"),
        ({"boxes": [box("a") | {"by": "operator"}]}, "did not arrive whole"),
        ({"boxes": [box("a") | {"by": ["person"]}]}, "did not arrive whole"),
        ({"boxes": [box("a") | {"box": {"xmin": 1}}]}, "did not arrive whole"),
        ({"boxes": [box("a", xmin=True)]}, "did not arrive whole"),
        ({"boxes": [box("a", xmin=float("nan"))]}, "did not arrive whole"),
        ({"boxes": [box("a", xmax=10**400)]}, "did not arrive whole"),
        ({"boxes": [box("a"), box("a")]}, "same name"),
        ({"boxes": [box("a", "horse")]}, "not on the list"),
        ({"boxes": [box("a") | {"label": ["car"]}]}, "not on the list"),
        ({"boxes": [box("a", xmin=-5)]}, "leaves the picture"),
        ({"boxes": [box("a", ymax=601)]}, "leaves the picture"),
        ({"boxes": [box("a", xmin=60, xmax=60)]}, "too small"),
        ({"boxes": [box("a", xmin=70, xmax=60)]}, "too small"),
    ],
)
def test_what_no_hand_could_have_drawn_is_refused_with_kind_words(value: Any, says: str) -> None:
    with pytest.raises(Refused, match=says):
        annotated.read(value, LABELS, SIZE)


def test_counts_that_cannot_be_are_told_as_none() -> None:
    found = annotated.read(
        {"boxes": [], "acts": {"added": -3, "moved": 10**9, "robbed": 2}, "first_ms": "soon"}, LABELS, SIZE
    )
    assert set(found.acts.values()) == {0}
    assert "robbed" not in found.acts
    assert found.first_ms is None


def test_proposals_are_cut_to_the_picture_and_unknown_labels_left_out() -> None:
    output = [
        {"label": "car", "score": 0.9, "box": {"xmin": 900, "ymin": 10, "xmax": 1200, "ymax": 60}},
        {"label": "horse", "score": 0.9, "box": {"xmin": 1, "ymin": 1, "xmax": 9, "ymax": 9}},
        {"label": "car", "score": 0.9, "box": {"xmin": 1000, "ymin": 1, "xmax": 1100, "ymax": 9}},
        "nonsense",
    ]
    assert [one.box for one in annotated.proposed(output, LABELS, SIZE)] == [Box(900, 10, 960, 60)]


def test_quality_is_the_share_of_hits_with_the_right_label_and_their_mean_overlap() -> None:
    true = [drawn("a", 0, 0, 100, 100), drawn("b", 200, 0, 300, 100), drawn("c", 400, 0, 500, 100)]
    made = [
        drawn("1", 0, 0, 100, 80),  # overlap 0.8
        drawn("2", 200, 0, 300, 40),  # overlap 0.4: no hit
        drawn("3", 400, 0, 500, 100, "person"),  # another label
        drawn("4", 600, 0, 700, 100),  # nothing there
    ]
    assert annotated.quality(made, true) == {
        "f1": pytest.approx(2 / 7, abs=1e-4),
        "precision": 0.25,
        "recall": pytest.approx(1 / 3, abs=1e-4),
        "iou": 0.8,
    }
    assert annotated.quality([], []) == {"f1": 1, "precision": 1, "recall": 1}
    assert annotated.quality([], true) == {"f1": 0, "precision": 1, "recall": 0}


def test_boxes_are_paired_for_the_largest_overlap_in_all_not_one_after_the_other() -> None:
    left = [drawn("a", 0, 0, 100, 100), drawn("b", 0, 30, 100, 130)]
    right = [drawn("x", 0, 20, 100, 120), drawn("y", 0, 40, 100, 140)]
    assert {(a, b) for a, b, _ in annotated.pairs(left, right)} == {(0, 0), (1, 1)}


def drawn(name: str, xmin: float, ymin: float, xmax: float, ymax: float, label: str = "car") -> Drawn:
    return Drawn(name, label, Box(xmin, ymin, xmax, ymax))


ids, xs, ys = st.integers(0, 10**6), st.integers(0, 900), st.integers(0, 500)
boxes = st.builds(
    lambda n, x, y, w, h, label: drawn(str(n), x, y, x + w, y + h, label),
    ids,
    xs,
    ys,
    st.integers(1, 60),
    st.integers(1, 100),
    st.sampled_from(LABELS),
)
sets = st.lists(boxes, max_size=8, unique_by=lambda one: one.id)


@given(sets, sets)
def test_a_distance_is_none_to_oneself_and_the_same_both_ways(one: list[Drawn], other: list[Drawn]) -> None:
    assert annotated.distance(one, one) == 0
    assert 0 <= annotated.distance(one, other) <= 1
    assert annotated.distance(one, other) == pytest.approx(annotated.distance(other, one), abs=1e-4)


@given(sets, sets)
def test_what_the_linter_calls_missing_and_surplus_is_nothing_for_the_same_boxes(
    one: list[Drawn], other: list[Drawn]
) -> None:
    assert annotated.lint(one, one) == ([], [])
    missing, surplus = annotated.lint(one, other)
    assert len(other) - len(missing) == len(one) - len(surplus)


plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
keys = st.sampled_from(["boxes", "box", "label", "id", "xmin", "acts"])


def _deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4)


@given(st.recursive(plain, _deeper, max_leaves=12))
def test_whatever_a_browser_tells_is_read_or_refused_and_never_breaks(value: Any) -> None:
    try:
        found = annotated.read(value, LABELS, SIZE)
    except Refused:
        return
    assert all(0 <= one.box.xmin < one.box.xmax <= SIZE[0] for one in found.boxes)
