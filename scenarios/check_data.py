"""What does not fit together about data: columns that others are made from, counts, and values that cannot be had."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios import making, trials
from scenarios.columns import Counts, Fake, Listed, OneOf, Pattern, Together, in_order, needs
from scenarios.data import Data
from scenarios.document import Finding, Path, unknown
from scenarios.errors import TextError, listed
from scenarios.model import Scenario
from scenarios.texts import render

SAMPLES = 8  # people whose made-up rows are looked at, where these differ from one to the next


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything about data that does not fit together."""
    for name, data in scenario.data.items():
        found = [*_columns(name, data)]
        yield from found
        if not found:
            yield from _made(name, data, scenario.lang)


def _columns(name: str, data: Data) -> Iterator[Finding]:
    at: Path = ("data", name, "columns")
    columns = data.columns
    for column, how in data.made.items():
        here = (*at, column)
        if isinstance(how, Counts) and sum(how.root.values()) != data.rows:
            yield Finding(
                here,
                f"the counts of {column!r} add up to {sum(how.root.values())}",
                f"{data.rows}, as `rows` says" if data.table is None else f"{data.rows}, as the file has",
                "change the counts or the rows" if data.table is None else "change the counts",
            )
        if isinstance(how, Listed) and len(how.values) != data.rows:
            yield Finding(
                (*here, "values"),
                f"{column!r} has {len(how.values)} values",
                f"{data.rows}, one for each row",
            )
        if isinstance(how, OneOf) and how.given:
            yield from _given(here, column, how, data)
        if isinstance(how, Together):
            try:
                others = [*how.needs()]
            except TextError as error:
                yield Finding((*here, "text"), str(error))
                continue
            for other in others:
                if other not in columns:
                    yield unknown((*here, "text"), "column", other, [c for c in columns if c != column])
    circle = [column for column in columns if column not in in_order(columns)]
    for column in circle:
        inside = [other for other in needs(columns[column]) if other in circle]
        if not isinstance(columns[column], OneOf) and inside:
            yield Finding((*at, column), f"{column!r} and {inside[0]!r} wait for each other", at_key=True)


def _given(here: Path, column: str, how: OneOf, data: Data) -> Iterator[Finding]:
    other, table = next(iter(how.given.items()))
    where = (*here, "given", other)
    if other not in data.columns:
        yield unknown(where, "column", other, data.columns, at_key=True)
    elif column not in in_order(data.columns):
        yield Finding(where, f"{column!r} and {other!r} wait for each other", at_key=True)
    else:
        known = data.values(other)
        for value in table:
            if known is not None and value not in known:
                yield unknown((*where, value), "value", value, known, within=f"in {other!r}", at_key=True)


def _made(name: str, data: Data, lang: str) -> Iterator[Finding]:
    """What only shows when rows are made: texts that cannot be filled in, and too few different values."""
    at: Path = ("data", name, "columns")
    wanted = [c for c, how in data.made.items() if isinstance(how, Together) or _unique(how)]
    for number in range(SAMPLES) if wanted else ():
        rows = trials.table(name, data, lang, f"check/{number}")
        for column in list(wanted):
            how = data.made[column]
            found = (
                _filled(at, column, how, rows)
                if isinstance(how, Together)
                else _different(at, column, data, rows)
            )
            if found:
                wanted.remove(column)
                yield found


def _unique(how: object) -> bool:
    return isinstance(how, (Fake, Pattern)) and how.unique


def _filled(at: Path, column: str, how: Together, rows: list[trials.Row]) -> Finding | None:
    for row in rows:
        try:
            render(how.text, **row)
        except TextError as error:
            return Finding((*at, column, "text"), str(error))
    return None


def _different(at: Path, column: str, data: Data, rows: list[trials.Row]) -> Finding | None:
    """Those that had to be numbered are told by what they were before."""
    how = data.made[column]
    if isinstance(how, Pattern):
        most = 1
        for sign in how.pattern:
            most *= {"?": len(making.LETTERS), "#": 10}.get(sign, 1)
        if most >= data.rows:
            return None
        what = f"{how.pattern!r} makes only {most} different codes"
        return Finding((*at, column), what, f"{data.rows}, one for each row", "make the pattern longer")
    values = {row[column] for row in rows}
    plain = {v for v in values if not (isinstance(v, str) and v.rpartition(" ")[0] in values)}
    if len(plain) >= data.rows:
        return None
    fake = how.fake if isinstance(how, Fake) else column
    what = f"there are only about {len(plain)} different values of {fake!r}"
    others = listed([name for name in ("company", "name", "street_address", "sentence") if name != fake])
    return Finding((*at, column), what, f"{data.rows}, one for each row", f"make something else up: {others}")
