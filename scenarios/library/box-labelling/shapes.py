"""The shapes that street scenes are made of, as SVG: cars, people and so on, each in a box of its own, and what is behind."""

# ruff: noqa: E501 (a shape is one line, however long)

from __future__ import annotations

import random
from typing import NamedTuple

WIDTH, HEIGHT = 960, 600


class Light(NamedTuple):
    """The colours of a time of day."""

    sky: tuple[str, str]
    far: str
    houses: tuple[str, ...]
    window: tuple[str, ...]
    pavement: str
    kerb: str
    road: str
    line: str
    tree: tuple[str, str]
    shade: float


DAY = Light(
    ("#a9d6ef", "#eef7fa"), "#c3d8e2", ("#e6c9a8", "#d99a7c", "#b9c7b0", "#ddd3c2", "#c98f86"),
    ("#7f9fb3", "#9bb6c6"), "#cfc9bf", "#a7a196", "#6d7278", "#eceae2", ("#5f9160", "#7a5a43"), 0.18,
)  # fmt: skip
DUSK = Light(
    ("#35406b", "#e79a72"), "#4d4a70", ("#5d4f63", "#4a4760", "#6a5360", "#51566b", "#604a58"),
    ("#ffd98a", "#3b3a55"), "#5d5868", "#46424f", "#383a47", "#a9a6a8", ("#33504f", "#3c2f36"), 0.35,
)  # fmt: skip

PAINT = ("#c8453b", "#2f6f9f", "#e0b43c", "#f1f0ec", "#4b8a63", "#39424c", "#9b5a8c", "#d97b3d")
CLOTHES = ("#274c77", "#a63d40", "#3f7d58", "#e9b44c", "#6d597a", "#d8d3c8", "#2b2d42", "#c77d4f")
SKIN = ("#f2d0b1", "#d9a679", "#a86f48", "#6f4730")
HAIR = ("#2c1d16", "#5a3a22", "#a8763e", "#1b1b1f", "#8d8d8d")


def rect(x: float, y: float, w: float, h: float, fill: str, more: str = "") -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" fill="{fill}"{more}/>'


def circle(x: float, y: float, r: float, fill: str, more: str = "") -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" fill="{fill}"{more}/>'


def path(d: str, fill: str = "none", more: str = "") -> str:
    return f'<path d="{d}" fill="{fill}"{more}/>'


def line(d: str, colour: str, width: float) -> str:
    return path(
        d,
        "none",
        f' stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round" stroke-linejoin="round"',
    )


def placed(inner: str, x: float, y: float, scale: float, width: float, flip: bool) -> str:
    turn = f" translate({width:g} 0) scale(-1 1)" if flip else ""
    return f'<g transform="translate({x:.1f} {y:.1f}) scale({scale:.3f}){turn}">{inner}</g>'


def car(rng: random.Random, light: Light) -> tuple[float, float, str]:
    """150 wide, 50 high, driving to the right."""
    paint = rng.choice(PAINT)
    glass = light.window[0] if light is DAY else "#2a3147"
    lamp = "#fff3c4" if light is DAY else "#ffe58a"
    if rng.random() < 0.35:
        body = path("M3 44V20Q4 5 20 3L82 0Q96 0 106 10L118 21Q150 24 150 34V44Z", paint)
        panes = path("M16 19Q17 9 25 8L54 6V20H16ZM60 6L80 6Q91 6 98 13L104 20H60Z", glass)
    else:
        body = path("M0 44V30Q1 22 12 21L24 19Q38 2 52 0H86Q97 0 106 9L118 20Q150 23 150 33V44Z", paint)
        panes = path("M32 19Q43 7 53 6H66V20H32ZM72 6H84Q93 6 100 13L106 20H72Z", glass)
    wheels = "".join(circle(x, 39, 11, "#1d1f24") + circle(x, 39, 5, "#b9bdc2") for x in (30, 119))
    trim = (
        rect(0, 33, 150, 3, "#000000", ' opacity="0.14"')
        + rect(143, 26, 7, 5, lamp, ' rx="2"')
        + rect(0, 26, 5, 5, "#b3262a", ' rx="2"')
    )
    return 150, 50, body + panes + trim + wheels


