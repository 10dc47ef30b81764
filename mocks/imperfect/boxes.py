"""Boxes that are wrong on purpose: shifted and scaled to an overlap, missed, invented, and with a wrong label."""

from __future__ import annotations

import math
import random
from typing import Annotated, Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from mocks.contract import Request
from mocks.imperfect.misfit import misfit
from mocks.quantities import Share

MOST = 1000  # boxes in one picture
SMALLEST = 0.01  # pixels; what is smaller is an error in the data
LARGEST = 1e6  # pixels
SIDES = {"xmin", "ymin", "xmax", "ymax"}
WIDEST = 0.15  # how far a single box's overlap may be from the mean asked for
PLACES = 8  # tried for an invented box, to find one that is on nothing real

Score = Annotated[float, Field(ge=0, le=1)]
Pixels = Annotated[int, Field(ge=10, le=int(LARGEST))]


class Box(NamedTuple):
    """In pixels, from the upper left corner of the picture."""

    xmin: float
    ymin: float
    xmax: float
    ymax: float


class Boxes(BaseModel):
    """Settings for the task `object-detection`.

    `iou` is the mean overlap (intersection over union) of the boxes found with the true ones; each single one lies
    at most 0.15 from it. `missed` and `wrong_label` are shares of the true boxes, `invented` the share of the
    pictures with a box where nothing is. `image` is [width, height] in pixels: no box leaves it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    iou: Share = 1.0
    missed: Share = 0.0
    invented: Share = 0.0
    wrong_label: Share = 0.0
    labels: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    score: tuple[Score, Score] = (0.5, 0.99)
    image: tuple[Pixels, Pixels] | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.iou < 0.05:
            raise _problem(
                "iou", f"boxes that hardly touch are no match; ask for 0.05 or more, got {self.iou:g}"
            )
        if self.score[0] > self.score[1]:
            raise _problem("score", f"the lower bound comes first, got {list(self.score)}")
        if self.invented and (self.image is None or not self.labels):
            raise _problem("invented", "needs 'image: [width, height]' and 'labels' to draw a box from")
        if self.wrong_label and len(set(self.labels)) < 2:
            raise _problem("wrong_label", "needs 'labels' with at least two different ones")
        return self

    def spoil(self, truth: Any, request: Request) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """[{"label", "score", "box"}, …], the surest first, and what became of which true box (by its place).

        `truth` is a list of {"label", "box"}, empty where there is nothing to see. Raises `MockError` for anything
        else, such as a box without a size or one that leaves the picture.
        """
        real = self._boxes(truth, request)
        draw = random.Random(f"{request.seed}/boxes")
        shown: list[tuple[float, str, Box]] = []
        found: list[dict[str, Any]] = []
        missed: list[int] = []
        for place, (label, box) in enumerate(real):
            if draw.random() < self.missed:
                missed.append(place)
                continue
            said = self._label(label, draw)
            moved = self._moved(box, draw)
            shown.append((self._score(draw), said, moved))
            found.append({"truth": place, "iou": round(iou(box, moved), 4), "label_is_right": said == label})
        invented = draw.random() < self.invented
        if invented:
            shown.append((self._score(draw), draw.choice(self.labels), self._invented(real, draw)))
        shown.sort(key=lambda one: -one[0])
        output = [{"label": label, "score": score, "box": box._asdict()} for score, label, box in shown]
        return output, {"found": found, "missed": missed, "invented": int(invented)}

    def _score(self, draw: random.Random) -> float:
        return round(draw.uniform(*self.score), 3)

    def _label(self, label: str, draw: random.Random) -> str:
        if draw.random() >= self.wrong_label:
            return label
        return draw.choice([other for other in self.labels if other != label])

    def _moved(self, box: Box, draw: random.Random) -> Box:
        """The box at an overlap drawn around `iou`: another size first, then pushed until the overlap is right.

        With B's area r times A's, IoU = o / (1 + r - o) for a shared area of o times A's; so
        o = IoU (1 + r) / (1 + IoU).
        """
        play = min(WIDEST, 1 - self.iou, self.iou / 2)
        target = self.iou + draw.uniform(-play, play)
        if target >= 1:
            return box
        ratio = target ** draw.uniform(-0.5, 0.5)
        size = math.sqrt(ratio)
        most = min(1.0, size)
        # The shared area is split between the axes: all of the push to the side, all of it down, or in between.
        lost = target * (1 + ratio) / (1 + target) / most**2
        split = draw.random()
        width, height = self.image or (math.inf, math.inf)
        across = _pushed(box.xmin, box.xmax, size, most * lost**split, width, draw.random() < 0.5)
        down = _pushed(box.ymin, box.ymax, size, most * lost ** (1 - split), height, draw.random() < 0.5)
        if across is None or down is None:
            # No room to push it: a smaller one inside has just the overlap of its share of the area.
            size = math.sqrt(target)
            across, down = _within(box.xmin, box.xmax, size, draw), _within(box.ymin, box.ymax, size, draw)
        digits = 2 if min(box.xmax - box.xmin, box.ymax - box.ymin) >= 10 else 5
        return Box(
            round(across[0], digits), round(down[0], digits), round(across[1], digits), round(down[1], digits)
        )

    def _invented(self, real: list[tuple[str, Box]], draw: random.Random) -> Box:
        """A box of a tenth to a third of the picture's sides, where it is least on a real one."""
        assert self.image is not None
        width, height = self.image
        best, least = None, math.inf
        for _ in range(PLACES):
            across, down = width * draw.uniform(0.1, 0.33), height * draw.uniform(0.1, 0.33)
            x, y = draw.uniform(0, width - across), draw.uniform(0, height - down)
            box = Box(round(x, 2), round(y, 2), round(x + across, 2), round(y + down, 2))
            overlap = max((iou(box, other) for _, other in real), default=0.0)
            if overlap < least:
                best, least = box, overlap
            if not overlap:
                break
        assert best is not None
        return best

    def _boxes(self, truth: Any, request: Request) -> list[tuple[str, Box]]:
        if not isinstance(truth, list | tuple) or len(truth) > MOST:
            raise misfit(
                request, f"a list of at most {MOST} boxes, {{label, box: {{xmin, ymin, xmax, ymax}}}},", truth
            )
        return [self._box(one, request) for one in truth]

    def _box(self, one: Any, request: Request) -> tuple[str, Box]:
        label, sides = (one.get("label"), one.get("box")) if isinstance(one, dict) else (None, None)
        if not isinstance(label, str) or not label or not isinstance(sides, dict) or sides.keys() != SIDES:
            raise misfit(request, "a box as {label, box: {xmin, ymin, xmax, ymax}}", one)
        box = Box(sides["xmin"], sides["ymin"], sides["xmax"], sides["ymax"])
        for value in box:
            if type(value) not in (int, float) or not 0 <= value <= LARGEST:
                raise misfit(request, f"sides from 0 to {LARGEST:g} pixels", one)
        if box.xmax - box.xmin < SMALLEST or box.ymax - box.ymin < SMALLEST:
            raise misfit(request, f"a box of at least {SMALLEST:g} pixels, xmin < xmax and ymin < ymax,", one)
        if self.image and (box.xmax > self.image[0] or box.ymax > self.image[1]):
            raise misfit(request, f"a box inside the image of {self.image[0]:g} by {self.image[1]:g}", one)
        return label, box


