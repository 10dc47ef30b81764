"""What some skins show of an answer besides words: values in a form, boxes on a photo, marks on items, a gauge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from scenarios import texts
from scenarios.base import Label, Part, Text
from scenarios.data import FromFile, Listed
from scenarios.document import Finding, unknown
from scenarios.errors import TextError, complaint
from scenarios.files import Image
from scenarios.steps.base import ColumnPath
from scenarios.steps.presented import tells_score

if TYPE_CHECKING:
    from scenarios.model import Feature
    from scenarios.steps.placed import Placed

Skin = Literal["phone", "watch", "browser", "form", "photo", "table", "cards", "gauge"]
MOST_ITEMS = 100
LONGEST_FIELD = 200  # characters that somebody can write into a field


class Fields(Part):
    """A form whose fields the feature fills in; what it suggests can be changed."""

    fields: Annotated[dict[Label, Text], Field(min_length=1, max_length=12)]

    def findings(self, at: Placed, feature: str | None) -> Iterator[Finding]:
        """What is wrong with the values that are suggested."""
        for label, text in self.fields.items():
            yield from at.template(("form", "fields", label), text, *([feature] if feature else ()))


class Photo(Part):
    """A picture, with the boxes that the feature found in it."""

    image: Image

    def findings(self, at: Placed, feature: str | None) -> Iterator[Finding]:  # noqa: ARG002 (as all skins)
        """What is wrong with the picture."""
        yield from self.image.findings(at.at("photo", "image"), at.scenario.data, at.each)
        if self.image.alt is None:
            yield Finding(
                at.at("photo", "image"),
                "nothing tells what the picture shows to somebody who does not see it",
                "{file: street.png, alt: A street with parked cars}",
                "add `alt`",
            )
        else:
            yield from at.template(("photo", "image", "alt"), self.image.alt)


class Items(Part):
    """Things in a table or on cards, from a column that holds a list of them for each row. A ranking puts them in its
    order by their `id`; others say by `mark` what each of them is. Both texts know the thing as `item`."""

    items: ColumnPath
    title: Text
    lines: Annotated[dict[Label, Text], Field(max_length=8)] = {}
    mark: Text | None = None

    def findings(self, at: Placed, feature: str | None, key: str = "table") -> Iterator[Finding]:
        """What is wrong with the things, and with what is said of each."""
        data, column = self.items.split(".")
        if at.each not in at.scenario.data:
            yield Finding(
                at.at(key, "items"), "items need a repeated block around it", "a place below `each: …`"
            )
            return
        if data != at.each:
            yield unknown(at.at(key, "items"), "data", data, [at.each], within="in this block")
            return
        found = at.scenario.data[data].columns
        if column not in found:
            yield unknown(at.at(key, "items"), "column", column, found, within=f"in {data!r}")
            return
        how = found[column]
        rows = list(how.values) if isinstance(how, FromFile | Listed) else []
        things = [thing for row in rows if isinstance(row, list) for thing in row]
        if not things or any(not isinstance(row, list) or not all(map(_is_thing, row)) for row in rows):
            yield Finding(
                at.at(key, "items"),
                f"{column!r} does not hold lists of things",
                'a column of a JSON file such as [{"id": "a", "title": "…"}]',
            )
            return
        if any(len(row) > MOST_ITEMS for row in rows):
            yield Finding(
                at.at(key, "items"), "these are more than anybody reads", f"at most {MOST_ITEMS} in a row"
            )
        yield from self._text(at, (key, "title"), self.title, things, feature=None)
        for label, text in self.lines.items():
            yield from self._text(at, (key, "lines", label), text, things, feature=None)
        yield from self._text(at, (key, "mark"), self.mark or "", things, feature)

    def _text(
        self, at: Placed, path: tuple[str, ...], text: str, things: list[Any], feature: str | None
    ) -> Iterator[Finding]:
        features = [feature] if feature else []
        known = sorted(set.intersection(*(set(thing) for thing in things)))
        try:
            mentioned = list(texts.mentions(text))
        except TextError as error:
            yield Finding(at.at(*path), str(error))
            return
        for name, field in mentioned:
            if name != "item":
                yield from at.template(
                    path, f"{{{{ {name}.{field} }}}}" if field else f"{{{{ {name} }}}}", *features
                )
            elif field not in known:
                yield unknown(at.at(*path), "value", f"item.{field}", [f"item.{each}" for each in known])
        yield from at.tried(path, text, *features, item=things[0])


def _is_thing(thing: Any) -> bool:
    return isinstance(thing, Mapping) and "id" in thing


class Gauge(Part):
    """A number on a scale `from` … `to`. `bands` name its parts, each by where it ends.

    The number is the answer's own, or how sure it is; `of` asks for one label's share; `value` writes it out.
    """

    low: Annotated[float, Field(allow_inf_nan=False)] = Field(default=0.0, alias="from")
    high: Annotated[float, Field(allow_inf_nan=False)] = Field(default=100.0, alias="to")
    bands: Annotated[dict[Label, float], Field(max_length=6)] = {}
    of: Label | None = None
    value: Text | None = None
    unit: Label | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low >= self.high:
            raise complaint(f"this gauge goes from {self.low:g} to {self.high:g}", "`from` below `to`")
        ends = list(self.bands.values())
        if ends and (ends != sorted(set(ends)) or ends[0] <= self.low or ends[-1] != self.high):
            what = f"the bands end at {', '.join(f'{end:g}' for end in ends)}"
            raise complaint(what, f"each above the one before, the last at {self.high:g}", "mend the numbers")
        return self

    def findings(self, at: Placed, feature: str | None) -> Iterator[Finding]:
        """What is wrong with the bands, and with the number that is to be shown."""
        used = at.scenario.features.get(feature or "")
        if self.value is not None:
            yield from at.template(("gauge", "value"), self.value, *([feature] if feature else ()))
        elif used is not None:
            yield from self._number(at, used)

    def _number(self, at: Placed, feature: Feature) -> Iterator[Finding]:
        if self.of is not None and self.of not in feature.answers:
            yield unknown(at.at("gauge", "of"), "answer", self.of, feature.answers)
        if feature.task != "regression" and not tells_score(feature):
            yield Finding(
                at.at("gauge"),
                f"an answer for {feature.task} is no number",
                "a feature for regression, or one of some labels",
                "or say `value: …` with the number",
                at_key=True,
            )
