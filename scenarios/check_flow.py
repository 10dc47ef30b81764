"""What does not fit together in the flow as a whole: blocks, names, and steps that nobody gets to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from mocks.expressions import Expression
from scenarios import trying
from scenarios.document import Finding, Path, unknown
from scenarios.errors import listed
from scenarios.model import Scenario
from scenarios.steps import ARM, ONCE, STEPS, BaseStep, Each, Placed, spoken

MOST_STOPS = 2_000
# What would let people pass where each of them has to choose, or means nothing at the end of all.
_NOT_THERE: dict[str, tuple[str, tuple[str, ...]]] = {
    "consent": ("nobody goes on without saying yes", ("when", "optional", "back", "time_limit")),
    "debrief": ("everybody chooses whether their answers are kept", ("optional", "time_limit")),
    "end": ("nothing comes after the end", ("optional", "back", "time_limit")),
}


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything that does not fit together in the flow."""
    placed = list(_placed(scenario, ("flow",), scenario.flow, None))
    yield from _names(placed)
    yield from _order(scenario)
    yield from _told_before(scenario)
    yield from _blocks(scenario, ("flow",), scenario.flow, ())
    for one in placed:
        why, keys = _NOT_THERE.get(one.step.kind, ("", ()))
        for key in keys:
            if getattr(one.step, key):
                what = f"{key!r} cannot be said of {one.step.kind!r}"
                yield Finding(one.at(key), f"{what}: {why}", remedy="remove the line", at_key=True)
        yield from one.step.findings(one)
        if one.step.when:
            yield from _condition(one, one.step.when)


def tried(scenario: Scenario) -> Iterator[Finding]:
    """Texts that cannot be filled in. The scenario must hold together but for them."""
    cases = cache(lambda each, features: list(trying.contexts(scenario, each, features)))
    for one in _placed(scenario, ("flow",), scenario.flow, None):
        yield from one.step.findings(one._replace(cases=partial(cases, one.each)))


def _placed(
    scenario: Scenario, path: Path, flow: list[BaseStep | Each], each: str | None
) -> Iterator[Placed]:
    before: BaseStep | None = None
    for n, step in enumerate(flow):
        if isinstance(step, Each):
            data = each if step.each == ARM else step.each
            yield from _placed(scenario, (*path, n, "steps"), step.steps, data)
            before = None
        else:
            yield Placed(scenario, (*path, n), step, each, before)
            before = step


def _names(placed: list[Placed]) -> Iterator[Finding]:
    seen: set[str] = set()
    for one in placed:
        if one.step.id in seen:
            what = f"two steps have the id {one.step.id!r}"
            yield Finding(one.at("id"), what, "an id of its own", "rename one of them")
        seen.add(one.step.id)


def _order(scenario: Scenario) -> Iterator[Finding]:
    for n, part in enumerate(scenario.flow):
        if part.kind == "end" and n < len(scenario.flow) - 1:
            yield Finding(
                ("flow", n + 1),
                "nobody gets to this step",
                "nothing after `end`",
                "move `end` to the last place",
            )
        if part.kind == "consent" and n > 0:
            yield Finding(
                ("flow", n), "consent comes too late", "consent as the first step", "move it up", True
            )


def _told_before(scenario: Scenario) -> Iterator[Finding]:
    """A `probe` that asks what people think when they have been told."""
    kinds = [part.kind for part in scenario.flow]
    for n, part in enumerate(scenario.flow):
        if part.kind == "probe" and "debrief" in kinds[:n]:
            what = "people have been told by now how it really was"
            yield Finding(("flow", n), what, "`probe` before `debrief`", "move it up", True)


def _blocks(
    scenario: Scenario, path: Path, flow: list[BaseStep | Each], around: tuple[str, ...]
) -> Iterator[Finding]:
    for n, part in enumerate(flow):
        here: Path = (*path, n)
        if not isinstance(part, Each):
            if around and part.kind in ONCE:
                known = [kind for kind in STEPS if kind not in ONCE]
                what = f"{part.kind!r} cannot stand inside a repeated block"
                yield Finding((*here, part.kind), what, listed(known), "move it out of the block", True)
            continue
        if (ARM in around and part.each == ARM) or (around and around[-1] != ARM):
            what = f"the block `each: {part.each}` cannot stand inside `each: {around[-1]}`"
            yield Finding((*here, "each"), what, "blocks side by side", "move it out of the block", True)
        elif part.each == ARM:
            for key in ("take", "order", "block"):
                if key in part.model_fields_set:
                    what = f"{key!r} cannot be said of `each: arm`"
                    yield Finding(
                        (*here, key), what, remedy="every arm comes once, in a balanced order", at_key=True
                    )
        elif part.each not in scenario.data:
            yield unknown((*here, "each"), "data", part.each, scenario.data, "describe it under `data:`")
        else:
            yield from _rows(scenario, here, part)
        yield from _blocks(scenario, (*here, "steps"), part.steps, (*around, part.each))
    if path == ("flow",):
        stops = _stops(scenario, scenario.flow)
        if stops > MOST_STOPS:
            what = f"a person would go through {stops:,} screens"
            yield Finding(("flow",), what, f"at most {MOST_STOPS:,}", at_key=True)


def _rows(scenario: Scenario, here: Path, part: Each) -> Iterator[Finding]:
    data = scenario.data[part.each]
    if part.take and part.take > data.rows:
        yield Finding((*here, "take"), f"{part.each!r} has {data.rows} rows", f"at most {data.rows}")
    if part.order.startswith("blocks") and part.block is None:
        yield Finding(here, "`order: blocks` needs a column", "a line `block: …`", "name the column", True)
    if part.block is not None and part.block not in data.columns:
        yield unknown((*here, "block"), "column", part.block, data.columns, within=f"in {part.each!r}")
    elif part.block is not None and not part.order.startswith("blocks"):
        yield Finding((*here, "block"), "`block` is for `order: blocks`", remedy="add that line", at_key=True)


def _stops(scenario: Scenario, flow: list[BaseStep | Each]) -> int:
    """How many screens a person goes through."""
    found = 0
    for part in flow:
        if not isinstance(part, Each):
            found += 1
        elif part.each == ARM:
            found += len(scenario.arms) * _stops(scenario, part.steps)
        elif part.each in scenario.data:
            found += (part.take or scenario.data[part.each].rows) * _stops(scenario, part.steps)
    return found


def _condition(one: Placed, condition: Expression) -> Iterator[Finding]:
    """Names in `when` that lead nowhere would make it fail silently, for everybody."""
    known = {**one.known(), "reactions": [spoken(step) for step in one.scenario.steps]}
    for written in condition.names:
        name, _, rest = written.partition(".")
        if name not in known:
            yield unknown(one.at("when"), "value", written, known)
        elif rest and rest.split(".")[0] not in known[name]:
            yield unknown(one.at("when"), "value", written, [f"{name}.{field}" for field in known[name]])
