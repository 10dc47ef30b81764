"""Draws the street scenes of this scenario, and says what is in them: `python make_scenes.py`.

The same seed gives the same files. A box is the smallest one around all of a thing that lies inside the picture,
parts hidden behind other things included. Nothing is drawn that would be hidden for the most part.
"""

# ruff: noqa: E501 (a shape is one line, however long)

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import NamedTuple

from shapes import (
    DAY,
    DUSK,
    HEIGHT,
    WIDTH,
    Light,
    background,
    bicycle,
    bus,
    car,
    lamps,
    person,
    placed,
    rect,
    rider,
)

SEED = "box-labelling 1"
HERE = Path(__file__).parent
HIDDEN = 0.45  # the share of a thing that may be covered
COUNTS = (4, 5, 6, 6, 7, 8, 8, 9, 10, 11, 12, 13)  # things in each scene, easy to hard


class Thing(NamedTuple):
    """Something to be found: its box, how it is drawn, and the line on the ground that says what hides what."""

    label: str
    x: float
    y: float
    width: float
    height: float
    ground: float
    drawing: str

    def cut(self) -> tuple[float, float, float, float]:
        """The box inside the picture."""
        left, right = max(0, self.x), min(WIDTH, self.x + self.width)
        return left, max(0, self.y), right, min(HEIGHT, self.y + self.height)


# The lines on which things stand: where, how large, and how far apart they must be to be told apart.
FAR_STREET, FAR_PAVEMENT, FAR_LANE, NEAR_LANE, NEAR_PAVEMENT = 353, 400, 446, 512, 590


def scene(number: int) -> tuple[str, list[dict[str, object]], str]:
    """The drawing of one scene, what is in it, and the time of day."""
    rng = random.Random(f"{SEED}/{number}")
    light, name = (DAY, "day") if number % 2 else (DUSK, "dusk")
    things: list[Thing] = []
    wanted = COUNTS[number - 1]
    for _ in range(400):
        if len(things) >= wanted:
            break
        found = _another(rng, light, first=len(things))
        if len(things) + len(found) <= wanted and _fits(things + found):
            things += found
    things.sort(key=lambda thing: thing.ground)
    poles = "".join(
        rect(t.x + t.width / 2 - 2, t.y + t.height - 2, 4, t.ground - t.y - t.height + 2, "#2a2e34")
        for t in things
        if t.label == "traffic light"
    )
    shadows = "".join(
        f'<ellipse cx="{t.x + t.width / 2:.1f}" cy="{t.ground:.1f}" rx="{t.width * 0.5:.1f}" ry="{max(2, t.height * 0.06):.1f}" fill="#000000" opacity="{light.shade}"/>'
        for t in things if t.label != "traffic light"
    )  # fmt: skip
    drawn = background(rng, light) + shadows + poles + "".join(thing.drawing for thing in things)
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"{drawn}</svg>\n"
    )
    boxes: list[dict[str, object]] = []
    for thing in things:
        sides = [round(side, 1) for side in thing.cut()]
        boxes.append(
            {"label": thing.label, "box": dict(zip(("xmin", "ymin", "xmax", "ymax"), sides, strict=True))}
        )
    return text, boxes, name


