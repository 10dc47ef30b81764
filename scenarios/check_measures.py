"""What does not fit together about measures: those that nothing feeds, and names that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mocks import tasks
from scenarios import instruments
from scenarios.document import Finding, Path, unknown
from scenarios.errors import listed
from scenarios.measures import (
    ALWAYS,
    MEANT,
    Count,
    Mean,
    MedianTime,
    Preferred,
    Score,
    Share,
    can_get,
    instrument_ids,
    instrument_of,
    options,
    questions,
)
from scenarios.model import Scenario
from scenarios.steps import Step


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything that does not fit together about measures."""
    for name, measure in scenario.measures.items():
        if name in ALWAYS or name in instrument_ids(scenario):
            yield Finding(
                ("measures", name),
                f"{name!r} is measured by itself",
                "another name",
                "rename or remove it",
                True,
            )
        yield from _CHECKS[measure.form](scenario, ("measures", name, measure.form), measure.what)


def _share(scenario: Scenario, at: Path, share: Share) -> Iterator[Finding]:
    if share.of is None:
        yield from _right_when(scenario, at, share)
        return
    yield from _reactions(scenario, at, share, share.of)
    if share.where:
        feature = share.feature or _spoken_at(scenario, share.step)
        if feature is None:
            if share.step in scenario.steps:
                what = f"no prediction is shown at {share.step!r}"
                yield Finding((*at, "where"), what, "a step that shows a feature", "remove `where`", True)
        elif feature in scenario.features:
            yield from _can_be_right(scenario, (*at, "where"), feature)


def _right_when(scenario: Scenario, at: Path, share: Share) -> Iterator[Finding]:
    step = scenario.steps.get(share.step or "")
    if step is None or not step.decisions:
        known = [each.id for each in scenario.steps.values() if each.decisions]
        yield unknown((*at, "step"), "screen with the id", share.step or "", known)
        return
    for decision in share.right_when:
        if decision not in step.decisions:
            what = f"no button of {share.step!r} means {decision!r}"
            yield Finding((*at, "right_when", decision), what, listed(sorted(step.reactions)), at_key=True)
    data, column = (share.truth or ".").split(".")
    each = next((each for found, each in scenario.walk() if found is step), data)
    if data not in scenario.data:
        yield unknown((*at, "truth"), "data", data, scenario.data)
    elif data != each:
        wanted = f"a column of {each!r}" if each else f"a step below `each: {data}`"
        yield Finding((*at, "truth"), f"{share.step!r} is not a step of {data!r}", wanted)
    elif column not in scenario.data[data].columns:
        yield unknown((*at, "truth"), "column", column, scenario.data[data].columns, within=f"in {data!r}")
    else:
        values = scenario.data[data].values(column)
        for decision, value in share.right_when.items():
            if values is not None and value not in values:
                where = (*at, "right_when", decision)
                yield unknown(where, "value", value, values, within=f"in {column!r}")


def _followed(scenario: Scenario, at: Path, feature: str) -> Iterator[Finding]:
    if feature not in scenario.features:
        yield unknown(at, "feature", feature, scenario.features)
        return
    steps = [step for step, _ in scenario.walk() if feature in step.features]
    deciding = [step for step in steps if step.decisions]
    if not deciding:
        yield Finding(
            at,
            f"nobody can follow or ignore {feature!r}",
            "a step that shows it, with buttons for accept and dismiss",
        )
        return
    yield from _can_be_right(scenario, at, feature)
    name = at[1]
    rule = scenario.decision
    if (
        rule is None
        or rule.by != name
        or any(isinstance(getattr(s, "only_when", None), str) for s in deciding)
    ):
        return
    for arm in rule.compare:
        if arm in scenario.arms and _switches_off(scenario.arms[arm].change, feature):
            yield Finding(
                ("decision", "by"),
                f"nobody in {arm!r} can follow or ignore {feature!r}: it is off there",
                "a measure that both arms have",
                "use `share` with `right_when`, or say `only_when` at the step",
            )


