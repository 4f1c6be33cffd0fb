"""Linking, measured on complaints of which it is known who did what, beside what else is done.

Every method gets the same mentions and is held against the same truth. What is measured here says
how methods compare on invented countries; of a real one nobody knows the true series.
"""
