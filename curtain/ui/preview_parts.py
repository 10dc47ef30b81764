"""The parts of the Preview screen in words: what is to be mended, and what is worth a second look."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from scenarios import Entry, Scenario, advice, ready_for_people


def complaints(entry: Entry) -> None:
    """Every line to mend of a scenario that cannot be used, with the line itself."""
    st.subheader("Not yet", anchor=False)
    count = len(entry.problems)
    st.write("One line needs mending." if count == 1 else f"{count} lines need mending.")
    lines = _lines(entry.path)
    for problem in entry.problems:
        with st.container(border=True):
            st.markdown(f":material/edit: **Line {problem.line}, column {problem.column}**")
            if 0 < problem.line <= len(lines) and problem.file == str(entry.path):
                st.code(lines[problem.line - 1].strip(), language="yaml", wrap_lines=True)
            expected = f"expected {problem.expected}" if problem.expected else ""
            for part in filter(None, (problem.what, expected, problem.remedy)):
                st.text(part[:1].upper() + part[1:])
    st.caption("Save the file, and this page looks again.")


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def notes(scenario: Scenario) -> None:
    """Warnings, and what is missing before real people come."""
    for warning in advice.warnings(scenario):
        st.text(f"Line {warning.line}: {warning.what}; {warning.remedy}.")
    missing = ready_for_people(scenario)
    if missing:
        with st.expander("Before real people come"):
            st.markdown("\n".join(f"- {sentence}" for sentence in missing))
