"""Conversations: what is said stands in order and once, answers come when they may, and a person can take over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curtain import desk
from curtain.errors import Refused
from feedback_db.rows import MessageRow
from tests.engine.changed import guest_of, house_of
from tests.house import Guest

OPERATOR = desk.Operator("op-1", "Operator 1")


def written(*steps: dict[str, Any], played_by: Any = None, mocks: Any = None, **feature: Any) -> str:
    """A scenario in which `reply` is talked with; its steps follow, and a last page."""
    echo = {
        "kind": "rules",
        "rules": [{"if": {"message": {"contains": "deposit"}}, "answer": "Within 30 days."}],
        "otherwise": {"answer": "Tell me more."},
    }
    reply = {
        "task": "chat-completion",
        "played_by": played_by or echo,
        "show_after": "0 s",
        **feature,
    }
    flow = [*steps, {"end": "Bye.", "id": "bye"}]
    parts = {"mocks": mocks or {}, "features": {"reply": reply}, "flow": flow}
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in parts.items())


def talk(guest: Guest) -> list[tuple[str, str]]:
    return [(line["by"], line["text"]) for line in guest.screen["talk"]]


def say(guest: Guest, text: str, **details: Any) -> dict[str, Any]:
    return guest.act("say", value=text, **{"revision": guest.screen["turn"], **details})


def messages(guest: Guest) -> list[MessageRow]:
    with guest.engine.store.reading() as reading:
        return reading.messages_of(guest.session)


CHAT = {"chat": "reply", "id": "help", "title": "Help", "opens_with": "Hello!"}
PERSON = {"button": "Talk to a lawyer", "says": "A lawyer will call you."}
OPERATED = {"kind": "operator", "deadline": "20 s", "fallback": "spare"}
SPARE = {"spare": {"kind": "fixed", "answer": "Please hold on."}}


def test_a_conversation_stands_in_order_on_the_screen_and_in_the_table(tmp_path: Path) -> None:
    guest = guest_of(house_of(tmp_path, written(CHAT)))
    assert talk(guest) == [("product", "Hello!")]
    say(guest, "My deposit?")
    say(guest, "And then?")
    expected = [
        ("product", "Hello!"),
        ("you", "My deposit?"),
        ("product", "Within 30 days."),
        ("you", "And then?"),
        ("product", "Tell me more."),
    ]
    assert talk(guest) == expected
    rows = messages(guest)
    names = {"participant": "you", "product": "product"}
    assert [(names[row.said_by], row.text) for row in rows] == expected
    assert [row.turn for row in rows] == [0, 0, 0, 1, 1]
    assert [row.prediction is not None for row in rows] == [False, False, True, False, True]


def test_whoever_answers_gets_the_message_and_the_conversation_before_it(tmp_path: Path) -> None:
    guest = guest_of(house_of(tmp_path, written(CHAT)))
    say(guest, "My deposit?")
    say(guest, "And then?")
    asked = list(guest.state.asked.values())[-1]
    assert asked.turn == 1
    assert asked.input == {
        "message": "And then?",
        "history": [
            {"role": "assistant", "content": "Hello!"},
            {"role": "user", "content": "My deposit?"},
            {"role": "assistant", "content": "Within 30 days."},
            {"role": "user", "content": "And then?"},
        ],
    }


@pytest.mark.parametrize(("length", "kept"), [(20, 20), (3_000, 10)])
def test_a_long_conversation_goes_along_only_in_its_latest_part(
    tmp_path: Path, length: int, kept: int
) -> None:
    played_by = {"kind": "fixed", "answer": "y" * length}
    guest = guest_of(house_of(tmp_path, written({**CHAT, "turns": {"most": 40}}, played_by=played_by)))
    for n in range(25):
        say(guest, f"{n} " + "x" * 900)
    history = list(guest.state.asked.values())[-1].input["history"]
    assert history[-1]["content"].startswith("24 ")
    assert len(history) == kept
    assert sum(len(line["content"]) for line in history) <= 20_000


def test_a_second_message_while_an_answer_is_awaited_is_refused(tmp_path: Path) -> None:
    guest = guest_of(house_of(tmp_path, written(CHAT, show_after="2 s")))
    say(guest, "My deposit?")
    assert guest.screen["waiting"] == "One moment…"
    with pytest.raises(Refused, match="on its way") as refused:
        say(guest, "Hello?")
    assert refused.value.kind == "busy"
    guest.wait(2.1)
    assert guest.screen["waiting"] is None
    assert talk(guest)[1:] == [("you", "My deposit?"), ("product", "Within 30 days.")]
    say(guest, "Hello?")


def test_the_same_message_sent_twice_over_a_bad_line_is_said_once(tmp_path: Path) -> None:
    guest = guest_of(house_of(tmp_path, written(CHAT)))
    say(guest, "My deposit?", revision=0)
    say(guest, "My deposit?", revision=0)
    assert [by for by, _ in talk(guest)] == ["product", "you", "product"]
    with pytest.raises(Refused):
        say(guest, "Something else, from another tab", revision=0)


@pytest.mark.parametrize("text", ["", "  \n ", "\x00\x07", None, 7, ["a"], {"a": 1}])
def test_nothing_said_is_refused(tmp_path: Path, text: Any) -> None:
    guest = guest_of(house_of(tmp_path, written(CHAT)))
    with pytest.raises(Refused, match="write something"):
        guest.act("say", value=text)
    assert talk(guest) == [("product", "Hello!")]


def test_more_than_a_thousand_characters_are_refused(tmp_path: Path) -> None:
    guest = guest_of(house_of(tmp_path, written(CHAT)))
    with pytest.raises(Refused, match="at most 1000"):
        say(guest, "x" * 1_001)
    say(guest, "x" * 1_000)
    assert guest.screen["turn"] == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=200))
def test_whatever_is_said_stands_there_as_text_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    guest = GUESTS.setdefault(
        "only",
        guest_of(house_of(tmp_path_factory.mktemp("said"), written({**CHAT, "turns": {"most": 100}}))),
    )
    before = guest.screen["turn"]
    try:
        say(guest, text)
    except Refused:
        assert guest.look()["turn"] == before
        return
    line = guest.screen["talk"][-2]
    assert line["by"] == "you"
    assert line["text"] == line["text"].strip() != ""
    assert set(line["text"]) <= set(text)


GUESTS: dict[str, Guest] = {}


def test_an_answer_that_does_not_come_is_excused_in_the_scenarios_words(tmp_path: Path) -> None:
    broken: dict[str, Any] = {"faults": [{"fault": "error"}], "when_it_fails": "Not now."}
    guest = guest_of(house_of(tmp_path, written(CHAT, **broken)))
    say(guest, "Hi")
    guest.wait(1)
    assert talk(guest)[-1] == ("product", "Not now.")


def test_without_words_for_it_the_product_still_says_that_it_cannot(tmp_path: Path) -> None:
    guest = guest_of(house_of(tmp_path, written(CHAT, faults=[{"fault": "error"}])))
    say(guest, "Hi")
    guest.wait(1)
    assert talk(guest)[-1] == ("product", "Sorry, I can't answer that just now.")
    assert guest.screen["waiting"] is None


def test_an_operator_reads_the_conversation_and_answers_in_it(tmp_path: Path) -> None:
    house = house_of(tmp_path, written(CHAT, played_by=OPERATED, mocks=SPARE))
    guest = guest_of(house)
    for turn, (asked, answered) in enumerate([("My deposit?", "How long ago?"), ("A week", "Then wait.")]):
        say(guest, asked)
        house.settle()
        panel = guest.panel.id if guest.panel else None
        queue = desk.view(house.engine, OPERATOR, panel)["queue"]
        assert len(queue) == 1
        desk.claim(house.engine, OPERATOR, queue[0]["prediction"]).result(10)
        opened = desk.view(house.engine, OPERATOR, panel)["open"]
        assert opened["talk"][-1] == {"by": "participant", "text": asked}
        assert len(opened["talk"]) == 2 + 2 * turn
        assert opened["input"] == []
        desk.answer(house.engine, OPERATOR, queue[0]["prediction"], {"plain": answered}).result(10)
        guest.wait(1)
        assert talk(guest)[-1] == ("product", answered)


def test_after_the_deadline_the_fallback_answers_in_the_conversation(tmp_path: Path) -> None:
    guest = guest_of(house_of(tmp_path, written(CHAT, played_by=OPERATED, mocks=SPARE)))
    say(guest, "Hi")
    guest.wait(21)
    assert talk(guest)[-1] == ("product", "Please hold on.")


def test_one_goes_on_after_the_least_number_of_answers(tmp_path: Path) -> None:
    guest = guest_of(
        house_of(tmp_path, written({**CHAT, "turns": {"least": 2, "most": 3}}, show_after="1 s"))
    )
    say(guest, "One")
    guest.wait(2)
    say(guest, "Two")
    assert guest.screen["done"] is None
    with pytest.raises(Refused, match="not possible on this screen yet"):
        guest.act("done")
    guest.wait(2)
    assert guest.screen["done"] == "Done"
    say(guest, "Three")
    guest.wait(2)
    assert guest.screen["writes"] is False
    with pytest.raises(Refused, match="over"):
        say(guest, "Four")
    guest.act("done", ms=5_000)
    assert guest.place == "bye"


def test_a_person_who_takes_over_ends_the_conversation(tmp_path: Path) -> None:
    guest = guest_of(house_of(tmp_path, written({**CHAT, "person": PERSON}, show_after="2 s")))
    say(guest, "Help")
    screen = guest.react("contact")
    assert talk(guest)[-1] == ("product", "A lawyer will call you.")
    assert (screen["writes"], screen["person"], screen["done"]) == (False, None, "Done")
    guest.react("contact")
    guest.wait(3)  # the answer that was on its way is not said any longer
    assert talk(guest)[-1] == ("product", "A lawyer will call you.")
    with guest.engine.store.reading() as reading:
        found = reading.reactions_of(guest.session)
    assert [(row.kind, row.done_by) for row in found] == [("contact", "person")]
    guest.act("done")
    assert guest.place == "bye"


def test_nobody_is_asked_for_who_is_not_offered(tmp_path: Path) -> None:
    guest = guest_of(house_of(tmp_path, written(CHAT)))
    with pytest.raises(Refused):
        guest.react("contact")


SHAPE = {
    "type": "object",
    "properties": {
        "text": {"type": "string"},
        "offers": {"type": "array", "items": {"type": "string"}},
        "handover": {"type": "boolean"},
        "score": {"type": "number"},
    },
    "required": ["text"],
}


def knowing(*rules: tuple[str, dict[str, Any]], **step: Any) -> str:
    """A scenario whose feature gives whole objects."""
    played_by = {
        "kind": "rules",
        "rules": [{"if": {"message": {"contains": said}}, "output": output} for said, output in rules],
        "otherwise": {"output": {"text": "I see."}},
    }
    return written({**CHAT, "person": PERSON, **step}, played_by=played_by, task="structured", schema=SHAPE)


def test_an_answer_can_hand_over_by_itself(tmp_path: Path) -> None:
    rule = ("evicted", {"text": "That is beyond me.", "handover": True})
    guest = guest_of(house_of(tmp_path, knowing(rule)))
    say(guest, "Hello")
    assert guest.screen["writes"] is True
    say(guest, "I was evicted")
    assert talk(guest)[-2:] == [("product", "That is beyond me."), ("product", "A lawyer will call you.")]
    assert guest.screen["writes"] is False
    with guest.engine.store.reading() as reading:
        found = reading.reactions_of(guest.session)
    assert [(row.kind, row.done_by) for row in found] == [("contact", "itself")]


def test_who_was_handed_over_comes_to_what_is_for_them(tmp_path: Path) -> None:
    rule = ("evicted", {"text": "That is beyond me.", "handover": True})
    then = '{"info": "Sorry.", "id": "then", "when": "reactions.help == \'contact\'"}, {"end"'
    guest = guest_of(house_of(tmp_path, knowing(rule).replace('{"end"', then)))
    say(guest, "Hello")
    say(guest, "I was evicted")
    guest.act("done")
    assert guest.place == "then"


def test_an_unsure_answer_is_not_said_and_hands_over(tmp_path: Path) -> None:
    rules = (("sure", {"text": "Yes.", "score": 0.9}), ("odd", {"text": "Perhaps.", "score": 0.4}))
    guest = guest_of(house_of(tmp_path, knowing(*rules, low_confidence={"below": 0.6})))
    say(guest, "sure")
    assert talk(guest)[-1] == ("product", "Yes.")
    say(guest, "odd")
    assert ("product", "Perhaps.") not in talk(guest)
    assert talk(guest)[-1] == ("product", "A lawyer will call you.")


def test_quick_replies_come_with_the_answer_and_those_that_are_always_there(tmp_path: Path) -> None:
    rule = ("rent", {"text": "Which?", "offers": ["Too high", "Late", "Thanks"]})
    guest = guest_of(house_of(tmp_path, knowing(rule, offers=True, quick_replies=["Thanks", "What now?"])))
    assert guest.screen["offers"] == ["Thanks", "What now?"]
    say(guest, "rent")
    assert guest.screen["offers"] == ["Too high", "Late", "Thanks", "What now?"]


def test_each_answer_gets_a_thumb_and_a_label_of_its_own(tmp_path: Path) -> None:
    feedback = {"thumbs": "Helpful?", "labels": ["good", "off topic"]}
    guest = guest_of(house_of(tmp_path, written({**CHAT, "feedback": feedback})))
    for text in ("One", "Two"):
        say(guest, text)
    answers = [line for line in guest.screen["talk"] if "prediction" in line]
    guest.react("thumb", value="up", prediction=answers[0]["prediction"], revision=1)
    guest.react("label", value="off topic", prediction=answers[1]["prediction"], revision=1)
    guest.react("label", value="good", prediction=answers[1]["prediction"], revision=2)
    first, second = [line["feedback"] for line in guest.screen["talk"] if "prediction" in line]
    assert (first["thumbs"]["value"], first["labels"]["value"]) == ("up", None)
    assert (second["thumbs"]["value"], second["labels"]["value"]) == (None, "good")
    for reaction, value in (("thumb", "sideways"), ("label", "secret"), ("label", ["good"])):
        with pytest.raises(Refused):
            guest.react(reaction, value=value, prediction=answers[0]["prediction"])


def test_a_text_streams_once_and_then_stands_there(tmp_path: Path) -> None:
    guest = guest_of(house_of(tmp_path, written(CHAT, show_after="chatty-llm")))
    say(guest, "Hi")
    guest.wait(10)
    line = guest.screen["talk"][-1]
    assert line["stream"][-1][1] == len(line["text"])
    assert guest.screen["notice"] == {"prediction": line["prediction"]}
    guest.act("shown", prediction=line["prediction"], ms=12)
    assert "stream" not in guest.look()["talk"][-1]


def test_somebody_who_comes_back_finds_their_words_and_can_go_on_talking(tmp_path: Path) -> None:
    steps = (
        {**CHAT, "turns": {"least": 0}},
        {"info": "More.", "id": "more", "back": True},
    )
    guest = guest_of(house_of(tmp_path, written(*steps, show_after="2 s")))
    say(guest, "My deposit?")
    guest.act("done")
    guest.wait(3)
    assert len(messages(guest)) == 2
    guest.act("back")
    assert [text for _, text in talk(guest)] == ["Hello!", "My deposit?"]
    say(guest, "Again")
    guest.wait(3)
    assert guest.screen["turn"] == 2
    assert talk(guest)[-1] == ("product", "Tell me more.")


def test_an_answer_that_comes_too_late_is_not_said_in_the_next_conversation(tmp_path: Path) -> None:
    steps = ({**CHAT, "turns": {"least": 0}}, {**CHAT, "id": "again", "opens_with": "And now?"})
    guest = guest_of(house_of(tmp_path, written(*steps, show_after="2 s")))
    say(guest, "My deposit?")
    guest.act("done")
    guest.wait(3)
    assert guest.place == "again"
    assert talk(guest) == [("product", "And now?")]
    assert [row.text for row in messages(guest)] == ["Hello!", "My deposit?", "And now?"]


MENU: dict[str, Any] = {
    "Renting": {
        "says": "What is it about?",
        "choices": {
            "My deposit": "Within 30 days.",
            "Something else": {"person": True, "says": "I will find somebody."},
        },
    },
    "Work": "Read our page about work.",
}


def guided(tmp_path: Path) -> Guest:
    step = {**CHAT, "menu": MENU, "person": {"says": "A lawyer will call you."}}
    arms = {"menu": {"change": {"features.reply": False}}, "open": {}}
    text = written(step) + f"arms: {json.dumps(arms)}\n"
    return guest_of(house_of(tmp_path, text), "menu")


def test_where_the_feature_is_off_the_menu_leads_to_an_answer(tmp_path: Path) -> None:
    guest = guided(tmp_path)
    assert guest.screen["writes"] is False
    assert guest.screen["offers"] == ["Renting", "Work"]
    say(guest, "Renting")
    assert talk(guest)[-1] == ("product", "What is it about?")
    assert guest.screen["offers"] == ["My deposit", "Something else", "Start over"]
    assert guest.screen["done"] is None
    say(guest, "My deposit")
    assert talk(guest)[-1] == ("product", "Within 30 days.")
    assert guest.screen["offers"] == ["Start over"]
    assert guest.screen["done"] == "Done"
    say(guest, "Start over")
    assert guest.screen["offers"] == ["Renting", "Work"]
    assert guest.state.asked == {}


def test_the_menu_takes_nothing_but_its_choices_and_can_hand_over(tmp_path: Path) -> None:
    guest = guided(tmp_path)
    with pytest.raises(Refused):
        say(guest, "My deposit")
    say(guest, "Renting")
    say(guest, "Something else")
    assert [text for _, text in talk(guest)][-2:] == ["I will find somebody.", "A lawyer will call you."]
    assert guest.screen["offers"] == []
    guest.act("done")
    assert guest.place == "bye"


def test_a_view_of_a_conversation_names_nobody_behind_it(tmp_path: Path) -> None:
    guest = guest_of(house_of(tmp_path, written(CHAT, played_by=OPERATED, mocks=SPARE)))
    say(guest, "Hi")
    guest.wait(21)
    told = json.dumps(guest.view)
    assert not [name for name in ("spare", "operator", "op-1", "fallback", "rules") if name in told]
