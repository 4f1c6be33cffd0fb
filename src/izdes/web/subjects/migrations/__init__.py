"""Migrations of subjects."""
