"""The whole app in a test, without a server: a house of its own for each test, and pages by role."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from curtain import house, sample, staff
from curtain.engine import Engine
from curtain.staff import KEYS, Role, Staff
from feedback_db import open_store

APP = Path(__file__).parents[2] / "app.py"
Visit = Callable[..., AppTest]


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds the sample panel."""
    path = tmp_path_factory.mktemp("sample") / "curtain.db"
    engine = Engine(open_store(path))
    sample.load(engine)
    engine.close()
    return path


@pytest.fixture
def with_sample() -> bool:
    """Whether the test's house holds the sample panel."""
    return False


@pytest.fixture
def library(tmp_path: Path) -> Path | None:
    """The test's own folder of scenarios; None: the ones that come along."""
    return None


@pytest.fixture
def engine(
    tmp_path: Path,
    library: Path | None,
    with_sample: bool,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Engine]:
    """The one engine of this process, on a database of the test's own."""
    database = tmp_path / "curtain.db"
    if with_sample:
        shutil.copy(request.getfixturevalue("sampled"), database)
    monkeypatch.setenv(house.DATA, str(database))
    monkeypatch.delenv(house.LIBRARY, raising=False)
    if library:
        monkeypatch.setenv(house.LIBRARY, str(library))
    house.engine.cache_clear()
    yield house.engine()
    house.engine().close()
    house.engine.cache_clear()


@pytest.fixture
def visit(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Opens a page: as somebody with a role's key, or as a stranger; in an own tab each time."""

    def come(page: str = "", role: Role | None = None, key: Role | None = None, **query: str) -> AppTest:
        me = Staff("s1", KEYS[key or role], "Operator 1") if role else None
        monkeypatch.setattr(staff, "whoami", lambda _engine, _cookie: me)
        shown = AppTest.from_file(str(APP), default_timeout=60)
        for name, value in query.items():
            shown.query_params[name] = value
        if role:
            shown.session_state["chosen_role"] = role
        # What a browser sends for an address; AppTest has a public way for pages that are files only.
        shown._page_hash = calc_hash(page) if page else ""
        return shown.run()

    return come
