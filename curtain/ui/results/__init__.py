"""The parts of Results, one to a module; each has `draw(here)`."""