def _switches_off(change: Any, feature: str) -> bool:
    """Whether an arm's change says `features.<feature>: off` or `features.<feature>.off: true`, in one go or nested."""
    found: list[tuple[str, Any]] = [("", change)]
    while found:
        path, value = found.pop()
        if path in {f"features.{feature}", f"features.{feature}.off"} and value in ("off", True):
            return True
        if isinstance(value, dict):
            found += [(f"{path}.{key}".removeprefix("."), inner) for key, inner in value.items()]
    return False


def _count(scenario: Scenario, at: Path, count: Count) -> Iterator[Finding]:
    yield from _reactions(scenario, at, count, count.of)


def _reactions(scenario: Scenario, at: Path, asked: Share | Count, of: str) -> Iterator[Finding]:
    """A reaction that nobody can give there."""
    steps = scenario.steps
    if asked.step and asked.step not in steps:
        yield _no_step(scenario, (*at, "step"), asked.step, lambda step: can_get(step, of))
        return
    if asked.feature and asked.feature not in scenario.features:
        yield unknown((*at, "feature"), "feature", asked.feature, scenario.features)
        return
    there = [steps[asked.step]] if asked.step else list(steps.values())
    if asked.feature:
        there = [step for step in there if asked.feature in step.features]
        if not there:
            yield Finding((*at, "feature"), f"no step shows {asked.feature!r}", "a step that does")
            return
    if not any(can_get(step, of) for step in there):
        where = f" at {asked.step!r}" if asked.step else f" about {asked.feature!r}" if asked.feature else ""
        possible = sorted({reaction for step in there for reaction in step.reactions})
        also = [word for word in MEANT if any(can_get(step, word) for step in there)]
        expected = listed([*possible, *also], "a step where people can react")
        yield Finding((*at, "of"), f"nobody can give {of!r}{where}", expected, "offer it, or measure another")
    elif of == "thumb" and asked.value is not None and asked.value not in ("up", "down"):
        yield unknown((*at, "value"), "thumb", str(asked.value), ("up", "down"))


def _mean(scenario: Scenario, at: Path, mean: Mean) -> Iterator[Finding]:
    subject, detail = mean.averaged
    if mean.step and mean.step not in scenario.steps:
        yield unknown((*at, "step"), "step with the id", mean.step, scenario.steps)
    elif detail and subject != "quality":
        yield from _question(scenario, (*at, "of"), subject, detail)
        question = questions(scenario, subject).get(detail)
        if question is not None and question.kind != "number" and getattr(question, "scale", None) is None:
            what = f"{mean.of!r} is not answered with a number"
            yield Finding((*at, "of"), what, "a number, likert, slider or stars question")
        if mean.step:
            yield Finding(
                (*at, "step"), f"{mean.of!r} says where already", remedy="remove `step`", at_key=True
            )
    elif subject == "stars":
        there = [scenario.steps[mean.step]] if mean.step else scenario.steps.values()
        if not any("stars" in step.reactions for step in there):
            where = f" at {mean.step!r}" if mean.step else ""
            yield Finding((*at, "of"), f"nobody can give 'stars'{where}", "a screen that asks for stars")
    elif subject == "confidence" and not any(step.features for step in scenario.steps.values()):
        yield Finding((*at, "of"), "no prediction is ever shown", "a step that shows a feature")
    elif subject in {"distance", "quality"} and not any(
        "edit" in s.reactions for s in scenario.steps.values()
    ):
        yield Finding(
            (*at, "of"), f"there is no {subject}: nobody can change anything", "a step where people edit"
        )


def _median(scenario: Scenario, at: Path, time: MedianTime) -> Iterator[Finding]:
    def fits(step: Step) -> bool:
        if time.to == "leave":
            return step.kind != "end"
        return bool(step.decisions if time.to == "decision" else step.reactions)

    if time.to == "finish":
        if scenario.within:
            what = "the time of the whole session belongs to no arm where everybody meets all arms"
            yield Finding((*at, "to"), what, "one of decision, first reaction")
    elif time.step and (time.step not in scenario.steps or not fits(scenario.steps[time.step])):
        yield _no_step(scenario, (*at, "step"), time.step, fits)
    elif not any(map(fits, scenario.steps.values())):
        yield Finding((*at, "to"), f"nobody ever comes to a {time.to}", "a step with buttons")


