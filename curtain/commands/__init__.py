"""What the commands do that is more than a line or two.

checking     `curtain check`: what is wrong, in which files
previewing   `curtain preview`: a server for one scenario, while it is written
"""
