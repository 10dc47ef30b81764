"""The `when:` of rules: what it says, what it leaves out, and what it tells about a miss."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from mocks.expressions import LONGEST, NotAnExpression, read
from mocks.memory import Memory
from mocks.testing import A_PARCEL

PARCEL: dict[str, Any] = {
    "kilometres": 120,
    "weather": "clear",
    "insured": False,
    "scans": ["sorting centre", "local depot"],
    "parcel": {"weight": 12, "to": {"city": "Graz"}},
    "last scan": "depot",
    "note": None,
    "long": "a" * 9_999,
}
THIRD = Memory(
    dataclasses.replace(
        A_PARCEL,
        trial=3,
        trials=8,
        turn=2,
        earlier=(
            [{"label": "on time", "score": 0.4}, {"label": "delayed", "score": 0.6}],
            [{"label": "on time", "score": 1}],
        ),
    )
)


def failed(expression: str, data: Any = PARCEL, memory: Memory | None = THIRD) -> str | None:
    return read(expression).check(data, memory)[1]


def refused(expression: Any) -> str:
    with pytest.raises(NotAnExpression) as caught:
        read(expression)
    return str(caught.value)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('kilometres > 100 and weather != "rain"', True),
        ('kilometres > 200 and weather != "rain"', False),
        ("kilometres > 200 or weather == 'clear'", True),
        ("not kilometres > 200", True),
        ("not insured", True),
        ("insured", False),
        ("100 < kilometres < 200", True),
        ("100 < kilometres < 110", False),
        ("kilometres == 120.0", True),
        ("kilometres == '120'", False),
        ("insured == 0", False),
        ("insured == false and true", True),
        ("insured == False", True),
        ("note == null", True),
        ("note == None", True),
        ("parcel.weight > 10", True),
        ("parcel['weight'] > 10", True),
        ("parcel.to.city == 'Graz'", True),
        ("input['last scan'] == 'depot'", True),
        ("scans[0] == 'sorting centre'", True),
        ("scans[-1] == 'local depot'", True),
        ("'local depot' in scans", True),
        ("'depot' in scans", False),
        ("'depot' in scans[1]", True),
        ("weather in ['clear', 'rain']", True),
        ("weather not in ['clear', 'rain']", False),
        ("'weight' in parcel", True),
        ("kilometres * 2 + 10 >= 250", True),
        ("kilometres / 100 == 1.2 and kilometres // 100 == 1 and kilometres % 100 == 20", True),
        ("-kilometres < -100 and +kilometres - 20 == 100", True),
        ("len(scans) == 2 and len(weather) == 5", True),
        ("min(kilometres, 50) == 50 and max([1, 2]) == 2", True),
        ("round(kilometres / 7, 1) == 17.1", True),
        ("lower('ABC') == 'abc' and upper(weather) == 'CLEAR'", True),
        ("'heavy ' + weather == 'heavy clear'", True),
        ("kilometres\n  > 100", True),
        ("trial.index == 3 and trial.of == 8 and turn.index == 2", True),
        ("earlier.count == 2 and earlier.last == 'on time'", True),
        ("earlier.times.delayed == 1 and earlier.times['on time'] == 1", True),
        ("earlier.times.lost == 0", True),
    ],
)
def test_what_expressions_say(expression: str, expected: bool) -> None:
    assert (failed(expression) is None) is expected


def test_a_name_of_the_input_goes_before_one_of_the_session() -> None:
    assert failed("trial.index == 9", {"trial": {"index": 9}}) is None
    assert failed("input == 3", {"input": 3}) is None


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("kilometres > 200", "when kilometres > 200, got 120"),
        ("kilometres > 100 and parcel.weight > 20", "when parcel.weight > 20, got 12"),
        ("kilometres > parcel.weight * 20", "when kilometres > parcel.weight * 20, got kilometres 120 and "),
        ("fog == 1", "when fog == 1, but fog is not there"),
        ("parcel.height > 1", "when parcel.height > 1, but 'height' is not there"),
        ("scans[7] == 'depot'", "when scans[7] == 'depot', but 7 is not there"),
        ("weather > 3", "when weather > 3, but these cannot be compared: 'clear' and 3"),
        ("kilometres / 0 > 1", "when kilometres / 0 > 1, but it divides by 0"),
        ("weather", "when weather, but it is 'clear', which is neither true nor false"),
        ("insured or weather", "when insured or weather, but 'clear' is neither true nor false"),
        ("'%d' % kilometres == '120'", "when '%d' % kilometres == '120', but `%` works on two numbers, not on '%d'"),
        ("scans == scans", "when scans == scans, but a list or an object cannot be compared: ["),
        ("2 > 3", "when 2 > 3, but it is never so"),
        ("kilometres * 10000000000000000 == 1", "when kilometres * 10000000000000000 == 1, but one of the"),
        ("input['long'] + weather == 'a'", "when input['long'] + weather == 'a', but the text gets longer than 10,000"),
        ("len == 1", "when len == 1, but len is not there"),
    ],
)  # fmt: skip
def test_what_failed_is_said_in_words(expression: str, said: str) -> None:
    told = failed(expression)
    assert told is not None
    assert told.startswith(said)


def test_each_part_that_and_joins_is_counted() -> None:
    assert read("kilometres > 200 and weather == 'clear' and insured").check(PARCEL)[0] == 1


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("", "expected an expression such as kilometres > 200, got ''"),
        (12, "expected an expression"),
        (None, "expected an expression"),
        ("kilometres >", "this is not an expression: invalid syntax (character 12)"),
        ("kilometres = 3", "this is not an expression"),
        ("2 ** 3 > 1", "`**` is off in expressions (character 1)"),
        ("x == 1 and 1 << 3 > 1", "`<<` is off in expressions (character 12)"),
        ("'é' == y ** 2", "`**` is off in expressions (character 8)"),
        ("[x for x in scans] == 1", "a comprehension is off in expressions"),
        ("lambda: 1", "lambda is off in expressions"),
        ("f'{weather}' == 'x'", "an f-string is off in expressions"),
        ("(a := 1) == 1", "`:=` is off in expressions (character 2)"),
        ("1 == 1 if x else 2 == 2", "`… if … else …` is off"),
        ("x is None", "`is` is off"),
        ("scans[1:] == 1", "a slice is off"),
        ("max(*scans) > 1", "`*` is off"),
        ("round(3, ndigits=1) > 1", "a named argument is off"),
        ("{'a': 1} == 1", "an object in braces is off"),
        ("3j == 1", "complex values are off"),
        ("b'a' == 1", "bytes values are off"),
        ("().__class__.__mro__", "__mro__: names that begin with '_' can only be written in brackets"),
        ("_secret == 1", "_secret: names that begin with '_'"),
        ("open('x') == 1", "only these functions can be called: len, min, max, round, lower, upper"),
        ("weather.upper() == 'X'", "only these functions can be called"),
        ("len(scans)(1) == 1", "only these functions can be called"),
        ("x == 'snow' or 'rain'",
        "`'rain'` is neither true nor false; compare it, as in x == 1 or x == 2 (character 16)"),
        ("kilometres + 1", "`kilometres + 1` is neither true nor false"),
        ("x" * (LONGEST + 1), "the expression has 501 characters, and 500 is the most"),
        ("-" * 300 + "1 > 1", "the expression is too long or nests too deeply"),
        (" and ".join(["a==1"] * 45), "the expression is too long or nests too deeply"),
        ("(" * 250 + ")" * 250, "this is not an expression"),
        ("a == '\0'", "this is not an expression"),
        ("a == '\ud800'", "this is not an expression"),
    ],
)  # fmt: skip
def test_what_is_off_is_refused_with_its_place(expression: Any, said: str) -> None:
    assert refused(expression).startswith(said)
