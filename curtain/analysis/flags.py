"""People whose data a reviewer may want to leave out, and why: one truth value for each person, arm and reason."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

import pandas as pd

from curtain.analysis import shifts
from curtain.analysis.frames import PERSON, Evidence, plain
from curtain.analysis.plan import Plan

MOSTLY = 0.5  # the share of stand-in answers from which on somebody did not meet what was to be tried out
MANY_ITEMS = 5  # with fewer, the same answer everywhere may well be meant
LONG = 8  # words; shorter texts are often the same by chance
HURRIED = 1 / 3  # of the time that half of the people took
FEWEST = 10  # people; with fewer, nobody knows what time is usual

MADE_UP = {"simulated", "practice"}  # people whose words come from a list, and are the same all the time


class Flag(NamedTuple):
    """A reason to leave somebody out: `title` on the switch, `who` after "people who"."""

    name: str
    title: str
    who: str


FLAGS = {
    flag.name: flag
    for flag in (
        Flag(
            "inattentive",
            "Failed an attention check",
            "got a question wrong that only checks who reads",
        ),
        Flag(
            "straight_lined",
            "Answered all alike",
            f"gave the same answer to all items of a questionnaire with {MANY_ITEMS} or more",
        ),
        Flag("suspected", "Saw through it", "said that a person was answering, when asked what was going on"),
        Flag(
            "stood_in",
            "Mostly stand-in answers",
            "got more than half of their answers from the stand-in",
        ),
        Flag(
            "slipped",
            "Met an operator's slip",
            "got an answer that was flagged at the desk as a mistake, or as off script",
        ),
        Flag("hurried", "Rushed through", "took less than a third of the time that is usual here"),
        Flag("repeated", "Wrote what another wrote", "wrote a long text that somebody else wrote, too"),
    )
}
AMONG_OTHERS = ("hurried", "repeated")  # what cannot be seen in one person alone


def flags(evidence: Evidence, plan: Plan, values: pd.DataFrame) -> pd.DataFrame:
    """A column of truth values, over (participant, arm), for each of `FLAGS` that a person's own rows decide; and
    `texts`, the fingerprints of what they wrote at length.

    `values` has each person's measures by name. What somebody was not asked gives no flag.
    """
    nothing = pd.Series(float("nan"), index=values.index)
    found = pd.DataFrame(
        {
            "inattentive": values.get("attention", nothing).lt(1),
            "stood_in": values.get("fallback", nothing).gt(MOSTLY),
        }
    )
    # Somebody who meets several arms is the same person in all of them.
    who = found.index.get_level_values("participant")
    for name, flagged in (
        ("straight_lined", _all_alike(evidence, plan)),
        ("suspected", _suspected(evidence, plan)),
        ("slipped", _slipped(evidence)),
    ):
        found[name] = who.isin(flagged)
    texts = _texts(evidence, plan)
    return found.assign(texts=pd.Series([texts.get(one, ()) for one in who], index=found.index, dtype=object))


def among_others(people: pd.DataFrame, origin: str) -> pd.DataFrame:
    """The rows of people (see `curtain.analysis.study.Study`), with the flags that take everybody who finished to be
    decided, decided anew."""
    done = people[people["counts"].astype(bool)]
    took = _took(done.drop_duplicates("session").set_index("session"))
    usual = took.median() if took.notna().sum() >= FEWEST else 0.0
    quick = set(took[took.lt(HURRIED * usual)].index)
    same = set() if origin in MADE_UP else _repeated(done)
    flagged = {"hurried": people["session"].isin(quick), "repeated": people["participant"].isin(same)}
    return people.assign(**{name: flagged[name].astype("boolean") for name in AMONG_OTHERS})


def _took(rows: pd.DataFrame) -> pd.Series[float]:
    """Seconds from the first screen to the last."""
    began, ended = (
        pd.to_datetime(rows[end], utc=True, format="ISO8601") for end in ("started_at", "completed_at")
    )
    return (ended - began).dt.total_seconds()


def _repeated(done: pd.DataFrame) -> set[str]:
    rows = done[["participant", "texts"]].explode("texts").dropna().drop_duplicates()
    return set(rows.loc[rows["texts"].duplicated(keep=False), "participant"])


def _all_alike(evidence: Evidence, plan: Plan) -> set[str]:
    rows = evidence.answers[evidence.answers["instrument"].notna()]
    # Who reads an attention check gives another answer there.
    checks = [place in plan.checks for place in zip(rows["where"], rows["item"], strict=True)]
    rows = rows[~pd.Series(checks, index=rows.index, dtype=bool)]
    given = rows.groupby([*PERSON, "step", "instrument"])["value"].agg(["nunique", "size"])
    alike = given[given["nunique"].eq(1) & given["size"].ge(MANY_ITEMS)]
    return set(alike.index.get_level_values("participant"))


def _suspected(evidence: Evidence, plan: Plan) -> set[str]:
    rows = evidence.answers
    asked = rows[rows["where"].isin(list(plan.suspects)) & rows["item"].eq("guess")]
    seen = [
        value in plan.suspects[where] for where, value in zip(asked["where"], asked["value"], strict=True)
    ]
    return set(asked.loc[seen, "participant"])


def _slipped(evidence: Evidence) -> set[str]:
    rows = evidence.desk
    return set(rows.loc[rows["prediction"].isin(shifts.slips(rows)), "participant"])


def _texts(evidence: Evidence, plan: Plan) -> dict[str, tuple[str, ...]]:
    """By participant: what they wrote at length, as fingerprints that tell no word of it."""
    rows = evidence.answers
    free = [place in plan.free for place in zip(rows["where"], rows["item"], strict=True)]
    answers = rows[pd.Series(free, index=rows.index, dtype=bool)]
    comments = evidence.reactions[evidence.reactions["kind"].isin(["comment", "report"])]
    found: dict[str, set[str]] = {}
    for said in (answers, comments):
        for who, text in zip(said["participant"], map(plain, said["value"]), strict=True):
            if isinstance(text, str) and len(text.split()) >= LONG:
                found.setdefault(who, set()).add(_fingerprint(text.split()))
    return {who: tuple(sorted(prints)) for who, prints in found.items()}


def _fingerprint(words: Iterable[str]) -> str:
    return blake2b(" ".join(words).casefold().encode(), digest_size=8).hexdigest()
