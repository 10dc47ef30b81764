"""A step at its place in the flow, and the checks that steps share: of the features that they use, and of texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from mocks import tasks
from scenarios import texts
from scenarios.document import Finding, Path, unknown
from scenarios.errors import TextError, did_you_mean, listed
from scenarios.steps.base import ARM, BaseStep

if TYPE_CHECKING:
    from scenarios.model import Feature, Scenario


class Placed(NamedTuple):
    """A step with its path in the file, the data of the block that it stands in, and what came before it there."""

    scenario: Scenario
    path: Path
    step: BaseStep
    each: str | None = None
    before: BaseStep | None = None

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
        except TextError as error:
            yield Finding(path, str(error))

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
