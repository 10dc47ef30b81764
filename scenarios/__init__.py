"""The scenario language: one YAML file describes a product flow, its features, the arms to compare and the measures.

reading      reads a file or a library, freezes and thaws versions
model        the scenario as the house sees it; steps, data, base: its parts
document     YAML with the place of every value; folder: which files may be read
explain      complaints about form; check: complaints about what does not fit together
arms         how an arm's changes merge
trials       trial data from a seed
stops        the stops of one person; assignment: which arm they meet
texts        templates and markdown; words: the built-in words; around: what stands around a mock
instruments  questionnaires with their scoring
ready        what is still missing before real people come; advice: what is worth a second look
keys         what each key is, in a line; schema: the same for editors; writing: new scenarios
errors       what can go wrong
"""

from __future__ import annotations

from scenarios import assignment, instruments, texts, words
from scenarios.errors import Problem, ScenarioError, ScenariosError, TextError
from scenarios.model import Arm, Feature, Measure, Scenario
from scenarios.reading import LIBRARY, Entry, Version, entry, freeze, library, load, places, stamp, thaw
from scenarios.ready import operators, ready_for_people, settings_key, settings_of
from scenarios.steps import Step
from scenarios.stops import Stop, plan, rows_of

__all__ = [
    "LIBRARY",
    "Arm",
    "Entry",
    "Feature",
    "Measure",
    "Problem",
    "Scenario",
    "ScenarioError",
    "ScenariosError",
    "Step",
    "Stop",
    "TextError",
    "Version",
    "assignment",
    "entry",
    "freeze",
    "instruments",
    "library",
    "load",
    "operators",
    "places",
    "plan",
    "ready_for_people",
    "rows_of",
    "settings_key",
    "settings_of",
    "stamp",
    "texts",
    "thaw",
    "words",
]
