"""A text to correct: people mend some of what is marked, and miss most of what is not.

They cannot hear, so what they put in place of a word is made up: the times and the amount of mending are a model, the
words are not.
"""

from __future__ import annotations

from curtain.simulated.look import Look, Move

MENDS_MARKED, MENDS_OTHERS = 0.6, 0.02  # shares of words that are changed
PER_WORD, PER_CHANGE = 0.25, 2.5  # seconds (medians) to look at a word, and to change one
BY_HAND = "What I could make out of it."


def edit(look: Look) -> list[Move]:
    """Go through the text once, and send it."""
    screen, person = look.screen, look.person
    if not screen["buttons"]:
        return []
    changes, pieces = 0, []
    for piece in screen["pieces"]:
        words = piece["text"].split(" ")
        share = MENDS_MARKED if piece.get("unsure") else MENDS_OTHERS
        for n, word in enumerate(words):
            if word.strip() and person.chance(share):
                words[n], changes = _mended(word), changes + 1
        pieces.append(" ".join(words))
    text = "".join(pieces) or BY_HAND
    took = person.seconds(1 + PER_WORD * (text.count(" ") + 1) + PER_CHANGE * changes)
    told = {"value": text, "prediction": look.prediction}
    return [Move(took, screen["buttons"][0]["act"], told)]


def _mended(word: str) -> str:
    """Another word in its place."""
    return f"{word[:-1]}e" if len(word) > 1 and not word.endswith("e") else f"{word}s"
