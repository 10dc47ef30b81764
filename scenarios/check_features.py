"""What does not fit together about features: their answers, who plays them, and what stands around that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import mocks
from mocks import tasks
from mocks.around import faults, outputs, schedule
from scenarios import ready, trials
from scenarios.data import Kind
from scenarios.document import Finding, Path, unknown
from scenarios.model import Feature, Scenario

NAMES_ANOTHER = ("fallback", "proposed_by")  # settings of a mock that name another one
# What a column must hold to be the truth about answers of a task; others are checked value by value.
TRUTHS: Mapping[str, tuple[Kind, ...]] = {
    "regression": ("number",),
    "ranking": ("list",),
    "object-detection": ("list",),
    "structured": ("object",),
    "automatic-speech-recognition": ("text", "list"),
    "summarization": ("text",),
    "translation": ("text",),
    "text-generation": ("text",),
    "chat-completion": ("text",),
}
SAMPLES = 8  # people whose made-up trials are looked at, where these differ from one to the next


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything about features that does not fit together."""
    for name, feature in scenario.features.items():
        at: Path = ("features", name)
        if name in scenario.data:
            yield Finding(
                at, f"{name!r} names a feature and data", "a name of its own", "rename one of them", True
            )
        if feature.labelled and len(feature.answers) < 2:
            yield Finding(
                (*at, "answers"),
                f"the feature {name!r} has {len(feature.answers)} answers",
                "at least two",
                "add a line like `answers: [on time, delayed]`",
                at_key=True,
            )
        if feature.task not in outputs.LABELLED and feature.answers:
            yield Finding(
                (*at, "answers"),
                f"a feature of the task {feature.task!r} has no fixed answers",
                remedy="remove the line",
                at_key=True,
            )
        for n, answer in enumerate(feature.answers):
            if answer in feature.answers[:n]:
                yield Finding(
                    (*at, "answers", n), f"the answer {answer!r} stands here twice", remedy="remove one"
                )
        if feature.truth in feature.model_sees:
            yield Finding(
                (*at, "model_sees", feature.model_sees.index(feature.truth or "")),
                "the model would see the truth",
                "columns that are known beforehand",
                f"remove {feature.truth!r} from the list",
            )
        yield from _shape(at, feature)
        yield from _truth(scenario, at, name, feature)
        yield from _player(scenario, at, name, feature)
        yield from _around(scenario, at, name, feature)


def _shape(at: Path, feature: Feature) -> Iterator[Finding]:
    if feature.task == "structured" and feature.shape is None:
        yield Finding(
            (*at, "schema"),
            "a structured answer needs to know what is in it",
            "a JSON Schema",
            "add `schema:` with the type and properties of the object",
        )
    elif feature.shape is not None and feature.task != "structured":
        yield Finding(
            (*at, "schema"), f"the task {feature.task!r} has its own shape", remedy="remove it", at_key=True
        )
    elif feature.shape is not None:
        try:
            tasks.check_schema(feature.shape)
        except mocks.BadSettings as error:
            yield Finding((*at, "schema"), str(error), at_key=True)


def _truth(scenario: Scenario, at: Path, name: str, feature: Feature) -> Iterator[Finding]:
    """The truth has the form of an answer, or nobody could ever be right."""
    forms = TRUTHS.get(feature.task)
    blocks = {each for step, each in scenario.walk() if name in step.features and each in scenario.data}
    for block in sorted(filter(None, blocks)):
        data = scenario.data[block]
        if forms is None or feature.truth not in data.columns:
            continue
        form = data.kind(feature.truth)
        if form not in forms:
            found = "values of different forms" if form == "mixed" else f"values of the form {form!r}"
            what = f"{feature.truth!r} holds {found}, and an answer for {feature.task} is a {forms[0]}"
            yield Finding(
                (*at, "truth"), what, f"a column with a {forms[0]} in each row", "name another column"
            )


def _player(scenario: Scenario, at: Path, of: str, feature: Feature) -> Iterator[Finding]:
    if feature.played_by not in scenario.mocks:
        otherwise = "name it under `mocks:`, or describe it here, such as {kind: random}"
        yield unknown((*at, "played_by"), "mock", feature.played_by, scenario.mocks, otherwise)
        return
    chain, seen = [feature.played_by], set()
    while chain and chain[-1] in scenario.mocks:
        name = chain.pop()
        seen.add(name)
        try:
            mock = mocks.build(scenario.mocks[name])
        except mocks.MockError:
            return
        unsuited = mocks.suits(mock, feature.task, feature.answers)
        if getattr(mock, "by_person", False) and not tasks.find(feature.task).at_desk:
            yield Finding(
                (*at, "played_by"),
                f"nobody at the desk can answer the task {feature.task!r}",
                "a task with a form: a label, a text, a number, boxes, an order or an object",
                "let another mock play it",
            )
        yield from (Finding(("mocks", name, *path), reason) for path, reason in unsuited)
        if not unsuited:
            yield from _knows(scenario, at, ("mocks", name), mock, of, feature)
        others = [getattr(mock, setting, None) for setting in NAMES_ANOTHER]
        chain += [o for o in others if o is not None and o not in seen and not asks_a_person(scenario, o)]


def asks_a_person(scenario: Scenario, name: str) -> bool:
    """Whether the mock of that name waits for somebody at the desk."""
    try:
        return ready.by_person(scenario.mocks.get(name, {}))
    except mocks.MockError:
        return False


def _around(scenario: Scenario, at: Path, name: str, feature: Feature) -> Iterator[Finding]:
    task, answers = feature.task, feature.answers
    for path, reason in feature.limits.suits(task, answers) if feature.limits else ():
        yield Finding((*at, "limits", *path), reason)
    for path, reason in faults.suits(feature.faults, task, answers):
        yield Finding((*at, "faults", *path), reason)
    for path, reason in faults.suits(scenario.faults, task, answers):
        yield Finding(("faults", *path), reason)
    if feature.errors is None:
        return
    here = (*at, "errors")
    try:
        planner = mocks.build({"kind": "imperfect", **feature.errors})
    except mocks.BadSettings as error:
        for path, reason in error.problems:
            yield Finding((*here, *path), reason, at_key="unknown setting" in reason)
        return
    for path, reason in schedule.hindrances(planner, task, answers):
        yield Finding((*here, *path), reason)
    yield from _knows(scenario, at, here, planner, name, feature)


def _knows(
    scenario: Scenario, at: Path, here: Path, mock: mocks.Mock, name: str, feature: Feature
) -> Iterator[Finding]:
    """A mock that is wrong on purpose needs the truth, and errors that its trials have room for."""
    if not getattr(mock, "knows_truth", False):
        return
    if feature.truth is None:
        yield Finding(
            (*at, "truth"),
            f"who plays {name!r} must know what really happens",
            "the column with the truth",
            "add a line like `truth: actual`",
        )
        return
    fits = getattr(mock, "fits", None)
    if fits is None:
        return
    blocks = {each for step, each in scenario.walk() if step.uses == name and each in scenario.data}
    for block in sorted(blocks):
        if feature.truth not in scenario.data[block].columns:
            continue
        for number in range(SAMPLES):
            rows = trials.rows(scenario, f"check/{number}")[block]
            found = fits([row[feature.truth] for row in rows], rows, feature.answers)
            if found:
                yield from (Finding((*here, *path), reason) for path, reason in found)
                return
