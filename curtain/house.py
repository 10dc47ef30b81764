"""The one engine of this process, and where its data lies."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from curtain.engine import Engine
from feedback_db import StoreBeside, StoreError, open_store

DATA = "CURTAIN_DB"  # the database file; `curtain run --db` sets it
LIBRARY = "CURTAIN_LIBRARY"  # the folder of scenario folders; `curtain run --scenarios` sets it
TIME_SCALE = "CURTAIN_TIME_SCALE"  # shortens release delays; 0 in tests


def data_file() -> Path:
    """Where the database lies."""
    return Path(os.environ.get(DATA, "data/curtain.db"))


@cache
def engine() -> Engine:
    """The one engine of this process. Ends the process with a clear message when the store cannot be opened."""
    library = os.environ.get(LIBRARY)
    try:
        data_file().parent.mkdir(parents=True, exist_ok=True)
        return Engine(
            open_store(data_file()),
            library=Path(library) if library else None,
            time_scale=float(os.environ.get(TIME_SCALE, "1")),
        )
    except (StoreError, OSError) as error:
        print(f"\n  Curtain cannot start: {error}\n", file=sys.stderr, flush=True)
        # Raising here would print Streamlit's traceback around the one line that helps.
        os._exit(1)


def engine_beside(path: Path | None = None) -> Engine:
    """An engine that only reads: for reports, also while a server has the same file. Raises `NotAStore`."""
    library = os.environ.get(LIBRARY)
    return Engine(StoreBeside(path or data_file()), library=Path(library) if library else None)
