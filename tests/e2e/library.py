"""The courier scenario in the arms that ask the desk, and the baseline, for tests in which everybody is to meet it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from ruamel.yaml import YAML

from scenarios import LIBRARY

SLUG = "courier-delay"
ARMS = ("no-warning", "short", "with-reason")


def three_arms(folder: Path) -> Path:
    """Make a library with that scenario alone in a folder, and give it."""
    shutil.copytree(LIBRARY / SLUG, folder / SLUG)
    file = folder / SLUG / f"{SLUG}.yaml"
    written = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    written["arms"] = {name: arm for name, arm in written["arms"].items() if name in ARMS}
    del written["assign"], written["features"]["minutes"], written["mocks"]["minute-rules"]
    # Whoever comes to the desk plays at once, and nobody is asked the same a second time.
    for name in ("practice", "answered_twice"):
        written["features"]["delay"]["desk"].pop(name, None)
    file.write_text(json.dumps(written), encoding="utf-8")  # JSON is YAML
    return folder
