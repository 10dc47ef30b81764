"""A scenario with every kind of step, which tests read and break. `sketch.py` has a small one."""

from __future__ import annotations

import json
from typing import Any

from scenarios import Scenario, thaw

RICH = """\
scenario: rich
shown_title: All at once
allow: [https://prototype.example]
personas:
  parent: {about: You have no time., share: 2, facts: {child: Mia}}
  student: {about: You get up late., facts: {child: nobody}}
data:
  case:
    from: cases.json
    columns:
      minutes: {normal: [30, 10], from: 5, to: 90}
      actual: {one_of: {late: 1, in time: 3}}
  scene: {rows: 4, columns: {weather: {one_of: [clear, snow]}, light: {clear: 2, dim: 2}}}
mocks:
  terse: {kind: fixed, answer: On its way.}
  warm: {kind: fixed, answer: It is nearly there!}
  sorter: {kind: fixed, output: [{id: a, score: 1}]}
  oracle: {kind: imperfect, right_in: 75%}
features:
  delay: {answers: [in time, late], truth: actual, played_by: oracle}
  wait: {task: regression, truth: minutes, played_by: {kind: random, number: {whole: [5, 90]}}}
  reply: {task: text-generation, played_by: terse}
  heard: {task: automatic-speech-recognition, played_by: terse}
  best: {task: ranking, played_by: sorter}
  boxes: {task: object-detection, answers: [car, bus], played_by: {kind: random}}
factors:
  accuracy: {path: mocks.oracle.right_in, levels: [0.5, 0.75]}
arms:
  today: {factors: none, change: {features.delay: off}}
  warned: {}
assign:
  strata: [about.phone]
  quotas: {persona: {student: 30}}
  weights: {today: 2}
flow:
  - consent: May we?
  - form: About you
    id: about
    screening: true
    fields:
      age: {number: How old are you?, from: 18, to: 99}
      phone: {choice: How often do you use a phone?, of: [often, rarely]}
      mood: {slider: How are you?, from: 0, to: 10, default: 5}
  - info: Hello, parent of {{ persona.child }}.
    image: {file: street.png, alt: A street}
    when: answers.about.age > 30
  - each: case
    take: 2
    order: blocks
    block: kind
    steps:
      - show: delay
        skin: form
        title: A parcel
        form: {fields: {Day: "{{ delay.label }}"}}
        buttons: {Send: accept, Leave it: dismiss}
        presented: {as: annotate, confidence: words}
        starts: {by_itself: 10 to 30 s}
        feedback: {labels: {ask: What was it like?, of: [good, bad]}, report: That is wrong}
        time_limit: 60 s
      - show: wait
        id: gauge
        skin: gauge
        title: How long?
        gauge: {from: 0, to: 100, bands: {short: 30, long: 100}, unit: min}
        buttons: {Go on: accept}
      - reveal: case.kind
        text: It is {{ case.kind }}.
      - chat: reply
        quick_replies: [Where is it?]
        turns: {least: 1, most: 4}
        person: {button: Ask a person, says: Somebody will call you.}
        feedback: {thumbs: Was that useful?}
        menu: {Opening hours: From nine to five., Somebody: {person: true}}
      - edit: heard
        title: Correct it
        audio: call.mp3
        mark_below: 60%
      - rank: best
        items: case.things
        title: Put them in order
        pick: 1
      - choose: reply
        between: [terse, warm]
        title: Which is better?
        tie: true
      - annotate: boxes
        help: pre-labels
        image: {file: street.png, alt: A street}
        size: [960, 600]
        title: Draw
  - embed: prototype.html
    title: Try it
    done: Continue
  - survey:
      - seq
      - {id: own, title: Ours, items: {clear: {likert: It was clear.}, words: {text: Why?}}, score: mean of clear}
  - probe: What do you think was answering?
    of: [a person, a program]
  - debrief: It was chance.
  - end: Thank you.
    go_to: https://panel.example/done?code={code}
measures:
  reports: {count: {of: report, per: session}}
  liked: {share: {step: chat, of: thumb, value: up}}
  sureness: {mean: {of: confidence}}
  age: {mean: {of: about.age}}
  time: {median_time: {to: decision, step: gauge}}
  clarity: {score: {of: own}}
  better: {preferred: {step: choose}}
decision: {compare: [today, warned-accuracy-0.5], by: clarity, worth_it_from: 0.5 points, people: 60}
"""

THINGS = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]
ROWS: list[dict[str, Any]] = [{"kind": kind, "things": THINGS} for kind in ("big", "small", "big", "small")]
FILES = {
    "cases.json": json.dumps(ROWS),
    "street.png": f"media image/png 12 sha256:{'0' * 64}",
    "call.mp3": f"media audio/mpeg 12 sha256:{'1' * 64}",
    "prototype.html": f"media text/html 12 sha256:{'2' * 64}",
}


def changed(*changes: tuple[str, str]) -> str:
    """The text with pieces replaced."""
    text = RICH
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def rich(*changes: tuple[str, str]) -> Scenario:
    """The scenario with pieces of its text replaced (each must be there)."""
    return thaw({"rich.yaml": changed(*changes), **FILES}, "rich")
