"""The release policy: when an answer is shown, drawn before it is known, in the same way for all kinds of mock.

    read("2 to 5 s").draw(rng, first=False)   # seconds from the request, whoever will answer

Nothing here sees an answer until it is there; then only its length counts, and only where the settings ask for a
pace. So the time tells nothing of who answered, or what.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from mocks.around.written import LONGEST, Part, Time, fit, shortly, span
from mocks.errors import nearest
from mocks.quantities import Share, seconds

TRIES = 20  # draws of a lognormal until one lies between floor and cap; then it is clamped
Z95 = 1.6449  # the 95th percentile of the standard normal distribution


class Stream(Part):
    """How a text appears bit by bit, counted from the release.

    `first_token` seconds of silence, then `per_second` tokens in a second; each pause differs from the even pace by up
    to the share `jitter`, either way. A text that would take longer than `at_most` is shown as much faster. A token is
    up to four characters of a word, which is the rule of thumb for English.
    """

    first_token: Time = 0.5
    per_second: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 30.0
    jitter: Share = 0.2
    at_most: Time = 60.0

    @model_validator(mode="after")
    def _begins_in_time(self) -> Self:
        if self.first_token > self.at_most:
            raise ValueError(
                f"the first token comes after {self.first_token:g} s, the whole text after at most {self.at_most:g} s; "
                "raise at_most"
            )
        return self

    def plan(self, text: str, rng: random.Random) -> list[tuple[float, int]]:
        """(seconds from the release, characters shown so far), both rising; the last entry shows the whole text."""
        import regex  # here, as it takes as long to import as all the rest of this package

        if not text:
            return []
        # \X is a character as people see it: a family of emoji is never shown half.
        pieces = [len(piece) for piece in regex.findall(r"\s*(?:(?!\s)\X){1,4}(?:\s+\Z)?|\s+", text)]
        at, shown, plan = self.first_token, 0, []
        for piece in pieces:
            shown += piece
            plan.append((at, shown))
            at += rng.uniform(1 - self.jitter, 1 + self.jitter) / self.per_second
        last, room = plan[-1][0] - self.first_token, self.at_most - self.first_token
        if last <= room:
            return plan
        return [
            (min(self.first_token + (at - self.first_token) * room / last, self.at_most), n) for at, n in plan
        ]


class Latency(Part):
    """When to show an answer: `fixed`, `uniform` (two ends), or lognormal by `median` and `p95`; all in seconds.

    `at_least` is the floor and `at_most` the cap of all that is drawn (see `cap` for when it is left out).
    `first_call` is added to the first request of a session. `per_character` holds a text back by its length, up to the
    cap; `stream` shows it bit by bit instead.

    Response times are skewed to the right, hence the lognormal distribution: mu = ln(median),
    sigma = ln(p95 / median) / 1.6449, as the 95th percentile is exp(mu + 1.6449 sigma). What falls outside of floor and
    cap is drawn again, up to 20 times, then clamped; a cap near p95 thus shortens the long waits a little further.
    """

    fixed: Time | None = None
    uniform: Annotated[tuple[Time, Time], BeforeValidator(span)] | None = None
    median: Time | None = None
    p95: Time | None = None
    at_least: Time = 0.0
    at_most: Time | None = None
    per_character: Time = 0.0
    first_call: Time = 0.0
    stream: Stream | None = None

    @model_validator(mode="after")
    def _one_spread_between_floor_and_cap(self) -> Self:
        given = [name for name in ("fixed", "uniform", "median") if getattr(self, name) is not None]
        if (self.median is None) != (self.p95 is None):
            raise ValueError("median and p95 go together; give both, such as median: 2 s, p95: 6 s")
        if len(given) != 1:
            raise ValueError(
                "expected one of fixed, uniform, or median with p95; "
                + (f"got {' and '.join(given)}" if given else "got none")
            )
        low, high = self._ends
        if low > high:
            raise ValueError(f"the shorter time comes first, got {low:g} s and {high:g} s; swap the two")
        if self.median == 0:
            raise ValueError("a median of 0 s has no spread around it; write fixed: 0 s")
        if self.at_least > self.cap:
            raise ValueError(f"at_least ({self.at_least:g} s) is longer than at_most ({self.cap:g} s)")
        if low < self.at_least or high > self.cap:
            raise ValueError(
                f"times from {low:g} to {high:g} s do not lie between at_least ({self.at_least:g} s) and at_most "
                f"({self.cap:g} s); change one of them"
            )
        if self.per_character and self.at_most is None:
            raise ValueError("per_character needs at_most, the longest that a long text may take")
        if self.per_character and self.stream:
            raise ValueError("per_character and stream both pace a text; leave one out")
        return self

    @property
    def _ends(self) -> tuple[float, float]:
        """Between which the floor and the cap must leave room."""
        if self.fixed is not None:
            return self.fixed, self.fixed
        return self.uniform or (self.median or 0.0, self.p95 or 0.0)

    @property
    def cap(self) -> float:
        """Seconds that nothing passes: `at_most`; without it twice the p95, or ten minutes where there is none."""
        if self.at_most is not None:
            return self.at_most
        return min(2 * self.p95, LONGEST) if self.p95 is not None else LONGEST

    @property
    def latest(self) -> float:
        """The longest time in seconds that `draw` and `extra` can come to together. A deadline must lie beyond it."""
        if self.median is not None or self.per_character:
            return self.cap
        return min(self._ends[1] + self.first_call, self.cap)

    def draw(self, rng: random.Random, *, first: bool = False) -> float:
        """Seconds from the request to the release. Drawn at the request; `first` is the first one of a session."""
        found = self._spread(rng) + (self.first_call if first else 0.0)
        return min(max(found, self.at_least), self.cap)

    def _spread(self, rng: random.Random) -> float:
        if self.median is None or self.p95 is None:
            low, high = self._ends
            return min(max(rng.uniform(low, high), low), high)
        mu, sigma = math.log(self.median), math.log(self.p95 / self.median) / Z95
        found = 0.0
        for _ in range(TRIES):
            found = rng.lognormvariate(mu, sigma)
            if self.at_least <= found <= self.cap:
                break
        return found

    def extra(self, text_length: int, drawn: float = 0.0) -> float:
        """Seconds to add for a text of that many characters: the pace. `drawn` plus this never passes the cap."""
        return max(0.0, min(self.per_character * text_length, self.cap - drawn))

    def stream_plan(self, text: str, rng: random.Random) -> list[tuple[float, int]]:
        """(seconds from the release, characters shown so far); without `stream` the whole text at once."""
        if self.stream is None:
            return [(0.0, len(text))] if text else []
        return self.stream.plan(text, rng)


# 100 ms is the limit below which people feel that a system answers at once (Miller 1968; Nielsen 1993). The other
# numbers are made up to be told apart by people; they are measurements of nothing.
PROFILES: Mapping[str, Latency] = {
    "instant": Latency(fixed=0.1),
    "fast": Latency(median=0.4, p95=0.9, at_most=1.5),
    "on-device": Latency(uniform=(0.08, 0.25), first_call=1.5),
    "chatty-llm": Latency(
        median=0.5,
        p95=1.5,
        at_most=4.0,
        first_call=1.0,
        stream=Stream(first_token=0.5, per_second=30, jitter=0.3),
    ),
    "overloaded": Latency(median=6.0, p95=18.0, at_least=2.0, at_most=30.0),
}


def read(written: Any) -> Latency:
    """The settings from "2 to 5 s", "400 ms", the name of a profile, or a mapping; with `profile` in it, a mapping
    changes only what it names. Raises `ValueError` with what was expected."""
    if isinstance(written, Latency):
        return written
    if isinstance(written, Mapping):
        return _from_mapping(dict(written))
    if isinstance(written, str):
        if written in PROFILES:
            return PROFILES[written]
        ends = span(written)
        if isinstance(ends, tuple):
            return fit(Latency, {"uniform": ends})
        if not any(letter.isdigit() for letter in written):
            raise ValueError(f"no profile is called {shortly(written)}; {nearest(written, PROFILES)}")
    try:
        fixed = seconds(written)
    except ValueError:
        raise ValueError(
            f"expected '2 to 5 s', '400 ms', a profile ({', '.join(PROFILES)}) or settings such as "
            f"{{median: 2 s, p95: 6 s, at_most: 8 s}}, got {shortly(written)}"
        ) from None
    return fit(Latency, {"fixed": fixed})


def _from_mapping(written: dict[Any, Any]) -> Latency:
    if "profile" not in written:
        return fit(Latency, written)
    name = written.pop("profile")
    if not isinstance(name, str) or name not in PROFILES:
        raise ValueError(f"no profile is called {shortly(name)}; {nearest(name, PROFILES)}")
    base = {key: getattr(PROFILES[name], key) for key in PROFILES[name].model_fields_set}
    if written.keys() & {"fixed", "uniform", "median", "p95"}:
        both = {"median", "p95"} if written.keys() & {"median", "p95"} else set()
        base = {key: v for key, v in base.items() if key not in {"fixed", "uniform", "median", "p95"} - both}
    return fit(Latency, base | written)
