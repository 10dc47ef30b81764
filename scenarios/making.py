"""The values of a column for every row of a table, made from a seed: the same in every process."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from faker import Faker
from faker.config import AVAILABLE_LOCALES

from mocks.given import fresh
from scenarios import texts
from scenarios.columns import (
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
)
from scenarios.data import FromFile
from scenarios.errors import TextError

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which are read as digits
MOST_TRIES = 50  # for each value that must differ from all others

_faking = threading.Lock()


def values(
    column: Column | FromFile, count: int, rng: random.Random, made: Mapping[str, list[Any]], lang: str
) -> list[Any]:
    """The column's values, one for each of `count` rows. `made` are the columns from which it is put together."""
    match column:
        case FromFile():
            return [fresh(value) for value in column.values]
        case Counts():
            found: list[Any] = [value for value, times in column.root.items() for _ in range(times)]
            rng.shuffle(found)
            return found
        case Numbered():
            return list(range(column.numbered_from, column.numbered_from + count))
        case Pattern():
            return _codes(column, count, rng)
        case Fake():
            return _fakes(column, count, rng, lang)
        case OneOf():
            given, table = next(iter(column.given.items()), (None, {}))
            return [
                _draw(column, table.get(str(made[given][n])) if given else None, rng) for n in range(count)
            ]
        case Number():
            return [_number(column, rng) for _ in range(count)]
        case Normal():
            return [_normal(column, rng) for _ in range(count)]
        case Same():
            return [fresh(column.value) for _ in range(count)]
        case Listed():
            return [fresh(column.values[n % len(column.values)]) for n in range(count)]
        case Together():
            return [_text(column, {name: made[name][n] for name in made}) for n in range(count)]


def _draw(column: OneOf, weights: dict[str, float] | None, rng: random.Random) -> Any:
    found = weights or column.weights
    return rng.choices(list(found), list(found.values()))[0]


def _number(column: Number, rng: random.Random) -> float | int:
    lowest, highest = column.limits
    if column.whole:
        return rng.randint(column.rounded(lowest), column.rounded(highest))  # type: ignore[arg-type]
    return column.rounded(rng.uniform(lowest, highest))


def _normal(column: Normal, rng: random.Random) -> float | int:
    """By the inverse of the distribution function, so that one draw is enough however narrow the limits are."""
    below, within = column.chances
    chance = below + (within - below) * rng.random()
    return column.rounded(column.curve.inv_cdf(min(max(chance, 1e-12), 1 - 1e-12)))


def _text(column: Together, row: Mapping[str, Any]) -> str:
    """What cannot be filled in for this row (a division by zero, say) is left empty; the check finds most of that."""
    try:
        return texts.render(column.text, **row)
    except TextError:
        return ""


def _codes(column: Pattern, count: int, rng: random.Random) -> list[Any]:
    if column.unique:
        return _different(lambda: _code(column.pattern, rng), count)
    return [_code(column.pattern, rng) for _ in range(count)]


def _code(pattern: str, rng: random.Random) -> str:
    made = {"?": lambda: rng.choice(LETTERS), "#": lambda: str(rng.randrange(10))}
    return "".join(made[sign]() if sign in made else sign for sign in pattern)


def _fakes(column: Fake, count: int, rng: random.Random, lang: str) -> list[Any]:
    with _faking:
        faker = _able(locale(lang), column.fake)
        faker.seed_instance(rng.getrandbits(64))

        def one() -> Any:
            value = getattr(faker, column.fake)()
            return value if isinstance(value, (int, float)) else str(value).replace("\n", ", ")

        return _different(one, count) if column.unique else [one() for _ in range(count)]


def _different(make: Callable[[], Any], count: int) -> list[Any]:
    """Values of which none comes twice, as far as there are so many; a text is numbered where there are not."""
    found: dict[Any, None] = {}
    tries = count * MOST_TRIES
    while len(found) < count and tries:
        found[make()] = None
        tries -= 1
    told, number = list(found), 1
    while len(told) < count:
        told += [f"{value} {number + 1}" if isinstance(value, str) else value for value in found]
        number += 1
    return told[:count]


@lru_cache(maxsize=256)
def _able(locale: str, kind: str) -> Faker:
    """The maker of a language; that of American English for what the other cannot make, such as German banks."""
    faker = _faker(locale)
    try:
        getattr(faker, kind)()
    except (AttributeError, NotImplementedError):
        return _faker("en_US")
    return faker


@lru_cache(maxsize=64)
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
