"""Wrong on purpose: what the kind `imperfect` does with the truth, one module per sort of answer.

labels      labels: a plan for a person's trials, and the answer in each
wishes      the settings for labels, and which hold in a trial
quota       from a wish to exact numbers of errors, or to chances; what cannot be had
confidence  how sure the answers claim to be
numbers     numbers, and intervals around them
ranking     orders
boxes       boxes in pictures
segments    speech as text
texts       texts
shares      shares as designers write them
misfit      what is said about a truth that no answer can be made from
"""
