"""Whether the data can be trusted: what may have gone wrong with a panel, each in one plain sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from curtain.analysis.guards import flagged, met, sent
from curtain.analysis.guards.shape import Given, Guard, State
from curtain.analysis.plan import Plan
from curtain.analysis.study import Study

__all__ = ["Guard", "State", "guards", "reasons"]

_ORDER: tuple[State, ...] = ("invalid", "look", "cannot tell", "fine")
_LOOKS = (*sent.LOOKS, *met.LOOKS, *flagged.LOOKS)


def guards(
    study: Study, plan: Plan, weights: Mapping[str, float] | None = None, whole: Study | None = None
) -> list[Guard]:
    """Everything that was looked at, the worst first.

    `weights`: how many people each arm was to get, beside the others (all alike, unless it is said). `whole` is the
    study with the people who were left out on purpose: who was sent where, who left and who is flagged is counted
    with them.
    """
    given = Given(study, study if whole is None else whole, plan, weights or {})
    found = [guard for look in _LOOKS for guard in look(given)]
    return sorted(found, key=lambda guard: _ORDER.index(guard.state))


def reasons(found: Sequence[Guard]) -> tuple[str, ...]:
    """Why nothing may be decided by these data, if so."""
    return tuple(guard.says for guard in found if guard.state == "invalid")
