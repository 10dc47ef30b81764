"""The addresses under which people reach this server."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import streamlit as st

EVERYWHERE = {"0.0.0.0", "::"}


def here() -> str:
    """The address that this page was opened with: right for links that are copied from it."""
    url = urlsplit(st.context.url or "")
    return (
        f"{url.scheme}://{url.netloc}" if url.netloc else f"http://127.0.0.1:{st.get_option('server.port')}"
    )


def in_the_network() -> str | None:
    """The address for phones in the same network; None while the server only listens to this machine."""
    if st.get_option("server.address") not in EVERYWHERE:
        return None
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: this only asks which way a packet would leave
            address = probe.getsockname()[0]
        except OSError:
            return None
    return f"http://{address}:{st.get_option('server.port')}"
