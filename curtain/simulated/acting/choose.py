"""Two predictions side by side: people take the one that says more, a little more often than the other."""

from __future__ import annotations

import math
from typing import Any

from curtain.simulated.look import Look, Move

TIES = 0.12
LONGER = 0.6  # log-odds of taking the one whose text is twice as long
GIVES_REASON = 0.3
REASONS = ("It is clearer.", "It says what I wanted to know.", "Just a feeling.")


def choose(look: Look) -> list[Move]:
    """Read both, and take one."""
    screen, person = look.screen, look.person
    if not screen["buttons"]:
        return []
    first, second = (len(option["text"] or "") + 1 for option in screen["options"])
    odds = LONGER * math.log2(first / second)
    value: dict[str, Any] = {"choice": "first" if person.chance(1 / (1 + math.exp(-odds))) else "second"}
    if screen["tie"] and person.chance(TIES):
        value = {"choice": "tie"}
    if screen["why"]:
        value["why"] = person.rng.choice(REASONS) if person.chance(GIVES_REASON) else ""
    return [Move(person.seconds(person.pace + (first + second) / 25), "choose", {"value": value})]
