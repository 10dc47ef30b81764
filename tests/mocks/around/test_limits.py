"""Nothing that the limits let through breaks one of them, whoever said it; and what they stopped is told."""

from __future__ import annotations

import copy
import itertools
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mocks import tasks
from mocks.around import outputs, phrases
from mocks.around.limits import Limits, read

numbers = st.floats(-1e6, 1e6) | st.integers(-(10**6), 10**6)
WORDS = (
    "free",
    "FREE",
    "ｆｒｅｅ",
    "fr\u00adee",
    "freedom",
    "carefree",
    "money",
    "back",
    "money back",
    "Straße",
    "in",
    "x",
)
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
labels = st.sampled_from(["free", "paid", "on time", "delayed", "lost"])
shares = st.floats(0, 1)
every_task = pytest.mark.parametrize("task", tasks.TASKS)


def text(said: str) -> dict[str, Any]:
    return {"generated_text": said}


def words(said: str) -> list[str]:
    """The words as a reader sees them, by another way than the code's."""
    seen = unicodedata.normalize("NFKC", said.replace("\u00ad", "")).casefold()
    return re.findall(r"\w+", seen)


@settings(deadline=None)
@given(
    value=numbers,
    spread=st.floats(0, 1e5),
    bounds=st.tuples(numbers, numbers),
    then=st.sampled_from(["clamp", "stop"]),
)
def test_no_number_passes_its_bounds(
    value: float, spread: float, bounds: tuple[float, float], then: Any
) -> None:
    low, high = sorted(bounds)
    output = {"value": value, "low": value - spread, "high": value + spread}
    passed = Limits(at_least=low, at_most=high, then=then).enforce("regression", output)
    if passed.output is None:
        assert then == "stop"
        assert passed.stopped
    else:
        assert all(low <= passed.output[key] <= high for key in ("low", "value", "high"))
        tasks.check("regression", passed.output)
        assert bool(passed.stopped) == (passed.output != output)


@settings(deadline=None)
@given(said=sentences, longest=st.integers(1, 60), then=st.sampled_from(["clamp", "stop"]))
@example(said="freedom", longest=4, then="clamp")
def test_no_text_is_too_long_or_holds_a_forbidden_phrase(said: str, longest: int, then: Any) -> None:
    never = ("free", "money back", "STRASSE")
    passed = Limits(longest=longest, then=then, never=never).enforce("text-generation", text(said))
    if passed.output is None:
        assert passed.stopped
        return
    left = passed.output["generated_text"]
    assert len(left) <= longest
    assert said.startswith(left)
    found = words(left)
    assert "free" not in found
    assert "strasse" not in found
    assert ("money", "back") not in set(itertools.pairwise(found))
    tasks.check("text-generation", passed.output)
    assert bool(passed.stopped) == (left != said)


@settings(deadline=None)
@given(said=sentences)
def test_what_no_limit_speaks_against_passes_as_it_is(said: str) -> None:
    passed = Limits(longest=500, never=("bicycle",)).enforce("text-generation", text(said))
    assert passed == (text(said), [])


@settings(deadline=None)
@given(
    scored=st.dictionaries(labels, shares, min_size=1),
    only=st.none() | st.sets(labels, min_size=1).map(lambda chosen: tuple(sorted(chosen))),
    most=st.none() | st.integers(1, 4),
)
def test_no_label_is_shown_that_is_not_approved(
    scored: dict[str, float], only: tuple[str, ...] | None, most: int | None
) -> None:
    never = () if only and "free" in only else ("free",)
    output = [{"label": label, "score": score} for label, score in scored.items()]
    passed = Limits(only=only, most=most, never=never).enforce("text-classification", output)
    best = outputs.top(output)
    if passed.output is None:
        assert best not in (only or ()) or best in never
        return
    shown = [one["label"] for one in passed.output]
    assert set(shown) <= set(only or scored) - set(never)
    assert len(shown) <= (most or 99)
    # What is shown is what was said: the second best never takes the place of a best that was stopped.
    assert outputs.top(passed.output) == best
    tasks.check("text-classification", passed.output)


@settings(deadline=None)
@given(
    found=st.lists(st.tuples(labels, shares), max_size=8),
    most=st.integers(1, 6),
    then=st.sampled_from(["clamp", "stop"]),
)
def test_no_list_is_too_long_and_the_surest_items_stay(
    found: list[tuple[str, float]], most: int, then: Any
) -> None:
    output = [
        {"label": label, "score": score, "box": {"xmin": place, "ymin": 0, "xmax": place + 1, "ymax": 1}}
        for place, (label, score) in enumerate(found)
    ]
    passed = Limits(most=most, then=then, never=("lost",)).enforce("object-detection", output)
    allowed = [one for one in output if one["label"] != "lost"]
    if passed.output is None:
        assert not allowed or (then == "stop" and len(allowed) > most)
        return
    assert len(passed.output) == min(len(allowed), most)
    assert passed.output == [one for one in allowed if one in passed.output]
    lowest = min((one["score"] for one in passed.output), default=0)
    assert all(one["score"] <= lowest for one in allowed if one not in passed.output)


