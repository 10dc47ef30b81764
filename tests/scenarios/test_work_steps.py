"""Steps of work: what does not fit together about correcting, ranking, choosing and embedding, and what is said of it."""

# ruff: noqa: E501 (a row of a table is one line)

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from scenarios import ScenarioError, thaw
from scenarios.steps import Choose, Edit, Embed, Placed, Rank
from scenarios.steps.embed import Framed, allowed, origin
from scenarios.steps.rank import NotItems, items

HEAD = """scenario: work
shown_title: Your work
data:
  row: {from: rows.json}
mocks:
  one: {kind: fixed, answer: a}
  two: {kind: fixed, answer: b}
  three: {kind: random}
  none: {kind: off}
  wrong: {kind: imperfect, alarm: a, precision: 0.8, recall: 0.8}
  sorter: {kind: fixed, output: [{id: a, score: 1}]}
features:
  heard: {task: automatic-speech-recognition, played_by: one}
  found: {task: token-classification, answers: [typo, name], played_by: {kind: random}}
  said: {task: text-generation, played_by: one}
  best: {task: ranking, played_by: sorter}
  label: {answers: [a, b], played_by: {kind: random}}
flow:
  - consent: May we?
"""
THINGS = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]
ROWS: list[dict[str, Any]] = [
    {"name": "x", "file": "a.mp3", "things": THINGS, "few": ["a"], "twice": ["a", "a"]}
]
FILES = {
    "rows.json": json.dumps(ROWS),
    "a.mp3": f"media audio/mpeg 12 sha256:{'0' * 64}",
    "page.html": f"media text/html 12 sha256:{'1' * 64}",
}


def flow(*steps: str, head: str = HEAD, inside: bool = True) -> str:
    block = "  - each: row\n    steps:\n" if inside else ""
    indent = "      " if inside else "  "
    return head + block + "".join(f"{indent}- {{{step}}}\n" for step in steps) + "  - end: Thank you.\n"


def read(*steps: str, **how: Any) -> Any:
    return thaw({"work.yaml": flow(*steps, **how), **FILES}, "work")


def complaints(*steps: str, **how: Any) -> list[str]:
    with pytest.raises(ScenarioError) as raised:
        read(*steps, **how)
    return [": ".join(str(problem).split(": ")[1:]) for problem in raised.value.problems]


EDIT = "edit: heard, id: work, title: Correct it"
RANK = "rank: best, id: work, title: Sort them, items: row.things"
CHOOSE = "choose: said, id: work, title: Which one, between: [one, two]"
EMBED = "embed: page.html, id: work, title: Try it"


@pytest.mark.parametrize(
    "step",
    [
        EDIT,
        EDIT + ", mark_below: 70%, audio: '{{ row.file }}', text: 'Clip {{ row.name }}', done: Ready",
        EDIT + ", audio: {file: a.mp3, alt: Somebody speaks}",
        EDIT.replace("heard", "found") + ", content: 'I am {{ row.name }}'",
        EDIT.replace("heard", "said"),
        RANK,
        RANK + ", pick: 1",
        CHOOSE,
        CHOOSE
        + ", tie: true, why: true, buttons: {first: This, second: That, tie: Neither}, lead: 'About {{ row.name }}'",
        CHOOSE.replace("said", "label") + ", text: 'It is {{ label.label }}'",
        EMBED,
        EMBED + ", uses: label, height: 300, done: Go on, text: Look around.",
    ],
)
def test_steps_of_work_can_be_written_in_a_line(step: str) -> None:
    assert read(step).steps["work"]


