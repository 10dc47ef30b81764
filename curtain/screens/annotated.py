"""Boxes that somebody drew: read from what a browser tells, and compared with others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from curtain.errors import Refused
from mocks.imperfect.boxes import Box, iou

MOST = 200  # boxes on one picture
MOST_ACTS = 10_000
LONGEST_MS = 86_400_000
LONGEST_ID = 64
HIT = 0.5  # overlap from which a box counts as found (PASCAL VOC, Everingham et al. 2010, section 4.2)
SLIP = 0.5  # pixels: no hand means so little
FAR = 1e6  # pixels; nobody's hand reaches so far, and NaN is nowhere
SIDES = ("xmin", "ymin", "xmax", "ymax")
BY = ("person", "proposed", "suggested", "check")
ACTS = ("added", "moved", "resized", "deleted", "labelled", "offered", "taken", "undone")


class Drawn(NamedTuple):
    """One box: `by` tells where it came from, `changed` whether a hand was laid on it since."""

    id: str
    label: str
    box: Box
    by: str = "person"
    changed: bool = False

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return {**self._asdict(), "box": self.box._asdict()}


class Told(NamedTuple):
    """What a browser tells of one picture: the boxes, how often each thing was done, and when the first was."""

    boxes: list[Drawn]
    acts: dict[str, int]
    first_ms: int | None


def read(value: Any, labels: Collection[str], size: Sequence[int]) -> Told:
    """What was drawn on a picture of `size` pixels. Raises `Refused` for what no hand could have drawn there."""
    if not isinstance(value, dict) or not isinstance(value.get("boxes"), list):
        raise Refused("We did not get your boxes. Please try again.")
    if len(value["boxes"]) > MOST:
        raise Refused(f"There is room for {MOST} boxes on a picture. Please delete some.")
    boxes = [_drawn(one, labels, size) for one in value["boxes"]]
    if len({one.id for one in boxes}) < len(boxes):
        raise Refused("Two boxes have the same name. Please load this page again.")
    acts = value.get("acts")
    acts = acts if isinstance(acts, dict) else {}
    return Told(
        boxes,
        {name: _count(acts.get(name, 0), MOST_ACTS) or 0 for name in ACTS},
        _count(value.get("first_ms"), LONGEST_MS),
    )


def _count(value: Any, most: int) -> int | None:
    return value if type(value) is int and 0 <= value <= most else None


def _drawn(one: Any, labels: Collection[str], size: Sequence[int]) -> Drawn:
    found = one if isinstance(one, dict) else {}
    name, label, by = found.get("id"), found.get("label"), found.get("by", "person")
    if (
        not isinstance(name, str)
        or not 0 < len(name) <= LONGEST_ID
        or not isinstance(by, str)
        or by not in BY
    ):
        raise Refused("One box did not arrive whole. Please try again.")
    if not isinstance(label, str) or label not in labels:
        raise Refused("One box has a label that is not on the list. Please choose another one.")
    return Drawn(name, label, _box(found.get("box"), size), by, found.get("changed") is True)


def _box(sides: Any, size: Sequence[int]) -> Box:
    if not isinstance(sides, dict) or set(sides) != set(SIDES):
        raise Refused("One box did not arrive whole. Please try again.")
    for value in sides.values():
        if type(value) not in (int, float) or not -FAR <= value <= FAR:
            raise Refused("One box did not arrive whole. Please try again.")
    box = Box(*(round(float(sides[side]), 2) for side in SIDES))
    width, height = size
    if box.xmin < 0 or box.ymin < 0 or box.xmax > width or box.ymax > height:
        raise Refused("One box leaves the picture. Please move it inside.")
    if box.xmax <= box.xmin or box.ymax <= box.ymin:
        raise Refused("One box is too small to see. Please delete it or make it larger.")
    return box


def proposed(output: Any, labels: Collection[str], size: Sequence[int], prefix: str = "p") -> list[Drawn]:
    """A feature's boxes (`[{label, score, box}]`), or true ones: cut to the picture; those with no area left or with a
    label that people cannot choose are left out."""
    found = []
    for n, one in enumerate(output if isinstance(output, list) else []):
        try:
            sides = one["box"]
            cut = {
                side: min(max(sides[side], 0), most) for side, most in zip(SIDES, (*size, *size), strict=True)
            }
            found.append(
                _drawn(
                    {"id": f"{prefix}{n + 1}", "by": "proposed", "label": one["label"], "box": cut},
                    labels,
                    size,
                )
            )
        except (KeyError, TypeError, Refused):
            continue
    return found[:MOST]


def pairs(
    left: Sequence[Drawn], right: Sequence[Drawn], *, same_label: bool = False
) -> list[tuple[int, int, float]]:
    """The pairing of boxes (each with one at most) with the largest sum of overlaps: (place left, place right, IoU).

    Source: H. W. Kuhn, The Hungarian method for the assignment problem (1955), as scipy has it.
    """
    overlaps = [
        [0.0 if same_label and one.label != other.label else iou(one.box, other.box) for other in right]
        for one in left
    ]
    if not left or not right:
        return []
    from scipy.optimize import linear_sum_assignment  # loaded where needed: most houses never do

    chosen = linear_sum_assignment(overlaps, maximize=True)
    return [(int(a), int(b), overlaps[a][b]) for a, b in zip(*chosen, strict=True) if overlaps[a][b] > 0]


def distance(before: Sequence[Drawn], after: Sequence[Drawn]) -> float:
    """How much of a set of boxes was changed: 1 less the mean overlap, from 0 (nothing) to 1 (all). A box that has no
    counterpart, or one with another label, overlaps by 0."""
    most = max(len(before), len(after))
    if not most:
        return 0.0
    return round(1 - sum(shared for _, _, shared in pairs(before, after, same_label=True)) / most, 4)


def quality(drawn: Sequence[Drawn], true: Sequence[Drawn]) -> dict[str, float]:
    """How good the boxes are beside the true ones: `precision`, `recall` and `f1` of boxes with the right label and an
    overlap of 0.5 or more, and `iou`, the mean overlap of those (left out where there is none)."""
    hits = [shared for _, _, shared in pairs(drawn, true, same_label=True) if shared >= HIT]
    found = {
        "f1": 2 * len(hits) / (len(drawn) + len(true)) if drawn or true else 1.0,
        "precision": len(hits) / len(drawn) if drawn else 1.0,
        "recall": len(hits) / len(true) if true else 1.0,
    }
    if hits:
        found["iou"] = sum(hits) / len(hits)
    return {name: round(value, 4) for name, value in found.items()}


def same(before: Sequence[Drawn], after: Sequence[Drawn]) -> bool:
    """Whether boxes were left as they were."""
    if len(before) != len(after):
        return False
    now = {one.id: one for one in after}
    return all(
        one.id in now
        and now[one.id].label == one.label
        and all(abs(a - b) < SLIP for a, b in zip(one.box, now[one.id].box, strict=True))
        for one in before
    )


def lint(drawn: Sequence[Drawn], expected: Sequence[Drawn]) -> tuple[list[Drawn], list[str]]:
    """What seems to be missing among the drawn boxes, and the ids of those that seem to be too much."""
    met = [(a, b) for a, b, shared in pairs(drawn, expected) if shared >= HIT]
    missing = [one for n, one in enumerate(expected) if n not in {b for _, b in met}]
    return missing, [one.id for n, one in enumerate(drawn) if n not in {a for a, _ in met}]
