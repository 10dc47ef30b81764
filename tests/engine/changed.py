"""The courier scenario with other mocks or other settings of its feature, in a library of its own."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from curtain import panels
from feedback_db import NewEvent
from scenarios import LIBRARY
from tests.house import Guest, House

SLUG = "courier-delay"


def changed_house(
    folder: Path, mocks: dict[str, Any] | None = None, played_by: str | None = None, **feature: Any
) -> House:
    """A house whose only scenario is the courier's, with these mocks besides its own and this said of its feature."""
    library = folder / "library"
    shutil.copytree(LIBRARY / SLUG, library / SLUG)
    file = library / SLUG / f"{SLUG}.yaml"
    text = file.read_text(encoding="utf-8")
    said = {"played_by": played_by or "weather-rules", **feature}
    for key in said:
        text = re.sub(rf"(?m)^    {key}: .*\n", "", text)
    # JSON is YAML, so that a value can stand as it is.
    for heading, indent, lines in (("mocks:", 2, mocks or {}), ("  delay:", 4, said)):
        added = "".join(f"{' ' * indent}{key}: {json.dumps(value)}\n" for key, value in lines.items())
        text = text.replace(f"\n{heading}\n", f"\n{heading}\n{added}", 1)
    file.write_text(text, encoding="utf-8")
    return House(folder / "curtain.db", library)


def first_guest(house: House, arm: str = "with-reason") -> Guest:
    """Somebody who stands before the first parcel, as the file says who plays."""
    guest = Guest(house, house.panel(None), arm)
    guest.to_first_parcel()
    house.settle()
    return guest


def house_of(folder: Path, text: str, **files: str) -> House:
    """A house whose only scenario, `mine`, is this text (without its first two keys), with files beside it."""
    place = folder / "library" / "mine"
    place.mkdir(parents=True)
    (place / "mine.yaml").write_text(f"scenario: mine\nshown_title: Mine\n{text}", encoding="utf-8")
    for name, content in files.items():
        (place / name.replace("__", ".")).write_text(content, encoding="utf-8")
    house = House(folder / "curtain.db", folder / "library")
    problems = [str(problem) for entry in house.engine.scenarios() for problem in entry.problems]
    assert not problems, problems
    return house


def guest_of(house: House, arm: str | None = None, **panel: Any) -> Guest:
    """Somebody in an open panel of `mine`; in a practice panel, which lacks nothing."""
    made = panels.create(house.engine, "mine", "Test panel", origin="practice", **panel)
    version = house.engine.store.do(lambda tx: house.engine.freeze(tx, "mine"))
    opened = NewEvent(kind="panel.opened", at=house.engine.now(), panel=made, payload={"version": version})
    house.engine.store.do(lambda tx: tx.append(opened))
    return Guest(house, made, arm)
