"""The labels of a mock that is wrong on purpose: one plan for a person's trials, and the answer in each of them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from mocks.contract import Prediction, Request
from mocks.errors import MockError, nearest
from mocks.imperfect import confidence, quota
from mocks.imperfect.confidence import Calibration, Scores
from mocks.imperfect.wishes import Labels, Problem

PLANS = 1024  # kept at hand: about one for each session that is under way


@dataclass(frozen=True, slots=True)
class Person:
    """All that a plan depends on. `settings` and `data` stand, as text, for `labels` and `rows`, which have no hash."""

    settings: str
    session_seed: str
    truths: tuple[str, ...]
    answers: tuple[str, ...]
    data: str
    labels: Labels = field(compare=False)
    rows: Sequence[Mapping[str, Any]] = field(compare=False)


class Trial(NamedTuple):
    """What is said in a trial, or (where errors are drawn) how likely each answer is; the block that says so; and the
    errors that are planned for all its trials."""

    said: str | None
    chances: tuple[float, ...]
    block: str
    planned: tuple[tuple[int, str], ...]


class Plan(NamedTuple):
    """A person's trials, the curves of the scores, and the share that is right in the long run."""

    trials: tuple[Trial, ...]
    scores: Scores
    accuracy: float


def answer(labels: Labels, settings: str, request: Request) -> Prediction:
    """The answer to one request. `settings` is the text of `labels`.

    Raises `MockError` without an oracle, and with the reasons when the wishes cannot be had over this person's trials.
    """
    person = _person(labels, settings, request)
    try:
        plan = planned(person)
    except MockError as error:
        raise MockError(f"{request.feature!r} cannot be wrong as it should: {error}") from None
    trial = plan.trials[request.trial - 1]
    truth = person.truths[request.trial - 1]
    # Two streams: what a change of the scores draws leaves the answers as they are.
    said = trial.said
    exact = said is not None
    if said is None:
        said = quota.pick(person.answers, trial.chances, random.Random(f"{request.seed}/imperfect/answer"))
    curve = plan.scores.right if said == truth else plan.scores.wrong
    score = curve.draw(random.Random(f"{request.seed}/imperfect/score"))
    rest = round((1 - score) / (len(person.answers) - 1), confidence.DECIMALS)
    output = [{"label": said, "score": score}]
    output += [{"label": label, "score": rest} for label in person.answers if label != said]
    why: dict[str, Any] = {
        "truth": truth,
        "wrong": said != truth,
        "error": error_in(said, truth, labels.alarm),
        "group": trial.block,
        "errors": "exact" if exact else "drawn",
    }
    if exact:
        why["planned"] = [{"trial": number, "error": error} for number, error in trial.planned]
    return Prediction(output, why=why)


def error_in(said: str, truth: str, alarm: str | None) -> str | None:
    """The kind of an error: "miss", "false alarm" or "other"; None for a right answer."""
    if said == truth:
        return None
    if alarm == truth:
        return "miss"
    return "false alarm" if alarm == said else "other"


def _person(labels: Labels, settings: str, request: Request) -> Person:
    oracle = request.oracle
    if oracle is None:
        raise MockError(
            f"a mock of the kind 'imperfect' must know the truth to miss it, and {request.feature!r} has none here; "
            "name its column in the feature, such as truth: actual, and ask within `each:`"
        )
    strange = next((truth for truth in oracle.truths if not isinstance(truth, str)), None)
    if strange is not None:
        raise MockError(
            f"the truth of {request.feature!r} must be one of its answers, got {repr(strange)[:60]}"
        )
    if len(oracle.rows) != len(oracle.truths):
        raise MockError(f"{len(oracle.truths)} truths came with the data of {len(oracle.rows)} trials")
    if not 1 <= request.trial <= len(oracle.truths) or oracle.truths[request.trial - 1] != oracle.truth:
        raise MockError(
            f"trial {request.trial} of {request.feature!r} is {oracle.truth!r}, which is not what the truths of "
            f"all {len(oracle.truths)} trials say"
        )
    # Without `where` the data do not matter, and their text would cost time.
    data = repr(oracle.rows) if labels.where else ""
    return Person(settings, request.session_seed, oracle.truths, request.answers, data, labels, oracle.rows)


@lru_cache(maxsize=PLANS)
def planned(person: Person) -> Plan:
    """The plan for a person's trials, the same for the same session seed. Raises `MockError` when there is none."""
    labels, truths, answers = person.labels, person.truths, person.answers
    unknown: list[Problem] = [
        ((), f"the truth {truth!r} is not among the answers; {nearest(truth, answers)}")
        for truth in dict.fromkeys(truths)
        if truth not in answers
    ]
    _refuse(misfits(labels, answers) + unknown)
    groups = labels.groups(person.rows)
    _refuse(_group_hindrances(labels, groups, truths, answers))
    trials, accuracy = _trials(person, groups)
    if labels.calibration is None:
        return Plan(
            trials, confidence.fixed(labels.confidence or confidence.Confidence(), len(answers)), accuracy
        )
    _refuse(_uncalibrated(labels.calibration, accuracy, answers))
    return Plan(trials, confidence.calibrated(labels.calibration, accuracy, len(answers)), accuracy)


