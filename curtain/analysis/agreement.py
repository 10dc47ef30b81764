"""How well operators agree: requests that two of them answered, neither knowing of the other's answer.

Whoever answers first and whoever answers second take the places of the two raters. The formulas are statsmodels',
scipy's and rapidfuzz's; they take seconds to load, so functions import them. Nothing here is ever NaN: what cannot be
known is None, and the sentence says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from curtain.analysis import alike
from curtain.analysis.wording import MINUS
from mocks.around import outputs

LEAST_PEOPLE = 10  # with fewer, drawing people anew says little about others
DRAWS = 999
CONFIDENCE = 0.95


class Twice(NamedTuple):
    """A request with two blind answers, in the shape of the task (None: the operator gave no answer).

    `person` is whose request it was: several of one person are no independent ones. Empty where that is not known.
    """

    feature: str
    task: str
    first: Any
    second: Any
    person: str = ""


class Agreement(NamedTuple):
    """How two answers to the same request compare, over `n` requests for one feature.

    `measure` is `kappa` (labels), `difference` (numbers, in their unit), `similarity` (texts), `overlap` (boxes,
    marks), `tau` (orders) or `fields` (objects), and `value` that of all requests; `same` is the share of requests with
    the same answer. None: nobody can tell. `left_out` requests had no two answers that compare. `says` has it in words.
    """

    feature: str
    task: str
    n: int
    left_out: int
    measure: str
    value: float | None
    ci_lower: float | None
    ci_upper: float | None
    same: float | None
    method: str
    says: str


def answered_twice(prediction: pd.DataFrame, desk_action: pd.DataFrame) -> list[Twice]:
    """The requests of a panel that two operators answered, oldest first; the columns are those of the data
    dictionary."""
    if prediction.empty or desk_action.empty:
        return []
    asked = prediction.set_index("id")[["feature", "task", "participant"]]
    acts = desk_action[
        desk_action["kind"].eq("second_answered") & desk_action["prediction"].isin(asked.index)
    ]
    return [
        Twice(feature, task, payload["first_output"], payload["output"], participant)
        for payload, (feature, task, participant) in zip(
            acts["payload"], asked.loc[acts["prediction"]].itertuples(index=False), strict=True
        )
    ]


def agreement(
    answers: Iterable[Twice],
    *,
    expected: Mapping[str, str] | None = None,
    within: Mapping[str, float] | None = None,
) -> list[Agreement]:
    """What can be said about each feature, in the order of their first requests.

    `expected` are features by task that are to be spoken of even where nothing was answered twice. `within` says, by
    feature, up to which difference two numbers are the same; without it, up to a tenth of the larger one.

    Labels: Cohen's kappa (J. Cohen, "A Coefficient of Agreement for Nominal Scales", 1960), with the share of the same
    labels beside it, because where one label is common kappa is low although operators mostly agree. No answer counts
    as a label of its own. Intervals are percentiles over people drawn anew (B. Efron, "Bootstrap Methods", 1979).
    """
    by_feature: dict[tuple[str, str], list[Twice]] = {}
    for answer in answers:
        by_feature.setdefault((answer.feature, answer.task), []).append(answer)
    for feature, task in (expected or {}).items():
        by_feature.setdefault((feature, task), [])
    return [
        _labels(feature, task, found)
        if task in outputs.ONE_LABEL
        else _by_value(feature, task, found, (within or {}).get(feature))
        for (feature, task), found in by_feature.items()
    ]


# Labels -----------------------------------------------------------------


def _labels(feature: str, task: str, answers: Sequence[Twice]) -> Agreement:
    method = "Cohen's kappa, percentile interval over people"
    pairs = [(outputs.top(one.first), outputs.top(one.second)) for one in answers]
    codes = {label: n for n, label in enumerate(dict.fromkeys(label for pair in pairs for label in pair))}
    n, agreed = len(pairs), sum(first == second for first, second in pairs)
    told = Agreement(feature, task, n, 0, "kappa", None, None, None, agreed / n if n else None, method, "")
    if not n:
        return told._replace(says=_nothing(feature, 0))
    shared = f"{feature}: the same label in {_of(agreed, n)}"
    if n == 1:
        return told._replace(says=f"{shared}. Kappa: cannot tell from one request.")
    if len(codes) == 1:
        only = next(iter(codes))
        said = "no answer was given at all" if only is None else f"every answer was “{only}”"
        return told._replace(says=f"{shared}, but {said}. Kappa: cannot tell.")
    people = _people(answers)
    by_person = np.zeros((max(people) + 1, len(codes), len(codes)))
    for person, (first, second) in zip(people, pairs, strict=True):
        by_person[person, codes[first], codes[second]] += 1
    value = kappa(by_person.sum(axis=0))
    bounds = _bounds(lambda drawn: kappa(by_person[drawn].sum(axis=0)), len(by_person))
    says = (
        f"{shared}. Kappa is {_figure(value)}{_brackets(bounds)}: 0 is what chance alone would give, "
        "1 is the same every time."
    )
    return told._replace(value=value, ci_lower=bounds[0], ci_upper=bounds[1], says=says)


def kappa(table: NDArray[np.float64]) -> float | None:
    """Cohen's kappa of a square table of counts; None where it is not defined."""
    from statsmodels.stats.inter_rater import cohens_kappa

    if np.count_nonzero(table.sum(axis=0) + table.sum(axis=1)) < 2:
        return None  # one label only: chance explains everything, and 0 / 0 is left
    return float(cohens_kappa(table, return_results=False))


