"""Who may read what participants wrote: reviewers only where the scenario lets them."""

from __future__ import annotations

from collections.abc import Collection

from curtain.staff import Role
from scenarios import Scenario


def reads_words(scenario: Scenario, roles: Collection[Role]) -> bool:
    """Whether somebody with these roles may read comments, conversations and answers in people's own words.

    Designers write the scenario and operators answer people, so both do; a team may keep them from its reviewers.
    """
    return scenario.reviewers_read_words or bool({"designer", "operator"} & set(roles))
