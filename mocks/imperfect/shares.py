"""A whole number of things that keeps to a share on average."""

from __future__ import annotations

import math
import random


def whole(amount: float, draw: random.Random) -> int:
    """`amount` rounded up or down by chance, so that the mean of many draws is `amount` itself."""
    down = math.floor(amount)
    return down + (draw.random() < amount - down)
