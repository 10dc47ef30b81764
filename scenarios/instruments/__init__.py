"""Standard questionnaires with their published scoring; one YAML file each, with its source.

questionnaire  what a questionnaire is; scoring: from answers to a number
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from scenarios.errors import ScenariosError, did_you_mean, listed
from scenarios.instruments.questionnaire import Instrument, Item, Scale
from scenarios.instruments.scoring import Benchmark, Scoring

__all__ = ["Benchmark", "Instrument", "Item", "Scale", "Scoring", "get", "ids"]

FOLDER = Path(__file__).parent


@cache
def ids() -> tuple[str, ...]:
    """The questionnaires there are."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def get(name: str) -> Instrument:
    """A questionnaire by its id. Raises `ScenariosError` with the nearest name for one that is not there."""
    if name not in ids():
        hint = did_you_mean(name, ids(), f"there is {listed(ids())}")
        raise ScenariosError(f"there is no questionnaire {name!r}; {hint}")
    data = YAML(typ="safe", pure=True).load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return Instrument.model_validate(data)