values = st.recursive(
    st.none() | st.booleans() | numbers | sentences,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


def flat(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in flat(one)]
    return [value, *(leaf for one in value for leaf in flat(one))] if isinstance(value, list) else [value]


@settings(deadline=None)
@given(
    output=st.fixed_dictionaries({"a": numbers}, optional={"b": values, "c": values}),
    longest=st.integers(1, 20),
)
def test_nothing_inside_a_structured_answer_passes(output: dict[str, Any], longest: int) -> None:
    limits = Limits(field="a", at_most=5, longest=longest, most=2, never=("free",))
    passed = limits.enforce("structured", copy.deepcopy(output))
    if passed.output is None:
        assert passed.stopped
        return
    assert passed.output["a"] <= 5
    for leaf in flat(passed.output):
        if isinstance(leaf, str):
            assert len(leaf) <= longest
            assert "free" not in words(leaf)
        if isinstance(leaf, list):
            assert len(leaf) <= 2


@every_task
@settings(max_examples=15, deadline=None)
@given(longest=st.integers(1, 30), most=st.integers(1, 3), never=st.sampled_from([(), ("is",), ("delayed",)]))
def test_what_is_let_through_fits_its_task_and_passes_again(
    task: str, longest: int, most: int, never: tuple[str, ...]
) -> None:
    limits = Limits(longest=longest, most=most, never=never)
    before = tasks.find(task).example
    given = copy.deepcopy(before)
    passed = limits.enforce(task, given)
    assert given == before
    if passed.output is not None:
        if task != "structured":
            tasks.check(task, passed.output)
        assert limits.enforce(task, passed.output) == (passed.output, [])


@pytest.mark.parametrize(
    "said",
    [
        "Your money back!",
        "MONEY BACK",
        "your Money  \n back",
        "ｍｏｎｅｙ ｂａｃｋ",
        "mon\u200bey back",
        "mon\u00adey back",
        "m\u0336o\u0336ney back",
        "𝐦𝐨𝐧𝐞𝐲 𝗯𝗮𝗰𝗸",
        "_money back_",
        "money\u00a0back",
        "mo\ufe0fney back",
        "mon\u0007ey back",
        "𝐌𝐎𝐍𝐄𝐘 𝗕𝗔𝗖𝗞",
    ],
)
def test_a_forbidden_phrase_is_found_whatever_its_case_and_width(said: str) -> None:
    passed = Limits(never=["money back"]).enforce("text-generation", text(said))
    assert passed.output is None
    assert "the forbidden phrase 'money back' (never)" in passed.stopped[0]


def test_a_phrase_is_forbidden_as_whole_words_only() -> None:
    assert Limits(never=["free"]).enforce("text-generation", text("Carefree freedom.")).output is not None
    assert Limits(never=["50%"]).enforce("text-generation", text("You get 50% off.")).output is None
    assert Limits(never=["STRASSE"]).enforce("text-generation", text("In der Straße.")).output is None
    # There are no spaces to find words by.
    assert Limits(never=["無料"]).enforce("text-generation", text("今日は無料です")).output is None


@settings(deadline=None)
@given(said=st.text(max_size=60))
def test_a_plain_text_stays_plain(said: str) -> None:
    plain = phrases.plain(said)
    assert phrases.plain(plain) == plain
    assert phrases.plain(said.upper().lower()) == phrases.plain(said.lower().upper().lower())


def test_an_approved_text_is_shown_as_it_was_approved() -> None:
    limits = Limits(only=["It is on time.", "It is late."])
    assert limits.enforce("text-generation", text("it is  LATE. ")).output == text("It is late.")
    assert limits.enforce("text-generation", text("It is late.")) == (text("It is late."), [])
    stopped = limits.enforce("text-generation", text("It is lost."))
    assert stopped == (None, ["'It is lost.' is not among the approved ones (only); not shown"])


def test_a_text_is_cut_at_the_end_of_a_word_where_there_is_one() -> None:
    cut = Limits(longest=12).enforce("text-generation", text("Your parcel is here"))
    assert cut == (text("Your parcel"), ["the text: 19 characters, longest is 12; cut after 11"])
    assert Limits(longest=10).enforce("text-generation", text("on the way now")).output == text("on the way")
    assert Limits(longest=3).enforce("text-generation", text("Internationally")).output == text("Int")
    placed = {"answer": "on Tuesday", "score": 0.8, "start": 4, "end": 14}
    assert Limits(longest=4).enforce("question-answering", placed).output == {"answer": "on T", "score": 0.8}


def test_pieces_of_speech_say_no_more_than_the_text_may() -> None:
    at = [0.0, 1.0]
    split = {
        "text": "hello",
        "chunks": [{"text": "money", "timestamp": at}, {"text": "back", "timestamp": at}],
    }
    assert Limits(never=["money back"]).enforce("automatic-speech-recognition", split).output is None
    longer = Limits(longest=6).enforce("automatic-speech-recognition", split)
    assert longer == ({"text": "hello"}, ["chunks: they say more than the text may; shown without"])
    assert Limits(only=["hello"]).enforce("automatic-speech-recognition", split).output == {"text": "hello"}


def test_what_was_stopped_is_told_in_words() -> None:
    limits = Limits(at_most=45)
    assert limits.enforce("regression", {"value": 50, "unit": "min"}) == (
        {"value": 45, "unit": "min"},
        ["value: 50 is above at_most (45); shown as 45"],
    )
    assert Limits(at_least=5, then="stop").enforce("regression", {"value": 1}) == (
        None,
        ["value: 1 is below at_least (5); not shown"],
    )
    ranked = [{"id": "a", "score": 3}, {"id": "b", "score": 2}, {"id": "c", "score": 1}]
    assert Limits(only=["b", "c"], most=1).enforce("ranking", ranked) == (
        [{"id": "b", "score": 2}],
        [
            "'a' is not among the approved ones (only); left out",
            "the list: 2 items, most is 1; the rest left out",
        ],
    )
    assert Limits(only=["x"]).enforce("ranking", ranked).stopped[-1] == "no item is left; not shown"


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ({"price": "12"}, "price: expected a finite number"),
        ({"price": float("nan")}, "price: expected a finite number"),
        ({"price": 10**5000}, "price: expected a finite number"),
        ({"cost": 12}, "price: is not in the answer"),
    ],
)
def test_what_cannot_be_measured_is_not_shown(output: dict[str, Any], said: str) -> None:
    passed = Limits(field="price", at_most=20).enforce("structured", output)
    assert passed.output is None
    assert said in passed.stopped[0]


