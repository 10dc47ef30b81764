"""What all charts share: the colours of the theme, and people in words."""

from __future__ import annotations

PRINT = "print"  # the theme of files and slides, which are white

# Marks, quiet lines, paper, words: the colours of the theme in .streamlit/config.toml.
INK = {
    "light": ("#6b3fa0", "#6d6479", "#fbfaf8", "#221c2b"),
    "dark": ("#b794f0", "#a79cb8", "#16131b", "#ece7f3"),
    PRINT: ("#6b3fa0", "#6d6479", "#ffffff", "#221c2b"),
}


def inks(theme: str) -> tuple[str, str, str, str]:
    """Marks, quiet lines, paper and words in this theme; "light" where it has another name."""
    return INK.get(theme, INK["light"])


def people(n: int) -> str:
    """ "1 person", "20 people"."""
    return "1 person" if n == 1 else f"{n} people"
