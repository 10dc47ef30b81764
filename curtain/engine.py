"""The running house: the store, the scenarios in use, the states of sessions, and who listens."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import mocks
import scenarios
from curtain.clock import Clock, stamp, system_clock
from curtain.errors import CurtainError
from curtain.floor import Floor
from curtain.live import SESSIONS, Hub, watching
from curtain.presence import Presence
from curtain.rewards import Rewards
from curtain.state import SessionState, fold
from curtain.twice import Twice
from curtain.waiting import Waiting
from feedback_db import Event, NewEvent, PanelRow, Store, Writing
from scenarios import Entry, Feature, Scenario, ScenarioError, Stop
from scenarios.media import Content

T = TypeVar("T")
log = logging.getLogger(__name__)

STATES_KEPT = 4_000


class Script(NamedTuple):
    """A scenario as one person meets it in one period: their arm's changes applied, the panel's mocks in place; and the
    whole flow of the person laid out."""

    scenario: Scenario
    plan: tuple[Stop, ...]
    order: Mapping[str, int]

    def stop(self, place: str) -> Stop:
        return self.plan[self.order[place]]

    def after(self, place: str) -> Stop | None:
        """The next stop, or None at the end of the flow."""
        number = self.order[place] + 1
        return self.plan[number] if number < len(self.plan) else None


class Engine:
    """Everything that a use-case needs. Made once per process; its parts are safe to use from any thread.

    `library` is the folder of scenario folders. `time_scale` shortens release delays (0 in tests), and nothing else.
    """

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock = system_clock,
        library: Path | None = None,
        time_scale: float = 1.0,
    ) -> None:
        self.store, self.clock, self.library, self.time_scale = store, clock, library, time_scale
        self.hub = Hub()
        # Mocks that wait for a real model wait here, each in its thread.
        self.players = ThreadPoolExecutor(max_workers=32, thread_name_prefix="player")
        self._states: OrderedDict[str, SessionState] = OrderedDict()
        self._states_lock = threading.Lock()
        self._scenarios: dict[str, Scenario] = {}  # by version
        self._entries: dict[Path, tuple[Any, Entry]] = {}  # of the library, as the files were
        self._panels: dict[str, PanelRow] = {}
        self._standing: list[PanelRow] | None = None
        self.script = lru_cache(maxsize=256)(self._script)
        self._for_arm = lru_cache(maxsize=256)(
            self._armed
        )  # checking a scenario takes longer than a whole visit
        self._mock = lru_cache(maxsize=256)(self._build_mock)
        self.rewards = Rewards(self)
        self.presence = Presence(self._noticed)
        self.waiting, self.twice, self.floor = Waiting(), Twice(), Floor(self.presence)
        with store.reading() as reading:
            for at_hand in (self.waiting, self.twice, self.floor):
                at_hand.recover(reading)
        store.subscribe(self._committed)

    def now(self) -> str:
        return stamp(self.clock())

    def seen_by(self, clock: Clock) -> Engine:
        """The same house under another clock: for simulated people, whose days pass in seconds."""
        other = object.__new__(Engine)
        other.__dict__ = {**self.__dict__, "clock": clock}
        return other

    def close(self) -> None:
        self.players.shutdown(wait=True, cancel_futures=True)
        self.store.close()

    # Scenarios -------------------------------------------------------------------------------------------------

    @cached_property
    def library_folder(self) -> Path:
        return self.library or scenarios.LIBRARY

    def scenarios(self) -> list[Entry]:
        """Every scenario of the library, broken ones with their problems. Read again only when a file has changed."""
        return [self._entry(place) for place in scenarios.places(self.library_folder)]

    def entry(self, slug: str) -> Entry | None:
        """One scenario of the library; None without such a folder."""
        place = self.library_folder / slug
        return self._entry(place) if place in scenarios.places(self.library_folder) else None

    def _entry(self, place: Path) -> Entry:
        now = scenarios.stamp(place)
        kept = self._entries.get(place)
        if kept is None or kept[0] != now:
            kept = self._entries[place] = (now, scenarios.entry(place))
        return kept[1]

    def scenario_of(self, panel: PanelRow) -> Scenario:
        """The panel's frozen scenario, or the file as it is now while the panel is a draft.

        Raises `CurtainError` when the file is gone or broken.
        """
        if panel.version:
            return self.scenario(panel.version)
        entry = self.entry(panel.scenario)
        if entry is None:
            raise CurtainError(f"the scenario {panel.scenario!r} is no longer in {self.library_folder}")
        if entry.scenario is None:
            raise CurtainError(f"{entry.problems[0]}")
        return entry.scenario

    def freeze(self, tx: Writing, slug: str) -> str:
        """Keep the scenario's files as they are now; gives their version (SHA-256)."""
        try:
            version = scenarios.freeze(self.library_folder / slug / f"{slug}.yaml")
        except ScenarioError as error:
            raise CurtainError(f"the scenario {slug!r} cannot be read: mend it first") from error
        tx.put_version(version.sha256, slug, version.files, self.now())
        for digest, media in version.media.items():
            tx.put_media(digest, media.type, media.content, self.now())
        self._scenarios[version.sha256] = scenarios.thaw(version.files, slug)
        return version.sha256

    def media(self, digest: str) -> Content | None:
        """A picture, sound, film or page that a frozen scenario shows, by its digest."""
        with self.store.reading() as reading:
            found = reading.media(digest)
        return Content(*found) if found else None

    def scenario(self, version: str) -> Scenario:
        """A frozen scenario by its version."""
        if version not in self._scenarios:
            with self.store.reading() as reading:
                slug, files = reading.scenario_version(version)
            self._scenarios[version] = scenarios.thaw(files, slug)
        return self._scenarios[version]

    def armed(self, version: str, arms: tuple[str, ...], panel: PanelRow) -> list[Scenario]:
        """The scenario as each of these arms changes it, with the panel's mocks in place."""
        played_by = tuple(sorted(panel.played_by.items()))
        return [self._for_arm(version, arm, played_by) for arm in arms if arm]

    def _armed(self, version: str, arm: str, played_by: tuple[tuple[str, str], ...]) -> Scenario:
        return self.scenario(version).for_arm(arm, dict(played_by))

    def _script(
        self, version: str, arms: tuple[str, ...], period: int, played_by: tuple[tuple[str, str], ...]
    ) -> Script:
        here = self.scenario(version)
        armed = [self._for_arm(version, arm, played_by) for arm in arms if arm]
        plan = tuple(scenarios.plan(here, armed))
        scenario = armed[period - 1] if 0 < period <= len(armed) else here
        return Script(scenario, plan, {stop.place: n for n, stop in enumerate(plan)})

    def panel_of(self, state: SessionState) -> PanelRow:
        """The panel of a session as it was made: name, seed, arms and mocks, which never change. Its status does:
        ask the store for that."""
        if state.panel not in self._panels:
            with self.store.reading() as reading:
                self._panels[state.panel] = reading.panel(state.panel)
        return self._panels[state.panel]

    def standing_panels(self) -> list[PanelRow]:
        """The panels that are open or paused, as they are now; read again only when one has changed."""
        found = self._standing
        if found is None:
            with self.store.reading() as reading:
                found = [row for row in reading.panels() if row.status in {"open", "paused"}]
            self._standing = found
        return found

    def script_of(self, state: SessionState, panel: PanelRow, period: int | None = None) -> Script:
        """The script of a session's present period, or of another one."""
        played_by = tuple(sorted(panel.played_by.items()))
        return self.script(state.version, state.arms, state.period if period is None else period, played_by)

    def mock(self, script: Script, name: str) -> mocks.Mock:
        """The mock of that name in the scenario, built once. Raises `MockError`."""
        return self._mock(scenarios.settings_key(script.scenario.mocks[name]))

    def planner(self, feature: Feature) -> mocks.Mock:
        """The mock that plans the feature's errors, whoever plays it. Raises `MockError`."""
        return self._mock(scenarios.settings_key({"kind": "imperfect", **(feature.errors or {})}))

    def _build_mock(self, settings: str) -> mocks.Mock:
        return mocks.build(scenarios.settings_of(settings))

    # Sessions --------------------------------------------------------------------------------------------------

    def state(self, tx: Writing, session: str) -> SessionState:
        """A session as this transaction sees it; the caller may move it on."""
        kept = self._states.get(session)
        return fold(
            session, tx.events_of(session, after=kept.last_id if kept else 0), kept or SessionState(session)
        )

    def peek(self, session: str) -> SessionState | None:
        """The session's last committed state if it is at hand. Not to be changed."""
        return self._states.get(session)

    def append(
        self, tx: Writing, state: SessionState, kind: str, payload: Mapping[str, Any], key: str | None = None
    ) -> bool:
        """Write what happened in a session and move its state on. False: it had been written before."""
        event = tx.append(
            NewEvent(
                kind=kind,
                at=self.now(),
                panel=state.panel,
                session=state.id,
                participant=state.participant,
                arm=state.arm,
                period=state.period,
                version=state.version,
                payload=dict(payload),
                key=key,
            )
        )
        if event is None:
            return False
        state.apply(event)
        return True

    def _committed(self, events: list[Event]) -> None:
        """On the writer's thread, after each commit: keep states current, then tell who listens."""
        told: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            if event.session:
                told[event.session].append(event)
        for session, news in told.items():
            kept = self._states.get(session)
            if news[-1].kind == "participant.withdrew":
                self._states.pop(session, None)
            elif kept is None and news[0].kind == "session.started":
                self._keep(fold(session, news))
            elif kept is None:  # after a restart, or long unused
                with self.store.reading() as reading:
                    self._keep(fold(session, reading.events_of(session)))
            else:
                self._keep(fold(session, [event for event in news if event.id > kept.last_id], kept))
        if any(event.kind.startswith("panel.") for event in events):
            self._standing = None
        for at_hand in (self.waiting, self.twice, self.floor):
            at_hand.hear(events)
        for event in events:
            state = self._states.get(event.session or "")
            if state and event.kind == "session.completed":
                self._finished(state)
        self.hub.publish(events, self._states)

    def _noticed(self, who: str) -> None:
        """Somebody came, went or began to type: the staff see it, and nobody else."""
        kind, _, id = who.partition("/")
        looking_on = [watching(id), SESSIONS] if kind == "session" else []
        state = self.peek(id) if looking_on else None
        self.hub.nudge("desk", *([f"desk/{state.panel}"] if state else []), *looking_on)

    def _finished(self, state: SessionState) -> None:
        scenario = self.scenario(state.version)
        if scenario.assign.by_reward:
            self.rewards.renew(self.panel_of(state), state.origin, scenario)

    def _keep(self, state: SessionState) -> None:
        with self._states_lock:
            self._states[state.id] = state
            self._states.move_to_end(state.id)
            while len(self._states) > STATES_KEPT:
                self._states.popitem(last=False)

    def look(self, session: str) -> SessionState:
        """The session's last committed state, read anew if it is not at hand. Not to be changed."""
        state = self.peek(session)
        if state is None:
            with self.store.reading() as reading:
                state = fold(session, reading.events_of(session))
        return state

    def recall(self, session: str) -> Future[SessionState]:
        """The session's committed state, read on the writer's thread so that it cannot be overtaken."""

        def command(tx: Writing) -> SessionState:
            state = self.state(tx, session)
            if session not in self._states and state.panel:
                self._keep(state)
            return state

        return self.store.submit(command)
