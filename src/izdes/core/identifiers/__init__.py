"""Identifiers: one module per kind, each saying what its number proves and what it does not."""
