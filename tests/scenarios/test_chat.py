"""A chat step says what it needs, and complains about what does not fit together."""

# ruff: noqa: E501 (a row of the table is one line, as the message is)

from __future__ import annotations

import pytest

from scenarios import Scenario, ScenarioError, thaw
from scenarios.steps.chat import Chat, entries

SKETCH = """\
scenario: help
shown_title: Help
data:
  case:
    rows: 2
    columns:
      topic: {one_of: [rent, work]}
mocks:
  kind-words: {kind: fixed, answer: I see.}
  whole: {kind: fixed, output: {text: I see.}}
features:
  reply: {task: chat-completion, model_sees: [topic], played_by: kind-words}
  clever: {task: structured, played_by: whole, schema: {type: object, properties: {text: {type: string}, score: {type: number}}, required: [text]}}
  boxes: {task: object-detection, played_by: {kind: random}}
arms:
  open: {}
flow:
  - each: case
    steps:
      - chat: reply
        id: talk
        title: Help with your {{ case.topic }}
        task: Find out who pays.
        opens_with: What is it about?
        turns: {least: 1, most: 4}
  - end: Thank you.
"""


def read(*changes: tuple[str, str]) -> Scenario:
    text = SKETCH
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return thaw({"help.yaml": text}, "help")


def step(scenario: Scenario) -> Chat:
    found = scenario.steps["talk"]
    assert isinstance(found, Chat)
    return found


TALK = "opens_with: What is it about?"

BROKEN = [
    ("chat: reply", "chat: repply", "20:15: there is no feature 'repply'; expected one of reply, clever, boxes; did you mean 'reply'?"),
    ("chat: reply", "chat: boxes", "20:15: 'boxes' is a feature for object-detection, which cannot be used here; expected one of chat-completion, structured, text-generation; give the feature such a `task`"),
    ("chat: reply", "chat: nothing", "20:15: nobody answers in this conversation; expected a feature that is on, or a guided `menu:`; add a menu, or leave the step out with `off`"),
    ("open: {}", "open: {change: {features.reply: off}}", "16:3: in the arm 'open', nobody answers in this conversation: 'reply' is off (line 20); expected a feature that is on, or a guided `menu:`; add a menu, or leave the step out with `off`"),
    ("case.topic }}", "case.topick }}", "22:16: 'case' has no 'topick'; expected topic; did you mean 'topic'?"),
    (TALK, "opens_with: '{{ reply.text }}'", "24:21: the text names 'reply', which is only known in the `text` of a screen that uses it; expected case.topic"),
    (TALK, "quick_replies: ['{{ cas.topic }}']", "24:25: the text names 'cas', which is not known here; expected case.topic; did you mean 'case'?"),
    (TALK, "offers: true", "24:9: the answers of 'reply' bring no 'offers'; expected a structured feature with 'offers' among the properties of its schema; add it there, or remove this line"),
    (TALK, "low_confidence: {below: 0.6}\n        person: {says: Wait.}", "24:9: the answers of 'reply' bring no 'score'; expected a structured feature with 'score' among the properties of its schema; add it there, or remove this line"),
    (TALK, "low_confidence: {below: 7}", "24:33: a share goes from 0 to 1, got 7; for per cent write '7%'"),
    (TALK, "feedback: {}", "24:19: nothing is asked about the answers; expected `thumbs: …` or `labels: […]`; add one of them"),
    (TALK, "menu: {Rent: {choices: {Late: x}}}", "24:22: this entry says nothing; expected a text, or `says:` and `choices:`; add it"),
    (TALK, "menu: {Rent: {says: x, person: true, choices: {Late: x}}}", "24:22: this entry has choices and hands over to a person; expected one of the two; remove the other"),
    (TALK, "menu: {Rent: {person: true}}", "24:16: this entry hands over, and nobody takes over; expected a line `person: {says: …}` in this step; say there what people are told then"),
    (TALK, "menu: {Rent: {says: '{{ x.y }}'}}", "24:29: the text names 'x', which is not known here; expected case.topic"),
    (TALK, "turn: 3", "24:9: unknown key 'turn'"),
    (TALK, "person: {button: Ask}", "24:9: the key 'says' is missing; expected what the product says then; add a line `says: …`"),
    ("{least: 1, most: 4}", "{least: 5, most: 4}", "25:16: at least 5 turns are more than at most 4; expected least up to most; swap the two"),
    ("{least: 1, most: 4}", "{least: 1, most: 400}", "25:33: 400 is too large; expected at most 100"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BROKEN, ids=[row[1][:40] for row in BROKEN])
def test_what_is_wrong_with_a_conversation_is_said_at_its_place(old: str, new: str, message: str) -> None:
    with pytest.raises(ScenarioError) as failed:
        read((old, new))
    assert any(
        str(problem).removeprefix("help.yaml:").startswith(message) for problem in failed.value.problems
    ), str(failed.value)


def test_a_structured_answer_needs_a_text() -> None:
    with pytest.raises(ScenarioError, match="may come without a text"):
        read(("chat: reply", "chat: clever"), ("required: [text]", "required: [score]"))


def test_an_answer_that_can_hand_over_needs_somebody_who_takes_over() -> None:
    schema = ("score: {type: number}", "handover: {type: boolean}")
    with pytest.raises(ScenarioError, match="an answer of 'clever' can hand over, and nobody takes over"):
        read(("chat: reply", "chat: clever"), schema)
    read(("chat: reply", "chat: clever"), schema, (TALK, "person: {says: Please hold on.}"))


def test_what_a_conversation_gives_by_itself_is_no_column() -> None:
    with pytest.raises(ScenarioError, match="'message' is what a conversation gives the feature by itself"):
        read(("topic: {one_of", "message: {one_of"), ("[topic]", "[message]"), ("{{ case.topic }}", "rent"))


def test_an_arm_without_the_feature_has_the_menu() -> None:
    scenario = read(
        (TALK, "menu: {Rent: The landlord., Work: {says: Which?, choices: {Pay: Your boss.}}}"),
        ("open: {}", "open: {}\n  old: {change: {features.reply: off}}"),
    )
    assert not step(scenario).guided(scenario.for_arm("open"))
    assert step(scenario).guided(scenario.for_arm("old"))
    assert [path for path, _ in entries(step(scenario).menu)] == [
        ("Rent",),
        ("Work",),
        ("Work", "choices", "Pay"),
    ]


def test_what_can_be_done_in_a_conversation_follows_from_what_is_offered() -> None:
    assert step(read()).reactions == set()
    asked = read((TALK, "person: {says: Wait.}\n        feedback: {thumbs: Helpful?, labels: [good]}"))
    assert step(asked).reactions == {"contact", "thumb", "label"}
    assert step(asked).decisions == set()
    assert step(asked).features == {"reply"}


def test_a_conversation_fits_in_two_lines() -> None:
    scenario = thaw(
        {
            "help.yaml": "scenario: help\nshown_title: Help\nfeatures:\n"
            "  reply: {task: text-generation, played_by: {kind: fixed, answer: Hi.}}\n"
            "flow:\n  - chat: reply\n    id: talk\n"
        },
        "help",
    )
    assert step(scenario).turns.least == 1
