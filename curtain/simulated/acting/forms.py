"""Questions: people read them, answer in their own style, and pass attention checks when they read at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from curtain.simulated.look import Look, Move

# Words that find fault, so that agreeing with them is no praise.
FAULT = re.compile(
    r"complex|complicat|inconsisten|cumbersome|frustrat|annoy|irritat|difficult|demanding|hurried|rushed|insecure"
    r"|failure|hard did|had to work|need the support|needed to learn|confus|unnecessar|distract|mistrust|suspicious"
    r"|wary|harmful|decepti|underhanded|not (?:at all )?(?:useful|helpful|easy|clear)|slow|boring|pushy|mislead",
    re.IGNORECASE,
)
TOLD = re.compile(
    r"\b(?:choose|select|pick|press|mark|tick|click|write|answer|enter)\b(.*)", re.IGNORECASE | re.DOTALL
)
PER_ITEM = 0.8  # seconds (median) on a question, for somebody who decides in one
LEAVES_OPEN = 0.4  # share of optional questions that stay open
YES = 0.6
NARROW = 60  # between two numbers that are not further apart, any answer is as good; else they tell an age
AGES = (38.0, 13.0)  # mean and spread of a number that is an age
PHRASES = (
    "It was fine.",
    "I would like to know more.",
    "Nothing to add.",
    "It took me a moment to understand it.",
)
TODAY = date(2026, 1, 15)


def asked(look: Look) -> list[Move]:
    """Answer every question, and go on."""
    screen, person = look.screen, look.person
    scale = screen.get("scale") or {}
    answers = {item["id"]: _answer(look, {**scale, **item}) for item in screen["items"]}
    took = sum(person.seconds(PER_ITEM * person.pace / (3 if person.careless else 1)) for _ in answers)
    return [Move(took, "answer", {"answers": answers})]


def _answer(look: Look, item: Mapping[str, Any]) -> Any:
    person, kind = look.person, item.get("kind", "likert")
    if item.get("value") is not None:
        return item["value"]
    if item.get("optional") and person.chance(LEAVES_OPEN):
        return None
    wanted = None if person.careless else _instructed(item)
    return _KINDS[kind](look, item) if wanted is None else wanted


def _instructed(item: Mapping[str, Any]) -> Any:
    """The answer that the words of a question ask for, as attention checks do; None where they ask for none."""
    found = TOLD.search(item["text"])
    if not found:
        return None
    said, kind = found[1].lower(), item.get("kind", "likert")
    if kind in ("choice", "choices"):
        named = [option for option in item["of"] if option.lower() in said]
        best = max(named, key=len, default=None)
        return [best] if best and kind == "choices" else best
    if kind == "yes_no":
        return next((word for word in ("yes", "no") if re.search(rf"\b{word}\b", said)), None)
    if kind in ("likert", "differential", "stars", "slider", "number"):
        low, high, _ = _scale(item)
        for name, point in ((item.get("high"), high), (item.get("low"), low)):
            if name and name.lower() in said:
                return point
        number = re.search(r"-?\d+", said)
        return int(number[0]) if number and low <= int(number[0]) <= high else None
    quoted = re.search(r"[\"“‘'](.+?)[\"”’']", found[1])
    return quoted[1] if quoted else None


def _scale(item: Mapping[str, Any]) -> tuple[float, float, float]:
    """The lowest answer, the highest, and the step between two."""
    first = item.get("from", 1 if item.get("points") else 0)
    if item.get("points"):
        return first, first + item["points"] - 1, 1
    return first, item.get("to", 100 if item.get("kind") == "slider" else first + 100), item.get("step", 1)


def _rated(look: Look, item: Mapping[str, Any]) -> float | int:
    """An opinion, put on the scale of the question."""
    person = look.person
    low, high, step = _scale(item)
    words = f"{item.get('high') or ''} {'' if item.get('kind') == 'differential' else item['text']}"
    praised = item.get("high") and re.search(r"easy|satisf|likely", str(item["high"]), re.IGNORECASE)
    share = (
        person.rng.random()
        if person.careless
        else person.liking(against=bool(FAULT.search(words)) and not praised)
    )
    points = round((high - low) / step)
    value = low + step * min(points, max(0, round(share * points)))
    return int(value) if value == int(value) else round(value, 9)


def _number(look: Look, item: Mapping[str, Any]) -> float | int:
    low, high = item.get("from"), item.get("to")
    draw = look.person.rng
    value = draw.gauss(*AGES)
    if low is not None and high is not None and high - low <= NARROW:
        value = draw.triangular(low, high)
    value = min(max(value, -1e9 if low is None else low), 1e9 if high is None else high)
    rounded = round(value)
    fits = (low is None or rounded >= low) and (high is None or rounded <= high)
    return rounded if fits else (low if low is not None else high or 0)


def _choice(look: Look, item: Mapping[str, Any]) -> str:
    return str(look.person.rng.choice(item["of"]))


def _choices(look: Look, item: Mapping[str, Any]) -> list[str]:
    fewest = max(item.get("fewest", 1), 0 if item.get("optional") else item.get("fewest", 1))
    most = min(item.get("most") or len(item["of"]), len(item["of"]))
    draw = look.person.rng
    number = draw.randint(min(max(fewest, 1), most), max(min(fewest + 2, most), 1))
    chosen = set(draw.sample(range(len(item["of"])), number))
    return [option for n, option in enumerate(item["of"]) if n in chosen]


def _yes_no(look: Look, _item: Mapping[str, Any]) -> str:
    return "yes" if look.person.chance(YES) else "no"


def _text(look: Look, item: Mapping[str, Any]) -> str:
    said = look.person.rng.choice(PHRASES)
    return said[: item.get("longest", len(said))].strip() or "x"


def _date(look: Look, item: Mapping[str, Any]) -> str:
    low, high = item.get("from"), item.get("to")
    first = (
        date.fromisoformat(low)
        if low
        else (date.fromisoformat(high) if high else TODAY) - timedelta(days=365)
    )
    last = date.fromisoformat(high) if high else first + timedelta(days=365)
    return (first + timedelta(days=look.person.rng.randint(0, (last - first).days))).isoformat()


def _time(look: Look, item: Mapping[str, Any]) -> str:
    low, high = (_minutes(item.get(end), default) for end, default in (("from", 480), ("to", 1200)))
    if low > high:
        low = high = _minutes(item.get("from") or item.get("to"), 480)
    at = look.person.rng.randint(low, high)
    return f"{at // 60:02}:{at % 60:02}"


def _minutes(hour: str | None, default: int) -> int:
    return int(hour[:2]) * 60 + int(hour[3:5]) if hour else default


_KINDS: Mapping[str, Any] = {
    "likert": _rated, "differential": _rated, "slider": _rated, "stars": _rated, "number": _number,
    "choice": _choice, "choices": _choices, "yes_no": _yes_no, "text": _text, "long_text": _text,
    "date": _date, "time": _time,
}  # fmt: skip
