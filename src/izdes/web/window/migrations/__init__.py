"""Migrations of the window: forward only."""
