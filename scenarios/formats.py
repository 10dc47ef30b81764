"""Numbers, dates and times as people write them where they live: `{{ bill.sum | money('EUR') }}`.

The language is that of the scenario whose text is being filled in. The rules are Unicode's locale data, by Babel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from typing import Any

from babel import Locale, UnknownLocaleError, dates, numbers

from scenarios.errors import TextError

_spoken: ContextVar[str] = ContextVar("spoken", default="en")


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """While texts are filled in, they are written as in this language (a tag such as `en-GB`)."""
    before = _spoken.set(lang)
    try:
        yield
    finally:
        _spoken.reset(before)


def number(value: Any, digits: int | None = None) -> str:
    """1,234.5 in English, 1.234,5 in German; with exactly so many `digits` after the point, if they are given."""
    pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return numbers.format_decimal(_number("number", value), pattern, locale=_locale())


def percent(value: Any) -> str:
    """A share from 0 to 1 as 85%, or 85 % in German."""
    return numbers.format_percent(_number("percent", value), locale=_locale())


def money(value: Any, currency: Any = "EUR") -> str:
    """An amount with its currency, such as €12.50 or 12,50 €."""
    if not isinstance(currency, str) or len(currency) != 3:
        raise TextError(f"`money` wants a currency such as 'EUR', not {str(currency)[:20]!r}")
    return numbers.format_currency(_number("money", value), currency.upper(), locale=_locale())


def day(value: Any, length: Any = "long") -> str:
    """A date such as `2026-05-04` in words: 4 May 2026. `length` is short, medium, long or full."""
    found = _moment("day", value)
    return dates.format_date(found, _length(length), locale=_locale())


def clock(value: Any) -> str:
    """A time such as `14:05`, or 2:05 PM where people write it so."""
    text = str(value)
    try:
        found = time.fromisoformat(text) if len(text) <= 8 else datetime.fromisoformat(text).time()
    except ValueError:
        raise TextError(f"`clock` wants a time such as 14:05, not {text[:20]!r}") from None
    return dates.format_time(found, "short", locale=_locale())


FORMATS: dict[str, Callable[..., str]] = {
    "number": number,
    "percent": percent,
    "money": money,
    "day": day,
    "clock": clock,
}


def _locale() -> Locale:
    try:
        return Locale.parse(_spoken.get(), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TextError(f"`{name}` works on numbers, not on {str(value)[:20]!r}")
    return value


def _moment(name: str, value: Any) -> date:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise TextError(f"`{name}` wants a date such as 2026-05-04, not {str(value)[:20]!r}") from None


def _length(length: Any) -> Any:
    if length not in ("short", "medium", "long", "full"):
        raise TextError(f"a date is short, medium, long or full, not {str(length)[:20]!r}")
    return length
