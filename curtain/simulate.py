"""Simulated people: they walk through a scenario by the real engine, under their own clock, and are marked as such.

A person is a few seeded numbers. They read the facts on the screen a little, believe the product as far as its record
allows, decide, and answer questionnaires by how it went. It is a model for dry runs and demonstrations, not of
anybody: every number is in `Person`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from pydantic import JsonValue

from curtain import doors, panels, predictions, session, views
from curtain.acts import Act
from curtain.clock import SteppedClock, moment
from curtain.engine import Engine
from curtain.state import SessionState

# How much a warning weighs by how sure it sounds, against a bare one.
SAID = (("possibly", 0.2), ("probably", 0.7), ("almost certainly", 1.2))
BARE = 0.9

AT_ONCE = 12  # people who walk at the same time, so that their writes share commits


@dataclass(slots=True)
class Person:
    """Who somebody is. Shares lie between 0 and 1.

    `trust` is the belief that a warning is right; it moves by `learning` after each outcome, more after a false alarm.
    `caution` is the log-odds of changing plans without any hint. `pace` is the median time to decide, in seconds.
    `patience` is the chance to stay at each screen. `style` shifts all answers on a scale.
    """

    rng: random.Random
    trust: float = field(init=False)
    learning: float = field(init=False)
    caution: float = field(init=False)
    pace: float = field(init=False)
    patience: float = field(init=False)
    style: float = field(init=False)
    went_well: list[bool] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        draw = self.rng
        self.trust = draw.betavariate(6, 3)
        self.learning = draw.uniform(0.05, 0.2)
        self.caution = draw.gauss(-1.6, 0.5)
        self.pace = draw.lognormvariate(math.log(4.0), 0.3)
        self.patience = 0.997
        self.style = draw.gauss(0, 0.08)

    def decide(self, row: Mapping[str, Any], notice: str | None) -> str:
        """Change plans or keep them, by the warning and by whatever on the screen looks like trouble."""
        signs = sum(str(value).lower() in {"heavy snow", "sorting centre"} for value in row.values())
        odds = self.caution + 0.5 * signs
        if notice:
            weight = next((weight for word, weight in SAID if word in notice), BARE)
            odds += 5.0 * self.trust * weight
        return "accept" if self.rng.random() < 1 / (1 + math.exp(-odds)) else "dismiss"

    def learn(self, warned: bool, right: bool, decided_right: bool) -> None:
        """Take in how it turned out."""
        self.went_well.append(decided_right)
        if warned:
            self.trust += self.learning * ((1 - self.trust) if right else -1.5 * self.trust)

    def rate(self, points: int, *, reverse: bool) -> int:
        """An answer on a scale from 1 to `points`, by how well things have gone; `reverse` for a negative item."""
        share = sum(self.went_well) / len(self.went_well) if self.went_well else 0.5
        liking = min(max(0.25 + 0.6 * share + self.style + self.rng.gauss(0, 0.09), 0.0), 1.0)
        value = 1 + round((1 - liking if reverse else liking) * (points - 1))
        return min(max(value, 1), points)

    def seconds(self, median: float) -> float:
        """A time to act, log-normal around `median`."""
        return self.rng.lognormvariate(math.log(median), 0.45)


def people(
    engine: Engine, panel: str, number: int, seed: str, told: Callable[[float], object] = lambda _share: None
) -> None:
    """Send `number` simulated people through a panel of simulated origin. `told` hears the share that is done."""
    tokens = panels.make_links(engine, panel, number)
    start = engine.clock() - timedelta(days=2)
    clocks = [SteppedClock(start + timedelta(minutes=7 * n)) for n in range(number)]
    # They come one after the other, so that arms and parcels are the same each time; then they walk side by side.
    for clock, token in zip(clocks, tokens, strict=True):
        doors.enter(engine.seen_by(clock), token).result()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="simulated") as pool:
        walks = [
            pool.submit(_walk, engine, clock, token, Person(random.Random(f"{seed}/{n}")))
            for n, (clock, token) in enumerate(zip(clocks, tokens, strict=True))
        ]
        for done, walk in enumerate(as_completed(walks), 1):
            walk.result()
            told(done / number)


def _walk(engine: Engine, clock: SteppedClock, token: str, person: Person) -> None:
    house = engine.seen_by(clock)
    behind = doors.session_behind(house, token)
    if behind is None:
        return
    session_id, panel = behind
    while (state := house.recall(session_id).result()).status == "running":
        if person.rng.random() > person.patience:
            return
        state = _wait(house, clock, state)
        screen = views.view(house, state, panel)["screen"]
        clock.step(person.seconds(person.pace))
        for done in _acts(person, state, screen):
            session.act(house, session_id, done).result()


def _wait(house: Engine, clock: SteppedClock, state: SessionState) -> SessionState:
    """Wait for this screen's prediction, and let time pass until it is shown."""
    asked = state.current
    if asked is None or asked.released:
        return state
    if not asked.answered:
        predictions.play(house, state, asked).result()
    asked = house.recall(state.id).result().asked[asked.id]
    if not asked.answered:
        clock.now = moment(asked.deadline_at)
        predictions.play(house, state, asked, fallback=True).result()
    clock.now = max(clock.now, moment(asked.release_at))

    def release(tx: Any) -> None:
        predictions.release(house, tx, house.state(tx, state.id), asked.id)

    house.store.do(release)
    return house.recall(state.id).result()


