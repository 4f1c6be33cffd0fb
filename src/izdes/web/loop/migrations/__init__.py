"""Migrations of the loop."""
