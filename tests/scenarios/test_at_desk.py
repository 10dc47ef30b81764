"""What stands beside an answer at the desk: prepared replies, slots, what no answer may say, and what arms change."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mocks
from scenarios import Scenario, ScenarioError, advice, at_desk, formats, thaw
from scenarios.at_desk import AtDesk, Prepared, Words
from scenarios.model import Feature

TALK = """\
scenario: talk
shown_title: Ask us
data:
  line:
    rows: 2
    columns: {stop: {one_of: [Mill Street]}, fare: {number: 1 to 9}, full: {text: "To {{ stop }}, gladly."}}
mocks:
  prepared: {kind: fixed, answer: Let me see.}
  person: {kind: operator, deadline: 20 s, fallback: prepared}
features:
  reply:
    task: chat-completion
    model_sees: [stop, fare, full]
    played_by: prepared
    limits: {longest: 90, never: [guaranteed]}
    desk:
      guide: style.md
      rules: [Never ask back]
      replies:
        short: ["{{ stop }}.", "Bus [line], in [minutes] minutes."]
        full: ["{{ full }}", "You said “{{ message }}”. It is {{ fare | money('EUR') }}."]
      hold: One moment
      never: [human, my colleague]
      longest: 60
      target: 6 s
      answered_twice: 20%
      practice: {answers: 5, right: 80%}
arms:
  plain: {}
  terse: {change: {features.reply.desk: {guide: terse.md, words: 1 to 5}}}
  mirroring: {change: {features.reply.desk.as_they_talk: true, features.reply.desk.replies.full: [At once.]}}
flow:
  - each: line
    steps: [{chat: reply}]
  - end: Thank you.
