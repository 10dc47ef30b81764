"""A sample plug-in that breaks in several ways."""

NO_MOCK = "a text"


class Silent:
    """It has no method predict."""
