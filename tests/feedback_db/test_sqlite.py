"""The store in a SQLite file: durable, and honest when the disk, a neighbour or a commit lets it down."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from feedback_db import Event, SqliteStore, StoreBusy, StoreError, Writing, reading_beside
from feedback_db.connections import _make_durable, open_reader
from tests.feedback_db.people import PANEL, Person, acts_of, clock, panel_created, together, write


class Fragile(SqliteStore):
    """A store whose commits fail when told to, and that does not wait long for its neighbours."""

    patience = 0.05
    failure: Exception | None = None

    def _commit(self) -> None:
        if self.failure:
            raise self.failure
        super()._commit()


@pytest.fixture
def store(store_path: Path) -> Iterator[Fragile]:
    store = Fragile(store_path, clock=clock)
    yield store
    store.close()


def pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_what_is_acknowledged_survives_a_power_cut(store: Fragile) -> None:
    assert pragma(store._connection, "journal_mode") == "wal"
    assert pragma(store._connection, "synchronous") == 2
    assert pragma(store._connection, "secure_delete") == 1


def test_readers_cannot_write_and_never_checkpoint(store: Fragile) -> None:
    with store.reading() as reading:
        connection = reading._connection
        assert pragma(connection, "wal_autocheckpoint") == 0
        assert pragma(connection, "query_only") == 1
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM event")
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def test_readers_are_used_again_and_given_back_after_a_failure(store: Fragile) -> None:
    with store.reading() as first:
        pass
    with pytest.raises(ZeroDivisionError), store.reading() as second:
        raise ZeroDivisionError
    with store.reading() as third, store.reading() as fourth:
        assert first._connection is second._connection is third._connection is not fourth._connection


def test_a_file_system_without_wal_is_refused(store_path: Path) -> None:
    with (
        closing(sqlite3.connect(":memory:")) as connection,
        pytest.raises(StoreError, match=r"journal mode 'memory', and 'wal' was expected.*local disk"),
    ):
        _make_durable(connection, store_path)


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (OSError("the cable is loose"), "the cable is loose"),
        (sqlite3.OperationalError("disk I/O error"), "disk I/O error"),
    ],
)
def test_a_commit_that_fails_is_told_to_all_of_its_group_and_nothing_half_written_stays(
    store: Fragile, failure: Exception, said: str
) -> None:
    heard: list[Event] = []
    write(store, panel_created())
    store.subscribe(heard.extend)
    store.failure = failure
    futures = together(store, [lambda tx, n=n: write_both(tx, n) for n in range(5)])  # type: ignore[misc]
    for future in futures:
        with pytest.raises(StoreError, match=said):
            future.result(10)
    store.failure = None
    with store.reading() as reading:
        assert reading.events_of("s1") == []
        assert acts_of(reading, "s1") == []
    assert heard == []
    assert store.do(lambda tx: write_both(tx, 0)) == 0
    with store.reading() as reading:
        assert len(reading.events_of("s1")) == 2


def test_a_commands_own_failure_says_more_than_the_failed_commit(store: Fragile) -> None:
    store.failure = OSError("gone")

    def wrong(_: Writing) -> None:
        raise KeyError("wrong")

    mine, other = together(store, [wrong, lambda tx: None])
    assert isinstance(mine.exception(10), KeyError)
    assert isinstance(other.exception(10), StoreError)


def test_a_full_disk_is_reported_and_room_made_later_is_used(store: Fragile) -> None:
    write(store, panel_created(), Person().reacts())
    pages = int(str(pragma(store._connection, "page_count")))
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    big = Person().does("note", text="x" * 300_000)
    small_before, full, small_after = together(
        store,
        [
            lambda tx: tx.append(Person().does("before")),
            lambda tx: tx.append(big),
            lambda tx: tx.append(Person().does("after")),
        ],
    )
    with pytest.raises(StoreError, match=r"disk .* is full.*Nothing was written"):
        full.result(10)
    outcomes = [
        (future.exception(10), kind) for future, kind in ((small_before, "before"), (small_after, "after"))
    ]
    with store.reading() as reading:
        kinds = [event.kind for event in reading.events_of("s1")]
    assert kinds == ["reaction.recorded", *(kind for error, kind in outcomes if error is None)]
    store._connection.execute("PRAGMA max_page_count = 1000000")
    write(store, big)
    with store.reading() as reading:
        assert reading.panel(PANEL)
        assert reading.events_of("s1")[-1].payload == {"text": "x" * 300_000}


def test_a_failure_that_ends_the_whole_transaction_is_told_to_the_whole_group(store: Fragile) -> None:
    def ends_it(tx: Writing) -> None:
        tx._connection.execute("ROLLBACK")
        raise sqlite3.OperationalError("the disk has gone away")

    futures = together(store, [lambda tx: tx.append(Person().reacts()), ends_it, lambda tx: None])
    for future in futures:
        with pytest.raises(StoreError, match="the disk has gone away"):
            future.result(10)
    with store.reading() as reading:
        assert reading.events_of("s1") == []
    write(store, Person().reacts())


def test_another_program_that_holds_the_lock_is_named_as_the_reason_and_the_store_goes_on(
    store: Fragile,
) -> None:
    with closing(sqlite3.connect(store.path, isolation_level=None)) as neighbour:
        neighbour.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match=r"locked by another program.*Nothing was written"):
            write(store, Person().reacts())
        neighbour.execute("ROLLBACK")
    write(store, Person().reacts())
    with store.reading() as reading:
        assert len(reading.events_of("s1")) == 1


def test_the_file_is_read_beside_its_server_and_without_one(store: Fragile) -> None:
    write(store, panel_created())
    with reading_beside(store.path) as reading:
        assert reading.panel(PANEL).name == "First look"
        write(store, panel_created("p2"))
        assert len(reading.panels()) == 1
    store.close()
    with reading_beside(str(store.path)) as reading:
        assert len(reading.panels()) == 2


def test_a_reader_that_was_in_use_when_the_store_closed_is_closed_when_it_comes_back(store: Fragile) -> None:
    with store.reading() as reading:
        store.close()
        assert reading.panels() == []
    with pytest.raises(sqlite3.ProgrammingError):
        reading.panels()


def test_more_readers_than_are_kept_can_read_at_once(store: Fragile) -> None:
    write(store, panel_created())
    here = threading.Barrier(20)
    found: list[int] = []

    def read() -> None:
        with store.reading() as reading:
            here.wait(10)
            found.append(len(reading.panels()))

    threads = [threading.Thread(target=read) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert found == [1] * 20


def test_an_error_inside_a_reading_is_told_in_words(store: Fragile) -> None:
    with pytest.raises(StoreError, match="could not be used"), store.reading() as reading:
        reading._connection.execute("SELECT nothing FROM nowhere")


def test_a_reader_of_a_path_without_a_store_is_told_so(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "empty.db")) as connection:
        connection.execute("CREATE TABLE other (a)")
    with pytest.raises(StoreError, match="holds no store yet"):
        open_reader(tmp_path / "empty.db")
    with pytest.raises(StoreError, match="cannot be opened"), reading_beside(tmp_path / "none.db"):
        pass


def write_both(tx: Writing, n: int) -> int:
    tx.append(Person().reacts(str(n)))
    tx.append(Person().answers(f"i{n}", sus1=n))
    return n
