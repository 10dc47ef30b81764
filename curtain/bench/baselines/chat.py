"""A small chat server in the manner of those that researchers use: Flask-SocketIO on gevent, an SQLite file, rooms.

    python -m curtain.bench.baselines.chat PORT FILE

Each message is inserted and committed before it is sent to its room. The file is SQLite's as it comes (a rollback
journal, synchronous=FULL), as it is in those servers; they look up users and rights besides, which this one does not.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

TABLE = "CREATE TABLE message (id INTEGER PRIMARY KEY, room TEXT, who TEXT, at REAL, text TEXT)"
INSERT = "INSERT INTO message (room, who, at, text) VALUES (?, ?, ?, ?)"


def serve(port: int, file: Path) -> None:
    """Serve until the process is ended. Clients connect with {"room", "who"}, and send and hear the event "text"."""
    from gevent import monkey

    monkey.patch_all()
    from flask import Flask, request, session
    from flask_socketio import SocketIO, join_room

    app = Flask(__name__)
    app.secret_key = "a benchmark on this machine alone"
    sockets = SocketIO(app, async_mode="gevent")
    store = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    store.execute(TABLE)

    def connect(auth: dict[str, str]) -> None:
        session.update(room=auth["room"], who=auth["who"])
        join_room(auth["room"])

    def text(said: str) -> None:
        store.execute("BEGIN IMMEDIATE")
        found = store.execute(INSERT, (session["room"], session["who"], time.time(), said))
        store.execute("COMMIT")
        message: dict[str, Any] = {"id": found.lastrowid, "who": session["who"], "text": said}
        sockets.emit("text", message, to=session["room"])

    sockets.on_event("connect", connect)
    sockets.on_event("text", text)
    app.add_url_rule("/ready", view_func=lambda: request.path)
    sockets.run(app, host="127.0.0.1", port=port, log_output=False)


if __name__ == "__main__":
    serve(int(sys.argv[1]), Path(sys.argv[2]))
