"""Numbers in, a named result out: scipy's and statsmodels' formulas, with words where they cannot tell.

The unit is the person everywhere: functions take one value for each, or a person's name beside each trial.

tests        two groups of people, or two values of the same people: a difference, its interval, its p-value
ranks        the same by ranks, as a check
several      several comparisons at once
sequential   looking at a panel while it fills
preference   which of two people prefer, however often one looks
clustered    trials of people: what changes from trial to trial, and what a comparison is worth beside other influences
thresholds   how good is good enough: a curve over levels, and where it crosses a target
signal       right and wrong reliance: sensitivity and criterion
survival     times that some people never reached
order        people who meet several arms: what comes of their order
posterior    the chance of each arm to be the best
reliability  whether the items of a questionnaire measure one thing
benchmarks   what published scores say about a score
power        how many people a difference takes, and what difference a number of people shows
"""
