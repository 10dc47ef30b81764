"""Erasure down to the bytes: what somebody said is nowhere on the disk once their withdrawal is done."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from feedback_db import NewEvent, SqliteStore, StoreError, open_store
from tests.feedback_db.people import Person, at, clock, panel_created, write


@pytest.fixture
def store(store_path: Path) -> Iterator[SqliteStore]:
    store = open_store(store_path, clock=clock)
    write(store, panel_created())
    yield store
    store.close()


def on_disk(store: SqliteStore) -> bytes:
    """Everything that the store keeps on the disk: the database, its log, its index of the log."""
    names = ("", "-wal", "-shm", "-journal")
    files = [store.path.with_name(store.path.name + name) for name in names]
    return b"".join(file.read_bytes() for file in files if file.exists())


def whole_story(person: Person, words: str) -> list[NewEvent]:
    """Everything that can carry a person's words, with these words in it."""
    link = {"token": person.token, "kind": "personal", "arm": None, "label": words}
    prediction = f"q{person.number}"
    by: dict[str, Any] = {"prediction": prediction, "operator": "o1"}
    return [
        panel_created()._replace(kind="link.made", payload=link),
        *person.comes(link=person.token),
        person.enters(),
        person.asks(prediction, input={"note": words}, truth=words),
        person.does("prediction.deferred", prediction=prediction),
        person.does("desk.claimed", **by, lease_until=at(30)),
        person.does("desk.answered", **by, output={"generated_text": words}),
        person.is_answered(prediction, {"generated_text": words * 2}),
        person.does("prediction.released", prediction=prediction, output={"generated_text": words * 3}),
        person.reacts("comment", words),
        person.answers("own", why=words),
        person.does("some.later.kind", text=words),
    ]


@pytest.mark.parametrize("length", [1, 700])
def test_the_words_of_somebody_withdrawn_are_in_no_file_and_those_of_others_are(
    store: SqliteStore, length: int
) -> None:
    mine, other = "MyVeryOwnWords" * length, "SomebodyElsesWords" * length
    write(store, *whole_story(Person(1), mine), *whole_story(Person(2), other))
    assert b"MyVeryOwnWords" in on_disk(store)
    write(store, Person(1).withdraws())
    with store.reading() as reading:
        assert reading.pending_erasures() == []
    assert b"MyVeryOwnWords" not in on_disk(store)
    assert b"SomebodyElsesWords" in on_disk(store)


@pytest.mark.parametrize("seed", range(4))
def test_no_word_is_left_behind_where_pages_were_split_and_rows_have_grown(
    store: SqliteStore, seed: int
) -> None:
    rng = random.Random(seed)
    people = [Person(n) for n in range(1, 9)]

    def words(person: Person) -> str:
        return f"Secret{person.number:03d}Word" * rng.randint(1, rng.choice([3, 30, 300]))

    events = [whole_story(person, words(person)) for person in people]
    while any(events):
        story = rng.choice([story for story in events if story])
        write(store, story.pop(0))
    for _ in range(60):
        person = rng.choice(people)
        prediction = f"q{person.number}"
        write(store, person.does("prediction.released", prediction=prediction, output=words(person)))
        write(
            store,
            person.does(
                "answer.given", step=str(rng.random()), instrument=None, answers={"a": words(person)}
            ),
        )
    gone = rng.sample(people, 3)
    for person in gone:
        write(store, person.withdraws())
    left = on_disk(store)
    assert [
        person.number for person in people if f"Secret{person.number:03d}Word".encode() not in left
    ] == sorted(person.number for person in gone)


def test_an_erasure_is_pending_as_long_as_somebody_reads_the_old_state(store: SqliteStore) -> None:
    write(store, *whole_story(Person(1), "MyVeryOwnWords"))
    with store.reading() as reading:
        assert reading.panels()
        write(store, Person(1).withdraws(7))
        assert b"MyVeryOwnWords" in on_disk(store)
        assert store.finish_erasures() == 1
        with store.reading() as later:
            assert later.pending_erasures() == [("u1", at(7), None)]
            assert later.events_of("s1")[0].kind == "participant.withdrew"
    assert store.finish_erasures() == 0
    assert b"MyVeryOwnWords" not in on_disk(store)


def test_a_pending_erasure_is_finished_at_the_next_start(store: SqliteStore, store_path: Path) -> None:
    write(store, *whole_story(Person(1), "MyVeryOwnWords"))
    with store.reading() as reading:
        assert reading.panels()
        write(store, Person(1).withdraws())
        store.close()
    again = open_store(store_path)
    with again.reading() as reading:
        assert reading.pending_erasures() == []
    assert b"MyVeryOwnWords" not in on_disk(again)
    again.close()


def test_others_go_on_writing_while_an_erasure_is_pending(store: SqliteStore) -> None:
    write(store, *whole_story(Person(1), "MyVeryOwnWords"))
    with store.reading() as reading:
        assert reading.panels()
        write(store, Person(1).withdraws())
        write(store, *whole_story(Person(2), "hello"))
        with store.reading() as later:
            assert len(later.events_of("s2")) > 5
            assert len(later.pending_erasures()) == 1
    assert store.finish_erasures() == 0


def test_when_nothing_is_pending_there_is_nothing_to_finish(store: SqliteStore) -> None:
    assert store.finish_erasures() == 0


def test_a_withdrawal_of_nobody_is_refused(store: SqliteStore) -> None:
    with pytest.raises(StoreError, match="needs the participant"):
        write(store, Person(1).withdraws()._replace(participant=None))
