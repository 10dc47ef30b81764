"""The code that a participant hands in to be paid."""

from __future__ import annotations

import hashlib
from base64 import b32encode

from feedback_db import PanelRow


def completion_code(panel: PanelRow, participant: str) -> str:
    """Eight letters and digits. It survives the deletion of a person's data, as it is computed, not stored."""
    digest = hashlib.sha256(f"{panel.seed}/{participant}/code".encode()).digest()
    letters = b32encode(digest).decode()[:8]
    return f"{letters[:4]}-{letters[4:]}"
