"""Sentences of random words, and lifelike values by Faker."""

from __future__ import annotations

import functools
import random
import re
import threading
from typing import Any

from mocks.errors import nearest

TEXT = """
the route is clear today and our van will reach your street soon because traffic stays calm near every stop
while drivers check each address twice
"""
WORDS = TEXT.split()

# None of these depends on the day, opens a file, or names a real account.
FAKES = (
    "address",
    "catch_phrase",
    "city",
    "company",
    "country",
    "first_name",
    "job",
    "last_name",
    "license_plate",
    "name",
    "paragraph",
    "phone_number",
    "postcode",
    "safe_email",
    "sentence",
    "street_address",
    "word",
)

_speaking = threading.Lock()


def sentence(draw: random.Random, least: int = 6, most: int = 12) -> str:
    """A sentence of random words."""
    return " ".join(draw.choices(WORDS, k=draw.randint(least, most))).capitalize() + "."


def fake(name: str, lang: str, seed: str) -> str:
    """A value of Faker's provider of that name, the same for the same seed. Takes longer than other draws: some
    milliseconds, and half a second for the first one in a language."""
    with _speaking:  # the generator of a language is shared by all threads
        faker = _faker(lang)
        faker.seed_instance(seed)
        return str(getattr(faker, name)())


def check_language(lang: str) -> str:
    """The language, such as "de-DE", if Faker speaks it. Raises `ValueError` with the nearest one."""
    from faker.config import AVAILABLE_LOCALES

    known = [locale.replace("_", "-") for locale in AVAILABLE_LOCALES]
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", lang) or lang not in known:
        raise ValueError(f"no made-up texts are known in {lang[:20]!r}; {nearest(lang, known)}")
    return lang


@functools.lru_cache(maxsize=8)
def _faker(lang: str) -> Any:
    from faker import Faker

    return Faker(lang.replace("-", "_"))
