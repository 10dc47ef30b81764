"""The step on which somebody puts things in order, or picks the best of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import Field

from scenarios.base import Label, Name, Text
from scenarios.columns import Listed, Same
from scenarios.data import Data, FromFile
from scenarios.document import Finding, unknown
from scenarios.steps.base import BaseStep, ColumnPath

if TYPE_CHECKING:
    from scenarios.steps.placed import Placed

MOST_ITEMS = 100  # more than anybody puts in order
LONGEST = 2_000  # characters of one text
EXAMPLE = "such as [{id: a, title: The first}, {id: b, title: The second}]"


class Item(NamedTuple):
    """One of the things to put in order."""

    id: str
    title: str
    text: str | None = None


class NotItems(Exception):
    """A value that is no list of things to put in order; its text says what is wrong."""


def items(value: Any) -> list[Item]:
    """The things that a value of the column lists: objects with `id`, `title` and perhaps `text`, or plain texts.
    Raises `NotItems`."""
    if not isinstance(value, list) or not 2 <= len(value) <= MOST_ITEMS:
        raise NotItems(f"it is not a list of 2 to {MOST_ITEMS} things")
    found = [_item(one, n) for n, one in enumerate(value, 1)]
    ids = [item.id for item in found]
    for n, name in enumerate(ids):
        if name in ids[:n]:
            raise NotItems(f"the id {name!r} is there twice")
    return found


def _item(written: Any, number: int) -> Item:
    if isinstance(written, str):
        written = {"id": written, "title": written}
    if not isinstance(written, Mapping):
        raise NotItems(f"thing {number} is neither an object nor a text")
    for key in ("id", "title", "text"):
        value = written.get(key)
        if value is None and key == "text":
            continue
        if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
            raise NotItems(f"thing {number} has no text as {key!r}")
    return Item(written["id"], written["title"], written.get("text"))


class Rank(BaseStep):
    """The things in the column `items`, in the order that the feature `rank` gives them; what it does not name comes
    after that, as written. They are put in order, or the best `pick` of them are picked."""

    kind: ClassVar[Literal["rank"]] = "rank"
    rank: Name
    items: ColumnPath
    title: Text
    text: Text | None = None
    pick: Annotated[int, Field(ge=1, le=MOST_ITEMS - 1)] | None = None
    waiting: Text | None = None
    done: Label | None = None

    @property
    def uses(self) -> str | None:
        return self.rank

    @property
    def reactions(self) -> frozenset[str]:
        """Left as it was is `accept`; anything else is `edit`."""
        return frozenset({"accept", "edit"})

    @property
    def column(self) -> str:
        return self.items.split(".")[1]

    def findings(self, at: Placed) -> Iterator[Finding]:
        yield from at.feature("rank", self.rank, ("ranking",))
        for key, text in (("title", self.title), ("text", self.text)):
            yield from at.template((key,), text or "")
        here, name = at.at("items"), self.items.split(".")[0]
        if at.each is None:
            what = "the things to put in order come from a row of data"
            yield Finding(here, what, "a place below `each: … steps:`")
            return
        data = at.scenario.data.get(at.each)
        if data is None:
            return
        if name != at.each:
            yield unknown(here, "data", name, [at.each], within="in this block")
        elif self.column not in data.columns:
            yield unknown(here, "column", self.column, data.columns, within=f"in {at.each!r}")
        else:
            yield from self._lists(at, data)

    def _lists(self, at: Placed, data: Data) -> Iterator[Finding]:
        column = data.columns[self.column]
        if isinstance(column, FromFile | Listed):
            values = list(column.values)
        elif isinstance(column, Same):
            values = [column.value]
        else:
            what = f"{self.column!r} holds no lists of things to put in order"
            yield Finding(at.at("items"), what, "a column of a JSON file", EXAMPLE)
            return
        for row, value in enumerate(values, 1):
            try:
                found = items(value)
            except NotItems as error:
                what = f"row {row} of {self.column!r} cannot be put in order: {error}"
                yield Finding(at.at("items"), what, "things with an id and a title", EXAMPLE)
                return
            if self.pick and self.pick >= len(found):
                what = f"row {row} of {self.column!r} has {len(found)} things"
                yield Finding(at.at("pick"), what, f"at most {len(found) - 1} to pick")
                return