def iou(a: Box, b: Box) -> float:
    """Intersection over union, from 0 to 1."""
    across = min(a.xmax, b.xmax) - max(a.xmin, b.xmin)
    down = min(a.ymax, b.ymax) - max(a.ymin, b.ymin)
    if across <= 0 or down <= 0:
        return 0.0
    both = across * down
    return both / ((a.xmax - a.xmin) * (a.ymax - a.ymin) + (b.xmax - b.xmin) * (b.ymax - b.ymin) - both)


def _pushed(
    low: float, high: float, size: float, shared: float, end: float, to_right: bool
) -> tuple[float, float] | None:
    """A side `size` times as long that shares `shared` of the old length: pushed to one hand, else to the other;
    None if neither fits between 0 and `end`."""
    length = high - low
    for _ in range(2):
        start = high - shared * length if to_right else low + (shared - size) * length
        if start >= 0 and start + size * length <= end:
            return start, start + size * length
        to_right = not to_right
    return None


def _within(low: float, high: float, size: float, draw: random.Random) -> tuple[float, float]:
    length = (high - low) * size
    start = draw.uniform(low, high - length)
    return start, start + length


def _problem(name: str, reason: str) -> PydanticCustomError:
    return PydanticCustomError("boxes", "these settings do not fit", {"problems": [((name,), reason)]})
