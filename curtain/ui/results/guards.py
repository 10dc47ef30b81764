"""Whether the data can be trusted: the guards, the switches to leave people out, and what carries the effect."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from curtain.analysis import wording
from curtain.analysis.carried import Carried
from curtain.analysis.flags import FLAGS
from curtain.analysis.guards import Guard, State
from curtain.analysis.study import Study
from curtain.ui.panel_parts import plain
from curtain.ui.results.here import Here

WITHOUT = "without"  # the switches' key, and their name in the address
BADGES: dict[State, str] = {
    "fine": ":green-badge[:material/check_circle: Fine]",
    "look": ":orange-badge[:material/visibility: Look]",
    "invalid": ":red-badge[:material/report: Stops the verdict]",
    "cannot tell": ":grey-badge[:material/help: Cannot tell]",
}
MOST_LINKS = 12


def switches(study: Study) -> tuple[str, ...]:
    """Let the reader leave people out; gives the reasons that were chosen. Nothing where nobody is flagged."""
    people = study.counted.drop_duplicates("participant")
    counts = {name: int(people[name].sum()) for name in FLAGS}
    offered = [name for name, count in counts.items() if count]
    if not offered:
        return ()
    if WITHOUT not in st.session_state:
        wanted = st.query_params.get(WITHOUT, "").split(",")
        st.session_state[WITHOUT] = wanted
    # What was left out of another panel may not occur in this one.
    st.session_state[WITHOUT] = [name for name in offered if name in st.session_state[WITHOUT]]
    chosen = st.pills(
        "Leave out people who …",
        offered,
        selection_mode="multi",
        format_func=lambda name: f"{FLAGS[name].title} ({counts[name]})",
        key=WITHOUT,
        help="Everything on this page is counted without them. Say so when you report it.",
    )
    if chosen:
        st.query_params[WITHOUT] = ",".join(chosen)
    else:
        st.query_params.pop(WITHOUT, None)
    return tuple(sorted(chosen))


def draw(here: Here, found: list[Guard], told: list[Carried]) -> None:
    """The guards, the worst first; those that are fine are folded away."""
    st.subheader("Can the data be trusted?", anchor=False)
    numbers = dict(zip(here.whole.people["session"], here.whole.people["number"], strict=True))
    fine = [guard for guard in found if guard.state == "fine"]
    for guard in found:
        if guard.state != "fine":
            _guard(guard, here.panel.id, numbers)
    with st.expander(f"{len(fine)} things that are fine", expanded=len(fine) == len(found)):
        for guard in fine:
            _guard(guard, here.panel.id, numbers)
    if told:
        _carried(here, told)


def _guard(guard: Guard, panel: str, numbers: Mapping[str, int]) -> None:
    do = f" *{guard.do}*" if guard.do and guard.state != "fine" else ""
    st.markdown(f"{BADGES[guard.state]} **{plain(guard.title)}**: {plain(guard.says)}{do}")
    if guard.sessions:
        links = [
            f"[{numbers.get(session, '?')}](?panel={panel}&view=replay&session={session})"
            for session in guard.sessions[:MOST_LINKS]
        ]
        more = f" and {len(guard.sessions) - MOST_LINKS} more" if len(guard.sessions) > MOST_LINKS else ""
        st.caption(f"Sessions of people {', '.join(links)}{more}")


def _carried(here: Here, told: list[Carried]) -> None:
    """Each arm as it is and with the rest held equal: in sentences, and the figures in a table under them."""
    measure = here.results.measure(told[0].raw.measure)
    st.markdown(
        "**What carries the effect?** Arms may differ in more than was meant: in how long people waited, in who"
        f" answered them. So here is the main comparison ({plain(measure.title.lower())}) once more, with that held"
        " equal."
    )
    st.markdown("\n".join(f"- {plain(each.says)}" for each in told))
    rows = {
        each.arm: {
            "as it is": wording.difference(each.raw, measure.more, measure.less),
            "with the rest held equal": wording.difference(each.adjusted, measure.more, measure.less)
            if each.adjusted.estimate is not None
            else "cannot tell",
        }
        for each in told
    }
    st.table(pd.DataFrame.from_dict(rows, orient="index"), border="horizontal")