def _score(scenario: Scenario, at: Path, score: Score) -> Iterator[Finding]:
    here, name = instrument_ids(scenario), score.instrument
    if name not in here:
        there_is = name in instruments.ids()
        remedy = f"add `- survey: [{name}]` to the flow" if there_is else ""
        what = f"the flow has no questionnaire {name!r}"
        yield (
            Finding((*at, "of"), what, listed(here, "a step `survey:`"), remedy)
            if there_is
            else unknown((*at, "of"), "questionnaire", name, here, "add it to a `survey` of the flow")
        )
        return
    parts = instrument_of(scenario, name).subscales
    if score.subscale and score.subscale not in parts:
        yield unknown((*at, "of"), "subscale", score.subscale, parts, within=f"of {name!r}")
    elif not score.subscale and instrument_of(scenario, name).scoring is None:
        expected = listed([f"{name}.{part}" for part in parts], "a line `score:` in it")
        yield Finding((*at, "of"), f"{name!r} has no score of its own", expected)
    if score.step and score.step not in scenario.steps:
        surveys = [step.id for step in scenario.steps.values() if step.kind == "survey"]
        yield unknown((*at, "step"), "survey with the id", score.step, surveys)


def _preferred(scenario: Scenario, at: Path, asked: Preferred) -> Iterator[Finding]:
    if asked.field:
        yield from _question(scenario, (*at, "step"), asked.where, asked.field)
        if asked.field in questions(scenario, asked.where) and not options(
            scenario, asked.where, asked.field
        ):
            yield Finding(
                (*at, "step"),
                f"{asked.step!r} has no options to prefer",
                "a question of the type choice or yes_no",
            )
    elif not options(scenario, asked.where, None):
        yield _no_step(
            scenario, (*at, "step"), asked.step, lambda step: step.kind == "choose", "or form.question"
        )


def _question(scenario: Scenario, at: Path, form: str, field: str) -> Iterator[Finding]:
    forms = [step.id for step in scenario.steps.values() if questions(scenario, step.id)]
    if form not in forms:
        yield unknown(at, "form", form, forms, "name it as form.question")
    elif field not in questions(scenario, form):
        yield unknown(at, "question", field, questions(scenario, form), within=f"in {form!r}")


def _no_step(
    scenario: Scenario, at: Path, name: str, fits: Callable[[Step], bool], otherwise: str = ""
) -> Finding:
    known = [step.id for step in scenario.steps.values() if fits(step)]
    if name in scenario.steps:
        return Finding(at, f"that cannot be measured at {name!r}", listed(known), otherwise)
    return unknown(at, "step with the id", name, known, otherwise)


def _spoken_at(scenario: Scenario, step: str | None) -> str | None:
    found = scenario.steps.get(step or "")
    return next(iter(sorted(found.features)), None) if found else None


def _can_be_right(scenario: Scenario, at: Path, feature: str) -> Iterator[Finding]:
    """Only a label or a text is simply right or wrong, and only beside a truth."""
    known = scenario.features[feature]
    if known.truth is None:
        yield Finding(
            ("features", feature),
            f"whether {feature!r} is right cannot be told",
            "the column with what really happens",
            "add a line like `truth: actual`",
            at_key=True,
        )
    if tasks.find(known.task).plain not in {"label", "text"}:
        yield Finding(
            at, f"an answer of {feature!r} is never simply right or wrong", "a feature with labels or a text"
        )


_CHECKS: dict[str, Callable[[Scenario, Path, Any], Iterator[Finding]]] = {
    "share": _share,
    "followed_when_right_or_ignored_when_wrong": _followed,
    "count": _count,
    "mean": _mean,
    "median_time": _median,
    "score": _score,
    "preferred": _preferred,
}
