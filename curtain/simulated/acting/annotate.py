"""Boxes on a picture: people keep or mend what is proposed, take what is offered, and draw some by hand.

They cannot see, so boxes by hand lie anywhere: times and acts are a model, their places are not.
"""

from __future__ import annotations

from typing import Any

from curtain.simulated.look import Look, Move

DRAWS = 4  # boxes by hand on a picture, about
PER_BOX, PER_MENDING, PER_OFFER = 6.0, 3.0, 1.5  # seconds (medians)
MENDS, DROPS = (
    0.15,
    0.08,
)  # shares of proposed boxes that are moved, or deleted, by somebody who trusts by half
SHIFT = 0.05  # of the picture's width: how far a box is moved
ACTS = ("added", "moved", "resized", "deleted", "labelled", "offered", "taken", "undone")

Box = dict[str, Any]


def annotate(look: Look) -> list[Move]:
    """Work on the boxes until they seem right, and press the button."""
    screen, person = look.screen, look.person
    if not screen["buttons"]:
        return []
    acts = look.here.setdefault("acts", dict.fromkeys(ACTS, 0))
    begun = sum(acts.values())
    boxes, took = [dict(one) for one in screen["boxes"]], person.pace
    if screen["lint"]:
        boxes, more = _checked(look, boxes, acts)
    elif boxes:
        boxes, more = _mended(look, boxes, acts)
    elif screen["offers"]:
        boxes, more = _offered(look, acts)
    else:
        boxes, more = _by_hand(look, acts)
    took = person.seconds(took + more)
    if sum(acts.values()) > begun:
        look.here.setdefault("first_ms", round(1000 * (look.since + took) / 3))
    value = {"boxes": boxes, "acts": dict(acts), "first_ms": look.here.get("first_ms")}
    told = {"value": value, "prediction": screen["prediction"]}
    return [Move(took, screen["buttons"][0]["act"], told)]


def _by_hand(look: Look, acts: dict[str, int]) -> tuple[list[Box], float]:
    number = look.person.rng.randint(DRAWS - 2, DRAWS + 2)
    acts["added"] += number
    return [_drawn(look, n) for n in range(1, number + 1)], PER_BOX * number


def _offered(look: Look, acts: dict[str, int]) -> tuple[list[Box], float]:
    """Begin a box where something is offered, and take the offer or leave it at what was drawn."""
    person, boxes, took = look.person, [], 0.0
    for n, offer in enumerate(look.screen["offers"], 1):
        acts["added"] += 1
        acts["offered"] += 1
        if person.chance(0.4 + 0.6 * person.trust):
            acts["taken"] += 1
            boxes.append({**_of(offer, f"n{n}"), "by": "suggested"})
            took += PER_OFFER
        else:
            boxes.append(_moved(look, {**_of(offer, f"n{n}"), "by": "person"}))
            took += PER_BOX
    return boxes, took


def _mended(look: Look, boxes: list[Box], acts: dict[str, int]) -> tuple[list[Box], float]:
    person, kept, took, doubt = look.person, [], 0.0, 2 * (1 - look.person.trust)
    for one in boxes:
        if person.chance(DROPS * doubt):
            acts["deleted"] += 1
        elif person.chance(MENDS * doubt):
            acts["moved"] += 1
            kept.append({**_moved(look, one), "changed": True})
        else:
            kept.append(one)
            continue
        took += PER_MENDING
    return kept, took + 0.5 * len(boxes)


def _checked(look: Look, boxes: list[Box], acts: dict[str, int]) -> tuple[list[Box], float]:
    """Follow what was pointed out, as far as it is trusted."""
    person, lint = look.person, look.screen["lint"]
    surplus = {name for name in lint["surplus"] if person.chance(person.trust)}
    kept = [one for one in boxes if one["id"] not in surplus]
    missing = [one for one in lint["missing"] if person.chance(person.trust)]
    acts["deleted"] += len(boxes) - len(kept)
    acts["added"] += len(missing)
    put = [{**_of(one, f"c{n}"), "by": "check"} for n, one in enumerate(missing, 1)]
    changed = len(put) + len(boxes) - len(kept)
    return [*kept, *put][: look.screen["most"]], PER_OFFER * changed + 1.0


def _of(one: Box, name: str) -> Box:
    return {"id": name, "label": one["label"], "box": dict(one["box"])}


def _drawn(look: Look, n: int) -> Box:
    draw, image = look.person.rng, look.screen["image"]
    wide, high = image["width"] * draw.uniform(0.05, 0.2), image["height"] * draw.uniform(0.08, 0.3)
    left, top = draw.uniform(0, image["width"] - wide), draw.uniform(0, image["height"] - high)
    box = {"xmin": left, "ymin": top, "xmax": left + wide, "ymax": top + high}
    label = draw.choice(look.screen["labels"])["id"]
    return {
        "id": f"n{n}",
        "label": label,
        "box": {side: round(at, 2) for side, at in box.items()},
        "by": "person",
    }


def _moved(look: Look, one: Box) -> Box:
    """The same box a little beside, still inside the picture."""
    image, box = look.screen["image"], one["box"]
    across = SHIFT * image["width"] * look.person.rng.choice((-1, 1))
    across = min(max(across, -box["xmin"]), image["width"] - box["xmax"])
    moved = {**box, "xmin": round(box["xmin"] + across, 2), "xmax": round(box["xmax"] + across, 2)}
    return {**one, "box": moved}
