"""Backups: a whole installation in one file that only the holder of a key opens."""
