"""Texts that are wrong on purpose: a wrong fact, a refusal, something off topic, or an end too soon."""

from __future__ import annotations

import random
import re
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from mocks import tasks
from mocks.contract import Request
from mocks.errors import MockError, nearest
from mocks.imperfect.misfit import misfit
from mocks.quantities import Share

TEXT_TASKS = ("text-generation", "summarization", "translation", "question-answering", "chat-completion")
KEPT = (0.3, 0.7)  # of the letters of a text that ends too soon

Kind = Literal["wrong_fact", "refusal", "off_topic", "cut_short"]
Problems = list[tuple[tuple[str | int, ...], str]]


def _listed(value: Any) -> Any:
    if isinstance(value, list | tuple) and not value:
        raise ValueError("expected a text or a list of texts, got an empty list")
    return (value,) if isinstance(value, str) else value


Text = Annotated[str, Field(min_length=1, max_length=tasks.LONGEST_TEXT, pattern=r"\S")]
TextOrTexts = Annotated[tuple[Text, ...], BeforeValidator(_listed)]

Fact = Annotated[str, Field(max_length=200)]  # short, since each place where one stands may grow by it
Facts = Annotated[
    tuple[Annotated[Fact, Field(min_length=1)], ...], BeforeValidator(_listed), Field(min_length=1)
]


class Error(BaseModel):
    """One way to be wrong, either in the share `rate` of the answers (each drawn by itself), or in exactly `times`
    trials of the session.

    `wrong_fact` swaps a word or phrase for another wherever it stands; `swap` says which. `refusal` and `off_topic`
    say one of `says` instead of the truth. `cut_short` breaks off after 30 % to 70 % of the text.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    rate: Share | None = None
    times: int | None = Field(default=None, ge=1, le=500)
    swap: dict[Fact, Facts] | None = None
    says: TextOrTexts | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        problems: Problems = []
        if (self.rate is None) == (self.times is None):
            problems.append((("rate",), "give either 'rate' (a share) or 'times' (a whole number of trials)"))
        if self.kind == "wrong_fact":
            if not self.swap:
                problems.append((("swap",), "a wrong fact needs what to swap, such as {Monday: Tuesday}"))
            for right, wrong in (self.swap or {}).items():
                if not right.strip():
                    problems.append((("swap", right), "expected a word or a phrase, got an empty text"))
                elif right in wrong:
                    problems.append((("swap", right), "is swapped for itself; give something that is wrong"))
        elif self.swap is not None:
            problems.append((("swap",), f"belongs to 'wrong_fact', not to {self.kind!r}"))
        if self.kind == "off_topic" and self.says is None:
            problems.append((("says",), "an answer off topic needs what it says, a text or a list of texts"))
        if self.kind in ("wrong_fact", "cut_short") and self.says is not None:
            problems.append((("says",), f"belongs to 'refusal' and 'off_topic', not to {self.kind!r}"))
        if problems:
            raise PydanticCustomError("text-error", "this error does not fit", {"problems": problems})
        return self

    def suits(self, text: str) -> bool:
        """Whether this text can be made wrong in this way."""
        if self.kind == "wrong_fact":
            return any(right in text and _found(right, text) for right in self.swap or {})
        return self.kind != "cut_short" or len(text.strip()) > 1

    def apply(self, text: str, draw: random.Random) -> tuple[str, dict[str, Any]]:
        """The wrong text and what was done; for a text that `suits`."""
        if self.kind == "wrong_fact":
            facts = [right for right in self.swap or {} if right in text and _found(right, text)]
            right = draw.choice(facts)
            wrong = draw.choice((self.swap or {})[right])
            return _whole_word(right).sub(lambda _: wrong, text), {"swapped": [right, wrong]}
        if self.kind == "cut_short":
            kept = _cut(text.strip(), draw.uniform(*KEPT))
            return kept, {"kept": round(len(kept) / len(text), 4)}
        return draw.choice(self.says or ("I can't help with that.",)), {}


class Texts(BaseModel):
    """Settings for the tasks of text: `text-generation`, `summarization`, `translation`, `question-answering` and
    `chat-completion`. An answer has at most one of the `errors`. Those with `times` take their trials first, drawn by
    the session's seed; those with a `rate` fall on the trials that are left."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    errors: tuple[Error, ...]

    @field_validator("errors")
    @classmethod
    def _rates_fit_in_one(cls, errors: tuple[Error, ...]) -> tuple[Error, ...]:
        if not errors:
            raise ValueError("list at least one error; for none at all leave out 'texts'")
        together = sum(error.rate or 0.0 for error in errors)
        if together > 1 + 1e-9:
            raise ValueError(f"the rates add up to {together:.0%}; an answer has one error, so keep to 100%")
        return errors

    def spoil(self, truth: Any, request: Request) -> tuple[Any, dict[str, Any]]:
        """The answer in the shape of the request's task, and {"error": kind or None, "planned": …}.

        `truth` is the right text. A wrong fact whose words are not in the text cannot be had: the text is then right,
        and `could_not` says so. One with `times` is put, when the request has its oracle, on trials where it can be.
        Raises `MockError` for a truth without letters, another task, or more planned errors than there are trials.
        """
        if request.task not in TEXT_TASKS:
            raise MockError(
                f"{request.feature!r}: 'texts' is for tasks of text, not for {request.task!r}; "
                f"{nearest(request.task, TEXT_TASKS)}"
            )
        if not isinstance(truth, str) or not truth.strip() or len(truth) > tasks.LONGEST_TEXT:
            raise misfit(request, f"a text of 1 to {tasks.LONGEST_TEXT} characters", truth)
        draw = random.Random(f"{request.seed}/texts")
        planned = self._planned(request)
        error = self.errors[planned] if planned is not None else self._drawn(draw)
        why: dict[str, Any] = {"error": None, "planned": planned is not None}
        text = truth
        if error is not None and error.suits(truth):
            text, done = error.apply(truth, draw)
            why |= {"error": error.kind, **done}
            if len(text) > tasks.LONGEST_TEXT:
                raise misfit(request, f"a text that stays below {tasks.LONGEST_TEXT} characters", truth)
        elif error is not None:
            why["could_not"] = error.kind
        return tasks.wrap(request.task, text), why

    def _drawn(self, draw: random.Random) -> Error | None:
        left = draw.random()
        for error in self.errors:
            if error.rate is not None:
                left -= error.rate
                if left < 0:
                    return error
        return None

    def _planned(self, request: Request) -> int | None:
        """The place in `errors` of the one that is planned for this trial."""
        if all(error.times is None for error in self.errors):
            return None
        truths = request.oracle.truths if request.oracle else ()
        texts = tuple([text if isinstance(text, str) else "" for text in truths])
        if len(texts) != request.trials:
            texts = ()
        plan = _plan(self._key, request.session_seed, request.trials, texts)
        if isinstance(plan, str):
            raise MockError(f"{request.feature!r}: {plan}")
        return plan.get(request.trial)

    @property
    def _key(self) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
        return tuple(
            (place, error.times, tuple(error.swap or ()) if error.kind == "wrong_fact" else ())
            for place, error in enumerate(self.errors)
            if error.times is not None
        )


