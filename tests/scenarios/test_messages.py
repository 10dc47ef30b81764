"""Every wrong line gets its place, what was expected, and what to do: the exact words, in one table."""

# ruff: noqa: E501 (a row of the table is one line, as the message is)

from __future__ import annotations

import random
import re

import pytest

import mocks
from scenarios import Problem, ScenarioError, thaw
from scenarios.errors import listed
from tests.scenarios.sketch import SKETCH, changed

KEYS = "scenario, team_question, shown_title, app_name, lang, words, data, mocks, features, faults, arms, flow, measures, decision"
SCREEN_KEYS = "screen, id, uses, only_when, title, card, text, waiting, buttons, contact_says, ask"
SNOW = "{one_of: [clear, snow]}"

# (what stands in the file, what is written instead, the message)
BROKEN = [
    (SKETCH, "", "1:1: the file is empty; expected keys such as scenario, features, flow; begin with a line like `scenario: my-first-idea`"),
    (SKETCH, "- a\n", "1:1: the file is not a list of `key: value` lines; expected keys such as scenario, features, flow; begin with a line like `scenario: my-first-idea`"),
    ("Your parcels", "Your: parcels", "2:18: this is not YAML: mapping values are not allowed here; put a text with a colon in quotes, and check the indentation"),
    ("flow:", "\tflow:", "21:1: this is not YAML: found character '\\t' that cannot start any token; indent with spaces, and put a text that begins with a special sign in quotes"),
    ("Thank you.", "\x07", "33:10: the character U+0007 cannot stand in a YAML file; remove it"),
    ("Thank you.", "!!python/name:os.system x", "33:10: the tag 'tag:yaml.org,2002:python/name:os.system' means nothing here; expected plain text; remove the tag"),
    ("rows: 4", "rows: 4\n    rows: 5", "6:5: the key 'rows' stands here twice; expected each key once; keep one of them (the first is in line 5)"),
    ("rows: 4", "rows: 4\n    row: 5", "6:5: unknown key 'row'; expected one of rows, columns; did you mean 'rows'?"),
    ("mocks:\n", "mockz: {}\nmocks:\n", f"9:1: unknown key 'mockz'; expected one of {KEYS}; did you mean 'mocks'?"),
    ("shown_title: Your parcels\n", "", "1:1: the key 'shown_title' is missing; expected the title that participants read; add a line like `shown_title: Your deliveries today`"),
    ("rows: 4", "rows: four", "5:11: 'four' is text; expected a whole number"),
    ("rows: 4", "rows: 0", "5:11: 0 is too small; expected at least 1"),
    ("- end: Thank you.", "- end:", "33:5: there is no value; expected text"),
    ("end: Thank you.", "end: 5", "33:10: 5 is a number; expected text; put it in quotes"),
    ("{late: 1, in time: 3}", "{late: 1, in time: 4}", "8:15: the counts of 'actual' add up to 5; expected 4, as `rows` says; change the counts or the rows"),
    (SNOW, "{on_of: [clear]}", "7:17: 'on_of' does not say how to make the column; expected one of fake, pattern, one_of, numbered_from, or exact counts such as {late: 2, on time: 6}; did you mean 'one_of'?"),
    (SNOW, "{one_of: {clear: x}}", "7:33: 'x' is text; expected a number"),
    (SNOW, "{one_of: [a], given: {actuel: {late: {b: 1}}}}", "7:38: there is no column 'actuel'; expected one of weather, actual; did you mean 'actual'?"),
    (SNOW, "{one_of: [a], given: {actual: {lat: {b: 1}}}}", "7:47: there is no value 'lat' in 'actual'; expected one of late, in time; did you mean 'late'?"),
    ("kind: random", "kind: randon", f"10:16: there is no kind of mock 'randon'; expected {listed(mocks.kinds())}; did you mean 'random'?"),
    ("kind: random", "kind: random, weight: {late: 1}", "10:24: the mock 'coin': unknown setting 'weight'; did you mean 'weights'?"),
    ("kind: random", "kind: random, weights: {lat: 1}", "10:39: the feature has no answer 'lat'; did you mean 'late'?"),
    ("fallback: coin", "fallback: coins", "11:54: there is no mock 'coins'; expected coin; did you mean 'coin'?"),
    ("played_by: coin", "played_by: cion", "17:16: there is no mock 'cion'; expected one of coin, person; did you mean 'coin'?"),
    ("played_by: coin", "played_by: coin\n    show_after: soon", "18:17: no profile is called 'soon'; use one of 'chatty-llm', 'fast', 'instant', 'on-device', 'overloaded'"),
    ("played_by: coin", "played_by: coin\n    show_after: 5 to 2 s", "18:17: the shorter time comes first, got 5 s and 2 s; swap the two"),
    ("played_by: coin", "played_by: {kind: imperfect, alarm: late, misses: 2}", "17:55: 2 is too many: 1 of 4 trials is 'late'; nearest: misses: 1"),
    ("played_by: coin", "played_by: {kind: imperfect, alarm: late, precision: 0.9, recall: 0.9}", "17:58: 0.9 beside recall: 0.9 cannot be had exactly: with 1 'late' among 4 trials, recall can be 0% or 100%; nearest: precision 1.00 (0 false alarms) and recall 1.00 (0 misses). With errors: drawn they hold on average"),
    ("truth: actual\n    played_by: coin", "played_by: {kind: imperfect, alarm: late, misses: 1}", "13:3: who plays 'delay' must know what really happens; expected the column with the truth; add a line like `truth: actual`"),
    ("played_by: coin", "played_by: person\n    errors: {alarm: late, misses: 2}", "18:35: 2 is too many: 1 of 4 trials is 'late'; nearest: misses: 1"),
    ("played_by: coin", "played_by: person\n    errors: {alarm: late, mises: 1}", "18:27: unknown setting 'mises'; did you mean 'misses'?"),
    ("played_by: coin", "played_by: person\n    limits: {only: [lat]}", "18:21: the feature has no answer 'lat'; did you mean 'late'?"),
    ("played_by: coin", "played_by: person\n    faults: [{fault: truncated}]", "18:22: an answer of the task text-classification cannot be cut; use malformed or empty"),
    ("played_by: coin", "played_by: person\n    faults: [{fault: error, chanse: 10%}]", "18:29: unknown setting 'chanse'; did you mean 'chance'?"),
    ("played_by: coin", "played_by: person\n    when_it_fails: {eror: x}", "18:21: unknown setting 'eror'; did you mean 'error'?"),
    ("answers: [in time, late]\n    model_sees: [weather]\n    truth: actual\n    played_by: coin", "task: ranking\n    played_by: person", "15:16: nobody at the desk can answer the task 'ranking'; expected a task whose answer is a label, a text or a number; let another mock play it"),
    ("answers: [in time, late]", "task: regresion", "14:11: there is no task 'regresion'; expected one of text-classification, image-classification, text-generation, summarization, translation, question-answering, chat-completion, token-classification, object-detection, automatic-speech-recognition, regression, ranking, structured; did you mean 'regression'?"),
    ("answers: [in time, late]", "task: structured", "13:3: a structured answer needs to know what is in it; expected a JSON Schema; add `schema:` with the type and properties of the object"),
    ("fallback: coin", "fallback: person", "11:54: 'person' waits for a person too; expected a mock that answers by itself"),
    ("answers: [in time, late]", "answers: [in time]", "14:5: 'actual' can be 'late', which is no answer; expected in time; use the same words in both"),
    ("model_sees: [weather]", "model_sees: [wether]", "15:18: there is no column 'wether' in 'parcel'; expected one of weather, actual; did you mean 'weather'?"),
    ("model_sees: [weather]", "model_sees: [weather, actual]", "15:27: the model would see the truth; expected columns that are known beforehand; remove 'actual' from the list"),
    ("steps.warning.text", "steps.waring.text", "20:19: no step has the id 'waring'; expected one of warning, reveal, survey, end; did you mean 'warning'?"),
    ("steps.warning.text", "steps.warning.txt", f"20:19: unknown key 'txt'; expected one of {SCREEN_KEYS}; did you mean 'text'?"),
    ("features.delay: off", "features.dely: off", "19:22: there is no feature 'dely'; expected delay; did you mean 'delay'?"),
    ("features.delay: off", "flow: []", "19:22: an arm cannot change 'flow'; expected one of shown_title, app_name, words, mocks, features, steps; begin with one of them"),
    ("features.delay: off", "steps.warning.card.a.b: x", "19:22: there is no 'card' in steps.warning; expected one of screen, id, uses, only_when, title, text, buttons; name a part that is there"),
    ("features.delay: off", "steps.warning.text: null", "19:3: in the arm 'without', nothing of the feature 'delay' would be seen (line 24); expected a line `text: …`; add it"),
    ("uses: delay", "uses: dely", "26:15: there is no feature 'dely'; expected delay; did you mean 'delay'?"),
    ("only_when: late", "only_when: delayed", "27:20: there is no answer 'delayed' of 'delay'; expected one of in time, late"),
    ("parcel.weather }}", "parcel.wether }}", "28:16: 'parcel' has no 'wether'; expected one of weather, actual; did you mean 'weather'?"),
    ("parcel.weather }}", "delay.label }}", "28:16: the text names 'delay', which is only known in the `text` of a screen that uses it; expected one of parcel.weather, parcel.actual"),
    ("{{ parcel.weather }}", "{% for i in x %}{% endfor %}", "28:16: the text 'Weather: {% for i in x %}{% endfor %}' uses `for`; it may only name values, choose with if, and use filters"),
    ("Stay: dismiss", "Stay: dismis", "30:41: 'dismis' is not known here; expected one of accept, dismiss, contact; did you mean 'dismiss'?"),
    ("{Go out: accept, Stay: dismiss}", "{Help: contact}", "30:18: no button ends this screen; expected a button for accept or dismiss; add one: `Go on: accept`"),
    ("- survey: [sus]", "- survy: [sus]", "32:5: no kind of step is called 'survy'; expected one of consent, info, screen, reveal, survey, debrief, end, each; did you mean 'survey'?"),
    ("- survey: [sus]", "- survey: [suss]", "32:14: there is no questionnaire 'suss'; expected one of s-tias, sus; did you mean 'sus'?"),
    ("- reveal: parcel.actual", "- survey: [sus]", "31:9: 'survey' cannot stand inside a repeated block; expected one of screen, reveal, info; move it out of the block"),
    ("- reveal: parcel.actual", "- reveal: parcel.actuel", "31:17: there is no column 'actuel' in 'parcel'; expected one of weather, actual; did you mean 'actual'?"),
    ("- reveal", "- info: Hm\n      - reveal", "32:9: this reveal follows no decision; expected a screen right before it"),
    ("- reveal: parcel.actual", "- reveal: parcel.actual\n        id: warning", "32:13: two steps have the id 'warning'; expected an id of its own; rename one of them"),
    ("Thank you.", "Thank you.\n  - info: More", "34:5: nobody gets to this step; expected nothing after `end`; move `end` to the last place"),
    ("step: warning,", "step: warnings,", "35:25: there is no screen with the id 'warnings'; expected warning; did you mean 'warning'?"),
    ("accept: late,", "accept: lat,", "35:55: there is no value 'lat' in 'actual'; expected one of late, in time; did you mean 'late'?"),
    ("compare: [without, with]", "compare: [without, wit]", "36:31: there is no arm 'wit'; expected one of without, with; did you mean 'with'?"),
    ("by: right", "by: rigt", "36:42: there is no measure 'rigt'; expected one of right, sus; did you mean 'right'?"),
    ("10 points", "a lot", "36:64: 'a lot' is not a difference; expected a number of points above 0, such as 10 points"),
    ("people: 60", "people: 60, must_hold: [{sus: 68}]", "36:105: 68 is not a limit; expected `at least` or `at most` and a number, such as at least 68"),
    ("data:", "lang: english\ndata:", "3:7: 'english' is not a language; expected a language tag such as en, de or pt-BR"),
    ("scenario: parcels", "scenario: my parcels", "1:11: 'my parcels' is not a name; expected a letter, then letters, digits, - or _ (60 at most); for example early-warning"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BROKEN, ids=[message[:50] for *_, message in BROKEN])
def test_a_broken_line_is_told_in_these_words(old: str, new: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        thaw({"sketch.yaml": changed((old, new))}, "sketch")
    assert f"sketch.yaml:{message}" in [str(problem) for problem in caught.value.problems]


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    text = changed(("rows: 4", "rows: four"), ("Stay: dismiss", "Stay: no"), ("- survey", "- survy"))
    with pytest.raises(ScenarioError) as caught:
        thaw({"sketch.yaml": text}, "sketch")
    assert [problem.line for problem in caught.value.problems] == [5, 30, 32]


def test_references_of_all_arms_are_told_at_once() -> None:
    text = changed(
        ("features.delay: off", "steps.warning.only_when: x"), ("text: Late.", 'text: "{{ parcel.y }}"')
    )
    with pytest.raises(ScenarioError) as caught:
        thaw({"sketch.yaml": text}, "sketch")
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(19, 47), (20, 39)]


def test_a_flood_of_aliases_is_refused_quickly() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
    with pytest.raises(ScenarioError, match="repeats itself too often"):
        thaw({"bomb.yaml": bomb}, "bomb")


@pytest.mark.parametrize(
    "text", ["[" * 5000, "{a: " * 5000, "a: &a [*a]\n", "a: *b\n", "? [a]\n: b\n", "<<: {a: 1}\n"]
)
def test_odd_yaml_is_a_problem_and_not_a_traceback(text: str) -> None:
    with pytest.raises(ScenarioError):
        thaw({"odd.yaml": text}, "odd")


PIECES = [
    "null",
    "5",
    "[]",
    "{}",
    "- a",
    "{a: b}",
    "true",
    "{{",
    "*",
    "&a",
    "[[",
    ":",
    "off",
    "delay",
    ".nan",
    "kind",
    "? x",
]


@pytest.mark.parametrize("seed", range(150))
def test_no_damage_to_the_file_makes_a_traceback(seed: int) -> None:
    rng = random.Random(seed)
    lines = SKETCH.split("\n")
    for _ in range(rng.randint(1, 3)):
        n = rng.randrange(len(lines))
        words = list(re.finditer(r"[\w.]+", lines[n]))
        match rng.randrange(4) if words else 0:
            case 0:
                lines.insert(n, rng.choice(lines))
            case 1:
                lines[n] = lines[n].split(":")[0] + ": " + rng.choice(PIECES)
            case 2:
                lines[n] = lines[n][2:]
            case 3:
                word = rng.choice(words)
                lines[n] = lines[n][: word.start()] + rng.choice(PIECES) + lines[n][word.end() :]
    problems: list[Problem] = []
    try:
        thaw({"sketch.yaml": "\n".join(lines)}, "sketch")
    except ScenarioError as error:
        problems = error.problems
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)
