"""What any store must do. A store for another database passes by giving this class its own `open_it`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback_db import (
    Event,
    NewEvent,
    NotFound,
    Reading,
    Store,
    StoreClosed,
    Writing,
    key,
    open_store,
)
from tests.feedback_db.people import PANEL, Person, acts_of, at, clock, panel_created, together, write

TABLES = ("participant", "session", "assignment", "prediction", "reaction", "answer", "desk_action", "event")
Opener = Callable[[], Store]

each_example_has_its_own_store = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25
)


class StoreContract:
    @pytest.fixture
    def open_it(self, tmp_path: Path) -> Opener:
        """Give a way to open an empty store, as often as wanted."""
        raise NotImplementedError

    @pytest.fixture
    def store(self, open_it: Opener) -> Iterator[Store]:
        store = open_it()
        yield store
        store.close()

    # The log -------------------------------------------------------------------------------------

    def test_what_was_written_is_read_as_it_was(self, store: Store) -> None:
        event = store.do(lambda tx: tx.append(Person().reacts(note="“naïve” \x00 ÿ")))
        with store.reading() as reading:
            assert reading.events_of("s1") == [event]

    def test_an_event_in_hand_is_the_event_in_the_log_even_where_json_changes_a_shape(
        self, store: Store
    ) -> None:
        facts: dict[str, Any] = {"pair": (1, 2), "by_number": {1: "one"}}
        event = store.do(lambda tx: tx.append(Person().does("note.made", **facts)))
        assert event is not None
        assert event.payload == {"pair": [1, 2], "by_number": {"1": "one"}}
        with store.reading() as reading:
            assert reading.events_of("s1") == [event]

    def test_an_event_does_not_change_when_its_writer_goes_on_changing_the_payload(
        self, store: Store
    ) -> None:
        told: dict[str, Any] = {"list": [1]}
        event = store.do(lambda tx: tx.append(Person().does("note.made", **told)))
        told["list"].append(2)
        assert event is not None
        assert event.payload == {"list": [1]}

    def test_events_come_in_the_order_of_writing_and_after_a_given_one(self, store: Store) -> None:
        write(store, *[Person().does(f"note.{n}") for n in range(5)])
        with store.reading() as reading:
            events = reading.events_of("s1")
            assert [event.kind for event in events] == [f"note.{n}" for n in range(5)]
            assert reading.events_of("s1", after=events[2].id) == events[3:]
            assert reading.events(PANEL, after=events[0].id, limit=2) == events[1:3]
            assert reading.last_event_id() == reading.last_event_id(PANEL) == events[-1].id
            assert reading.last_event_id("another") == 0

    def test_the_same_key_is_written_once_and_the_second_writer_is_told(self, store: Store) -> None:
        assert store.do(lambda tx: tx.append(Person().reacts())) is not None
        assert store.do(lambda tx: tx.append(Person().reacts())) is None
        with store.reading() as reading:
            assert len(reading.events_of("s1")) == len(reading.reactions_of("s1")) == 1

    @each_example_has_its_own_store
    @given(names=st.lists(st.sampled_from("abcdef"), max_size=20))
    def test_of_any_repetitions_the_first_of_each_key_stands(self, open_it: Opener, names: list[str]) -> None:
        store = open_it()
        for n, name in enumerate(names):
            event = Person().reacts(value=str(n))._replace(key=name)
            store.do(lambda tx, event=event: tx.append(event))  # type: ignore[misc]
        with store.reading() as reading:
            firsts = list(dict.fromkeys(names))
            assert [event.key for event in reading.events_of("s1")] == firsts
            values = [reaction.value for reaction in reading.reactions_of("s1")]
            assert values == [str(names.index(name)) for name in firsts]
        store.close()

    def test_up_down_up_is_three_reactions_but_a_repeated_press_is_one(self, store: Store) -> None:
        for revision, value in ((0, "up"), (1, "down"), (1, "down"), (2, "up")):
            event = Person().reacts("thumb", value, revision)
            store.do(lambda tx, event=event: tx.append(event))  # type: ignore[misc]
        with store.reading() as reading:
            assert [reaction.value for reaction in reading.reactions_of("s1")] == ["up", "down", "up"]

    @pytest.mark.parametrize("payload", [{"n": float("nan")}, {"when": at}, {"set": {1}}])
    def test_a_payload_that_is_not_json_is_refused_and_nothing_of_it_is_written(
        self, store: Store, payload: dict[str, Any]
    ) -> None:
        with pytest.raises((TypeError, ValueError)):
            store.do(lambda tx: (tx.append(Person().reacts()), tx.append(Person().does("note", **payload))))
        with store.reading() as reading:
            assert reading.events_of("s1") == []
            assert reading.reactions_of("s1") == []

    # Commands ------------------------------------------------------------------------------------

    def test_a_command_sees_what_it_and_those_before_it_in_the_group_have_written(self, store: Store) -> None:
        def count(tx: Writing) -> int:
            tx.append(Person().does("note"))
            return len(tx.events_of("s1"))

        assert [future.result(10) for future in together(store, [count, count, count])] == [1, 2, 3]

    @each_example_has_its_own_store
    @given(fails=st.lists(st.booleans(), min_size=1, max_size=12))
    def test_a_command_that_fails_fails_alone(self, open_it: Opener, fails: list[bool]) -> None:
        store = open_it()
        groups: list[list[Event]] = []
        store.subscribe(groups.append)

        def command(n: int) -> Callable[[Writing], int]:
            def run(tx: Writing) -> int:
                tx.append(Person().reacts(str(n)))
                if fails[n]:
                    raise KeyError(n)
                return n

            return run

        futures = together(store, [command(n) for n in range(len(fails))])
        for n, future in enumerate(futures):
            if fails[n]:
                assert isinstance(future.exception(10), KeyError)
            else:
                assert future.result(10) == n
        written = [str(n) for n, failed in enumerate(fails) if not failed]
        with store.reading() as reading:
            assert [event.payload["reaction"] for event in reading.events_of("s1")] == written
            assert [reaction.kind for reaction in reading.reactions_of("s1")] == written
        assert [event.payload["reaction"] for group in groups for event in group] == written
        store.close()

    def test_of_fifty_that_look_and_then_take_exactly_one_gets_it(self, store: Store) -> None:
        write(store, panel_created(), *Person().comes(), Person().asks("q"))
        write(store, Person().does("prediction.deferred", prediction="q"))

        def claim(operator: str) -> bool:
            def command(tx: Writing) -> bool:
                found = tx.prediction("q")
                assert found is not None
                if found.claimed_by:
                    return False
                told: dict[str, Any] = {"prediction": "q", "operator": operator, "lease_until": at(30)}
                return tx.append(Person().does("desk.claimed", **told)) is not None

            return store.do(command)

        with ThreadPoolExecutor(50) as operators:
            assert sum(operators.map(claim, [f"o{n}" for n in range(50)])) == 1

    def test_a_caller_is_answered_when_everybody_can_read_it(self, store: Store) -> None:
        for n in range(20):
            write(store, Person().does(f"note.{n}"))
            with store.reading() as reading:
                assert len(reading.events_of("s1")) == n + 1

    def test_waiting_for_the_store_inside_a_command_is_refused_at_once(self, store: Store) -> None:
        with pytest.raises(RuntimeError, match="submit"):
            store.do(lambda _: store.do(lambda tx: None))

    def test_a_cancelled_command_is_not_carried_out(self, store: Store) -> None:
        busy, go_on = threading.Event(), threading.Event()

        def slow(_: Writing) -> None:
            busy.set()
            assert go_on.wait(10)

        store.submit(slow)
        assert busy.wait(10)
        future = store.submit(lambda tx: tx.append(Person().reacts()))
        assert future.cancel()
        go_on.set()
        store.do(lambda tx: None)
        with store.reading() as reading:
            assert reading.events_of("s1") == []

    def test_what_was_submitted_before_closing_is_written_and_later_is_refused(self, open_it: Opener) -> None:
        store = open_it()
        groups: list[list[Event]] = []
        store.subscribe(groups.append)
        futures = together(store, [lambda tx, n=n: tx.append(Person().does(f"note.{n}")) for n in range(5)])  # type: ignore[misc]
        store.close()
        store.close()
        assert all(future.result(0) for future in futures)
        assert len([event for group in groups for event in group]) == 5
        with pytest.raises(StoreClosed):
            store.submit(lambda tx: None)
        with pytest.raises(StoreClosed), store.reading():
            pass

    # Listeners -----------------------------------------------------------------------------------

    def test_listeners_hear_of_everything_in_order_before_the_caller_does(self, store: Store) -> None:
        heard: list[Event] = []
        store.subscribe(heard.extend)
        commands = [lambda tx, n=n: tx.append(Person().does(f"note.{n}")) for n in range(9)]
        for n, future in enumerate(together(store, commands)):
            assert future.result(10) in heard
            assert heard[n].kind == f"note.{n}"
        with store.reading() as reading:
            assert reading.events_of("s1") == heard

    def test_a_listener_can_read_what_it_hears_of(self, store: Store) -> None:
        counts: list[tuple[int, int]] = []

        def listen(events: list[Event]) -> None:
            with store.reading() as reading:
                counts.append((len(events), len(reading.events_of("s1"))))

        store.subscribe(listen)
        write(store, Person().does("a"), Person().does("b"))
        assert counts == [(2, 2)]

    def test_a_listener_that_fails_harms_nobody_and_is_logged(
        self, store: Store, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fail(events: list[Event]) -> None:
            raise ValueError("deaf")

        heard: list[Event] = []
        store.subscribe(fail)
        store.subscribe(heard.extend)
        write(store, Person().does("a"))
        assert [event.kind for event in heard] == ["a"]
        assert "deaf" in caplog.text

    def test_listeners_hear_nothing_of_commands_that_wrote_nothing(self, store: Store) -> None:
        groups: list[list[Event]] = []
        store.subscribe(groups.append)
        store.do(lambda tx: tx.panels())
        assert groups == []

    # Tables --------------------------------------------------------------------------------------

    def test_a_panel_is_drafted_opened_paused_and_closed(self, store: Store) -> None:
        write(store, panel_created())
        with store.reading() as reading:
            panel = reading.panel(PANEL)
        assert (panel.status, panel.version, panel.played_by, panel.arms, panel.people) == (
            "draft",
            "",
            {"delay": "coin"},
            ["short", "long"],
            2,
        )
        seen = []
        for kind, facts in (
            ("opened", {"version": "v1"}),
            ("paused", {}),
            ("opened", {"version": "v1"}),
            ("closed", {}),
        ):
            event = panel_created()._replace(kind=f"panel.{kind}", payload=facts)
            write(store, event)
            with store.reading() as reading:
                panel = reading.panel(PANEL)
            seen.append((panel.status, panel.version, panel.opened_at, panel.closed_at))
        assert seen == [
            ("open", "v1", at(), None),
            ("paused", "v1", at(), None),
            ("open", "v1", at(), None),
            ("closed", "v1", at(), at()),
        ]

    def test_links_and_people_are_found_by_their_tokens(self, store: Store) -> None:
        made = {"token": "token-1", "kind": "personal", "arm": None, "label": "Mrs Jones"}
        write(store, panel_created(), panel_created()._replace(kind="link.made", payload=made))
        with store.reading() as reading:
            assert reading.next_number(PANEL) == 1
        write(store, *Person(1).comes(link="token-1"), *Person(2).comes())
        with store.reading() as reading:
            link = reading.link("token-1")
            assert link is not None
            assert (link.participant, link.label, reading.links(PANEL)) == ("u1", "Mrs Jones", [link])
            person = reading.participant_by_token("token-1")
            assert person == reading.participant("u1") == reading.participants(PANEL)[0]
            assert reading.link("token-9") is None
            assert reading.participant_by_token("token-9") is None
            assert reading.next_number(PANEL) == 3
            assert reading.session_of("u2") == reading.session("s2")

    def test_a_session_is_followed_to_its_end(self, store: Store) -> None:
        person = Person()
        write(store, panel_created(), *person.comes())
        with store.reading() as reading:
            session = reading.session("s1")
        assert (session.status, session.place, session.done, session.steps) == ("running", None, 0, 9)
        assert session.rows == {"parcel": [{"weather": "clear"}]}
        write(store, person.enters("warning/1", 5), person.completes(9))
        with store.reading() as reading:
            session = reading.session("s1")
            assert reading.assignments("s1") == [("s1", 1, "short")]
        assert (session.status, session.place, session.done, session.number) == (
            "completed",
            "warning/1",
            2,
            1,
        )
        assert (session.started_at, session.last_at, session.completed_at) == (at(), at(9), at(9))

    def test_a_prediction_goes_by_way_of_the_desk(self, store: Store) -> None:
        person, output = Person(), [{"label": "delayed", "score": 0.8}]
        claimed: dict[str, Any] = {"prediction": "q", "operator": "o1", "lease_until": at(31)}
        answered: dict[str, Any] = {"prediction": "q", "operator": "o1", "output": output}
        way = [
            (person.asks("q"), "requested"),
            (person.does("prediction.deferred", prediction="q"), "waiting"),
            (person.does("desk.claimed", **claimed), "claimed"),
            (person.does("desk.released", prediction="q", operator="o1", why="given back"), "waiting"),
            (person.does("desk.claimed", **claimed), "claimed"),
            (person.does("desk.released", prediction="q", operator="o1", why="expired"), "waiting"),
            (person.does("desk.claimed", **claimed), "claimed"),
            (person.does("desk.answered", **answered), "claimed"),
            (person.is_answered("q", output, 4), "answered"),
            (person.does("prediction.deferred", prediction="q"), "answered"),
            (person.does("prediction.released", 5, prediction="q", output=output), "released"),
            (person.does("prediction.shown", 6, prediction="q", place="warning/1", after_ms=12), "released"),
            (person.does("prediction.shown", 7, prediction="q", place="warning/1", after_ms=12), "released"),
        ]
        write(store, panel_created(), *person.comes())
        for event, status in way:
            write(store, event)
            with store.reading() as reading:
                found = reading.prediction("q")
                assert found is not None
                assert found.status == status
                in_queue = status in {"waiting", "claimed"}
                assert [row.id for row in reading.queue()] == (["q"] if in_queue else [])
                assert reading.open_predictions() == ([found] if status != "released" else [])
        assert found is not None
        assert (found.intended, found.output, found.truth) == (output, output, "delayed")
        assert (found.input, found.provenance) == ({"weather": "heavy snow"}, {"rule": "snow"})
        assert (found.late, found.fallback, found.claimed_by) == (False, False, "o1")
        assert (found.answered_at, found.released_at, found.shown_at) == (at(4), at(5), at(6))
        with store.reading() as reading:
            kinds = [action.kind for action in reading.desk_actions(PANEL)]
            assert kinds == ["claimed", "released_claim", "claimed", "expired", "claimed", "answered"]
            assert reading.answered_by_operator() == {("o1", found.arm): 1}
            assert reading.predictions_of("s1") == [found]

    def test_the_queue_is_oldest_first(self, store: Store) -> None:
        people = [Person(1), Person(2, panel="p2"), Person(3)]
        write(store, panel_created(), panel_created("p2"))
        for person, seconds in zip(people, (5, 1, 3), strict=True):
            asked = person.asks(f"q{person.number}", seconds)
            write(
                store,
                *person.comes(),
                asked,
                person.does("prediction.deferred", prediction=f"q{person.number}"),
            )
        write(store, Person(1).asks("by-rule"), Person(1).is_answered("by-rule", []))
        with store.reading() as reading:
            assert [row.id for row in reading.queue()] == ["q2", "q3", "q1"]

    def test_answers_are_one_row_for_each_item_and_the_latest_holds(self, store: Store) -> None:
        write(store, Person().answers(sus1=4, sus2=1))
        write(store, Person().answers(sus1=5, sus2=1), Person().answers("own", data="keep"))
        with store.reading() as reading:
            found = {row.item: row.value for row in reading.answers_of("s1")}
        assert found == {"sus1": 5, "sus2": 1, "data": "keep"}

    def test_places_are_counted_within_one_origin_and_given_up_ones_are_free(self, store: Store) -> None:
        write(store, panel_created())
        for number, arm, origin in (
            (1, "short", "real"),
            (2, "long", "real"),
            (3, "long", "preview"),
            (4, "long", "real"),
        ):
            write(store, *Person(number, arm).comes(origin))
        write(store, Person(1).completes(5), Person(2, "long").enters(seconds=90))
        with store.reading() as reading:
            assert reading.order_counts(PANEL, "real") == {("short",): 1, ("long",): 2}
            assert reading.order_counts(PANEL, "real", since=at(60)) == {("short",): 1, ("long",): 1}
            assert reading.order_counts(PANEL, "preview") == {("long",): 1}
            assert reading.taken_places(PANEL) == 3
            assert reading.taken_places(PANEL, since=at(60)) == 2
            assert reading.arms(PANEL, "real") == [("long", 2, 0, 0), ("short", 0, 1, 0)]
            assert [session.id for session in reading.sessions(PANEL, "preview")] == ["s3"]
            assert len(reading.sessions(PANEL)) == 4

    def test_what_does_not_exist_is_said_to_be_missing_by_name(self, store: Store) -> None:
        with store.reading() as reading:
            for ask in (reading.panel, reading.session, reading.participant, reading.scenario_version):
                with pytest.raises(NotFound, match="'nobody'"):
                    ask("nobody")
            with pytest.raises(NotFound, match="'nothing'"):
                reading.table(PANEL, "nothing")
            assert reading.prediction("nobody") is None
            assert reading.session_of("nobody") is None

    def test_frames_have_their_columns_even_when_empty_and_keep_to_one_origin(self, store: Store) -> None:
        write(store, panel_created(), *Person(1).comes(), *Person(2).comes("simulated"))
        write(store, Person(1).asks("q"), Person(1).reacts(), Person(1).reacts("thumb", warned=None))
        write(store, Person(1).answers(sus1=1), Person(2).answers(sus1=5))
        with store.reading() as reading:
            frames = {name: reading.table(PANEL, name, "real") for name in TABLES}
            empty = {name: reading.table("another", name) for name in TABLES}
        for name in TABLES:
            assert list(empty[name].columns) == list(frames[name].columns)
        assert list(frames["reaction"]["kind"]) == ["accept", "thumb"]
        assert str(frames["reaction"]["warned"].dtype) == str(empty["reaction"]["warned"].dtype) == "boolean"
        assert list(frames["answer"]["value"]) == [1]
        assert list(frames["participant"]["id"]) == ["u1"]
        assert frames["prediction"]["input"][0] == {"weather": "heavy snow"}
        assert set(frames["event"]["session"].dropna()) == {"s1"}

    def test_versions_keys_and_staff_are_kept(self, store: Store) -> None:
        files = {"scenario.yaml": "scenario: a", "consent.md": "Hello"}
        store.do(lambda tx: tx.put_version("abc", "courier-delay", files, at()))
        store.do(lambda tx: tx.put_version("abc", "another", {}, at(9)))
        browser = {"id": "b1", "roles": ["operator"], "name": "Operator 1", "number": 1, "made_at": at()}
        made = {"hash": "h1", "roles": ["designer", "reviewer"], "made_at": at()}

        def put(tx: Writing, **more: str) -> None:
            tx.put("staff_session", {**browser, **more})
            tx.put("staff_key", {**made, **more})

        store.do(put)
        with store.reading() as reading:
            assert reading.scenario_version("abc") == ("courier-delay", files)
            assert reading.staff_session("b1") == ("b1", ["operator"], "Operator 1", 1, at(), None)
            assert reading.staff_key("h1") == ("h1", ["designer", "reviewer"], at(), None)
            assert reading.staff_session("b2") is None
            assert reading.staff_key("h2") is None
        store.do(lambda tx: put(tx, revoked_at=at(5)))
        with store.reading() as reading:
            assert [row.revoked_at for row in reading.staff_keys()] == [at(5)]
            assert [row.revoked_at for row in reading.staff_sessions()] == [at(5)]

    def test_a_reading_sees_one_moment(self, store: Store) -> None:
        write(store, Person().does("a"))
        with store.reading() as reading:
            before = reading.events_of("s1")
            write(store, Person().does("b"))
            assert reading.events_of("s1") == before
        with store.reading() as reading:
            assert len(reading.events_of("s1")) == 2

    @each_example_has_its_own_store
    @given(data=st.data())
    def test_the_tables_can_be_told_again_from_the_log(self, open_it: Opener, data: st.DataObject) -> None:
        store, again = open_it(), open_it()
        people = [Person(n) for n in range(1, data.draw(st.integers(1, 3)) + 1)]
        write(store, panel_created())
        for person in people:
            write(store, *person.comes(), person.asks(f"q{person.number}"))
        for person in data.draw(st.lists(st.sampled_from(people), max_size=25)):
            event = _anything(data, person)
            store.do(lambda tx, event=event: tx.append(event))  # type: ignore[misc]
        with store.reading() as reading:
            log = reading.events(PANEL)
        for event in log:
            write(again, _as_new(event))
        with store.reading() as one, again.reading() as other:
            for name in TABLES:
                assert one.table(PANEL, name).equals(other.table(PANEL, name)), name
            assert one.panels() == other.panels()
        store.close()
        again.close()

    # What reviewers leave behind -----------------------------------------------------------------

    def test_a_remark_is_one_however_often_it_is_made_and_goes_when_it_is_taken_back(
        self, store: Store
    ) -> None:
        write(store, panel_created(), *Person().comes())
        for staff, kind, tag in (
            *(("ann", "tagged", "slow"), ("ann", "tagged", "slow"), ("ben", "tagged", "slow")),
            *(("ann", "pinned", ""), ("ben", "pinned", ""), ("ann", "read", ""), ("ben", "read", "")),
        ):
            write(store, remarks(kind, staff, tag))
        with store.reading() as reading:
            found = reading.remarks(PANEL)
            assert [(each.staff, each.kind, each.tag) for each in found] == [
                *(("ann", "tag", "slow"), ("ben", "tag", "slow"), ("ann", "pin", "")),
                *(("ann", "read", ""), ("ben", "read", "")),
            ]
            assert {(each.session, each.participant, each.quote) for each in found} == {("s1", "u1", "r1")}
            assert [reading.remark(each.id) for each in found] == found
            assert reading.remark("nothing") is None
            assert reading.remarks("another") == []
        write(store, remarks("untagged", "ann", "slow"), remarks("unpinned", "ben"), remarks("unread", "ann"))
        write(store, remarks("untagged", "ann", "never given"))
        with store.reading() as reading:
            left = [(each.staff, each.kind) for each in reading.remarks(PANEL)]
            assert left == [("ben", "tag"), ("ben", "read")]

    def test_remarks_about_somebody_go_with_them_and_with_nobody_else(self, store: Store) -> None:
        write(store, panel_created(), *Person(1).comes(), *Person(2).comes())
        for person in (Person(1), Person(2)):
            write(
                store, *(remarks(kind, "ann", tag, person) for kind, tag in (("tagged", "a"), ("pinned", "")))
            )
        write(store, Person(1).withdraws(9))
        assert store.do(lambda tx: tx.append(remarks("tagged", "ann", "late"))) is None
        with store.reading() as reading:
            assert {each.session for each in reading.remarks(PANEL)} == {"s2"}
            told = [event for event in reading.events(PANEL) if event.kind.startswith("quote.")]
            assert {event.participant for event in told} == {"u2"}

    # Withdrawal ----------------------------------------------------------------------------------

    def test_a_withdrawn_participant_frees_the_place_and_is_still_counted_as_withdrawn(
        self, store: Store
    ) -> None:
        write(store, panel_created(), *Person(1).comes(), *Person(2).comes(), Person(2).completes())
        write(store, Person(2).withdraws(9))
        with store.reading() as reading:
            assert reading.taken_places(PANEL) == 1
            assert reading.order_counts(PANEL, "real") == {("short",): 1}
            assert reading.arms(PANEL, "real") == [("short", 1, 0, 1)]
            assert reading.next_number(PANEL) == 3

    def test_of_somebody_withdrawn_a_tombstone_remains_and_of_others_everything(self, store: Store) -> None:
        people = [Person(1), Person(2)]
        write(store, panel_created())
        for person in people:
            label = {"token": person.token, "kind": "personal", "arm": None, "label": f"name {person.number}"}
            write(store, panel_created()._replace(kind="link.made", payload=label))
            prediction = f"q{person.number}"
            claimed: dict[str, Any] = {"prediction": prediction, "operator": "o1", "lease_until": at(31)}
            write(store, *person.comes(link=person.token), person.enters(), person.asks(prediction))
            write(store, person.does("prediction.deferred", prediction=prediction))
            write(store, person.does("desk.claimed", **claimed), person.reacts(), person.answers(sus1=1))
        with store.reading() as reading:
            before = [*_of_others(reading), *acts_of(reading, "s2")]
            other = reading.session("s2")
        write(store, Person(1).withdraws(9))
        with store.reading() as reading:
            left = [event.kind for event in reading.events(PANEL) if event.participant == "u1"]
            assert left == ["participant.withdrew"]
            assert acts_of(reading, "s1") == []
            assert [action.session for action in reading.desk_actions(PANEL)] == ["s2"]
            assert [row.id for row in reading.queue()] == ["q2"]
            session = reading.session("s1")
            assert (session.status, session.place, session.rows, session.arm) == (
                "withdrawn",
                None,
                {},
                "short",
            )
            found = reading.participant_by_token("token-1")
            assert found is not None
            assert (found.withdrawn_at, found.made_at, found.number) == (at(9), None, 1)
            assert {link.token: link.label for link in reading.links(PANEL)} == {
                "token-1": None,
                "token-2": "name 2",
            }
            assert "name 1" not in str(reading.events(PANEL))
            after = [*_of_others(reading), *acts_of(reading, "s2")]
            assert after == before
            assert reading.session("s2") == other

    def test_what_still_comes_in_for_somebody_withdrawn_is_not_written(self, store: Store) -> None:
        write(store, panel_created(), *Person(1).comes(), Person(1).reacts(), Person(1).withdraws(9))
        for late in (
            Person(1).reacts(),
            Person(1).reacts("thumb"),
            Person(1).withdraws(10),
            Person(1).enters(),
        ):
            assert store.do(lambda tx, late=late: tx.append(late)) is None  # type: ignore[misc]
        with store.reading() as reading:
            assert len(reading.events_of("s1")) == 1
            assert reading.reactions_of("s1") == []

    def test_an_id_is_not_given_again_after_an_erasure(self, store: Store) -> None:
        write(store, panel_created(), *Person(1).comes(), Person(1).reacts())
        with store.reading() as reading:
            last = reading.last_event_id()
        write(store, Person(1).withdraws())
        event = store.do(lambda tx: tx.append(Person(2).does("note")))
        assert event is not None
        assert event.id > last + 1


def remarks(kind: str, staff: str, tag: str = "", person: Person | None = None) -> NewEvent:
    """What somebody of the staff does with something that a person said."""
    about = person or Person()
    told = {"quote": f"r{about.number}", "session": about.session, "staff": staff, "name": staff.capitalize()}
    given = {**told, "tag": tag} if tag else told
    return about.does(f"quote.{kind}")._replace(session=None, arm=None, payload=given)


def _of_others(reading: Reading) -> list[Event]:
    return [row for row in reading.events(PANEL) if row.participant != "u1" and "token-1" not in str(row)]


def _anything(data: st.DataObject, person: Person) -> Any:
    """Something that may happen to a person whose prediction was requested, in any order."""
    prediction = f"q{person.number}"
    desk: dict[str, Any] = {"prediction": prediction, "operator": "o1"}
    seconds = data.draw(st.integers(0, 99))
    output = data.draw(
        st.sampled_from([None, [], [{"label": "delayed", "score": 0.5}], {"generated_text": "ja"}])
    )
    return data.draw(
        st.sampled_from(
            [
                person.enters(f"warning/{seconds}", seconds),
                person.does("prediction.deferred", prediction=prediction),
                person.does("desk.claimed", **desk, lease_until=at(seconds)),
                person.does("desk.released", **desk, why="expired"),
                person.does("desk.answered", **desk, output=output),
                person.is_answered(prediction, output, seconds),
                person.does("prediction.released", seconds, prediction=prediction, output=output),
                person.does(
                    "prediction.shown", seconds, prediction=prediction, place="warning/1", after_ms=5
                ),
                person.reacts("thumb", "up", seconds % 3, prediction=prediction),
                person.answers(sus1=seconds),
                person.completes(seconds),
            ]
        )
    )


def _as_new(event: Event) -> Any:
    return Person().does(event.kind)._replace(**{k: v for k, v in event._asdict().items() if k != "id"})


class TestSqliteStore(StoreContract):
    @pytest.fixture
    def open_it(self, tmp_path: Path) -> Opener:
        numbers = iter(range(1_000_000))
        return lambda: open_store(tmp_path / f"{next(numbers)}.db", clock=clock)


def test_a_key_is_made_of_all_its_parts() -> None:
    parts = [
        ("s", "a", "b", 0),
        ("s", "a", "b", 1),
        ("s", "ab", "", 0),
        ("s", "", "ab", 0),
        ("sa", "", "b", 0),
        ("s/a", "b", "", 0),
        ("s", "a/b", "", 0),
    ]
    assert len({key(*part) for part in parts}) == len(parts)
    assert key("s", "a", "b") == key("s", "a", "b", 0)