def test_a_field_may_lie_deep_inside() -> None:
    limits = Limits(field="offer.price", at_most=20)
    assert limits.enforce("structured", {"offer": {"price": 25, "days": 90}}).output == {
        "offer": {"price": 20, "days": 90}
    }
    approved = Limits(field="offer.name", only=["Basic"])
    assert approved.enforce("structured", {"offer": {"name": "basic"}}).output == {"offer": {"name": "Basic"}}
    assert approved.enforce("structured", {"offer": {"name": "Gold"}}).output is None
    assert approved.enforce("structured", {"offer": {"name": 7}}).output is None


def test_a_designer_may_write_them_as_a_mapping_or_not_at_all() -> None:
    assert read({"at_most": 45, "never": ["free"]}) == Limits(at_most=45, never=("free",))
    assert read(None) == Limits()


def test_nothing_stays_nothing() -> None:
    assert Limits(at_most=3).enforce("regression", None) == (None, [])


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"at_least": 5, "at_most": 3}, r"at_least \(5\) is above at_most \(3\)"),
        ({"at_most": float("inf")}, "finite"),
        ({"at_most": "45"}, "valid number"),
        ({"longest": 0}, "greater than or equal to 1"),
        ({"most": True}, "valid integer"),
        ({"only": []}, "at least 1 item"),
        ({"never": [" \u200b"]}, "expected phrases with letters in them"),
        (
            {"only": ["It is free."], "never": ["free"]},
            "only allows 'It is free.', in which never forbids 'free'",
        ),
        ({"only": ["It is free."], "longest": 5}, "only allows 'It is free.', but longest is 5"),
        ({"then": "hide"}, "'clamp' or 'stop'"),
        ({"longst": 5}, r"longst: unknown setting 'longst'; did you mean 'longest'\?"),
        (45, "expected settings such as {at_most, at_least, "),
    ],
)
def test_limits_that_cannot_be_kept_or_read_are_refused(written: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read(written)


def test_limits_that_a_task_cannot_break_are_found_before_anybody_plays() -> None:
    answers = ["on time", "delayed"]
    assert Limits(only=["dlayed"]).suits("text-classification", answers) == [
        (("only", 0), "the feature has no answer 'dlayed'; did you mean 'delayed'?")
    ]
    everything = Limits(at_most=1, longest=99, most=5, only=["on time"], then="stop", never=["x"])

    def wrong(task: str) -> list[str]:
        return [str(path[0]) for path, _ in everything.suits(task, answers)]

    assert wrong("text-classification") == ["at_most", "longest"]
    assert wrong("text-generation") == ["at_most", "most"]
    assert wrong("regression") == ["longest", "most", "only"]
    assert wrong("structured") == ["field"]
    assert [path for path, _ in Limits(field="x", never=["y"]).suits("regression", [])] == [("field",)]
