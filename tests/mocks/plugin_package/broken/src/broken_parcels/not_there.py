"""It needs a library that is not installed."""

import a_library_that_is_not_there


class NotThere:
    """Never reached."""

    predict = a_library_that_is_not_there.predict
