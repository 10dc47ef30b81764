"""The rows of a participant's trials: made from a seed, the same in every process."""

from __future__ import annotations

import random
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from faker import Faker
from faker.config import AVAILABLE_LOCALES

from scenarios.data import Column, Counts, Data, Fake, Numbered, OneOf, Pattern

if TYPE_CHECKING:
    from scenarios.model import Scenario

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which are read as digits

_faking = threading.Lock()


def rows(scenario: Scenario, seed: str) -> dict[str, list[dict[str, Any]]]:
    """The data of every block, `{"parcel": [one dict per trial]}`. The same seed gives the same rows.

    Each column draws from a generator of its own, so that adding one leaves the others as they were.
    """
    return {name: _table(name, data, scenario.lang, seed) for name, data in scenario.data.items()}


def _table(name: str, data: Data, lang: str, seed: str) -> list[dict[str, Any]]:
    made: dict[str, list[Any]] = {}
    for column in in_order(data.columns):
        rng = random.Random(f"{seed}/{name}/{column}")
        made[column] = _values(data.columns[column], data.rows, rng, made, lang)
    return [{column: made[column][n] for column in data.columns} for n in range(data.rows)]


def in_order(columns: dict[str, Column]) -> list[str]:
    """The columns, each after the one that it is given by. A circle is left out (the check complains about it)."""
    done: list[str] = []
    waiting = list(columns)
    while waiting:
        ready = [c for c in waiting if _needs(columns[c]) is None or _needs(columns[c]) in done]
        if not ready:
            break
        done += ready
        waiting = [c for c in waiting if c not in ready]
    return done


def _needs(column: Column) -> str | None:
    return next(iter(column.given), None) if isinstance(column, OneOf) else None


def _values(
    column: Column, count: int, rng: random.Random, made: dict[str, list[Any]], lang: str
) -> list[Any]:
    match column:
        case Counts():
            values: list[Any] = [value for value, times in column.root.items() for _ in range(times)]
            rng.shuffle(values)
            return values
        case Numbered():
            return list(range(column.numbered_from, column.numbered_from + count))
        case Pattern():
            return [_code(column.pattern, rng) for _ in range(count)]
        case Fake():
            return _fakes(column.fake, count, rng, lang)
        case OneOf():
            given, table = next(iter(column.given.items()), (None, {}))
            return [
                _draw(column, table.get(str(made[given][n])) if given else None, rng) for n in range(count)
            ]


def _draw(column: OneOf, weights: dict[str, float] | None, rng: random.Random) -> Any:
    found = weights or column.weights
    return rng.choices(list(found), list(found.values()))[0]


def _code(pattern: str, rng: random.Random) -> str:
    made = {"?": lambda: rng.choice(LETTERS), "#": lambda: str(rng.randrange(10))}
    return "".join(made[sign]() if sign in made else sign for sign in pattern)


def _fakes(kind: str, count: int, rng: random.Random, lang: str) -> list[Any]:
    faker = _faker(locale(lang))
    with _faking:
        faker.seed_instance(rng.getrandbits(64))
        found = [getattr(faker, kind)() for _ in range(count)]
    return [value if isinstance(value, (int, float)) else str(value).replace("\n", ", ") for value in found]


@lru_cache(maxsize=8)
def _faker(locale: str) -> Faker:
    return Faker(locale, use_weighting=False)


def locale(lang: str) -> str:
    """The Faker locale for a language tag: its own, else one of the same language, else American English."""
    wanted = lang.replace("-", "_")
    language = wanted.split("_")[0]
    home = "en_US" if language == "en" else f"{language}_{language.upper()}"
    family = sorted(found for found in AVAILABLE_LOCALES if found.startswith(f"{language}_"))
    return next(
        (found for found in (wanted, home, *family) if "_" in found and found in AVAILABLE_LOCALES), "en_US"
    )
