"""What a script prints in processes of its own, each with another seed of Python's hashes."""

from __future__ import annotations

import os
import subprocess
import sys


def printed_in_each(script: str, *hash_seeds: str) -> set[bytes]:
    """Everything that was printed; one entry where all processes agree."""
    return {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            check=True,
        ).stdout
        for hash_seed in hash_seeds
    }
