"""Migrations of the journal: forward only."""
