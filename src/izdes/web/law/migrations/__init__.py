"""Migrations of the law."""