def test_the_steps_know_what_they_use_and_what_can_be_done() -> None:
    scenario = read(
        EDIT,
        RANK.replace("work", "sort"),
        CHOOSE.replace("work", "pair") + ", why: true",
        EMBED.replace("work", "frame"),
    )
    steps = scenario.steps
    assert isinstance(steps["work"], Edit)
    assert isinstance(steps["sort"], Rank)
    assert isinstance(steps["pair"], Choose)
    assert isinstance(steps["frame"], Embed)
    assert [steps[name].uses for name in ("work", "sort", "pair", "frame")] == ["heard", "best", "said", None]
    assert steps["work"].decisions == {"accept"}
    assert steps["pair"].reactions == {"accept", "dismiss", "comment"}
    assert steps["frame"].reactions == frozenset()
    assert steps["pair"].template == "{{ said.text }}"
    assert steps["frame"].embed.source == f"/files/{'1' * 64}.html"


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (EDIT.replace("heard", "hard"), "there is no feature 'hard'; expected one of heard, found, said, best, label; did you mean 'heard'?"),
        (EDIT.replace("heard", "label"), "'label' is a feature for text-classification, which cannot be used here; expected one of automatic-speech-recognition, summarization, text-generation, token-classification, translation; give the feature such a `task`"),
        (EDIT.replace("heard", "found"), "'found' marks words, and there is no text to mark them in; expected a line such as `content: \"{{ note.text }}\"`; add it"),
        (EDIT + ", content: Hello", "'heard' writes the text itself; expected a feature for token-classification; remove the line"),
        (EDIT.replace("heard", "said") + ", mark_below: 0.7", "a feature for text-generation does not say how sure it is of single words; expected a feature for automatic-speech-recognition or token-classification; remove the line"),
        (EDIT + ", audio: a.png", "'a.png' is not a sound; expected a file that ends in one of .mp3, .wav, .ogg"),
        (EDIT + ", text: '{{ heard.text }}'", "the text names 'heard', which is only known in the `text` of a screen that uses it; expected one of row.name, row.file, row.things, row.few, row.twice"),
        (RANK.replace("best", "said"), "'said' is a feature for text-generation, which cannot be used here; expected ranking; give the feature such a `task`"),
        (RANK.replace("row.things", "row.thing"), "there is no column 'thing' in 'row'; expected one of name, file, things, few, twice; did you mean 'things'?"),
        (RANK.replace("row.things", "col.things"), "there is no data 'col' in this block; expected row"),
        (RANK.replace("row.things", "row.name"), "row 1 of 'name' cannot be put in order: it is not a list of 2 to 100 things; expected things with an id and a title; such as [{id: a, title: The first}, {id: b, title: The second}]"),
        (RANK.replace("row.things", "row.twice"), "row 1 of 'twice' cannot be put in order: the id 'a' is there twice; expected things with an id and a title; such as [{id: a, title: The first}, {id: b, title: The second}]"),
        (RANK + ", pick: 2", "row 1 of 'things' has 2 things; expected at most 1 to pick"),
        (CHOOSE.replace("one, two", "one, one"), "'one' would play against itself; expected two mocks; name another"),
        (CHOOSE.replace("one, two", "one, tow"), "there is no mock 'tow'; expected one of one, two, three, none, wrong, sorter, found, label; did you mean 'two'?"),
        (CHOOSE.replace("one, two", "one, none"), "'none' never answers; expected a mock that does; name another"),
        (CHOOSE.replace("said", "found").replace("one, two", "found, three"), "nothing of the feature 'found' would be seen; expected a line `text: …`; add it"),
        (CHOOSE + ", buttons: {tie: Neither}", "a button for a tie, and no tie is offered; expected a line `tie: true`; add it"),
        (EMBED.replace("page.html", "pages.html"), "there is no file 'pages.html' in this version; open a new panel from the present files"),
        (EMBED.replace("page.html", "a.mp3"), "'a.mp3' is not a page; expected a page such as prototype.html, or an address that begins with https://"),
        (EMBED.replace("page.html", "'http://x.example'"), "'http://x.example' is not an address that can be shown; expected a page such as prototype.html, or an address that begins with https://"),
        (EMBED + ", uses: lable", "there is no feature 'lable'; expected one of heard, found, said, best, label; did you mean 'label'?"),
        (EMBED + ", height: 20", None),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_with_what_to_do(step: str, said: str | None) -> None:
    found = complaints(step)
    assert len(found) == 1
    assert said is None or found == [said]


