"""What people said: what counts as a quote, how it is found, and how tags are counted."""

from __future__ import annotations

from time import process_time
from typing import NamedTuple

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curtain.analysis import words
from curtain.analysis.words import Quote
from tests.analysis.panels import PLAN


class Mark(NamedTuple):
    quote: str
    tag: str
    staff: str = "one"
    kind: str = "tag"

    @property
    def name(self) -> str:
        return self.staff.capitalize()


def quote(id: str, text: str = "Hello", arm: str = "a", who: str = "p") -> Quote:
    return Quote(id, who, 1, f"s-{who}", arm, "step", 0, "comment", "step", text, "2026-01-01")


def row(**told: object) -> dict[str, object]:
    return {
        "session": "s",
        "participant": "p",
        "arm": "a",
        "period": 1,
        "step": "show",
        "trial": 1,
        "prediction": "",
        "revision": 0,
        "at": "2",
    } | told


def test_comments_reports_free_answers_and_messages_are_quotes() -> None:
    plan = PLAN._replace(
        free={("about", "why"): "Why?", ("who", "why"): "Who wrote?"}, probes=frozenset({"who"})
    )
    reaction = pd.DataFrame(
        [
            row(id=1, kind="comment", value="Late again", at="3", prediction="q", period=2),
            row(id=2, kind="thumb", value="up"),
        ]
    )
    answer = pd.DataFrame(
        [
            *(row(step="about", item="why", value="Because"), row(step="about", item="age", value="40")),
            row(step="who", item="why", value="A person", at="4"),
        ]
    ).drop(columns=["trial", "prediction"])
    message = pd.DataFrame(
        [row(id=7, said_by="participant", text="Hi", at="1"), row(id=8, said_by="product", text="Hello")]
    )
    found = words.quotes(plan, reaction, answer, message, {"p": 5})
    assert [(each.id, each.kind, each.about, each.text, each.number) for each in found] == [
        ("m7", "chat", "show", "Hi", 5),
        ("as/about/why", "answer", "Why?", "Because", 5),
        ("r1", "comment", "show", "Late again", 5),
        ("as/who/why", "probe", "Who wrote?", "A person", 5),
    ]
    assert [(each.event, each.prediction, each.period, each.trial) for each in found] == [
        (7, "", 1, 1), (None, "", 1, 0), (1, "q", 2, 1), (None, "", 1, 0)
    ]  # fmt: skip


def test_the_same_place_in_another_period_is_another_comment() -> None:
    rows = [row(id=n, kind="comment", value=f"In {n}", prediction=None, period=n) for n in (1, 2)]
    empty = pd.DataFrame()
    assert len(words.quotes(PLAN, pd.DataFrame(rows), empty, empty, {})) == 2


def test_a_comment_that_was_changed_is_one_quote_and_an_emptied_one_none() -> None:
    rows = [row(id=1, kind="comment", value="A"), row(id=2, kind="comment", value="B", revision=1)]
    empty = pd.DataFrame()
    assert [each.text for each in words.quotes(PLAN, pd.DataFrame(rows), empty, empty, {})] == ["B"]
    rows.append(row(id=3, kind="comment", value="  ", revision=2))
    assert words.quotes(PLAN, pd.DataFrame(rows), empty, empty, {}) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 3), ("CAFÉ", 1), ("cafe late", 1), ("late cafe", 1), ("cafe never", 0), ("grosse", 1), ("step", 3)],
)
def test_every_word_is_looked_for_without_capitals_and_accents(query: str, found: int) -> None:
    said = [quote("1", "The café was late."), quote("2", "Eine Größe"), quote("3", "nothing")]
    assert len(words.search(said, query)) == found


@given(st.lists(st.text(max_size=20), max_size=5), st.text(max_size=8))
def test_what_is_found_has_the_words_and_what_has_them_is_found(texts: list[str], query: str) -> None:
    said = [quote(str(n), text) for n, text in enumerate(texts)]
    wanted = words.folded(query).split()
    expected = [one for one in said if all(word in words.folded(f"{one.text}\nstep") for word in wanted)]
    assert words.search(said, query) == expected


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("The café was late.", "CAFE late", ["café", "late"]),
        ("Eine Größe", "grosse", ["Größe"]),
        ("The cafe\u0301 again", "cafe", ["cafe\u0301"]),
        ("banana", "ana", ["anana"]),
        ("<b>bold</b>", "<b>", ["<b>"]),
        ("nothing", "", []),
    ],
)
def test_what_was_looked_for_is_marked_as_it_was_written(text: str, query: str, hits: list[str]) -> None:
    assert [piece for piece, found in words.marked(text, query) if found] == hits


