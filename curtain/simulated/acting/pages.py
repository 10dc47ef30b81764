"""Pages to read: people read at their pace, agree or decline, and take in what really happened."""

from __future__ import annotations

from curtain.simulated.look import Look, Move

WORDS_A_SECOND = 5.0  # of somebody who decides in four seconds
SKIMS = 0.5  # share of a page that is really read
DECLINES = 0.01
WITHDRAWS = 0.02  # at the debrief, of those who are usual
AT_LEAST = 1.5  # seconds on any page


def reading(look: Look, text: str) -> float:
    """Seconds to read a text, by how fast they are."""
    words = SKIMS * (text.count(" ") + 1)
    return look.person.seconds(max(AT_LEAST, words / WORDS_A_SECOND * look.person.pace / 4))


def consent(look: Look) -> list[Move]:
    """Agree; a few do not."""
    act = "decline" if look.person.chance(DECLINES) else "next"
    return [Move(reading(look, look.screen["html"]), act)]


def info(look: Look) -> list[Move]:
    """Read on."""
    return [Move(reading(look, look.screen["html"]), "next")]


def reveal(look: Look) -> list[Move]:
    """See how it turned out, and learn from a good or a bad end."""
    screen = look.screen
    if screen["tone"] in ("good", "bad"):
        look.person.learn(screen["tone"] == "good")
    return [Move(reading(look, f"{screen['title']} {screen['text']}"), "next")]


def debrief(look: Look) -> list[Move]:
    """Keep the answers in, or take them back."""
    act = "withdraw" if look.person.chance(WITHDRAWS) else "keep"
    return [Move(reading(look, look.screen["html"]), act)]
