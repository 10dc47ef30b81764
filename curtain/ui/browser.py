"""The browser's side of our screens: five components, each a small loader for a module that this server serves."""

from __future__ import annotations

from typing import Any

import streamlit as st

_LOADER = """
export default function (component) {
  const module = import(new URL("PATH", location.origin).href);
  let leave = () => {};
  module.then((found) => { leave = found.mount(component) || leave; });
  return () => module.then(() => leave());
}
"""


def _component(name: str, path: str) -> Any:
    return st.components.v2.component(name, js=_LOADER.replace("PATH", path), isolate_styles=False)


_screen = _component("screen", "/ui/screen.js")
_desk = _component("desk", "/staff-ui/desk.js")
_pulse = _component("pulse", "/staff-ui/pulse.js")
_watch = _component("watch", "/staff-ui/watch.js")
_replay = _component("replay", "/staff-ui/replay.js")


def screen(token: str, view: dict[str, Any]) -> None:
    """A participant's whole window. It draws `view`, and fetches the following ones by itself."""
    _screen(data={"hello": {"k": token}, "view": view}, key="screen")


def desk(panel: str | None = None) -> None:
    """The operator's console, for one panel or for all."""
    _desk(data={"hello": {"desk": panel or True}}, key="desk")


def watch(session: str) -> None:
    """One session as its participant has it, for somebody who looks on and takes notes."""
    _watch(data={"hello": {"watch": session}}, key="watch")


def replay(told: dict[str, Any]) -> None:
    """One session again, as `curtain.replay` tells it."""
    _replay(data=told, key="replay")


def pulse(topic: str) -> None:
    """Inside a fragment: run it again whenever the topic has news, at most once a second."""
    _pulse(data={"hello": {"staff": topic}}, key=f"pulse-{topic}", on_pulse_change=lambda: None)