def bus(rng: random.Random, light: Light) -> tuple[float, float, str]:
    """260 wide, 96 high, driving to the right."""
    paint = rng.choice(PAINT[:3] + PAINT[4:5])
    glass = "#8fb0c2" if light is DAY else "#ffdf9a"
    body = rect(0, 0, 260, 86, paint, ' rx="10"') + rect(0, 58, 260, 6, "#ffffff", ' opacity="0.55"')
    panes = "".join(rect(12 + 41 * n, 14, 35, 32, glass, ' rx="3"') for n in range(5)) + rect(
        220, 12, 36, 40, glass, ' rx="5"'
    )
    door = rect(172, 14, 38, 70, "#000000", ' opacity="0.16" rx="3"')
    wheels = "".join(circle(x, 82, 14, "#1d1f24") + circle(x, 82, 6, "#b9bdc2") for x in (48, 206))
    return 260, 96, body + panes + door + wheels


def person(rng: random.Random, _light: Light) -> tuple[float, float, str]:
    """28 wide, 76 high, walking to the right."""
    coat, legs, skin, hair = (
        rng.choice(CLOTHES),
        rng.choice(CLOTHES[:1] + CLOTHES[4:7]),
        rng.choice(SKIN),
        rng.choice(HAIR),
    )
    step = rng.choice((5, 8, 10))
    legs_drawn = line(f"M13 44L{13 - step} 73M14 44L{14 + step} 73", legs, 6.5) + line(
        f"M{13 - step} 73.5h3M{14 + step} 73.5h3", "#20222a", 4.5
    )
    coat_drawn = path("M6 22Q6 15 14 15Q22 15 22 22L23 48H5Z", coat)
    arms = line("M8 21L4 38M20 21L25 37", coat, 5) + circle(4, 40, 2.5, skin) + circle(25.3, 39, 2.5, skin)
    head = circle(14, 7.5, 7.2, skin) + path("M6.6 8Q6 0 14 0Q21.5 0 21.3 6Q14 3 11 6Q9 8 6.6 8Z", hair)
    bag = rect(0, 33, 8, 11, rng.choice(PAINT), ' rx="2"') if rng.random() < 0.3 else ""
    return 28, 76, legs_drawn + arms + coat_drawn + head + bag


def bicycle(rng: random.Random, light: Light) -> tuple[float, float, str]:
    """88 wide, 52 high, to the right."""
    frame, tyre = rng.choice(PAINT), "#22252b" if light is DAY else "#14151c"
    wheels = "".join(
        circle(x, 33.5, 16.5, "none", f' stroke="{tyre}" stroke-width="4"') + circle(x, 33.5, 2.5, tyre)
        for x in (18.5, 69.5)
    )
    tubes = line("M18.5 33.5L32 13H61L69.5 33.5M32 13L43 34H18.5M43 34L61 13L58 3H65M32 13L30 6", frame, 3.5)
    saddle = line("M25 5H36", "#26221f", 4) + circle(43, 34, 4, "#3b3d42")
    return 88, 52, wheels + tubes + saddle


def lamps(rng: random.Random, _light: Light) -> tuple[float, float, str]:
    """The head of a traffic light, 22 wide and 54 high; its pole is not part of it."""
    on = rng.randrange(3)
    shades = (("#ff4d3d", "#5c2320"), ("#ffc531", "#5e4d1c"), ("#3ddc6d", "#1d4a2c"))
    drawn = rect(0, 0, 22, 54, "#1c2025", ' rx="6"')
    for n, (bright, dark) in enumerate(shades):
        glow = circle(11, 11 + 16 * n, 11, bright, ' opacity="0.28"') if n == on else ""
        drawn += circle(11, 11 + 16 * n, 6.2, bright if n == on else dark) + glow
    return 22, 54, drawn


