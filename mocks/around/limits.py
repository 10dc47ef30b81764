"""Limits: hard bounds of a feature that no answer passes, whoever gave it; what they stopped is said for the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Field, field_validator, model_validator

from mocks.around import outputs, phrases
from mocks.around.written import Part, fit, shortly
from mocks.errors import nearest
from mocks.registry import Problem
from mocks.tasks.shape import is_number

Number = Annotated[float, Field(allow_inf_nan=False, strict=True)]
Entry = Annotated[str, Field(min_length=1, max_length=10_000)]


class Passed(NamedTuple):
    """What a feature's limits let through: the answer, changed where need be, or None where it was stopped entirely.
    `stopped` tells what and why, in words for the log; it is empty for an answer that passed as it was."""

    output: Any
    stopped: list[str]


class _Stop(Exception):
    """The answer must not be shown at all."""


class Limits(Part):
    """The bounds, each optional.

    `at_most` and `at_least` bound the number of an answer (its interval too), `longest` the characters of a text,
    `most` the items of a list. What goes beyond is brought back to the bound, or with `then: stop` not shown. `only`
    lists the approved texts, labels or ids, `never` forbidden phrases; an answer, or an item of a list, that goes
    against these is never shown. In a `structured` answer `field` (a dotted path) names the number or text that
    `at_most`, `at_least` and `only` mean; the others hold everywhere in it.
    """

    at_most: Number | None = None
    at_least: Number | None = None
    then: Literal["clamp", "stop"] = "clamp"
    longest: Annotated[int, Field(ge=1, strict=True)] | None = None
    most: Annotated[int, Field(ge=1, strict=True)] | None = None
    only: Annotated[tuple[Entry, ...], Field(min_length=1)] | None = None
    never: tuple[Entry, ...] = ()
    field: Annotated[str, Field(min_length=1)] | None = None

    @field_validator("never")
    @classmethod
    def _visible(cls, never: tuple[str, ...]) -> tuple[str, ...]:
        for phrase in never:
            if not phrases.plain(phrase):
                raise ValueError(f"expected phrases with letters in them, got {phrase!r}")
        return never

    @model_validator(mode="after")
    def _leave_room(self) -> Self:
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError(
                f"at_least ({self.at_least:g}) is above at_most ({self.at_most:g}); swap the two"
            )
        for text in self.only or ():
            if hit := phrases.found(self.never, text):
                raise ValueError(f"only allows {shortly(text)}, in which never forbids {hit[0]!r}")
            if self.longest is not None and len(text) > self.longest:
                raise ValueError(f"only allows {shortly(text)}, but longest is {self.longest} characters")
        return self

    def suits(self, task: str, answers: Sequence[str]) -> list[Problem]:
        """What hinders these limits from bounding a feature with that task and those answers."""
        problems: list[Problem] = []
        bounds = [name for name in ("at_most", "at_least") if getattr(self, name) is not None]
        lists = outputs.ONE_LABEL | outputs.NAMED.keys()
        if bounds and task not in ("regression", "structured"):
            problems += [((name,), f"an answer of the task {task} has no number to bound") for name in bounds]
        if task == "structured" and self.field is None and (bounds or self.only):
            problems.append(
                (("field",), f"is missing: where in the answer does {' and '.join(bounds) or 'only'} hold?")
            )
        if task != "structured" and self.field is not None:
            problems.append((("field",), f"is for the task structured; this one is {task}"))
        if self.longest is not None and task not in outputs.TEXTS and task != "structured":
            problems.append((("longest",), f"an answer of the task {task} is no text"))
        if self.most is not None and task not in lists and task != "structured":
            problems.append((("most",), f"an answer of the task {task} is no list"))
        if self.only is not None and task == "regression":
            problems.append((("only",), "a number has no approved texts; use at_least and at_most"))
        if self.only is not None and task in lists and answers:
            problems += [
                (("only", place), f"the feature has no answer {label!r}; {nearest(label, answers)}")
                for place, label in enumerate(self.only)
                if label not in answers
            ]
        return problems

    def enforce(self, task: str, output: Any) -> Passed:
        """The answer within the limits. `output` has passed `tasks.check` and is left as it was; what comes back fits
        the task again, except that a `structured` one must be checked against its schema once more."""
        if output is None:
            return Passed(None, [])
        stopped: list[str] = []
        try:
            if task == "regression":
                output = self._number(output, stopped)
            elif task in outputs.TEXTS:
                output = self._text(task, output, stopped)
            elif task in outputs.ONE_LABEL:
                output = self._labels(output, stopped)
            elif task in outputs.NAMED:
                output = self._items(output, outputs.NAMED[task], stopped)
            elif task == "structured":
                output = self._structured(output, stopped)
        except _Stop as reason:
            return Passed(None, [*stopped, str(reason)])
        return Passed(output, stopped)

    def _number(self, output: dict[str, Any], stopped: list[str]) -> dict[str, Any]:
        bounded = dict(output)
        for key in ("value", "low", "high"):
            if key in output:
                bounded[key] = self._bounded(key, output[key], stopped)
        self._clean(output.get("unit", ""))
        return bounded

    def _bounded(self, name: str, number: Any, stopped: list[str]) -> Any:
        if not is_number(number):
            raise _Stop(f"{name}: expected a finite number, so that its limits can be kept; not shown")
        for bound, beyond, word in (
            (self.at_most, self.at_most is not None and number > self.at_most, "above at_most"),
            (self.at_least, self.at_least is not None and number < self.at_least, "below at_least"),
        ):
            if beyond and bound is not None:
                said = f"{name}: {number:g} is {word} ({bound:g})"
                if self.then == "stop":
                    raise _Stop(f"{said}; not shown")
                stopped.append(f"{said}; shown as {bound:g}")
                number = int(bound) if bound.is_integer() and abs(bound) < 1e15 else bound
        return number

    def _text(self, task: str, output: dict[str, Any], stopped: list[str]) -> dict[str, Any]:
        text = outputs.text(task, output) or ""
        if self.only is not None and (approved := self._approved(text)) != text:
            output, text = outputs.say(task, output, approved), approved
        if (short := self._short(text, "the text", stopped)) != text:
            output = outputs.cut(task, output, len(short))
        self._clean(output[outputs.TEXTS[task]])
        return self._with_fitting_chunks(task, output, stopped) if "chunks" in output else output

    def _with_fitting_chunks(self, task: str, output: dict[str, Any], stopped: list[str]) -> dict[str, Any]:
        """Pieces of speech are read as one: a phrase may begin in one and end in the next."""
        text, heard = (
            output[outputs.TEXTS[task]],
            " ".join(chunk["text"].strip() for chunk in output["chunks"]),
        )
        self._clean(heard)
        too_long = self.longest is not None and len(heard) > self.longest
        if too_long or (self.only is not None and phrases.plain(heard) != phrases.plain(text)):
            stopped.append("chunks: they say more than the text may; shown without")
            return dict(outputs.say(task, output, text))
        return output

    def _approved(self, text: str) -> str:
        """The approved text that this one is, as it was approved."""
        same = [approved for approved in self.only or () if phrases.plain(approved) == phrases.plain(text)]
        if not same:
            raise _Stop(f"{shortly(text)} is not among the approved ones (only); not shown")
        return text if text in same else same[0]

    def _short(self, text: str, name: str, stopped: list[str]) -> str:
        if self.longest is None or len(text) <= self.longest:
            return text
        said = f"{name}: {len(text)} characters, longest is {self.longest}"
        if self.then == "stop":
            raise _Stop(f"{said}; not shown")
        head = text[: self.longest + 1]
        space = max((place for place, letter in enumerate(head) if letter.isspace()), default=0)
        # At the end of a word, unless that would lose more than half.
        short = text[: space if space > self.longest / 2 else self.longest].rstrip()
        if not short:
            raise _Stop(f"{said}, and these are blank; not shown")
        stopped.append(f"{said}; cut after {len(short)}")
        return short

    def _clean(self, text: str) -> None:
        if hit := phrases.found(self.never, text) if self.never and text else []:
            raise _Stop(f"the forbidden phrase {hit[0]!r} (never) stands in {shortly(text)}; not shown")

    def _offence(self, item: Mapping[str, Any], name: str) -> str | None:
        if self.only is not None and name not in self.only:
            return f"{shortly(name)} is not among the approved ones (only)"
        try:
            for text in (name, item.get("word", "")):
                self._clean(text)
        except _Stop as reason:
            return str(reason).removesuffix("; not shown")
        return None

    def _labels(self, output: list[dict[str, Any]], stopped: list[str]) -> list[dict[str, Any]]:
        # The second best label is not what the model says: without the best one there is no answer.
        best = max(output, key=lambda one: one["score"])
        if offence := self._offence(best, best["label"]):
            raise _Stop(f"{offence}; not shown")
        return self._items(output, "label", stopped)

    def _items(self, output: list[dict[str, Any]], key: str, stopped: list[str]) -> list[dict[str, Any]]:
        kept = []
        for item in output:
            if offence := self._offence(item, item[key]):
                stopped.append(f"{offence}; left out")
            else:
                kept.append(item)
        if output and not kept:
            raise _Stop("no item is left; not shown")
        return self._fewer(kept, "the list", stopped)

    def _fewer(self, items: list[Any], name: str, stopped: list[str]) -> list[Any]:
        """The items with the highest scores in their order, or without scores the first ones."""
        if self.most is None or len(items) <= self.most:
            return items
        said = f"{name}: {len(items)} items, most is {self.most}"
        if self.then == "stop":
            raise _Stop(f"{said}; not shown")
        stopped.append(f"{said}; the rest left out")
        scored = all(isinstance(item, dict) and isinstance(item.get("score"), int | float) for item in items)
        places = sorted(range(len(items)), key=lambda place: -items[place]["score"] if scored else place)
        return [items[place] for place in sorted(places[: self.most])]

    def _structured(self, output: dict[str, Any], stopped: list[str]) -> dict[str, Any]:
        if self.field is not None:
            output = self._at_field(output, self.field.split("."), stopped)
        output = _each(output, list, lambda items: self._fewer(items, "a list", stopped))
        output = _each(output, str, lambda text: self._short(text, "a text", stopped))
        _each(output, str, self._clean)
        return output

    def _at_field(self, inside: Any, path: Sequence[str], stopped: list[str]) -> Any:
        if not isinstance(inside, dict) or path[0] not in inside:
            raise _Stop(f"{self.field}: is not in the answer, so that its limits cannot be kept; not shown")
        found = inside[path[0]]
        if len(path) > 1:
            return {**inside, path[0]: self._at_field(found, path[1:], stopped)}
        if self.at_most is not None or self.at_least is not None:
            found = self._bounded(str(self.field), found, stopped)
        elif self.only is not None:
            if not isinstance(found, str):
                raise _Stop(
                    f"{self.field}: expected one of the approved texts, got {shortly(found)}; not shown"
                )
            found = self._approved(found)
        return {**inside, path[0]: found}


def read(written: Any) -> Limits:
    """The limits from a mapping; from nothing, limits that let everything pass. Raises `ValueError`."""
    return Limits() if written is None else fit(Limits, written)


def _each(value: Any, kind: type, change: Callable[[Any], Any]) -> Any:
    """A copy of plain data with all values of that kind changed, the outer before the inner."""
    if isinstance(value, kind):
        value = change(value)
    if isinstance(value, list):
        return [_each(one, kind, change) for one in value]
    if isinstance(value, Mapping):
        return {key: _each(one, kind, change) for key, one in value.items()}
    return value
