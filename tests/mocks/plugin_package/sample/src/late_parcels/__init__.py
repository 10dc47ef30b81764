"""A sample plug-in for Curtain."""
