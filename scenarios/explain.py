"""Pydantic's complaints in a designer's words, each at its line of the file."""

from __future__ import annotations

import re
from typing import Any, get_args

from pydantic import BaseModel, RootModel
from pydantic_core import ErrorDetails

from scenarios.data import KINDS, Column
from scenarios.document import Document, Path
from scenarios.errors import OWN, Problem, did_you_mean, listed
from scenarios.instruments import Instrument
from scenarios.model import Scenario
from scenarios.questions import TAGS as QUESTIONS
from scenarios.steps import STEPS, Each, FlowStep

AROUND = "around"  # the pydantic error type of what `mocks.around` complains about

TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "dict_type": "`key: value` lines",
    "model_type": "`key: value` lines",
    "model_attributes_type": "`key: value` lines",
    "list_type": "a list, such as [a, b]",
}

_KINDS: dict[str, type[BaseModel]] = {**STEPS, **KINDS, "each": Each}
_TAGS: dict[str, type[BaseModel]] = {
    **{f"<{kind}>": cls for kind, cls in _KINDS.items()},
    **QUESTIONS,
    "<questionnaire>": Instrument,
}

# What a missing key is for, where a newcomer may not know.
MEANINGS = {
    "scenario": ("a short name", "add a line like `scenario: my-first-idea`"),
    "shown_title": (
        "the title that participants read",
        "add a line like `shown_title: Your deliveries today`",
    ),
    "flow": (
        "the steps that participants go through",
        "add `flow:` and below it a step such as `- info: intro.md`",
    ),
    "played_by": (
        "the name of a mock",
        "add a line like `played_by: coin`, and `coin: {kind: random}` under `mocks:`",
    ),
    "buttons": ("what participants can do", "add a line like `buttons: {Got it: accept, Not now: dismiss}`"),
    "title": ("a text", "add a line like `title: Your parcel`"),
    "rows": ("how often the block repeats", "add a line like `rows: 8`"),
}


def problems(errors: list[ErrorDetails], document: Document) -> list[Problem]:
    """A problem for each thing that pydantic found, at its place in the file."""
    return [problem for error in errors for problem in _problems(error, document)]


def _problems(error: ErrorDetails, document: Document) -> list[Problem]:
    if error["type"] != AROUND:
        return [_problem(error, document)]
    path, _, _ = _place(error["loc"], document.data)
    return [
        document.problem((*path, *inner), *reworded(reason), at_key="unknown setting" in reason)
        for inner, reason in error["ctx"]["problems"]
    ]


def reworded(reason: str) -> tuple[str, str, str]:
    """What pydantic says of the settings of mocks, as (what, expected, remedy) in our words."""
    found = re.fullmatch(r"(.*?)\bshould be (.+), got (.+)", reason, flags=re.DOTALL)
    if found is None:
        return reason, "", ""
    subject, wanted, written = found.groups()
    if "valid dictionary" in wanted:
        return f"{subject}cannot be {written}", "`key: value` lines", ""
    names = re.findall(r"'([^']*)'", wanted)
    if len(names) > 1 and re.fullmatch(r"('[^']*'(, | or |$))+", wanted):
        return f"{subject}{written} is not known here", listed(names), did_you_mean(written.strip("'"), names)
    return reason, "", ""


def _problem(error: ErrorDetails, document: Document) -> Problem:
    path, cls, at_key = _place(error["loc"], document.data)
    kind, ctx, written = error["type"], error.get("ctx", {}), error["input"]
    if kind == OWN:
        what = ctx["what"]
        return document.problem(path, what, ctx["expected"], ctx["remedy"], at_key=at_key)
    if kind == "extra_forbidden":
        known = _own_first(cls)
        name = path[-1]
        remedy = did_you_mean(name, known, "remove it")
        return document.problem(path, f"unknown key {name!r}", listed(known), remedy, at_key=True)
    if kind == "missing":
        name = str(error["loc"][-1])
        expected, remedy = MEANINGS.get(name, (_meaning(cls, name), f"add a line `{name}: …`"))
        return document.problem(path, f"the key {name!r} is missing", expected, remedy, at_key=True)
    if kind in {"union_tag_not_found", "union_tag_invalid"}:
        return _unknown_kind(error, path, document)
    if kind == "literal_error":
        known = _literals(ctx["expected"])
        remedy = did_you_mean(written, known)
        return document.problem(
            path, f"{_shown(written)} is not known here", listed(known), remedy, at_key=at_key
        )
    if kind in TYPES:
        remedy = "put it in quotes" if kind == "string_type" and isinstance(written, (int, float)) else ""
        what = "there is no value" if written is None else f"{_shown(written)} is {_form(written)}"
        return document.problem(path, what, TYPES[kind], remedy, at_key=at_key)
    if kind == "value_error":  # a quantity: `expected a time such as '20 s', got 'soon'`
        reason = str(ctx["error"])
        wanted = re.fullmatch(r"expected (.+?), got .*", reason, flags=re.DOTALL)
        what = f"{_shown(written)} cannot be read here" if wanted else reason
        return document.problem(path, what, wanted[1] if wanted else "", at_key=at_key)
    what, expected = _limits(kind, ctx, written, error["msg"])
    return document.problem(path, what, expected, at_key=at_key)


