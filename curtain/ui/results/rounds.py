"""Rounds: all panels of this scenario side by side, with what was changed between them. They are never pooled."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from curtain.analysis import wording
from curtain.analysis.results import results_of
from curtain.analysis.rounds import Change, changes
from curtain.errors import CurtainError
from curtain.ledger import Counted, ledger
from curtain.ui.panel_parts import plain
from curtain.ui.results.here import Here
from feedback_db import PanelRow, ScenarioVersion

MOST = 12  # rounds; the latest


def draw(here: Here) -> None:
    """Draw each round with its main measure, and the changes from the one before."""
    with here.engine.store.reading() as reading:
        rows = [
            row
            for row in reading.panels()
            if row.scenario == here.panel.scenario and row.origin == here.panel.origin
        ]
    st.write(
        "Each round is a panel of its own. They are shown side by side and never counted together: other people came,"
        " at another time, and met another version."
    )
    before: PanelRow | None = None
    for row in rows[-MOST:]:
        try:
            _round(here, ledger(here.engine).counted(row.id), before)
        except CurtainError as error:
            st.warning(f"{plain(row.name)} cannot be counted: {error}")
        before = row


def _round(here: Here, found: Counted, before: PanelRow | None) -> None:
    results = results_of(found.study, found.plan, found.panel.people)
    with st.container(border=True, key=f"round-{found.panel.id}"):
        st.markdown(
            f"**{plain(found.panel.name)}** · {found.panel.created_at[:10]} · {results.completed} finished"
        )
        if before is not None:
            _changed(_changes(here, before, found.panel))
        measure = next((each for each in results.measures if each.name == results.primary), None)
        if measure is None or not results.completed:
            return
        cells = {
            each.arm: f"{wording.estimate(each)}  \n{each.n} people" for each in results.of(measure.name)
        }
        st.table(pd.DataFrame([cells], index=[plain(measure.title)]), border="horizontal")


def _changed(found: list[Change]) -> None:
    if not found:
        st.caption("The same version as in the round before.")
        return
    with st.expander(f"{len(found)} changes since the round before", expanded=len(found) <= 5):
        rows = [
            {"where": each.path, "before": each.before or "–", "after": each.after or "–"} for each in found
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


def _changes(here: Here, before: PanelRow, after: PanelRow) -> list[Change]:
    """Between two frozen versions; a draft has none yet."""
    if not before.version or not after.version or before.version == after.version:
        return []
    with here.engine.store.reading() as reading:
        files = [reading.scenario_version(row.version) for row in (before, after)]
    yaml = YAML(typ="safe")
    try:
        old, new = (_whole(yaml, each) for each in files)
    except (YAMLError, KeyError):
        return []
    return changes(old, new)


def _whole(yaml: YAML, version: ScenarioVersion) -> dict[str, Any]:
    """The scenario as it is written, with the texts that lie beside it."""
    beside = {name: text for name, text in version.files.items() if not name.endswith(".yaml")}
    return {**yaml.load(version.files[f"{version.slug}.yaml"]), **beside}
