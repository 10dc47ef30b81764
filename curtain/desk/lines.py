"""One request as the console shows it: a line of the queue, or the whole of what the operator has to know.

Never the truth, never the arm's name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, Literal, NamedTuple

from curtain import predictions, style, transcript
from curtain.desk import shifts
from curtain.desk.forms import form
from curtain.desk.leases import Operator
from curtain.engine import Engine, Script
from curtain.floor import page_of
from curtain.state import Asked, SessionState
from feedback_db import PanelRow
from mocks import tasks
from scenarios import Feature, at_desk
from scenarios.formats import speaking
from scenarios.steps import Chat

SEEN = 12  # answers that a person has seen before are told; more do not fit beside the answer
IDLE_AFTER = 60.0  # seconds without any sign of somebody whose page is open

Here = Literal["typing", "waiting", "idle", "gone"]


def here(engine: Engine, state: SessionState) -> Here:
    """What a participant is doing, as far as their page tells."""
    page = page_of(state.id)
    if not engine.presence.is_here(page):
        return "gone"
    if engine.presence.is_typing(page):
        return "typing"
    return "idle" if engine.presence.idle_for(page) > IDLE_AFTER else "waiting"


def variant(seed: str, arms: list[str], arm: str) -> str:
    """The opaque name of an arm: a letter that says nothing about which it is, the same all through a panel."""
    return _variant(seed, tuple(arms), arm)


@lru_cache(maxsize=512)
def _variant(seed: str, arms: tuple[str, ...], arm: str) -> str:
    shuffled = sorted(arms, key=lambda each: hashlib.sha256(f"{seed}/{each}".encode()).digest())
    return f"Variant {chr(ord('A') + shuffled.index(arm))}"


def lines(engine: Engine, panel: str | None = None) -> Iterator[Line]:
    """All that waits at the desk, for one panel or at all, oldest first."""
    for prediction, session in engine.waiting.requests(panel):
        found = line(engine, prediction, session)
        if found and found.asked.open:
            yield found


def line(engine: Engine, prediction: str, session: str) -> Line | None:
    """One request, whether it waits or not; None when the session has gone."""
    state = engine.look(session)
    asked = state.find(prediction)
    if asked is None:
        return None
    panel = engine.panel_of(state)
    return Line(engine, asked, state, panel, engine.script_of(state, panel, asked.period))


class Line(NamedTuple):
    """One request of a session."""

    engine: Engine
    asked: Asked
    state: SessionState
    panel: PanelRow
    script: Script

    @property
    def feature(self) -> Feature:
        """The feature, as this person's arm has it."""
        return self.script.scenario.features[self.asked.feature]

    @property
    def is_for(self) -> str | None:
        """Who alone is to answer it: the operator who plays this session, while they are at work."""
        taker = self.state.taken_by
        return taker if taker and self.engine.floor.is_at_work(taker) else None

    def common(self) -> dict[str, Any]:
        """What a line and the open request share."""
        return {
            "prediction": self.asked.id,
            "who": f"Participant {self.state.number}",
            "persona": self.state.persona,
            "arm": self._variant(),
            "trial": self.asked.trial,
            "of": self.script.stop(self.asked.place).of,
            "asked_at": self.asked.requested_at,
            "deadline_at": self.asked.deadline_at,
            "here": here(self.engine, self.state),
        }

    def _variant(self) -> str | None:
        """That of the arm in which it was asked, wherever the person is by now; None where no arm held."""
        arm = next(iter(self.state.arms[self.asked.period - 1 :]), "") if self.asked.period else ""
        return variant(self.panel.seed, self.panel.arms, arm) if arm in self.panel.arms else None

    def short(self, operator: Operator) -> dict[str, Any]:
        """A line of the queue."""
        holder = self.asked.claimed_by
        held = "waiting" if not holder else "mine" if holder == operator.id else "taken"
        if held == "waiting" and self.is_for not in (None, operator.id):
            held = "taken"
        return {
            **self.common(),
            "panel": self.panel.name,
            "state": held,
            "note": self.asked.note is not None,
            "reserved": self.is_for == operator.id,
            "practise": shifts.has_to_practise(self.engine, operator.id, self.state),
        }

    def second(self) -> dict[str, Any]:
        """A line for a second answer: nobody waits for it."""
        return {**self.common(), "panel": self.panel.name, "state": "second", "deadline_at": None}

    def whole(self, operator: Operator, *, second: bool = False) -> dict[str, Any]:
        """The open request. A `second` answer is given blind: nothing of the first one is told."""
        asked, feature, desk = self.asked, self.feature, self.feature.desk
        used = at_desk.facts_used(feature)
        facts = {
            name: value for name, value in transcript.facts(self.state, asked).items() if name not in used
        }
        talk = transcript.talk(self.state, asked)
        told = {
            **self.common(),
            "lease_until": asked.lease_until,
            "feature": asked.feature,
            "input": [
                {"label": name.replace("_", " ").capitalize(), "value": value}
                for name, value in facts.items()
            ],
            "talk": talk,
            "proposal": self._proposal(),
            "saw": [] if talk else self._seen(),  # a conversation tells it already
            "form": form(self.script, self.state, asked, operator.name),
            "guide": at_desk.guide(feature),
            "rules": list(desk.rules),
            "replies": self._replies(talk),
            "hold": desk.hold if isinstance(self.script.stop(asked.place).step, Chat) else None,
            "note": None if second else asked.note,
            "draft": None if second else asked.draft,
            "earlier": None if second or not asked.taken_back else asked.intended,
            "second": second,
            "style": self._style(operator, talk),
        }
        return {**told, "deadline_at": None, "lease_until": None} if second else told

    def _replies(self, talk: list[dict[str, str]]) -> list[dict[str, Any]]:
        said = next((line["text"] for line in reversed(talk) if line["by"] == "participant"), None)
        with speaking(self.script.scenario.lang):
            prepared = at_desk.prepared(self.feature, self.asked.input, said)
        found = [(reply.id, reply.category, reply.text, False) for reply in prepared]
        kept = self.engine.floor.replies(self.panel.id, self.asked.feature)
        found += [(reply.id, reply.category, reply.text, True) for reply in kept]
        return [
            {"id": id, "category": category, "text": text, "own": own, "send": not at_desk.slots(text)}
            for id, category, text, own in found
        ]

    def _style(self, operator: Operator, talk: list[dict[str, str]]) -> dict[str, Any] | None:
        """What replies are to be like here, and how the operator's latest ones to this person were."""
        desk, lang = self.feature.desk, self.script.scenario.lang
        if desk.words is None and not desk.as_they_talk:
            return None
        asked = [line["text"] for line in talk if line["by"] == "participant"]
        mine = [
            str(tasks.says(each.task, each.output).get("text", ""))
            for each in self.state.asked.values()
            if each.answered_by == operator.id and each.output is not None
        ]
        return {
            "asked": style.measured(" ".join(asked), lang)._asdict() if asked else None,
            "wanted": list(desk.words) if desk.words else None,
            "drift": style.drift(mine, desk.words, asked if desk.as_they_talk else None),
        }

    def _proposal(self) -> dict[str, Any] | None:
        if self.asked.proposal is None:
            return None
        output = self.asked.proposal["output"]
        text = predictions.label(self.asked.task, output)
        if tasks.find(self.asked.task).plain == "label":
            text = f"{text}, {tasks.says(self.asked.task, output)['score']:.0%} sure"
        return {"text": text, "output": output}

    def _seen(self) -> list[dict[str, Any]]:
        """The latest answers that this person has seen before, and what they did about each, oldest first."""
        seen = (
            each
            for each in reversed(self.state.asked.values())
            if each.released and each.released_at <= self.asked.requested_at
        )
        return [self._saw(each) for each in islice(seen, SEEN)][::-1]

    def _saw(self, asked: Asked) -> dict[str, Any]:
        decision = self.state.reactions.get(asked.place, {}).get("decision")
        step = self.script.stop(asked.place).step
        return {
            "trial": asked.trial,
            "prediction": predictions.label(asked.task, asked.output),
            "warned": predictions.speaks_up(step, asked, self.state),
            "reaction": decision["reaction"] if decision else None,
        }
