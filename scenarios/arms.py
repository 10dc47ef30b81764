"""Arms: how `change` merges into a scenario's data by path, before it is validated like any other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scenarios.document import Document, Path
from scenarios.errors import Problem, did_you_mean, listed
from scenarios.steps import kind_of

CHANGEABLE = ("shown_title", "app_name", "words", "data", "mocks", "features", "faults", "steps")
OPEN = ("features", "steps")  # what has parts that need not be written
OFF = ("off", False)


def prepare(document: Document) -> None:
    """Give every step an id, so that it can be spoken of, and every mock that stands inside a feature a name."""
    found = _steps(document.data)
    taken = {str(step.get("id")) for _, step in found}
    for _, step in found:
        if "id" not in step:
            kind = (kind_of(step) or "step").strip("<>")
            number, name = 1, kind
            while name in taken:
                number += 1
                name = f"{kind}-{number}"
            taken.add(name)
            step["id"] = name


def name_mocks(document: Document) -> None:
    """Move each mock that a feature describes in place (`played_by: {kind: …}`) to `mocks:`, by the feature's name."""
    features = document.data.get("features")
    for feature, settings in features.items() if isinstance(features, dict) else ():
        if not isinstance(settings, dict) or not isinstance(settings.get("played_by"), dict):
            continue
        mocks = document.data.setdefault("mocks", {})
        if not isinstance(mocks, dict):
            return
        name = feature if feature not in mocks else f"{feature}-mock"
        mocks[name] = settings["played_by"]
        settings["played_by"] = name
        for rest, spot in document.under(("features", feature, "played_by")):
            document.spots[("mocks", name, *rest)] = spot


def apply(document: Document, arm: str) -> list[Problem]:
    """Merge an arm's changes into the document; gives the changes that point nowhere."""
    arms = document.data.get("arms")
    settings = arms.get(arm) if isinstance(arms, dict) else None
    change = settings.get("change") if isinstance(settings, dict) else None
    problems: list[Problem] = []
    for path, value in change.items() if isinstance(change, dict) else ():
        source: Path = ("arms", arm, "change", path)
        problem = _merge_at(document, tuple(str(path).split(".")), value, source)
        if problem:
            problems.append(problem)
    return problems


def sets_player(change: Mapping[str, Any], feature: str) -> bool:
    """Whether an arm's change says who plays a feature."""
    for path, value in change.items():
        parts = path.split(".")
        if parts[:3] == ["features", feature, "played_by"]:
            return True
        inner: Any = {tuple(parts): value}
        for key in ("features", feature, "played_by"):
            inner = _step_into(inner, key)
        if inner is not None:
            return True
    return False


def _step_into(found: Any, key: str) -> Any:
    """One key down a mapping whose keys may be paths, as tuples."""
    if not isinstance(found, dict):
        return None
    for name, value in found.items():
        path = name if isinstance(name, tuple) else (name,)
        if path[0] == key:
            return {path[1:]: value} if path[1:] else value
    return None


def _merge_at(document: Document, path: tuple[str, ...], value: Any, source: Path) -> Problem | None:
    if path[0] not in CHANGEABLE:
        remedy = did_you_mean(path[0], CHANGEABLE, "begin with one of them")
        return document.problem(
            source, f"an arm cannot change {path[0]!r}", listed(CHANGEABLE), remedy, at_key=True
        )
    target: Path = (path[0],)
    rest = path[1:]
    if path[0] == "steps":
        steps = {str(step.get("id")): where for where, step in _steps(document.data)}
        if not rest:
            return document.problem(
                source, "'steps' alone names no step", "a path such as steps.warning.text", at_key=True
            )
        if rest[0] not in steps:
            remedy = did_you_mean(rest[0], steps, "give the step that you mean an `id:`")
            return document.problem(
                source, f"no step has the id {rest[0]!r}", listed(steps), remedy, at_key=True
            )
        target, rest = steps[rest[0]], rest[1:]
        if not rest and value in OFF:
            target, rest, value = (*target, "off"), (), True
    if path[0] == "features" and rest:
        features = document.data.get("features") or {}
        if rest[0] not in features:
            remedy = did_you_mean(rest[0], features, "name it under `features:` first")
            return document.problem(
                source, f"there is no feature {rest[0]!r}", listed(features), remedy, at_key=True
            )
    here: Any = document.data
    for key in target[:-1]:
        here = here[key]
    if not rest:
        _put(document, here, target, value, source)
        return None
    here = here.setdefault(target[-1], {}) if isinstance(here, dict) else here[target[-1]]
    for key in rest[:-1]:
        if isinstance(here, dict) and key not in here and path[0] in OPEN:
            here[
                key
            ] = {}  # a block that stood at its defaults; what does not belong there is told by the model
            document.spots[(*target, key)] = document.spots[source]
        if not isinstance(here, dict) or key not in here:
            known = list(here) if isinstance(here, dict) else []
            remedy = did_you_mean(key, known, "name a part that is there")
            what = f"there is no {key!r} in {'.'.join(path[: path.index(key)])}"
            return document.problem(source, what, listed(known), remedy, at_key=True)
        target, here = (*target, key), here[key]
    if not isinstance(here, dict):
        what = f"{'.'.join(path[:-1])!r} has no parts that could be changed"
        return document.problem(source, what, "a path to a key of the scenario", at_key=True)
    _put(document, here, (*target, rest[-1]), value, source)
    return None


def _put(document: Document, parent: Any, target: Path, value: Any, source: Path) -> None:
    """Set or merge one value: mappings merge key by key, a mock of another kind is replaced, `off` ends a feature."""
    key = target[-1]
    present = parent.get(key) if isinstance(parent, dict) else parent[key]
    if len(target) == 2 and target[0] == "features" and value in OFF and isinstance(present, dict):
        present["off"] = True
        _carry(document, source, (*target, "off"))
        return
    if isinstance(present, dict) and isinstance(value, dict) and not _other_kind(present, value):
        for inner, changed in value.items():
            _put(document, present, (*target, inner), changed, (*source, inner))
        return
    parent[key] = value
    for rest, _ in document.under(target):
        del document.spots[(*target, *rest)]
    _carry(document, source, target)


def _carry(document: Document, source: Path, target: Path) -> None:
    """What now stands at the target is complained about where it was written: in the arm."""
    for rest, spot in document.under(source):
        document.spots[(*target, *rest)] = spot


def _other_kind(present: dict[str, Any], value: dict[str, Any]) -> bool:
    return "kind" in value and value["kind"] != present.get("kind")


def _steps(data: dict[str, Any]) -> list[tuple[Path, dict[str, Any]]]:
    """Every step that has the form of one, with its path."""
    return list(_inside(data.get("flow"), ("flow",)))


def _inside(flow: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for n, step in enumerate(flow if isinstance(flow, list) else ()):
        if not isinstance(step, dict):
            continue
        if "each" in step:
            yield from _inside(step.get("steps"), (*path, n, "steps"))
        else:
            yield (*path, n), step
