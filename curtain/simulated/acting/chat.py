"""Conversations: people say what they came for, answer by one press where they can, judge, and end it."""

from __future__ import annotations

from curtain.simulated.look import Look, Move

TYPING = 5.0  # characters a second
READING = 25.0  # characters of an answer a second
THUMBS, LABELS = 0.55, 0.4  # shares of answers that are judged
PRESSES = 0.5  # share of turns said by a quick reply, where there are some
ASKS_FOR_A_PERSON = 0.06  # share of turns at which somebody who trusts by half wants a person
MOST_WANTED = 8  # turns beyond what has to be
TERSE = ("Help.", "What now?", "And then?", "Why?", "Which one?")
PLAIN = (
    "Can you help me with this?",
    "What should I do now?",
    "And what comes after that?",
    "Is there anything else?",
)
WORDY = (
    "Hello! I hope that you can help me, because I am not quite sure how this works.",
    "Thank you, that is good to know. What would you do in my place, if I may ask?",
    "I see. Is there anything else that I should keep in mind, just to be on the safe side?",
)


def chat(look: Look) -> list[Move]:
    """One thing at a time: judge the latest answer, say something, or end it."""
    screen, person, here = look.screen, look.person, look.here
    if screen["waiting"] is not None:
        return []
    if judged := _judges(look):
        return judged
    said, asks = screen["turn"], (screen["task"] or {}).get("asks", [])
    wanted = here.setdefault("wanted", max(1, len(asks)) + int(person.chatty * 3 * person.rng.random()))
    if screen["done"] and (said >= min(wanted, MOST_WANTED) or not (screen["writes"] or screen["offers"])):
        return [Move(person.seconds(person.pace / 2), "done")]
    impatient = 2 * ASKS_FOR_A_PERSON * (1 - person.trust)
    if screen["person"] and said and look.once(f"person {said}") and person.chance(impatient):
        told = {"reaction": "contact", "revision": 0}
        return [Move(person.seconds(person.pace), "react", told)]
    text = _text(look, said, asks)
    if text is None:
        return [Move(person.seconds(person.pace), "done")] if screen["done"] else []
    return [Move(_read(look) + len(text) / TYPING, "say", {"value": text, "revision": said})]


def _read(look: Look) -> float:
    """Seconds for the latest message and a thought."""
    talk = look.screen["talk"]
    length = len(talk[-1]["text"]) if talk else 0
    return look.person.seconds(max(1.0, length / READING + look.person.pace / 3))


def _judges(look: Look) -> list[Move]:
    """A thumb and a label for the latest answer, each once."""
    person, screen = look.person, look.screen
    line = next((line for line in reversed(screen["talk"]) if line.get("feedback")), None)
    if line is None:
        return []
    about, asked = line["prediction"], line["feedback"]
    for name, key, share in (("thumb", "thumbs", THUMBS), ("label", "labels", LABELS)):
        ask = asked[key]
        if (
            not ask
            or ask["value"] is not None
            or not look.once(f"{name} {about}")
            or not person.chance(share)
        ):
            continue
        good = person.chance(0.3 + 0.55 * person.trust)
        value = ("up" if good else "down") if name == "thumb" else _label(look, ask["of"], good)
        told = {"reaction": name, "value": value, "revision": ask["revision"] + 1, "prediction": about}
        return [Move(person.seconds(person.pace / 2), "react", told)]
    return []


def _label(look: Look, labels: list[str], good: bool) -> str:
    """The first label is the kind one, as it usually stands."""
    return labels[0] if good or len(labels) == 1 else str(look.person.rng.choice(labels[1:]))


def _text(look: Look, said: int, asks: list[str]) -> str | None:
    """What they say next: a choice of the menu, a quick reply, what they were asked to find out, or anything."""
    screen, person = look.screen, look.person
    offers = screen["offers"]
    if offers and (not screen["writes"] or person.chance(PRESSES)):
        # The last one of a guided menu leads back to its beginning.
        onwards = offers[:-1] if not screen["writes"] and said and len(offers) > 1 else offers
        return str(person.rng.choice(onwards))
    if not screen["writes"]:
        return None
    if said < len(asks):
        return asks[said][: screen["most"]]
    ways = TERSE if person.chatty < 0.35 else PLAIN if person.chatty < 0.7 else WORDY
    return person.rng.choice(ways)[: screen["most"]]
