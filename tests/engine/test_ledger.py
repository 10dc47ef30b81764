"""What the ledger keeps is what counting everything anew would give, whatever happens in between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from curtain import ledger as ledgers
from curtain.ledger import Counted, counted, ledger
from tests.house import Guest, House


@pytest.fixture
def house(store_path: Path) -> Iterator[House]:
    house = House(store_path)
    yield house
    house.close()


def anew(house: House, panel: str) -> Counted:
    with house.engine.store.reading() as reading:
        row = reading.panel(panel)
        return counted(reading, row, house.engine.scenario_of(row))


def same(kept: Counted, whole: Counted) -> bool:
    for found, expected in ((kept.study.people, whole.study.people), (kept.study.trials, whole.study.trials)):
        order = ["participant", "arm", *(["position"] if "position" in found else [])]
        rows, others = (
            frame.astype(object).where(frame.notna(), None).sort_values(order, ignore_index=True)
            for frame in (found, expected)
        )
        pd.testing.assert_frame_equal(rows, others)
    return kept.up_to == whole.up_to


def test_what_is_kept_is_what_is_there(house: House) -> None:
    panel = house.panel()
    book = ledger(house.engine)
    assert book.counted(panel).study.people.empty
    first, second = Guest(house, panel), Guest(house, panel)
    first.to_first_parcel()
    assert same(book.counted(panel), anew(house, panel))
    second.finish()
    assert same(book.counted(panel), anew(house, panel))
    first.finish()
    assert same(book.counted(panel), anew(house, panel))
    assert book.counted(panel).study.counted["participant"].nunique() == 2
    third = Guest(house, panel)
    third.to_first_parcel()
    assert book.counted(panel).study.people["status"].value_counts()["running"] == 1
    third.act("withdraw")
    assert same(book.counted(panel), anew(house, panel))
    assert book.counted(panel).study.people["status"].value_counts().to_dict() == {
        "completed": 2,
        "withdrawn": 1,
    }


def test_only_sessions_with_news_are_read(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = house.panel()
    book = ledger(house.engine)
    Guest(house, panel).finish()
    book.counted(panel)
    late = Guest(house, panel)
    late.to_first_parcel()
    seen: list[int] = []
    real = ledgers.study
    monkeypatch.setattr(ledgers, "study", lambda *given: seen.append(len(given[0].session)) or real(*given))
    book.counted(panel)
    assert seen == [1]
    before = book.counted(panel)
    assert seen == [1]
    assert before.study.people["counts"].tolist() == [True, False]


def test_an_engine_has_one_ledger(house: House) -> None:
    assert ledger(house.engine) is ledger(house.engine)
