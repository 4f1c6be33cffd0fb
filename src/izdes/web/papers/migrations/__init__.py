"""Migrations of papers."""