def rider(rng: random.Random, light: Light) -> tuple[str, str]:
    """Somebody on a bicycle of 88 by 52, as drawings behind and before it; they fill 18 to 66 across, -48 to 38 down."""
    coat, legs, skin = rng.choice(CLOTHES), rng.choice(CLOTHES[4:7]), rng.choice(SKIN)
    del light
    helmet = path("M40 -38Q42 -48 51 -48Q60 -47 60 -37Z", rng.choice(PAINT))
    drawn = (
        line("M31 2L47 12L42 34", legs, 7)
        + line("M31 0L44 -26", coat, 13)
        + line("M45 -24L54 -6L61 1", coat, 5.5)
    )
    return drawn + circle(50, -35, 7.5, skin) + helmet, ""


def background(rng: random.Random, light: Light) -> str:
    """Sky, houses, trees, pavements and the road: nothing that has a box."""
    sky = (
        f'<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{light.sky[0]}"/>'
        f'<stop offset="1" stop-color="{light.sky[1]}"/></linearGradient></defs>'
    ) + rect(0, 0, WIDTH, 360, "url(#sky)")
    sun = circle(
        rng.uniform(120, 840),
        96 if light is DAY else 250,
        34,
        "#fff4cf" if light is DAY else "#ffd9a0",
        ' opacity="0.9"',
    )
    x, skyline = 0.0, ""
    while x < WIDTH:
        width = rng.uniform(50, 110)
        top = rng.uniform(150, 250)
        skyline += rect(round(x), round(top), round(width) + 1, round(340 - top), light.far)
        x += width
    gap = rng.uniform(300, 560)
    houses = _houses(rng, light, 0, gap) + _houses(rng, light, gap + 170, WIDTH)
    far_street = rect(0, 338, WIDTH, 18, light.road)
    trees = "".join(
        _tree(rng, light, x) for x in (rng.uniform(20, 180), gap + rng.uniform(20, 60), rng.uniform(760, 930))
    )
    ground = (
        rect(0, 356, WIDTH, 48, light.pavement) + rect(0, 404, WIDTH, 6, light.kerb) + rect(0, 410, WIDTH, 126, light.road)
        + "".join(rect(n * 120 + 20, 466, 60, 5, light.line, ' opacity="0.8"') for n in range(8))
        + rect(0, 536, WIDTH, 7, light.kerb) + rect(0, 543, WIDTH, 57, light.pavement)
    )  # fmt: skip
    return sky + sun + skyline + houses + far_street + ground + trees


def _houses(rng: random.Random, light: Light, start: float, end: float) -> str:
    drawn, x = "", start
    while x < end - 40:
        width = min(rng.uniform(110, 170), end - x)
        top, wall = rng.uniform(90, 190), rng.choice(light.houses)
        drawn += rect(round(x), round(top), round(width), round(340 - top), wall)
        drawn += rect(round(x) - 2, round(top) - 6, round(width) + 4, 8, "#000000", ' opacity="0.25"')
        columns = max(2, int(width // 42))
        space = width / columns
        for row in range(int((284 - top) // 44)):
            for column in range(columns):
                pane = rng.choice(light.window)
                drawn += rect(
                    round(x + space * (column + 0.5)) - 9,
                    round(top) + 16 + 44 * row,
                    18,
                    26,
                    pane,
                    ' rx="1.5"',
                )
        drawn += rect(round(x + width / 2) - 12, 286, 24, 54, "#3d3330") + rect(
            round(x) + 8, 294, round(width / 2) - 28, 32, light.window[0], ' opacity="0.75"'
        )
        x += width
    return drawn


def _tree(rng: random.Random, light: Light, x: float) -> str:
    leaves, trunk = light.tree
    crown = "".join(
        circle(round(x + dx), round(y), r, leaves)
        for dx, y, r in ((-16, 290, 24), (14, 284, 27), (0, 262, 25))
    )
    return (
        rect(round(x) - 4, 300, 8, 70, trunk)
        + crown
        + circle(round(x) + 8, 262 + rng.randrange(12), 10, "#ffffff", ' opacity="0.08"')
    )
