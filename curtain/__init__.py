"""The engine of Curtain and its faces: sessions, the desk, live updates, HTTP, screens and the command line."""
