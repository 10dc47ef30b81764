"""The operator's desk in a real browser, against a server that speaks the wire and follows a script."""
