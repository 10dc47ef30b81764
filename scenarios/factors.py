"""Factors: every combination of their levels becomes an arm, before the file is validated like any other."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from itertools import product
from typing import Any, NamedTuple

from pydantic import ValidationError

from scenarios.design import LONGEST_NAME, MOST_ARMS, Factor, Level, names_arm
from scenarios.document import Document, Spot, unknown
from scenarios.errors import Problem, did_you_mean, listed

NONE = "none"  # what an arm says that no factor reaches


class _Arm(NamedTuple):
    """An arm as it is written: its settings, the levels that it names, and the factors that it is crossed with."""

    name: str | None
    settings: dict[str, Any]
    fixed: dict[str, str]
    open: list[str]


def cross(document: Document) -> list[Problem]:
    """Replace `arms` by every combination of levels and arms; gives what stands in the way.

    An arm with `factors: none` stays as it is, and one that names some levels itself is crossed with the other factors
    only. If no arm is crossed, the scenario as it is written is. Each new arm has its levels as changes and under
    `factors`, and complaints about a level point at the factor. Crossing again changes nothing. What does not have
    the form of factors or arms is left for the validation to complain about.
    """
    factors = _readable(document.data.get("factors"))
    written = document.data.get("arms") or {}
    if not factors or not isinstance(written, dict):
        return []
    problems: list[Problem] = []
    arms: list[_Arm] = []
    for name, settings in written.items():
        if not names_arm(name) or not _well_formed(settings or {}):
            return []
        arms.append(_arm(document, name, settings or {}, factors, problems))
    if all(arm.settings.get("factors") == NONE for arm in arms):
        arms.append(_Arm(None, {}, {}, list(factors)))
    if problems:
        return problems
    count = sum(math.prod(len(factors[name].levels) for name in arm.open) for arm in arms)
    if count > MOST_ARMS:
        remedy = "use fewer levels, or let arms say `factors: none`"
        what = f"the factors make {count:,} arms"
        return [document.problem(("factors",), what, f"at most {MOST_ARMS}", remedy, at_key=True)]
    crossed: dict[str, Any] = {}
    sources: dict[str, tuple[_Arm, dict[str, str]]] = {}
    for arm in arms:
        alone = arm.settings.get("factors") == NONE
        for levels in product(*(factors[name].levels for name in arm.open)):
            chosen = {**arm.fixed, **dict(zip(arm.open, levels, strict=True))}
            parts = [f"{factor}-{level}" for factor, level in zip(arm.open, levels, strict=True)]
            name = "-".join([arm.name, *parts] if arm.name else parts)
            if len(name) > LONGEST_NAME:
                problems.append(_too_long(document, name, arm))
                break
            if name in crossed:
                problems.append(_twice(document, name, arm))
                continue
            crossed[name] = arm.settings if alone else _settings(arm, chosen, factors)
            sources[name] = (arm, chosen)
    if not problems:
        _replace(document, crossed, sources, factors)
    return problems


def levels_of(arm: Mapping[str, Any]) -> dict[str, Level]:
    """The level of each factor in a crossed arm, as a number where it has one: {"accuracy": 0.7}."""
    levels = arm.get("factors")
    return dict(levels) if isinstance(levels, Mapping) else {}


def _readable(written: Any) -> dict[str, Factor] | None:
    """The factors, or None if there are none or some do not have the form of one."""
    if not isinstance(written, dict) or not all(map(names_arm, written)):
        return None
    try:
        return {name: Factor.model_validate(factor) for name, factor in written.items()}
    except ValidationError:
        return None


def _well_formed(settings: Any) -> bool:
    return isinstance(settings, dict) and (
        settings.get("factors", NONE) == NONE or isinstance(settings["factors"], dict)
    )


def _arm(
    document: Document,
    name: str,
    settings: dict[str, Any],
    factors: Mapping[str, Factor],
    problems: list[Problem],
) -> _Arm:
    named = settings.get("factors", {})
    if named == NONE:
        return _Arm(name, settings, {}, [])
    fixed: dict[str, str] = {}
    for factor, kept in named.items():
        at = ("arms", name, "factors", factor)
        if factor not in factors:
            problems.append(document.problem(*unknown(at, "factor", factor, factors, at_key=True)))
            continue
        level = factors[factor].find(kept)
        if level is None:
            known = factors[factor].levels
            remedy = did_you_mean(kept, known) if isinstance(kept, str) else ""
            what = f"there is no level {str(kept)!r} of {factor!r}"
            problems.append(document.problem(at, what, listed(known), remedy))
        else:
            fixed[factor] = level
    change = settings.get("change")
    for factor, found in factors.items():
        if not isinstance(change, dict) or found.path not in change:
            continue
        if factor not in fixed or change[found.path] != found.levels[fixed[factor]]:
            what = f"the arm {name!r} changes what the factor {factor!r} varies"
            remedy = "leave it to the factor, or write `factors: none` in this arm"
            at = ("arms", name, "change", found.path)
            problems.append(document.problem(at, what, remedy=remedy, at_key=True))
    return _Arm(name, settings, fixed, [factor for factor in factors if factor not in fixed])


def _settings(arm: _Arm, chosen: Mapping[str, str], factors: Mapping[str, Factor]) -> dict[str, Any]:
    """The arm with its levels as changes (after its own, so that they hold) and by name."""
    settings = copy.deepcopy(arm.settings)
    change = settings.get("change")
    if change is None or isinstance(change, dict):  # anything else is for the validation to complain about
        levels = {factors[name].path: copy.deepcopy(factors[name].levels[chosen[name]]) for name in factors}
        settings["change"] = {**(change or {}), **levels}
    settings["factors"] = {name: factors[name].kept(chosen[name]) for name in factors}
    return settings


def _too_long(document: Document, name: str, arm: _Arm) -> Problem:
    at = ("arms", arm.name) if arm.name else ("factors",)
    what = f"with its levels, the arm is called {name!r}, which has {len(name)} characters"
    remedy = "give the arm, its factors or their levels shorter names"
    return document.problem(at, what, f"at most {LONGEST_NAME}", remedy, at_key=True)


def _twice(document: Document, name: str, arm: _Arm) -> Problem:
    at = ("arms", arm.name) if arm.name else ("factors",)
    return document.problem(
        at, f"two arms would be called {name!r}", remedy="rename one of them", at_key=True
    )


def _replace(
    document: Document,
    crossed: dict[str, Any],
    sources: Mapping[str, tuple[_Arm, dict[str, str]]],
    factors: Mapping[str, Factor],
) -> None:
    """Put the new arms in the place of the old ones, each with the spots of where it comes from."""
    spots = document.spots
    before = {name: list(document.under(("arms", name))) for name in document.data.get("arms") or {}}
    for name, found in before.items():
        for rest, _ in found:
            del spots[("arms", name, *rest)]
    spots.setdefault(("arms",), spots[("factors",)])
    document.data["arms"] = crossed
    for name, (arm, chosen) in sources.items():
        if arm.name is not None:
            for rest, spot in before[arm.name]:
                spots[("arms", name, *rest)] = spot
        else:
            spots[("arms", name)] = spots[("factors", next(iter(factors)))]
        for factor in chosen:
            _point_at_level(document, name, factor, factors[factor], chosen[factor])


def _point_at_level(document: Document, arm: str, name: str, factor: Factor, level: str) -> None:
    """Complaints about the change point at the level, those about its path at the factor's `path`."""
    target = ("arms", arm, "change", factor.path)
    levels = document.data["factors"][name]["levels"]
    which = level if isinstance(levels, dict) else list(factor.levels).index(level)
    path = document.spots[("factors", name, "path")]
    for rest, spot in document.under(("factors", name, "levels", which)):
        key = spot.key if rest else (path.line, path.column)
        document.spots[(*target, *rest)] = Spot(spot.line, spot.column, key)
