"""Migrations of files: forward only."""
