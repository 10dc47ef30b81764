"""Every number of the model of simulated people stands in docs/simulated.md as it is in the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from curtain.simulated import acting, crowd, operators, person
from curtain.simulated.acting import annotate, chat, choose, edit, embed, forms, pages, rank, show

DOCS = (Path(__file__).parents[2] / "docs" / "simulated.md").read_text(encoding="utf-8").replace("−", "-")


def share(value: float) -> str:
    return f"{value:.0%}"


SAID = [
    *(
        "Beta({:g}, {:g})".format(*person.TRUST),
        "{} to {}".format(*person.LEARNING),
        "{:g} ± {:g}".format(*person.CAUTION),
    ),
    *(
        f"{person.WORSE:g} · `learning`",
        f"+ {person.SIGN:g} for each fact",
        f"+ {person.BELIEVED:g} · trust · weight",
    ),
    *("{:g} s, spread {:g}".format(*person.PACE), f"spread {person.HASTE:g}. Of", f"| {person.LEAVES:g} |"),
    *(
        f"log-normal, {person.WAITS:g} s",
        f"{share(person.RETURNS)} come back",
        f"{share(person.CARELESS)} of people",
    ),
    f"{person.LIKING:g} + {person.BY_OUTCOME:g} · the share of decisions that turned out well",
    f"(trust, where none did) ± {person.NOISE:g}",
    *(f"bare statement is {show.BARE:g}", *(f"*{word}* {weight:g}" for word, weight in show.SAID.items())),
    f"A mark counts {show.FORCE['mark']:g} times",
    f"an interstitial {show.FORCE['interstitial']:g}, a block {show.FORCE['block']:g} times",
    *(
        f"opened {show.EXPLAINED:g} times",
        f"a mark ({share(show.OPENS)})",
        f"reason ({share(show.READS_WHY)})",
    ),
    *(f"thumb ({share(show.THUMBS)})", f"stars ({share(show.STARS)})", f"label ({share(show.LABELS)})"),
    *(f"report ({share(show.REPORTS)})", f"comment ({share(show.COMMENTS)})"),
    f"contact ({share(show.CONTACTS)}, without a notice {share(show.CONTACTS_UNAIDED)})",
    *(f"{share(show.ASKS)} press a button", f"{share(show.ANSWERS_EARLY)} are confirmed early"),
    f"up to {share(2 * show.EDITS)} · (1 - trust) are changed",
    *(f"{share(pages.DECLINES)} decline", f"{share(pages.WITHDRAWS)} take their data back"),
    *(f"{share(chat.THUMBS)} of answers by a thumb", f"{share(chat.LABELS)} by a label"),
    f"{share(2 * chat.ASKS_FOR_A_PERSON)} · (1 - trust) of turns",
    f"by hand, {annotate.DRAWS - 2} to {annotate.DRAWS + 2} boxes",
    f"move ({share(2 * annotate.MENDS)} · (1 - trust)) or delete ({share(2 * annotate.DROPS)} · (1 - trust))",
    f"change {share(edit.MENDS_MARKED)} of marked words and {share(edit.MENDS_OTHERS)} of others",
    f"log-odds {choose.LONGER:g} for twice the length); {share(choose.TIES)} call it a tie",
    *(
        f"{share(forms.LEAVES_OPEN)} of optional",
        f"look for {embed.LOOKS:g} seconds",
        f"over {share(acting.SKIPS)}",
    ),
    f"once from {share(acting.GOES_BACK)}",
    f"after {operators.TAKES:g} s\nand answer {operators.THINKS:g} s later (medians, spread {operators.SPREAD:g})",
    *(
        f"{share(operators.CONFIRMS)} of proposals",
        f"{share(operators.MISTAKES)} of labels",
        f"{share(operators.AWAY)} of requests",
    ),
    *(
        f"the others {crowd.APART:g} seconds apart",
        f"Cohorts of {crowd.COHORT}",
        f"Crowds of {crowd.WORTH_PROCESSES}",
    ),
]


@pytest.mark.parametrize("said", SAID)
def test_the_number_is_documented(said: str) -> None:
    assert said in DOCS


def test_neighbours_are_exchanged_as_often_as_documented() -> None:
    assert rank.SWAPS == 3
    assert "up to three times" in DOCS