"""
FILES = {
    "style.md": "# How to speak\nIn *whole* sentences. <script>alert()</script>",
    "terse.md": "Few words.",
}


def talk(*changes: tuple[str, str]) -> Scenario:
    text = TALK
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return thaw({"talk.yaml": text, **FILES}, "talk")


def feature(*changes: tuple[str, str]) -> Feature:
    return talk(*changes).features["reply"]


ROW = {"stop": "Mill Street", "fare": 2.5, "full": "To Mill Street, gladly."}


def test_replies_are_filled_in_for_a_request_and_slots_stay() -> None:
    with formats.speaking("en-GB"):
        found = at_desk.prepared(feature(), ROW, "hello?")
    assert found == [
        Prepared("short/1", "short", "Mill Street."),
        Prepared("short/2", "short", "Bus [line], in [minutes] minutes."),
        Prepared("full/1", "full", "To Mill Street, gladly."),
        Prepared("full/2", "full", "You said “hello?”. It is €2.50."),
    ]


def test_a_reply_that_cannot_be_filled_in_is_left_out_and_the_others_keep_their_ids() -> None:
    without = {"fare": "free", "full": "  "}
    assert [reply.id for reply in at_desk.prepared(feature(), without, "hello?")] == ["short/2"]
    assert "full/2" not in [reply.id for reply in at_desk.prepared(feature(), ROW, None)]


def test_a_list_without_categories_counts_alone() -> None:
    one = feature(
        (
            '\n        short: ["{{ stop }}.", "Bus [line], in [minutes] minutes."]\n        full: ["{{ full }}",',
            ' ["{{ full }}", "Bus [line].",',
        ),
        ("features.reply.desk.replies.full: [At once.]", "features.reply.desk.hold: Wait"),
    )
    assert [reply[:2] for reply in at_desk.prepared(one, ROW, None)] == [("1", None), ("2", None)]


def test_what_people_write_is_filled_in_and_never_read_as_a_template() -> None:
    said = at_desk.prepared(feature(), ROW, "{{ fare }} {% if %}")[-1].text
    assert said.startswith("You said “{{ fare }} {% if %}”.")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bus [line], in [minutes] minutes, or [line].", ["line", "minutes"]),
        ("[Straße] and [two words]", ["Straße", "two words"]),
        ("see [1], […], [], [ x], a[0] and [a\nb]", []),
        ("[[inner]]", ["inner"]),
    ],
)
def test_slots_are_names_in_brackets(text: str, names: list[str]) -> None:
    assert at_desk.slots(text) == names


def test_a_column_that_is_a_whole_reply_is_known_as_used() -> None:
    assert at_desk.facts_used(feature()) == {"full"}
    assert at_desk.facts_used(feature(('"{{ stop }}."', '" {{stop}} ", "{{ message }}"'))) == {"full", "stop"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Bus 12, in five minutes.", None),
        ("a" * 60, None),
        ("a" * 61, "That is 61 characters, and 60 is the most."),
        ("I am a HUMAN.", "No answer may say 'human' here."),
        ("Ask my  Colleague!", "No answer may say 'my colleague' here."),
        ("ask human\u200b beings", "No answer may say 'human' here."),
        ("humane, superhuman", None),
        ("It is guaranteed.", "No answer may say 'guaranteed' here."),
        ("Kim here", "No answer may say 'Kim' here."),
        ("Bus [line], in 5 minutes.", "[line] is not filled in yet."),
        ("Bus 12 [the blue one]", None),
    ],
)
def test_an_answer_that_may_not_be_sent_says_why(text: str, why: str | None) -> None:
    assert at_desk.broken(feature(), text, ["Kim", " "]) == why


SHAPE = {"properties": {"text": {"type": "string"}, "offers": {"type": "array"}, "score": {"type": "number"}}}


@pytest.mark.parametrize(
    ("task", "output", "why"),
    [
        (
            "chat-completion",
            {"role": "assistant", "content": "I am human."},
            "No answer may say 'human' here.",
        ),
        ("chat-completion", {"role": "assistant", "content": "Hi."}, None),
        ("regression", {"value": 3, "unit": "human"}, None),
        ("structured", {"text": "I am human."}, "text: No answer may say 'human' here."),
        (
            "structured",
            {"text": "Hi.", "offers": ["Yes", "Human"]},
            "offers.2: No answer may say 'human' here.",
        ),
        ("structured", {"text": "Hi.", "score": 0.5, "offers": []}, None),
    ],
)
def test_a_whole_answer_is_looked_through(task: str, output: Any, why: str | None) -> None:
    one = Feature(
        task=task, schema=SHAPE if task == "structured" else None, played_by="x", desk=AtDesk(never=["human"])
    )
    assert at_desk.broken_inside(one, output) == why


def test_the_tighter_of_two_limits_counts() -> None:
    assert at_desk.holds(feature(), ["Kim"]) == (60, ("human", "my colleague", "guaranteed", "Kim"))
    assert at_desk.holds(feature(("      longest: 60\n", ""))).longest == 90
    assert at_desk.holds(feature(("longest: 90, ", ""), ("      longest: 60\n", ""))).longest is None


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_can_be_asked_about(text: str, names: list[str]) -> None:
    why = at_desk.broken(PLAIN, text, names)
    assert why is None or why.endswith((".", ".'"))


PLAIN = feature()


def test_the_guide_is_markdown_without_surprises() -> None:
    html = at_desk.guide(feature())
    assert html is not None
    assert html.startswith("<h1>How to speak</h1>")
    assert "<script>" not in html
    assert at_desk.guide(Feature(played_by="x")) is None


def test_an_arm_has_a_style_of_its_own_and_shares_the_rest() -> None:
    scenario = talk()
    terse = scenario.for_arm("terse").features["reply"]
    assert terse.desk.words == Words(1, 5)
    assert "Few words." in str(at_desk.guide(terse))
    assert terse.desk.rules == scenario.features["reply"].desk.rules
    mirroring = scenario.for_arm("mirroring").features["reply"].desk
    assert mirroring.as_they_talk
    assert mirroring.by_category["full"] == ["At once."]
    assert mirroring.by_category["short"] == scenario.features["reply"].desk.by_category["short"]


def test_a_fault_that_an_arm_makes_is_told_in_the_arm() -> None:
    with pytest.raises(ScenarioError) as caught:
        talk(("words: 1 to 5", "words: 1 to 5, as_they_talk: true"))
    assert [(p.line, p.what) for p in caught.value.problems] == [
        (30, "`words` says already how long replies are")
    ]
    with pytest.raises(ScenarioError) as caught:
        talk(("features.reply.desk.as_they_talk: true", "features.reply.model_sees: [full]"))
    assert {p.line for p in caught.value.problems} == {31}


def test_a_feature_without_the_block_has_nothing_beside_its_answer() -> None:
    bare = Feature(played_by="x")
    assert bare.desk == AtDesk()
    assert at_desk.prepared(bare, ROW, "hi") == []
    assert at_desk.facts_used(bare) == set()
    assert at_desk.broken(bare, "I am human [line]" * 1_000) is None


@pytest.mark.parametrize(
    ("shape", "has"),
    [
        ({"properties": {"text": {"type": "string"}}}, True),
        ({"properties": {"text": {"type": "number"}}}, False),
        ({"properties": {"words": {"type": "string"}}}, False),
        ({}, False),
    ],
)
def test_a_structured_answer_with_a_text_may_have_prepared_replies(shape: dict[str, Any], has: bool) -> None:
    assert at_desk.has_text(Feature(task="structured", schema=shape, played_by="x")) is has


def test_a_desk_at_which_nobody_can_play_is_warned_of() -> None:
    assert advice.warnings(talk()) == []
    person = "  person: {kind: operator, deadline: 20 s, fallback: prepared}\n"
    told = [(problem.line, problem.what) for problem in advice.warnings(talk((person, "")))]
    assert told == [(15, "nobody at a desk can play 'reply': no mock asks a person")]


def test_a_target_beyond_the_deadline_is_warned_of() -> None:
    told = [(p.line, p.what) for p in advice.warnings(talk(("target: 6 s", "target: 30 s")))]
    assert told == [(25, "answers within 30 s count as in time, and 'person' has 20 s only")]


@pytest.mark.parametrize("kind", [{"kind": "operator"}, {"kind": "draft", "proposed_by": "x"}])
def test_so_many_may_wait_for_each_operator(kind: dict[str, Any]) -> None:
    assert mocks.build({**kind, "fallback": "x", "most_waiting": 8}).most_waiting == 8  # type: ignore[attr-defined]
    assert mocks.build({**kind}).most_waiting is None  # type: ignore[attr-defined]
    for wrong in (0, -1, 1.5, True, "8"):
        with pytest.raises(mocks.BadSettings, match="most_waiting"):
            mocks.build({**kind, "fallback": "x", "most_waiting": wrong})
    with pytest.raises(mocks.BadSettings, match="needs a fallback"):
        mocks.build({**kind, "most_waiting": 8})
