"""What plays the model. No database, no Streamlit, no sleeping.

contract   the seam: `Request`, `Prediction`, `Deferred`, `Mock`
registry   finds and builds mocks by kind; drop a file into this folder and its kind is there
tasks      the shapes of predictions
around     what stands around every mock: latency, planned errors, faults, limits, words for when it fails
testing    `check_mock`, for the authors of mocks
settings   what the settings of all kinds share
errors     what can go wrong

Each kind has a module of its own: fixed, sequence, chance (`random`), rules, imperfection (`imperfect`), replay,
operator, draft, remote, off.
"""

from __future__ import annotations

from mocks.contract import Deferred, Mock, Oracle, Prediction, Request
from mocks.errors import BadOutput, BadSettings, BrokenPromise, MockError, UnknownKind
from mocks.registry import build, discover, kinds, mock, suits, warnings
from mocks.testing import check_mock

__all__ = [
    "BadOutput",
    "BadSettings",
    "BrokenPromise",
    "Deferred",
    "Mock",
    "MockError",
    "Oracle",
    "Prediction",
    "Request",
    "UnknownKind",
    "build",
    "check_mock",
    "discover",
    "kinds",
    "mock",
    "suits",
    "warnings",
]
