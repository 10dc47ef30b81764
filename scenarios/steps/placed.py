"""A step at its place in the flow, and the checks that steps share: of the features that they use, and of texts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from mocks import tasks
from scenarios import texts
from scenarios.document import Finding, Path, unknown
from scenarios.errors import TextError, did_you_mean, listed
from scenarios.steps.base import ARM, BaseStep, spoken

if TYPE_CHECKING:
    from scenarios.model import Feature, Scenario


class Placed(NamedTuple):
    """A step with its path in the file, the data of the block that it stands in, and what came before it there.

    `cases` gives values to try texts with, once all else is known to hold together: see `scenarios.trying`.
    """

    scenario: Scenario
    path: Path
    step: BaseStep
    each: str | None = None
    before: BaseStep | None = None
    cases: Callable[[tuple[str, ...]], Iterable[Mapping[str, Any]]] | None = None

    def at(self, *inner: str | int) -> Path:
        """The path of something inside the step."""
        return (*self.path, *inner)

    @property
    def columns(self) -> Collection[str]:
        """The columns of the block's data; none outside a block."""
        return self.scenario.data[self.each].columns if self.each in self.scenario.data else ()

    @property
    def features_before(self) -> tuple[str, ...]:
        """The features whose answer is known after the step before."""
        return tuple(sorted(self.before.features)) if self.before else ()

    def known(self, features: Iterable[str] = ()) -> dict[str, list[str]]:
        """What a text may name here: {"parcel": ["shop", …], "delay": ["label", …]}."""
        scenario = self.scenario
        known = {self.each: list(self.columns)} if self.each in scenario.data else {}
        found: dict[str, list[str]] = {str(name): fields for name, fields in known.items()}
        for name in features:
            if name in scenario.features:
                found[name] = fields_of(scenario.features[name])
        # Which of the arms it is that somebody meets, as they count: the first, the second …
        turn = {ARM: ["turn"]} if self._within_arms else {}
        return {**scenario.known_everywhere, **turn, **found}

    @property
    def _within_arms(self) -> bool:
        """Whether it stands in the block that is repeated for every arm."""
        match self.path:
            case ("flow", int(n), "steps", *_):
                return getattr(self.scenario.flow[n], "each", None) == ARM
        return False

    def template(self, inner: Path, text: str, *features: str) -> Iterator[Finding]:
        """What is wrong with a text that may name this place's data, and the answers of `features`."""
        known, path = self.known(features), self.at(*inner)
        try:
            for name, field in texts.mentions(text):
                yield from _mention(self.scenario, known, path, name, field)
            for _, *where in (found for found in texts.paths(text) if found[0] == "answers"):
                yield from self._answered(path, *where)
        except TextError as error:
            yield Finding(path, str(error))
        else:
            yield from self.tried(inner, text, *features)

    def tried(self, inner: Path, text: str, *features: str, **more: Any) -> Iterator[Finding]:
        """What goes wrong when the text is filled in: a filter that wants a number, a division by zero."""
        for case in self.cases(features) if self.cases and "{" in text else ():
            try:
                texts.render(text, **case, **more)
            except TextError as error:
                yield Finding(self.at(*inner), str(error))
                return

    def _answered(self, path: Path, step: str, item: str = "", *_deeper: str) -> Iterator[Finding]:
        """What is wrong with `answers.<step>.<item>` here."""
        order = [one.id for one, _ in self.scenario.walk()]
        found = next(((one, each) for one, each in self.scenario.walk() if spoken(one.id) == step), None)
        if found is None:
            return
        there, each = found
        asked = there.all_questions
        if not item:
            known = listed([f"answers.{step}.{name}" for name in asked], f"answers.{step} and a question")
            yield Finding(path, f"the text names all of 'answers.{step}' at once", known, "name one of them")
        elif asked and item not in asked:
            yield unknown(path, "question", item, asked, within=f"in {there.id!r}")
        elif order.index(there.id) >= order.index(self.step.id) and not (each and each == self.each):
            what = f"nobody has been at {there.id!r} yet when this is read"
            yield Finding(path, what, "a step that comes before", "move one of the two")

    def feature(self, key: str, name: str, kinds: Collection[str] = ()) -> Iterator[Finding]:
        """What is wrong with the use of a feature here, whose task must be one of `kinds` if there are any."""
        feature = self.scenario.features.get(name)
        if feature is None:
            known = self.scenario.features
            yield unknown(self.at(key), "feature", name, known, "name it under `features:`")
            return
        if kinds and feature.task not in kinds:
            what = f"{name!r} is a feature for {feature.task}, which cannot be used here"
            yield Finding(self.at(key), what, listed(sorted(kinds)), "give the feature such a `task`")
        yield from self._columns(name, feature)

    def _columns(self, name: str, feature: Feature) -> Iterator[Finding]:
        wanted = [(("model_sees", n), column) for n, column in enumerate(feature.model_sees)]
        for where, column in [*wanted, *([(("truth",), feature.truth)] if feature.truth else [])]:
            if column in self.columns:
                continue
            at = ("features", name, *where)
            if self.each is None:
                yield Finding(
                    at, f"{column!r} is not known on a screen outside a repeated block", "an `each` around it"
                )
            elif self.each in self.scenario.data:
                yield unknown(at, "column", column, self.columns, within=f"in {self.each!r}")
        if feature.truth in self.columns and self.each in self.scenario.data and feature.answers:
            for value in self.scenario.data[self.each].values(feature.truth or "") or ():
                if value not in feature.answers:
                    yield Finding(
                        ("features", name, "answers"),
                        f"{feature.truth!r} can be {value!r}, which is no answer",
                        listed(feature.answers),
                        "use the same words in both",
                        at_key=True,
                    )


def fields_of(feature: Feature) -> list[str]:
    """What a text may name of the feature's answer."""
    if feature.shape is not None:
        return list(feature.shape.get("properties", {}))
    told = list(tasks.says(feature.task, tasks.find(feature.task).example))
    return [*told, "sure"] if "score" in told else told


def _mention(
    scenario: Scenario, known: Mapping[str, list[str]], path: Path, name: str, field: str | None
) -> Iterator[Finding]:
    spoken = [f"{n}.{f}" for n, fields in known.items() for f in fields]
    if name not in known:
        what = f"the text names {name!r}, which is not known here"
        if name in scenario.features:
            what = f"the text names {name!r}, which is only known in the `text` of a screen that uses it"
        yield Finding(path, what, listed(spoken), did_you_mean(name, known))
    elif field is None:
        yield Finding(
            path, f"the text names all of {name!r} at once", listed(spoken), "name one of its values"
        )
    elif field not in known[name]:
        yield Finding(
            path, f"{name!r} has no {field!r}", listed(known[name]), did_you_mean(field, known[name])
        )