# Everything else: a value per request, and their mean -----------------------------------------------------------------


def _by_value(feature: str, task: str, answers: Sequence[Twice], tolerance: float | None) -> Agreement:
    way = alike.way(task)
    compared = [(one, alike.compared(task, one.first, one.second, tolerance)) for one in answers]
    known = [(one, found) for one, found in compared if found is not None]
    n, left_out = len(known), len(compared) - len(known)
    told = Agreement(feature, task, n, left_out, way.measure, None, None, None, None, way.method, "")
    if not n:
        return told._replace(says=_nothing(feature, left_out))
    people = _people([one for one, _ in known])
    by_person = np.zeros((max(people) + 1, 2))
    for person, (_, found) in zip(people, known, strict=True):
        by_person[person] += found[0], 1

    def mean(drawn: NDArray[np.int_]) -> float:
        total, count = by_person[drawn].sum(axis=0)
        return float(total / count)

    value = mean(np.arange(len(by_person)))
    bounds = _bounds(mean, len(by_person))
    agreed = sum(found[1] for _, found in known)
    unit = alike.unit(known[0][0].first) if way.measure == "difference" else ""
    figure = f"{_figure(value, way.share)}{unit}{_brackets(bounds, way.share)}"
    near = way.same.format(near=f"{alike.NEAR:.0%}" if tolerance is None else f"{tolerance:g}{unit}")
    says = f"{feature}: {way.tells.format(figure=figure)}; {near} in {_of(agreed, n)}."
    if left_out:
        says += f" {left_out} more could not be compared."
    return told._replace(value=value, ci_lower=bounds[0], ci_upper=bounds[1], same=agreed / n, says=says)


# People, bounds and words -----------------------------------------------------------------


def _people(answers: Sequence[Twice]) -> list[int]:
    """Whose request each is, counted from 0; a request of nobody in particular stands for itself."""
    places: dict[str | int, int] = {}
    return [places.setdefault(one.person or n, len(places)) for n, one in enumerate(answers)]


def _bounds(
    statistic: Callable[[NDArray[np.int_]], float | None], people: int
) -> tuple[float | None, float | None]:
    """The 95% interval when people are drawn anew; none for few people, and none that has no width."""
    if people < LEAST_PEOPLE:
        return None, None
    from scipy.stats import bootstrap

    def known(drawn: NDArray[np.int_]) -> float:
        found = statistic(drawn)
        return float("nan") if found is None else found

    drawn = bootstrap(
        (np.arange(people),), known, n_resamples=DRAWS, vectorized=False, method="percentile",
        rng=np.random.default_rng(0),
    ).bootstrap_distribution  # fmt: skip
    drawn = drawn[np.isfinite(drawn)]
    # Draws without a second label have no kappa. Where they are many, the others are no fair sample.
    if drawn.size < 0.9 * DRAWS or np.ptp(drawn) < 1e-9:
        return None, None
    lower, upper = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(lower), float(upper)


def _figure(value: float | None, share: bool = False) -> str:
    if value is None:
        return "unknown"
    return f"{value:.0%}" if share else f"{value:.2f}".replace("-", MINUS)


def _brackets(bounds: tuple[float | None, float | None], share: bool = False) -> str:
    lower, upper = bounds
    return "" if lower is None or upper is None else f" [{_figure(lower, share)}, {_figure(upper, share)}]"


def _of(some: int, n: int) -> str:
    return f"{some} of {n} {'request' if n == 1 else 'requests'} ({some / n:.0%})"


def _nothing(feature: str, left_out: int) -> str:
    if not left_out:
        return f"{feature}: cannot tell, no request was answered twice."
    return (
        f"{feature}: cannot tell, none of the {left_out} requests answered twice has two answers to compare."
    )
