"""What does not fit together once all arms are seen: steps that nobody gets to, changes where no arm holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from scenarios import check_conditions
from scenarios.check_conditions import Asked
from scenarios.document import Finding, Path, unknown
from scenarios.measures import questions
from scenarios.model import Scenario
from scenarios.steps import ARM, BaseStep, Each, spoken


class _Spot(NamedTuple):
    """A step with its path, the block that it stands in, its place in the order, and whether arms hold there."""

    path: Path
    step: BaseStep
    block: Path | None
    each: str | None
    number: int
    in_arms: bool


def findings(scenario: Scenario, armed: Mapping[str, Scenario]) -> Iterator[Finding]:
    """Everything of that kind. `armed` has the scenario as each arm changes it."""
    spots = list(_spots(scenario))
    for spot in spots:
        if spot.step.when is not None:
            found = list(_condition(scenario, spots, spot))
            asked = Asked((*spot.path, "when"), spot.each, spot.step.when, list(armed.values()))
            yield from found or check_conditions.findings(asked)
    yield from _off_everywhere(spots, armed)
    yield from _out_of_reach(scenario, spots, armed)


def _spots(scenario: Scenario) -> Iterator[_Spot]:
    def inside(
        flow: list[BaseStep | Each], path: Path, block: tuple[Path | None, str | None], arms: bool
    ) -> Iterator[_Spot]:
        for n, part in enumerate(flow):
            here: Path = (*path, n)
            if isinstance(part, Each):
                around = block if part.each == ARM else (here, part.each)
                yield from inside(part.steps, (*here, "steps"), around, arms or part.each == ARM)
            else:
                yield _Spot(here, part, *block, 0, arms)

    found = inside(scenario.flow, ("flow",), (None, None), not scenario.within)
    yield from (spot._replace(number=number) for number, spot in enumerate(found))


def _condition(scenario: Scenario, spots: list[_Spot], here: _Spot) -> Iterator[Finding]:
    """A `when` that is the same for everybody, or that asks for what nobody has said yet."""
    when, at = here.step.when, (*here.path, "when")
    assert when is not None
    if not when.names:
        holds = when.check({})[1] is None
        what = "this is true for everybody" if holds else "nobody gets to this step: this is never true"
        remedy = "remove the line" if holds else "remove the step, or mend the condition"
        yield Finding(at, what, "a comparison such as answers.about.age > 30", remedy)
        return
    by_name = {spoken(spot.step.id): spot for spot in spots}
    for written in when.names:
        kind, _, rest = written.partition(".")
        name, _, item = rest.partition(".")
        there = by_name.get(name)
        if kind not in {"answers", "reactions"} or there is None:
            continue
        together = here.block is not None and here.block == there.block
        if there.number >= here.number and not together:
            what = f"nobody has been at {there.step.id!r} yet when this is asked"
            yield Finding(at, what, "a step that comes before", "move one of the two")
        elif kind == "reactions" and not _told_of(there.step):
            known = [spot.step.id for spot in spots if _told_of(spot.step)]
            yield Finding(at, f"nothing is decided at {there.step.id!r}", *_one_of(known))
        elif kind == "answers" and item:
            asked = questions(scenario, there.step.id)
            if asked and item.split(".")[0] not in asked:
                yield unknown(at, "question", item, asked, within=f"in {there.step.id!r}")


def _told_of(step: BaseStep) -> bool:
    """Whether a condition can speak of what was done at the step: a decision, or that they asked for a person."""
    return bool(step.decisions) or "contact" in step.reactions


def _one_of(known: list[str]) -> tuple[str, str]:
    return ("a step such as " + known[0], "name one") if known else ("a step with a decision", "add one")


def _off_everywhere(spots: list[_Spot], armed: Mapping[str, Scenario]) -> Iterator[Finding]:
    for spot in spots:
        if all(arm.steps[spot.step.id].off for arm in armed.values()):
            what = f"nobody gets to {spot.step.id!r}: it is off in every arm"
            yield Finding(spot.path, what, "an arm with this step", "remove the step, or an `off`", True)


def _out_of_reach(scenario: Scenario, spots: list[_Spot], armed: Mapping[str, Scenario]) -> Iterator[Finding]:
    """What an arm changes where no arm holds: before the last screening form, and around the block `each: arm`."""
    screens = [spot.number for spot in spots if getattr(spot.step, "screening", False)]
    for arm, changed in armed.items():
        for spot in spots:
            if changed.steps[spot.step.id] == scenario.steps[spot.step.id]:
                continue
            if screens and spot.number <= screens[-1]:
                screen = spots[screens[-1]].step.id
                what = f"people are at {spot.step.id!r} before it is known which arm they meet"
                expected = f"changes of steps after the screening form {screen!r}"
            elif not spot.in_arms:
                what = (
                    f"{spot.step.id!r} stands outside of `each: arm`, where people meet it as it is written"
                )
                expected = "changes of steps inside that block"
            else:
                continue
            yield Finding(
                _change(scenario, arm, spot.step.id), what, expected, "move the step, or leave it", True
            )


def _change(scenario: Scenario, arm: str, step: str) -> Path:
    """Where the arm changes the step."""
    written = scenario.arms[arm].change
    at: Path = ("arms", arm, "change")
    return next(((*at, path) for path in written if path.split(".")[:2] == ["steps", step]), ("arms", arm))
