"""The data of a scenario: tables that are made up afresh for each participant, or that stand in a file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Field, PlainValidator, PrivateAttr, ValidationInfo, model_validator

from mocks.plain import is_number
from scenarios import tables
from scenarios.base import Part, Variable
from scenarios.columns import (
    FAKES,
    KINDS,
    MOST_ROWS,
    Column,
    Counts,
    Fake,
    Listed,
    Normal,
    Number,
    Numbered,
    OneOf,
    Pattern,
    Same,
    Together,
    in_order,
)
from scenarios.errors import complaint, listed
from scenarios.folder import Folder, Unreadable
from scenarios.media import Media, form_of
from scenarios.tables import Table

__all__ = [
    "FAKES",
    "KINDS",
    "MOST_ROWS",
    "Column",
    "Counts",
    "Data",
    "Fake",
    "FromFile",
    "Kind",
    "Listed",
    "Normal",
    "Number",
    "Numbered",
    "OneOf",
    "Pattern",
    "Same",
    "Together",
    "in_order",
]

Kind = Literal["text", "number", "true or false", "list", "object", "mixed"]

MOST_VALUES = 300  # different values of a column that are told beforehand


class FromFile(NamedTuple):
    """A column that stands in the file: its values, row by row."""

    values: list[Any]


def _table(written: Any, info: ValidationInfo) -> Table:
    if not isinstance(written, str):
        raise complaint(f"{written!r} is not the name of a file", "a file such as scenes.csv")
    if PurePosixPath(written).suffix not in tables.FORMS:
        raise complaint(f"{written!r} is no table", f"a file that ends in {listed(tables.FORMS)}")
    folder: Folder = (info.context or {})["folder"]
    try:
        text = folder.read(written)
    except Unreadable as error:
        raise complaint(error.what, remedy=error.remedy) from None
    return tables.read(written, text)


class Data(Part):
    """The rows behind repeated blocks: some `rows` made up from a seed, or those of a file; in either case `columns`.

    `columns` holds all of them, those of the file first. `media` are the files of the folder that rows name: the
    pictures of a column of pictures, say; `lacking` says of other such names why there is no file.
    """

    number: Annotated[int, Field(ge=1, le=MOST_ROWS)] | None = Field(default=None, alias="rows")
    made: dict[Variable, Column] = Field(default={}, alias="columns")
    table: Annotated[Table, PlainValidator(_table, json_schema_input_type=str)] | None = Field(
        default=None, alias="from"
    )
    _media: dict[str, Media] = PrivateAttr(default_factory=dict)
    _lacking: dict[str, Unreadable] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        if self.table is None:
            if self.number is None:
                raise complaint(
                    "the key 'rows' is missing", "how often the block repeats", "add a line like `rows: 8`"
                )
            if not self.made:
                raise complaint(
                    "the key 'columns' is missing",
                    "a name for each column, and how it is made",
                    "add a line like `columns: {shop: {fake: company}}`",
                )
        else:
            if self.number is not None:
                what = f"{self.table.name!r} says how many rows there are"
                raise complaint(what, remedy="remove `rows`; `take:` of a block says how many a person meets")
            for column in self.made:
                if column in self.table.columns:
                    what = f"the column {column!r} stands in {self.table.name!r} too"
                    raise complaint(what, "a name of its own", "rename one of them")
        if info.context and "folder" in info.context:
            self._find_media(info.context["folder"])
        return self

    def _find_media(self, folder: Folder) -> None:
        """Frozen with the scenario is what rows name, where there is such a file. Whether one is needed, only the step
        knows that shows it: a text that looks like a file's name may be just that."""
        for column in self.columns:
            names = self.values(column) or []
            if not names or not all(form_of(name) for name in names):
                continue
            for name in names:
                try:
                    self._media[name] = folder.media(name)
                except Unreadable as error:
                    self._lacking[name] = error

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.table.rows) if self.table else self.number or 0

    @cached_property
    def columns(self) -> dict[str, Column | FromFile]:
        """Every column by its name, in the order of the rows."""
        given = self.table.columns if self.table else ()
        return {**{name: FromFile(self.table.column(name)) for name in given if self.table}, **self.made}

    @property
    def counted(self) -> list[str]:
        """The columns whose shares are to be kept where a person meets only some of the rows: those of exact counts."""
        return [name for name, column in self.made.items() if isinstance(column, Counts)]

    @property
    def media(self) -> Mapping[str, Media]:
        """The pictures, sounds and films that rows name, by those names."""
        return self._media

    @property
    def lacking(self) -> Mapping[str, Unreadable]:
        """Names in the rows that look like such files, and why there is none."""
        return self._lacking

    def values(self, column: str) -> list[str] | None:
        """The values that a column can have, as text; None where they cannot be told beforehand."""
        found = self._known(column)
        if found is None or any(isinstance(value, (list, dict)) or value is None for value in found):
            return None
        told = list(dict.fromkeys(map(str, found)))
        return told if len(told) <= MOST_VALUES else None

    def kind(self, column: str) -> Kind:
        """The form that the values of a column have. `mixed` where they differ, or may be missing."""
        match self.columns[column]:
            case Numbered() | Number() | Normal():
                return "number"
            case Fake() as fake:
                if fake.fake in {"random_digit", "random_int"}:
                    return "number"
                return "true or false" if fake.fake == "boolean" else "text"
            case Pattern() | Together():
                return "text"
        kinds = {_kind(value) for value in self._known(column) or []}
        return kinds.pop() if len(kinds) == 1 else "mixed"

    def _known(self, column: str) -> list[Any] | None:
        """The values that a column can have, as they are; None where they are made up."""
        match self.columns[column]:
            case Counts() as found:
                return list(found.root)
            case OneOf() as found:
                given = [weights for table in found.given.values() for weights in table.values()]
                return [value for weights in (found.weights, *given) for value in weights]
            case FromFile() | Listed() as found:
                return list(found.values)
            case Same() as found:
                return [found.value]
        return None


def _kind(value: Any) -> Kind:
    if isinstance(value, bool):
        return "true or false"
    if is_number(value):
        return "number"
    forms: dict[type, Kind] = {str: "text", list: "list", dict: "object"}
    return forms.get(type(value), "mixed")
