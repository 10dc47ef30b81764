"""Which arm, order or persona the next person gets. Nothing is kept here: each answer follows from counts and a seed.

Between-subject, arms are given in permuted blocks (Zelen, J. Chronic Dis. 27, 1974, 365-375; ICH E9, 2.3.2). A block
holds every arm by its weight, in random order. The place of somebody who left is open again, and is taken before a new
block begins.

Let n(a) be how many are done or here in an arm, and s(a) the places that one block has for it. A person is only ever
placed in the lowest block that is not full. So when block F has been begun, every arm had filled the F - 1 blocks
before, and nobody was placed beyond it: (F - 1) s(a) - open(a) <= n(a) <= F s(a) + back(a), where open(a) are places
that people left since and that nobody has taken yet, and back(a) are people who came back after their place was taken
and who find none. Arms therefore never differ by more than one block and these two; as long as newcomers come, both are
worked off at once. The arms among those who are done differ by no more than that and the people under way.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Collection, Mapping, Sequence
from typing import Literal, NamedTuple

SETS, PLACES = 2, 8  # a block holds the smallest whole set of arms so often, and has so many places, or more
DRAWS = 1_000  # for the chance of being best: its standard error is then 1.6 points at most
START = (
    5  # people that each arm needs before its scores can be compared; Honda and Takemura ask for this many
)

Order = tuple[str, ...]


class Reward(NamedTuple):
    """What an arm has brought: the people with a result, the sum of their results, and the sum of the squares.

    One result per person (a share from 0 to 1, or a score): what a person does several times is averaged first, because
    it is not independent.
    """

    people: int = 0
    total: float = 0.0
    squares: float = 0.0


class Full(NamedTuple):
    """A quota that has all its people."""

    question: str
    value: str
    people: int


def places(
    arms: Sequence[str], weights: Mapping[str, int] | None = None, block: int | None = None
) -> dict[str, int]:
    """How many places one block has for each arm. `weights` are whole numbers, 1 where none is given.

    Without `block`, it holds the smallest whole set twice, and as often as it takes for 8 places: 8 for two or four
    equal arms, 9 for three and for weights of 2 and 1. So a few people who leave or come back at once do not make arms
    differ by a whole block. Raises `ValueError` without arms, for weights below 1, and for a size that the set does
    not divide.
    """
    if not arms:
        raise ValueError("there is no arm to choose from")
    found = {arm: (weights or {}).get(arm, 1) for arm in arms}
    if min(found.values()) < 1:
        raise ValueError("a weight is a whole number from 1 on")
    common = math.gcd(*found.values())
    smallest = sum(found.values()) // common
    size = max(SETS * smallest, -(-PLACES // smallest) * smallest) if block is None else block
    times, rest = divmod(size, smallest)
    if times < 1 or rest:
        raise ValueError(
            f"a block of {block} cannot hold the arms by their weights; it takes a multiple of {smallest}"
        )
    return {arm: weight // common * times for arm, weight in found.items()}


def chances(
    arms: Sequence[str],
    counts: Mapping[str, int],
    weights: Mapping[str, int] | None = None,
    block: int | None = None,
) -> dict[str, float]:
    """The chance of each arm for the next person, from 0 to 1.

    `counts` are the people of the same origin and stratum who are done or here now. Drawing a place among those left
    in the lowest block that is not full makes every order of a block equally likely.
    """
    size = places(arms, weights, block)
    begun = min(counts.get(arm, 0) // size[arm] for arm in arms) + 1
    left = {arm: max(0, begun * size[arm] - counts.get(arm, 0)) for arm in arms}
    total = sum(left.values())
    return {arm: free / total for arm, free in left.items()}


def draw(chances: Mapping[str, float], seed: str) -> str:
    """One of the names by its chance. The same seed gives the same name in every process."""
    names = [name for name, chance in chances.items() if chance > 0]
    return random.Random(seed).choices(names, [chances[name] for name in names])[0]


def choose(
    arms: Sequence[str],
    counts: Mapping[str, int],
    seed: str,
    weights: Mapping[str, int] | None = None,
    block: int | None = None,
) -> str:
    """The arm of the next person, in permuted blocks: see `chances`. Raises `ValueError` as `places` does."""
    return draw(chances(arms, counts, weights, block), seed)


def orders(arms: Sequence[str]) -> tuple[Order, ...]:
    """The orders in which people meet all arms: a Williams design.

    Every arm stands at each place equally often, and comes right after each other arm equally often: once in the n
    orders of an even number of arms, twice in the 2n orders of an odd one (a square and its mirror image). Source:
    Williams, Australian Journal of Scientific Research A 2 (1949), 149-168.
    """
    count = len(arms)
    if count == 0:
        raise ValueError("there is no arm to put in order")
    first = [(n + 1) // 2 if n % 2 else (count - n // 2) % count for n in range(count)]
    square = [tuple(arms[(place + row) % count] for place in first) for row in range(count)]
    if count % 2 and count > 1:
        square += [row[::-1] for row in square]
    return tuple(square)


def choose_order(
    arms: Sequence[str], counts: Mapping[Order, int], seed: str, block: int | None = None
) -> Order:
    """The order for the next person, in permuted blocks of all orders, by how many are done or here in each.

    Without `block`, every order comes once before any comes again.
    """
    rows = {str(n): row for n, row in enumerate(orders(arms))}
    used = {n: counts.get(row, 0) for n, row in rows.items()}
    return rows[choose(list(rows), used, seed, block=len(rows) if block is None else block)]


def chances_by_reward(
    arms: Sequence[str],
    rewards: Mapping[str, Reward],
    floor: float,
    seed: str,
    *,
    kind: Literal["share", "score"] = "share",
    less_is_better: bool = False,
    draws: int = DRAWS,
) -> dict[str, float] | None:
    """The chance of each arm by what it has brought so far (Thompson sampling); None while it is too early to tell.

    Each arm gets `floor` (0 to 1), and what remains is shared out by the chance that the arm is the best one, counted
    in `draws` draws from what is known: Thompson, Biometrika 25 (1933), 285-294. For a share, that is a beta
    distribution over an even prior, with a person's result between 0 and 1 as a part of a success. For a score, it is
    the mean of a normal distribution with unknown mean and variance under the even prior for which Honda and Takemura
    (AISTATS 2014) prove Thompson sampling optimal: Student's t with n - 3 degrees of freedom. It is too early while an
    arm has fewer than 5 scores. Raises `ValueError` without arms, and for a floor that the arms cannot all have.
    """
    if not arms:
        raise ValueError("there is no arm to choose from")
    if not 0 <= floor <= 1 / len(arms) + 1e-9:
        raise ValueError(f"{len(arms)} arms cannot each have a floor of {floor:.0%}")
    known = [rewards.get(arm, Reward()) for arm in arms]
    if kind == "score" and min(reward.people for reward in known) < START:
        return None
    chance = random.Random(seed)
    best = dict.fromkeys(arms, 0)
    for _ in range(draws):
        drawn = [_share(chance, reward) if kind == "share" else _score(chance, reward) for reward in known]
        top = min(drawn) if less_is_better else max(drawn)
        best[chance.choice([arm for arm, value in zip(arms, drawn, strict=True) if value == top])] += 1
    rest = max(0.0, 1 - floor * len(arms))
    return {arm: floor + rest * count / draws for arm, count in best.items()}


def by_reward(
    arms: Sequence[str],
    rewards: Mapping[str, Reward],
    floor: float,
    seed: str,
    *,
    kind: Literal["share", "score"] = "share",
    less_is_better: bool = False,
) -> str | None:
    """The arm of the next person by what each has brought: see `chances_by_reward`. None while it is too early."""
    found = chances_by_reward(arms, rewards, floor, f"{seed}/best", kind=kind, less_is_better=less_is_better)
    return draw(found, seed) if found else None


def _share(chance: random.Random, reward: Reward) -> float:
    total = min(max(reward.total, 0.0), float(reward.people))
    return chance.betavariate(1 + total, 1 + reward.people - total)


def _score(chance: random.Random, reward: Reward) -> float:
    n, mean = reward.people, reward.total / reward.people
    around = max(0.0, reward.squares - n * mean * mean)
    # t with n - 3 degrees of freedom, as a normal over the root of a chi-square
    spread = math.sqrt(around / (n * 2 * chance.gammavariate((n - 3) / 2, 1)))
    return chance.gauss(mean, spread)


def choose_persona(
    shares: Mapping[str, int], counts: Mapping[str, int], seed: str, full: Collection[str] = ()
) -> str | None:
    """The persona of the next person, by share, in permuted blocks; None when all of them are `full`.

    A block is the smallest whole set: with shares of 2 and 1 it has three people. `counts` are the people of the same
    origin who are done or here.
    """
    free = {name: share for name, share in shares.items() if name not in full}
    if not free:
        return None
    smallest = sum(free.values()) // math.gcd(*free.values())
    return choose(list(free), counts, seed, free, smallest)


def stratum(strata: Sequence[str], values: Mapping[str, object]) -> str:
    """The group within which arms are balanced, as a text: `persona` and answers (`about.phone`) by name.

    Without strata it is empty. What is not known (a question that was skipped) is a value of its own.
    """
    if not strata:
        return ""
    return json.dumps({name: said(values.get(name)) for name in strata}, ensure_ascii=False)


def full(
    quotas: Mapping[str, Mapping[str, int]],
    counts: Mapping[str, Mapping[str, int]],
    values: Mapping[str, object],
) -> Full | None:
    """The first quota that has no place for a person with these `values`, or None.

    `counts` are the people of the same origin who are done or here, by question and value, without this person. Values
    that no quota names are not limited.
    """
    for question, limits in quotas.items():
        value = said(values.get(question))
        if value in limits and counts.get(question, {}).get(value, 0) >= limits[value]:
            return Full(question, value, limits[value])
    return None


def said(value: object) -> str:
    """A value as quotas and strata write it: `true`, not `True`; nothing for what is not known."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
