"""The product: a screen with facts, something to read or fill in, what a feature says, and buttons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from scenarios.base import Label, Name, Prose, Text
from scenarios.document import Finding, unknown
from scenarios.errors import complaint
from scenarios.steps.base import BaseStep
from scenarios.steps.presented import Feedback, Presented, Starts, StartsText
from scenarios.steps.skins import Fields, Gauge, Items, Photo, Skin

if TYPE_CHECKING:
    from scenarios.model import Feature
    from scenarios.steps.placed import Placed

NOTHING = "nothing"
OWN = ("form", "photo", "table", "cards", "gauge")  # skins with a key of their own name
SPEAKS = ("text", "only_when", "waiting", "why", "presented", "starts")  # keys that speak for a feature

Does = Literal["accept", "dismiss", "undo", "contact"]


def _ends(buttons: dict[str, Does]) -> dict[str, Does]:
    if not set(buttons.values()) & {"accept", "dismiss"}:
        raise complaint(
            "no button ends this screen", "a button for accept or dismiss", "add one: `Go on: accept`"
        )
    if len(set(buttons.values())) < len(buttons):
        raise complaint("two buttons mean the same reaction", "each reaction once", "remove one of them")
    return buttons


class Show(BaseStep):
    """The product with what the feature `show` says (`nothing`: no feature).

    `title`, `card` and `content` are facts, `text` is what the feature says and `why` its reason; all are templates.
    """

    kind: ClassVar[Literal["show"]] = "show"
    show: Name
    skin: Skin = "phone"
    only_when: str | None = None
    title: Text
    card: dict[Label, Text] = {}
    content: Prose | None = None
    text: Text | None = None
    why: Text | None = None
    waiting: Text | None = None
    buttons: Annotated[dict[Label, Does], Field(min_length=1, max_length=6), AfterValidator(_ends)]
    contact_says: Text | None = None
    presented: Presented = Presented()
    starts: StartsText = Starts()
    feedback: Feedback | None = None
    address: Text | None = None
    form: Fields | None = None
    photo: Photo | None = None
    table: Items | None = None
    cards: Items | None = None
    gauge: Gauge | None = None

    @property
    def uses(self) -> str | None:
        return None if self.show == NOTHING else self.show

    @property
    def own(self) -> Fields | Photo | Items | Gauge | None:
        """What this skin shows besides words."""
        found: Fields | Photo | Items | Gauge | None = getattr(self, self.skin) if self.skin in OWN else None
        return found

    @property
    def buttons_after(self) -> frozenset[str]:
        """What the buttons mean, and what the form of presentation adds to them."""
        added = self.presented.reactions if self.uses else frozenset()
        return frozenset({*self.buttons.values(), *added})

    @property
    def opens(self) -> bool:
        """Whether something of what the feature says is there only for those who open it."""
        folded = self.presented.explanation == "on demand" and self.why is not None
        return self.uses is not None and (folded or self.presented.force in ("mark", "block"))

    @property
    def reactions(self) -> frozenset[str]:
        """Every reaction that is possible here."""
        return frozenset(
            {
                *self.buttons_after,
                *(self.feedback.reactions if self.feedback else ()),
                *(["edit"] if self.skin == "form" and self.uses else []),
                *(["explain"] if self.opens else []),
            }
        )

    def findings(self, at: Placed) -> Iterator[Finding]:
        yield from self._skin(at)
        if self.uses is None:
            for key in SPEAKS:
                if key in self.model_fields_set and getattr(self, key):
                    yield Finding(
                        at.at(key),
                        f"{key!r} speaks for a feature, and this screen shows nothing",
                        "a feature's name after `show:`",
                        "name the feature, or put the words on the card",
                        at_key=True,
                    )
        else:
            yield from self._use(at)
        yield from self._contact(at)
        yield from self._buttons(at)
        yield from at.template(("title",), self.title)
        for label, fact in self.card.items():
            yield from at.template(("card", label), fact)
        for key in ("content", "address"):
            text = getattr(self, key)
            if text and "{" in text:
                yield from at.template((key,), text)
        for key in ("text", "why") if self.uses else ():
            yield from at.template((key,), getattr(self, key) or "", self.show)

    def _skin(self, at: Placed) -> Iterator[Finding]:
        own = self.own
        if self.skin in OWN and own is None:
            what = f"nothing is said of the {self.skin}"
            yield Finding(at.at("skin"), what, f"a line `{self.skin}: …`", "add it")
        elif isinstance(own, Items):
            yield from own.findings(at, self.uses, self.skin)
        elif own is not None:
            yield from own.findings(at, self.uses)
        # An arm may have another skin than the rest, and cannot take a key away.
        for key in () if "skin" in self.model_fields_set else (*OWN, "address"):
            if getattr(self, key) is not None:
                skin = "browser" if key == "address" else key
                yield Finding(
                    at.at(key), f"a phone shows no {key}", f"a line `skin: {skin}`", "add it", at_key=True
                )

    def _use(self, at: Placed) -> Iterator[Finding]:
        yield from at.feature("show", self.show)
        feature = at.scenario.features.get(self.show)
        if feature is None:
            return
        if not self.text and self.own is None:
            what = f"nothing of the feature {self.show!r} would be seen"
            yield Finding(at.path, what, "a line `text: …`", "add it", True)
        if self.only_when is not None and self.only_when not in feature.answers:
            within = f"of {self.show!r}"
            yield unknown(at.at("only_when"), "answer", self.only_when, feature.answers, within=within)
        yield from self._presented(at, feature)

    def _presented(self, at: Placed, feature: Feature) -> Iterator[Finding]:
        yield from self.presented.findings(at, feature, why=self.why is not None)
        if not self.text and (self.presented.how != "annotate" or self.presented.force != "banner"):
            what = "there are no words for what comes up"
            yield Finding(at.at("presented"), what, "a line `text: …`", "add it", at_key=True)
        if self.skin == "form" and self.presented.how != "annotate":
            yield Finding(
                at.at("presented", "as"),
                "the values of a form stand in its fields",
                "annotate",
                "use it here",
            )
        if self.skin == "form" and "accept" not in self.buttons.values():
            yield Finding(
                at.at("buttons"),
                "no button sends the form",
                "a button such as `Send: accept`",
                "add it",
                at_key=True,
            )
        limit = self.time_limit
        if limit and self.starts.by_itself and self.starts.by_itself[1] >= limit:
            what = f"the screen is over after {limit:g} s, and the feature may begin later"
            yield Finding(at.at("starts"), what, "a moment before that", "give the screen more time")

    def _contact(self, at: Placed) -> Iterator[Finding]:
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

    def _buttons(self, at: Placed) -> Iterator[Finding]:
        does, how = set(self.buttons.values()), self.presented.how
        # With `undo` an arm may say `automate`, and back: only a screen that nothing can make automatic is wrong.
        if "undo" in does and self.uses is None:
            yield Finding(
                at.at("buttons"), "there is nothing to undo", "a feature", "remove the button", at_key=True
            )
        if how == "countdown" and not {"accept", "dismiss"} <= does:
            what = "a countdown needs a button for what is done, and one that stops it"
            yield Finding(
                at.at("buttons"), what, "buttons for accept and dismiss", "add the other", at_key=True
            )
        if self.presented.force == "block" and not {"accept", "dismiss"} <= does and self.uses:
            what = "a block needs a safe way out, and one past it"
            yield Finding(
                at.at("buttons"), what, "buttons for accept and dismiss", "add the other", at_key=True
            )