@given(st.text(max_size=30), st.text(max_size=6))
def test_the_pieces_are_the_text_and_a_word_that_is_found_is_marked(text: str, query: str) -> None:
    pieces = words.marked(text, query)
    assert "".join(piece for piece, _ in pieces) == text
    found = any(word in words.folded(text) for word in words.folded(query).split())
    assert any(hit for _, hit in pieces) is found


def test_five_thousand_quotes_are_searched_at_once() -> None:
    text = "Der Verspätungs-Hinweis {} kam am Café wieder zu spät, sagte man mir."
    said = [quote(str(n), text.format(n)) for n in range(5000)]
    started = process_time()
    assert len(words.search(said, "cafe spat")) == 5000
    assert process_time() - started < 0.2  # it takes about 0.03 s; a busy machine may take longer


def test_a_person_counts_once_for_a_tag_of_those_who_said_anything() -> None:
    said = [quote("1"), quote("2"), quote("3", who="q"), quote("4", arm="b", who="r")]
    marks = [
        Mark("1", "slow"),
        Mark("2", "slow"),
        Mark("2", "slow", "two"),
        Mark("4", "kind"),
        Mark("3", "", kind="pin"),
    ]
    found = {
        (each.tag, each.arm): (each.people, each.share.n)
        for each in words.tag_counts(said, marks, ["a", "b"])
    }
    assert found == {
        ("kind", "a"): (0, 2),
        ("kind", "b"): (1, 1),
        ("slow", "a"): (1, 2),
        ("slow", "b"): (0, 1),
    }


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("pqr"))),
    st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from(["slow", "kind"]), st.sampled_from(["one", "two"]))
    ),
)
def test_counts_are_people_and_saying_it_again_or_tagging_it_twice_changes_none(
    spoken: list[tuple[str, str]], given: list[tuple[int, str, str]]
) -> None:
    said = [quote(str(n), arm=arm, who=f"{arm}{who}") for n, (arm, who) in enumerate(spoken)]
    marks = [Mark(str(n), tag, staff) for n, tag, staff in given]
    found = words.tag_counts(said, marks, ["a", "b"])
    again = [one._replace(id=f"{one.id}+") for one in said]
    twice = [*marks, *marks, *(one._replace(quote=f"{one.quote}+") for one in marks)]
    assert words.tag_counts([*said, *again], twice, ["a", "b"]) == found
    for each in found:
        who = {one.participant for one in said if one.arm == each.arm}
        with_it = {one.id for one in said if any((m.quote, m.tag) == (one.id, each.tag) for m in marks)}
        assert each.people == len({one.participant for one in said if one.id in with_it} & who)
        assert each.share.n == len(who)
        assert each.people <= each.share.n


def test_the_tag_that_most_people_got_stands_first() -> None:
    said = [quote("1"), quote("2", who="q"), quote("3", arm="b", who="r")]
    marks = [Mark("1", "a word"), Mark("2", "slow"), Mark("3", "slow"), Mark("gone", "nowhere")]
    assert [each.tag for each in words.tag_counts(said, marks, ["a", "b"])] == [
        "slow",
        "slow",
        "a word",
        "a word",
    ]


def test_two_people_who_tagged_the_same_quotes_are_compared() -> None:
    # The example of the text book: 20 quotes, both yes 8, both no 6, apart 6 times: (0.7 - 0.5) / 0.5.
    cells = [(True, True)] * 8 + [(True, False)] * 2 + [(False, True)] * 4 + [(False, False)] * 6
    marks = []
    for n, (one, two) in enumerate(cells):
        for yes, staff in ((one, "one"), (two, "two")):
            marks.append(Mark(str(n), "slow", staff) if yes else Mark(str(n), "", staff, kind="read"))
    marks.append(Mark("unread by two", "slow", "one"))
    found = next(each for each in words.alike(marks) if each.tag == "slow")
    assert (found.quotes, found.same) == (20, 0.7)
    assert found.kappa == pytest.approx(0.4)
    assert found.says == "“slow”: One and Two agree on 70% of 20 quotes (kappa 0.40)."
    assert words.alike([Mark("1", "slow"), Mark("2", "slow", "two")]) == []


def test_a_pin_is_no_reading_and_the_latest_name_counts() -> None:
    marks = [Mark("1", "slow"), Mark("1", "", "two", kind="pin")]
    assert words.alike(marks) == []
    assert words.looked_at(marks) == {"one": {"1": {"slow"}}}
    (found,) = words.alike([*marks, Mark("1", "", "two", kind="read")])
    assert (found.quotes, found.same, found.kappa) == (1, 0.0, 0.0)
