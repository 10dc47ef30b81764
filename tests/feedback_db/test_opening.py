"""Opening a store: whose file it is, what is wrong with it, and that what was in it is still there."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

import feedback_db
from feedback_db import (
    NewerSchema,
    NotAStore,
    StoreBusy,
    StoreError,
    StoreLocked,
    StoreReadOnly,
    open_store,
)
from feedback_db.migrations import MIGRATIONS, NAMES
from tests.feedback_db.people import PANEL, panel_created, write

ROOT = Path(__file__).parents[2]
OPEN = "import sys, feedback_db; store = feedback_db.open_store(sys.argv[1]); print('open', flush=True)"


def in_another_process(path: Path, then: str) -> subprocess.Popen[str]:
    """A process that opens the store, says `open`, and then does `then`."""
    return subprocess.Popen(
        [sys.executable, "-c", f"{OPEN}; {then}", str(path)],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_second_server_on_the_same_file_is_told_which_process_has_it(store_path: Path) -> None:
    with in_another_process(store_path, "sys.stdin.read()") as first:
        assert first.stdout
        assert first.stdout.readline() == "open\n"
        with pytest.raises(
            StoreLocked, match=rf"in use by another server \(process {first.pid}\)"
        ) as refused:
            open_store(store_path)
        assert "Stop that one first" in str(refused.value)
        first.communicate("")
    open_store(store_path).close()


def test_a_server_that_was_killed_leaves_the_file_free(store_path: Path) -> None:
    with in_another_process(store_path, "sys.stdin.read()") as first:
        assert first.stdout
        first.stdout.readline()
        first.kill()
        first.wait()
        open_store(store_path).close()


def test_a_link_to_the_file_is_the_same_file(store_path: Path) -> None:
    store = open_store(store_path)
    other = store_path.with_name("link.db")
    other.symlink_to(store_path)
    with pytest.raises(StoreLocked, match=f"process {os.getpid()}"):
        open_store(other)
    store.close()


def test_an_opening_that_fails_leaves_the_file_free(store_path: Path) -> None:
    store_path.write_text("x" * 4096)
    with pytest.raises(NotAStore):
        open_store(store_path)
    store_path.unlink()
    open_store(store_path).close()


def test_what_was_written_is_there_after_opening_again(store_path: Path) -> None:
    store = open_store(store_path)
    write(store, panel_created())
    store.close()
    store = open_store(str(store_path))
    with store.reading() as reading:
        assert reading.panel(PANEL).name == "First look"
    store.close()


@pytest.mark.parametrize("content", [b"Dear diary, this is no database at all.", b"\x00" * 5000])
def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(store_path: Path, content: bytes) -> None:
    store_path.write_bytes(content)
    with pytest.raises(NotAStore, match=re.escape(f"{store_path} is not a database")):
        open_store(store_path)
    assert store_path.read_bytes() == content


def test_a_damaged_store_is_refused_in_words(store_path: Path) -> None:
    store = open_store(store_path)
    write(store, *[panel_created(f"p{n}", name="x" * 900) for n in range(50)])
    store.close()
    with store_path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 3000)
    with pytest.raises(NotAStore, match=r"is damaged.*backup"):
        open_store(store_path)


def test_a_database_of_another_program_is_refused_and_left_as_it_is(store_path: Path) -> None:
    with closing(sqlite3.connect(store_path)) as connection:
        connection.execute("CREATE TABLE bookmark (url TEXT)")
    before = store_path.read_bytes()
    with pytest.raises(NotAStore, match="another program"):
        open_store(store_path)
    assert store_path.read_bytes() == before


def test_a_store_of_a_newer_version_is_refused_by_the_name_of_its_migration(store_path: Path) -> None:
    open_store(store_path).close()
    with closing(sqlite3.connect(store_path)) as connection:
        MIGRATIONS._record_applied(Database(connection), "m999_holograms")
        connection.commit()
    with pytest.raises(NewerSchema, match="newer version: its migration 'm999_holograms'"):
        open_store(store_path)


def test_every_migration_is_applied_once_and_listed(store_path: Path) -> None:
    for _ in range(2):
        open_store(store_path).close()
    with closing(sqlite3.connect(store_path)) as connection:
        applied = [migration.name for migration in MIGRATIONS.applied(Database(connection))]
    assert applied == list(NAMES)
    files = sorted(Path(feedback_db.__file__).parent.glob("migrations/m[0-9]*.py"))
    assert [file.stem for file in files] == list(NAMES)


def test_a_half_made_schema_is_finished_at_the_next_start(store_path: Path) -> None:
    with closing(sqlite3.connect(store_path)) as connection:
        MIGRATIONS.ensure_migrations_table(Database(connection))
    open_store(store_path).close()


def test_a_database_that_another_program_keeps_to_itself_is_said_to_be_locked(store_path: Path) -> None:
    class Impatient(feedback_db.SqliteStore):
        patience = 0.05

    open_store(store_path).close()
    with closing(sqlite3.connect(store_path, isolation_level=None)) as neighbour:
        neighbour.execute("PRAGMA locking_mode = EXCLUSIVE")
        neighbour.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreBusy, match="locked by another program"):
            Impatient(store_path, clock=feedback_db.store.utc_now)


def test_a_folder_or_a_missing_folder_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_store(tmp_path)
    with pytest.raises(StoreReadOnly, match="folder of the database must exist"):
        open_store(tmp_path / "nowhere" / "x.db")


class TestWithoutThePermissionToWrite:
    @pytest.fixture
    def folder(self) -> Iterator[Path]:
        """A folder that anybody can reach; the test then runs without the rights of root, which ignores modes."""
        folder = Path(tempfile.mkdtemp(dir="/tmp"))
        folder.chmod(0o755)
        root = os.geteuid() == 0
        open_store(folder / "x.db").close()
        if root:
            os.seteuid(65534)
        else:
            for path in (folder / "x.db", folder / "x.db.lock", folder):
                path.chmod(path.stat().st_mode & 0o555)
        yield folder
        if root:
            os.seteuid(0)
        else:
            folder.chmod(0o755)
        shutil.rmtree(folder)

    def test_a_folder_that_cannot_be_written_is_named(self, folder: Path) -> None:
        with pytest.raises(StoreReadOnly, match=re.escape(f"{folder}")):
            open_store(folder / "new.db")

    def test_a_file_that_cannot_be_written_is_named(self, folder: Path) -> None:
        with pytest.raises(StoreReadOnly, match=re.escape(f"{folder / 'x.db'}")):
            open_store(folder / "x.db")

    def test_a_file_that_cannot_be_written_although_its_folder_can_is_named(self, folder: Path) -> None:
        if os.getuid() == 0:
            os.seteuid(0)
            folder.chmod(0o777)
            (folder / "x.db.lock").chmod(0o666)
            os.seteuid(65534)
        else:
            folder.chmod(0o755)
            (folder / "x.db.lock").chmod(0o644)
        with pytest.raises(StoreReadOnly, match=re.escape(f"{folder / 'x.db'} cannot be written")):
            open_store(folder / "x.db")
