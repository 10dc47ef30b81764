"""A prototype made elsewhere: it runs in browsers only, so simulated people look at it and go on."""

from __future__ import annotations

from curtain.simulated.look import Look, Move

LOOKS = 20.0  # seconds (median) with a prototype


def embed(look: Look) -> list[Move]:
    """Stay a while; then press the button, or say what the page would say when it is done."""
    screen, person = look.screen, look.person
    if screen["waiting"]:
        return []
    prediction = screen["prediction"]
    return [Move(person.seconds(LOOKS), "done", {"prediction": prediction["id"] if prediction else None})]
