"""The step that tells what really happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from scenarios.base import Part, Text
from scenarios.document import Finding, unknown
from scenarios.steps.base import DECISIONS, BaseStep, ColumnPath, Decision

if TYPE_CHECKING:
    from scenarios.steps.placed import Placed

Tone = Literal["good", "bad", "plain"]


class Cell(Part):
    """What a reveal says about one way that things went. `title` and `text` are templates."""

    tone: Tone = "plain"
    title: Text
    text: Text


class Reveal(BaseStep):
    """What really happened, told by what the person did before (`says[decision][value]`), or with one `title` and
    `text` for all."""

    kind: ClassVar[Literal["reveal"]] = "reveal"
    reveal: ColumnPath
    says: dict[Decision, dict[str, Cell]] = {}
    title: Text | None = None
    text: Text | None = None

    @property
    def data(self) -> str:
        return self.reveal.split(".")[0]

    @property
    def column(self) -> str:
        return self.reveal.split(".")[1]

    def cell(self, decision: str | None, value: str) -> Cell | None:
        """What is said to somebody who decided so; None where nothing of the scenario's own is said."""
        if self.text is not None:
            return Cell(title=self.title or "", text=self.text)
        return self.says.get(decision, {}).get(value) if decision in DECISIONS else None

    def findings(self, at: Placed) -> Iterator[Finding]:
        here, each, before = at.at("reveal"), at.each, at.before
        if each is None:
            yield Finding(
                at.path,
                "a reveal needs a repeated block around it",
                "a place below `each: … steps:`",
                at_key=True,
            )
            return
        data = at.scenario.data.get(each)
        if data is None:
            return
        if self.data != each:
            yield unknown(here, "data", self.data, [each], within="in this block")
            return
        if self.column not in data.columns:
            yield unknown(here, "column", self.column, data.columns, within=f"in {each!r}")
            return
        if self.text is not None:
            if self.says:
                yield Finding(
                    at.at("says"), "`text` and `says` both tell what happened", remedy="keep one", at_key=True
                )
            for key, text in (("title", self.title), ("text", self.text)):
                yield from at.template((key,), text or "", *at.features_before)
            return
        if before is None or not before.reactions:
            yield Finding(
                at.path,
                "this reveal follows no decision",
                "a screen right before it",
                "put one there, or say `text:` here",
                at_key=True,
            )
            return
        values = data.values(self.column)
        if values is None:
            yield Finding(
                here,
                f"it cannot be told what {self.column!r} will be",
                "a column with counts or `one_of`",
                "or say what happened in a `text:`",
            )
            return
        yield from self._cells(at, before, values)

    def _cells(self, at: Placed, before: BaseStep, values: list[str]) -> Iterator[Finding]:
        decisions = [d for d in DECISIONS if d in before.decisions]
        for decision in decisions if self.says else ():
            for value in values:
                if value not in self.says.get(decision, {}):
                    where = at.at("says", decision) if decision in self.says else at.at("says")
                    yield Finding(
                        where,
                        f"nothing is said for somebody who chose {decision} when it was {value!r}",
                        "a title and a text for each way that it can go",
                        f"add `{value}: {{title: …, text: …}}`",
                        at_key=True,
                    )
        for decision, cells in self.says.items():
            for value, cell in cells.items():
                if value not in values:
                    where = at.at("says", decision, value)
                    yield unknown(where, "value", value, values, within=f"in {self.column!r}", at_key=True)
                for key, text in (("title", cell.title), ("text", cell.text)):
                    yield from at.template(("says", decision, value, key), text, *at.features_before)
