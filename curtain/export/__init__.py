"""What leaves the house as data: tidy tables in four formats, and labels for a real model.

writers   one file of rows: CSV, JSON Lines, Parquet, SQLite
panels    a whole panel: a folder of tables with the data dictionary, written at once or not at all
labels    what participants and operators corrected, as a labelled data set
"""
