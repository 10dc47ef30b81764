"""What two people were sent, kept whole and compared field by field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from typing import Any

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message

Heard = list[tuple[str, Any]]  # (where it came from, what it was), in the order in which it came

# What may differ between twins, and why. Where it does, it must still look the same: as long, with the same signs.
MAY_DIFFER = {
    r"\.prediction$": "the id of a question, made from the random one of the session",
    r"\.screen\.code$": "the code with which a person is paid: random",
    r"\.hello\.k$": "the participant's own link, which they know: random",
    r"\.headers\.date$": "the time of day",
    r"\.headers\.sec-websocket-accept$": "answers a number that their own browser has drawn",
    r"\.script_run_id$": "drawn anew whenever the page is drawn",
    r"\.session_id$": "drawn anew for each tab",
    r"^Streamlit\.hash$": "the digest of a message with one of these in it",
}


def opened(told: Any) -> Any:
    """Plain data all the way down: one of Streamlit's messages, and JSON within JSON."""
    if isinstance(told, Message):
        told = MessageToDict(told, preserving_proto_field_name=True)
    if isinstance(told, str) and told.startswith(("{", "[")):
        with suppress(ValueError):
            told = json.loads(told)
    if isinstance(told, dict):
        return {name: opened(value) for name, value in told.items()}
    return [opened(each) for each in told] if isinstance(told, list) else told


def fields(heard: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Every field of what was heard, by where it stands, in order."""
    return [found for where, told in heard for found in _fields(told, where)]


def _fields(told: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(told, Mapping):
        for name, value in told.items():
            yield from _fields(value, f"{path}.{name}")
    elif isinstance(told, list):
        for number, value in enumerate(told):
            yield from _fields(value, f"{path}[{number}]")
    else:
        yield path, told


def differences(one: Heard, other: Heard, *, may: Mapping[str, str] = MAY_DIFFER) -> list[str]:
    """Where twins were sent different things, but for what may differ; empty when they were not."""
    ours, theirs = fields(one), fields(other)
    names = [name for name, _ in ours], [name for name, _ in theirs]
    if names[0] != names[1]:
        pairs = enumerate(zip(*names, strict=False))
        at = next((n for n, (mine, yours) in pairs if mine != yours), min(map(len, names)))
        return [f"not the same fields: {ours[at : at + 2]} where the other one has {theirs[at : at + 2]}"]
    return [
        f"{name}: {mine!r} and {yours!r}"
        for (name, mine), (_, yours) in zip(ours, theirs, strict=True)
        if mine != yours and not (_look(mine) == _look(yours) and any(re.search(each, name) for each in may))
    ]


def _look(value: Any) -> str:
    """How something looks, whatever it says: ids and times have their length and their signs."""
    return re.sub(r"[A-Za-z0-9_/+-]", "x", str(value))


def without(heard: Heard, text: str) -> Heard:
    """What would have been heard on the streams, had the product not said this now and then: a push less each time, and
    from then on a line less, and a number less."""
    line, so_far = {"by": "product", "text": text}, 0
    kept: Heard = []
    for where, told in heard:
        if where not in ("live", "Streamlit"):
            continue
        other = deepcopy(told)
        views = list(_views(other))
        said = max((view["screen"].get("talk", []).count(line) for view in views), default=0)
        is_new, so_far = said > so_far, max(said, so_far)
        for counted in (*views, *([other] if where == "live" and "rev" in other else [])):
            counted["rev"] -= so_far
        for view in views:
            if "talk" in view["screen"]:
                view["screen"]["talk"] = [each for each in view["screen"]["talk"] if each != line]
        if is_new:
            assert "n" not in told, "it comes as a push, whatever the person is doing"
        else:
            kept.append((where, other))
    return kept


def _views(told: Any) -> Iterator[dict[str, Any]]:
    if isinstance(told, dict):
        if "screen" in told:
            yield told
        for value in told.values():
            yield from _views(value)