def test_choosing_needs_the_feature_in_every_arm() -> None:
    arms = "arms: {with: , without: {change: {features.said: off}}}\n"
    head = HEAD.replace("flow:", arms + "flow:")
    [said] = complaints(CHOOSE, head=head)
    assert "in the arm 'without', the feature 'said' is off, and there is nothing to choose between" in said
    head = head.replace("features.said: off", "features.said: off, steps.work: off")
    assert read(CHOOSE, head=head)


def test_a_mock_that_must_know_the_truth_is_told_so() -> None:
    said = complaints(CHOOSE.replace("said", "label").replace("two", "wrong") + ", text: '{{ label.label }}'")
    assert said == [
        "'wrong' must know what really happens; expected the column with the truth; add a line like `truth: actual`"
    ]


def test_ordering_needs_a_row_of_data() -> None:
    assert complaints(RANK, inside=False) == [
        "the things to put in order come from a row of data; expected a place below `each: … steps:`"
    ]


@pytest.mark.parametrize(
    "value",
    [
        None,
        "ab",
        [],
        ["a"],
        ["a", 1],
        ["a", ""],
        [{"id": "a"}, "b"],
        [{"id": 1, "title": "A"}, "b"],
        ["a"] * 101,
        ["a", {"id": "b", "title": "B", "text": 3}],
    ],
)
def test_what_is_no_list_of_things_is_told_apart(value: Any) -> None:
    with pytest.raises(NotItems):
        items(value)


def test_plain_texts_are_their_own_ids() -> None:
    assert [(item.id, item.title, item.text) for item in items(["Tea", "Milk"])] == [
        ("Tea", "Tea", None),
        ("Milk", "Milk", None),
    ]


@pytest.mark.parametrize(
    ("address", "under", "fits"),
    [
        ("https://x.example/a/b?c=d", "https://x.example", True),
        ("https://x.example/a/b", "https://x.example/a/", True),
        ("https://x.example/a", "https://x.example/a", True),
        ("https://x.example:443/a", "https://X.example", True),
        ("https://x.example/ab", "https://x.example/a", False),
        ("https://x.example/a/../b", "https://x.example/a", False),
        ("https://x.example/a/%2e%2E/b", "https://x.example/a", False),
        ("https://x.example:444/", "https://x.example", False),
        ("https://x.example.evil.example/", "https://x.example", False),
        ("https://x.example@evil.example/", "https://x.example", False),
        ("https://evil.example/#https://x.example", "https://x.example", False),
        ("http://x.example/", "http://x.example", False),
        ("javascript:alert(1)//x.example", "https://x.example", False),
        ("https://*.example/", "https://*.example", False),
        ("https://x.example/; script-src *", "https://x.example", False),
    ],
)
def test_an_address_is_allowed_on_its_machine_and_below_its_folder(
    address: str, under: str, fits: bool
) -> None:
    assert allowed(address, [under]) is fits


def test_an_origin_is_written_as_a_policy_writes_it() -> None:
    assert origin("https://X.example:443/a?b#c") == "https://x.example"
    assert origin("https://x.example:8443/") == "https://x.example:8443"
    assert origin("https://x.example:port/") is None
    assert origin("nonsense") is None


def said_of(address: str, allow: list[str], **more: Any) -> list[str]:
    """What is said of an address in a scenario that allows these."""
    step = Embed.model_construct(embed=Framed(address), title="Try it", feature=None, **more)
    around: Any = SimpleNamespace(allow=allow, features={}, known_everywhere={}, data={})
    return [finding.what for finding in step.findings(Placed(around, ("flow", 0), step))]


def test_an_address_must_be_allowed_and_the_screen_must_end() -> None:
    address = "https://x.example/proto"
    assert said_of(address, ["https://x.example"], done="Continue") == []
    assert said_of(address, [], done="Continue") == [
        f"{address!r} is not among the addresses that this scenario allows"
    ]
    assert said_of(address, ["https://x.example"]) == ["nothing is sure to end this screen"]
    assert said_of(address, ["https://x.example"], optional=True) == []
