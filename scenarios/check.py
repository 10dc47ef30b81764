"""What only shows when a scenario is seen whole: names that lead nowhere, counts that do not add up."""

from __future__ import annotations

from collections.abc import Iterator

import mocks
from scenarios import (
    check_data,
    check_decision,
    check_design,
    check_desk,
    check_features,
    check_flow,
    check_measures,
    explain,
)
from scenarios.answers import BaseQuestion
from scenarios.document import Finding, Path, unknown
from scenarios.errors import did_you_mean, listed
from scenarios.model import Scenario
from scenarios.questions import Choice, YesNo
from scenarios.steps import DECISIONS, Cell, Form, Reveal
from scenarios.words import WORDS, values_of


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything that does not fit together; texts are tried when all else does."""
    found = list(_whole(scenario))
    yield from found or check_flow.tried(scenario)


def _whole(scenario: Scenario) -> Iterator[Finding]:
    yield from _words(scenario)
    yield from check_data.findings(scenario)
    yield from _mocks(scenario)
    yield from check_features.findings(scenario)
    yield from check_desk.findings(scenario)
    yield from check_flow.findings(scenario)
    yield from _design(scenario)
    if len(scenario.steps) == len(scenario.walk()):  # else it is not known which of two steps a measure means
        yield from check_measures.findings(scenario)
    yield from check_decision.findings(scenario)


def complete(scenario: Scenario) -> Scenario:
    """Reveals that say nothing of their own get plain cells: the built-in title, and the value as text."""
    for step, _ in scenario.walk():
        if isinstance(step, Reveal) and not step.says and step.text is None:
            cells = {
                value: Cell(title=scenario.words["reveal_title"], text=value)
                for value in scenario.data[step.data].values(step.column) or ()
            }
            step.says.update(dict.fromkeys(DECISIONS, cells))
    return scenario


def _mocks(scenario: Scenario) -> Iterator[Finding]:
    for name, settings in scenario.mocks.items():
        at: Path = ("mocks", name)
        try:
            mock = mocks.build(settings)
        except mocks.UnknownKind as error:
            known = mocks.kinds()
            kind = settings.get("kind")
            what = f"there is no kind of mock {kind!r}" if isinstance(kind, str) else str(error)
            yield Finding((*at, "kind"), what, listed(known), did_you_mean(kind, known))
            continue
        except mocks.BadSettings as error:
            for path, reason in error.problems or [((), str(error))]:
                what, expected, remedy = explain.reworded(reason)
                said = what if repr(path[-1:])[1:-2] in what else f"{'.'.join(map(str, path))} {what}"
                told = f"the mock {name!r}: {said}"
                yield Finding((*at, *path), told, expected, remedy, at_key="unknown setting" in reason)
            continue
        for setting in check_features.NAMES_ANOTHER:
            other = getattr(mock, setting, None)
            if other is not None and other not in scenario.mocks:
                yield unknown((*at, setting), "mock", other, [m for m in scenario.mocks if m != name])
            elif other is not None and check_features.asks_a_person(scenario, other):
                yield Finding(
                    (*at, setting),
                    f"{other!r} waits for a person too",
                    "a mock that answers by itself",
                )


def _design(scenario: Scenario) -> Iterator[Finding]:
    arms = {name: arm.factors for name, arm in scenario.arms.items()}
    yield from check_design.factor_findings(scenario.factors, arms)
    yield from check_design.persona_findings(scenario.personas)
    questions = {
        f"{step.id}.{name}": check_design.Asked(_fixed(question), step.screening)
        for step, _ in scenario.walk()
        if isinstance(step, Form)
        for name, question in step.questions.items()
    }
    yield from check_design.findings(
        scenario.assign,
        arms=scenario.arms,
        personas=scenario.personas,
        questions=questions,
        measures=[*scenario.measures, *scenario.instruments()],
        within=scenario.within,
    )


def _words(scenario: Scenario) -> Iterator[Finding]:
    """Values that a word names and that nobody has for it: they would stand there in braces."""
    for name, text in scenario.words.items():
        known = values_of(WORDS[name])
        for value in sorted(values_of(text) - known):
            what = f"{name!r} has no value {{{value}}}"
            expected = listed([f"{{{each}}}" for each in sorted(known)], "a text without braces")
            yield Finding(("words", name), what, expected, did_you_mean(value, known))


def _fixed(question: BaseQuestion) -> list[str] | None:
    """The answers that a question can have, where they are fixed."""
    if isinstance(question, YesNo):
        return ["yes", "no"]
    return list(question.of) if isinstance(question, Choice) and not question.other else None
