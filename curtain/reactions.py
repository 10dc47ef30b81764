"""What a participant did about a prediction, written down with what belongs to it."""

from __future__ import annotations

from typing import Any, Literal

from curtain import predictions
from curtain.acts import Act
from curtain.errors import Refused
from curtain.moving import move_on
from curtain.state import Asked, reaction_slot
from curtain.visit import Visit
from scenarios.steps import MEANS

LONGEST_COMMENT = 2_000


def record(
    visit: Visit,
    done: Act,
    reaction: str,
    value: Any = None,
    *,
    asked: Asked | None,
    before: Any = None,
    after: Any = None,
    distance: float | None = None,
    quality: dict[str, float] | None = None,
    by: Literal["person", "itself"] = "person",
) -> None:
    """Write a reaction down. `asked` is the prediction that it is about; `before` and
    `after` are what the product proposed and what they made of it, `distance` (0 to 1) how far that is apart,
    `quality` how good it is beside the truth."""
    stop = visit.stop
    turn = asked.turn if asked else 0
    visit.append(
        "reaction.recorded",
        f"{visit.spot}/{reaction_slot(reaction, turn)}",
        done.revision,
        reaction=reaction,
        decision=MEANS.get(reaction),
        value=value,
        prediction=asked.id if asked else None,
        turn=turn,
        place=stop.place,
        step=stop.step.id,
        trial=stop.trial,
        revision=done.revision,
        seen_to_pressed_ms=done.ms,
        warned=asked is not None and predictions.speaks_up(stop.step, asked, visit.state),
        truth=_truth(visit, asked),
        predicted=predictions.label(asked.task, asked.output) if asked else None,
        before=before,
        after=after,
        distance=distance,
        quality=quality,
        by=by,
    )


def _truth(visit: Visit, asked: Asked | None) -> Any:
    """What will really happen: as a measure of this step has it, else as the feature has it."""
    scenario, stop = visit.script.scenario, visit.stop
    column = scenario.judged_by(stop.step.id) if stop.each else None
    if column is not None:
        return visit.state.rows[stop.table][stop.trial - 1][column]
    return predictions.truth(scenario, stop, visit.state.rows, asked.feature if asked else None)


def about(visit: Visit, done: Act) -> Asked | None:
    """The prediction that an act is about: the one that it names, else the screen's latest. None where nothing was
    asked. Raises `Refused` for one that is not shown yet."""
    asked = visit.state.find(done.prediction) if done.prediction else visit.state.current
    if asked and asked.place == visit.state.place and not asked.released:
        raise visit.refusal("not_ready", "busy")
    return asked if asked and asked.place == visit.state.place else None


def react(visit: Visit, done: Act) -> None:
    """Carry out `react`: write the reaction down, and move on where it decides."""
    reaction = done.reaction or ""
    if reaction not in visit.stop.step.reactions:
        raise Refused(f"{reaction!r} is not possible on this screen.")
    asked = about(visit, done)
    if isinstance(done.value, str) and len(done.value) > LONGEST_COMMENT:
        raise visit.refusal("too_long", most=LONGEST_COMMENT)
    record(visit, done, reaction, done.value, asked=asked)
    if reaction in MEANS:
        move_on(visit)
