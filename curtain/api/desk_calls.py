"""What an operator's console may ask, and somebody who looks on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from curtain import desk, staff
from curtain.api.caller import JSON, Caller, Does, milliseconds
from curtain.desk import board, shifts
from curtain.desk.leases import Draft, Operator
from curtain.engine import Engine
from curtain.errors import Refused
from curtain.floor import console_of
from curtain.live import watching
from curtain.privacy import reads_words
from scenarios import at_desk

LONGEST_NOTE = 1_000  # characters
LONGEST_WORD = 100
MOST_REPLIES = 300  # whose ids are kept of one answer


def caller(engine: Engine, member: staff.Staff, panel: str | None, cookie: str | None) -> Caller:
    """An operator at the desk of one panel, or of all."""
    who = Operator(member.id, member.name)

    async def view(_args: JSON) -> JSON:
        shown = desk.view(engine, who, panel)
        return {**shown, "shift": {**shown["shift"], "may_skip": "designer" in member.roles}}

    def then_look(does: Callable[[JSON], Future[Any]]) -> Callable[[JSON], Any]:
        async def call(args: JSON) -> JSON:
            await asyncio.wrap_future(does(args))
            return await view({})

        return call

    async def beat(args: JSON) -> JSON:
        kept = Draft(str(args["prediction"]), _draft(args)) if args.get("prediction") else None
        await asyncio.wrap_future(desk.beat(engine, who, kept))
        return {}

    async def doors(args: JSON) -> JSON:
        await asyncio.to_thread(desk.close_doors, engine, panel, closed=bool(args["closed"]))
        return await view({})

    async def sessions(_args: JSON) -> JSON:
        return {"sessions": await asyncio.to_thread(board.sessions, engine, who, panel)}

    simple: dict[str, Callable[[JSON], Future[Any]]] = {
        "desk.claim": lambda args: desk.claim(
            engine, who, _named(args, "prediction"), milliseconds(args.get("seen_ms"))
        ),
        "desk.answer": lambda args: desk.answer(
            engine,
            who,
            _named(args, "prediction"),
            args["output"],
            milliseconds(args.get("first_key_ms")),
            _how(args.get("how")),
            off_script=args.get("off_script") is True,
        ),
        "desk.give_back": lambda args: desk.give_back(engine, who, _named(args, "prediction"), _draft(args)),
        "desk.hand_over": lambda args: desk.hand_over(
            engine,
            who,
            _named(args, "prediction"),
            _colleague(engine, args),
            _text(args, "note"),
            _draft(args),
        ),
        "desk.retract": lambda args: desk.retract(engine, who, _named(args, "prediction")),
        "desk.hold": lambda args: desk.say_hold(engine, who, _named(args, "prediction")),
        "desk.flag": lambda args: desk.flag(
            engine,
            who,
            _named(args, "prediction"),
            "mistake" if args["what"] == "mistake" else "off_script",
            _text(args, "text"),
        ),
        "desk.keep_reply": lambda args: _keep(engine, who, args),
        "desk.shift": lambda args: _shift(engine, who, panel, args, may_skip="designer" in member.roles),
        "desk.take_over": lambda args: desk.take_over(engine, who, _named(args, "session")),
        "desk.give_over": lambda args: desk.give_over(engine, who, _named(args, "session")),
    }
    does: Does = {
        "desk.view": view,
        "desk.beat": beat,
        "desk.doors": doors,
        "desk.sessions": sessions,
        **{name: then_look(each) for name, each in simple.items()},
        **_watching(engine, who),
    }
    topic = "desk" if panel is None else f"desk/{panel}"
    return Caller(topic, engine.hub.number, does, "desk.view", cookie, console_of(who.id))


def watcher(engine: Engine, member: staff.Staff, session: str, cookie: str | None) -> Caller:
    """Somebody who looks on at one session, sees what its participant sees, and takes notes; an operator may take the
    session over and give it back. The participant is told of nothing: not even that the page is open."""
    who = Operator(member.id, member.name)

    async def view(_args: JSON) -> JSON:
        if not reads_words(engine.scenario_of(board.panel_of(engine, session)), member.roles):
            raise Refused(
                "This team keeps what people write from reviewers, so there is nothing to look on at.", "gone"
            )
        shown = board.mirror(engine, who, session)
        return {**shown, "plays": {"at_work": engine.floor.is_at_work(who.id)} if plays else None}

    def then_look(does: Callable[[Engine, Operator, str], Future[Any]]) -> Callable[[JSON], Any]:
        async def call(_args: JSON) -> JSON:
            await asyncio.wrap_future(does(engine, who, session))
            return await view({})

        return call

    plays = "operator" in member.roles
    acts = {"desk.take_over": then_look(desk.take_over), "desk.give_over": then_look(desk.give_over)}
    does: Does = {"view": view, **_watching(engine, who), **(acts if plays else {})}
    return Caller(watching(session), engine.hub.number, does, "view", cookie)


def _watching(engine: Engine, who: Operator) -> Does:
    async def note(args: JSON) -> JSON:
        session = _named(args, "session")
        text = _text(args, "text", board.LONGEST_NOTE + 1)
        begun_ms = milliseconds(args.get("begun_ms"))
        await asyncio.wrap_future(board.note(engine, who, session, text, begun_ms))
        return {"notes": await asyncio.to_thread(board.notes, engine, session)}

    async def notes(args: JSON) -> JSON:
        return {"notes": await asyncio.to_thread(board.notes, engine, _named(args, "session"))}

    return {"desk.note": note, "desk.notes": notes}


def _keep(engine: Engine, who: Operator, args: JSON) -> Future[None]:
    category = str(args["category"])[:LONGEST_WORD] if args.get("category") else None
    text = _text(args, "text", at_desk.LONGEST_REPLY + 1)
    panel = _panel_of(engine, _named(args, "prediction"))
    return desk.keep_reply(engine, who, panel, _named(args, "feature"), text, category)


def _shift(engine: Engine, who: Operator, panel: str | None, args: JSON, *, may_skip: bool) -> Future[None]:
    match args["do"]:
        case "start" if args.get("without_practice") is True and may_skip:
            for row in desk.standing(engine, panel):
                if shifts.lacks_practice(engine, who.id, row):
                    shifts.let_in(engine, who, row.scenario, who.name)
            return shifts.start(engine, who, panel)
        case "start":
            return shifts.start(engine, who, panel)
        case "pause":
            return shifts.pause(engine, who)
        case "go_on":
            return shifts.go_on(engine, who)
        case "end":
            answers = args.get("answers")
            return shifts.end(engine, who, answers if isinstance(answers, dict) else {})
    raise Refused("There is no such thing to do here.")


def _named(args: JSON, name: str) -> str:
    return str(args[name])[:LONGEST_WORD]


def _text(args: JSON, name: str, longest: int = LONGEST_NOTE) -> str:
    return str(args.get(name) or "")[:longest]


def _draft(args: JSON) -> Any:
    return args.get("draft")


def _how(told: Any) -> dict[str, Any]:
    """Which prepared replies were offered and chosen, as the console tells it; nothing else of it is kept."""
    if not isinstance(told, dict):
        return {}
    lists: JSON = {
        name: [str(one)[:LONGEST_WORD] for one in told[name][:MOST_REPLIES]]
        for name in ("offered", "chosen")
        if isinstance(told.get(name), list)
    }
    return {**lists, "edited": told.get("edited") is True}


def _colleague(engine: Engine, args: JSON) -> Operator | None:
    to = args.get("to")
    if not to:
        return None
    shift = engine.floor.shift_of(str(to))
    if shift is None:
        raise Refused("This colleague is not at work.")
    return Operator(shift.operator, shift.name)


def _panel_of(engine: Engine, prediction: str) -> str:
    with engine.store.reading() as reading:
        row = reading.prediction(prediction)
    if row is None:
        raise Refused("This one is gone.", "gone")
    return row.panel
