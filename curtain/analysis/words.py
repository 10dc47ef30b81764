"""What people said in their own words: quotes, search, and how often each tag was given, by arm."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Literal, NamedTuple, Protocol

import numpy as np
import pandas as pd

from curtain.analysis.agreement import kappa
from curtain.analysis.frames import step_of
from curtain.analysis.intervals import Interval, share_of_people
from curtain.analysis.plan import Plan

Kind = Literal["comment", "report", "answer", "chat"]

KINDS: Mapping[Kind, str] = {
    "comment": "Comments",
    "report": "Reported mistakes",
    "answer": "Answers in their own words",
    "chat": "In conversations",
}


class Quote(NamedTuple):
    """One thing that somebody said. `about` is the question that it answers, or the step where it was said."""

    id: str
    participant: str
    number: int
    session: str
    arm: str
    step: str
    trial: int
    kind: Kind
    about: str
    text: str
    at: str


class Remark(Protocol):
    """The part of a stored tag or pin that is counted."""

    @property
    def quote(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def tag(self) -> str: ...
    @property
    def staff(self) -> str: ...
    @property
    def name(self) -> str: ...


class TagCount(NamedTuple):
    """How many people of an arm said something with this tag, out of those who said anything."""

    tag: str
    arm: str
    people: int
    share: Interval


class Alike(NamedTuple):
    """How alike two people tagged: over the quotes that both have tagged with anything, and by one tag."""

    tag: str
    names: tuple[str, str]
    quotes: int
    same: float
    kappa: float | None
    says: str


def quotes(
    plan: Plan,
    reaction: pd.DataFrame,
    answer: pd.DataFrame,
    message: pd.DataFrame,
    numbers: Mapping[str, int],
) -> list[Quote]:
    """Everything that people said, oldest first; `numbers` are the participants' in the panel."""
    found = [*_reactions(reaction), *_answers(plan, answer), *_messages(message)]
    return [
        quote._replace(number=numbers.get(quote.participant, 0))
        for quote in sorted(found, key=lambda q: q.at)
    ]


def _reactions(rows: pd.DataFrame) -> Iterable[Quote]:
    if rows.empty:
        return
    said = rows[rows["kind"].isin(["comment", "report"]) & rows["value"].notna()]
    last = said.sort_values("revision", kind="stable").drop_duplicates(
        ["session", "step", "trial", "kind", "prediction"], keep="last"
    )
    for row in last.to_dict("records"):
        text = _plain(row["value"])
        if text:
            kind: Kind = "report" if row["kind"] == "report" else "comment"
            yield _quote(f"r{row['id']}", row, row["step"], kind, str(row["step"]), text)


def _answers(plan: Plan, rows: pd.DataFrame) -> Iterable[Quote]:
    if rows.empty:
        return
    places = step_of(rows["step"])
    for where, row in zip(places, rows.to_dict("records"), strict=True):
        about = plan.free.get((where, str(row["item"])))
        text = _plain(row["value"])
        if about and text:
            yield _quote(
                f"a{row['session']}/{row['step']}/{row['item']}",
                {**row, "trial": 0},
                where,
                "answer",
                about,
                text,
            )


def _messages(rows: pd.DataFrame) -> Iterable[Quote]:
    if rows.empty:
        return
    for row in rows[rows["said_by"].eq("participant")].to_dict("records"):
        if text := _plain(row["text"]):
            yield _quote(f"m{row['id']}", row, row["step"], "chat", str(row["step"]), text)


def _quote(id: str, row: Mapping[object, object], step: object, kind: Kind, about: str, text: str) -> Quote:
    who = (str(row[name] or "") for name in ("participant", "session", "arm"))
    participant, session, arm = who
    trial = int(str(row["trial"] or 0).split(".")[0] or 0)
    return Quote(id, participant, 0, session, arm, str(step), trial, kind, about, text, str(row["at"]))


def _plain(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


# Search -----------------------------------------------------------------


def folded(text: str) -> str:
    """Without capitals and accents, so that "Größe" is found by "grosse" and "café" by "cafe"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def search(found: Iterable[Quote], query: str) -> list[Quote]:
    """The quotes in which every word of the query occurs, wherever it stands."""
    words = folded(query).split()
    return [quote for quote in found if all(word in folded(f"{quote.text} {quote.about}") for word in words)]


# Tags -----------------------------------------------------------------


def tags_of(remarks: Iterable[Remark]) -> dict[str, set[str]]:
    """The tags of each quote, whoever gave them."""
    found: dict[str, set[str]] = {}
    for remark in remarks:
        if remark.kind == "tag":
            found.setdefault(remark.quote, set()).add(remark.tag)
    return found


def tag_counts(said: Sequence[Quote], remarks: Sequence[Remark], arms: Sequence[str]) -> list[TagCount]:
    """For every tag and arm; a person counts once, however often they said it."""
    tagged = tags_of(remarks)
    by_arm = {arm: {quote.participant for quote in said if quote.arm == arm} for arm in arms}
    counts = []
    for tag in sorted({tag for tags in tagged.values() for tag in tags}):
        for arm in arms:
            people = {q.participant for q in said if q.arm == arm and tag in tagged.get(q.id, ())}
            counts.append(TagCount(tag, arm, len(people), share_of_people(len(people), len(by_arm[arm]))))
    return counts


def alike(remarks: Sequence[Remark]) -> list[Alike]:
    """For every two people who tagged some of the same quotes, and every tag that either used there."""
    by_person: dict[str, dict[str, set[str]]] = {}
    names = {}
    for remark in remarks:
        if remark.kind == "tag":
            by_person.setdefault(remark.staff, {}).setdefault(remark.quote, set()).add(remark.tag)
            names[remark.staff] = remark.name
    found = []
    for first, second in combinations(sorted(by_person), 2):
        one, other = by_person[first], by_person[second]
        both = sorted(one.keys() & other.keys())
        for tag in sorted({tag for quote in both for tag in one[quote] | other[quote]}):
            pairs = [(tag in one[quote], tag in other[quote]) for quote in both]
            found.append(_alike(tag, (names[first], names[second]), pairs))
    return found


def _alike(tag: str, names: tuple[str, str], pairs: Collection[tuple[bool, bool]]) -> Alike:
    same = sum(a == b for a, b in pairs) / len(pairs)
    sides = (True, False)
    table = np.array(
        [[sum(pair == (one, other) for pair in pairs) for other in sides] for one in sides], dtype=float
    )
    found = kappa(table)
    told = f"kappa {found:.2f}" if found is not None else "kappa: cannot tell"
    says = f"“{tag}”: {names[0]} and {names[1]} agree on {same:.0%} of {len(pairs)} quotes ({told})."
    return Alike(tag, names, len(pairs), same, found, says)
