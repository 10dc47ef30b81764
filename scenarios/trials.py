"""The rows of a participant's trials: made or taken from a pool by a seed, the same in every process."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from scenarios import making
from scenarios.columns import in_order
from scenarios.data import Data
from scenarios.making import locale

if TYPE_CHECKING:
    from scenarios.model import Scenario

__all__ = ["Order", "Row", "chosen", "in_order", "locale", "met", "rows", "table"]

Row = dict[str, Any]
Order = Literal["as written", "shuffled", "blocks", "blocks as written"]


def rows(scenario: Scenario, seed: str) -> dict[str, list[Row]]:
    """The data of every block, `{"parcel": [one dict per trial]}`. The same seed gives the same rows.

    Each column draws from a generator of its own, so that adding one leaves the others as they were.
    """
    return {name: table(name, data, scenario.lang, seed) for name, data in scenario.data.items()}


def table(name: str, data: Data, lang: str, seed: str) -> list[Row]:
    """All rows of one table: those of its file, or as many as it says, with every column. The caller's own."""
    made: dict[str, list[Any]] = {}
    columns = data.columns
    for column in in_order(columns):
        rng = random.Random(f"{seed}/{name}/{column}")
        made[column] = making.values(columns[column], data.rows, rng, made, lang)
    return [{column: made[column][n] for column in columns} for n in range(data.rows)]


def sample(scenario: Scenario, name: str) -> list[Row]:
    """The rows of one table as somebody would meet them, for trying things out. Not to be changed."""
    if name not in scenario._sampled:
        scenario._sampled[name] = table(name, scenario.data[name], scenario.lang, "sample")
    return scenario._sampled[name]


def met(
    name: str,
    data: Data,
    lang: str,
    seed: str,
    *,
    take: int | None = None,
    order: Order = "as written",
    block: str | None = None,
    period: int = 1,
    periods: int = 1,
) -> list[Row]:
    """The rows that a person meets in one block, in their order. Without any settings, those of `rows`.

    `period` counts from 1; 0 stands for a block around the periods. A pool (a file, or made-up rows of which some are
    taken) is shared by the periods, see `chosen`; rows that are made up and all met are made anew for each period.
    """
    anew = data.table is None and take is None and period > 1
    found = table(name, data, lang, f"{seed}@{period}" if anew else seed)
    number = 0 if anew else max(period, 1) - 1
    return chosen(
        found,
        take,
        order,
        block,
        f"{seed}@{period}/{name}" if anew else f"{seed}/{name}",
        number,
        max(periods, number + 1),
        counted=data.counted,
    )


def chosen(
    rows: Sequence[Row],
    take: int | None,
    order: Order,
    block: str | None,
    seed: str,
    period: int = 0,
    periods: int = 1,
    *,
    counted: Sequence[str] = (),
) -> list[Row]:
    """The rows that a person meets in a block, in their order: `take` of them, or all.

    `period` counts from 0. The periods of one person share the rows: none comes twice before all have come once, and
    within a period none ever does. What is taken keeps the shares of the values of `block` and of the `counted`
    columns, as exactly as whole numbers allow: of 2 late and 6 punctual parcels, 4 are 1 and 3.

    `order`: `as written` keeps the order of the rows; `shuffled` does not; `blocks` puts rows of the same value of the
    column `block` together, shuffled, and shuffles the blocks too; `blocks as written` keeps the blocks in the order in
    which their values come in the rows. Raises `ValueError` for `blocks` without a column, and a period out of range.
    """
    if not 0 <= period < periods:
        raise ValueError(f"period {period} of {periods}")
    if order.startswith("blocks") and block is None:
        raise ValueError("blocks need a column")
    together = [*([block] if block else []), *counted]

    def kind(number: int) -> str:
        return "\n".join(repr(rows[number].get(column)) for column in together)

    wanted = min(len(rows) if take is None else take, len(rows))
    whole = wanted == len(rows)
    picked = list(range(wanted)) if whole else _picked(len(rows), wanted, kind, seed, period)
    return [rows[number] for number in _ordered(picked, rows, order, block, f"{seed}/order/{period}")]


def _picked(pool: int, wanted: int, kind: Callable[[int], str], seed: str, period: int) -> list[int]:
    """The numbers of the rows of one period. Earlier periods are gone through as well, to know what they took."""
    waiting: list[int] = []
    found: list[int] = []
    shuffles = 0
    for _ in range(period + 1):
        found = []
        while len(found) < wanted:
            free = next((number for number in waiting if number not in found), None)
            if free is None:
                waiting += _mixed(pool, kind, random.Random(f"{seed}/pool/{shuffles}"))
                shuffles += 1
                continue
            waiting.remove(free)
            found.append(free)
    return found


def _mixed(pool: int, kind: Callable[[int], str], rng: random.Random) -> list[int]:
    """All rows at random, those of each kind spread evenly: a run of them has about its share of each.

    Systematic sampling: the rows of a kind with n of them stand 1/n apart, from a random start. See W. G. Cochran,
    Sampling Techniques (3rd ed., 1977), chapter 8.
    """
    kinds: dict[str, list[int]] = {}
    for number in range(pool):
        kinds.setdefault(kind(number), []).append(number)
    placed: list[tuple[float, float, int]] = []
    for numbers in kinds.values():
        rng.shuffle(numbers)
        start = rng.random()
        placed += [((n + start) / len(numbers), rng.random(), number) for n, number in enumerate(numbers)]
    return [number for _, _, number in sorted(placed)]


def _ordered(picked: list[int], rows: Sequence[Row], order: Order, block: str | None, seed: str) -> list[int]:
    rng = random.Random(seed)
    written = sorted(picked)
    if order == "as written":
        return written
    shuffled = rng.sample(written, len(written))
    if order == "shuffled" or block is None:
        return shuffled
    values = list(dict.fromkeys(repr(row.get(block)) for row in rows))
    if order == "blocks":
        rng.shuffle(values)
    rank = {value: n for n, value in enumerate(values)}
    return sorted(shuffled, key=lambda number: rank[repr(rows[number].get(block))])
