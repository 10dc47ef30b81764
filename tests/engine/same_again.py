"""Plays simulated people through the courier scenario and prints what they met.

    python -m tests.engine.same_again MOCK

MOCK plays in the arm `short`, a mock that is wrong at times in all others.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from curtain import panels, simulated
from curtain.clock import moment
from tests.engine.changed import SLUG, changed_house

WRONG_AT_TIMES = {"kind": "imperfect", "alarm": "delayed", "misses": 1, "false_alarms": 2, "confidence": {}}
SHORT = "  short: {change: {steps.warning.text: This parcel will be late."


def met(played_in_short: str) -> list[dict[str, Any]]:
    """What each person met, by number: a line for each prediction."""
    with tempfile.TemporaryDirectory() as folder:
        house = changed_house(Path(folder), {"wrong": WRONG_AT_TIMES}, "wrong")
        file = Path(folder) / "library" / SLUG / f"{SLUG}.yaml"
        text = file.read_text(encoding="utf-8")
        assert SHORT in text
        file.write_text(text.replace(SHORT, f"{SHORT}, features.delay.played_by: {played_in_short}"))
        panel = panels.create(house.engine, SLUG, "Same", origin="simulated", seed="same")
        panels.open_panel(house.engine, panel)
        simulated.people(house.engine, panel, 22, seed="same")
        with house.engine.store.reading() as reading:
            found = [
                {
                    "who": session.number,
                    "arm": session.arm,
                    "place": one.place,
                    "input": one.input,
                    "intended": one.intended,
                    "output": one.output,
                    "provenance": one.provenance,
                    "held": (moment(one.release_at) - moment(one.requested_at)).total_seconds(),
                }
                for session in reading.sessions(panel, "simulated")
                for one in reading.predictions_of(session.id)
            ]
        house.close()
        return sorted(found, key=lambda line: (line["who"], line["place"]))


if __name__ == "__main__":
    print(json.dumps(met(sys.argv[1]), indent=1))
