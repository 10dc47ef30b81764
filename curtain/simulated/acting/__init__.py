"""What people do on a screen, by its kind: a function from the data that a browser gets, and a person, to acts."""

from __future__ import annotations

from curtain.errors import CurtainError
from curtain.simulated.acting import annotate, chat, choose, edit, embed, forms, pages, rank, show
from curtain.simulated.look import Acting, Look, Move

__all__ = ["ACTING", "Stuck", "moves"]

SKIPS = 0.12  # share of screens passed over, where that is offered
GOES_BACK = 0.04  # share of screens from which somebody goes back once, where that is offered

ACTING: dict[str, Acting] = {
    "annotate": annotate.annotate,
    "chat": chat.chat,
    "choose": choose.choose,
    "consent": pages.consent,
    "debrief": pages.debrief,
    "edit": edit.edit,
    "embed": embed.embed,
    "form": forms.asked,
    "info": pages.info,
    "probe": forms.asked,
    "rank": rank.rank,
    "reveal": pages.reveal,
    "show": show.show,
    "survey": forms.asked,
}


class Stuck(CurtainError):
    """A simulated person does not get any further: a screen without a way out, or one that nobody knows."""


class NotYet(Stuck):
    """What they did comes too early: the screen asks them to wait a moment."""


def moves(look: Look) -> list[Move]:
    """What somebody does next; nothing where they wait. Raises `Stuck`."""
    kind, person = look.screen["kind"], look.person
    act = ACTING.get(kind)
    if act is None:
        raise Stuck(
            f"nobody knows what to do on a screen of the kind {kind!r}; say it in curtain/simulated/acting"
        )
    if look.screen.get("skip") and look.once("skip") and person.chance(SKIPS):
        return [Move(person.seconds(person.pace / 2), "skip")]
    if look.screen.get("back") and look.once("back") and person.chance(GOES_BACK):
        return [Move(person.seconds(person.pace / 2), "back")]
    return act(look)
