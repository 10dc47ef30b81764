"""Things to put in order, or to pick: people keep most of what they find, the more the more they trust."""

from __future__ import annotations

from curtain.simulated.look import Look, Move

SWAPS = 3  # neighbours that somebody without any trust exchanges, at most
PER_ITEM = 0.5  # seconds (median) on each thing, for somebody who decides in one


def rank(look: Look) -> list[Move]:
    """Put them in order or pick some, and go on."""
    screen, person = look.screen, look.person
    if not screen["buttons"]:
        return []
    order = [item["id"] for item in screen["items"]]
    for _ in range(SWAPS):
        if len(order) > 1 and person.chance(1 - person.trust):
            n = person.rng.randrange(len(order) - 1)
            order[n], order[n + 1] = order[n + 1], order[n]
    pick = screen["pick"]
    shown = [item["id"] for item in screen["items"]]
    # A browser tells picks in the order in which they stand.
    value = [name for name in shown if name in order[:pick]] if pick else order
    took = person.seconds(person.pace * (1 + PER_ITEM * len(order)))
    return [Move(took, screen["buttons"][0]["act"], {"value": value, "prediction": look.prediction})]
