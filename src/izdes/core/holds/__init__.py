"""Holds: how much may be held where, what each order holds, what comes next, and whom to ask.

Functions over values: no clock, no files, no database. What they return are proposals and sums for
an officer; nothing here holds money or sends a paper. The arithmetic stands in
``docs/reference/holds.md``, the reasons in ``docs/explanation/holding-money.md``.
"""
