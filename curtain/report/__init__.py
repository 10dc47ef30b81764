"""The report: one file that says what was asked, what was built, who took part, what came out, and how it was done.

gather      everything that a report is made of, counted once
prototype   the flow, the arms and the steps as they were drawn, and who played the model
methods     how the data came about, from the log
page        the file
"""
