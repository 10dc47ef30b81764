"""From a wish to errors: counts that are met exactly, chances that are drawn with, and what cannot be had."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from mocks.imperfect.wishes import Block, Problem, Wish

TOLERANCE = 0.05  # how far a rate may move when it becomes a whole number of trials

Trials = Sequence[tuple[int, str]]  # the number of a trial, and its truth


class Counts(NamedTuple):
    """Numbers of errors over some trials."""

    misses: int
    false_alarms: int


def hindrances(
    block: Block, alarm: str | None, truths: Sequence[str], answers: Sequence[str], *, whole: bool = True
) -> list[Problem]:
    """Why the block's wish cannot be had over trials with these truths, with the nearest that can; empty if it can.

    Where the block is not the `whole` of the trials, it may be without a trial, or without one to find, by chance:
    that hinders nothing but a number of errors.
    """
    way = block.wish.way
    found: list[Problem] = []
    if way == "counts":
        found = _too_many(block.wish, alarm or "", truths)
    elif way == "right_in" and block.exact:
        found = _uneven_share(block.wish.right_in or 0.0, len(truths))
    elif way == "rates":
        of = _exact_rates if block.exact else _drawn_rates
        found = of(block.wish, alarm or "", truths, whole)
    elif way == "confusion":
        found = _uneven_rows(block, truths, answers)
    return [((*block.path, *path), reason) for path, reason in found]


def plan(
    block: Block, alarm: str | None, trials: Trials, answers: Sequence[str], draw: random.Random
) -> dict[int, str]:
    """What is said in each trial of a block that is met exactly. The order, and which wrong label comes where there are
    several, are drawn. Check `hindrances` first."""
    said = dict(trials)
    way = block.wish.way
    if way in ("counts", "rates"):
        hits = [trial for trial, truth in trials if truth == alarm]
        others = [trial for trial, truth in trials if truth != alarm]
        counts = settle(block.wish, len(hits), len(others))
        for trial in draw.sample(hits, counts.misses):
            said[trial] = _another(alarm or "", answers, draw)
        said.update(dict.fromkeys(draw.sample(others, counts.false_alarms), alarm or ""))
    elif way == "right_in":
        wrong = len(trials) - right(block.wish.right_in or 0.0, len(trials))
        for trial in draw.sample([trial for trial, _ in trials], wrong):
            said[trial] = _another(said[trial], answers, draw)
    elif way == "confusion":
        for truth in answers:
            members = [trial for trial, each in trials if each == truth]
            counted = apportion(_row(block.wish, truth, answers), len(members))
            labels = [label for label, count in zip(answers, counted, strict=True) for _ in range(count)]
            draw.shuffle(labels)
            said.update(zip(members, labels, strict=True))
    return said


def chances(
    block: Block, alarm: str | None, truth: str, truths: Sequence[str], answers: Sequence[str]
) -> tuple[float, ...]:
    """How likely each answer is, in the order of `answers`, where errors are drawn and `truth` is the truth.

    `truths` are those of the block: with precision and recall, a miss has the chance 1 - recall, and a false alarm
    the one of `false_alarm_chance`.
    """
    wish, others = block.wish, len(answers) - 1
    if wish.way == "right_in":
        right = wish.right_in or 0.0
        return tuple(right if label == truth else (1 - right) / others for label in answers)
    if wish.way == "confusion":
        return tuple(_row(wish, truth, answers))
    if wish.way == "rates":
        recall = wish.recall or 0.0
        if truth == alarm:
            return tuple(recall if label == truth else (1 - recall) / others for label in answers)
        hits = sum(each == alarm for each in truths)
        false = false_alarm_chance(wish.precision or 1.0, recall, hits, len(truths) - hits)
        false = min(false, 1.0)
        return tuple(false if label == alarm else (1 - false) * (label == truth) for label in answers)
    return tuple(float(label == truth) for label in answers)


def false_alarm_chance(precision: float, recall: float, positives: int, others: int) -> float:
    """The chance of a false alarm in a trial whose truth is not the alarm, which gives that precision over many draws.

    From precision = TP / (TP + FP) with TP = positives * recall and FP = others * chance:
    chance = positives * recall * (1 - precision) / (precision * others). Above 1 when there is no such chance.
    """
    wanted = positives * recall * (1 - precision) / precision
    if not wanted:
        return 0.0
    return wanted / others if others else math.inf


def settle(wish: Wish, positives: int, others: int) -> Counts:
    """Counts of a wish for counts, or the ones nearest to a wish for precision and recall."""
    if wish.way == "counts":
        return Counts(wish.misses or 0, wish.false_alarms or 0)
    if not positives:
        return Counts(0, 0)
    precision, recall = wish.precision or 1.0, wish.recall or 1.0

    def distance(counts: Counts) -> tuple[float, float, int]:
        off = [abs(one - two) for one, two in zip(rates(counts, positives), (precision, recall), strict=True)]
        return max(off), sum(off), counts.false_alarms

    possible = (
        Counts(positives - found, min(false, others))
        for found in range(1, positives + 1)
        for wanted in [found * (1 - precision) / precision]
        for false in (math.floor(wanted), math.ceil(wanted))
    )
    return min(possible, key=distance)


def rates(counts: Counts, positives: int) -> tuple[float, float]:
    """Precision and recall of these counts. At least one of the positives must be found."""
    found = positives - counts.misses
    return found / (found + counts.false_alarms), found / positives


def right(share: float, trials: int) -> int:
    """The number of right answers that is nearest to a share; a half counts as right."""
    return math.floor(share * trials + 0.5)


def apportion(shares: Sequence[float], trials: int) -> list[int]:
    """Whole numbers that add up to `trials`, nearest to the shares: the method of largest remainders (Hamilton), ties
    to the first."""
    exact = [share * trials for share in shares]
    counts = [math.floor(each + 1e-9) for each in exact]
    by_remainder = sorted(
        range(len(shares)), key=lambda place: (round(counts[place] - exact[place], 9), place)
    )
    for place in by_remainder[: trials - sum(counts)]:
        counts[place] += 1
    return counts


def pick(labels: Sequence[str], likely: Sequence[float], draw: random.Random) -> str:
    """A label by its chance."""
    drawn = draw.random()
    last = labels[max(place for place, chance in enumerate(likely) if chance > 0)]
    return next(
        (label for label, up_to in zip(labels, accumulate(likely), strict=True) if drawn < up_to), last
    )


def _another(truth: str, answers: Sequence[str], draw: random.Random) -> str:
    return draw.choice([label for label in answers if label != truth])


def _row(wish: Wish, truth: str, answers: Sequence[str]) -> list[float]:
    row = (wish.confusion or {}).get(truth, {truth: 1.0})
    shares = [row.get(label, 0.0) for label in answers]
    return [each / sum(shares) for each in shares]


def _too_many(wish: Wish, alarm: str, truths: Sequence[str]) -> list[Problem]:
    positives = sum(truth == alarm for truth in truths)
    found: list[Problem] = []
    for name, asked, there, whose in (
        ("misses", wish.misses or 0, positives, f"{alarm!r}"),
        ("false_alarms", wish.false_alarms or 0, len(truths) - positives, f"not {alarm!r}"),
    ):
        if asked > there:
            are = f"{there or 'none'} of {_of(truths)} {'is' if there == 1 else 'are'} {whose}"
            said = are if truths else "no trial is of this part"
            found.append(((name,), f"{asked} is too many: {said}; nearest: {name}: {there}"))
    return found


def _uneven_share(asked: float, trials: int) -> list[Problem]:
    near = right(asked, trials)
    if not trials or abs(near / trials - asked) <= TOLERANCE + 1e-9:
        return []
    below = math.floor(asked * trials)
    steps = " or ".join(f"{n} ({n / trials:.0%})" for n in (below, below + 1))
    return [
        (
            ("right_in",),
            f"{asked:.3g} of {trials} trials is no whole number; it can be right in {steps} of them; "
            f"nearest: right_in: {near / trials:.0%}. With errors: drawn it holds on average",
        )
    ]


def _exact_rates(wish: Wish, alarm: str, truths: Sequence[str], whole: bool) -> list[Problem]:
    positives = sum(truth == alarm for truth in truths)
    if not positives:
        return _nothing_to_find(alarm, truths) if whole else []
    precision, recall = wish.precision or 1.0, wish.recall or 1.0
    counts = settle(wish, positives, len(truths) - positives)
    near = rates(counts, positives)
    off = [abs(one - two) > TOLERANCE + 1e-9 for one, two in zip(near, (precision, recall), strict=True)]
    if not any(off):
        return []
    pair = [("precision", precision), ("recall", recall)]
    (name, wanted), (other, besides) = pair if off[0] else reversed(pair)
    chance = false_alarm_chance(precision, recall, positives, len(truths) - positives)
    drawn = ". With errors: drawn they hold on average" if chance <= 1 else ""
    return [
        (
            (name,),
            f"{wanted:g} beside {other}: {besides:g} cannot be had exactly: with "
            f"{positives} {alarm!r} among {_of(truths)}, recall can be {_steps(positives)}; nearest: "
            f"precision {near[0]:.2f} ({_some(counts.false_alarms, 'false alarm', 'false alarms')}) and recall "
            f"{near[1]:.2f} ({_some(counts.misses, 'miss', 'misses')}){drawn}",
        )
    ]


def _drawn_rates(wish: Wish, alarm: str, truths: Sequence[str], whole: bool) -> list[Problem]:
    positives = sum(truth == alarm for truth in truths)
    if not positives:
        return _nothing_to_find(alarm, truths) if whole else []
    precision, recall = wish.precision or 1.0, wish.recall or 1.0
    others = len(truths) - positives
    if false_alarm_chance(precision, recall, positives, others) <= 1 + 1e-9:
        return []
    lowest = math.ceil(positives * recall / (positives * recall + others) * 100 - 1e-9) / 100
    return [
        (
            ("precision",),
            f"{precision:g} would need more false alarms than there are trials to be wrong in: with "
            f"{positives} {alarm!r} among {_of(truths)} and recall {recall:g}, nearest: precision {lowest:.2f}",
        )
    ]


def _nothing_to_find(alarm: str, truths: Sequence[str]) -> list[Problem]:
    return [(("recall",), f"no trial of {len(truths)} is {alarm!r}, so there is nothing to recall")]


def _uneven_rows(block: Block, truths: Sequence[str], answers: Sequence[str]) -> list[Problem]:
    found: list[Problem] = []
    for truth, trials in sorted(Counter(truths).items()):
        if truth not in (block.wish.confusion or {}):
            found.append((("confusion",), f"has no row for {truth!r}; say how often each answer comes then"))
            continue
        shares = _row(block.wish, truth, answers)
        counts = apportion(shares, trials)
        off = max(abs(count / trials - share) for count, share in zip(counts, shares, strict=True))
        if block.exact and off > TOLERANCE + 1e-9:
            whole = dict(zip(answers, counts, strict=True))
            row = (block.wish.confusion or {})[truth]
            near = ", ".join(f"{label}: {whole.get(label, 0) / trials:.2f}" for label in row)
            found.append(
                (
                    ("confusion", truth),
                    f"cannot be had exactly in {trials} trial{'' if trials == 1 else 's'}; nearest: {{{near}}}. "
                    "With errors: drawn it holds on average",
                )
            )
    return found


def _of(truths: Sequence[str]) -> str:
    return f"{len(truths)} trial{'' if len(truths) == 1 else 's'}"


def _some(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _steps(positives: int) -> str:
    if positives > 4:
        return f"had in steps of {1 / positives:.1%}"
    steps = [f"{n / positives:.0%}" for n in range(positives + 1)]
    return f"{', '.join(steps[:-1])} or {steps[-1]}"
