"""A small scenario that tests read, change and break."""

from __future__ import annotations

from scenarios import Scenario, thaw

SKETCH = """\
scenario: parcels
shown_title: Your parcels
data:
  parcel:
    rows: 4
    columns:
      weather: {one_of: [clear, snow]}
      actual: {late: 1, in time: 3}
mocks:
  coin: {kind: random}
  person: {kind: operator, deadline: 20 s, fallback: coin}
features:
  delay:
    answers: [in time, late]
    model_sees: [weather]
    truth: actual
    played_by: coin
arms:
  without: {change: {features.delay: off}}
  with: {change: {steps.warning.text: Late.}}
flow:
  - each: parcel
    steps:
      - show: delay
        id: warning
        only_when: late
        title: "Weather: {{ parcel.weather }}"
        text: It will be late.
        buttons: {Go out: accept, Stay: dismiss}
      - reveal: parcel.actual
  - survey: [sus]
  - end: Thank you.
measures:
  right: {share: {step: warning, right_when: {accept: late, dismiss: in time}, truth: parcel.actual}}
decision: {compare: [without, with], by: right, worth_it_from: 10 points, people: 60}
"""


def sketch(*changes: tuple[str, str]) -> Scenario:
    """The sketch with pieces of its text replaced (each must be there)."""
    return thaw({"sketch.yaml": changed(*changes)}, "sketch")


def changed(*changes: tuple[str, str]) -> str:
    """The text of the sketch with pieces replaced."""
    text = SKETCH
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text
