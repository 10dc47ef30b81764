"""What stands around every mock, whoever plays: pure plans, which the engine carries out.

latency    when an answer is shown, drawn before it is known
faults     what breaks on purpose, and in which trials
limits     bounds that no answer passes
schedule   planned errors over the answers of others, people among them
failures   what the product says instead of an answer
outputs    the texts, items and scores inside an answer
phrases    how a forbidden phrase is found
written    times, shares and complaints, as designers write and read them
"""
