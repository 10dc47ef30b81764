"""Operators who do all that can be done at the desk, whether or not there is any need for it."""

from __future__ import annotations

from typing import Any

from tests.e2e.twins import COURIER, FEATURES, TALK, Place, Twins
from tests.line import Line

SECRET = "Zanzibar"  # stands in all that operators write to each other and to themselves
CEREMONY = {
    "desk.claimed", "desk.released", "desk.handed_over", "desk.answered", "prediction.retracted",
    "desk.second_answered", "desk.flagged", "desk.reply_kept", "desk.noted", "panel.paused",
}  # fmt: skip
# What they send first, and take back.
WRONG = {COURIER: [{"label": "delayed", "score": 0.5}], TALK: {"plain": SECRET}}


class Shift:
    """Two operators and somebody who looks on, who do all that can be done at the desk while somebody waits. In the end
    they give the answers that are `outputs`.

    Whom they have taken over is played by one of them alone, and in the courier scenario given back before the last
    question.
    """

    def __init__(self, twins: Twins, place: Place, outputs: list[Any]) -> None:
        self.place, self.outputs, self.alone = place, outputs, place.who == "taken over"
        hello = {"desk": place.panel}
        self.anna, self.ben = (Line(twins.url, hello, cookie=twins.cookie("operator")) for _ in "ab")
        self.me, self.other = (line.ok("desk.view")["me"] for line in (self.anna, self.ben))
        for line in (self.anna, self.ben):
            line.ok("desk.shift", do="start")
        [found] = self.anna.ok("desk.sessions")["sessions"]
        self.session = found["session"]
        self.observer = Line(twins.url, {"watch": self.session}, cookie=twins.cookie("reviewer"))
        if self.alone:
            self.anna.ok("desk.take_over", session=self.session)

    @property
    def ids(self) -> list[str]:
        return [self.me["id"], self.other["id"]]

    def answer(self, number: int) -> None:
        """Give the answer of that number when it is asked for, with all ceremony."""
        left = len(self.outputs) - 1 - number if self.alone and self.place.scenario == COURIER else None
        if left == 0:
            return
        self._answer(self.outputs[number], instead_of=None if number else WRONG[self.place.scenario])
        if left == 1:
            self.anna.ok("desk.give_over", session=self.session)

    def _waiting(self) -> str:
        while True:
            for line in self.anna.ok("desk.view")["queue"]:
                if line["state"] != "second":
                    return str(line["prediction"])
            self.anna.wait()

    def _answer(self, output: Any, *, instead_of: Any) -> None:
        asked = {"prediction": self._waiting()}
        anna, ben = self.anna, self.anna if self.alone else self.ben
        anna.ok("desk.claim", **asked, seen_ms=40)
        if instead_of is not None:
            anna.ok("desk.answer", **asked, output=instead_of, first_key_ms=9)
            anna.ok("desk.retract", **asked)
        if self.place.who == "kept waiting":
            anna.ok("desk.hold", **asked)
        anna.ok("desk.beat", **asked, draft=SECRET)
        anna.ok("desk.give_back", **asked, draft=SECRET)
        anna.ok("desk.claim", **asked)
        to = None if self.alone else self.other["id"]
        anna.ok("desk.hand_over", **asked, to=to, note=SECRET, draft=SECRET)
        ben.ok("desk.claim", **asked)
        ben.ok("desk.beat", **asked, draft=f"{SECRET}!")
        ben.ok("desk.shift", do="pause")
        for closed in (True, False):
            ben.ok("desk.doors", closed=closed)
        ben.ok("desk.shift", do="go_on")
        self.observer.ok("desk.note", session=self.session, text=SECRET)
        how = {"offered": ["a", "b"], "chosen": ["b"], "edited": True}
        ben.ok("desk.answer", **asked, output=output, how=how, off_script=True)
        ben.ok("desk.flag", **asked, what="mistake", text=SECRET)
        feature = FEATURES[self.place.scenario]
        ben.ok("desk.keep_reply", **asked, feature=feature, text=SECRET, category=None)
        second = self.ben if self.alone else anna
        second.ok("desk.claim", **asked)
        second.ok("desk.answer", **asked, output=output)
        self.observer.ok("view")

    def __enter__(self) -> Shift:
        return self

    def __exit__(self, *_: object) -> None:
        for line in (self.anna, self.ben, self.observer):
            line.close()
