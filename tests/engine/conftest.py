"""A house per test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import House


@pytest.fixture
def house(store_path: Path) -> Iterator[House]:
    made = House(store_path)
    yield made
    made.close()
