"""What people said in their own words: quotes, search, and how often each tag was given, by arm."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations, groupby
from typing import Any, Literal, NamedTuple, Protocol

import numpy as np
import pandas as pd

from curtain.analysis.agreement import kappa
from curtain.analysis.frames import step_of
from curtain.analysis.intervals import Interval, share_of_people
from curtain.analysis.plan import Plan

Kind = Literal["comment", "report", "answer", "probe", "chat"]

KINDS: Mapping[Kind, str] = {
    "comment": "Comments",
    "report": "Reported mistakes",
    "answer": "Answers in their own words",
    "probe": "What they think was going on",
    "chat": "In conversations",
}


class Quote(NamedTuple):
    """One thing that somebody said. `about` is the question that it answers, or the step where it was said.

    `period` counts the arms that the person met, from 1; `prediction` is the one that it is about, and `event` the one
    of the log in which it was said: both are empty for answers, which come by the screen.
    """

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
    period: int = 1
    prediction: str = ""
    event: int | None = None


class Remark(Protocol):
    """The part of a stored tag, pin or mark of having read that is counted."""

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
    """How alike two people gave one tag, over the quotes that both have looked at."""

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
        ["session", "period", "step", "trial", "kind", "prediction"], keep="last"
    )
    for row in last.to_dict("records"):
        if text := _plain(row["value"]):
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
            id = f"a{row['session']}/{row['step']}/{row['item']}"
            yield _quote(id, row, where, "probe" if where in plan.probes else "answer", about, text)


def _messages(rows: pd.DataFrame) -> Iterable[Quote]:
    if rows.empty:
        return
    for row in rows[rows["said_by"].eq("participant")].to_dict("records"):
        if text := _plain(row["text"]):
            yield _quote(f"m{row['id']}", row, row["step"], "chat", str(row["step"]), text)


def _quote(id: str, row: Mapping[Any, Any], step: object, kind: Kind, about: str, text: str) -> Quote:
    participant, session, arm, prediction = (
        str(row.get(name) or "") for name in ("participant", "session", "arm", "prediction")
    )
    trial, event = int(row.get("trial") or 0), row.get("id")
    return Quote(
        *(id, participant, 0, session, arm, str(step), trial, kind, about, text, str(row["at"])),
        *(int(row["period"]), prediction, int(event) if event is not None else None),
    )


def _plain(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


# Search -----------------------------------------------------------------


def folded(text: str) -> str:
    """Without capitals and accents, so that "Größe" is found by "grosse" and "café" by "cafe"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return apart if apart.isascii() else "".join(sign for sign in apart if not unicodedata.combining(sign))


def search(found: Iterable[Quote], query: str) -> list[Quote]:
    """The quotes in which every word of the query occurs, wherever it stands."""
    words = folded(query).split()
    if not words:
        return list(found)

    def fits(quote: Quote) -> bool:
        whole = folded(f"{quote.text}\n{quote.about}")
        return all(word in whole for word in words)

    return [quote for quote in found if fits(quote)]


def marked(text: str, query: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is something that was looked for; together they are the text."""
    whole, spots = folded(text), [n for n, sign in enumerate(text) for _ in folded(sign)]
    hit = [False] * len(text)
    for word in folded(query).split():
        start = whole.find(word)
        while start >= 0:
            for n in spots[start : start + len(word)]:
                hit[n] = True
            start = whole.find(word, start + 1)
    for n, sign in enumerate(text):
        if n and unicodedata.combining(sign):
            hit[n] = hit[n - 1]  # an accent belongs to its letter
    pieces = groupby(zip(text, hit, strict=True), key=lambda pair: pair[1])
    return [("".join(sign for sign, _ in piece), found) for found, piece in pieces]


# Tags -----------------------------------------------------------------


def tags_of(remarks: Iterable[Remark]) -> dict[str, set[str]]:
    """The tags of each quote, whoever gave them."""
    found: dict[str, set[str]] = {}
    for remark in remarks:
        if remark.kind == "tag":
            found.setdefault(remark.quote, set()).add(remark.tag)
    return found


def names_of(remarks: Iterable[Remark]) -> dict[str, str]:
    """What those who tagged are called: by the latest name that they gave."""
    return {remark.staff: remark.name for remark in remarks}


def looked_at(remarks: Iterable[Remark]) -> dict[str, dict[str, set[str]]]:
    """By person, the quotes that they tagged or marked as read, each with its tags from them."""
    found: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)
    for remark in remarks:
        if remark.kind in {"tag", "read"}:
            found[remark.staff].setdefault(remark.quote, set()).update({remark.tag} - {""})
    return dict(found)


def tag_counts(said: Sequence[Quote], remarks: Sequence[Remark], arms: Sequence[str]) -> list[TagCount]:
    """For every tag and arm, the tag that most people got first; a person counts once, however often they said it."""
    tagged = tags_of(remarks)
    people = {arm: {quote.participant for quote in said if quote.arm == arm} for arm in arms}
    with_tag: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for quote in said:
        for tag in tagged.get(quote.id, ()):
            with_tag[tag, quote.arm].add(quote.participant)
    found = {
        tag: [len(with_tag[tag, arm]) for arm in arms]
        for tag in {tag for tag, arm in with_tag if arm in people}
    }
    return [
        TagCount(tag, arm, n, share_of_people(n, len(people[arm])))
        for tag, counts in sorted(found.items(), key=lambda item: (-sum(item[1]), item[0]))
        for arm, n in zip(arms, counts, strict=True)
    ]


def alike(remarks: Sequence[Remark]) -> list[Alike]:
    """For every two people who looked at some of the same quotes, and every tag that either gave there."""
    by_person, names = looked_at(remarks), names_of(remarks)
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
