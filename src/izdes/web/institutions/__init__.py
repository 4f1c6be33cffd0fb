"""The institutions' site: what was sent to them, and what they answer, program to program.

A site of its own with a login of its own (`izdes_institutions`). What it may see follows from the
token that it was shown: without one the database shows it nothing.
"""
