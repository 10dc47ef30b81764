"""The page about notebooks does what it says, on a database with a panel in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from curtain.analysis import load
from feedback_db import NotFound
from tests.house import Guest, House

GUIDE = Path(__file__).parents[2] / "docs" / "notebooks.md"


def test_every_piece_of_the_page_runs(store_path: Path) -> None:
    house = House(store_path)
    panel = house.panel()
    for n in range(6):
        Guest(house, panel).finish("accept" if n % 2 else "dismiss")
    pieces = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    known: dict[str, object] = {}
    for piece in pieces:
        exec(piece.replace("data/curtain.db", str(store_path)), known)
    assert len(pieces) == 3
    assert load(store_path, panel).study.counted["participant"].nunique() == 6
    with pytest.raises(NotFound, match="did you mean 'courier-delay'"):
        load(store_path, "courier-dely")
    house.close()
