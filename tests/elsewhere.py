"""Asynchronous code in a test: in a thread of its own, since a browser's loop may be running in this one."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def elsewhere(doing: Coroutine[Any, Any, T]) -> T:
    """What the coroutine gives, or raises."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, doing).result()
