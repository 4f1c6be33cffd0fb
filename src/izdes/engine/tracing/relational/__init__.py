"""Tracing out of core: the index and the link table as plain relational steps on disk.

The same answers as `izdes.core.tracing`, to the last minor unit, for ledgers that do not fit into
memory. The steps are named queries in plain SQL under ``sql/``; DuckDB runs them here within a
limit of memory, and another engine may run the same plan.
"""