@lru_cache(maxsize=512)
def _plan(
    wanted: tuple[tuple[int, int, tuple[str, ...]], ...], seed: str, trials: int, texts: tuple[str, ...]
) -> dict[int, int] | str:
    """{trial: place of its error}, or why there is none."""
    draw = random.Random(f"{seed}/texts")
    order = list(range(1, trials + 1))
    draw.shuffle(order)
    fitting = {
        place: [
            t for t in order if not facts or not texts or any(_found(fact, texts[t - 1]) for fact in facts)
        ]
        for place, _, facts in wanted
    }
    plan: dict[int, int] = {}
    for place, times, facts in wanted:
        if not all(_gets_one(place, fitting, plan) for _ in range(times)):
            what = f"with {', '.join(map(repr, facts[:5]))} in the truth" if facts else "in all"
            return (
                f"errors.{place}.times: {times} planned, but there are {len(fitting[place])} trials {what}, "
                "some of which the other errors need; lower 'times'"
            )
    return plan


def _gets_one(place: int, fitting: dict[int, list[int]], plan: dict[int, int]) -> bool:
    """One more trial for an error, for which others may have to move: an augmenting path (H. W. Kuhn 1955)."""
    came: dict[int, tuple[int, int]] = {}
    queue = [place]
    for now in queue:
        for trial in fitting[now]:
            owner = plan.get(trial)
            if owner is None:
                plan[trial] = now
                while now != place:
                    now, trial = came[now]
                    plan[trial] = now
                return True
            if owner != place and owner not in came:
                came[owner] = (now, trial)
                queue.append(owner)
    return False


@lru_cache(maxsize=512)
def _whole_word(words: str) -> re.Pattern[str]:
    """Finds the words where they do not stand inside a longer one. Escaped, so nothing in them can be slow."""
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def _found(words: str, text: str) -> bool:
    return _whole_word(words).search(text) is not None


def _cut(text: str, share: float) -> str:
    """The beginning of a text, up to the end of a word where there is one."""
    most = max(1, min(len(text) - 1, round(len(text) * share)))
    kept = text[:most]
    if not text[most].isspace() and (space := max(kept.rfind(" "), kept.rfind("\n"))) > 0:
        kept = kept[:space]
    return kept.rstrip()
