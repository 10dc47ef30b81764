"""The product: a screen with facts, what a feature says, and buttons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from scenarios.base import Label, Name, Text
from scenarios.document import Finding, unknown
from scenarios.errors import complaint
from scenarios.steps.base import MEANS, BaseStep, Reaction

if TYPE_CHECKING:
    from scenarios.steps.placed import Placed

NOTHING = "nothing"


def _ends(buttons: dict[str, Reaction]) -> dict[str, Reaction]:
    if not set(buttons.values()) & set(MEANS):
        raise complaint(
            "no button ends this screen", "a button for accept or dismiss", "add one: `Go on: accept`"
        )
    if len(set(buttons.values())) < len(buttons):
        raise complaint("two buttons mean the same reaction", "each reaction once", "remove one of them")
    return buttons


class Show(BaseStep):
    """The product with what the feature `show` says (`nothing`: no feature). `title`, `card` and `text` are templates."""

    kind: ClassVar[Literal["show"]] = "show"
    show: Name
    skin: Literal["phone"] = "phone"
    only_when: str | None = None
    title: Text
    card: dict[Label, Text] = {}
    text: Text | None = None
    waiting: Text | None = None
    buttons: Annotated[dict[Label, Reaction], Field(min_length=1, max_length=6), AfterValidator(_ends)]
    contact_says: Text | None = None
    ask: Text | None = None

    @property
    def uses(self) -> str | None:
        return None if self.show == NOTHING else self.show

    @property
    def reactions(self) -> frozenset[str]:
        """Every reaction that is possible here, the thumb too where the screen asks for one."""
        return frozenset({*self.buttons.values(), *(["thumb"] if self.ask else [])})

    def findings(self, at: Placed) -> Iterator[Finding]:
        if self.uses is None:
            for key, value in (("text", self.text), ("only_when", self.only_when), ("waiting", self.waiting)):
                if value:
                    yield Finding(
                        at.at(key),
                        f"{key!r} speaks for a feature, and this screen shows nothing",
                        "a feature's name after `show:`",
                        "name the feature, or put the words on the card",
                        at_key=True,
                    )
        else:
            yield from self._use(at)
        if "contact" in self.buttons.values() and not self.contact_says:
            yield Finding(
                at.at("buttons"),
                "nothing is said to somebody who makes contact",
                "a line `contact_says: …`",
                "add it",
                at_key=True,
            )
        if self.contact_says and "contact" not in self.buttons.values():
            yield Finding(
                at.at("contact_says"),
                "no button makes contact",
                "a button such as `Contact support: contact`",
                "add it, or remove this line",
                at_key=True,
            )
        yield from at.template(("title",), self.title)
        for label, text in self.card.items():
            yield from at.template(("card", label), text)
        if self.text:
            yield from at.template(("text",), self.text, self.show)

    def _use(self, at: Placed) -> Iterator[Finding]:
        yield from at.feature("show", self.show)
        feature = at.scenario.features.get(self.show)
        if feature is None:
            return
        if not self.text:
            what = f"nothing of the feature {self.show!r} would be seen"
            yield Finding(at.path, what, "a line `text: …`", "add it", True)
        if self.only_when is not None and self.only_when not in feature.answers:
            within = f"of {self.show!r}"
            yield unknown(at.at("only_when"), "answer", self.only_when, feature.answers, within=within)
