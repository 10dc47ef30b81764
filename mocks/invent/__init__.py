"""Answers from nothing: a shape-valid one for every task, and a valid one under any JSON Schema that allows it.

answers    an answer for each task
schemas    a value under a JSON Schema
combine    one flat schema of one that refers and combines
patterns   a text under a simple pattern
numbers    numbers from named distributions
words      sentences of random words, and lifelike values by Faker
"""

from __future__ import annotations

from mocks.invent.answers import LABELS, answer
from mocks.invent.numbers import Number
from mocks.invent.schemas import under
from mocks.invent.words import FAKES, check_language, fake, sentence

__all__ = ["FAKES", "LABELS", "Number", "answer", "check_language", "fake", "sentence", "under"]