def _trials(person: Person, groups: Sequence[int]) -> tuple[tuple[Trial, ...], float]:
    """What is planned in each trial, and the share that will be right."""
    labels, truths, answers = person.labels, person.truths, person.answers
    trials: dict[int, Trial] = {}
    right = 0.0
    for place, block in enumerate(labels.blocks):
        members = [(n, truths[n - 1]) for n, group in enumerate(groups, start=1) if group == place]
        inside = [truth for _, truth in members]
        if block.exact:
            draw = random.Random(f"{person.session_seed}/imperfect/{block.name}")
            said = quota.plan(block, labels.alarm, members, answers, draw)
            errors = tuple(
                (n, error) for n, truth in members if (error := error_in(said[n], truth, labels.alarm))
            )
            right += len(members) - len(errors)
            trials.update((n, Trial(said[n], (), block.name, errors)) for n, _ in members)
        else:
            likely = {
                t: quota.chances(block, labels.alarm, t, inside, answers) for t in dict.fromkeys(inside)
            }
            right += sum(likely[truth][answers.index(truth)] for truth in inside)
            trials.update((n, Trial(None, likely[truth], block.name, ())) for n, truth in members)
    return tuple(trials[n] for n in sorted(trials)), right / len(truths)


def _uncalibrated(wish: Calibration, accuracy: float, answers: Sequence[str]) -> list[Problem]:
    off = confidence.misses_the_mark(wish, accuracy, len(answers))
    return [(("calibration", *path), reason) for path, reason in off]


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise MockError(
            "; ".join(
                f"{'.'.join(map(str, path))}: {reason}" if path else reason for path, reason in problems
            )
        )


def _group_hindrances(
    labels: Labels, groups: Sequence[int], truths: Sequence[str], answers: Sequence[str]
) -> list[Problem]:
    blocks = labels.blocks
    return [
        problem
        for place, block in enumerate(blocks)
        for problem in quota.hindrances(
            block,
            labels.alarm,
            [truth for truth, group in zip(truths, groups, strict=True) if group == place],
            answers,
            whole=len(blocks) == 1,
        )
    ]


def misfits(labels: Labels, answers: Sequence[str]) -> list[Problem]:
    """What does not suit these answers: no wish at all, strange labels, missing rows, scores out of reach."""
    if not labels.wished:
        return [(("right_in",), "say how wrong it should be, such as right_in: 80%")]
    if len(answers) < 2:
        return [
            ((), f"a feature that can be wrong needs two answers or more, got {', '.join(answers) or 'none'}")
        ]
    named: list[tuple[tuple[str | int, ...], str]] = [(("alarm",), labels.alarm)] if labels.alarm else []
    found: list[Problem] = []
    for block in labels.blocks:
        rows = block.wish.confusion or {}
        for truth, row in rows.items():
            named += [((*block.path, "confusion", truth), truth)]
            named += [((*block.path, "confusion", truth, label), label) for label in row]
        found += [
            ((*block.path, "confusion"), f"has no row for {label!r}; say how often each answer comes then")
            for label in answers
            if rows and label not in rows
        ]
    found += [
        (path, f"the feature has no answer {label!r}; {nearest(label, answers)}")
        for path, label in named
        if label not in answers
    ]
    if labels.calibration is None:
        wish = labels.confidence or confidence.Confidence()
        found += [
            (("confidence", *path), reason) for path, reason in confidence.hindrances(wish, len(answers))
        ]
    return found


def fits(
    labels: Labels,
    truths: Sequence[str],
    rows: Sequence[Mapping[str, Any]] | None = None,
    answers: Sequence[str] = (),
) -> list[Problem]:
    """What hinders these wishes over trials with these truths, told before anybody plays.

    With `rows`, the data of the same trials, it is told for just this order and these data. Without them, the order
    does not count, and of `worse` and `where` only what no order and no data could bring is told. Without `answers`
    they are taken from the truths and the settings.
    """
    rowed = {label for block in labels.blocks for label in block.wish.confusion or ()}
    answers = answers or sorted({*truths, *rowed, *([labels.alarm] if labels.alarm else [])})
    if not truths:
        return []
    if len(answers) == 1:
        answers = [*answers, f"not {answers[0]}"]
    if rows is None and len(labels.blocks) > 1:
        return _never(labels, truths)
    trials = rows if rows is not None else ({},) * len(truths)
    groups = labels.groups(trials)
    found = _group_hindrances(labels, groups, truths, answers)
    if found or labels.calibration is None:
        return found
    _, accuracy = _trials(Person("", "", tuple(truths), tuple(answers), "", labels, trials), groups)
    return _uncalibrated(labels.calibration, accuracy, answers)


def _never(labels: Labels, truths: Sequence[str]) -> list[Problem]:
    """Numbers of errors that are too many in whatever order the trials come."""
    positives = sum(truth == labels.alarm for truth in truths)
    left = {"misses": positives, "false_alarms": len(truths) - positives}
    found: list[Problem] = []
    if labels.worse and labels.worse.from_trial > len(truths):
        found.append(
            (("worse", "from_trial"), f"there are only {len(truths)} trials, so it never gets worse")
        )
    for block in labels.blocks:
        for name, kind in (("misses", f"{labels.alarm!r}"), ("false_alarms", f"not {labels.alarm!r}")):
            asked = getattr(block.wish, name) or 0
            if asked > left[name]:
                found.append(
                    (
                        (*block.path, name),
                        f"{asked} is too many in any order: of {len(truths)} trials that are {kind}, "
                        f"{left[name]} remain for this; nearest: {name}: {left[name]}",
                    )
                )
            left[name] -= min(asked, left[name])
    return found
