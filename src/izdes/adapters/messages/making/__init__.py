"""Making: a right answer to an order out of a bank's own ledger.

Read in this order: `books` (what the bank knows of its accounts), `extract` (one account over one
interval), `workbook` (the table of eighteen columns), `holds` (money that is to be held), `answer`
(all of it together). Only what was asked is given: these subjects, this period.

It serves an institution that has no program of its own yet, and the sandbox. What it makes is as
right as the ledger that it was given.
"""
