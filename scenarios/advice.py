"""What is worth a second look in a scenario that can be used: warnings, each at its line. They stop nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from scenarios import check_desk
from scenarios.answers import BaseQuestion
from scenarios.document import Finding, Path
from scenarios.errors import Problem
from scenarios.files import MediaFile
from scenarios.instruments import Instrument
from scenarios.model import Scenario
from scenarios.questions import Date, LongText, Number, TextQuestion
from scenarios.reading import placed
from scenarios.steps import Each, Form, Survey
from scenarios.words import still_english

_WRITTEN = (TextQuestion, LongText, Number, Date)  # the others have answers that many people give

# What tells who somebody is: the names of such questions, and their words in some languages.
_TELLS: dict[str, tuple[str, tuple[str, ...]]] = {
    "name": (
        r"((first|last|full|family|sur|user)_?)?name|nick(name)?",
        (r"(your|first|last|full|family|sur) ?names?", r"(vor|nach|familien)name", "nombre", "apellidos?"),
    ),
    "e-mail address": (r"e_?mail(_address)?", (r"e-?mail", "courriel", r"correo electr\w+")),
    "phone number": (
        r"(phone|mobile|telephone)(_?number)?",
        (r"(phone|telephone|mobile|cell) ?(number|no)", r"(telefon|handy)nummer", r"tel[eé]fono"),
    ),
    "address": (
        r"(home_?)?address|street|post_?code|zip(_?code)?",
        (r"(your|home|street|postal) address", r"post ?code|zip code", "anschrift|adresse", r"direcci[oó]n"),
    ),
    "birth date": (
        r"birth_?(day|date)|date_of_birth|dob|born",
        (r"birth ?(date|day)", "date of birth", "born", "geburts(tag|datum)", "naissance", "nacimiento"),
    ),
}


def warnings(scenario: Scenario) -> list[Problem]:
    """Everything of that kind, in the order of the file."""
    found = [placed(scenario, finding) for finding in _findings(scenario)]
    return sorted(set(found), key=lambda problem: (problem.line, problem.column, problem.what))


def _findings(scenario: Scenario) -> Iterator[Finding]:
    yield from _unused(scenario)
    yield from _english(scenario)
    yield from check_desk.warnings(scenario)
    if scenario.assign.by_reward:
        yield Finding(
            ("assign", "by_reward"),
            "people are sent where it goes well, so the other arms are known less surely, and look worse than they are",
            remedy="leave it out for a decision that you will have to defend",
            at_key=True,
        )
    for path, part in _steps(scenario):
        if isinstance(part, Form):
            yield from _personal((*path, "fields"), part.questions)
        if isinstance(part, Survey):
            for n, page in enumerate(part.survey):
                if isinstance(page, Instrument):
                    yield from _personal((*path, "survey", n, "items"), page.questions)
        yield from _undescribed(path, part)


def _unused(scenario: Scenario) -> Iterator[Finding]:
    armed = [scenario.for_arm(arm) for arm in scenario.arms]
    asked = {name for arm in armed for step, _ in arm.walk() for name in step.features}
    for name in scenario.features:
        if name not in asked:
            what = f"no step asks the feature {name!r}"
        elif all(arm.features[name].off for arm in armed):
            what = f"nobody meets the feature {name!r}: it is off in every arm"
        else:
            continue
        yield Finding(("features", name), what, remedy="use it, or remove it", at_key=True)
    used = {part.each for part in _blocks(scenario.flow)}
    for name in scenario.data:
        if name not in used:
            what = f"no block goes through {name!r}"
            yield Finding(("data", name), what, remedy=f"write `- each: {name}`, or remove it", at_key=True)


def _english(scenario: Scenario) -> Iterator[Finding]:
    """Built-in words that nobody has written in the language of the scenario."""
    if scenario.lang.split("-")[0] == "en":
        return
    found = still_english(scenario.words, {step.kind for step, _ in scenario.walk()})
    if found:
        some = f"{len(found)} built-in words are" if len(found) > 1 else "a built-in word is"
        shown = ", ".join(f"{name} ({scenario.words[name]})" for name in found[:3])
        what = f"people who read {scenario.lang!r} may meet English: {some} as they come, such as {shown}"
        yield Finding(("lang",), what, remedy="write them under `words:`", at_key=True)


def _blocks(flow: list[Any]) -> Iterator[Each]:
    for part in flow:
        if isinstance(part, Each):
            yield part
            yield from _blocks(part.steps)


def _steps(scenario: Scenario) -> Iterator[tuple[Path, BaseModel]]:
    def inside(flow: list[Any], path: Path) -> Iterator[tuple[Path, BaseModel]]:
        for n, part in enumerate(flow):
            if isinstance(part, Each):
                yield from inside(part.steps, (*path, n, "steps"))
            else:
                yield (*path, n), part

    yield from inside(scenario.flow, ("flow",))


def _personal(path: Path, asked: Any) -> Iterator[Finding]:
    for name, question in asked.items():
        thing = tells_who(name, question)
        if thing:
            article = "an" if thing[0] in "ae" else "a"
            what = f"{name!r} asks for something that tells who they are, {article} {thing}"
            remedy = "leave it out, or ask more roughly: an age group, a region"
            yield Finding((*path, name), what, remedy=remedy, at_key=True)


def tells_who(name: str, question: BaseQuestion) -> str:
    """What of a person the answer to a question would tell: `e-mail address`; empty for most questions."""
    if not isinstance(question, _WRITTEN):
        return ""
    said = question.text.lower()
    for thing, (names, words) in _TELLS.items():
        if re.search(rf"\b({'|'.join(words)})\b", said) or re.fullmatch(names, name.lower()):
            return thing
    return ""


def _undescribed(path: Path, part: Any) -> Iterator[Finding]:
    """Pictures, sounds and films that are there for some people only."""
    if isinstance(part, MediaFile):
        if part.alt is None:
            yield Finding(
                path,
                f"{part.file!r} is not there for people who cannot see or hear it",
                remedy=f"write `{{file: {part.file}, alt: …}}`",
            )
        return
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            yield from _undescribed((*path, field.alias or name), getattr(part, name))
