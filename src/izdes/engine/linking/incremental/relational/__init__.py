"""Linking on tables: the store of `izdes.engine.linking.incremental.store` in DuckDB, on disk.

One change is one transaction, so a process that is killed leaves what was before the change or what
is after it. Each question is one query over a set of numbers; another engine can answer the same.
"""
