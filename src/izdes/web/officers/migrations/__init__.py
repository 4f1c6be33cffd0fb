"""Migrations of officers: forward only."""