def _another(rng: random.Random, light: Light, first: int) -> list[Thing]:
    kind = "car" if first == 0 else rng.choices(
        ("car", "person", "far person", "cyclist", "parked", "lamps", "far car", "bus"), (5, 6, 4, 3, 2, 3, 3, 2)
    )[0]  # fmt: skip
    match kind:
        case "car":
            ground, scale = rng.choice(((FAR_LANE, 0.86), (NEAR_LANE, 1.22)))
            return [
                _thing(
                    rng, "car", car(rng, light), ground, scale * rng.uniform(0.95, 1.05), ground == FAR_LANE
                )
            ]
        case "bus":
            return [_thing(rng, "bus", bus(rng, light), FAR_LANE + 4, rng.uniform(0.95, 1.05), True)]
        case "far car":
            return [
                _thing(
                    rng,
                    "car",
                    car(rng, light),
                    FAR_STREET + rng.uniform(-2, 2),
                    rng.uniform(0.38, 0.46),
                    rng.random() < 0.5,
                )
            ]
        case "person":
            return [
                _thing(
                    rng,
                    "person",
                    person(rng, light),
                    NEAR_PAVEMENT - rng.uniform(0, 16),
                    rng.uniform(1.5, 1.85),
                    rng.random() < 0.5,
                )
            ]
        case "far person":
            return [
                _thing(
                    rng,
                    "person",
                    person(rng, light),
                    FAR_PAVEMENT - rng.uniform(0, 14),
                    rng.uniform(0.62, 0.8),
                    rng.random() < 0.5,
                )
            ]
        case "parked":
            return [
                _thing(
                    rng,
                    "bicycle",
                    bicycle(rng, light),
                    FAR_PAVEMENT - rng.uniform(0, 12),
                    rng.uniform(0.6, 0.72),
                    rng.random() < 0.5,
                )
            ]
        case "lamps":
            scale = rng.choice((0.72, 1.15))
            ground = FAR_PAVEMENT if scale < 1 else NEAR_PAVEMENT - 26
            width, height, drawn = lamps(rng, light)
            x, y = rng.uniform(60, WIDTH - 90), ground - 190 * scale
            return [
                Thing(
                    "traffic light",
                    x,
                    y,
                    width * scale,
                    height * scale,
                    ground,
                    placed(drawn, x, y, scale, width, False),
                )
            ]
    return _cyclist(rng, light)


def _cyclist(rng: random.Random, light: Light) -> list[Thing]:
    """A bicycle and the person on it: two boxes that overlap."""
    ground, scale, flip = (FAR_LANE + 2, 0.85, True) if rng.random() < 0.4 else (NEAR_LANE + 26, 1.25, False)
    x = rng.uniform(20, WIDTH - 20 - 88 * scale)
    bike = _thing(rng, "bicycle", bicycle(rng, light), ground, scale, flip, x)
    body, _ = rider(rng, light)
    left = 88 - 66 if flip else 25
    return [
        bike,
        Thing(
            "person",
            x + left * scale,
            bike.y - 48 * scale,
            41 * scale,
            86 * scale,
            ground + 0.1,
            placed(body, x, bike.y, scale, 88, flip),
        ),
    ]


def _thing(
    rng: random.Random,
    label: str,
    drawn: tuple[float, float, str],
    ground: float,
    scale: float,
    flip: bool,
    x: float | None = None,
) -> Thing:
    width, height, inner = drawn
    if x is None:
        # Some things leave the picture, but not so far that nobody could tell what they are.
        x = rng.uniform(-0.3 * width * scale, WIDTH - 0.7 * width * scale)
    y = ground - height * scale
    return Thing(label, x, y, width * scale, height * scale, ground, placed(inner, x, y, scale, width, flip))


def _fits(things: list[Thing]) -> bool:
    """Whether each thing can be seen: what stands before it covers only a part, and its twin is not too near."""
    for behind in things:
        left, top, right, bottom = behind.cut()
        area = (right - left) * (bottom - top)
        covered = 0.0
        for other in things:
            if other is behind:
                continue
            x0, y0, x1, y1 = other.cut()
            both = max(0.0, min(right, x1) - max(left, x0)) * max(0.0, min(bottom, y1) - max(top, y0))
            if other.label == behind.label and both > 0.3 * min(area, (x1 - x0) * (y1 - y0)):
                return False
            if (
                other.ground == behind.ground
                and both > 0
                and {other.label, behind.label} != {"person", "bicycle"}
            ):
                return False
            on_top = {other.label, behind.label} == {"person", "bicycle"} and abs(
                other.ground - behind.ground
            ) < 1
            if other.ground > behind.ground and not on_top:
                covered += both
        if covered > HIDDEN * area or area < 0.5 * behind.width * behind.height:
            return False
    return True


def main() -> None:
    """Write scene-01.svg and so on, and scenes.jsonl beside them."""
    lines = []
    for number in range(1, len(COUNTS) + 1):
        drawing, boxes, light = scene(number)
        name = f"scene-{number:02}.svg"
        (HERE / name).write_text(drawing, encoding="utf-8")
        lines.append(
            json.dumps(
                {"scene": number, "picture": name, "light": light, "things": len(boxes), "objects": boxes}
            )
        )
    (HERE / "scenes.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
