"""The product: people look at the facts and at what it says, open what is folded, say what they think, and decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from curtain.simulated.look import Look, Move

# How much a statement weighs by how sure it sounds, against a bare one.
SAID: Mapping[str, float] = {"possibly": 0.2, "probably": 0.7, "almost certainly": 1.2}
BARE = 0.9
FORCE: Mapping[str, float] = {"mark": 0.7, "banner": 1.0, "interstitial": 1.15, "block": 1.5}
TROUBLE = ("snow", "storm", "sorting centre", "http://", "urgent", "overdue", "unknown", "fell")
EXPLAINED = 1.1  # how much more a statement weighs when its reason was read

THUMBS, STARS, LABELS, REPORTS, COMMENTS = (
    0.4,
    0.3,
    0.3,
    0.06,
    0.04,
)  # shares of screens on which each is given
CONTACTS, CONTACTS_UNAIDED = 0.05, 0.12  # shares with and without a notice
OPENS, READS_WHY = 0.6, 0.3  # shares that open a mark, and a folded reason
ASKS = 0.9  # share that asks a feature which has to be asked
ANSWERS_EARLY = 0.35  # share of countdowns that are confirmed before their end
EDITS = 0.35  # share of suggested forms in which a field is changed, by somebody who trusts by half
OPENED = ("notice", "why", "details")
WRITTEN = "Something of my own"
REMARKS = ("This helped me.", "I was not sure what to make of it.", "It was wrong here.")


def show(look: Look) -> list[Move]:
    """Wait for what is on its way; then look, say what they think, and decide."""
    screen, person = look.screen, look.person
    if screen["waiting"]:
        return []
    if screen["request"] and look.once("asks") and person.chance(ASKS):
        return [Move(person.seconds(person.pace / 2), "ask")]
    notice = screen["notice"]
    if notice:
        look.here.setdefault("noticed", look.since)
    done = _opens(look) if notice else []
    done += _says(look)
    ends = [button["reaction"] for button in screen["buttons"] if button["reaction"] != "contact"]
    asks = len(ends) < len(screen["buttons"]) and look.once("contact")
    if asks and person.chance(CONTACTS if notice else CONTACTS_UNAIDED):
        done.append(_react(look, "contact", person.pace / 2))
    if not ends:
        return done
    meanwhile = _reading(screen) if screen["arrives"] and not notice else 0.0
    return _in_time(look, done, _decides(look, ends, meanwhile))


def _in_time(look: Look, before: list[Move], end: list[Move]) -> list[Move]:
    """What runs out by itself does not wait for what they do meanwhile."""
    if end[0].act != "by_itself" or look.screen["notice"]["as"] != "countdown":
        return [*before, *end]
    done: list[Move] = []
    left = end[0].after
    for move in before:
        if move.after < left:
            done.append(move)
            left -= move.after
    return [*done, end[0]._replace(after=left)]


def _react(
    look: Look, reaction: str, median: float, value: Any = None, revision: int = 0, **more: Any
) -> Move:
    told = {"reaction": reaction, "value": value, "revision": revision, "prediction": look.prediction, **more}
    return Move(look.person.seconds(median), "react", told)


def _reading(screen: Mapping[str, Any]) -> float:
    """Seconds with what there is to read or do while nothing was said yet."""
    return 8.0 + (screen["content"] or "").count(" ") / 4


def _opens(look: Look) -> list[Move]:
    """Open what is folded away, and read it."""
    notice, person = look.screen["notice"], look.person
    why = notice.get("why")
    if notice["force"] == "mark" and look.once("mark"):
        look.here["unread"] = not person.chance(OPENS)
        if look.here["unread"]:
            return []
        return [_react(look, "explain", person.pace / 2, "notice", OPENED.index("notice"))]
    if why and why["folded"] and look.once("why") and person.chance(READS_WHY):
        look.here["explained"] = True
        return [_react(look, "explain", person.pace / 2, "why", OPENED.index("why"))]
    return []


def _says(look: Look) -> list[Move]:
    """What they say about the product, each at most once on a screen."""
    person, done = look.person, []
    for ask in look.screen["feedback"]:
        kind, share = ask["reaction"], _SHARES[ask["reaction"]]
        if ask["value"] is not None or not look.once(kind) or not person.chance(share):
            continue
        value: Any = {"report": "", "comment": person.rng.choice(REMARKS)}.get(kind)
        if kind == "thumb":
            value = "up" if person.chance(0.35 + 0.5 * person.trust) else "down"
        elif kind == "stars":
            value = 1 + round(person.liking(against=False) * (ask["of"] - 1))
        elif kind == "label":
            value = person.rng.choice(ask["of"])
        done.append(_react(look, kind, person.pace, value, ask["revision"] + 1))
    return done


_SHARES = {"thumb": THUMBS, "stars": STARS, "label": LABELS, "report": REPORTS, "comment": COMMENTS}


def _weight(look: Look) -> float | None:
    """How strongly the product speaks; None where it is silent, or was not read."""
    notice = look.screen["notice"]
    if not notice or look.here.get("unread"):
        return None
    sure, text = notice.get("confidence"), notice["text"] or ""
    if sure:
        weight = 1.3 * float(sure["share"])
    else:
        weight = next((weight for word, weight in SAID.items() if word in text), BARE)
    explained = EXPLAINED if look.here.get("explained") else 1.0
    return weight * FORCE[notice["force"]] * explained


def _signs(screen: Mapping[str, Any]) -> int:
    """How many of the facts look like trouble."""
    facts = [str(line["value"]).lower() for line in screen["card"]["lines"]]
    facts.append((screen.get("address") or "").lower())
    return sum(any(word in fact for word in TROUBLE) for fact in facts)


def _decides(look: Look, ends: list[str], meanwhile: float) -> list[Move]:
    """The act that ends the screen, with what it takes to get there."""
    screen, person, notice = look.screen, look.person, look.screen["notice"]
    follows = person.follows(weight=_weight(look), signs=_signs(screen))
    person.decided(warned=notice is not None, followed=follows)
    median = person.pace + meanwhile
    if notice and notice["as"] == "automate":
        return [_leaves_it(look, follows, median)]
    if notice and notice["as"] == "countdown" and follows and not person.chance(ANSWERS_EARLY):
        left = max(0.0, notice["after"] - (look.since - look.here["noticed"]))
        return [Move(left, "by_itself", {"prediction": look.prediction, "revision": 0})]
    wish = "accept" if follows else "dismiss"
    reaction = wish if wish in ends else next((each for each in ends if each != "undo"), ends[0])
    past = []
    if notice and notice["force"] == "block" and reaction != "accept" and look.once("details"):
        past = [_react(look, "explain", person.pace / 2, "details", OPENED.index("details"))]
    fields = screen.get("form") if screen["skin"] == "form" else None
    answers: dict[str, Any] = {"answers": _filled(look, fields)} if fields is not None else {}
    return [*past, _react(look, reaction, median, **answers)]


def _leaves_it(look: Look, follows: bool, median: float) -> Move:
    """What was done for them is undone, or left as it is."""
    screen, notice = look.screen, look.screen["notice"]
    if not follows:
        return _react(look, "undo", median)
    if notice["force"] != "interstitial" and (screen["content"] or notice["force"] == "mark"):
        told = {"prediction": look.prediction, "revision": 0}
        return Move(look.person.seconds(median), "by_itself", told)
    return _react(look, "accept", median)


def _filled(look: Look, fields: list[dict[str, Any]]) -> dict[str, str]:
    """What stands in the fields when the form is sent: what was suggested, one of them perhaps changed."""
    person = look.person
    given = {field["label"]: field["suggested"] or WRITTEN for field in fields}
    if fields and person.chance(2 * EDITS * (1 - person.trust)):
        label = person.rng.choice(list(given))
        given[label] = f"{given[label]} (mine)"[:200]
    return given