def _acts(person: Person, state: SessionState, screen: Mapping[str, Any]) -> list[Act]:
    place = state.place
    match screen["kind"]:
        case "consent" | "info":
            return [Act(place=place, act="next")]
        case "reveal":
            _learn(person, state, screen)
            return [Act(place=place, act="next")]
        case "survey":
            points = screen["scale"]["points"]
            # In the SUS every second item is phrased against the product.
            alternating = len(screen["items"]) == 10
            answers: dict[str, JsonValue] = {
                item["id"]: person.rate(points, reverse=alternating and number % 2 == 1)
                for number, item in enumerate(screen["items"])
            }
            return [Act(place=place, act="answer", answers=answers)]
        case "debrief":
            return [Act(place=place, act="keep" if person.rng.random() > 0.02 else "withdraw")]
        case "end":
            return []
        case _:
            return _on_the_product(person, state, screen)


def _on_the_product(person: Person, state: SessionState, screen: Mapping[str, Any]) -> list[Act]:
    asked, notice = state.current, screen["notice"]
    row = {line["label"]: line["value"] for line in screen["card"]["lines"]}
    ms = round(1000 * person.seconds(person.pace))
    prediction = asked.id if asked else None
    offered = {button["reaction"] for button in screen["buttons"]}
    done = []
    if notice:
        done.append(Act(place=state.place, act="shown", prediction=prediction, ms=40))
    if screen["ask"] and person.rng.random() < 0.4:
        value = "up" if person.rng.random() < 0.35 + 0.5 * person.trust else "down"
        done.append(
            Act(
                place=state.place,
                act="react",
                reaction="thumb",
                value=value,
                prediction=prediction,
                revision=1,
                ms=ms,
            )
        )
    if "contact" in offered and person.rng.random() < (0.05 if notice else 0.12):
        done.append(
            Act(place=state.place, act="react", reaction="contact", prediction=prediction, ms=ms // 2)
        )
    wish = person.decide(row, notice["text"] if notice else None)
    decision = wish if wish in offered else sorted(offered)[0]
    return [*done, Act(place=state.place, act="react", reaction=decision, prediction=prediction, ms=ms)]


def _learn(person: Person, state: SessionState, screen: Mapping[str, Any]) -> None:
    latest = next(
        (slots["decision"] for slots in reversed(state.reactions.values()) if "decision" in slots), None
    )
    if latest:
        late = latest["truth"] == "delayed"
        person.learn(
            bool(latest["warned"]), late, screen["tone"] == "good" or (screen["tone"] == "plain" and not late)
        )
