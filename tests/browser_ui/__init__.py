"""The participant's window in a real browser, against a server that speaks the wire and follows a script."""
