"""The tests; the folders mirror the tree, and `tests/project` holds the project to its own rules."""