def _place(loc: tuple[str | int, ...], data: Any) -> tuple[Path, type[BaseModel] | None, bool]:
    """The path in the file, the innermost model there, and whether a key is meant, without pydantic's own marks."""
    path: list[str | int] = []
    cls: type[BaseModel] | None = Scenario
    here: Any = Scenario
    for n, part in enumerate(loc):
        if part == "[key]":
            return tuple(path), cls, True
        if part in _TAGS:
            here = cls = _TAGS[str(part)]
            continue
        if str(part).startswith("<"):
            continue
        inside = (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int)
        )
        if not inside and not (n == len(loc) - 1 and isinstance(data, dict) and "[" not in str(part)):
            continue
        if not inside:
            break
        here = _inner(here, part)
        cls = here if isinstance(here, type) and issubclass(here, BaseModel) else cls
        path.append(part)
        data = data[part]
    return tuple(path), cls, False


def _inner(here: Any, part: str | int) -> Any:
    """The annotation behind a key or a list's place; None where that cannot be told."""
    if isinstance(here, type) and issubclass(here, BaseModel) and not issubclass(here, RootModel):
        for name, field in here.model_fields.items():
            if part in (name, field.alias):
                return _model_or_container(field.annotation)
        return None
    arguments = get_args(here)
    return _model_or_container(arguments[-1]) if arguments else None


def _model_or_container(annotation: Any) -> Any:
    """Look through `Annotated[…]` and `… | None`."""
    while hasattr(annotation, "__metadata__"):
        if annotation in (FlowStep, Column):
            return None
        annotation = annotation.__origin__
    models = [a for a in get_args(annotation) if isinstance(a, type) and issubclass(a, BaseModel)]
    if type(None) in get_args(annotation) and len(models) == 1:
        return models[0]
    return annotation


def _own_first(cls: type[BaseModel] | None) -> list[str]:
    """The keys of a part: the one that names its kind, its own, and then those that it shares with others."""
    if cls is None:
        return []
    kind = getattr(cls, "kind", None)
    shared = {name for base in cls.__mro__[1:] if issubclass(base, BaseModel) for name in base.model_fields}
    fields = sorted(
        cls.model_fields.items(), key=lambda item: ((item[1].alias or item[0]) != kind, item[0] in shared)
    )
    return [field.alias or name for name, field in fields]


def _unknown_kind(error: ErrorDetails, path: Path, document: Document) -> Problem:
    written = error["input"]
    first = next(iter(written), None) if isinstance(written, dict) else written
    if "columns" in path:
        expected = f"{listed(KINDS)}, or exact counts such as {{late: 2, on time: 6}}"
        if not isinstance(written, dict) or not written:
            return document.problem(path, f"{_shown(written)} does not say how to make the column", expected)
        remedy = did_you_mean(first, KINDS)
        return document.problem(
            (*path, str(first)),
            f"{first!r} does not say how to make the column",
            expected,
            remedy,
            at_key=True,
        )
    known = {**STEPS, "each": Each}
    if not isinstance(written, dict) or not written:
        return document.problem(path, f"{_shown(written)} is not a step", f"{listed(known)} and a colon")
    names = list(written)
    guess = next((n for n in names if did_you_mean(n, known)), first)
    remedy = did_you_mean(guess, known, "say first what kind of step it is")
    return document.problem(
        (*path, str(guess)), f"no kind of step is called {guess!r}", listed(known), remedy, at_key=True
    )


def _literals(expected: str) -> list[str]:
    return [part.strip().strip("'") for part in expected.replace(" or ", ", ").split(",")]


def _limits(kind: str, ctx: dict[str, Any], written: Any, message: str) -> tuple[str, str]:
    shown = _shown(written)
    match kind:
        case "greater_than_equal":
            return f"{shown} is too small", f"at least {ctx['ge']}"
        case "greater_than":
            return f"{shown} is too small", f"more than {ctx['gt']:g}"
        case "less_than":
            return f"{shown} is too large", f"less than {ctx['lt']:g}"
        case "finite_number":
            return f"{shown} is no number to count with", "a number"
        case "less_than_equal":
            return f"{shown} is too large", f"at most {ctx['le']}"
        case "string_too_short" | "too_short" if not written:
            return "there is nothing here", "a text" if kind == "string_too_short" else "at least one entry"
        case "string_too_short" | "string_too_long":
            least, most = ctx.get("min_length"), ctx.get("max_length")
            bound = f"at least {least} characters" if least else f"at most {most} characters"
            return f"{shown} is too {'short' if least else 'long'}", bound
        case "too_short":
            return f"{_count(written)} here, which is too few", f"at least {ctx['min_length']}"
        case "too_long":
            return f"{_count(written)} here, which is too many", f"at most {ctx['max_length']}"
        case "string_pattern_mismatch":
            return f"{shown} is not a language", "a language tag such as en, de or pt-BR"
    return f"{shown} does not fit", message[:1].lower() + message[1:]


def _shown(written: Any) -> str:
    plain = {None: "null", True: "true", False: "false"}
    text = plain[written] if written is None or isinstance(written, bool) else repr(written)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _count(written: Any) -> str:
    return "there is one entry" if len(written) == 1 else f"there are {len(written):,} entries"


def _meaning(cls: type[BaseModel] | None, name: str) -> str:
    """What a missing key is, by its line in the reference."""
    from scenarios import keys  # it reads a file, and is wanted here alone

    try:
        return keys.plain(keys.describe(cls, name).what) if cls else "a value"
    except keys.NoLine:
        return "a value"


def _form(written: Any) -> str:
    forms = {
        str: "text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        dict: "a block of keys",
        list: "a list",
    }
    return forms.get(type(written), "something else")
