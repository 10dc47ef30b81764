"""When an answer is shown: drawn before it is known, within its bounds, as often as asked."""

from __future__ import annotations

import inspect
import itertools
import math
import random
import statistics
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mocks.around.latency import PROFILES, Latency, Stream, read
from tests.mocks.processes import printed_in_each

DRAWS = 20_000
times = st.floats(0.001, 60).map(lambda seconds: round(seconds, 3))


def drawn(latency: Latency, seed: str = "s", count: int = DRAWS) -> list[float]:
    rng = random.Random(seed)
    return [latency.draw(rng, first=False) for _ in range(count)]


@st.composite
def latencies(draw: st.DrawFn) -> Latency:
    low, high = sorted([draw(times), draw(times)])
    spread: dict[str, Any] = draw(
        st.sampled_from([{"fixed": low}, {"uniform": (low, high)}, {"median": low, "p95": high}])
    )
    top = low if "fixed" in spread else high
    return Latency(
        **spread,
        at_least=draw(st.floats(0, low)),
        at_most=draw(st.floats(top, top + 30)),
        first_call=draw(st.floats(0, 5)),
        per_character=draw(st.floats(0, 0.1)),
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2 to 5 s", Latency(uniform=(2, 5))),
        ("500 ms to 2 s", Latency(uniform=(0.5, 2))),
        ("0.5 to 1 s", Latency(uniform=(0.5, 1))),
        ("400 ms", Latency(fixed=0.4)),
        (0, Latency(fixed=0)),
        (1.5, Latency(fixed=1.5)),
        ("chatty-llm", PROFILES["chatty-llm"]),
        ({"fixed": "1 s"}, Latency(fixed=1)),
        ({"uniform": ["2 s", "5 s"]}, Latency(uniform=(2, 5))),
        ({"uniform": "2 to 5 s"}, Latency(uniform=(2, 5))),
        (
            {"median": "2 s", "p95": "6 s", "at_most": "8 s", "first_call": "3 s", "per_character": "20 ms"},
            Latency(median=2, p95=6, at_most=8, first_call=3, per_character=0.02),
        ),
        (
            {"fixed": "1 s", "stream": {"first_token": "500 ms", "per_second": 30, "jitter": "20%"}},
            Latency(fixed=1, stream=Stream(first_token=0.5, per_second=30, jitter=0.2)),
        ),
        ({"profile": "fast", "at_least": "200 ms"}, Latency(median=0.4, p95=0.9, at_least=0.2, at_most=1.5)),
        ({"profile": "on-device", "fixed": "1 s"}, Latency(fixed=1, first_call=1.5)),
        ({"profile": "fast", "p95": "1 s"}, Latency(median=0.4, p95=1.0, at_most=1.5)),
        ({"profile": "on-device", "median": "1 s", "p95": "2 s"}, Latency(median=1, p95=2, first_call=1.5)),
    ],
)
def test_a_designer_may_write_it_in_these_ways(written: Any, meant: Latency) -> None:
    assert read(written) == meant
    assert read(read(written)) == meant


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("soon", r"no profile is called 'soon'; use one of 'chatty-llm', 'fast'"),
        ("chaty-llm", r"did you mean 'chatty-llm'\?"),
        ("2 to", r"expected '2 to 5 s', '400 ms', a profile \(instant, .*\) or settings .*, got '2 to'"),
        ("2 hours", "expected '2 to 5 s', .* got '2 hours'"),
        (True, "got True"),
        (None, "got None"),
        (["2 s", "5 s"], "expected '2 to 5 s'"),
        (float("nan"), "fixed: should be"),
        (-1, "greater than or equal to 0"),
        ("5 to 2 s", "the shorter time comes first, got 5 s and 2 s; swap the two"),
        ("11 min", "fixed: should be less than or equal to 600, got 660"),
        ({}, "expected one of fixed, uniform, or median with p95; got none"),
        ({"fixed": 1, "uniform": [1, 2]}, "got fixed and uniform"),
        ({"median": "2 s"}, "median and p95 go together"),
        ({"p95": "2 s"}, "median and p95 go together"),
        ({"median": "6 s", "p95": "2 s"}, "the shorter time comes first"),
        ({"median": 0, "p95": "2 s"}, "write fixed: 0 s"),
        (
            {"median": "2 s", "p95": "6 s", "at_most": "5 s"},
            "do not lie between at_least .0 s. and at_most .5 s.",
        ),
        ({"fixed": "2 s", "at_least": "3 s"}, "do not lie between at_least"),
        ({"fixed": "2 s", "at_least": "3 s", "at_most": "2 s"}, "at_least .3 s. is longer than at_most"),
        ({"fixed": "2 s", "per_character": "20 ms"}, "per_character needs at_most"),
        ({"fixed": 1, "at_most": 9, "per_character": 1, "stream": {}}, "both pace a text; leave one out"),
        ({"fixd": "2 s"}, r"fixd: unknown setting 'fixd'; did you mean 'fixed'\?"),
        ({"fixed": "two"}, "fixed: expected a time such as '20 s' or '400 ms', got 'two'"),
        (
            {"fixed": 1, "stream": {"jiter": "20%"}},
            r"stream.jiter: unknown setting 'jiter'; did you mean 'jitter'\?",
        ),
        ({"fixed": 1, "stream": {"jitter": "120%"}}, "stream.jitter: a share goes from 0 to 1"),
        ({"fixed": 1, "stream": {"per_second": 0}}, "stream.per_second: should be greater than 0, got 0"),
        (
            {"fixed": 1, "stream": {"first_token": "90 s"}},
            "stream: the first token comes after 90 s.*raise at_most",
        ),
        ({"profile": "fats"}, r"no profile is called 'fats'; did you mean 'fast'\?"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_was_expected(written: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read(written)


def test_a_complaint_keeps_the_place_of_each_problem() -> None:
    with pytest.raises(ValueError, match="unknown setting") as caught:
        read({"fixed": "soon", "stream": {"jiter": 1}})
    problems = caught.value.context["problems"]  # type: ignore[attr-defined]
    assert [path for path, _ in problems] == [("fixed",), ("stream", "jiter")]


@settings(max_examples=15, deadline=None)
@given(median=st.floats(0.05, 20), ratio=st.floats(1.05, 4), seed=st.text(max_size=5))
def test_a_lognormal_wait_has_the_median_and_the_p95_that_were_asked(
    median: float, ratio: float, seed: str
) -> None:
    found = sorted(drawn(Latency(median=median, p95=median * ratio, at_most=600), seed))
    # 1% of the median and 3% of the p95 are more than four standard errors of these quantiles at 20,000 draws.
    sigma = math.log(ratio) / 1.6449
    assert found[DRAWS // 2] == pytest.approx(median, rel=max(0.01, 0.045 * sigma))
    assert found[int(DRAWS * 0.95)] == pytest.approx(median * ratio, rel=max(0.01, 0.08 * sigma))


def test_a_cap_near_the_p95_shortens_the_long_waits_as_the_page_says() -> None:
    found = sorted(drawn(read({"median": "2 s", "p95": "6 s", "at_most": "8 s"})))
    assert found[DRAWS // 2] == pytest.approx(1.97, abs=0.05)
    assert found[int(DRAWS * 0.95)] == pytest.approx(5.4, abs=0.2)
    assert not any(seconds == 8 for seconds in found)  # drawn again, not heaped up at the cap


def test_what_never_falls_between_floor_and_cap_is_clamped_in_the_end() -> None:
    narrow = Latency(median=2, p95=2.000001, at_least=2, at_most=2.000001)
    assert all(2 <= seconds <= 2.000001 for seconds in drawn(narrow, count=500))


@settings(deadline=None)
@given(latency=latencies(), seed=st.text(max_size=5), first=st.booleans(), length=st.integers(0, 5_000))
def test_nothing_is_ever_below_the_floor_or_above_the_cap(
    latency: Latency, seed: str, first: bool, length: int
) -> None:
    rng = random.Random(seed)
    for _ in range(50):
        seconds = latency.draw(rng, first=first)
        assert latency.at_least <= seconds <= latency.cap
        extra = latency.extra(length, seconds)
        assert extra >= 0
        assert seconds + extra <= latency.cap + 1e-9
        assert seconds + extra <= latency.latest + 1e-9


def test_a_uniform_wait_uses_all_of_its_range() -> None:
    found = drawn(read("2 to 5 s"))
    assert statistics.mean(found) == pytest.approx(3.5, abs=0.03)
    assert min(found) < 2.01
    assert max(found) > 4.99


def test_the_first_call_of_a_session_takes_longer_but_not_longer_than_the_cap() -> None:
    latency = read({"fixed": "1 s", "first_call": "3 s", "at_most": "3500 ms"})
    assert latency.draw(random.Random("s")) == 1
    assert latency.draw(random.Random("s"), first=True) == 3.5
    assert read({"fixed": "1 s", "first_call": "3 s"}).draw(random.Random("s"), first=True) == 4


def test_a_longer_text_takes_longer_up_to_the_cap() -> None:
    latency = read({"fixed": "1 s", "per_character": "20 ms", "at_most": "3 s"})
    assert latency.extra(50, 1.0) == 1.0
    assert latency.extra(5_000, 1.0) == 2.0
    assert latency.extra(5_000, 3.0) == 0.0
    assert read("1 s").extra(5_000, 1.0) == 0.0


def test_the_latest_time_is_told_for_the_deadline_of_whoever_answers() -> None:
    assert read("2 to 5 s").latest == 5
    assert read({"uniform": "2 to 5 s", "first_call": "3 s"}).latest == 8
    assert read({"median": "2 s", "p95": "6 s"}).latest == 12
    assert read({"median": "2 s", "p95": "6 s", "at_most": "8 s"}).latest == 8


def test_the_draw_is_made_without_a_look_at_the_answer() -> None:
    # By its parameters alone: nothing that is known only with an answer can be given to it.
    assert list(inspect.signature(Latency.draw).parameters) == ["self", "rng", "first"]
    latency = read("chatty-llm")
    before = latency.draw(random.Random("trial 1"))
    latency.extra(4_000, before)
    latency.stream_plan("A long answer. " * 40, random.Random("trial 1/stream"))
    assert latency.draw(random.Random("trial 1")) == before


@settings(deadline=None)
@given(
    text=st.text(max_size=200),
    per_second=st.floats(0.5, 200),
    jitter=st.floats(0, 1),
    at_most=st.floats(0.6, 30),
    seed=st.text(max_size=5),
)
def test_a_stream_only_grows_shows_all_of_the_text_and_ends_in_time(
    text: str, per_second: float, jitter: float, at_most: float, seed: str
) -> None:
    stream = Stream(first_token=0.5, per_second=per_second, jitter=jitter, at_most=at_most)
    plan = stream.plan(text, random.Random(seed))
    if not text:
        assert plan == []
        return
    at, shown = zip(*plan, strict=True)
    assert at[0] == 0.5
    assert list(at) == sorted(at)
    assert at[-1] <= at_most
    assert list(shown) == sorted(set(shown))
    assert shown[-1] == len(text)


def test_a_stream_keeps_its_pace() -> None:
    text = "word " * 400
    even = Stream(first_token=0.5, per_second=20, jitter=0).plan(text, random.Random("s"))
    assert even[-1][0] == pytest.approx(0.5 + 399 / 20)
    uneven = Stream(first_token=0.5, per_second=20, jitter=0.5).plan(text, random.Random("s"))
    gaps = [later - sooner for (sooner, _), (later, _) in itertools.pairwise(uneven)]
    assert min(gaps) >= 0.5 / 20 - 1e-9
    assert max(gaps) <= 1.5 / 20 + 1e-9
    assert max(gaps) - min(gaps) > 0.04
    assert statistics.mean(gaps) == pytest.approx(1 / 20, rel=0.05)


def test_a_stream_never_shows_half_of_what_a_reader_sees_as_one() -> None:
    family = "👨‍👩‍👧"
    text = f"Hi {family}{family}é̂!"
    for _, shown in Stream().plan(text, random.Random("s")):
        assert text[:shown].count("👨") == text[:shown].count(family)
        assert not text[shown:].startswith("̂")


def test_without_a_stream_a_text_is_there_at_once() -> None:
    assert read("1 s").stream_plan("Hello", random.Random("s")) == [(0.0, 5)]
    assert read("1 s").stream_plan("", random.Random("s")) == []


def test_the_profiles_can_be_told_apart() -> None:
    middles = {name: statistics.median(drawn(latency, count=2_000)) for name, latency in PROFILES.items()}
    assert (
        middles["instant"]
        < middles["on-device"]
        < middles["fast"]
        < middles["chatty-llm"]
        < middles["overloaded"]
    )


SCRIPT = """
import random
from mocks.around import latency
for name, one in latency.PROFILES.items():
    rng = random.Random(f"ä/{name}")
    print([one.draw(rng, first=True) for _ in range(20)], one.stream_plan("On its way.", rng))
"""


def test_the_same_seed_gives_the_same_times_in_every_process() -> None:
    printed = printed_in_each(SCRIPT, "1", "4321")
    assert len(printed) == 1
